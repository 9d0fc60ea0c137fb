"""Origins: which rows go back to one act of reporting by one source, with the reason for each link.

An act is what one source told at one time. Rows of the same source are one act when they stand in one document, in
copies of one text, or tell the same figure or the same words; otherwise when nothing shows that they were told on
different days. A row without a source belongs to the source that its own document names for the same figure; else its
origin is unknown and it counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from stemma.copies.features import features_of
from stemma.copies.sources import one_source
from stemma.ids import make_id
from stemma.model import Claim, Family, Link, Origin, Party, Reading, Statement
from stemma.values import HARMS, Channel

# Sources that stand for nobody in particular: what they say has no origin.
NOBODY = re.compile(
    r"^(?:(?:some|various|several|other|media|news|local|earlier|many|initial|early|unconfirmed|press)"
    r"\s+)*(?:reports?|accounts?|analysts?|observers?|experts?|critics|sources?|people|some|others|footage|videos?"
    r"|images?|photos?|photographs|social media|both sides|watchdogs?|media)$",
    re.IGNORECASE,
)


# Channels on which a source writes once and everybody quotes.
POSTS = frozenset({"facebook", "telegram", "twitter"})


class Row(Struct, frozen=True):
    """A statement or claim with what decides where it comes from."""

    id: str
    doc: str
    party: str
    told: date | None  # the day it was told, as far as known
    channel: Channel | None
    content: tuple  # the figure, or the features of the words
    claim: bool


def origins(
    readings: Sequence[Reading], parties: Sequence[Party], speakers: dict[str, str], families: Sequence[Family]
) -> tuple[Origin, ...]:
    """Every act of reporting behind the statements and claims."""
    known = {party.key: party for party in parties}
    behind = one_source(readings, parties, speakers, families)
    rows, lent = rows_of(readings, known, {**speakers, **{row: link.party for row, link in behind.items()}})
    lent |= {row: link.reason for row, link in behind.items()}
    related = {doc: family.id for family in families for doc in family.docs}
    first_day = first_days(readings, families)
    acts: list[list[Row]] = []
    by_party: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_party[row.party].append(row)
    for party in sorted(by_party):
        acts.extend(acts_of(by_party[party], related, first_day))
    texts = {reading.document.id: reading for reading in readings}
    made = [origin_of(act, known, texts, related, lent) for act in acts]
    return tuple(sorted(made, key=lambda origin: origin.id))


def rows_of(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str]
) -> tuple[list[Row], dict[str, str]]:
    """All rows that have a source, and for rows whose source was found elsewhere in the document the reason."""
    rows: list[Row] = []
    lent: dict[str, str] = {}
    for reading in readings:
        said = {statement.id: statement for statement in reading.statements}
        named: list[Row] = []
        for item in (*reading.statements, *reading.claims):
            party = speakers.get(item.id)
            if party and party in known and not nobody(known[party]):
                named.append(row_of(item, reading, party, said))
        rows.extend(named)
        for row, reason in unattributed(reading, named, speakers):
            rows.append(row)
            lent[row.id] = reason
    return rows, lent


def nobody(party: Party) -> bool:
    """Whether a party names nobody in particular ("reports", "observers")."""
    return party.kind == "unnamed" and bool(NOBODY.match(party.name.removeprefix("the ").strip()))


def row_of(item: Statement | Claim, reading: Reading, party: str, said: dict[str, Statement]) -> Row:
    """The row of a statement or claim that has a source."""
    is_claim = isinstance(item, Claim)
    statement = said.get(item.statement or "") if is_claim else item
    if is_claim and item.count is not None:
        content = (item.kind, item.count.low, item.count.high)
    else:
        content = tuple(sorted(key for key in features_of(item.span.of(reading.page.text)) if key))
    channel = statement.channel if statement else None
    return Row(item.id, reading.document.id, party, told_on(statement), channel, content, is_claim)


def told_on(statement: Statement | None) -> date | None:
    """The day on which something was told: what the cue says, else unknown (not the day of publication)."""
    if statement is not None and statement.said is not None and statement.said.precision == "day":
        return statement.said.start
    return None


def unattributed(reading: Reading, named: Sequence[Row], speakers: dict[str, str]) -> Iterable[tuple[Row, str]]:
    """Figures without a source whose document elsewhere names the source of the very same figure."""
    sources: dict[tuple, set[str]] = defaultdict(set)
    for row in named:
        if row.claim:
            sources[row.content].add(row.party)
    for claim in reading.claims:
        if claim.kind not in HARMS or claim.id in speakers or claim.count is None or claim.stance == "denied":
            continue
        content = (claim.kind, claim.count.low, claim.count.high)
        holders = sources.get(content, set())
        if claim.count.wording in ("indefinite", "none", "some") or len(holders) != 1:
            continue
        row = Row(claim.id, reading.document.id, next(iter(holders)), None, None, content, True)
        yield row, "no source here; the same document names this source for the same figure"


def first_days(readings: Sequence[Reading], families: Sequence[Family]) -> dict[str, date | None]:
    """The earliest day of publication in each document's family: a copy tells nothing later than its original."""
    days = {reading.document.id: reading.page.published.day for reading in readings}
    found: dict[str, date | None] = {}
    for family in families:
        known = [days[doc] for doc in family.docs if days.get(doc)]
        found.update(dict.fromkeys(family.docs, min(known) if known else None))
    return found


def acts_of(rows: Sequence[Row], related: dict[str, str], first_day: dict[str, date | None]) -> list[list[Row]]:
    """The rows of one source, split into acts."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple, int] = {}
    for i, row in enumerate(rows):
        for key in keys_of(row, related):
            low, high = sorted((root(i), root(seen.setdefault(key, i))))
            parent[high] = low
    groups: dict[int, list[Row]] = defaultdict(list)
    for i, row in enumerate(rows):
        groups[root(i)].append(row)
    return merge_by_time(list(groups.values()), first_day)


def keys_of(row: Row, related: dict[str, str]) -> list[tuple]:
    """What makes two rows of one source the same act: one text (or its copies) in which no other day is named."""
    return [("text", related.get(row.doc, row.doc), row.told)]


def merge_by_time(groups: list[list[Row]], first_day: dict[str, date | None]) -> list[list[Row]]:
    """Joins groups that nothing keeps apart: told on one day, on a day that nobody says, or told again unchanged."""
    merged: list[list[Row]] = []
    for rows in sorted(groups, key=lambda g: (*day_range(g, first_day), min(row.id for row in g))):
        home = next((other for other in merged if one_act(other, rows, first_day)), None)
        if home is None:
            merged.append(list(rows))
        else:
            home.extend(rows)
    return merged


def day_range(rows: Sequence[Row], first_day: dict[str, date | None]) -> tuple[date, date]:
    """First and last day of telling, for sorting; unknown sorts last."""
    days = [day for row in rows if (day := row.told or first_day.get(row.doc))]
    return (min(days), max(days)) if days else (date.max, date.max)


def one_act(earlier: Sequence[Row], later: Sequence[Row], first_day: dict[str, date | None]) -> bool:
    """Whether two groups of rows of one source are one act of reporting.

    The day is the one that the cue states, else the one on which the first copy of the text was published. A post is
    one act until a report says that it was written on another day. A later text with no figure but those told before
    repeats the earlier act; one with a new figure reports another.
    """
    said, said_again = ({row.told for row in rows} - {None} for rows in (earlier, later))
    if said and said_again and not said & said_again:
        return False
    days, theirs = ({row.told or first_day.get(row.doc) for row in rows} - {None} for rows in (earlier, later))
    if not days or not theirs or days & theirs:
        return True
    posts, posts_again = ({row.channel for row in rows} & POSTS for rows in (earlier, later))
    if posts & posts_again:
        return True
    told, told_again = figures_of(earlier), figures_of(later)
    return bool(told_again) and all(any(same_figure(new, old) for old in told) for new in told_again)


def figures_of(rows: Sequence[Row]) -> set[tuple]:
    """The figures of a group of rows that can be recognised again."""
    return {row.content for row in rows if row.claim and is_figure(row.content)}


def same_figure(a: tuple, b: tuple) -> bool:
    """Whether two figures are the same number told again: "more than 30" and "30-plus" are."""
    (harm_a, low_a, high_a), (harm_b, low_b, high_b) = a, b
    if harm_a != harm_b or (high_a is None) != (high_b is None) or (low_a is None) != (low_b is None):
        return False
    return abs((low_a or 0) - (low_b or 0)) <= 1 and abs((high_a or 0) - (high_b or 0)) <= (
        0 if low_a is not None else 1
    )


def is_figure(content: tuple) -> bool:
    """Whether a row's content is a count of people that can be recognised again."""
    return bool(content) and content[0] in HARMS and content[1:] != (1, None)


def origin_of(
    act: Sequence[Row],
    known: dict[str, Party],
    texts: dict[str, Reading],
    related: dict[str, str],
    lent: dict[str, str],
) -> Origin:
    """The origin of one act, with the reason why each row goes back to it."""
    party = known[act[0].party]
    days = sorted({row.told for row in act if row.told})
    channels = sorted({row.channel for row in act if row.channel})
    docs = tuple(sorted({row.doc for row in act}))
    reasons = reasons_of(act, party, related)
    links = tuple(Link(row, lent.get(row) or reasons[row]) for row in sorted(reasons))
    claims = tuple(sorted(row.id for row in act if row.claim))
    statements = tuple(sorted(row.id for row in act if not row.claim))
    return Origin(
        id=make_id("o", party.key, *(claims or statements)),
        party=party.key,
        channel=channels[0] if channels else None,
        date=days[0] if days else None,
        about=about(act, texts),
        docs=docs,
        claims=claims,
        statements=statements,
        links=links,
    )


def reasons_of(act: Sequence[Row], party: Party, related: dict[str, str]) -> dict[str, str]:
    """Why each row is held to be part of the act, in plain words."""
    named = f"{party.name} is named as the source"
    docs = {row.doc for row in act}
    texts = Counter(related.get(doc) for doc in docs)
    tellers: dict[tuple, set[str]] = defaultdict(set)
    for row in act:
        tellers[row.content].add(row.doc)
    found = {}
    for row in act:
        if len(docs) == 1:
            found[row.id] = named
        elif related.get(row.doc) is not None and texts[related[row.doc]] > 1:
            found[row.id] = f"{named}; the document is one of several copies of one text"
        elif len(tellers[row.content]) > 1:
            found[row.id] = f"{named}; another report gives the same figure or words"
        else:
            found[row.id] = f"{named}; nothing shows that it was told on another occasion"
    return found


def about(act: Sequence[Row], texts: dict[str, Reading]) -> str:
    """One line: the words of the act that are nearest to a line's length, cut short."""
    wanted = {row.id for row in act}
    quotes = [
        item.span.of(texts[doc].page.text)
        for doc in sorted({row.doc for row in act})
        for item in (*texts[doc].statements, *texts[doc].claims)
        if item.id in wanted
    ]
    best = min(quotes, key=lambda words: (abs(len(words) - 80), words), default="")
    line = " ".join(best.split())
    return line if len(line) <= 120 else line[:117].rsplit(" ", 1)[0] + " …"
