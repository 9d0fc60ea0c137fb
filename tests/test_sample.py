"""The sample case against what a careful coder wrote down by hand (tests/cases/sample)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.sample import figures, record

EXPECTED = Path(__file__).parent / "cases" / "sample" / "figures.txt"


def expected() -> list[tuple[str, ...]]:
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line.strip() and line[0] != "#"]


def assessment(harm: str):
    main = next(incident for incident in record().incidents if incident.main)
    return next(a for a in record().assessments if a.incident == main.id and a.kind == harm)


def names(keys) -> set[str]:
    parties = {party.key: party.name for party in record().parties}
    return {parties[key] for key in keys}


def doc(prefix: str) -> str:
    return next(r.document.id for r in record().readings if r.document.name.startswith(prefix))


def test_nearly_every_figure_is_found_and_none_is_made_up() -> None:
    wanted, found = Counter(row[:3] for row in expected()), Counter(row[:3] for row in figures(record()))
    assert sum((wanted & found).values()) >= 0.94 * sum(wanted.values()), wanted - found
    assert sum((found - wanted).values()) <= 1, found - wanted


def test_figures_carry_scope_wording_stance_and_speaker() -> None:
    wanted, found = Counter(expected()), Counter(figures(record()))
    assert sum((wanted & found).values()) >= 0.75 * sum(wanted.values()), wanted - found


def test_the_main_incident_is_the_shelling_of_dravik() -> None:
    main = next(incident for incident in record().incidents if incident.main)
    assert (main.kind, str(main.when.start), main.when.precision) == ("shelling", "2032-03-09", "day")
    assert main.title == "Shelling, Dravik"
    assert len(main.docs) >= 10


def test_the_mine_at_oskel_stays_apart() -> None:
    apart = [i for i in record().incidents if "Oskel" in i.title]
    assert len(apart) == 1 and set(apart[0].docs) >= {doc("01"), doc("11")}
    killed = next(a for a in record().assessments if a.incident == apart[0].id and a.kind == "killed")
    assert (killed.low, killed.high) == (2, 2)


def test_one_post_retold_by_many_is_one_source() -> None:
    killed = assessment("killed")
    assert {"Marek Tolvan", "Ilya Borenko"} <= names(killed.sources)
    post = next(o for o in record().origins if o.channel == "facebook" and "Marek Tolvan" in names([o.party]))
    assert len(post.docs) >= 4


def test_the_range_says_that_its_high_end_is_a_spoilt_copy() -> None:
    killed = assessment("killed")
    assert (killed.low, killed.high) == (7, 99)
    assert "rests only on a copy" in killed.words


def test_the_league_total_is_not_the_toll() -> None:
    claims = {c.id: c for r in record().readings for c in r.claims}
    main = next(incident for incident in record().incidents if incident.main)
    totals = [c for c in claims.values() if c.count and c.count.low == 146]
    assert totals and all(c.scope == "aggregate" and c.id not in main.claims for c in totals)


def test_copies_are_families_and_the_rest_stand_alone() -> None:
    groups = {frozenset(f.docs) for f in record().families if len(f.docs) > 1}
    assert groups == {frozenset({doc("01"), doc("02")}), frozenset({doc("03"), doc("05"), doc("06")})}


def test_injured_that_became_killed_is_told_as_drift() -> None:
    assert any(d.kind == "harm" and d.doc == doc("05") and d.severity == "high" for d in record().drifts)


def test_the_denial_is_heard() -> None:
    denials = [c for r in record().readings for c in r.claims if c.kind == "denial"]
    assert {doc("07"), doc("10")} <= {c.doc for c in denials}
    assert any(x.about == "perpetrator" for x in record().contradictions)


def test_a_part_belongs_to_the_new_toll_not_to_the_one_that_it_replaces() -> None:
    claims = {c.id: c for r in record().readings for c in r.claims if c.doc == doc("08")}
    (children,) = (c for c in claims.values() if c.victims.group == "children")
    assert claims[children.part_of].count.low == 11


def test_what_a_copy_made_of_a_figure_is_not_told_of_its_source() -> None:
    told = [x.why for x in record().contradictions if x.why.startswith("one source gives different figures")]
    assert told and not any("dozens" in why.casefold() and "seven" in why.casefold() for why in told)
