"""Does this report tell of this incident at all? Asked where one report alone sets an end of a toll and little ties it
to the others."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.incidents.evidence import odds
from stemma.model import Claim, Incident
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index, without
from stemma.review._question import Question, asked, weighed

KIND = "same_incident"
UNSURE = 0.25  # rough likelihood that it is another happening, from which people are asked
WHOLE_TEXTS = frozenset({"verbatim", "reprint", "rewrite", "translation"})
# Points for a report being of the incident that it was put to; logarithms of odds, rough.
JOINED, COPY, FIGURE, DAY, OTHER_DAY, IN_PASSING = 1.0, 2.0, 1.5, 1.0, -1.0, -1.5
TOLD_OFTEN = 3  # people; a figure from here on is a tie where two reports share it


def find(index: Index) -> Iterator[Question]:
    """Questions about a report and the rest of its incident."""
    for incident in index.record.incidents:
        if len(incident.docs) > 1:
            edges = [edge for doc in incident.docs for edge in index.edges_of.get(doc, ())]
            yield from index.once.of(("loose report", incident.id), (*index.told(incident), edges),
                                     lambda one=incident: _all_of(index, one))


def _all_of(index: Index, incident: Incident) -> list[Question]:
    found = []
    for doc, claim in sorted(alone_at_an_end(index, incident).items()):
        ties = ties_of(index, incident, doc)
        doubt = 1 - odds(JOINED + sum(ties.values()))
        if doubt >= UNSURE and (question := _question(index, incident, claim, ties, doubt)):
            found.append(question)
    return found


def alone_at_an_end(index: Index, incident: Incident) -> dict[str, Claim]:
    """The reports without which some range of an incident would be another one, each with its figure at the end."""
    found: dict[str, Claim] = {}
    for harm, now in index.ranges(incident.id).items():
        own = index.tolls(incident.id)[harm]
        for end in (now.high, now.low):
            holders = [claim for claim in own if claim.count and end in (claim.count.low, claim.count.high)]
            docs = {claim.doc for claim in holders}
            if len(docs) == 1 and any(claim.doc not in docs for claim in own):
                found.setdefault(holders[0].doc, min(holders, key=lambda claim: (claim.span, claim.id)))
    return found


def ties_of(index: Index, incident: Incident, doc: str) -> dict[str, float]:
    """What ties a report to the others of its incident, in words, with points; below 0 what speaks against it."""
    found: dict[str, float] = {}
    others = [other for other in incident.docs if other != doc]
    edges = (index.edges.get((min(doc, other), max(doc, other))) for other in others)
    if any(edge and edge.how in WHOLE_TEXTS for edge in edges):
        found["its text is a copy of another"] = COPY
    mine, theirs = (
        {(harm, claim.count.low) for harm, own in index.tolls(incident.id).items() for claim in own
         if (claim.doc == doc) is here and claim.count.stated and (claim.count.low or 0) >= TOLD_OFTEN}
        for here in (True, False))
    if mine & theirs:
        found["it shares a figure with another report"] = FIGURE
    claims = index.claims_in(incident, doc)
    days = {claim.when.start for claim in claims if claim.when and claim.when.precision == "day" and claim.when.start}
    if incident.when.start in days:
        found["it tells the same day"] = DAY
    elif days and incident.when.start:
        found[f"it tells of {words.day(min(days), weekday=False)}"] = OTHER_DAY
    if all(claim.scope == "other" for claim in claims if claim.count):
        found["it tells of this beside its main subject"] = IN_PASSING
    return found


def _question(index: Index, incident: Incident, claim: Claim, ties: dict[str, float], doubt: float) -> Question | None:
    voice = index.voice(incident, not_of=claim.doc)
    if voice is None:
        return None
    own, now = index.tolls(incident.id), index.ranges(incident.id)
    gone = {one.id for one in index.claims_in(incident, claim.doc)}
    left = _stakes.ranges(without(own, gone))
    known = [text for text, _ in sorted(ties.items(), key=lambda tie: tie[1])]
    why = (f"{index.report_name(claim.doc)} alone gives {_stakes.figure(claim)}, and little ties it to the other "
           f"reports on {index.incident_name(incident)}{': ' if known else ''}{words.listed(known)}. "
           f"{_stakes.change(now, left, 'it is about another happening')}")
    return asked(KIND, "Are these two about one happening?", [index.target(claim), index.target(voice)], why,
                 (incident.id,), weighed(_stakes.moved(now, left), doubt),
                 sides=(f"{incident.id} {claim.doc}", incident.id))
