"""Acts of reporting: which rows of one source were told on one occasion.

Rows of one source are one act where they stand in one text or its copies, unless the text tells two occasions (two
days, two entries of a live page, "had said on Monday"). Texts that tell of one source are one act where they share a
figure, or where nothing keeps them apart: another day, or another number for the same toll.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from stemma.copies.features import features_of
from stemma.keeping import Notes, Topic
from stemma.model import Claim, Family, Reading, Statement
from stemma.values import HARMS, Channel, Span

# Channels on which a source writes once and everybody quotes.
POSTS = frozenset({"facebook", "telegram", "twitter"})
MOST = 20  # acts without a figure in common that a text is compared with; more are one source's talk of many days
# "from" before a figure tells what it was before: "rose to 24 from 21".
FORMER = re.compile(r"\b(?:from|instead of|rather than|previous(?:ly)?|earlier|initial(?:ly)?)(?:\s+(?:the|an?|figure"
                    r"|toll|count|of|reported|given|estimate))*\s*$", re.IGNORECASE)
PAST = re.compile(r"\bhad(?:\s+(?:earlier|first|initially|previously|originally|already|at first))?\s*$", re.IGNORECASE)
PAST_CUE = re.compile(r"^(?:who\s+)?had\b|\b(?:earlier|initially|previously|originally|at first)\b", re.IGNORECASE)
# The time that opens an entry of a live page; three of them at least make a page live.
STAMP = re.compile(r"(?m)^[ \t]*[*•\-\[(]?[ \t]*((?:[01]?\d|2[0-3])[:.h][0-5]\d)\b(?![.,:]?\d)")
FEWEST_STAMPS = 3
COPIED_OUT = ("verbatim", "reprint")
NEAR_PASSAGES = 8  # passages that begin before a row and may reach into it; several where a text has several relatives


class Row(Struct, frozen=True):
    """A statement or claim with what decides where it comes from."""

    id: str
    doc: str
    party: str
    told: date | None  # the day it was told, where its own cue says so
    channel: Channel | None
    content: tuple  # the figure (harm, low, high), or the features of the words
    claim: bool
    whole: bool = False  # a stated number of a whole toll: two that differ were not told on one occasion
    past: bool = False  # told before the rest of what the text has of the source: "had said"
    entry: str = ""  # the entry of a live page
    added: bool = False  # in a copy's own words


class Unit(Struct, frozen=True):
    """Rows that stand in one text and were told on one occasion."""

    text: str  # Family.id, or Document.id for what a copy has added
    rows: tuple[Row, ...]
    told: frozenset[date]
    days: frozenset[date]  # the days told, else those of publication
    figures: frozenset[tuple]  # that can be recognised again
    tolls: dict[str, frozenset[int]]  # numbers of whole tolls, by harm
    posts: frozenset[str]


class Text(Struct, frozen=True):
    """What is known of a document's descent and day."""

    family: str  # Family.id
    first: date | None  # earliest day of publication in its family: what a copy took over was told by then
    day: date | None  # of its own publication
    shared: tuple[Span, ...] | None  # its passages with a counterpart in a relative; None if none can be told apart


ROWS = Topic("rows", tuple[Row, ...])


def rows_of_reading(reading: Reading, party_of: dict[str, str], text: Text, notes: Notes) -> list[Row]:
    """The rows of one document that have a source."""
    spans = {item.id: item.span for item in (*reading.statements, *reading.claims)}
    rows = notes.of(ROWS, reading, lambda: told_rows(reading))
    return [replace(row, party=party_of[row.id], added=is_added(spans[row.id], text))
            for row in rows if row.id in party_of]


def told_rows(reading: Reading) -> tuple[Row, ...]:
    """Every statement and claim of one document as a row, whoever the source is."""
    said = {statement.id: statement for statement in reading.statements}
    stamps = [(match.start(), match[1]) for match in STAMP.finditer(reading.page.text)]
    stamps = stamps if len(stamps) >= FEWEST_STAMPS else []
    items = sorted((*reading.statements, *reading.claims), key=lambda item: (item.span, item.id))
    return tuple(row_of(item, reading, "", said, stamps) for item in items)


def row_of(
    item: Statement | Claim, reading: Reading, party: str, said: dict[str, Statement], stamps: Sequence[tuple[int, str]]
) -> Row:
    """The row of a statement or claim that has a source."""
    text, is_claim = reading.page.text, isinstance(item, Claim)
    statement = said.get(item.statement or "") if is_claim else item
    content = figure_of(item) or tuple(sorted(key for key in features_of(item.span.of(text)) if key))
    return Row(
        id=item.id,
        doc=reading.document.id,
        party=party,
        told=told_on(statement),
        channel=statement.channel if statement else None,
        content=content,
        claim=is_claim,
        whole=is_claim and is_whole(item) and not FORMER.search(text, max(0, item.span.start - 40), item.span.start),
        past=statement is not None and told_before(statement, text),
        entry=entry_of(item.span.start, stamps),
    )


def figure_of(item: Statement | Claim) -> tuple | None:
    """The harm and the bounds of a figure."""
    if isinstance(item, Claim) and item.count is not None:
        return item.kind, item.count.low, item.count.high
    return None


def is_whole(claim: Claim) -> bool:
    """Whether a claim states a number of the whole toll."""
    return (claim.count is not None and claim.count.stated and claim.scope == "incident" and claim.part_of is None
            and claim.stance != "denied" and claim.victims.group is None and claim.kind in HARMS)


def told_on(statement: Statement | None) -> date | None:
    """The day on which something was told: what the cue says, else unknown (not the day of publication)."""
    if statement is not None and statement.said is not None and statement.said.precision == "day":
        return statement.said.start
    return None


def told_before(statement: Statement, text: str) -> bool:
    """Whether a cue tells of an earlier occasion: "had spoken of", "earlier put"."""
    if statement.cue is None:
        return False
    return bool(PAST_CUE.search(statement.cue.of(text))
                or PAST.search(text, max(0, statement.cue.start - 24), statement.cue.start))


def entry_of(start: int, stamps: Sequence[tuple[int, str]]) -> str:
    """The time of the live entry that an offset lies in; empty before the first and on other pages."""
    before = bisect_right(stamps, start, key=lambda stamp: stamp[0])
    return stamps[before - 1][1] if before else ""


def texts_of(readings: Sequence[Reading], families: Sequence[Family]) -> dict[str, Text]:
    """The descent and the day of each document."""
    days = {reading.document.id: reading.page.published.day for reading in readings}
    shared: dict[str, list[Span]] = defaultdict(list)
    reworded: set[str] = set()  # any sentence of a rewrite may stand for any other: none is its own for sure
    for edge in (edge for family in families for edge in family.edges if not edge.how.startswith("shared")):
        shared[edge.a].extend(mine for mine, _ in edge.passages)
        shared[edge.b].extend(theirs for _, theirs in edge.passages)
        reworded |= {edge.a, edge.b} if edge.how not in COPIED_OUT else set()
    found: dict[str, Text] = {}
    for family in families:
        first = min((days[doc] for doc in family.docs if days.get(doc)), default=None)
        for doc in family.docs:
            passages = tuple(sorted(shared[doc])) if doc in shared and doc not in reworded else None
            found[doc] = Text(family.id, first, days.get(doc), passages)
    return found


def is_added(span: Span, text: Text) -> bool:
    """Whether words of a copy have no counterpart in its relatives: they are its own, and as young as it is."""
    if text.shared is None:
        return False
    at = bisect_left(text.shared, span.end, key=lambda passage: passage.start)
    return not any(passage.overlaps(span) for passage in text.shared[max(0, at - NEAR_PASSAGES) : at])


def acts_of(rows: Sequence[Row], known: dict[str, Text], anonymous: bool) -> list[list[Row]]:
    """The rows of one source, split into acts. `anonymous`: words for anybody ("officials"), whose sameness in two
    texts is told by nothing but a figure."""
    merged: list[dict[tuple, Unit]] = []  # of units that tell the same, one stands for all
    members: list[list[Row]] = []
    index: dict[tuple, list[int]] = defaultdict(list)
    for unit in sorted(units_of(rows, known), key=lambda u: (first_and_last(u.days), min(row.id for row in u.rows))):
        keys = keys_of(unit)
        home = next((at for at in candidates(unit, keys, index, anonymous)
                     if not any(kept_apart(other, unit) for other in merged[at].values())
                     and any(one_act(other, unit, anonymous) for other in merged[at].values())), None)
        if home is None:
            home = len(merged)
            merged.append({})
            members.append([])
        merged[home].setdefault(gist(unit), unit)
        members[home].extend(unit.rows)
        for key in keys:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return members


def gist(unit: Unit) -> tuple:
    """What a unit is compared by."""
    return unit.told, unit.days, unit.figures, unit.posts, tuple(sorted(unit.tolls.items(), key=lambda kv: kv[0]))


def first_and_last(days: frozenset[date]) -> tuple[date, date]:
    """For sorting; unknown days come last."""
    return (min(days), max(days)) if days else (date.max, date.max)


def units_of(rows: Sequence[Row], known: dict[str, Text]) -> Iterable[Unit]:
    """The rows of one source by text and occasion."""
    texts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        texts[row.doc if row.added else known[row.doc].family].append(row)
    for text, own in sorted(texts.items()):
        now = {row.told for row in own if row.told and not row.past}
        only = next(iter(now)) if len(now) == 1 else None
        occasions: dict[tuple, list[Row]] = defaultdict(list)
        for row in own:
            told = row.told or (None if row.past else only)
            occasions[told or date.max, row.past, row.entry].append(row)
        for (told, past, _), members in sorted(occasions.items()):
            yield unit_of(text, members, None if told == date.max else told, past, known)


def unit_of(text: str, rows: Sequence[Row], told: date | None, past: bool, known: dict[str, Text]) -> Unit:
    """The rows of one occasion, with what it is recognised by."""
    published = {known[row.doc].day if row.added else known[row.doc].first for row in rows} - {None}
    tolls: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.whole:
            tolls[row.content[0]].update(n for n in row.content[1:] if n is not None)
    return Unit(
        text=text,
        rows=tuple(rows),
        told=frozenset({told} - {None}),
        days=frozenset({told}) if told else frozenset() if past else frozenset(published),
        figures=frozenset(row.content for row in rows if row.claim and is_figure(row.content)),
        tolls={harm: frozenset(numbers) for harm, numbers in tolls.items()},
        posts=frozenset(row.channel for row in rows if row.channel) & POSTS,
    )


def keys_of(unit: Unit) -> list[tuple]:
    """What a unit may be found by."""
    own = [("figure", harm, (low if low is not None else high) or 0) for harm, low, high in unit.figures]
    own += [("day", day) for day in unit.days] or [("day", None)]
    return (sorted(own, key=repr) if len(own) > 1 else own) + [("post", post) for post in sorted(unit.posts)] + [
        ("any",)]


def candidates(unit: Unit, keys: Sequence[tuple], index: dict[tuple, list[int]], anonymous: bool) -> list[int]:
    """Acts that a unit may belong to, those that share a figure first, in the order of time. keys: its `keys_of`."""
    if not index:
        return []
    found: dict[int, None] = {}
    for key in keys:
        if key[0] == "figure":
            near = [("figure", key[1], key[2] + step) for step in (0, -1, 1)]
            found |= dict.fromkeys(sorted({at for other in near for at in index.get(other, ())}))
    if anonymous:
        return list(found)
    loose = [key for key in keys if key[0] in ("day", "post")] + [("day", None)]
    if not unit.days:
        loose.append(("any",))
    for key in loose:
        found |= dict.fromkeys(islice(index.get(key, ()), MOST))
    return list(found)


def kept_apart(a: Unit, b: Unit) -> bool:
    """Whether something shows that two units were told on two occasions: the days that cues state, or the tolls."""
    return bool(a.told and b.told and not a.told & b.told) or differ(a, b)


def one_act(a: Unit, b: Unit, anonymous: bool) -> bool:
    """Whether two units of one source that nothing keeps apart were told on one occasion.

    A post is one act. Texts of one day, or of a day that nobody knows, are one; of other days only if the later one
    has no figure but those told before. Occasions that one text tells apart need a figure in common.
    """
    shared = [y for y in b.figures if any(same_figure(x, y) for x in a.figures)]
    near = not a.days or not b.days or bool(a.days & b.days)
    if shared:
        return near or len(shared) == len(b.figures)
    return not anonymous and a.text != b.text and (near or bool(a.posts & b.posts))


def differ(a: Unit, b: Unit) -> bool:
    """Whether two units tell different numbers for a whole toll, and none alike."""
    return any(
        min(abs(x - y) for x in a.tolls[harm] for y in b.tolls[harm]) > 1 for harm in a.tolls.keys() & b.tolls.keys()
        if a.tolls[harm] and b.tolls[harm]
    )


def same_figure(a: tuple, b: tuple) -> bool:
    """Whether two figures are the same number told again: "more than 30" and "30-plus" are."""
    (harm_a, low_a, high_a), (harm_b, low_b, high_b) = a, b
    if harm_a != harm_b or (high_a is None) != (high_b is None) or (low_a is None) != (low_b is None):
        return False
    return abs((low_a or 0) - (low_b or 0)) <= 1 and abs((high_a or 0) - (high_b or 0)) <= (
        0 if low_a is not None else 1
    )


def is_figure(content: tuple) -> bool:
    """Whether a row's content is a count of people that can be recognised again; one person is told of everywhere."""
    return bool(content) and content[0] in HARMS and content[1:] not in ((1, None), (1, 1), (0, 0))
