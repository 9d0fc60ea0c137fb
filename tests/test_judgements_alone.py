"""What the program alone had made of the pairs and names that people decided on."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from stemma.judgements import document_target, make, target_of
from stemma.judgements.alone import _repeats
from stemma.model import Edge, Judgement, Record
from stemma.pipeline import join
from tests import sample
from tests.judging import CASES, decisions, plain, readings

AT = datetime(2033, 5, 6, tzinfo=UTC)
PAIRS = [(case, one) for case in CASES for one in decisions(case)
         if one.kind in ("same_party", "same_place", "same_incident")]


def one_thing(record: Record, judgement: Judgement) -> bool | None:
    """Whether a record without judgements has the two rows as one; None where one of them stands for nothing."""
    of = {
        "same_party": record.speakers | {m: party.key for party in record.parties for m in party.mentions},
        "same_place": {m: place.key for place in record.places for m in place.mentions},
        "same_incident": {claim: incident.id for incident in record.incidents for claim in incident.claims},
    }[judgement.kind]
    a, b = (of.get(target.id) for target in judgement.targets)
    return None if a is None or b is None else a == b


@pytest.mark.parametrize(("case", "judgement"), PAIRS, ids=[f"{case} {one.kind} {one.id}" for case, one in PAIRS])
def test_a_pair_tells_what_the_program_alone_had(case: str, judgement: Judgement) -> None:
    expected = one_thing(plain(case), judgement)
    held = [one.before for one in join(readings(case), [judgement]).judged]
    assert held in ([], [""]) or held == ['"yes"' if expected else '"no"']
    assert held != [""] or expected is None or judgement.verdict == "unsure"


def test_every_answer_about_a_happening_is_seen_beside_what_evidence_alone_says() -> None:
    record = sample.record()
    first, second = record.incidents[:2]
    claims = {claim.id: (claim, reading.document) for reading in record.readings for claim in reading.claims}
    rows = [target_of(*claims[row]) for row in (*first.claims[:2], second.claims[0])]
    for pair, verdict, before in ((rows[:2], "no", '"yes"'), (rows[1:], "yes", '"no"'), (rows[1:], "no", '"no"')):
        after = join(sample.readings(), [make("same_incident", pair, "ada", AT, verdict)])
        assert [one.before for one in after.judged] == [before]


def test_a_copy_and_a_name_tell_it_too() -> None:
    record = sample.record()
    documents = {reading.document.id: reading.document for reading in record.readings}
    edge = next(edge for family in record.families for edge in family.edges
                if not edge.how.startswith("shared") and edge.direction != "unknown")
    copy, original = (edge.a, edge.b) if edge.direction == "a_from_b" else (edge.b, edge.a)
    party = next(party for party in record.parties if party.kind == "person" and party.mentions)
    mention = next((m, r.document) for r in record.readings for m in r.page.mentions if m.id == party.mentions[0])
    no = make("copy_of", [document_target(documents[doc]) for doc in (original, copy)], "ada", AT, "no")
    name = make("party_name", [target_of(*mention)], "ada", AT, value="Somebody Else")
    before = {one.judgement: msgspec.json.decode(one.before) for one in join(sample.readings(), [no, name]).judged}
    assert before == {no.id: "yes", name.id: party.name}


@pytest.mark.parametrize(("how", "direction", "told"), [
    ("rewrite", "a_from_b", "yes"), ("rewrite", "b_from_a", "no"), ("rewrite", "unknown", "unsure"),
    ("shared_passage", "a_from_b", "no"),
])
def test_a_copy_of_unknown_direction_was_left_open(how: str, direction: str, told: str) -> None:
    assert _repeats("d-a", Edge("d-a", "d-b", how, 0.9, (), direction), "yes") == told
    assert _repeats("d-a", None, "yes") == "no"
