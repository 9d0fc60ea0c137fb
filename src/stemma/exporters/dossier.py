"""The dossier: one JSON object that holds a case as a careful coder would write it down.

Spans are given as {"start", "end", "text"} in Unicode code points of the document as received. Keys stand in a fixed
order and rows in the order of the documents' names, so that equal records give equal bytes. `judgements` holds what
people decided, withdrawn decisions too; `judged` the rows that each of them has changed, with what the program alone
had made of them; `sign_offs` who signed which incident, and what is different since. A key `note` is added where
coordinates are coarsened.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from stemma.assessments.support import books_of
from stemma.exporters._coarsening import coarsened, coarsening_note
from stemma.exporters._incidents import day_of, estimates_of, iso, outlet_of
from stemma.exporters._lookup import Lookup, quotes
from stemma.exporters._options import PLAIN, Options
from stemma.model import Claim, Drift, Edge, Incident, Judgement, Origin, Party, Place, Reading, Record, Statement
from stemma.values import HARMS, Span, When

FORMAT = "dossier"
MEDIA_TYPE = "application/json"
EXTENSION = ".json"
COORDINATES = True

NARRATOR = "narrator"  # the outlet itself, no source named

Row = dict[str, object]


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The whole case as UTF-8 JSON, one space of indent."""
    look = Lookup(coarsened(record, options))
    claims = list(look.claims())
    dossier = {
        "cluster": _cluster(record),
        "documents": [_document(reading, look) for reading in look.in_order()],
        "families": sorted(look.named(family.docs) for family in record.families),
        "edges": [row for family in record.families for edge in family.edges for row in _edge(edge, look)],
        "boilerplate": [row for reading in look.in_order() for row in _boilerplate(reading, look)],
        "places": [_place(place) for place in look.record.places],
        "people": [_person(party) for party in record.parties],
        # A statement of this format has a cue; what a body publishes about its own work has none.
        "statements": [_statement(one, reading, look) for reading, one in look.statements() if one.cue],
        "own_words": [_statement(one, reading, look) for reading, one in look.statements() if not one.cue],
        "casualties": [_casualty(claim, reading, look) for reading, claim in claims if claim.kind in HARMS],
        "claims": [_claim(claim, reading, look) for reading, claim in claims if claim.kind not in HARMS],
        "origins": [_origin(origin, look) for origin in record.origins],
        "dependences": [{"speaker": one.party, "on": one.on, "why": one.reason, "rows": list(one.rows)}
                        for one in record.dependences],
        "incidents": [_incident(incident, look) for incident in record.incidents],
        "contradictions": [{"id": c.id, "incident": c.incident, "about": c.about, "items": list(c.items), "why": c.why}
                           for c in record.contradictions],
        "corruptions": [row for drift in record.drifts for row in _corruption(drift, look)],
        "estimates": list(_estimates(look.record)),
        "judgements": [_judgement(one, look) for one in sorted(options.judgements, key=lambda j: (j.at, j.id))],
        "judged": [{"judgement": one.judgement, "rows": list(one.rows), "before": one.before or None}
                   for one in record.judged],
        "sign_offs": [{"incident": one.incident, "status": one.status, "judgement": one.judgement, "by": one.by,
                       "at": one.at.isoformat() if one.at else None, "changes": list(one.changes)}
                      for one in record.sign_offs if one.judgement],
    }
    if coarsening_note(options):
        dossier["note"] = coarsening_note(options)
    return msgspec.json.format(msgspec.json.encode(dossier), indent=1) + b"\n"


def _span(span: Span, reading: Reading) -> Row:
    return {"start": span.start, "end": span.end, "text": span.of(reading.document.text)}


def _last_day(when: When | None) -> str | None:
    return iso(when.end or when.start) if when else None


def _cluster(record: Record) -> str | None:
    """Place and day of the main incident, as far as they are known."""
    for incident in record.incidents:
        if incident.main:
            return "-".join(part for part in (incident.place, iso(incident.when.start)) if part) or None
    return None


def _document(reading: Reading, look: Lookup) -> Row:
    document = reading.document
    return {
        "id": look.names[document.id], "url": document.url,
        "file": PurePath(document.path).name if document.path else None,  # where it lay on a disk is nobody's business
        "outlet": outlet_of(reading),
        "published": iso(day_of(reading)), "lang": document.lang, "sha256": document.sha256,
    }


def _boilerplate(reading: Reading, look: Lookup) -> list[Row]:
    doc, text = look.names[reading.document.id], reading.document.text
    return [{"doc": doc, **_span(item.span, reading), "kind": item.kind}
            for item in sorted(reading.page.furniture, key=lambda f: f.span) if quotes(item.span, text)]


def _place(place: Place) -> Row:
    return {"key": place.key, "name": place.name, "variants": list(place.variants), "country": place.country,
            "lat": place.lat, "lon": place.lon, "kind": place.kind}


def _person(party: Party) -> Row:
    """The format knows persons and organisations only; the key of a source without a name begins with "unnamed:".

    Its name is what the documents call it ("a doctor at the town hospital"). The bare word "unnamed" would stand for
    every such source alike, and whoever compares two dossiers could not tell a wrong one from the right one.
    """
    unnamed = party.kind == "unnamed"
    return {"key": party.key, "kind": "person" if unnamed else party.kind, "name": party.name,
            "role": party.role or (party.name if unnamed else None), "side": None, "variants": list(party.variants)}


def _statement(statement: Statement, reading: Reading, look: Lookup) -> Row:
    origin = look.origins.get(statement.id)
    return {
        "id": statement.id, "doc": look.names[statement.doc],
        "speaker": look.record.speakers.get(statement.id, NARRATOR), "origin": origin.id if origin else None,
        "cue": statement.cue.of(reading.document.text) if statement.cue is not None else None,
        "content": _span(statement.span, reading), "direct": statement.direct, "channel": statement.channel,
        "via": statement.via,
    }


def _in_headline(claim: Claim, reading: Reading) -> bool:
    """Whether a claim stands in a headline."""
    sentences = reading.page.sentences
    return 0 <= claim.sentence < len(sentences) and sentences[claim.sentence].part == "headline"


def _links(claim: Claim, reading: Reading, look: Lookup) -> Row:
    """What a claim hangs on: its incident, its place where that is another, its speaker and its origin.

    In this format a headline that names no source has no origin, though the record knows whose figure it repeats.
    """
    incident, origin = look.incidents.get(claim.id), look.origins.get(claim.id)
    if claim.id not in look.record.speakers and _in_headline(claim, reading):
        origin = None
    return {"incident": incident.id if incident else None, "place": look.record.claim_places.get(claim.id),
            "speaker": look.record.speakers.get(claim.id, NARRATOR), "origin": origin.id if origin else None}


def _casualty(claim: Claim, reading: Reading, look: Lookup) -> Row:
    count = claim.count
    return {
        "id": claim.id, "doc": look.names[claim.doc], "evidence": _span(claim.span, reading), "harm": claim.kind,
        "low": count.low if count else None, "high": count.high if count else None,
        "wording": count.wording if count else "indefinite",
        "victims": {"status": claim.victims.status, "group": claim.victims.group}, "scope": claim.scope,
        **_links(claim, reading, look), "as_of": _last_day(claim.as_of), "stance": claim.stance,
    }


def _claim(claim: Claim, reading: Reading, look: Lookup) -> Row:
    return {"id": claim.id, "doc": look.names[claim.doc], "evidence": _span(claim.span, reading), "kind": claim.kind,
            "value": claim.value, **_links(claim, reading, look), "stance": claim.stance}


def _edge(edge: Edge, look: Lookup) -> list[Row]:
    """How two reports' texts hang together, with the aligned passages in both."""
    first, second = look.readings.get(edge.a), look.readings.get(edge.b)
    if first is None or second is None:
        return []
    return [{"a": look.names[edge.a], "b": look.names[edge.b], "how": edge.how, "share": edge.share,
            "direction": edge.direction, "why": edge.reason,
            "passages": [{"a": _span(a, first), "b": _span(b, second)} for a, b in edge.passages]}]


def _origin(origin: Origin, look: Lookup) -> Row:
    return {"id": origin.id, "speaker": origin.party, "channel": origin.channel, "date": iso(origin.date),
            "about": origin.about, "docs": look.named(origin.docs)}


def _incident(incident: Incident, look: Lookup) -> Row:
    when = incident.when
    found = look.assessments[incident.id]
    tolls = {harm: {"low": found[harm].low, "high": found[harm].high} if harm in found else {"low": None, "high": None}
             for harm in ("killed", "injured")}
    return {
        "id": incident.id, "main": incident.main, "title": incident.title, "date": iso(when.start),
        "date_end": iso(when.end) if when.end != when.start else None, "place": incident.place, "kind": incident.kind,
        "perpetrator": list(incident.perpetrators), "weapons": list(incident.weapons),
        "targets": list(incident.targets), "docs": look.named(incident.docs), **tolls,
        "independent_origins": {harm: len(found[harm].sources) if harm in found else 0 for harm in tolls},
    }


def _estimates(record: Record) -> Iterator[Row]:
    """The best number of each toll, with the rule that decided, the grade of the evidence and the reasons."""
    books = books_of(record)
    for incident in record.incidents:
        for harm, made in estimates_of(record, incident, books).items():
            yield {"incident": incident.id, "harm": harm, "best": made.best, "low": made.low, "high": made.high,
                   "open_end": made.open_end, "rule": made.rule, "grade": made.grade, "sources": list(made.sources),
                   "reasons": list(made.reasons), "claims": list(made.claims)}


def _corruption(drift: Drift, look: Lookup) -> list[Row]:
    """Words that a retelling has changed, with what stood in the text it is compared with."""
    reading, other = look.readings.get(drift.doc), look.readings.get(drift.against)
    if reading is None or other is None or not quotes(drift.span, reading.document.text):
        return []
    return [{"id": drift.id, "doc": look.names[drift.doc], "evidence": _span(drift.span, reading),
             "meant": drift.against_span.of(other.document.text), "why": drift.why, "kind": drift.kind,
             "severity": drift.severity, "against": look.names[drift.against]}]


def _judgement(judgement: Judgement, look: Lookup) -> Row:
    """What a person decided, with the words decided on, so that it can be taken into another case."""
    return {"id": judgement.id, "kind": judgement.kind, "subject": judgement.subject, "other": judgement.other,
            "verdict": judgement.verdict, "value": judgement.value, "quoted": judgement.quoted, "by": judgement.by,
            "at": judgement.at.isoformat(), "note": judgement.note,
            "withdrawn": judgement.withdrawn.isoformat() if judgement.withdrawn else None,
            "targets": [{"row": one.row, "id": one.id, "doc": look.names.get(one.doc, one.doc), "start": one.span.start,
                         "end": one.span.end, "text": one.quoted, "kind": one.kind} for one in judgement.targets]}
