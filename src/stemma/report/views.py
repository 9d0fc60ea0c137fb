"""What the page shows, as small frozen structs: pure functions from a Record, nothing of HTML."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma import __version__
from stemma.model import Assessment, Claim, Contradiction, Drift, Incident, Problem, Record
from stemma.report import words
from stemma.report.chart import Lane, Mark
from stemma.report.families import RelationView, relations
from stemma.report.lookup import (
    Holder,
    Lookup,
    Ref,
    holder_of,
    holders_of,
    in_words,
    lookup,
    refs_of,
    report_name,
    reports,
    rows_of,
    value_of,
)
from stemma.report.origins import OriginView, origins_of
from stemma.report.passages import DocumentView, documents_of
from stemma.values import HARMS

ALWAYS = ("killed", "injured")  # shown also where nothing is known
SILENT = "no source named"
KINDS = tuple(words.KIND_WORDS)
SHORT = 3  # things named in the head of an incident; all of them stand below


class Saying(Struct, frozen=True):
    """A figure as written, what was made of it, and where it stands."""

    text: str
    reading: str
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


class Row(Struct, frozen=True):
    """One value, who holds it, and where."""

    value: str
    note: str  # stance, victims or reason
    holders: tuple[Holder, ...]
    refs: tuple[Ref, ...]


class Group(Struct, frozen=True):
    """Rows under one heading."""

    key: str
    label: str
    rows: tuple[Row, ...]


class Figures(Struct, frozen=True):
    """A chart of one harm and the table that holds the same data."""

    harm: str
    label: str
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    wordless: int  # claims that say people were harmed, without any number


class Differing(Struct, frozen=True):
    """Where accounts differ."""

    about: str
    why: str
    rows: tuple[Row, ...]


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
    behind: tuple[OriginView, ...]  # origins of figures
    beside: tuple[OriginView, ...]  # other origins
    figures: tuple[Figures, ...]
    dated: tuple[Figures, ...]
    parts: tuple[Row, ...]
    differing: tuple[Differing, ...]
    groups: tuple[Group, ...]
    not_toll: tuple[Row, ...]


class DriftView(Struct, frozen=True):
    """What a retelling made of the words."""

    kind: str
    severity: str
    was: str
    became: str
    letter: str
    against: str
    why: str
    anchor: str


class CaseView(Struct, frozen=True):
    """The whole page."""

    title: str
    summary: str
    incidents: tuple[IncidentView, ...]
    loose: tuple[Row, ...]  # figures that belong to no incident of the case
    differing: tuple[Differing, ...]  # not tied to an incident
    relations: tuple[RelationView, ...]
    alone: str
    drifts: tuple[DriftView, ...]
    documents: tuple[DocumentView, ...]
    problems: tuple[Problem, ...]
    digest: str
    version: str


def case_view(record: Record, title: str | None = None) -> CaseView:
    """Everything that the page shows."""
    look = lookup(record)
    ordered = sorted(record.incidents, key=_incident_order)
    incidents = tuple(_incident(look, incident, position) for position, incident in enumerate(ordered, start=1))
    related, alone = relations(look)
    return CaseView(
        title=title or _title(look, ordered),
        summary=_summary(look), incidents=incidents, loose=_loose(look),
        differing=_differences(look, None),
        relations=related, alone=alone,
        drifts=tuple(_drift(look, drift) for drift in sorted(record.drifts, key=_drift_order)),
        documents=documents_of(look), problems=record.problems, digest=digest(record), version=__version__,
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


def _incident_order(incident: Incident) -> tuple:
    start = incident.when.start
    return not incident.main, -len(incident.docs), -len(incident.claims), start is None, start or 0, incident.id


def _drift_order(drift: Drift) -> tuple:
    return ("high", "medium", "low").index(drift.severity), drift.doc, drift.span, drift.id


# ---------------------------------------------------------------------------------------------- incidents


def _incident(look: Lookup, incident: Incident, position: int) -> IncidentView:
    claims = [look.claims[row] for row in incident.claims if row in look.claims]
    assessed = {a.kind: a for a in look.record.assessments if a.incident == incident.id}
    toll = toll_claims(claims, assessed, incident.main)
    place = look.places.get(incident.place or "")
    behind, beside = origins_of(look, claims, toll)
    return IncidentView(
        anchor=incident.id, position=position, main=incident.main, title=incident.title,
        kind=incident.kind.replace("_", " "), when=words.sentence_case(words.when(incident.when)),
        day=words.sentence_case(words.when(incident.when, weekday=False)),
        when_precision=words.precision(incident.when), when_written=incident.when.text,
        where=words.sentence_case(words.place(place)), where_precision=words.place_precision(place),
        where_variants=words.some_of([v for v in place.variants if v != place.name], SHORT) if place else "",
        happened=_happened(look, incident, claims), reports=words.sentence_case(reports(look, incident.docs)),
        tolls=_tolls(look, assessed, toll), behind=behind, beside=beside,
        figures=_figures(look, toll), dated=_dated(look, toll), parts=_parts(look, claims),
        differing=_differences(look, incident.id),
        groups=_groups(look, claims), not_toll=_not_toll(look, claims, assessed, toll),
    )


def toll_claims(claims: Sequence[Claim], assessed: dict[str, Assessment], main: bool) -> list[Claim]:
    """The figures that are the toll of this incident: those of a side incident have the scope "other" in reports
    that are about another one."""
    excluded = {link.row for a in assessed.values() for link in a.excluded}
    counted = {row for a in assessed.values() for row in a.claims}
    scopes = ("incident",) if main else ("incident", "other")
    return [c for c in claims if c.kind in HARMS and c.count is not None and c.id not in excluded
            and (c.id in counted or c.scope in scopes)]


def _happened(look: Lookup, incident: Incident, claims: Sequence[Claim]) -> tuple[str, ...]:
    """What happened, by whom as alleged, with what, to what: one line each, unknown said as such."""
    blamed = [c for c in claims if c.kind == "perpetrator" and c.stance not in ("denied", "disputed")]
    denied = [c for c in claims if c.kind == "denial" or (c.kind == "perpetrator" and c.stance == "denied")]
    if incident.perpetrators:
        who = f"Held responsible: {words.listed(incident.perpetrators)}"
        who += f", by {in_words(holders_of(look, blamed))}" if blamed else ""
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
    lowest = [c for c in figures if _first(c) == assessment.low]
    highest = [c for c in figures if _last(c) == (assessment.low if assessment.high is None else assessment.high)]
    if lowest == highest or assessment.high is None:
        one_number = assessment.high in (None, assessment.low)
        return _end(look, "stated" if one_number else "both ends", lowest or highest)
    return _end(look, "lowest", lowest) + _end(look, "highest", highest)


def _first(claim: Claim) -> int | None:
    return claim.count.low if claim.count.low is not None else claim.count.high


def _last(claim: Claim) -> int | None:
    return claim.count.high if claim.count.high is not None else claim.count.low


def _end(look: Lookup, label: str, claims: Sequence[Claim]) -> tuple[End, ...]:
    if not claims:
        return ()
    same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (look.numbers[c.id], c.span, c.id)):
        same[claim.count.text.casefold(), words.reading(claim.count)].append(claim)
    sayings = tuple(Saying(rows[0].count.text, reading, refs_of(look, rows)) for (_, reading), rows in same.items())
    holders = holders_of(look, claims)
    named = sum(holder.named for holder in holders)
    sources = words.how_many(named, "independent source") if named else SILENT
    return (End(label, sayings, holders, f"{sources}; {reports(look, (c.doc for c in claims))}"),)


# ------------------------------------------------------------------------------------------------ figures


def _figures(look: Lookup, toll: Sequence[Claim]) -> tuple[Figures, ...]:
    """One chart for each harm, one lane for each source."""
    def lane_of(claim: Claim) -> tuple[tuple, str, str]:
        holder = holder_of(look, claim)
        return (holder.key,), holder.name, holder.role
    return tuple(_chart(look, harm, [c for c in toll if c.kind == harm], lane_of) for harm in HARMS
                 if any(c.kind == harm for c in toll))


def _dated(look: Lookup, toll: Sequence[Claim]) -> tuple[Figures, ...]:
    """The same figures by the day that they stood at, where there is more than one day."""
    def lane_of(claim: Claim) -> tuple[tuple, str, str]:
        holder, stood = holder_of(look, claim), _stood_at(look, claim)
        label = words.day(stood) if stood else "Date unknown"
        return (stood is None, stood or 0, not holder.named, holder.name, holder.key), holder.name, label
    shown = []
    for harm in HARMS:
        claims = [c for c in toll if c.kind == harm]
        if len({_stood_at(look, c) for c in claims} - {None}) > 1:
            shown.append(_chart(look, harm, claims, lane_of, dated=True))
    return tuple(shown)


def _stood_at(look: Lookup, claim: Claim):
    if claim.as_of is not None and claim.as_of.start is not None:
        return claim.as_of.start
    return look.by_doc[claim.doc].page.published.day


def _chart(look: Lookup, harm: str, claims: Sequence[Claim], lane_of, dated: bool = False) -> Figures:
    """Lanes and rows of one harm, by day or from the lowest figure to the highest."""
    held: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        held[lane_of(claim)].append(claim)
    ordered = sorted(held.items(), key=None if dated else _by_height)
    lanes = tuple(Lane(words.sentence_case(name), "" if dated else sub, harm, _marks(look, rows), sub if dated else "")
                  for (_, name, sub), rows in ordered)
    rows = tuple(row for (_, _, sub), same in ordered for row in _same_values(look, same, sub if dated else ""))
    wordless = sum(1 for c in claims if words.reading(c.count) == "no number")
    return Figures(harm, words.HARM_WORDS[harm], tuple(lane for lane in lanes if lane.marks), rows, wordless)


def _by_height(item: tuple[tuple, list[Claim]]) -> tuple:
    """Lanes from the lowest figure to the highest; those without a number last."""
    (key, label, _), claims = item
    numbers = [_first(c) for c in claims if words.reading(c.count) != "no number" and _first(c) is not None]
    tops = [_last(c) or 0 for c in claims if words.reading(c.count) != "no number"]
    return not numbers, min(numbers, default=0), max(tops, default=0), label, key


def _marks(look: Lookup, claims: Sequence[Claim]) -> tuple[Mark, ...]:
    """One mark for each figure of a lane, however many reports carry it."""
    same: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        if words.reading(claim.count) != "no number" and words.reading(claim.count) != words.UNKNOWN:
            same[claim.count.low, claim.count.high, claim.count.stated].append(claim)
    marks = []
    for (low, high, stated), rows in sorted(same.items(), key=lambda i: (i[0][0] or 0, i[0][1] or 0, i[0][2])):
        refs = refs_of(look, rows)
        carried = f" · {words.how_many(len({c.doc for c in rows}), 'report')}"
        marks.append(Mark(low, high, stated, rows[0].count.text, refs[0].href,
                          f"“{rows[0].count.text}”, read as {words.reading(rows[0].count)}{carried}",
                          rows[0].count.wording == "about"))
    return tuple(marks)


def _same_values(look: Lookup, claims: Sequence[Claim], prefix: str) -> list[Row]:
    """Claims with the same reading and stance in one row."""
    same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        note = "; ".join(filter(None, (prefix, _note(claim))))
        same[value_of(claim).casefold(), note].append(claim)
    return [Row(value_of(rows[0]), note, holders_of(look, rows), refs_of(look, rows))
            for (_, note), rows in same.items()]


def _note(claim: Claim) -> str:
    """Who was harmed and how firmly it is said, as far as the report says so."""
    return "; ".join(filter(None, (words.victims(claim.victims), _stance(claim))))


def _stance(claim: Claim) -> str:
    return "" if claim.kind == "denial" and claim.stance == "denied" else words.STANCE_WORDS[claim.stance]


# --------------------------------------------------------------------------------------- the other tables


def _parts(look: Lookup, claims: Sequence[Claim]) -> tuple[Row, ...]:
    """Figures for a part of the incident only: one hospital, the children among the dead."""
    rows = []
    for claim in (c for c in claims if c.kind in HARMS and c.scope == "partial" and c.count is not None):
        where = look.places.get(look.record.claim_places.get(claim.id, ""))
        note = "; ".join(filter(None, (words.HARM_WORDS[claim.kind].lower(), _note(claim),
                                       f"at {where.name}" if where else "", _whole(look, claim))))
        rows.append((value_of(claim), note, claim))
    return _merged(look, rows)


def _whole(look: Lookup, claim: Claim) -> str:
    whole = look.claims.get(claim.part_of or "")
    return f"of {value_of(whole)}" if whole else ""


def _merged(look: Lookup, rows: Iterable[tuple[str, str, Claim]]) -> tuple[Row, ...]:
    """Rows with the same value and note become one, with all holders and references."""
    same: dict[tuple[str, str], list[tuple[str, Claim]]] = defaultdict(list)
    for value, note, claim in rows:
        same[value.casefold(), note].append((value, claim))
    merged = [Row(held[0][0], note, holders_of(look, [c for _, c in held]), refs_of(look, [c for _, c in held]))
              for (_, note), held in same.items()]
    return tuple(sorted(merged, key=lambda row: (-sum(h.named for h in row.holders), -len(row.refs))))


def _groups(look: Lookup, claims: Sequence[Claim]) -> tuple[Group, ...]:
    """Everything that is not a figure: one row for each value and stance."""
    kinds = {c.kind for c in claims if c.kind not in HARMS}
    ordered = [kind for kind in KINDS if kind in kinds] + sorted(kinds - set(KINDS))
    return tuple(
        Group(kind, words.KIND_WORDS.get(kind) or words.sentence_case(kind.replace("_", " ")),
              _merged(look, ((value_of(c), _stance(c), c) for c in claims if c.kind == kind)))
        for kind in ordered)


def _not_toll(look: Lookup, claims: Sequence[Claim], assessed: dict[str, Assessment],
              toll: Sequence[Claim]) -> tuple[Row, ...]:
    """Figures that are not this incident's toll, with the reason."""
    reasons = {link.row: link.reason for a in assessed.values() for link in a.excluded}
    for claim in claims:
        if claim.kind in HARMS and claim.scope in ("aggregate", "other") and claim not in toll:
            reasons.setdefault(claim.id, _scope_reason(claim))
    rows = [look.claims[row] for row in reasons if row in look.claims and look.claims[row].scope != "partial"]
    return _merged(look, ((f"{words.HARM_WORDS[c.kind]}: {value_of(c)}" if c.kind in words.HARM_WORDS else value_of(c),
                           "; ".join(filter(None, (words.sentence_case(reasons[c.id]), _note(c)))), c)
                          for c in sorted(rows, key=lambda c: (look.numbers[c.id], c.id))))


def _scope_reason(claim: Claim) -> str:
    if claim.scope == "aggregate":
        period = f" ({claim.when.text})" if claim.when and claim.when.text else ""
        return f"a toll over several incidents or a period{period}"
    return "a toll of another incident" if claim.scope == "other" else "not joined to an incident"


def _loose(look: Lookup) -> tuple[Row, ...]:
    """Figures that no incident of the case holds and none sets aside."""
    held = {row for incident in look.record.incidents for row in incident.claims}
    held |= {link.row for a in look.record.assessments for link in a.excluded}
    rows = [c for c in look.claims.values() if c.kind in HARMS and c.count is not None and c.id not in held]
    return _merged(look, ((f"{words.HARM_WORDS[c.kind]}: {value_of(c)}",
                           "; ".join(filter(None, (words.sentence_case(_scope_reason(c)), _note(c)))), c)
                          for c in sorted(rows, key=lambda c: (look.numbers[c.id], c.id))))


ABOUT_WORDS = {"killed": "Number killed", "injured": "Number injured", "weapon": "Weapon", "perpetrator":
               "Who is responsible", "control": "Control of ground", "place": "Place", "time": "Time", "other": "Other"}


def _differences(look: Lookup, incident: str | None) -> tuple[Differing, ...]:
    """Where accounts of an incident differ: the dead first, then the injured, then the rest."""
    rows = [row for row in look.record.contradictions if row.incident == incident]
    return tuple(_differing(look, row) for row in sorted(rows, key=lambda row: tuple(ABOUT_WORDS).index(row.about)))


def _differing(look: Lookup, row: Contradiction) -> Differing:
    """Who holds which account."""
    same: dict[tuple[str, str], list] = defaultdict(list)
    for item in rows_of(look, row.items):
        claim = isinstance(item, Claim)
        value, note = (value_of(item), _note(item)) if claim else (_quoted(look, item), "")
        same[value.casefold(), note].append((value, item))
    rows = tuple(Row(held[0][0], note, holders_of(look, [i for _, i in held]), refs_of(look, [i for _, i in held]))
                 for (_, note), held in same.items())
    return Differing(ABOUT_WORDS[row.about], words.sentence_case(row.why), rows)


def _quoted(look: Lookup, row) -> str:
    text = row.span.of(look.by_doc[row.doc].page.text)
    return f"“{text if len(text) <= 120 else text[:119].rstrip() + '…'}”"


def _drift(look: Lookup, drift: Drift) -> DriftView:
    became = drift.span.of(look.by_doc[drift.doc].page.text)
    was = drift.against_span.of(look.by_doc[drift.against].page.text)
    return DriftView(drift.kind, drift.severity, was, became, look.letters[drift.doc], look.letters[drift.against],
                     words.sentence_case(drift.why), drift.id)


__all__ = ["CaseView", "IncidentView", "case_view", "digest", "report_name"]
