"""What the page shows, as small frozen structs: pure functions from a Record, nothing of HTML."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma import __version__
from stemma.assessments.own_side import of_its_side, voice
from stemma.brief import Desk, brief_of, desk
from stemma.model import Assessment, Claim, Contradiction, Dependence, Incident, Problem, Record, SignOff
from stemma.report import words
from stemma.report.briefs import BriefView, brief_view
from stemma.report.chains import MOST_CHAINS, SupportTable, Ways, anchors_of, chains_in, supports, ways_of
from stemma.report.descent import Descent, descent_of, pair_anchor
from stemma.report.families import EdgeView, RelationView, relations
from stemma.report.figures import Figures, by_day, by_source, first_of, last_of
from stemma.report.lookup import Holder, Lookup, Ref, holders_of, in_words, lookup, party_of, refs_of, reports
from stemma.report.map import Atlas, MapView, atlas_of, case_map, incident_map
from stemma.report.origins import OriginView, origins_of
from stemma.report.pairs import PairView, chosen_edges, pairs_of
from stemma.report.passages import DocumentView, documents_of
from stemma.report.rows import (
    Differing,
    DriftView,
    Group,
    Row,
    differences,
    drifts,
    groups,
    left_out,
    loose,
    not_toll,
    note_of,
    parts,
)
from stemma.report.timeline import Timeline, timeline_of
from stemma.values import HARMS

ALWAYS = ("killed", "injured")  # shown also where nothing is known
SILENT = "no source named"
SHORT = 3  # things named in the head of an incident; all of them stand below


class Saying(Struct, frozen=True):
    """A figure as written, what was made of it, and where it stands."""

    text: str
    reading: str
    note: str  # who was harmed, and how firmly it is said
    refs: tuple[Ref, ...]


class End(Struct, frozen=True):
    """One end of a range: the words that set it, and who said them."""

    label: str  # "lowest", "highest", "both ends", "stated"
    sayings: tuple[Saying, ...]
    holders: tuple[Holder, ...]
    support: str  # "two independent sources; reports A, B and D"


class Toll(Struct, frozen=True):
    """Killed, injured ... of one incident: a range, the words at its ends, and how many sources stand behind it."""

    harm: str
    label: str
    span: str
    known: bool
    independent: str
    sources: int  # how many of them
    ends: tuple[End, ...]
    words: str
    rule: str


class IncidentView(Struct, frozen=True):
    """One incident, top to bottom."""

    anchor: str
    position: int
    main: bool
    title: str
    kind: str
    when: str
    day: str  # the same without the weekday, for the index
    when_precision: str
    when_written: str
    where: str
    where_precision: str
    where_variants: str
    happened: tuple[str, ...]
    reports: str
    tolls: tuple[Toll, ...]
    brief: BriefView | None  # the incident on one page of prose; None where it was not asked for
    behind: tuple[OriginView, ...]  # origins of figures
    beside: tuple[OriginView, ...]  # other origins
    supports: tuple[SupportTable, ...]  # outlets, acts and independent sources of each figure
    descent: Descent | None  # which report descends from which; None for a single report
    figures: tuple[Figures, ...]
    dated: tuple[Figures, ...]
    timeline: Timeline | None  # who told what when; None for a single act
    map: MapView | None  # None where no place is named
    parts: tuple[Row, ...]
    differing: tuple[Differing, ...]
    groups: tuple[Group, ...]
    left_out: tuple[Row, ...]  # of this incident, but not in a range
    not_toll: tuple[Row, ...]
    signed: SignOff | None = None  # None for a draft


class CaseView(Struct, frozen=True):
    """The whole page."""

    title: str
    summary: str
    incidents: tuple[IncidentView, ...]
    map: MapView | None  # where a case has more than one incident
    loose: tuple[Row, ...]  # figures that belong to no incident of the case
    differing: tuple[Differing, ...]  # not tied to an incident
    relations: tuple[RelationView, ...]
    shared: tuple[EdgeView, ...]  # passages shared between reports of no family
    alone: str
    pairs: tuple[PairView, ...]  # texts side by side
    unpaired: int  # copying pairs beyond those
    drifts: tuple[DriftView, ...]
    documents: tuple[DocumentView, ...]
    problems: tuple[Problem, ...]
    digest: str
    version: str


def case_view(record: Record, title: str | None = None, side_by_side: bool = True) -> CaseView:
    """Everything that the page shows. side_by_side: whether texts are compared word by word, which takes longest."""
    look = lookup(record)
    ways, atlas = ways_of(look), atlas_of(look)
    ordered = in_order(record.incidents)
    edges, unpaired = chosen_edges(look) if side_by_side else ((), 0)
    shown = frozenset(pair_anchor(edge.a, edge.b) for edge in edges)
    table = desk(record)
    incidents = tuple(incident_view(look, incident, position, ways, shown, atlas, table)
                      for position, incident in enumerate(ordered, start=1))
    signed = {one.incident: one for one in record.sign_offs if one.status != "draft"}
    incidents = tuple(replace(one, signed=signed[one.anchor]) if one.anchor in signed else one for one in incidents)
    related, shared, alone = relations(look, shown)
    title = title or _title(look, ordered)
    return CaseView(
        title=title, map=case_map(atlas, ordered, title) if len(ordered) > 1 else None,
        summary=_summary(look), incidents=incidents, loose=loose(look),
        differing=differences(look, None),
        relations=related, shared=shared, alone=alone, pairs=pairs_of(look, edges), unpaired=unpaired,
        drifts=drifts(look),
        documents=documents_of(look, anchors_of(chains_in(incident.supports for incident in incidents))),
        problems=record.problems, digest=digest(record), version=__version__,
    )


def digest(record: Record) -> str:
    """SHA-256 over the sorted document ids, one to a line: the same documents give the same digest."""
    ids = sorted(reading.document.id for reading in record.readings)
    return hashlib.sha256("".join(f"{doc}\n" for doc in ids).encode()).hexdigest()


def _title(look: Lookup, ordered: Sequence[Incident]) -> str:
    """Where and when the main incident was, as far as both are known."""
    if not ordered:
        return "A case without an incident" if look.readings else "An empty case"
    place = look.places.get(ordered[0].place or "")
    if place is None or ordered[0].when.start is None:
        return ordered[0].title or "A case without a title"
    when = words.when(ordered[0].when)
    return f"{words.place(place)}, {when}"


def _summary(look: Lookup) -> str:
    counts = (words.how_many(len(look.readings), "report"),
              words.how_many(len(look.record.incidents), "incident"),
              words.how_many(len({origin.party for origin in look.record.origins}), "source") + " heard")
    return words.sentence_case(", ".join(counts)) + "."


def in_order(incidents: Iterable[Incident]) -> list[Incident]:
    """Incidents as they are printed and numbered."""
    return sorted(incidents, key=_incident_order)


def _incident_order(incident: Incident) -> tuple:
    start = incident.when.start
    return not incident.main, -len(incident.docs), -len(incident.claims), start is None, start or 0, incident.id


# ---------------------------------------------------------------------------------------------- incidents


class Files(Struct, frozen=True):
    """The rows of a record by what they are about. Built once for a record."""

    assessments: dict[str, list[Assessment]]  # by Incident.id
    contradictions: dict[str, list[Contradiction]]  # by Incident.id
    dependences: dict[str, list[Dependence]]  # by the Party.key that draws on another


def files_of(record: Record) -> Files:
    """The rows of a record by what they are about."""
    files = Files(defaultdict(list), defaultdict(list), defaultdict(list))
    for assessment in record.assessments:
        files.assessments[assessment.incident].append(assessment)
    for conflict in record.contradictions:
        files.contradictions[conflict.incident or ""].append(conflict)
    for found in record.dependences:
        files.dependences[found.party].append(found)
    return files


def only(look: Lookup, incident: Incident, files: Files) -> Lookup:
    """The indexes with the rows of one incident alone, so that what is shown of it takes no longer in a large case.

    What is made of them for this incident is the same.
    """
    origins = {origin.id: origin for row in incident.claims if (origin := look.origin_of.get(row))}
    drawn = [found for party in sorted({origin.party for origin in origins.values()})
             for found in files.dependences.get(party, ())]
    return replace(look, record=replace(
        look.record, incidents=(incident,), origins=tuple(origins.values()), dependences=tuple(drawn),
        assessments=tuple(files.assessments.get(incident.id, ())),
        contradictions=tuple(files.contradictions.get(incident.id, ()))))


def incident_view(look: Lookup, incident: Incident, position: int, ways: Ways, pairs: frozenset[str],
                  atlas: Atlas, table: Desk | None = None, most_chains: int = MOST_CHAINS) -> IncidentView:
    """One incident. ways, atlas and table are made once for a record.

    position: its number in the list. pairs: anchors of the pairs of texts that stand side by side on the same page.
    table: for the brief, which is left out without it. most_chains: of one figure.
    """
    claims = [look.claims[row] for row in incident.claims if row in look.claims]
    assessed = {a.kind: a for a in look.record.assessments if a.incident == incident.id}
    toll = toll_claims(claims, assessed, incident.main)
    place = look.places.get(incident.place or "")
    behind, beside = origins_of(look, claims, toll)
    return IncidentView(
        anchor=incident.id, position=position, main=incident.main, title=incident.title,
        kind=words.happening(incident.kind),
        when=words.sentence_case(words.when(incident.when)),
        day=words.sentence_case(words.when(incident.when, weekday=False)),
        when_precision=words.precision(incident.when), when_written=incident.when.text,
        where=words.sentence_case(words.place(place)), where_precision=words.place_precision(place),
        where_variants=words.some_of([v for v in place.variants if v != place.name], SHORT) if place else "",
        happened=_happened(look, incident, claims), reports=words.sentence_case(reports(look, incident.docs)),
        tolls=_tolls(look, assessed, toll), behind=behind, beside=beside,
        brief=brief_view(look, brief_of(table, incident.id)) if table else None,
        supports=supports(look, incident, ways, most_chains), descent=descent_of(look, incident, pairs),
        figures=by_source(look, toll) if len(toll) > 1 else (), dated=by_day(look, toll),
        timeline=timeline_of(look, incident, toll, behind, ways), map=incident_map(atlas, incident),
        parts=parts(look, claims),
        differing=differences(look, incident.id),
        groups=groups(look, claims), left_out=left_out(look, claims, assessed),
        not_toll=not_toll(look, claims, assessed, toll),
    )


def toll_claims(claims: Sequence[Claim], assessed: dict[str, Assessment], main: bool) -> list[Claim]:
    """The figures for the toll of this incident, in its range or not; denied ones are nobody's figure.

    Those of a side incident have the scope "other" in reports that are about another one.
    """
    counted = {row for a in assessed.values() for row in a.claims}
    scopes = ("incident",) if main else ("incident", "other")
    return [c for c in claims if c.kind in HARMS and c.count is not None
            and (c.id in counted or (c.scope in scopes and c.stance != "denied"))]


def _happened(look: Lookup, incident: Incident, claims: Sequence[Claim]) -> tuple[str, ...]:
    """What happened, by whom as alleged, with what, to what: one line each, unknown said as such."""
    blamed = [c for c in claims if c.kind == "perpetrator" and c.stance not in ("denied", "disputed")]
    own = [c for c in blamed if of_its_side(c, voice(party_of(look, c)))]
    others = [c for c in blamed if c not in own]
    denied = [c for c in claims if c.kind == "denial" or (c.kind == "perpetrator" and c.stance == "denied")]
    if incident.perpetrators:
        named = {c.value for c in others}
        names = [name for name in incident.perpetrators if name in named] or incident.perpetrators
        who = f"Held responsible: {words.listed(names)}"
        who += f", by {in_words(holders_of(look, others or blamed))}" if blamed else ""
    else:
        who = "Held responsible: unknown"
    if denied:
        who += f"; denials by {in_words(holders_of(look, denied))}"
    lines = [words.sentence_case(who)]
    lines += [f"Weapons named: {words.some_of(incident.weapons, SHORT)}"] if incident.weapons else ["Weapons: unknown"]
    lines += [f"Hit: {words.some_of(incident.targets, SHORT)}"] if incident.targets else []
    return tuple(lines)


def _tolls(look: Lookup, assessed: dict[str, Assessment], toll: Sequence[Claim]) -> tuple[Toll, ...]:
    present = {harm for harm, assessment in assessed.items() if words.span_of(assessment) != words.UNKNOWN}
    return tuple(_toll(look, harm, assessed.get(harm), [c for c in toll if c.kind == harm])
                 for harm in HARMS if harm in ALWAYS or harm in present)


def _toll(look: Lookup, harm: str, assessment: Assessment | None, toll: Sequence[Claim]) -> Toll:
    span = words.span_of(assessment)
    known = span != words.UNKNOWN
    if assessment is None:
        numbers = [c for c in toll if words.reading(c.count) != "no number"]
        said = "No report gives a figure." if not toll else (
            "Reports give figures, which were not weighed." if numbers else "Reports say so without a number.")
        return Toll(harm, words.HARM_WORDS[harm], span, False, "no source", 0, (), said, "")
    counted = [look.claims[row] for row in assessment.claims if row in look.claims]
    independent = words.how_many(len(assessment.sources), "independent source") if assessment.sources else SILENT
    said = words.sentence_case(assessment.words).rstrip(".") + "." if assessment.words else ""
    ends = _ends(look, assessment, counted) if known else ()
    return Toll(harm, words.HARM_WORDS[harm], span, known, independent, len(assessment.sources), ends, said,
                assessment.rule)


def _ends(look: Lookup, assessment: Assessment, counted: Sequence[Claim]) -> tuple[End, ...]:
    """The two ends of a range, each with the words that set it; one where the same words set both."""
    figures = [c for c in counted if c.count is not None and words.reading(c.count) != "no number"]
    lowest = [c for c in figures if first_of(c) == assessment.low]
    highest = [c for c in figures if last_of(c) == (assessment.low if assessment.high is None else assessment.high)]
    if lowest == highest or assessment.high is None:
        one_number = assessment.high in (None, assessment.low)
        return _end(look, "stated" if one_number else "both ends", lowest or highest)
    return _end(look, "lowest", lowest) + _end(look, "highest", highest)


def _end(look: Lookup, label: str, claims: Sequence[Claim]) -> tuple[End, ...]:
    if not claims:
        return ()
    same: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (look.numbers[c.id], c.span, c.id)):
        same[claim.count.text.casefold(), words.reading(claim.count), note_of(claim)].append(claim)
    sayings = tuple(Saying(rows[0].count.text, reading, note, refs_of(look, rows))
                    for (_, reading, note), rows in same.items())
    holders = holders_of(look, claims)
    named = sum(holder.named for holder in holders)
    sources = words.how_many(named, "independent source") if named else SILENT
    return (End(label, sayings, holders, f"{sources}; {reports(look, (c.doc for c in claims))}"),)
