"""What people decide about incidents and copies: it beats the evidence, moves nothing else, and outlives rebuilds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.copies.chains import chain, tracks_of
from stemma.copies.compared import Comparisons
from stemma.copies.families import families
from stemma.copies.origins import origins
from stemma.incidents.clustering import cluster
from stemma.judgements import document_target, make, target_of
from stemma.judgements.signing import sign
from stemma.model import Claim, Document, Edge, Family, Incident, Judgement, Reading, Record, Ties
from stemma.names.parties import parties_of
from stemma.names.places import places_of
from stemma.pipeline import join, read
from stemma.values import HARMS
from tests.test_incidents import document, pile
from tests.test_incidents import record_of as case_of

MARKET = """Shelling of Orvadell market kills 14

ORVADELL, May 2, 2033 - Fourteen people were killed and 20 were wounded when shells hit the covered market in Orvadell \
on Monday, governor Mira Tolvan said.
"""
AGAIN = """Death toll of Orvadell market shelling

ORVADELL, May 3, 2033 - At least 14 people were killed on Monday when shells hit the covered market in Orvadell, \
officials said. Rockets were used.
"""
MILL = """Fourteen dead in Orvadell

ORVADELL, May 3, 2033 - Shells killed 14 people at the market in Orvadell on Monday, the mayor said. Thirty were hurt.

In Halm, about 90 km away, two people were killed by gunmen on Sunday, police said.
"""
WIDE = """Shelling of Orvadell market kills 14

ORVADELL, May 2, 2033 - Fourteen people were killed when shells hit the market in Orvadell on Monday, the mayor said.

She said that 120 people had been killed in the province since March.
"""


def incidents_of(readings: Sequence[Reading], ties: Ties = Ties()) -> tuple[Incident, ...]:  # noqa: B008
    """The incidents with what people decided, from readings alone."""
    places, keys = places_of(readings)
    victims = [victim for reading in readings for victim in reading.victims or ()]
    return cluster(readings, places, keys, families(readings), victims, ties)[0]


@cache
def market() -> tuple[Reading, ...]:
    texts = [("market", MARKET), ("again", AGAIN), ("mill", MILL)]
    return tuple(sorted((read(document(*one)) for one in texts), key=lambda r: r.document.id))


@cache
def told() -> tuple[Reading, ...]:
    return tuple(sorted(pile()[0], key=lambda reading: reading.document.id))


def claims(readings: Sequence[Reading]) -> list[Claim]:
    return [claim for reading in readings for claim in reading.claims]


def of(readings: Sequence[Reading], name: str, kind: str, low: int) -> Claim:
    """The claim of a report with this harm and number."""
    return next(claim for reading in readings if reading.document.name == name for claim in reading.claims
                if claim.kind == kind and claim.count and claim.count.low == low and claim.span.start > 40)


def home(incidents: Sequence[Incident]) -> dict[str, str]:
    return {claim: incident.id for incident in incidents for claim in incident.claims}


def sets(incidents: Sequence[Incident]) -> set[frozenset[str]]:
    return {frozenset(incident.claims) for incident in incidents}


# ------------------------------------------------------------------------------------------------- incidents


def test_who_leaves_takes_what_its_own_report_tells_and_the_rest_stays():
    readings = market()
    a, b = of(readings, "market", "killed", 14), of(readings, "again", "killed", 14)
    before, after = incidents_of(readings), incidents_of(readings, Ties(two=((a.id, b.id),)))
    assert home(before)[a.id] == home(before)[b.id]
    where = home(after)
    assert where[of(readings, "market", "injured", 20).id] == where[a.id] != where[b.id]
    assert where[b.id] == where[of(readings, "mill", "killed", 14).id]
    assert where[of(readings, "mill", "killed", 2).id] == home(before)[of(readings, "mill", "killed", 2).id]


def test_who_leaves_takes_what_people_said_is_one_with_it():
    readings = market()
    a, b, c = (of(readings, name, "killed", 14) for name in ("market", "again", "mill"))
    where = home(incidents_of(readings, Ties(one=((c.id, a.id),), two=((a.id, b.id),))))
    assert where[a.id] == where[c.id] != where[b.id]


def test_several_that_leave_stay_together_unless_people_hold_them_apart():
    readings = market()
    a, b, c = (of(readings, name, "killed", 14).id for name in ("market", "again", "mill"))
    where = home(incidents_of(readings, Ties(two=((a, b), (c, b)))))
    assert where[a] == where[c] != where[b]
    where = home(incidents_of(readings, Ties(two=((a, b), (c, b), (a, c)))))
    assert len({where[a], where[b], where[c]}) == 3


def test_one_figure_leaves_its_own_scene():
    readings = market()
    killed, hurt = of(readings, "mill", "killed", 14), of(readings, "mill", "injured", 30)
    where = home(incidents_of(readings, Ties(two=((hurt.id, killed.id),))))
    assert where[hurt.id] != where[killed.id] == where[of(readings, "market", "killed", 14).id]


def test_a_yes_joins_whole_incidents_and_says_why():
    readings = market()
    a, other = of(readings, "market", "killed", 14), of(readings, "mill", "killed", 2)
    before, after = incidents_of(readings), incidents_of(readings, Ties(one=((a.id, other.id),)))
    assert home(before)[a.id] != home(before)[other.id]
    (made,) = [incident for incident in after if a.id in incident.claims]
    assert {a.id, other.id} <= set(made.claims) and len(after) == len(before) - 1
    reasons = {link.row: link.reason for link in made.reasons}
    assert reasons[a.id].startswith("decided by a person: one happening with “")
    assert "decided by" not in reasons[of(readings, "again", "killed", 14).id]


def test_a_claim_of_no_incident_is_put_into_one():
    readings = case_of([WIDE]).readings
    wide = next(claim for claim in claims(readings) if claim.count and claim.count.low == 120)
    toll = next(claim for claim in claims(readings) if claim.count and claim.count.low == 14)
    assert wide.id not in home(incidents_of(readings))
    where = home(incidents_of(readings, Ties(one=((wide.id, toll.id),))))
    assert where[wide.id] == where[toll.id]


def test_a_chain_of_yes_does_not_beat_a_no():
    readings = told()
    figures = sorted(claim.id for claim in claims(readings) if claim.kind in HARMS)
    a, b, c = figures[:3]
    where = home(incidents_of(readings, Ties(one=((a, b), (b, c)), two=((a, c),))))
    assert where[a] != where[c]


def test_people_of_different_incidents_are_joined_without_those_they_hold_apart():
    readings = told()
    first, second = [incident for incident in incidents_of(readings) if len(incident.docs) > 3][:2]
    docs = docs_of(readings)
    (a, x), (b, y) = (next(pair for pair in combinations(incident.claims, 2) if docs[pair[0]] != docs[pair[1]])
                      for incident in (first, second))
    where = home(incidents_of(readings, Ties(one=((a, b),), two=((x, y),))))
    assert where[a] == where[b] and where[x] != where[y]


def docs_of(readings: Sequence[Reading]) -> dict[str, str]:
    return {claim.id: claim.doc for claim in claims(readings)}


def pairs(readings: Sequence[Reading]) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    ids = st.sampled_from(sorted(claim.id for claim in claims(readings)))
    return st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=5).map(tuple)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_people_say_holds_and_everybody_else_keeps_together(data: st.DataObject):
    """Every no holds, every yes that no chain of others contradicts; the order of neither changes anything; no claim is
    in two incidents."""
    readings = told()
    one, two = data.draw(pairs(readings)), data.draw(pairs(readings))
    two = tuple(pair for pair in two if {*pair} not in [{*other} for other in one])
    incidents = incidents_of(readings, Ties(one, two))
    where = home(incidents)
    assert sum(len(incident.claims) for incident in incidents) == len(where)
    assert all(where.get(a) != where.get(b) or a not in where for a, b in two)
    if not two:
        assert all(where[a] == where[b] for a, b in one)
    shuffled = Ties(tuple(data.draw(st.permutations(one))), tuple(data.draw(st.permutations(two))))
    assert incidents_of(readings, shuffled) == incidents
    before = incidents_of(readings)
    spoken = {row for pair in (*one, *two) for row in pair}
    untouched = {group for group in sets(before) if not group & spoken}
    assert untouched <= sets(incidents)


def test_nobody_decided_is_the_same_as_ids_that_nothing_has():
    readings = told()
    assert incidents_of(readings, Ties((("c-1", "c-2"),), (("c-3", claims(readings)[0].id),))) == incidents_of(readings)


@pytest.mark.parametrize("number", range(4))
def test_a_split_and_a_merge_hold_while_reports_are_added(number: int):
    """With any report left out, and then with all."""
    readings = told()
    incidents = [incident for incident in incidents_of(readings) if len(incident.docs) > 2]
    docs = docs_of(readings)
    first = incidents[0]
    a, b = next(pair for pair in combinations(first.claims, 2) if docs[pair[0]] != docs[pair[1]])
    ties = Ties(one=((a, incidents[-1].claims[0]),), two=((a, b),))
    kept = {docs[row] for pair in (*ties.one, *ties.two) for row in pair}
    fewer = [reading for at, reading in enumerate(readings) if reading.document.id in kept or at % 4 != number]
    for some in (fewer, readings):
        where = home(incidents_of(some, ties))
        assert where[a] == where[incidents[-1].claims[0]] != where[b]


# -------------------------------------------------------------------------------------- as judgements of a case

AT = datetime(2033, 6, 1, 9, tzinfo=UTC)


def judged(kind: str, first: Claim | Document, second: Claim | Document, verdict: str, minute: int = 0) -> Judgement:
    documents = {reading.document.id: reading.document for reading in (*market(), *told(), *varny())}
    targets = [document_target(one) if isinstance(one, Document) else target_of(one, documents[one.doc])
               for one in (first, second)]
    return make(kind, targets, "Ana", AT + timedelta(minutes=minute), verdict)


def decisions() -> tuple[Judgement, ...]:
    """A split, a merge, a copy that is one and one that is none."""
    readings = market()
    a, b, c = (of(readings, name, "killed", 14) for name in ("market", "again", "mill"))
    post, other = (next(r.document for r in varny() if r.document.name == name) for name in ("post", "other"))
    gunmen = of(readings, "mill", "killed", 2)
    return (judged("same_incident", a, b, "no"), judged("same_incident", a, c, "yes", 1),
            judged("copy_of", other, post, "yes", 2), judged("same_incident", b, gunmen, "yes", 3))


@cache
def before() -> Record:
    return join([*market(), *varny()])


def test_withdrawing_gives_back_exactly_the_former_record():
    readings = [*market(), *varny()]
    after = join(readings, decisions())
    assert after.incidents != before().incidents and after.families != before().families
    withdrawn = [replace(one, withdrawn=AT + timedelta(days=1)) for one in decisions()]
    assert join(readings, withdrawn) == before()
    some = [*decisions()[:2], *withdrawn[2:]]
    assert join(readings, some) == join(readings, decisions()[:2])


def test_the_order_of_judgements_and_of_reports_changes_nothing():
    readings = [*market(), *varny()]
    after = join(readings, decisions())
    assert all(join(readings[::-1], order) == after for order in [*permutations(decisions())][::5])


def test_what_was_compared_before_changes_nothing_either():
    """A build keeps what it found of pairs of documents; decisions do not get into it."""
    readings = [*market(), *varny()]
    comparisons = Comparisons()
    after = join(readings, decisions(), comparisons)
    kept = list(comparisons.new())
    assert all(edge is None or "decided" not in edge.reason for edge in (one.edge for one in kept))
    assert join(readings, (), Comparisons(kept)) == before()
    assert join(readings, decisions(), Comparisons(kept)) == after


def test_decisions_hold_while_reports_are_added_and_after_every_reading_is_made_anew():
    texts = {"market": MARKET, "again": AGAIN, "mill": MILL}
    anew = [read(document(*one)) for one in texts.items()]
    for readings in (anew, [*anew, *told()], [*anew, *told(), *varny()]):
        where = home(join(readings, decisions()).incidents)
        a, b, c = (of(market(), name, "killed", 14).id for name in ("market", "again", "mill"))
        assert where[a] == where[c] != where[b] == where[of(market(), "mill", "killed", 2).id]


def test_a_signature_goes_with_most_of_its_claims_when_people_split_an_incident():
    readings = market()
    whole = join(readings)
    signed = sign(whole, next(one for one in whole.incidents if one.main), "published", "Bo", AT)
    parts = join(readings, [signed, *decisions()[:1]])
    found = {one.incident: one for one in parts.sign_offs}
    where = home(parts.incidents)
    stays, leaves = (found[where[of(readings, name, "killed", 14).id]] for name in ("again", "market"))
    assert (stays.status, leaves.status) == ("published", "draft")
    assert "a report is gone: market" in " ".join(stays.changes) and not parts.problems
    assert {one.status for one in join(readings, [signed]).sign_offs} == {"published", "draft"}


# ---------------------------------------------------------------------------------------------------- copies

POST = """Bridge at Varny closed

The old bridge at Varny was closed on Thursday after a shell hit its northern pier, engineer Pavo Lendt said. Three \
people were killed and nine hurt, Lendt said.

Traffic goes by the ford.
"""
OTHER = """Three dead as shell strikes Varny crossing

Three people died and nine were hurt by a shell on Thursday, Pavo Lendt, an engineer, told local radio. The crossing \
will stay shut for a month.
"""


@cache
def varny() -> tuple[Reading, ...]:
    return tuple(sorted((read(document("post", POST)), read(document("other", OTHER))), key=lambda r: r.document.id))


def names(readings: Sequence[Reading]) -> dict[str, str]:
    return {reading.document.name: reading.document.id for reading in readings}


def edges(found: Sequence[Family]) -> list[Edge]:
    return [edge for family in found for edge in family.edges]


def test_a_copy_that_the_program_did_not_find():
    readings = varny()
    own = names(readings)
    assert not edges(families(readings))
    found = families(readings, ties=Ties(one=((own["other"], own["post"]),)))
    (edge,) = edges(found)
    assert [len(family.docs) for family in found] == [2]
    assert edge.direction == ("a_from_b" if edge.a == own["other"] else "b_from_a")
    assert edge.reason == "decided by a person" and edge.how == "rewrite"
    texts = {reading.document.id: reading.document.text for reading in readings}
    assert all(a.of(texts[edge.a]) and b.of(texts[edge.b]) for a, b in edge.passages)


def test_what_a_copy_tells_counts_with_its_original():
    readings = varny()
    own = names(readings)
    parties, speakers = parties_of(readings)
    related = families(readings, ties=Ties(one=((own["other"], own["post"]),)))
    found = origins(readings, parties, speakers, related)
    engineer = [origin for origin in found if len(origin.docs) == 2 and origin.claims]
    assert len(engineer) == 1
    assert "one of several copies of one text" in engineer[0].links[0].reason


@pytest.mark.parametrize("turned", [False, True])
def test_people_say_which_is_the_copy(turned: bool):
    """Whatever the program held for the direction, and the chains go that way."""
    texts = {"first": MARKET, "second": MARKET.replace("Fourteen people", "Some fourteen people")}
    readings = tuple(sorted((read(document(*one)) for one in texts.items()), key=lambda r: r.document.id))
    own = names(readings)
    copy, original = (own["first"], own["second"])[:: -1 if turned else 1]
    related = families(readings, ties=Ties(one=((copy, original),)))
    (edge,) = edges(related)
    assert edge.direction == ("a_from_b" if edge.a == copy else "b_from_a")
    assert edge.reason.startswith("decided by a person")
    record = join(readings)
    tracks = tracks_of(Record(readings=record.readings, families=related, parties=record.parties,
                              speakers=record.speakers, origins=record.origins))
    row = next(claim.id for claim in claims(readings) if claim.doc == copy and claim.kind == "killed"
               and claim.span.start > 40)
    assert [step.doc for step in chain(tracks, row).steps if step.kind == "copied_from"] == [original]


def test_no_copy_has_no_edge_and_no_common_family():
    texts = {"first": MARKET, "second": MARKET.replace("Fourteen people", "Some fourteen people")}
    readings = tuple(read(document(*one)) for one in texts.items())
    own = names(readings)
    assert len(edges(families(readings))) == 1
    found = families(readings, ties=Ties(two=((own["second"], own["first"]),)))
    assert not edges(found) and [len(family.docs) for family in found] == [1, 1]
