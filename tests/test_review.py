"""The review queue: what is asked of whom, in which order, what it says would change, and what answers it."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from stemma.assessments.weighing import assess
from stemma.copies.origins import origins
from stemma.errors import UsageError
from stemma.ids import make_id
from stemma.judgements import KINDS, Correction, make, question_of, target_of
from stemma.model import Family, Incident, Judgement, Mention, Place, Reading, Record
from stemma.pipeline import join
from stemma.review import Index, Question, decided, modules, questions, questions_of, settled, weighed
from stemma.review._queue import MOST
from stemma.review._stakes import Range, change, counted_twice, moved
from stemma.review.copy_of import effect
from stemma.values import Geo, Span, When
from tests import factories, sample
from tests import families as related
from tests.tracing import Case, cases

FOLDER = Path(__file__).parent / "cases" / "review"
NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2031, 6, 2, 12, tzinfo=UTC)


def record_of(case: Case, *incidents: Incident) -> Record:
    """The record of rows of figures, as the joins give it."""
    families_ = tuple(Family(f"f-{r.document.name}", (r.document.id,), ()) for r in case.readings)
    traced = origins(case.readings, case.parties, case.speakers, families_)
    incidents = incidents or (case.incident,)
    return Record(
        readings=case.readings, parties=case.parties, speakers=case.speakers, incidents=incidents, origins=traced,
        families=families_, assessments=assess(case.readings, incidents, traced, families_, ()),
    )


def found(record: Record, kind: str, *judgements: Judgement) -> list[Question]:
    return [question for question in questions(record, judgements) if question.kind == kind]


# -------------------------------------------------------------------------------------------- figures and parties


@pytest.mark.parametrize("case", cases(FOLDER / "figures.txt"), ids=lambda case: case.title)
def test_questions_about_figures(case: Case) -> None:
    asked = [f"{question.kind}: {question.ask}" for question in questions(record_of(case))]
    assert asked or case.expected == ["none"]
    assert asked == [line for line in case.expected if line != "none"]


@pytest.mark.parametrize("case", cases(FOLDER / "parties.txt"), ids=lambda case: case.title)
def test_questions_about_parties(case: Case) -> None:
    asked = [question.ask for question in found(record_of(case), "same_party")]
    assert asked == [line for line in case.expected if line != "none"]


def test_a_scope_is_asked_with_all_readings_and_the_change_that_one_would_make():
    (question,) = [q for q in found(record_of(cases(FOLDER / "figures.txt")[0]), "value") if "900" in q.ask]
    assert [(option.key, option.value and option.value.to) for option in question.options] == [
        ("1", "incident"), ("2", "partial"), ("3", "aggregate"), ("4", "other"), ("0", None), ("u", "aggregate")]
    assert "the toll becomes 12 to 900 killed (now 12 to 40)" in question.why


def test_a_toll_over_a_longer_time_is_asked_of_the_incident_that_its_report_is_mostly_about():
    record = factories.sample_record()
    period = next(c for r in record.readings for c in r.claims if c.scope == "aggregate")
    aside = replace(record.incidents[1], docs=(*record.incidents[1].docs, period.doc))
    left_out = replace(next(a for a in record.assessments if a.excluded), incident=aside.id)
    both = replace(record, incidents=(aside, record.incidents[0]), assessments=(left_out, *record.assessments))
    (question,) = [q for q in found(both, "value") if q.targets[0].id == period.id]
    assert question.incidents == (record.incidents[0].id,)


def test_one_source_less_is_told_of_two_parties():
    (question,) = found(record_of(cases(FOLDER / "parties.txt")[0]), "same_party")
    assert "rests on one independent source less (now two independent sources)" in question.why
    assert question.incidents == ("i-1",)


# ------------------------------------------------------------------------------------------------------ incidents


def incidents_case(block: str) -> tuple[Record, list[str]]:
    """The record of a block of several incidents, and what is expected."""
    lines = [line for line in block.splitlines()[1:] if line.strip()]
    heads: list[list[str]] = []
    rows: list[tuple[int, str]] = []
    for line in lines:
        if line.startswith("@"):
            heads.append(line.split()[1:])
        elif not line.startswith("=>"):
            rows.append((len(heads) - 1, line))
    case = Case(block.splitlines()[0], [row for _, row in rows])
    claims = {(r.document.name, c.sentence): c.id for r in case.readings for c in r.claims}
    docs = {r.document.name: r.document.id for r in case.readings}
    counts: dict[str, int] = {}
    own: dict[int, list[tuple[str, str]]] = {}
    for at, row in rows:
        name = row.split()[0]
        own.setdefault(at, []).append((docs[name], claims[name, counts.get(name, 0)]))
        counts[name] = counts.get(name, 0) + 1
    made = [Incident(f"i-{at}", at == 0, f"Attack, {place}", when_of(day), place.lower(), kind, (), (), (),
                     tuple(sorted({doc for doc, _ in own[at]})), tuple(claim for _, claim in own[at]))
            for at, (place, day, kind) in enumerate(heads)]
    places = {place: Place(place.lower(), place, (place,), "town", None, None, None, ()) for place, _, _ in heads}
    return (replace(record_of(case, *made), places=tuple(places.values())),
            [line.removeprefix("=>").strip() for line in lines if line.startswith("=>")])


def when_of(day: str) -> When:
    if day == "-":
        return When("")
    return When(day, date.fromisoformat(day), date.fromisoformat(day), "day")


BLOCKS = re.split(r"^## ", (FOLDER / "incidents.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_questions_about_two_incidents(block: str) -> None:
    record, expected = incidents_case(block)
    asked = found(record, "same_incident")
    if expected == ["not asked"]:
        assert not asked
        return
    (question,) = asked
    assert question.incidents == ("i-0", "i-1") and question.ask == "Are these two about one happening?"
    for line in expected:
        assert line.removeprefix("asked: ") in question.why


def test_an_answer_about_other_rows_of_the_same_two_incidents_answers_too():
    record, _ = incidents_case(BLOCKS[0])
    (question,) = found(record, "same_incident")
    more = Case("more", ["x 2031-05-04 | person: Ada Quill | killed | 12..12 | exact | incident"]).readings[0]
    first, second = record.incidents
    grown = replace(record, readings=(*record.readings, more), incidents=(
        replace(first, claims=(more.claims[0].id, *first.claims), docs=(more.document.id, *first.docs)), second))
    other = target_of(more.claims[0], more.document)
    judgement = make("same_incident", [question.targets[1], other], "Ada", NOON, "no")
    (answered,) = found(grown, "same_incident", judgement)
    assert answered.id == question.id and answered.answered == judgement


def test_pairs_of_incidents_stay_few_where_hundreds_share_a_place_and_a_day():
    record, _ = incidents_case(BLOCKS[0])
    first = record.incidents[0]
    many = replace(record, incidents=tuple(replace(first, id=f"i-{n:04}") for n in range(400)))
    pairs = [question for question in questions(many) if question.kind == "same_incident"]
    assert 0 < len(pairs) <= 6 * 400


def loose(passing: bool) -> Record:
    """Two reports that agree and one with a far higher toll, told in passing or not."""
    case = Case("loose", ["a 2031-05-02 | person: Ada Quill | killed | 12..12 | exact | incident",
                          "b 2031-05-02 | person: Ada Quill | killed | 12..12 | exact | incident",
                          f"c 2031-05-03 | person: Oren Vask | killed | 40..40 | exact | "
                          f"{'other' if passing else 'incident'}"])
    return record_of(case)


def test_a_report_that_alone_sets_an_end_is_asked_about_and_more_so_where_it_tells_of_it_in_passing():
    (plain,), (passing,) = (found(loose(passing), "same_incident") for passing in (False, True))
    assert plain.id == passing.id and plain.weight < passing.weight
    assert "beside its main subject" in passing.why
    assert "If it is about another happening, the toll becomes 12 killed (now 12 to 40)." in plain.why
    assert len({target.doc for target in plain.targets}) == 2


# ------------------------------------------------------------------------------------------------ copies and places


def copies(how: str, direction: str, share: float = 0.8) -> list[Question]:
    reports = related.reports(2, (3, 13))
    return found(related.case(reports, [related.edge(reports, 0, 1, how, share, direction)]), "copy_of")


def test_a_copy_of_unknown_direction_is_asked_about_with_an_answer_for_each_way():
    (question,) = copies("rewrite", "unknown")
    assert [option.key for option in question.options] == ["y", "t", "n", "u"]
    assert "3 and 13 killed" in question.why
    one, other = (decided(question, key, "Ada", NOON) for key in ("y", "t"))
    assert [target.id for target in one.targets] == [target.id for target in other.targets][::-1]
    assert {one.verdict, other.verdict} == {"yes"}


@pytest.mark.parametrize(("how", "direction", "share", "count"), [
    ("rewrite", "b_from_a", 0.8, 0), ("rewrite", "b_from_a", 0.2, 1), ("shared_passage", "unknown", 0.1, 0),
    ("shared_passage", "unknown", 0.5, 1),
])
def test_copies_that_are_plain_are_not_asked_about(how, direction, share, count):
    assert len(copies(how, direction, share)) == count


def test_reports_that_begin_alike_without_an_edge_are_asked_about():
    assert len(found(related.case(related.reports(2), []), "copy_of")) == 1


def placed(names: tuple[str, ...], one: bool, rivals: tuple[Geo, ...] = ()) -> Record:
    """Two reports on one incident that name its place so, as one place or as two."""
    record = loose(False)
    made = []
    for reading, name in zip(record.readings, names, strict=False):
        words = reading.document.text[:3]
        mention = Mention(make_id("m", reading.document.id, name), reading.document.id, "place", Span(0, len(words)),
                          name)
        made.append((replace(reading, page=replace(reading.page, mentions=(mention,))), mention))
    mentions = [mention for _, mention in made]
    if one:
        places = (Place("dravik", names[0], names, "town", None, None, None, tuple(m.id for m in mentions), rivals),)
    else:
        places = tuple(Place(f"p{n}" if n else "dravik", m.name, (m.name,), "town", None, None, None, (m.id,))
                       for n, m in enumerate(mentions))
    readings = {reading.document.id: reading for reading, _ in made}
    return replace(record, readings=tuple(readings.get(r.document.id, r) for r in record.readings), places=places,
                   incidents=(replace(record.incidents[0], place="dravik"),))


RIVAL = Geo("invented:2", "Dravik", None, 1.0, 2.0, "village")


@pytest.mark.parametrize(("names", "one", "rivals", "told"), [
    (("Dravik", "Dravik"), False, (), "have one name, but are kept as two places"),
    (("Dravik", "Drawick"), False, (), "are spelt alike, but are kept as two places"),
    (("Dravik", "Orvel"), False, (), None),
    (("Dravik", "Dravik"), True, (), None),
    (("Dravik", "Orvel"), True, (), "Dravik and Orvel were taken for one place"),
    (("Dravik", "the second city of the hills"), True, (), None),
    (("Dravik", "Dravik"), True, (RIVAL,), "The gazetteer knows one other place of this name"),
])
def test_questions_about_places(names, one, rivals, told):
    asked = found(placed(names, one, rivals), "same_place")
    assert len(asked) == (told is not None)
    assert told is None or told in asked[0].why


# ---------------------------------------------------------------------------------------------------- the queue


@cache
def queue() -> tuple[Question, ...]:
    return questions(sample.record())


def test_the_weightiest_comes_first_and_no_incident_floods_the_queue():
    weights = [question.weight for question in queue()]
    assert weights == sorted(weights, reverse=True) and min(weights) > 0
    firsts = [question.incidents[0] for question in queue() if question.incidents]
    assert max(firsts.count(incident) for incident in firsts) <= MOST
    assert len({question.id for question in queue()}) == len(queue()) >= 10


def test_every_question_can_be_answered_and_the_answer_is_to_its_id():
    reports = related.reports(2, (3, 13))
    asked = [*queue(), *questions(related.case(reports, [related.edge(reports, 0, 1, direction="unknown")])),
             *questions(incidents_case(BLOCKS[0])[0])]
    for question in asked:
        assert question.kind in KINDS and question.ask.endswith("?") and question.why.endswith(".")
        keys = [option.key for option in question.options]
        assert len(set(keys)) == len(keys) and "u" in keys
        for option in question.options:
            judgement = decided(question, option.key, "Ada", NOON)
            if judgement.kind == question.kind:
                assert question.id == make_id("q", *question_of(judgement))
    with pytest.raises(UsageError, match="not by 'z'"):
        decided(asked[0], "z", "Ada", NOON)


def test_every_target_quotes_its_report():
    texts = {reading.document.id: reading.document.text for reading in sample.readings()}
    for question in queue():
        for target in question.targets:
            assert target.row == "document" or target.span.of(texts[target.doc]) == target.quoted


def test_what_is_answered_goes_last_also_where_nobody_is_sure_and_comes_back_when_withdrawn():
    first, second = queue()[:2]
    given = [decided(first, "u", "Ada", NOON), decided(second, second.options[0].key, "Ada", NOON)]
    after = questions(sample.record(), given)
    assert {question.id for question in after if question.answered} == {first.id, second.id}
    assert {question.id for question in after[-2:]} == {first.id, second.id}
    assert len(after) == len(queue())
    assert settled(queue(), sample.record(), given) == after
    taken_back = [replace(judgement, withdrawn=LATER) for judgement in given]
    assert questions(sample.record(), taken_back) == queue() == settled(after, sample.record(), taken_back)


def test_an_answered_question_does_not_come_back_under_another_id_after_a_build():
    question = next(q for q in queue() if q.kind == "value")
    judgement = decided(question, "2", "Ada", NOON)
    record = join(sample.readings(), [judgement])
    again = [q for q in questions(record, [judgement]) if q.targets[0].id == question.targets[0].id]
    assert all(q.answered == judgement for q in again if q.kind == "value")
    assert not [q for q in questions(record, [judgement]) if q.id == question.id and q.answered is None]


def test_a_rejected_claim_leaves_nothing_to_ask_of_it():
    question = next(q for q in queue() if q.kind == "value")
    judgement = decided(question, "0", "Ada", NOON)
    assert judgement.kind == "claim" and judgement.verdict == "no"
    (same,) = [q for q in questions(sample.record(), [judgement]) if q.id == question.id]
    assert same.answered == judgement


def test_an_unsure_answer_with_a_value_changes_nothing_of_the_record():
    question = next(q for q in queue() if q.kind == "value")
    judgement = decided(question, "u", "Ada", NOON)
    record = join(sample.readings(), [judgement])
    assert [row.judgement for row in record.judged] == [judgement.id]
    assert (record.incidents, record.assessments) == (sample.record().incidents, sample.record().assessments)


def test_the_order_of_judgements_changes_nothing():
    given = [decided(question, question.options[0].key, name, NOON) for question in queue()[:6]
             for name in ("Ada", "Ben")]
    mixed = given[:]
    random.Random(7).shuffle(mixed)
    assert questions(sample.record(), mixed) == questions(sample.record(), given)


def test_questions_of_one_incident_are_those_of_the_queue():
    incident = queue()[0].incidents[0]
    own = questions_of(sample.record(), incident)
    assert own == tuple(question for question in queue() if incident in question.incidents) and own != queue()


def test_an_empty_record_asks_nothing():
    assert questions(Record()) == () == questions(Record(readings=(Reading(sample.readings()[0].page, (), ()),)))


def test_every_kind_of_question_is_found_by_its_file():
    names = {module.__name__.rpartition(".")[2] for module in modules()}
    assert names == {"copy_of", "figure", "loose_report", "one_party", "same_incident", "same_party", "same_place",
                     "scope"}
    assert {module.KIND for module in modules()} <= set(KINDS)


# ----------------------------------------------------------------------------------------------------- disagreements


def scopes(*answers: tuple[str, str]) -> list[Judgement]:
    """Answers of people to the scope of one figure, one a day."""
    reading = factories.sample_readings()[2]
    target = target_of(reading.claims[2], reading.document)
    return [make("value", [target], name, datetime(2031, 6, day, tzinfo=UTC), None, Correction("scope", scope))
            for day, (name, scope) in enumerate(answers, start=1)]


@pytest.mark.parametrize(("answers", "open_still"), [
    ((("Ada", "partial"), ("Ben", "other")), True),
    ((("Ada", "partial"), ("Ben", "partial")), False),
    ((("Ada", "partial"), ("Ada", "other")), False),
    ((("Ada", "partial"), ("Ben", "other"), ("Ada", "other")), False),
    ((("Ada", "partial"), ("Ben", "other"), ("Cleo", "other")), False),
])
def test_people_who_disagree_are_asked_until_a_third_decides(answers, open_still):
    judgements = scopes(*answers)
    asked = questions(factories.sample_record(), judgements)
    assert [question.disputed for question in asked].count(True) == open_still
    if open_still:
        first = asked[0]
        assert first.disputed and first.answered == judgements[-1]
        assert "Ada says scope: partial (1 June 2031); Ben says scope: other (2 June 2031)" in first.why
        assert {option.label for option in first.options} == {"scope: partial", "scope: other", "unsure"}
        assert decided(first, "1", "Cleo", LATER).value


def test_unsure_is_no_disagreement_and_a_withdrawn_answer_is_none():
    record, _ = incidents_case(BLOCKS[0])
    (question,) = found(record, "same_incident")
    yes, no, unsure = (decided(question, key, name, NOON) for key, name in (("y", "Ada"), ("n", "Ben"), ("u", "Cleo")))
    assert not any(q.disputed for q in questions(record, [yes, unsure]))
    assert not any(q.disputed for q in questions(record, [yes, replace(no, withdrawn=LATER)]))
    disputed = questions(record, [yes, no])
    assert [q.disputed for q in disputed][0] and [q.key for q in disputed[0].options] == ["y", "n", "u"]
    assert not any(q.disputed for q in settled(disputed, record, [yes]))


# ------------------------------------------------------------------------------------------------------- weights


def test_weights_grow_with_the_people_and_with_the_doubt():
    assert weighed(0, 0.5) == 0.5 and weighed(14, 0.5) == 2.0 and weighed(254, 1.0) == 8.0
    assert weighed(10, 0.2) < weighed(10, 0.3) < weighed(100, 0.3)
    assert weighed(10, 7.0) == weighed(10, 1.0)


def test_what_moves_is_told_and_counted():
    now, then = {"killed": Range(11, 11, False)}, {"killed": Range(11, 24, False), "injured": Range(5, 5, True)}
    assert moved(now, then) == 13 + 0.5 * 5 == moved(then, now)
    assert counted_twice(now, then) == 11
    assert change(now, then, "they are one") == (
        "If they are one, the toll becomes 11 to 24 killed (now 11) and 5 or more injured (now none).")
    assert change(now, now, "they are one") == "If they are one, no toll changes."
    assert change(then, now, "it is wrong") == (
        "If it is wrong, the toll becomes 11 killed (now 11 to 24), and no figure of people injured (now 5 or more) is "
        "left.")


def test_a_figure_whose_source_the_text_names_below_the_headline_is_not_told_as_one_without():
    others = [f"{name} 2031-05-02 | person: Ada Quill | killed | 12..12 | exact | incident" for name in ("a", "b")]
    head, said = (f"c 2031-05-03 | {source} | killed | 40..40 | exact | incident"
                  for source in ("-", "person: Oren Vask"))
    for rows, told in (([head], True), ([head, said], False)):
        (question,) = found(record_of(Case("a headline", [*others, *rows])), "claim")
        assert ("no source is named for it" in question.why) is told


def test_figures_of_two_alike_reports_are_told_only_where_they_differ():
    rows = [f"{name} 2031-05-02 | person: Ada Quill | killed | {given} | exact | incident"
            for name, given in (("a", "8..12"), ("b", "12..12"), ("c", "12..12"))]
    record = record_of(Case("three reports", rows))
    a, b, c = (reading.document.id for reading in sorted(record.readings, key=lambda r: r.document.name))
    index = Index(record)
    assert "8 to 12 and 12 killed" in effect(index, a, b, ["i-1"])[1]
    assert "differ" not in effect(index, b, c, ["i-1"])[1]
