"""Search over reports, over what they say and claim, and over names. What people type is words, never a command.

All words must be there, in any order; the last one may be a beginning. Names come first, then what fits best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from stemma.store.database import Database
from stemma.store.folding import folded, words_in
from stemma.store.searched import CLAIM, NAMES, PARTY, PLACE, REPORT, STATEMENT, TEXTS

Where = Literal["all", "reports", "statements", "names"]
SORTS: dict[str, tuple[str, ...]] = {
    "all": (*NAMES, *TEXTS), "reports": (REPORT,), "statements": (STATEMENT, CLAIM), "names": NAMES,
}
MOST_WORDS = 32  # of a query; what goes beyond is left out
MOST_HITS = 200  # on one page
AROUND = 240  # characters of a snippet
LEAD = 60  # of them before the first word found
LOOKED_AT = 200_000  # characters of a text in which a snippet is looked for


class Query(Struct, frozen=True):
    """What is looked for. A report passes a filter if anything in it does, a name if a report that uses it does.

    Where a speaker is asked for, names are not looked through.
    """

    words: str = ""  # as typed; with no words, all that pass the filters
    where: Where = "all"  # "statements": statements and claims
    since: date | None = None  # day of publication, inclusive
    until: date | None = None  # inclusive
    place: str | None = None  # Place.key
    speaker: str | None = None  # Party.key
    kind: str | None = None  # of a claim ("killed"), or of a name: "person", "org", "unnamed", "place"
    limit: int = 20
    offset: int = 0


class Piece(Struct, frozen=True):
    """A piece of a text as it stands there."""

    text: str
    marked: bool = False  # one of the words looked for


class Hit(Struct, frozen=True):
    """One row that was found."""

    row: Literal["report", "statement", "claim", "party", "place"]
    id: str  # of that row
    doc: str | None  # None for a name
    title: str  # of the report; for a name its fullest spelling
    by: str  # who says it, or the outlet; the role of a party
    snippet: tuple[Piece, ...]  # the words around what was found; for a name its spellings
    day: date | None  # of publication
    incidents: tuple[str, ...]  # Incident.id


class Found(Struct, frozen=True):
    """What a search gives: how many there are, and those of one page."""

    total: int
    hits: tuple[Hit, ...]


def search(db: Database, query: Query) -> Found:
    """Rows that match, one page of them. Any text may be searched for; what holds no word finds nothing."""
    words = tuple(dict.fromkeys(folded(query.words).split()))[:MOST_WORDS]
    if query.words.strip() and not words:
        return Found(0, ())
    if words:  # the last word as typed stays last: it may be a beginning
        last = folded(query.words).split()[-1]
        words = (*(word for word in words if word != last), last)
    limit, offset = max(0, min(query.limit, MOST_HITS)), max(0, query.offset)
    total, keys = 0, []
    for group in (NAMES, TEXTS):
        sorts = tuple(sort for sort in SORTS[query.where] if sort in group)
        if not sorts or (group is NAMES and query.speaker is not None):
            continue
        here, found = _keys(db, query, words, sorts, max(0, limit - len(keys)), max(0, offset - total))
        total += here
        keys += found
    return Found(total, _hits(db, keys, words))


def _keys(db: Database, query: Query, words: Sequence[str], sorts: Sequence[str], limit: int,
          offset: int) -> tuple[int, list[tuple[str, str]]]:
    """How many rows of these sorts match, and which are on the page."""
    conditions, values = _filters(query, sorts)
    if words:
        match = db.words.matching(words, sorts)
        tables, order, values = match.tables, f"{match.order}, ", (*match.values, *values)
        counted = tables if conditions else match.alone
        conditions = (match.where, *conditions)
    else:
        marks = ", ".join("?" * len(sorts))
        tables, counted, order, values = "search_row", "search_row", "", (*sorts, *values)
        conditions = (f"search_row.sort IN ({marks})", *conditions)
    where = " AND ".join(conditions)
    (total,) = db.execute(f"SELECT count(*) FROM {counted} WHERE {where}", values).fetchone()
    if not limit or offset >= total:
        return total, []
    rows = db.execute(f"SELECT search_row.sort, search_row.id FROM {tables} WHERE {where} "
                      f"ORDER BY {order}coalesce(search_row.day, '') DESC, search_row.sort, search_row.id "
                      "LIMIT ? OFFSET ?", (*values, limit, offset)).fetchall()
    return total, rows


# ------------------------------------------------------------------------------------------------------------ filters

# Claims at a place: those that say so themselves, and those of an incident there that do not say otherwise.
_PLACED = ("SELECT id FROM claim WHERE place = ? UNION SELECT claim.id FROM incident "
           "JOIN incident_claim ON incident_claim.incident = incident.id "
           "JOIN claim ON claim.id = incident_claim.claim AND claim.place IS NULL WHERE incident.place = ?")
_NAMING = ("SELECT mention.doc FROM place_mention JOIN mention ON mention.id = place_mention.mention "
           "WHERE place_mention.place = ?")
_IDS = {  # ids of reports, statements and claims that pass, and how often the value stands in the query
    "place": (f"{_NAMING} UNION {_PLACED} UNION SELECT statement FROM claim WHERE id IN ({_PLACED}) "
              "AND statement IS NOT NULL", 5),
    "speaker": (" UNION ".join(f"SELECT {id} FROM {table} WHERE speaker = ?" for table in ("statement", "claim")
                               for id in ("id", "doc")), 4),
    "kind": ("SELECT id FROM claim WHERE kind = ? UNION SELECT doc FROM claim WHERE kind = ? "
             "UNION SELECT statement FROM claim WHERE kind = ? AND statement IS NOT NULL", 3),
}


def _filters(query: Query, sorts: Sequence[str]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Conditions on search_row with their values."""
    if not set(sorts) & set(NAMES):
        return _split(_on_texts(query, "search_row.day", "search_row.id"))
    found: list[tuple[str, tuple[object, ...]]] = []
    if reports := _on_texts(msgspec.structs.replace(query, kind=None), "page.published", "page.doc"):
        conditions, values = _split(reports)
        docs = f"SELECT page.doc FROM page WHERE {' AND '.join(conditions)}"
        found.append((
            f"((search_row.sort = '{PARTY}' AND search_row.id IN "
            f"(SELECT party FROM party_document WHERE doc IN ({docs}))) "
            f"OR (search_row.sort = '{PLACE}' AND search_row.id IN (SELECT place_mention.place FROM place_mention "
            f"JOIN mention ON mention.id = place_mention.mention WHERE mention.doc IN ({docs}))))", (*values, *values)))
    if query.kind == PLACE:
        found.append((f"search_row.sort = '{PLACE}'", ()))
    elif query.kind is not None:
        found.append((f"search_row.sort = '{PARTY}' AND search_row.id IN (SELECT key FROM party WHERE kind = ?)",
                      (query.kind,)))
    return _split(found)


def _on_texts(query: Query, day: str, id: str) -> list[tuple[str, tuple[object, ...]]]:
    """Conditions on a row's day and id, each with its values."""
    found: list[tuple[str, tuple[object, ...]]] = []
    if query.since is not None:
        found.append((f"{day} >= ?", (query.since.isoformat(),)))
    if query.until is not None:
        found.append((f"{day} <= ?", (query.until.isoformat(),)))
    for name in _IDS:
        value = getattr(query, name)
        if value is not None:
            sql, times = _IDS[name]
            found.append((f"{id} IN ({sql})", (value,) * times))
    return found


def _split(found: Sequence[tuple[str, tuple[object, ...]]]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    return tuple(sql for sql, _ in found), tuple(value for _, values in found for value in values)


# --------------------------------------------------------------------------------------------------------------- hits


def _hits(db: Database, keys: Sequence[tuple[str, str]], words: Sequence[str]) -> tuple[Hit, ...]:
    """The rows of these sorts and ids, in this order; asked for together, since each question is a way to a server."""
    found: dict[tuple[str, str], Hit] = {}
    for sort in dict.fromkeys(sort for sort, _ in keys):
        ids = [id for other, id in keys if other == sort]
        hits = (_names(db, sort, ids, words) if sort in NAMES else
                _reports(db, ids, words) if sort == REPORT else _said(db, sort, ids, words))
        found |= {(sort, hit.id): hit for hit in hits}
    return tuple(found[key] for key in keys)


_TITLE = ("coalesce(document.title, (SELECT words FROM sentence WHERE sentence.doc = document.id "
          "AND part = 'headline' ORDER BY number LIMIT 1), document.name), "
          "coalesce(page.outlet, document.outlet, ''), page.published")


def _reports(db: Database, ids: Sequence[str], words: Sequence[str]) -> Iterator[Hit]:
    rows = db.execute(f"SELECT document.id, {_TITLE}, document.text FROM document LEFT JOIN page "
                      f"ON page.doc = document.id WHERE document.id IN {_marks(ids)}", ids).fetchall()
    incidents = _listed(db, "SELECT doc, incident FROM incident_document WHERE doc IN", ids)
    for id, title, outlet, day, text in rows:
        yield Hit(REPORT, id, id, title, outlet, snippet(text, words), _day(day), incidents[id])


_IN_INCIDENTS = {
    CLAIM: "SELECT DISTINCT claim, incident FROM incident_claim WHERE claim IN",
    STATEMENT: "SELECT DISTINCT claim.statement, incident FROM incident_claim JOIN claim "
               "ON claim.id = incident_claim.claim WHERE claim.statement IN",
    PARTY: "SELECT DISTINCT claim.speaker, incident FROM incident_claim JOIN claim ON claim.id = incident_claim.claim "
           "WHERE claim.speaker IN",
    PLACE: "SELECT place, id FROM incident WHERE place IN",
}


def _said(db: Database, sort: str, ids: Sequence[str], words: Sequence[str]) -> Iterator[Hit]:
    """Statements with their own words, or claims with the sentence that they stand in."""
    sentence = ("(SELECT words FROM sentence WHERE sentence.doc = said.doc AND sentence.number = said.sentence)"
                if sort == CLAIM else "NULL")
    rows = db.execute(
        f"SELECT said.id, {_TITLE}, said.doc, coalesce(party.name, said.source_name), coalesce({sentence}, said.words) "
        f"FROM {sort} AS said JOIN document ON document.id = said.doc LEFT JOIN page ON page.doc = said.doc "
        f"LEFT JOIN party ON party.key = said.speaker WHERE said.id IN {_marks(ids)}", ids).fetchall()
    incidents = _listed(db, _IN_INCIDENTS[sort], ids)
    for id, title, _, day, doc, speaker, text in rows:
        yield Hit(sort, id, doc, title, speaker, snippet(text, words), _day(day), incidents[id])


def _names(db: Database, sort: str, keys: Sequence[str], words: Sequence[str]) -> Iterator[Hit]:
    """Parties or places with their spellings."""
    rows = db.execute(f"SELECT key, name, {'role' if sort == PARTY else 'kind'} FROM {sort} "
                      f"WHERE key IN {_marks(keys)}", keys).fetchall()
    variants = _listed(db, f"SELECT {sort}, variant FROM {sort}_variant WHERE {sort} IN", keys)
    incidents = _listed(db, _IN_INCIDENTS[sort], keys)
    for key, name, role in rows:
        spellings = ", ".join(variants[key]) or name
        yield Hit(sort, key, None, name, role or "", snippet(spellings, words), None, incidents[key])


def _marks(ids: Sequence[str]) -> str:
    return f"({', '.join('?' * len(ids))})"


def _listed(db: Database, sql: str, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """id -> what a query gives of it, in order; sql: up to where the ids come, of two columns."""
    found: dict[str, list[str]] = {id: [] for id in ids}
    for id, one in db.execute(f"{sql} {_marks(ids)} ORDER BY 2", ids):
        found[id].append(one)
    return {id: tuple(own) for id, own in found.items()}


def _day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


# ----------------------------------------------------------------------------------------------------------- snippets


def snippet(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The piece of a text with the most of these (folded) words, each of them marked; "…" where it is cut."""
    text = text[:LOOKED_AT]
    found = list(_found(text, words))
    first = max(found, key=lambda at: len({w for s, _, w in found if at[0] <= s < at[0] + AROUND - LEAD}),
                default=(0, 0, "")) if len(text) > AROUND else (0, 0, "")
    start = _at_space(text, max(0, first[0] - LEAD)) if len(text) > AROUND else 0
    end = min(len(text), start + AROUND)
    while end < len(text) and not text[end].isspace() and end < start + AROUND + LEAD:
        end += 1
    pieces = [Piece("… ")] if start else []
    at = start
    for here, stop, _ in found:
        if start <= here and stop <= end:
            pieces += [Piece(text[at:here]), Piece(text[here:stop], marked=True)]
            at = stop
    pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return tuple(piece for piece in pieces if piece.text)


def _at_space(text: str, start: int) -> int:
    """Where the next word begins, if that is near."""
    for at in range(start, min(start + LEAD, len(text))):
        if at == 0 or text[at - 1].isspace():
            return at
    return start


def _found(text: str, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The words looked for, where they stand in a text: start, end, which."""
    if not words:
        return
    exact, last = frozenset(words), words[-1]
    for span, plain in words_in(text):
        for word in plain:
            if word in exact or word.startswith(last):
                yield span.start, span.end, word if word in exact else last
                break
