"""A record as it stands: what has to be known of it to say later what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from msgspec import Struct

from stemma.assessments.figures import claims_by_id
from stemma.changes.nouns import Behind, Differed, State, Stood, Toll
from stemma.model import Assessment, Claim, Contradiction, Incident, Origin, Party, Place, Reading, Record, SignOff
from stemma.report import words
from stemma.values import Span

Row = TypeVar("Row", Assessment, Contradiction)
LONGEST = 160  # characters of quoted words


class Ledger(Struct, frozen=True):
    """Indexes over one record."""

    record: Record
    claims: dict[str, Claim]
    behind: dict[str, Origin]  # of claims
    pages: dict[str, Reading]
    parties: dict[str, Party]
    places: dict[str, Place]
    assessments: Mapping[str, list[Assessment]]
    contradictions: Mapping[str, list[Contradiction]]
    signed: dict[str, SignOff]


def ledger_of(record: Record) -> Ledger:
    """The indexes of a record, built once."""
    return Ledger(
        record, claims_by_id(record.readings), {row: origin for origin in record.origins for row in origin.claims},
        {reading.document.id: reading for reading in record.readings},
        {party.key: party for party in record.parties}, {place.key: place for place in record.places},
        _by_incident(record.assessments), _by_incident(record.contradictions),
        {one.incident: one for one in record.sign_offs})


def state_of(record: Record) -> State:
    """What is kept of a record, in an order that does not depend on that of its documents."""
    return standing(ledger_of(record))


def standing(ledger: Ledger) -> State:
    """The same, from indexes that are there."""
    incidents = sorted((_stood(incident, ledger) for incident in ledger.record.incidents), key=lambda one: one.id)
    return State(tuple(incidents), tuple(sorted(ledger.pages)))


def _stood(incident: Incident, ledger: Ledger) -> Stood:
    signed = ledger.signed.get(incident.id)
    when = words.when(incident.when, weekday=False)
    return Stood(
        incident.id, f"{incident.title}, {when}", words.place(ledger.places.get(incident.place or "")), when,
        tuple(sorted(incident.claims)),
        tuple(sorted((_toll(one, incident, ledger) for one in ledger.assessments.get(incident.id, ())),
                     key=lambda toll: toll.harm)),
        tuple(sorted((Differed(one.about, tuple(sorted(one.items)))
                      for one in ledger.contradictions.get(incident.id, ())), key=lambda one: (one.about, one.items))),
        any(denies(ledger.claims[row]) for row in incident.claims if row in ledger.claims),
        signed.judgement if signed else None, tuple(signed.changes) if signed else ())


def _toll(found: Assessment, incident: Incident, ledger: Ledger) -> Toll:
    told: dict[str, list[str]] = defaultdict(list)
    for row in sorted(incident.claims):
        if row in ledger.behind and row in ledger.claims and ledger.claims[row].kind == found.kind:
            told[ledger.behind[row].party].append(row)
    sources = tuple(Behind(party, tuple(told[party])) for party in sorted(found.sources))
    return Toll(found.kind, found.low, found.high, found.open_end, tuple(sorted(found.claims)), sources)


def denies(claim: Claim) -> bool:
    """Whether somebody denies something here."""
    return claim.kind == "denial" or claim.stance == "denied"


# --------------------------------------------------------------------------------------------------------- in words


def quoted(claim: Claim, ledger: Ledger) -> str:
    """The words of a claim, whose they are and which report has them: “…” (Mira Tolvan, in Hill Courier)."""
    said = clipped(claim.span.of(ledger.pages[claim.doc].document.text))
    report = report_name(ledger.pages[claim.doc])
    party = party_of(claim, ledger)
    if party is not None:
        role = party.role if party.role and party.role.casefold() not in party.name.casefold() else ""
        who = f"{party.name}, {role}, in {report}" if role else f"{party.name}, in {report}"
    elif claim.source.known and claim.source.name:
        who = f"{claim.source.name}, in {report}"
    else:
        who = f"{report}, no source named"
    return f"“{said}” ({who})"


def party_of(claim: Claim, ledger: Ledger) -> Party | None:
    """Whose words a claim is: the party of its origin, else who speaks; None where nobody is named."""
    origin = ledger.behind.get(claim.id)
    key = origin.party if origin else ledger.record.speakers.get(claim.id)
    return ledger.parties.get(key or "")


def report_name(reading: Reading) -> str:
    """What a report is called: its outlet, else its title, else the name of its file."""
    document = reading.document
    return reading.page.outlet or document.outlet or document.title or document.name


def clipped(text: str, most: int = LONGEST) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most - 1]}…"


def first_told(rows: Iterable[str], ledger: Ledger) -> list[Claim]:
    """The claims of these ids: those with a source first, then by day of publication, name and place in the text."""
    def order(claim: Claim) -> tuple[bool, str, str, Span, str]:
        reading = ledger.pages[claim.doc]
        day = (reading.page.published.day or date.max).isoformat()
        return claim.id not in ledger.behind, day, reading.document.name, claim.span, claim.id

    return sorted((ledger.claims[row] for row in dict.fromkeys(rows) if row in ledger.claims), key=order)


def span_of(toll: Toll | Assessment) -> str:
    """A toll in words: "7–12", "20 or more", "unknown"."""
    low, high = toll.low, toll.high
    if low is None and high is None:
        return words.UNKNOWN
    if low is None:
        return f"up to {words.number(high)}"
    if high is None:
        return f"{words.number(low)} or more"
    shown = words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}"
    return f"{shown} or more" if toll.open_end else shown


def harm_words(harm: str) -> str:
    """"killed", "injured" ... inside a sentence."""
    return words.HARM_WORDS.get(harm, harm).lower()


def _by_incident(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.incident or ""].append(row)
    return found
