"""Chains: the way of one row back, from the report that gives it to the act of reporting that it goes back to.

A chain is read from what other stages found (copying edges, statements, origins); it decides nothing itself. Where the
texts tell no further, it ends: a chain without an act has a source whose channel and day nobody states, and a chain
whose last step names no source counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.copies.acts import told_on
from stemma.model import Chain, Claim, Edge, Origin, Party, Reading, Record, Statement, Step
from stemma.values import Channel, Span

NO_SOURCE = "no source named"
CHANNELS: dict[Channel, str] = {
    "facebook": "Facebook", "telegram": "Telegram", "twitter": "Twitter", "tv": "television", "briefing": "briefing",
    "interview": "interview", "press_release": "press release", "un_meeting": "United Nations meeting",
}
COPIES = {"verbatim": "a word-for-word copy", "reprint": "a reprint", "rewrite": "a rewrite",
          "translation": "a translation", "summary": "a summary"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
DEEPEST = 8  # copies of copies that are followed; in practice two or three

Row = Statement | Claim


class Copied(Struct, frozen=True):
    """A report's text beside the text that it was copied from."""

    original: str  # Document.id
    how: str
    reason: str
    passages: tuple[tuple[Span, Span], ...]  # (in the copy, in the original)
    share: float


class Tracks(Struct, frozen=True):
    """What a chain is read from, by id. Built once for all rows of a record."""

    readings: dict[str, Reading]
    rows: dict[str, Row]
    by_doc: dict[str, tuple[Row, ...]]
    parties: dict[str, Party]
    speakers: dict[str, str]
    behind: dict[str, Origin]
    copied: dict[str, tuple[Copied, ...]]  # by the copy's Document.id, the likeliest original first


class Place(Struct, frozen=True):
    """Where a chain stands: a document, the words there, and the row that they carry, if one was read there."""

    doc: str
    span: Span
    row: Row | None


def chain_of(record: Record, row: str) -> Chain:
    """The way back of one Claim or Statement, by its id. Raises KeyError where the record has no such row."""
    return chain(tracks_of(record), row)


def tracks_of(record: Record) -> Tracks:
    """The indexes that chains are read from; for many chains of one record build them once."""
    by_doc = {r.document.id: (*r.statements, *r.claims) for r in record.readings}
    return Tracks(
        readings={reading.document.id: reading for reading in record.readings},
        rows={row.id: row for rows in by_doc.values() for row in rows},
        by_doc=by_doc,
        parties={party.key: party for party in record.parties},
        speakers=record.speakers,
        behind={row: origin for origin in record.origins for row in (*origin.claims, *origin.statements)},
        copied=copies_of(record),
    )


def copies_of(record: Record) -> dict[str, tuple[Copied, ...]]:
    """For each copy the texts that it was copied from; edges whose direction is unknown say nothing of the way."""
    found: dict[str, list[Copied]] = defaultdict(list)
    for edge in (edge for family in record.families for edge in family.edges):
        if edge.how in COPIES and edge.direction != "unknown":
            copy, copied = from_edge(edge)
            found[copy].append(copied)
    return {doc: tuple(sorted(own, key=lambda c: (-c.share, c.original))) for doc, own in found.items()}


def from_edge(edge: Edge) -> tuple[str, Copied]:
    """(the copy's id, what it was copied from)."""
    if edge.direction == "a_from_b":
        return edge.a, Copied(edge.b, edge.how, edge.reason, edge.passages, edge.share)
    passages = tuple((b, a) for a, b in edge.passages)
    return edge.b, Copied(edge.a, edge.how, edge.reason, passages, edge.share)


def chain(tracks: Tracks, row: str) -> Chain:
    """The way back of one row."""
    item = tracks.rows[row]
    places, steps = [Place(item.doc, item.span, item)], [report_step(tracks, item)]
    for place, step in copied_steps(tracks, item):
        places.append(place)
        steps.append(step)
    steps += carried_steps(tracks, places)
    origin = tracks.behind.get(row)
    steps.append(teller_step(tracks, places, origin) if origin else unknown_step(tracks, item))
    if origin is not None and (origin.channel or origin.date):
        steps.append(act_step(tracks, origin, places))
    return Chain(row, tuple(steps), origin.id if origin else None)


def report_step(tracks: Tracks, item: Row) -> Step:
    """The report that gives the row."""
    page = tracks.readings[item.doc].page
    return Step("report", outlet(page), item.doc, item.span, page.published.day, "the report gives it in these words")


def outlet(page) -> str:
    """What a report is called: its outlet, else its document's name."""
    return page.outlet or page.document.name


def copied_steps(tracks: Tracks, item: Row) -> Iterable[tuple[Place, Step]]:
    """The texts that the words were copied from, one after the other, as far as passages are aligned."""
    here, seen = Place(item.doc, item.span, item), {item.doc}
    for _ in range(DEEPEST):
        found = next(
            ((copied, theirs) for copied in tracks.copied.get(here.doc, ()) if copied.original not in seen
             for mine, theirs in copied.passages if mine.overlaps(here.span)), None)
        if found is None or found[0].original not in tracks.readings:
            return
        copied, theirs = found
        page = tracks.readings[copied.original].page
        twin = twin_of(here.row, [row for row in tracks.by_doc[copied.original] if row.span.overlaps(theirs)])
        words = twin.span if twin else theirs
        reason = f"the text is {COPIES[copied.how]} of this one: {copied.reason}"
        here = Place(copied.original, words, twin)
        seen.add(copied.original)
        yield here, Step("copied_from", outlet(page), here.doc, words, page.published.day, reason)


def twin_of(row: Row | None, others: Sequence[Row]) -> Row | None:
    """The row of the original that a copy's row retells: the same harm, the same figure if there is one."""
    if isinstance(row, Claim):
        alike = [other for other in others if isinstance(other, Claim) and other.kind == row.kind]
        return next((other for other in alike if other.count == row.count), alike[0] if alike else None)
    return next((other for other in others if isinstance(other, Statement)), None)


def carried_steps(tracks: Tracks, places: Sequence[Place]) -> list[Step]:
    """Who carried the words to the report: outlets and speakers that the text puts between itself and the source.

    They are read where the words are the report's own; of a copy that names nobody, where its original does.
    """
    for place in places:
        statement = statement_of(tracks, place.row)
        steps = [] if statement is None else [*outer_steps(tracks, statement), *via_steps(tracks, statement)]
        if steps:
            return steps
    return []


def statement_of(tracks: Tracks, row: Row | None) -> Statement | None:
    """The statement that carries a row."""
    found = tracks.rows.get(row.statement or "") if isinstance(row, Claim) else row
    return found if isinstance(found, Statement) else None


def outer_steps(tracks: Tracks, statement: Statement) -> list[Step]:
    """The statements around this one, the outermost first: "the agency reported that the governor said"."""
    outer: list[Statement] = []
    while (parent := tracks.rows.get(statement.parent or "")) and len(outer) < DEEPEST and parent not in outer:
        outer.insert(0, parent)
        statement = parent
    return [
        Step("carried_by", tracks.parties[key].name, row.doc, row.cue or row.source.span, told_on(row),
             "the report quotes the source as this one tells it")
        for row in outer if (key := tracks.speakers.get(row.id)) in tracks.parties
    ]


def via_steps(tracks: Tracks, statement: Statement) -> list[Step]:
    """The outlet that the text names as the first to carry the words."""
    if not statement.via:
        return []
    text = tracks.readings[statement.doc].page.text
    span = nearest(text, statement.via, statement.span)
    return [Step("carried_by", statement.via, statement.doc, span, None, "the report says that this outlet carried it")]


def nearest(text: str, words: str, span: Span) -> Span | None:
    """Where words stand nearest to a span; None where the text has them in another form."""
    before, after = text.rfind(words, 0, span.end), text.find(words, span.start)
    found = [at for at in (before, after) if at >= 0]
    if not found:
        return None
    at = min(found, key=lambda at: (max(span.start - at, at - span.end, 0), at))
    return Span(at, at + len(words))


def teller_step(tracks: Tracks, places: Sequence[Place], origin: Origin) -> Step:
    """Who told it, shown by the words that name the source, the report's own first."""
    party = tracks.parties[origin.party]
    item = places[0].row
    reason = next((link.reason for link in origin.links if link.row == item.id), "named as the source")
    role = f" ({party.role})" if party.role else ""
    doc, span = named_at(tracks, places, origin)
    return Step("told_by", party.name, doc, span, told_on(statement_of(tracks, item)), reason + role)


def named_at(tracks: Tracks, places: Sequence[Place], origin: Origin) -> tuple[str | None, Span | None]:
    """Where the source is named: beside the row, in a text that it was copied from, or elsewhere in the origin."""
    own = set(origin.claims) | set(origin.statements)
    for place in places:
        if place.row is not None and place.row.source.known and place.row.source.span:
            return place.doc, place.row.source.span
        for row in tracks.by_doc[place.doc]:
            if row.id in own and row.source.known and row.source.span:
                return place.doc, row.source.span
    return None, None


def unknown_step(tracks: Tracks, item: Row) -> Step:
    """The end of a chain that leads to nobody."""
    party = tracks.parties.get(tracks.speakers.get(item.id, ""))
    if party is not None:
        reason = "these words name nobody in particular; whoever told it is unknown and counts for nothing"
        return Step("told_by", party.name, item.doc, item.source.span, None, reason)
    reason = "the report does not say who told it; an unknown source counts for nothing"
    return Step("told_by", NO_SOURCE, None, None, None, reason)


def act_step(tracks: Tracks, origin: Origin, places: Sequence[Place]) -> Step:
    """The act of reporting: its channel and day, with the cue that tells them, the report's own first."""
    day = origin.date
    name = ", ".join(filter(None, [
        CHANNELS.get(origin.channel, ""), f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "",
    ]))
    cues = [row for id in origin.statements if isinstance(row := tracks.rows.get(id), Statement) and row.cue]
    order = {place.doc: number for number, place in enumerate(places)}
    best = min(cues, key=lambda s: (s.channel != origin.channel, told_on(s) != day, order.get(s.doc, len(order)),
                                    s.doc, s.span), default=None)
    if best is None:
        return Step("act", name, None, None, day, "all that the reports tell of when and where it was told")
    return Step("act", name, best.doc, best.cue, day, "these words tell when or where it was told")


