"""Whatever people decide: the run goes on, what holds is held, what does not is told, and order changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import UsageError
from stemma.judgements import FIELDS, KINDS, document_target, make, target_of
from stemma.judgements.standing import standing
from stemma.model import Judgement, Record, Target
from stemma.pipeline import join
from stemma.values import HARMS, Span
from tests.judging import plain, readings

CASE = "over_a_third"
START = datetime(2033, 5, 6, tzinfo=UTC)
SOURCES = ({"kind": "narrator"}, {"kind": "person", "name": "Mira Tolvan"}, {"kind": "person", "name": " "},
           {"kind": "org", "name": "the army"}, {"kind": "unnamed", "name": "a doctor", "role": "doctor"},
           {"kind": "person", "name": "Ada Birk", "span": {"start": 0, "end": 9_999}})
TIMES = (None, {"text": "Monday", "weekday": 0}, {"text": "1 May", "start": "2033-05-01"},
         {"text": "April", "start": "2033-04-01", "end": "2033-04-30", "precision": "month"})
ends = st.one_of(st.none(), st.integers(0, 10**7))
counts = st.builds(lambda low, high, wording: {"low": low, "high": high, "wording": wording, "text": "some"},
                   ends, ends, st.sampled_from(["exact", "at_least", "dozens", "some", "none", "range"]))
VALUES = {
    "kind": st.sampled_from(HARMS), "count": counts, "source": st.sampled_from(SOURCES), "when": st.sampled_from(TIMES),
    "scope": st.sampled_from(["incident", "partial", "aggregate", "other"]),
    "stance": st.sampled_from(["asserted", "confirmed", "denied", "disputed", "estimate"]),
    "victims": st.sampled_from([{"status": "civilian"}, {"status": "combatant", "group": "women"}]),
}


@cache
def targets(row: str) -> tuple[Target, ...]:
    """The rows of the case that a judgement may be about."""
    found = []
    for reading in plain(CASE).readings:
        rows = {"claim": reading.claims, "statement": reading.statements, "mention": reading.page.mentions}
        found += [target_of(one, reading.document) for one in rows.get(row, ())]
        found += [document_target(reading.document)] if row == "document" else []
    return tuple(found)


@st.composite
def values(draw: st.DrawFn, kind: str) -> object:
    if kind == "value":
        field = draw(st.sampled_from(sorted(FIELDS)))
        return {"field": field, "to": draw(VALUES[field])}
    if kind == "missed":
        harm = draw(st.sampled_from([*HARMS, "weapon", "no such kind"]))
        return {"kind": harm, "count": draw(st.one_of(st.none(), counts)), "source": draw(st.sampled_from(SOURCES))}
    if kind == "party_name":
        return draw(st.sampled_from(["Ada", "!!", "the army"]))
    return {"status": "reviewed", "seen": "x"}


@st.composite
def judgements(draw: st.DrawFn) -> Judgement | None:
    kind = draw(st.sampled_from(sorted(KINDS)))
    least, _, rows, type_ = KINDS[kind]
    about = [draw(st.sampled_from(targets(draw(st.sampled_from(sorted(rows)))))) for _ in range(least)]
    if kind == "missed":
        document = next(r.document for r in plain(CASE).readings if r.document.id == about[0].doc)
        start = draw(st.integers(0, len(document.text)))
        about = [document_target(document, Span(start, min(start + draw(st.integers(0, 40)), len(document.text))))]
    verdict = draw(st.sampled_from(["yes", "no", "unsure"])) if type_ is None else None
    at = START + timedelta(hours=draw(st.integers(0, 3)))
    value = draw(values(kind)) if type_ is not None else None
    try:
        return make(kind, about, draw(st.sampled_from(["ada", "bel"])), at, verdict, value)
    except UsageError:
        return None


@settings(max_examples=50, deadline=None)
@given(st.lists(judgements(), max_size=12), st.randoms())
def test_any_decisions(made: list[Judgement | None], random) -> None:
    every = list({one.id: one for one in made if one is not None}.values())
    record = join(readings(CASE), every)
    told = {one.judgement for one in record.judged} | {one.subject for one in record.problems}
    assert told >= {one.id for one in standing(every)}
    held(record, {one.id: one for one in every})
    random.shuffle(every)
    assert join(readings(CASE)[::-1], every) == record


def held(record: Record, by_id: dict[str, Judgement]) -> None:
    """Asserts that pairs are one or two as people said."""
    homes = {
        "same_party": record.speakers | {m: party.key for party in record.parties for m in party.mentions},
        "same_place": {m: place.key for place in record.places for m in place.mentions},
        "same_incident": {claim: incident.id for incident in record.incidents for claim in incident.claims},
    }
    for one in record.judged:
        judgement = by_id[one.judgement]
        found = [homes.get(judgement.kind, {}).get(row) for row in one.rows]
        if None not in found and len(set(one.rows)) == 2 and judgement.verdict != "unsure":
            assert (found[0] == found[1]) is (judgement.verdict == "yes"), judgement
