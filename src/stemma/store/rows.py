"""The rows that people read and query: one function for each noun, words quoted beside every pair of offsets.

Pure: nouns in, (table, row) pairs out. The columns are those of migrations/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain

from stemma.model import (
    Assessment,
    Claim,
    Contradiction,
    Dependence,
    Drift,
    Family,
    Incident,
    Judged,
    Mention,
    Origin,
    Party,
    Place,
    Reading,
    Record,
    SignOff,
    Statement,
)
from stemma.values import Source, Span, When

# Derived tables in the order in which they are written: what is referred to comes first.
TABLES = (
    "page", "furniture", "sentence", "mention",
    "party", "party_variant", "party_mention", "party_document", "place", "place_variant", "place_mention",
    "statement", "claim", "family", "family_document", "family_edge", "passage",
    "origin", "origin_document", "origin_claim", "origin_statement", "origin_link",
    "dependence", "dependence_row", "drift",
    "incident", "incident_detail", "incident_document", "incident_claim",
    "assessment", "assessment_source", "assessment_origin", "assessment_claim", "assessment_excluded",
    "contradiction", "contradiction_item", "judged", "judged_row", "sign_off", "sign_off_change",
)
# Those of them that hold what one document says; the others are about the whole case.
OWN_TABLES = ("page", "furniture", "sentence", "mention", "statement", "claim")
# Every place where offsets stand beside the words they quote: table, document, start, end, words.
QUOTED = (
    ("furniture", "doc", "start_at", "end_at", "words"),
    ("sentence", "doc", "start_at", "end_at", "words"),
    ("mention", "doc", "start_at", "end_at", "words"),
    ("statement", "doc", "start_at", "end_at", "words"),
    ("statement", "doc", "cue_start", "cue_end", "cue_words"),
    ("statement", "doc", "source_start", "source_end", "source_words"),
    ("claim", "doc", "start_at", "end_at", "words"),
    ("claim", "doc", "source_start", "source_end", "source_words"),
    ("passage", "a", "a_start", "a_end", "a_words"),
    ("passage", "b", "b_start", "b_end", "b_words"),
    ("drift", "doc", "start_at", "end_at", "words"),
    ("drift", "against", "against_start", "against_end", "against_words"),
)
LARGEST = 2**63 - 1  # SQLite's integers; a larger figure is shown as no figure, the exact noun keeps it

Row = dict[str, object]
Pair = tuple[str, Row]


def rows_of(record: Record, documents: Container[str] | None = None) -> dict[str, list[Row]]:
    """All rows of a record by table, in a stable order; those of OWN_TABLES for these documents only, if given."""
    texts = {r.document.id: r.document.text for r in record.readings}
    tables: dict[str, list[Row]] = defaultdict(list)
    for table, row in chain(
        _each(_reading_rows(r, record) for r in record.readings if documents is None or r.document.id in documents),
        _each(map(_party_rows, record.parties)),
        _each(map(_place_rows, record.places)),
        _each(_family_rows(f, texts) for f in record.families),
        _each(map(_origin_rows, record.origins)),
        _each(map(_dependence_rows, record.dependences)),
        (_drift_row(d, texts) for d in record.drifts),
        _each(map(_incident_rows, record.incidents)),
        _each(map(_assessment_rows, record.assessments)),
        _each(map(_contradiction_rows, record.contradictions)),
        _each(map(_judged_rows, record.judged)),
        _each(map(_sign_off_rows, record.sign_offs)),
    ):
        tables[table].append(row)
    return tables


def _each(groups: Iterable[Iterable[Pair]]) -> Iterator[Pair]:
    return chain.from_iterable(groups)


# ------------------------------------------------------------------------------------------------------------- parts


def quoted(text: str, span: Span | None, start: str = "start_at", end: str = "end_at", words: str = "words") -> Row:
    """Offsets and the words they quote; all empty where there is no span."""
    if span is None:
        return {start: None, end: None, words: None}
    return {start: span.start, end: span.end, words: span.of(text)}


def _source(source: Source, text: str) -> Row:
    return {"source_kind": source.kind, "source_name": source.name, "source_role": source.role,
            **quoted(text, source.span, "source_start", "source_end", "source_words")}


def _days(name: str, when: When | None) -> Row:
    """A time as written, and its first and last day where they are known."""
    if when is None:
        return {name: None, f"{name}_from": None, f"{name}_to": None}
    return {name: when.text, f"{name}_from": _iso(when.start), f"{name}_to": _iso(when.end)}


def _iso(day: object) -> str | None:
    return None if day is None else day.isoformat()


def _figure(number: int | None) -> int | None:
    return number if number is not None and -LARGEST <= number <= LARGEST else None


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    return ({"number": number, **row} for number, row in enumerate(rows))


# ------------------------------------------------------------------------------------------------------ one document


def _reading_rows(reading: Reading, record: Record) -> Iterator[Pair]:
    page, doc, text = reading.page, reading.document.id, reading.document.text
    day = page.published
    yield "page", {"doc": doc, "outlet": page.outlet, "published": _iso(day.day), "published_basis": day.basis,
                   "published_words": day.span.of(text) if day.span is not None else None}
    for item in page.furniture:
        yield "furniture", {"doc": doc, **quoted(text, item.span), "kind": item.kind}
    for sentence in page.sentences:
        yield "sentence", {"doc": doc, "number": sentence.number, "paragraph": sentence.paragraph,
                           "part": sentence.part, **quoted(text, sentence.span)}
    for mention in page.mentions:
        yield "mention", _mention_row(mention, text)
    for statement in reading.statements:
        yield "statement", _statement_row(statement, text, record.speakers)
    for claim in reading.claims:
        yield "claim", _claim_row(claim, text, record.speakers, record.claim_places)


def _mention_row(mention: Mention, text: str) -> Row:
    geo = mention.geo
    return {
        "id": mention.id, "doc": mention.doc, "kind": mention.kind, **quoted(text, mention.span), "name": mention.name,
        "role": mention.role, "refers_to": mention.refers_to, "geo": geo and geo.id, "geo_name": geo and geo.name,
        "country": geo and geo.country, "lat": geo and geo.lat, "lon": geo and geo.lon, "geo_kind": geo and geo.kind,
    }


def _statement_row(statement: Statement, text: str, speakers: Mapping[str, str]) -> Row:
    return {
        "id": statement.id, "doc": statement.doc, **quoted(text, statement.span),
        **quoted(text, statement.cue, "cue_start", "cue_end", "cue_words"), "direct": int(statement.direct),
        "speaker": speakers.get(statement.id), **_source(statement.source, text), "channel": statement.channel,
        "via": statement.via, **_days("said", statement.said), "parent": statement.parent,
    }


def _claim_row(claim: Claim, text: str, speakers: Mapping[str, str], places: Mapping[str, str]) -> Row:
    count = claim.count
    return {
        "id": claim.id, "doc": claim.doc, "kind": claim.kind, **quoted(text, claim.span), "sentence": claim.sentence,
        "value": claim.value,
        "low": _figure(count.low) if count else None, "high": _figure(count.high) if count else None,
        "wording": count.wording if count else None, "figure": count.text if count else None,
        "victims_status": claim.victims.status, "victims_group": claim.victims.group, "scope": claim.scope,
        "stance": claim.stance, "speaker": speakers.get(claim.id), **_source(claim.source, text),
        "statement": claim.statement, "part_of": claim.part_of, "place": places.get(claim.id),
        "place_mention": claim.place, **_days("happened", claim.when), **_days("as_of", claim.as_of),
    }


# -------------------------------------------------------------------------------------------------- across documents


def _party_rows(party: Party) -> Iterator[Pair]:
    yield "party", {"key": party.key, "kind": party.kind, "name": party.name, "role": party.role}
    for variant in dict.fromkeys(party.variants):
        yield "party_variant", {"party": party.key, "variant": variant}
    for mention in dict.fromkeys(party.mentions):
        yield "party_mention", {"party": party.key, "mention": mention}
    for doc in dict.fromkeys(party.docs):
        yield "party_document", {"party": party.key, "doc": doc}


def _place_rows(place: Place) -> Iterator[Pair]:
    yield "place", {"key": place.key, "name": place.name, "kind": place.kind, "country": place.country,
                    "lat": place.lat, "lon": place.lon}
    for variant in dict.fromkeys(place.variants):
        yield "place_variant", {"place": place.key, "variant": variant}
    for mention in dict.fromkeys(place.mentions):
        yield "place_mention", {"place": place.key, "mention": mention}


def _family_rows(family: Family, texts: Mapping[str, str]) -> Iterator[Pair]:
    yield "family", {"id": family.id}
    for doc in dict.fromkeys(family.docs):
        yield "family_document", {"family": family.id, "doc": doc}
    for number, edge in enumerate(family.edges):
        yield "family_edge", {"family": family.id, "number": number, "a": edge.a, "b": edge.b, "how": edge.how,
                              "share": edge.share, "direction": edge.direction, "reason": edge.reason}
        a, b = texts.get(edge.a, ""), texts.get(edge.b, "")
        for row in _numbered({"a": edge.a, **quoted(a, here, "a_start", "a_end", "a_words"),
                              "b": edge.b, **quoted(b, there, "b_start", "b_end", "b_words")}
                             for here, there in edge.passages):
            yield "passage", {"family": family.id, "edge": number, **row}


def _origin_rows(origin: Origin) -> Iterator[Pair]:
    yield "origin", {"id": origin.id, "party": origin.party, "channel": origin.channel, "date": _iso(origin.date),
                     "about": origin.about}
    for doc in dict.fromkeys(origin.docs):
        yield "origin_document", {"origin": origin.id, "doc": doc}
    for claim in dict.fromkeys(origin.claims):
        yield "origin_claim", {"origin": origin.id, "claim": claim}
    for statement in dict.fromkeys(origin.statements):
        yield "origin_statement", {"origin": origin.id, "statement": statement}
    for row in _numbered({"row": link.row, "reason": link.reason} for link in origin.links):
        yield "origin_link", {"origin": origin.id, **row}


def _dependence_rows(dependence: Dependence) -> Iterator[Pair]:
    yield "dependence", {"party": dependence.party, "draws_on": dependence.on, "reason": dependence.reason}
    for row in _numbered({"row": row} for row in dependence.rows):
        yield "dependence_row", {"party": dependence.party, "draws_on": dependence.on, **row}


def _drift_row(drift: Drift, texts: Mapping[str, str]) -> Pair:
    return "drift", {
        "id": drift.id, "kind": drift.kind, "severity": drift.severity, "doc": drift.doc,
        **quoted(texts.get(drift.doc, ""), drift.span), "against": drift.against,
        **quoted(texts.get(drift.against, ""), drift.against_span, "against_start", "against_end", "against_words"),
        "why": drift.why,
    }


def _incident_rows(incident: Incident) -> Iterator[Pair]:
    when = incident.when
    yield "incident", {"id": incident.id, "main": int(incident.main), "title": incident.title, "happened": when.text,
                       "date": _iso(when.start), "date_end": _iso(when.end), "precision": when.precision,
                       "place": incident.place, "kind": incident.kind}
    details = {"perpetrator": incident.perpetrators, "weapon": incident.weapons, "target": incident.targets}
    for about, values in details.items():
        for row in _numbered({"value": value} for value in values):
            yield "incident_detail", {"incident": incident.id, "about": about, **row}
    for doc in dict.fromkeys(incident.docs):
        yield "incident_document", {"incident": incident.id, "doc": doc}
    reasons = {link.row: link.reason for link in incident.reasons}
    for claim in dict.fromkeys(incident.claims):
        yield "incident_claim", {"incident": incident.id, "claim": claim, "reason": reasons.get(claim)}


def _assessment_rows(found: Assessment) -> Iterator[Pair]:
    of = {"incident": found.incident, "kind": found.kind}
    yield "assessment", {**of, "low": _figure(found.low), "high": _figure(found.high), "open_end": int(found.open_end),
                         "rule": found.rule, "words": found.words}
    members = (("assessment_source", "party", found.sources), ("assessment_origin", "origin", found.origins),
               ("assessment_claim", "claim", found.claims))
    for table, column, ids in members:
        for one in dict.fromkeys(ids):
            yield table, {**of, column: one}
    for row in _numbered({"row": link.row, "reason": link.reason} for link in found.excluded):
        yield "assessment_excluded", {**of, **row}


def _contradiction_rows(found: Contradiction) -> Iterator[Pair]:
    yield "contradiction", {"id": found.id, "incident": found.incident, "about": found.about, "why": found.why}
    for row in _numbered({"row": item} for item in found.items):
        yield "contradiction_item", {"contradiction": found.id, **row}


# ------------------------------------------------------------------------------------------------- what people decided


def _judged_rows(judged: Judged) -> Iterator[Pair]:
    yield "judged", {"judgement": judged.judgement, "before": judged.before}
    for row in _numbered({"row": row} for row in judged.rows):
        yield "judged_row", {"judgement": judged.judgement, **row}


def _sign_off_rows(found: SignOff) -> Iterator[Pair]:
    yield "sign_off", {"incident": found.incident, "status": found.status, "judgement": found.judgement,
                       "by": found.by, "at": _iso(found.at)}
    for row in _numbered({"words": words} for words in found.changes):
        yield "sign_off_change", {"incident": found.incident, **row}
