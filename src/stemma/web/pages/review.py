"""The review queue: one question at a time, the decisions that matter most first, one key for each answer."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from stemma.model import Judgement, Target
from stemma.report.lookup import gist, report_name
from stemma.review import Question
from stemma.web.desk import Desk
from stemma.web.held import Snapshot
from stemma.web.pages.claim import ClaimSentence, decided_words, sentences_around
from stemma.web.queue import at_hand, open_questions, queue_of
from stemma.web.targets import mentions

PATH = "/review"
TITLE = "The review queue"
TEMPLATE = "review.html"
KEPT = False  # it shows what whoever asks decided last
AHEAD = 8  # questions that are named beside the one that is asked
KIND_WORDS = {
    "same_incident": "one happening?", "same_party": "one source?", "same_place": "one place?", "copy_of": "a copy?",
    "value": "what is it the toll of?", "claim": "is this figure right?", "party_name": "what name?",
}


class Query(Struct, frozen=True):
    """Of which incident, of which kind, and which question first."""

    incident: str = ""
    kind: str = ""
    question: str = ""  # id; else the first of the queue


class ReviewTarget(Struct, frozen=True):
    """One of the rows that are decided on, with its words in their place."""

    id: str
    row: str
    href: str
    gist: str
    report: str
    letter: str
    day: str
    incident: str
    incident_title: str
    sentences: tuple[ClaimSentence, ...]


class ReviewOption(Struct, frozen=True):
    """An answer."""

    key: str
    label: str


class ReviewQuestion(Struct, frozen=True):
    """The question that is asked."""

    id: str
    kind: str
    ask: str
    why: str
    targets: tuple[ReviewTarget, ...]
    options: tuple[ReviewOption, ...]
    disputed: bool
    answers: tuple[str, ...]  # what people said of it, who and when


class ReviewNext(Struct, frozen=True):
    """A question further on."""

    id: str
    ask: str
    about: str


class ReviewKind(Struct, frozen=True):
    """How many open questions of a kind."""

    kind: str
    label: str
    count: int


class ReviewLast(Struct, frozen=True):
    """What this person decided last."""

    judgement: str
    what: str


class Context(Struct, frozen=True):
    """The queue."""

    asked: Query
    waiting: int  # by the filters
    answered: int  # over the whole case
    total: int
    kinds: tuple[ReviewKind, ...]
    question: ReviewQuestion | None
    ahead: tuple[ReviewNext, ...]
    last: ReviewLast | None
    incident_title: str
    seen: int
    being_made: bool = False  # the questions of a large case are not all found yet


def show(desk: Desk, query: Query) -> Context:
    """The question asked for, else the first that waits."""
    snapshot = desk.snapshot
    incident = snapshot.incidents.get(query.incident)
    title = incident.title if incident else ""
    if not at_hand(snapshot):
        return Context(query, 0, 0, 0, (), None, (), _last(desk), title, desk.head[0], being_made=True)
    queue = queue_of(desk)
    waiting = open_questions(desk, query.incident, query.kind)
    chosen = queue.by_id.get(query.question) or (waiting[0] if waiting else None)
    ahead = [question for question in waiting[: AHEAD + 1] if chosen is None or question.id != chosen.id][:AHEAD]
    counts = queue.kinds if not query.incident else Counter(
        question.kind for question in open_questions(desk, query.incident))
    return Context(
        asked=query, waiting=len(waiting), total=len(queue.waiting) + queue.answered, answered=queue.answered,
        kinds=tuple(ReviewKind(kind, KIND_WORDS.get(kind, kind.replace("_", " ")), count)
                    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        question=_question(desk, chosen) if chosen else None,
        ahead=tuple(ReviewNext(one.id, one.ask, _about(snapshot, one)) for one in ahead),
        last=_last(desk), incident_title=title, seen=desk.head[0],
    )


def _question(desk: Desk, question: Question) -> ReviewQuestion:
    ids = {target.id for target in question.targets}
    said = [judgement for judgement in desk.judgements if judgement.withdrawn is None
            and judgement.kind == question.kind and {target.id for target in judgement.targets} == ids]
    return ReviewQuestion(
        id=question.id, kind=question.kind, ask=question.ask, why=question.why,
        targets=tuple(_target(desk.snapshot, target) for target in question.targets),
        options=tuple(ReviewOption(option.key, option.label) for option in question.options),
        disputed=question.disputed,
        answers=tuple(f"{one.by}, {one.at:%d %b %H:%M} UTC: {decided_words(one)}" for one in said),
    )


def _target(snapshot: Snapshot, target: Target) -> ReviewTarget:
    look = snapshot.look
    reading = look.by_doc.get(target.doc)
    row = look.claims.get(target.id) or look.statements.get(target.id)
    mention = mentions(snapshot).get(target.id)
    if row is not None:
        said = gist(look, row)
    elif mention is not None:
        said = f"{mention.name}{f', {mention.role}' if mention.role else ''}"
    else:
        said = (reading.document.title or reading.document.name) if reading else target.quoted
    incident = snapshot.incidents.get(snapshot.incident_of.get(target.id, ""))
    day = reading.page.published.day if reading else None
    held = row or mention
    return ReviewTarget(
        id=target.id, row=target.row, href=f"/at/{target.id}" if held is not None else f"/reports/{target.doc}",
        gist=said, report=report_name(look, target.doc) if reading else "", letter=look.letters.get(target.doc, ""),
        day=day.isoformat() if day else "date unknown", incident=incident.id if incident else "",
        incident_title=incident.title if incident else "",
        sentences=sentences_around(snapshot, held) if held is not None else (),
    )


def _about(snapshot: Snapshot, question: Question) -> str:
    incident = snapshot.incidents.get(question.incidents[0]) if question.incidents else None
    return incident.title if incident else ""


def _last(desk: Desk) -> ReviewLast | None:
    """What whoever asks decided last and did not withdraw."""
    own: list[Judgement] = [judgement for judgement in desk.judgements
                            if judgement.by == desk.user.name and judgement.withdrawn is None]
    if not own:
        return None
    last = max(own, key=lambda judgement: (judgement.at, judgement.id))
    return ReviewLast(last.id, decided_words(last))
