"""What people decide: which decisions hold, where they are found again, and what they change of claims and scopes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma import casework
from stemma.errors import UsageError
from stemma.ids import make_id
from stemma.judgements import make, target_of
from stemma.judgements.applying import apply
from stemma.judgements.standing import disagreements, standing
from stemma.model import Document, Judgement, Reading
from stemma.pipeline import join, read
from stemma.store import open_case
from stemma.values import Span
from tests import sample
from tests.judging import (
    CASES,
    changes,
    decisions,
    documents,
    expected,
    plain,
    readings,
    target,
    without_judged,
)

LATER = datetime(2033, 6, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return datetime(2033, 5, number, 12, tzinfo=UTC)


def decided(kind: str, *targets, verdict: str | None = None, value: object = None, by: str = "ada", on: int = 6,
            case: str = "claims") -> Judgement:
    """A decision on rows of a case, each given as (report, row, words)."""
    return make(kind, [target(plain(case), *one) for one in targets], by, day(on), verdict, value)


CLAIM = ("one", "killed", "At least 14 people were killed")
OTHER = ("two", "killed", "16 people had been killed")


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    after = join(readings(case), decisions(case))
    assert changes(plain(case), after) == expected(case)
    told = {one.judgement for one in after.judged} | {one.subject for one in after.problems}
    assert told >= {one.id for one in standing(decisions(case))}


@pytest.mark.parametrize("case", CASES)
def test_order_of_judgements_and_of_documents_changes_nothing(case: str) -> None:
    whole = join(readings(case), decisions(case))

    @settings(max_examples=4, deadline=None)
    @given(st.permutations(decisions(case)), st.permutations(readings(case)))
    def check(judgements: list, shuffled: list) -> None:
        assert join(shuffled, judgements) == whole

    check()


@pytest.mark.parametrize("case", CASES)
def test_withdrawing_gives_back_what_was_before(case: str) -> None:
    every = decisions(case)
    *rest, last = every
    assert join(readings(case), [*rest, replace(last, withdrawn=LATER)]) == join(readings(case), rest)
    assert join(readings(case), [replace(one, withdrawn=LATER) for one in every]) == plain(case)


@pytest.mark.parametrize("case", CASES)
def test_a_rebuild_from_scratch_gives_the_same(case: str) -> None:
    fresh = [read(document, "none") for document in documents(case)]
    assert join(fresh, decisions(case)) == join(readings(case), decisions(case))


@pytest.mark.parametrize("judgement", [
    decided("claim", CLAIM, verdict="yes"),
    decided("claim", CLAIM, verdict="unsure"),
    decided("value", CLAIM, value={"field": "stance", "to": "asserted"}),
    decided("same_party", ("one", "person", "Mira Tolvan"), ("two", "person", "Mira Tolvan"), verdict="yes"),
    decided("same_party", ("one", "person", "Mira Tolvan"), ("two", "person", "Mira Tolvan"), verdict="unsure"),
    decided("same_place", ("one", "place", "Ambrel"), ("two", "place", "Ambrel"), verdict="yes"),
], ids=lambda judgement: f"{judgement.kind}-{judgement.verdict}")
def test_a_judgement_that_agrees_changes_nothing_but_what_is_told_of_it(judgement: Judgement) -> None:
    after = join(readings("claims"), [judgement])
    assert without_judged(after) == without_judged(plain("claims"))
    assert [one.judgement for one in after.judged] == [judgement.id]


@pytest.mark.parametrize("case", ["claims", "missed", "parties_joined", "parties_split", "places"])
def test_reports_that_come_later_keep_what_was_decided(case: str) -> None:
    text = ("Rain over Dunmore\n\nDUNMORE, 5 May 2033 - A shell killed two people in the village of Dunmore on "
            "Wednesday, the mayor, Tessa Varn, said.")
    more = read(Document(make_id("d", text), "more", make_id("", text), text, "text/plain"), "none")
    before, after = join(readings(case), decisions(case)), join([*readings(case), more], decisions(case))
    assert after.judged == before.judged
    assert [one for one in after.problems if one.stage == "judgements"] == []


# --------------------------------------------------------------------------------------------------- what stands


def test_the_last_answer_to_a_question_holds_and_of_one_time_the_greater_id() -> None:
    first = decided("claim", CLAIM, verdict="no", on=6)
    second = decided("claim", CLAIM, verdict="yes", by="bel", on=7)
    assert standing([second, first]) == (second,)
    assert standing([first, replace(second, withdrawn=LATER)]) == (first,)
    same_time = decided("claim", CLAIM, verdict="yes", by="bel", on=6)
    assert standing([first, same_time]) == (max(first, same_time, key=lambda one: one.id),)


def test_people_who_disagree_are_both_kept_and_shown() -> None:
    yes, no = decided("claim", CLAIM, verdict="yes", on=6), decided("claim", CLAIM, verdict="no", by="bel", on=7)
    other = decided("claim", OTHER, verdict="no", by="bel", on=5)
    assert disagreements([no, other, yes]) == ((yes, no),)
    came_round = decided("claim", CLAIM, verdict="no", on=8)
    assert disagreements([no, yes, came_round]) == ()
    assert disagreements([yes, replace(no, withdrawn=LATER)]) == ()
    assert disagreements([yes, decided("claim", CLAIM, verdict="yes", by="bel", on=7)]) == ()


def test_who_copies_whom_is_part_of_the_answer() -> None:
    one = decided("copy_of", ("one", "document"), ("two", "document"), verdict="yes")
    other = decided("copy_of", ("two", "document"), ("one", "document"), verdict="yes", by="bel", on=7)
    assert disagreements([one, other]) == ((one, other),)
    assert standing([one, other]) == (other,)


def test_a_later_unsure_takes_back_what_was_decided() -> None:
    no = decided("claim", CLAIM, verdict="no", on=6)
    unsure = decided("claim", CLAIM, verdict="unsure", by="bel", on=7)
    assert without_judged(join(readings("claims"), [no, unsure])) == without_judged(plain("claims"))


@pytest.mark.parametrize(("kind", "row", "value"), [
    ("value", CLAIM, {"field": "scope", "to": "aggregate"}), ("party_name", CLAIM, "Ada Birk"),
    ("missed", ("two", "document", "In the film shown on Sunday"), {"kind": "damage", "value": "film"}),
])
def test_who_cannot_tell_a_value_changes_nothing(kind: str, row: tuple, value: object) -> None:
    unsure = decided(kind, row, verdict="unsure", value=value)
    after = join(readings("claims"), [unsure])
    assert without_judged(after) == without_judged(plain("claims"))
    assert [one.judgement for one in after.judged] == [unsure.id]


# -------------------------------------------------------------------------------------------------- found again


def renamed(reading: Reading) -> Reading:
    """A reading as a newer program may give it: the same words, other ids."""
    new = {claim.id: f"{claim.id}-x" for claim in reading.claims}
    claims = tuple(replace(claim, id=new[claim.id], part_of=new.get(claim.part_of)) for claim in reading.claims)
    mentions = tuple(replace(m, id=f"{m.id}-x") for m in reading.page.mentions)
    return replace(reading, claims=claims, page=replace(reading.page, mentions=mentions))


@pytest.mark.parametrize("case", ["claims", "total_rejected", "later_holds", "parties_joined", "parties_split",
                                  "places"])
def test_rows_are_found_by_their_words_where_a_program_gives_them_other_ids(case: str) -> None:
    after = join([renamed(reading) for reading in readings(case)], decisions(case))
    assert changes(join([renamed(reading) for reading in readings(case)]), after) == expected(case)


def test_a_claim_that_is_quoted_a_little_longer_is_still_that_claim() -> None:
    no = decided("claim", CLAIM, verdict="no")

    def longer(reading: Reading) -> Reading:
        claims = tuple(
            replace(c, id=f"{c.id}-x", span=Span(c.span.start, c.span.end + 5)) for c in reading.claims)
        return replace(reading, claims=claims)

    applied = apply([longer(reading) for reading in readings("claims")], [no])
    assert applied.problems == ()
    assert {c.count.text for r in applied.readings for c in r.claims if c.kind == "killed"} == {"Six", "16", "three"}


def test_words_that_are_gone_make_a_problem_that_tells_who_decided_what_and_when() -> None:
    no = decided("claim", CLAIM, verdict="no", by="Ada Birk")
    bare = [replace(reading, claims=()) for reading in readings("claims")]
    applied = apply(bare, [no])
    assert applied.judged == ()
    (problem,) = applied.problems
    assert (problem.stage, problem.subject, problem.code) == ("judgements", no.id, "unplaced")
    assert problem.message.startswith("Ada Birk decided on 2033-05-06: “At least 14 people were killed” is no claim "
                                      "of its report.")


def test_a_report_that_is_gone_makes_a_problem() -> None:
    every = [decided("claim", CLAIM, verdict="no"),
             decided("missed", ("one", "document", "Six of the dead"), value=MISSED),
             decided("same_incident", CLAIM, OTHER, verdict="no"),
             decided("copy_of", ("one", "document"), ("two", "document"), verdict="yes")]
    rest = [reading for reading in readings("claims") if reading.document.name == "two"]
    after = join(rest, every)
    assert {one.subject for one in after.problems} == {one.id for one in every}
    assert without_judged(replace(after, problems=())) == without_judged(replace(join(rest), problems=()))


def test_rows_that_could_both_be_meant_are_not_guessed_at() -> None:
    text = "Four people died in Ambrel. Rescuers left. Four people died in Ambrel."
    document = Document("d-1", "twice", "", text, "text/plain")
    (first, second), = [reading.claims for reading in [read(document, "none")]]
    no = make("claim", [replace(target_of(first, document), id="c-gone", span=Span(28, 42))], "ada", day(6), "no")
    applied = apply([read(document, "none")], [no])
    assert [one.code for one in applied.problems] == ["unplaced"]
    exact = make("claim", [replace(target_of(second, document), id="c-gone")], "ada", day(6), "no")
    assert [c.id for c in apply([read(document, "none")], [exact]).readings[0].claims] == [first.id]


def test_later_answers_hold_though_rows_have_got_other_ids_in_between() -> None:
    no = decided("claim", CLAIM, verdict="no", on=6)
    newer = [renamed(reading) for reading in readings("claims")]
    row = next(c for r in newer for c in r.claims if c.count and c.count.text == "At least 14")
    document = next(r.document for r in newer if r.document.id == row.doc)
    yes = make("claim", [target_of(row, document)], "bel", day(7), "yes")
    applied = apply(newer, [no, yes])
    assert row.id in {c.id for r in applied.readings for c in r.claims}
    assert [(one.subject, one.code) for one in applied.problems] == [(no.id, "overruled")]
    assert "bel decided otherwise on 2033-05-07" in applied.problems[0].message
    same = make("claim", [target_of(row, document)], "bel", day(7), "no")
    assert {one.judgement for one in apply(newer, [no, same]).judged} == {no.id, same.id}


def test_a_claim_of_another_kind_now_is_found_under_the_kind_that_people_gave_it() -> None:
    first = decided("value", ("one", "injured", "Thirty people were injured"), value={"field": "kind", "to": "missing"})
    seen = next(r for r in join(readings("claims"), [first]).readings if r.document.name == "one")
    row = next(c for c in seen.claims if c.kind == "missing")
    second = make("value", [replace(target_of(row, seen.document), id="c-before")], "bel", day(8),
                  value={"field": "stance", "to": "denied"})
    applied = apply(readings("claims"), [first, second])
    assert applied.problems == ()
    assert [c.stance for r in applied.readings for c in r.claims if c.kind == "missing"] == ["denied"]


# ---------------------------------------------------------------------------------------------------- one claim


def one_claim(*judgements: Judgement, words: str = "At least 14") -> object:
    return next((c for r in apply(readings("claims"), judgements).readings for c in r.claims
                 if c.count and c.count.text == words), None)


def test_a_corrected_claim_keeps_its_id_so_that_later_judgements_find_it() -> None:
    kind = decided("value", CLAIM, value={"field": "kind", "to": "injured"})
    stance = decided("value", CLAIM, value={"field": "stance", "to": "denied"}, by="bel", on=8)
    before, after = one_claim(), one_claim(kind, stance)
    assert (after.kind, after.stance, after.id) == ("injured", "denied", before.id)


def test_parts_of_a_total_that_is_none_are_parts_of_nothing() -> None:
    assert one_claim(words="Six").part_of == one_claim().id
    assert one_claim(decided("claim", CLAIM, verdict="no"), words="Six").part_of is None
    assert one_claim(decided("value", CLAIM, value={"field": "kind", "to": "injured"}), words="Six").part_of is None
    whole = decided("value", ("one", "killed", "Six of the dead"), value={"field": "scope", "to": "incident"})
    assert one_claim(whole, words="Six").part_of is None


def test_a_source_that_people_name_takes_the_statement_of_that_source() -> None:
    narrator = decided("value", CLAIM, value={"field": "source", "to": {"kind": "narrator"}})
    assert one_claim().statement is not None
    assert one_claim(narrator).statement is None
    back = decided("value", CLAIM, value={"field": "source", "to": {"kind": "person", "name": "Mira Tolvan"}}, on=9)
    assert one_claim(narrator, back).statement == one_claim().statement


def test_a_day_alone_is_a_day() -> None:
    when = decided("value", CLAIM, value={"field": "when", "to": {"text": "Sunday", "start": "2033-05-01"}})
    assert (one_claim(when).when.end.isoformat(), one_claim(when).when.precision) == ("2033-05-01", "day")


@pytest.mark.parametrize("value", [
    {"field": "count", "to": {"low": 9, "high": 3, "wording": "range", "text": "9 to 3"}},
    {"field": "count", "to": {"low": None, "high": None, "wording": "some", "text": "some"}},
    {"field": "source", "to": {"kind": "person", "name": " "}},
], ids=["turned", "no-number", "no-name"])
def test_values_that_cannot_be_are_refused_and_of_older_cases_become_problems(value: dict) -> None:
    with pytest.raises(UsageError):
        decided("value", CLAIM, value=value)
    good = decided("value", CLAIM, value={"field": "stance", "to": "denied"})
    judgement = replace(good, value=msgspec.json.encode(value).decode())
    applied = apply(readings("claims"), [judgement])
    assert [(one.subject, one.code) for one in applied.problems] == [(judgement.id, "unreadable")]
    assert applied.readings == plain_readings()


def plain_readings() -> tuple[Reading, ...]:
    return apply(readings("claims"), []).readings


@pytest.mark.parametrize("value", [None, "", "{", '{"field": "colour", "to": 1}', '{"field": "count", "to": 4}', "[]"])
def test_what_cannot_be_read_is_a_problem_and_the_run_goes_on(value: str | None) -> None:
    good = decided("value", CLAIM, value={"field": "stance", "to": "denied"})
    applied = apply(readings("claims"), [replace(good, value=value)])
    assert [one.code for one in applied.problems] == ["unreadable"]
    assert applied.readings == plain_readings()
    unknown = apply(readings("claims"), [replace(good, kind="mood")])
    assert [one.code for one in unknown.problems] == ["unknown-kind"]


def test_a_figure_without_a_number_is_no_figure() -> None:
    words = ("two", "document", "Nine were treated")
    with pytest.raises(UsageError, match="People harmed need a number"):
        decided("missed", words, value={"kind": "killed"})
    good = decided("missed", words, value={"kind": "killed", "count": {"low": 9, "high": 9, "wording": "exact",
                                                                         "text": "Nine"}})
    judgement = replace(good, value='{"kind":"killed"}')
    assert [one.code for one in apply(readings("claims"), [judgement]).problems] == ["unreadable"]


# ------------------------------------------------------------------------------------------------------- missed

MISSED = {"kind": "missing", "count": {"low": 3, "high": 3, "wording": "exact", "text": "three"}}


def test_a_missed_claim_is_found_by_those_who_decide_on_it_later() -> None:
    added = decided("missed", ("two", "document", "In the film shown on Sunday"), value=MISSED)
    seen = next(r for r in join(readings("claims"), [added]).readings if r.document.name == "two")
    claim = next(c for c in seen.claims if c.kind == "missing")
    assert seen.page.sentences[claim.sentence].span.covers(claim.span)
    rejected = make("claim", [target_of(claim, seen.document)], "bel", day(8), "no")
    after = join(readings("claims"), [added, rejected])
    assert without_judged(after) == without_judged(plain("claims"))
    assert [one.before for one in after.judged] == ["", ""]
    assert [one.code for one in join(readings("claims"), [rejected]).problems] == ["unplaced"]


def test_the_words_of_a_missed_claim_are_found_again_where_they_stand_once() -> None:
    added = decided("missed", ("two", "document", "In the film shown on Sunday"), value=MISSED)
    (where,) = added.targets
    moved = replace(added, targets=(replace(where, span=Span(0, 27)),))
    assert apply(readings("claims"), [moved]).readings == apply(readings("claims"), [added]).readings
    gone = replace(added, targets=(replace(where, quoted="In the film shown on Friday"),))
    twice = replace(added, targets=(replace(where, span=Span(1, 7), quoted="Ambrel"),))
    assert [one.code for one in apply(readings("claims"), [gone]).problems] == ["unplaced"]
    assert [one.code for one in apply(readings("claims"), [twice]).problems] == ["unplaced"]


# ------------------------------------------------------------------------------------------------- whole programs


@pytest.mark.parametrize(("name", "report", "words"), [("claims", "two", "three"), ("places", "two", "14")])
def test_a_case_on_disk_is_rebuilt_with_its_judgements_and_without_them(
    tmp_path: Path, name: str, report: str, words: str
) -> None:
    """The second case has copies, of which builds keep what comparing them gave: it must not keep what people said."""
    for document in documents(name):
        (tmp_path / f"{document.name}.txt").write_text(document.text, encoding="utf-8")
    path = str(tmp_path / "a.case")
    casework.build(path, [str(tmp_path)], jobs=1, tagger="none")
    before = casework.record_of(path)
    reading = next(r for r in before.readings if r.document.name == report)
    row = next(c for c in reading.claims if c.count and c.count.text == words)
    no = make("claim", [target_of(row, reading.document)], "ada", day(6), "no")
    with open_case(path) as case:
        case.add_judgement(no)
    casework.build(path, [], jobs=1, tagger="none")
    after = casework.record_of(path)
    assert row.id not in {c.id for r in after.readings for c in r.claims}
    assert [one.judgement for one in after.judged] == [no.id]
    assert casework.check(path, rebuild=True) == []
    with open_case(path) as case:
        case.withdraw(no.id, LATER, "ada")
    casework.build(path, [], jobs=1, tagger="none")
    assert casework.record_of(path) == before


def test_decisions_on_the_sample_hold_and_can_be_withdrawn() -> None:
    before = sample.record()
    rows = [(c, r.document) for r in before.readings for c in r.claims if c.count is not None]
    every = [make("claim", [target_of(*rows[0])], "ada", day(6), "no"),
             make("value", [target_of(*rows[1])], "ada", day(6), value={"field": "scope", "to": "aggregate"}),
             make("value", [target_of(*rows[-1])], "bel", day(7), value={"field": "stance", "to": "denied"}),
             make("same_party", [target_of(*rows[2]), target_of(*rows[-1])], "bel", day(7), "unsure")]
    after = join(sample.readings(), every)
    claims = {c.id: c for r in after.readings for c in r.claims}
    assert rows[0][0].id not in claims
    assert claims[rows[1][0].id].scope == "aggregate"
    assert claims[rows[-1][0].id].stance == "denied"
    assert join(sample.readings(), [replace(one, withdrawn=LATER) for one in every]) == before


def test_a_rejected_claim_takes_along_the_person_whom_its_words_tell_of():
    text = ("Shells hit the town of Dolm on Friday.\nAda Quill, 34, was killed in her kitchen. "
            "Oren Vask, 12, was wounded, doctors said.\n")
    reading = read(Document("d-one", "one", "0" * 64, text, "text/plain"), "none")
    dead = next(claim for claim in reading.claims if claim.kind == "killed")
    no = make("claim", [target_of(dead, reading.document)], "ada", day(6), "no")
    (before,), (after,), (back,) = (join([reading], judgements).readings for judgements in (
        [], [no], [replace(no, withdrawn=LATER)]))
    assert [victim.name for victim in before.victims] == ["ada quill", "oren vask"]
    assert [victim.name for victim in after.victims] == ["oren vask"]
    assert back == before
