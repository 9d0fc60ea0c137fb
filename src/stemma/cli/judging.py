"""What people decide, at the terminal: the review queue, the targets that people name, and the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma import casework, kinds
from stemma.cli import console
from stemma.cli.record import wrapped
from stemma.errors import UsageError
from stemma.judgements import KINDS, document_target, target_of
from stemma.judgements.signing import signature_of
from stemma.model import Claim, Judgement, Mention, Record, Statement, Target
from stemma.report import naming
from stemma.report.lookup import Lookup, gist, lookup
from stemma.report.words import how_many, number
from stemma.review import Question, in_words, questions
from stemma.store import open_case
from stemma.store.log import COLLECTED, TIMESTAMPED
from stemma.values import HARMS, Span

MOST = 20  # questions that are printed; --json has them all
QUOTED = 160  # characters of a target's words
SHORTEST = 3  # characters of the beginning of an id

Verdict = Literal["yes", "no", "unsure"]


class Answer(Struct, frozen=True):
    """What was decided, as the command line gives it."""

    verdict: Verdict | None
    value: Any
    by: str
    note: str


# ------------------------------------------------------------------------------------------------------------ review


def queue(case: str, incident: str | None) -> tuple[Lookup, tuple[Question, ...]]:
    """The questions of a case, or of one incident by its number in the list or its id."""
    record, judgements = casework.reviewed(case)
    found = questions(record, judgements)
    if incident is not None:
        wanted = naming.incident_called(record, incident).id
        found = tuple(question for question in found if wanted in question.incidents)
    return lookup(record), found


def queue_lines(look: Lookup, found: Sequence[Question], case: str, width: int) -> list[str]:
    """The open questions, numbered, and how many are answered."""
    waiting = [question for question in found if question.answered is None or question.disputed]
    lines = []
    for place, question in enumerate(waiting[:MOST], start=1):
        lines += [*_question(look, question, place, width), ""]
    done = len(found) - len(waiting)
    lines += [f"and {number(len(waiting) - MOST)} more; stemma review {case} --json has them all"] \
        if len(waiting) > MOST else []
    if not waiting:
        lines.append("Nothing is left to decide." if found else "Nothing to decide.")
    else:
        lines.append(f"To answer: stemma judge {case} {waiting[0].id} --answer {waiting[0].options[0].key} --by NAME")
    return [*lines, *([f"{how_many(done, 'question')} answered: stemma log {case}"] if done else [])]


def _question(look: Lookup, question: Question, place: int, width: int) -> list[str]:
    head = f"{place:>3}  "
    lines = [head + line.strip() for line in wrapped(question.ask, width - len(head), 0)[:1]]
    lines += [" " * len(head) + line for line in wrapped(question.ask, width - len(head), 0)[1:]]
    for target in question.targets:
        lines += wrapped(target_words(look, target), width, 0, hang=2, margin=len(head))
    lines += wrapped(question.why, width, 0, margin=len(head))
    answers = " · ".join(f"{option.key} {option.label}" for option in question.options)
    return [*lines, *wrapped(f"{question.id}: {answers}", width, 0, hang=2, margin=len(head))]


def target_words(look: Lookup, target: Target) -> str:
    """A target in one line: the report, the number of the sentence, and the words."""
    letter = look.letters.get(target.doc)
    if letter is None:
        return f"“{_cut(target.quoted)}” (a report that the case does not hold)"
    at = f" [{look.numbers[target.id]}]" if target.id in look.numbers else ""
    name = look.by_doc[target.doc].document.name
    return f"{letter}{at} “{_cut(target.quoted)}”" if target.quoted else f"{letter}  {name}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"


# ------------------------------------------------------------------------------------------------------------- judge


def judge(case: str, what: str, named: Sequence[str], answer: Answer, key: str | None = None,
          words: str = "") -> casework.Decided:
    """Keep a decision. what: a kind of judgement, whose targets `named` are; or the id of a question, or its beginning.

    key: the option of a question; words: of a claim that was missed, as they stand in the report.
    Raises UsageError for what is not there, or not clear.
    """
    record, judgements = casework.reviewed(case)
    at = datetime.now(UTC)
    if what not in KINDS:
        question = _question_called(questions(record, judgements), what, named)
        kind, targets, answer = _answered(question, answer, key)
    else:
        if key is not None:
            raise UsageError("--answer is for a question of stemma review; say --yes, --no, --unsure or --set here.")
        kind, targets = what, targets_called(record, what, named, words)
    if kind == "missed":
        _known_kind(answer.value)
    if kind == "sign_off":
        status = answer.value.get("status") if isinstance(answer.value, dict) else answer.value
        answer = replace(answer, value=signature_of(record, targets, status))
    with open_case(case) as held:
        return casework.decide(held, kind, targets, answer.by, at, answer.verdict, answer.value, answer.note)


def _known_kind(value: Any) -> None:
    """Raises UsageError where a claim that was missed is of a kind that no rule of Stemma reads."""
    known = dict.fromkeys((*HARMS, *(module.KIND for module in kinds.modules())))
    if isinstance(value, dict) and value.get("kind") not in known:
        raise UsageError(f"There is no claim of kind {value.get('kind')!r}; there are: {', '.join(known)}.")


def _question_called(found: Iterable[Question], wanted: str, named: Sequence[str]) -> Question:
    fitting = [question for question in found if question.id == wanted]
    fitting = fitting or [q for q in found if q.id.startswith(wanted) and len(wanted) >= SHORTEST]
    if len(fitting) == 1 and not named:
        return fitting[0]
    if fitting:
        raise UsageError(f"{len(fitting)} questions are called {wanted!r}…; give more of the id." if not named else
                         "A question says itself what it is about: leave the targets out.")
    raise UsageError(f"{wanted!r} is no kind of judgement and no question; the kinds are: {', '.join(KINDS)}.")


def _answered(question: Question, answer: Answer, key: str | None) -> tuple[str, tuple[Target, ...], Answer]:
    """The kind, targets and answer that an option of a question stands for."""
    keys = [option.key for option in question.options]
    wanted = key or {"yes": "y", "no": "n", "unsure": "u"}.get(answer.verdict or "")
    option = next((option for option in question.options if option.key == wanted), None)
    if option is None:
        raise UsageError(f"Say --answer with one of: {', '.join(keys)}.")
    return (option.kind or question.kind, question.targets_of(option),
            Answer(option.verdict, option.value, answer.by, answer.note))


def targets_called(record: Record, kind: str, named: Sequence[str], words: str = "") -> tuple[Target, ...]:
    """The rows that people name, as targets for this kind of judgement.

    Claims and statements by the number of their sentence or their id, reports by letter, name or outlet, the mentions
    of names by id or as "A:Mira Tolvan" (report and name), an incident by its number or id.
    """
    look = lookup(record)
    if kind == "sign_off":
        incidents = [naming.incident_called(record, name) for name in named]
        return tuple(_target(look, look.claims[row]) for one in incidents for row in one.claims if row in look.claims)
    if kind == "missed":
        return tuple(_place(look, name, words) for name in named)
    if kind == "copy_of":
        return tuple(document_target(look.by_doc[naming.report_called(look, name)].document) for name in named)
    pick = {"same_party": _party_row, "party_name": _party_row, "same_place": _place_mention}.get(kind, _claim)
    return tuple(_target(look, pick(look, name)) for name in named)


def _target(look: Lookup, row: Claim | Statement | Mention) -> Target:
    return target_of(row, look.by_doc[row.doc].document)


def _place(look: Lookup, name: str, words: str) -> Target:
    """A place in a report that holds no claim yet, by its words."""
    document = look.by_doc[naming.report_called(look, name)].document
    at = document.text.find(words)
    if not words or at < 0:
        raise UsageError(f"Say --words with the words as they stand in {document.name}.")
    if document.text.find(words, at + 1) >= 0:
        raise UsageError(f"{document.name} has these words more than once; give more of them.")
    return document_target(document, Span(at, at + len(words)))


def _claim(look: Lookup, name: str) -> Claim:
    """The one claim of this name; of a sentence with several its only figure."""
    claims = [row for row in naming.rows_called(look, name) if isinstance(row, Claim)]
    figures = [claim for claim in claims if claim.count is not None] or claims
    return _only(look, name, figures, "claim", lambda claim: claim.id)


def _party_row(look: Lookup, name: str) -> Claim | Statement | Mention:
    """The row of this name that has a source, or the mention of a person or body; rows of one party are one."""
    if ":" in name or name.startswith("m-"):
        return _mention(look, name, ("person", "org"))
    rows = [row for row in naming.rows_called(look, name) if row.source.known]
    return _only(look, name, rows, "row with a source", lambda row: look.record.speakers.get(row.id, row.id))


def _place_mention(look: Lookup, name: str) -> Mention:
    return _mention(look, name, ("place",))


def _mention(look: Lookup, name: str, kinds: Sequence[str]) -> Mention:
    """A mention by its id or the beginning of it, or by "A:name", the first of this name in the report."""
    mentions = [mention for reading in look.readings for mention in reading.page.mentions if mention.kind in kinds]
    report, colon, written = name.partition(":")
    if colon:
        doc = naming.report_called(look, report.strip())
        found = [m for m in mentions if m.doc == doc and m.name.casefold() == written.strip().casefold()]
        return _only(look, name, found, "name", lambda mention: mention.kind)
    found = [m for m in mentions if m.id == name or len(name) >= SHORTEST and m.id.startswith(name)]
    return _only(look, name, found, "name", lambda mention: mention.id)


def _only(look: Lookup, name: str, rows: Sequence[Any], noun: str, same: Callable[[Any], str]) -> Any:
    """The first of rows that are all one thing. UsageError where there is none, or where it is not clear which."""
    if not rows:
        raise UsageError(f"No {noun} is called {name!r}; name places and people as A:Name, with a report's letter.")
    if len({same(row) for row in rows}) > 1:
        known = "; ".join(f"{row.id} ({row.name if isinstance(row, Mention) else gist(look, row)})" for row in rows[:4])
        raise UsageError(f"{name!r} may be any of {len(rows)}: {known}. Give the id.")
    return rows[0]


def value_of(kind: str, given: str | None) -> object:
    """The value of --set: JSON, or plain words where the kind takes words. A question takes none."""
    if given is None:
        return None
    try:
        return msgspec.json.decode(given)
    except msgspec.DecodeError:
        if kind == "sign_off" or kind in KINDS and KINDS[kind][3] is str:
            return given
        raise UsageError(f"--set takes JSON for {kind!r}, such as "
                         """'{"field": "scope", "to": "partial"}'.""") from None


def answer_of(what: str, yes: bool, no: bool, unsure: bool, given: str | None, by: str, note: str) -> Answer:
    """The answer of a command line. UsageError where it says two things, or nobody's name."""
    said = [verdict for verdict, there in (("yes", yes), ("no", no), ("unsure", unsure)) if there]
    if len(said) > 1:
        raise UsageError(f"--{said[0]} and --{said[1]} cannot both be.")
    if not by.strip():
        raise UsageError("A judgement needs the name of who decides: --by NAME.")
    return Answer(said[0] if said else None, value_of(what, given), by, note)


def rebuilt(case: str) -> casework.Built:
    """The record made anew."""
    with console.progress() as tell:
        return casework.rebuild(case, tell)


def next_step(case: str, built: casework.Built | None) -> str:
    """What is left to do after a decision."""
    return "The record is up to date." if built else f"To bring the record up to date: stemma build {case}"


def decided_lines(decided: casework.Decided, case: str, built: casework.Built | None) -> list[str]:
    """What became of a decision."""
    judgement = decided.judgement
    kept = "Kept" if decided.new else "Kept before"
    lines = [f"{kept}: {judgement.id}, {judgement.kind.replace('_', ' ')}: {in_words(judgement)}"]
    lines += [f"  “{_cut(judgement.quoted)}”"] if judgement.quoted else []
    against = [one.message for one in built.problems if one.subject == judgement.id] if built else []
    return [*lines, *(f"It does not hold: {message}" for message in against), next_step(case, built)]


# --------------------------------------------------------------------------------------------------- withdraw and log


def withdraw(case: str, wanted: str, by: str, note: str) -> Judgement:
    """Withdraw a judgement by its id or the beginning of it; it stays in the log."""
    fitting = [one for one in casework.judgements_of(case) if one.id == wanted]
    fitting = fitting or [one for one in casework.judgements_of(case)
                          if len(wanted) >= SHORTEST and one.id.startswith(wanted)]
    if len(fitting) != 1:
        raise UsageError(f"{'More than one' if fitting else 'No'} judgement is called {wanted!r}: stemma log {case}.")
    if fitting[0].withdrawn is not None:
        raise UsageError(f"{fitting[0].id} was withdrawn before, on {_time(fitting[0].withdrawn)}.")
    if not by.strip():
        raise UsageError("To withdraw needs the name of who does it.")
    with open_case(case) as held:
        casework.withdraw(held, fitting[0].id, by, datetime.now(UTC), note)
    return fitting[0]


class LogRow(Struct, frozen=True):
    """One entry of the log, with the judgement that it is about."""

    number: int
    at: datetime
    by: str
    action: str  # "judged", "withdrawn", "account ..."
    subject: str  # Judgement.id or the account's name
    kind: str  # of the judgement; "" for an account
    answer: str  # in words
    quoted: str
    note: str
    withdrawn: datetime | None  # when the judgement was withdrawn


def log_rows(case: str) -> tuple[LogRow, ...]:
    """What people decided and did, in order; what came in is for stemma custody."""
    judgements = {one.id: one for one in casework.judgements_of(case)}
    rows = []
    for entry in casework.log_of(case):
        if entry.action in (COLLECTED, TIMESTAMPED):
            continue
        about = judgements.get(entry.subject)
        rows.append(LogRow(
            entry.number, entry.at, entry.by, entry.action, entry.subject, about.kind if about else "",
            in_words(about) if about else "", about.quoted if about else "", entry.note,
            about.withdrawn if about else None))
    return tuple(rows)


def log_lines(rows: Sequence[LogRow], width: int) -> list[str]:
    """The log, an entry in a few lines: when, who, what, of which words, why."""
    if not rows:
        return ["Nobody has decided anything yet. stemma review CASE says what to begin with."]
    lines = []
    for row in rows:
        what = f"{row.kind.replace('_', ' ')}: {row.answer}" if row.kind else f"{row.action} {row.subject}"
        if row.action == "withdrawn":
            what = f"withdrew {what}"
        elif row.withdrawn:
            what = f"{what} (withdrawn {_time(row.withdrawn)})"
        known = f" {row.subject}" if row.kind else ""
        lines += wrapped(f"{row.number:>4}  {_time(row.at)}  {row.by}  {what}{known}", width, 0, hang=6)
        lines += wrapped(f"“{_cut(row.quoted)}”", width, 0, margin=6) if row.quoted else []
        lines += wrapped(f"Why: {row.note}", width, 0, margin=6) if row.note else []
    return lines


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
