"""Claims as schema.org JSON-LD: who said what, in which reports it appeared, and in which one first.

One Claim for each thing told by one act of reporting, so that a copy counts once; where the source is not known, one
for each family of reports. A claim that a copy has changed has no author: its source did not say that.
`firstAppearance` is given only where the days of publication settle it. No ClaimReview and no rating: whether a claim
is true is for people to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from stemma.exporters._incidents import day_of, in_time, iso, outlet_of, title_of
from stemma.exporters._lookup import Lookup
from stemma.exporters._options import PLAIN, Options
from stemma.model import Claim, Incident, Party, Reading, Record
from stemma.values import Count, Span

FORMAT = "claims-jsonld"
MEDIA_TYPE = "application/ld+json"
EXTENSION = ".jsonld"

TYPES = {"person": "Person", "org": "Organization"}
SPOILING = ("number", "harm", "hedge", "attribution", "actor")  # kinds of drift after which it is another claim
CHANGED = "Changed by a copy: in the report it was copied from, the source is quoted otherwise."
Node = dict[str, object]
Pair = tuple[Reading, Claim]


def export(record: Record, options: Options = PLAIN) -> bytes:
    """One graph in UTF-8: reports, sources, incidents, claims."""
    look = Lookup(record)
    spoilt = _changed(look)
    graph = [*(_article(reading) for reading in look.in_order()),
             *(_author(party) for party in record.parties),
             *(_event(incident, look) for incident in record.incidents),
             *(_claim(pairs, look, spoilt) for pairs in _told(look, spoilt))]
    whole = {"@context": "https://schema.org", "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _changed(look: Lookup) -> frozenset[str]:
    """Claims whose words a copy has changed so that they are no longer what the source said."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for drift in look.record.drifts:
        if drift.kind in SPOILING:
            spans[drift.doc].append(drift.span)
    return frozenset(claim.id for _, claim in look.claims()
                     if any(span.overlaps(claim.span) for span in spans.get(claim.doc, ())))


def _told(look: Lookup, spoilt: frozenset[str]) -> Iterator[list[Pair]]:
    """The claims that tell one thing by one act of reporting, in the order of the first of them."""
    family_of = {doc: family.id for family in look.record.families for doc in family.docs}
    found: dict[tuple, list[Pair]] = defaultdict(list)
    for reading, claim in look.claims():
        origin, incident, count = look.origins.get(claim.id), look.incidents.get(claim.id), claim.count
        unknown = (look.record.speakers.get(claim.id), family_of.get(claim.doc, claim.doc))
        found[(origin.id if origin else unknown, claim.kind, claim.stance == "denied", claim.scope, claim.value,
               claim.victims.status, claim.victims.group or "", (count.low, count.high) if count else None,
               claim.id in spoilt, incident.id if incident else None)].append((reading, claim))
    yield from found.values()


def _claim(pairs: Sequence[Pair], look: Lookup, spoilt: frozenset[str]) -> Node:
    """One claim, quoted by the sentence of the oldest report that has it."""
    held = {claim.doc: (reading, claim) for reading, claim in reversed(pairs)}
    reports = in_time(look, held)
    reading, claim = held[reports[0].document.id]
    origin, incident = look.origins.get(claim.id), look.incidents.get(claim.id)
    speaker = origin.party if origin else look.record.speakers.get(claim.id)
    changed = claim.id in spoilt
    first = first_of(reports)
    node: Node = {
        "@type": "Claim", "@id": f"#{claim.id}", "name": name_of(claim), "text": _sentence(reading, claim),
        "author": {"@id": f"#{speaker}"} if speaker in look.parties and not changed else None,
        "description": CHANGED if changed else None,
        "datePublished": iso(origin.date) if origin and not changed else None,
        "about": {"@id": f"#{incident.id}"} if incident else None,
        "appearance": [{"@id": f"#{report.document.id}"} for report in reports],
        "firstAppearance": {"@id": f"#{first.document.id}"} if first else None,
        "identifier": [one.id for _, one in pairs],
    }
    return _known(node)


def first_of(reports: Sequence[Reading]) -> Reading | None:
    """The report that had it first, where all are dated and only one is the oldest."""
    if len(reports) == 1:
        return reports[0]
    days = [day_of(report) for report in reports]
    settled = None not in days and days.count(days[0]) == 1
    return reports[0] if settled else None


def name_of(claim: Claim) -> str:
    """The claim in a few words: "Killed: at least 14", "Denied: weapon, cluster munitions"."""
    kind = claim.kind.replace("_", " ")
    told = f"{kind}: {count_words(claim.count)}" if claim.count else f"{kind}: {claim.value}" if claim.value else kind
    group = f", {claim.victims.group.replace('_', ' ')}" if claim.victims.group else ""
    whole = f"{told}{group}" + (" (of a part)" if claim.scope == "partial" else
                                " (over a longer time or several places)" if claim.scope == "aggregate" else "")
    return f"Denied: {whole}" if claim.stance == "denied" else f"{whole[:1].upper()}{whole[1:]}"


def count_words(count: Count) -> str:
    """The number phrase as written."""
    return " ".join(count.text.split()) or (str(count.low) if count.low is not None else "some")


def _sentence(reading: Reading, claim: Claim) -> str:
    """The whole sentence, for the few words of the evidence are easily misread."""
    text = reading.document.text
    sentence = next((s for s in reading.page.sentences if s.number == claim.sentence), None)
    return " ".join((sentence.span if sentence else claim.span).of(text).split())


def _article(reading: Reading) -> Node:
    document, outlet = reading.document, outlet_of(reading)
    return _known({
        "@type": "NewsArticle", "@id": f"#{document.id}", "headline": title_of(reading), "url": document.url,
        "datePublished": iso(day_of(reading)), "inLanguage": document.lang,
        "publisher": {"@type": "Organization", "name": outlet} if outlet else None, "identifier": document.sha256})


def _author(party: Party) -> Node:
    """A source without a name is a Thing: it may be one person, or several, or a body."""
    role = {"jobTitle": party.role} if party.kind == "person" else {"description": party.role}
    others = [name for name in party.variants if name != party.name]
    return _known({"@type": TYPES.get(party.kind, "Thing"), "@id": f"#{party.key}", "name": party.name,
                   "alternateName": others, **role})


def _event(incident: Incident, look: Lookup) -> Node:
    place = look.places.get(incident.place or "")
    where = _known({"@type": "Place", "name": place.name, "address": place.country}) if place else None
    return _known({"@type": "Event", "@id": f"#{incident.id}", "name": incident.title,
                   "startDate": iso(incident.when.start), "endDate": iso(incident.when.end), "location": where})


def _known(node: Node) -> Node:
    """What is known of a node: nothing empty is said."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
