"""What people decided of single claims, put into the readings: claims that were missed, that are none, or that say
something else than was read. A claim keeps its id whatever is corrected, so that later judgements still find it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id
from stemma.judgements.making import FIELDS, Correction, Missed, fault_of
from stemma.judgements.placing import Placed, problem, value_of
from stemma.judgements.standing import answer_of
from stemma.model import Claim, Judged, Judgement, Problem, Reading, Statement, Victim
from stemma.values import Scope, Source, Span, When

UNREADABLE = "What was decided cannot be read. Please decide it again, or withdraw it."


class Changed(Struct, frozen=True):
    """Readings as people corrected them."""

    readings: tuple[Reading, ...]
    judged: tuple[Judged, ...] = ()
    problems: tuple[Problem, ...] = ()
    scopes: dict[str, Scope] = {}  # Claim.id -> the scope that people gave it


# ---------------------------------------------------------------------------------------------------- missed claims


def with_missed(readings: Sequence[Reading], judgements: Iterable[Judgement]) -> Changed:
    """The readings with the claims that people added; judgements of other kinds are passed over, the earliest first.

    Where the program by now finds the same figure in these words, its claim stays and says what the person said.
    """
    by_doc: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.kind == "missed" and judgement.targets:
            by_doc[judgement.targets[0].doc].append(judgement)
    judged, problems, scopes, out = [], [], {}, []
    for reading in readings:
        for judgement in by_doc.get(reading.document.id, ()):
            if judgement.verdict == "unsure":  # it says that its author cannot tell
                judged.append(Judged(judgement.id, (reading.document.id,), ""))
                continue
            made = _missed(reading, judgement)
            if isinstance(made, Problem):
                problems.append(made)
                continue
            before = next((c for c in reading.claims if _one_figure(c, made)), None)
            made = made if before is None else replace(made, id=before.id, span=before.span, part_of=before.part_of)
            claims = (*(c for c in reading.claims if c.id != made.id), made)
            reading = replace(reading, claims=tuple(sorted(claims, key=lambda c: (c.span, c.kind, c.id))))
            judged.append(Judged(judgement.id, (made.id,), _json(before) if before else ""))
            scopes[made.id] = made.scope
        out.append(reading)
    return Changed(tuple(out), tuple(judged), tuple(problems), scopes)


def _missed(reading: Reading, judgement: Judgement) -> Claim | Problem:
    """The claim that a person added, or why it cannot be placed."""
    target, text = judgement.targets[0], reading.page.text
    try:
        value = value_of(judgement)
    except msgspec.DecodeError:
        return problem(judgement, "unreadable", UNREADABLE)
    span = target.span
    if span.of(text) != target.quoted or not target.quoted:
        at = text.find(target.quoted) if target.quoted else -1
        if at < 0 or text.find(target.quoted, at + 1) >= 0:
            return problem(judgement, "unplaced", "These words do not stand in the report any more, or more than once. "
                           "Please decide it again, or withdraw it.")
        span = Span(at, at + len(target.quoted))
    claim = _claim(reading, span, value)
    fault = _fault(claim)
    return claim if fault is None else problem(judgement, "unreadable", fault)


def _claim(reading: Reading, span: Span, value: Missed) -> Claim:
    """A claim of the words at a span. Its id is made as that of a figure that the program finds itself."""
    doc, count, victims = reading.document.id, value.count, value.victims
    bounds = (count.low, count.high, victims.status, victims.group) if count else (value.value,)
    source = _within(value.source, reading.page.text)
    statement = _statement(reading, span, source)
    return Claim(
        id=make_id("c", doc, value.kind, span.start, span.end, *bounds), doc=doc, kind=value.kind, span=span,
        source=source, sentence=_sentence(reading, span), stance=value.stance, scope=value.scope, count=count,
        victims=victims, value=value.value, statement=statement.id if statement else None, when=_whole(value.when),
    )


def _one_figure(claim: Claim, made: Claim) -> bool:
    """Whether the program has found the claim that people added: its kind and number, in some of its words."""
    if claim.kind != made.kind or not claim.span.overlaps(made.span):
        return False
    if claim.count is None or made.count is None:
        return claim.count is made.count and claim.value == made.value
    return (claim.count.low, claim.count.high, claim.victims) == (made.count.low, made.count.high, made.victims)


def _sentence(reading: Reading, span: Span) -> int:
    """Number of the sentence that a span begins in, else of the last one before it."""
    sentences = reading.page.sentences
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start)
    return sentences[max(0, at - 1)].number if sentences else 0


def _statement(reading: Reading, span: Span, source: Source) -> Statement | None:
    """The innermost statement of a source around a span."""
    around = [s for s in reading.statements if s.span.covers(span)
              and (s.source.kind, s.source.name) == (source.kind, source.name)]
    return min(around, key=lambda s: (len(s.span), s.id), default=None) if source.known else None


# ------------------------------------------------------------------------------------- corrected and rejected claims


def corrected(readings: Sequence[Reading], placed: Iterable[Placed], added: frozenset[str] = frozenset()) -> Changed:
    """The readings with what people decided of their claims, the earliest judgement first.

    added: ids of the claims that people made, of which the program has no value of its own.
    """
    by_claim: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        if one.judgement.kind in ("claim", "value"):
            by_claim[one.rows[0].id].append(one)
    docs = {one.rows[0].doc for ones in by_claim.values() for one in ones}
    judged, problems, scopes, out = [], [], {}, []
    for reading in readings:
        if reading.document.id not in docs:
            out.append(reading)
            continue
        claims, gone, loose, whole = [], [], set(), set()
        for claim in reading.claims:
            found = _decided(reading, claim, by_claim.get(claim.id, ()))
            judged += [replace(one, before="") if claim.id in added else one for one in found.judged]
            problems += found.problems
            scopes.update({claim.id: found.claim.scope} if found.scoped and found.claim else {})
            claims += [found.claim] if found.claim else []
            gone += [claim] if found.claim is None else []
            loose |= {claim.id} if found.claim is None or found.claim.kind != claim.kind else set()
            whole |= {claim.id} if found.scoped and found.claim and found.claim.scope == "incident" else set()
        out.append(replace(reading, claims=tuple(_parted(claim, loose, whole) for claim in claims),
                           victims=_still_told(reading.victims, gone, claims)))
    return Changed(tuple(out), tuple(judged), tuple(problems), scopes)


class _Decided(Struct, frozen=True):
    """One claim after all that people decided of it."""

    claim: Claim | None  # None: it is no claim
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    scoped: bool  # whether people gave it a scope


def _decided(reading: Reading, claim: Claim, placed: Iterable[Placed]) -> _Decided:
    """A claim with what people decided of it; of two answers to one question the later holds."""
    holding: dict[str, list[Judgement]] = defaultdict(list)  # by field; several that say the same
    problems = []
    for judgement in (one.judgement for one in placed):
        try:
            field = value_of(judgement).field if judgement.kind == "value" else ""
        except msgspec.DecodeError:
            problems.append(problem(judgement, "unreadable", UNREADABLE))
            continue
        before = holding[field]
        if before and answer_of(before[-1]) != answer_of(judgement):
            problems += [overruled(earlier, judgement) for earlier in before]
            before.clear()
        before.append(judgement)
    now: Claim | None = claim
    judged = []
    for field, ones in holding.items():
        told = field and ones[-1].verdict != "unsure"
        made = _with_value(reading, now, value_of(ones[-1])) if told else now
        if isinstance(made, str):
            problems += [problem(one, "unreadable", made) for one in ones]
            continue
        now = made
        judged += [Judged(one.id, (claim.id,), _json(getattr(claim, field) if field else claim)) for one in ones]
    rejected = "" in holding and holding[""][-1].verdict == "no"
    return _Decided(None if rejected else now, tuple(judged), tuple(problems),
                    "scope" in holding and holding["scope"][-1].verdict != "unsure")


def overruled(earlier: Judgement, later: Judgement) -> Problem:
    """That a decision gives way to a later one; both are kept."""
    day = later.at.date().isoformat()
    return problem(earlier, "overruled", f"{later.by} decided otherwise on {day}, and the later decision holds.")


def _with_value(reading: Reading, claim: Claim, value: Correction) -> Claim | str:
    """A claim with one field corrected, or why that cannot be."""
    try:
        to: Any = msgspec.convert(value.to, FIELDS[value.field])
    except (msgspec.ValidationError, KeyError):
        return UNREADABLE
    if value.field == "source":
        to = _within(to, reading.page.text)
        statement = _statement(reading, claim.span, to)
        claim = replace(claim, statement=statement.id if statement else None)
    made = replace(claim, **{value.field: _whole(to) if value.field == "when" else to})
    return _fault(made) or made


def _still_told(victims: tuple[Victim, ...] | None, gone: Sequence[Claim], left: Sequence[Claim]
                ) -> tuple[Victim, ...] | None:
    """The persons told of one by one without those whose words people took out as a claim, unless another claim of the
    same harm is left in these words."""
    if victims is None or not gone:
        return victims

    def said(span: Span, harm: str, claims: Sequence[Claim]) -> bool:
        return any(claim.kind == harm and claim.span.overlaps(span) for claim in claims)

    found = []
    for victim in victims:
        spans = tuple(span for span in victim.spans
                      if not said(span, victim.harm, gone) or said(span, victim.harm, left))
        found += [replace(victim, spans=spans)] if spans else []
    return tuple(found)


def _parted(claim: Claim, loose: set[str], whole: set[str]) -> Claim:
    """A claim without the total that it was a part of, where people took that total out, gave one of the two another
    harm, or said that the claim is a whole toll."""
    part = claim.part_of is not None and claim.part_of not in loose and claim.id not in loose | whole
    return claim if part or claim.part_of is None else replace(claim, part_of=None)


# -------------------------------------------------------------------------------------------------------- scopes


def with_scopes(changed: Changed, readings: Sequence[Reading]) -> Changed:
    """The readings after the join, which sees scopes from each report's focus, with those that people gave.

    What the program had made of a scope is what the join gave where the reading alone agreed with the person.
    """
    scopes, joined = changed.scopes, {}
    out = []
    for reading in readings:
        held = {claim.id: claim.scope for claim in reading.claims if claim.id in scopes}
        joined |= held
        if any(scopes[id] != scope for id, scope in held.items()):
            claims = tuple(replace(c, scope=scopes.get(c.id, c.scope)) for c in reading.claims)
            reading = replace(reading, claims=claims)
        out.append(reading)
    judged = tuple(_as_joined(one, scopes, joined) for one in changed.judged)
    return replace(changed, readings=tuple(out), judged=judged)


def _as_joined(judged: Judged, scopes: Mapping[str, Scope], joined: Mapping[str, Scope]) -> Judged:
    """A judgement of a scope with what the join made of it."""
    scope = scopes.get(judged.rows[0]) if judged.rows else None
    if scope is None or judged.before != _json(scope):
        return judged
    return replace(judged, before=_json(joined.get(judged.rows[0], scope)))


# -------------------------------------------------------------------------------------------------------- values


def _fault(claim: Claim) -> str | None:
    """Why a claim cannot be as people made it; None where it can."""
    why = fault_of(claim.kind, claim.count, claim.source)
    return why and f"{why} Please decide it again, or withdraw it."


def _within(source: Source, text: str) -> Source:
    """A source without a place where the text has none such."""
    span = source.span
    return source if span is None or 0 <= span.start < span.end <= len(text) else replace(source, span=None)


def _whole(when: When | None) -> When | None:
    """A time with an end and a precision, where people gave a day only."""
    if when is None or when.start is None:
        return when
    end: date = when.end or when.start
    one_day = end == when.start and when.precision == "unknown"
    return replace(when, end=end, precision="day" if one_day else when.precision)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
