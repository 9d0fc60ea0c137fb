"""Families over all files: pairs that met are looked at, those that may be copies compared, and what hangs together
grouped.

The steps after those of meeting.py. `sketches` and `pages` hand the words, then the pages of documents that were asked
for from their homes to the parts; `choose` and `compare` look at pairs as a build does, each by its two documents
alone; `group` finds what hangs together, `families` writes a row for every document.

Copies in other languages are not looked for here: only reports in English have claims, and others are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import numpy as np
from msgspec.structs import replace

from stemma.copies.candidates import alike_in_facts, alike_in_words
from stemma.copies.edges import compare
from stemma.copies.shingles import Sketch
from stemma.copies.telling import Telling
from stemma.ids import make_id
from stemma.model import Document, Edge, Page
from stemma.scale.exchange import (
    HOME_BITS,
    Codes,
    Home,
    Plan,
    Rows,
    codes_of,
    column,
    doc_of,
    parted,
    parts_of,
    put,
    row_groups,
    rows_beside,
    taken,
)
from stemma.scale.meeting import BY_FACTS, BY_FEW, BY_WORDS, OFTEN, RARE, Numbers, answers, ask
from stemma.scale.results import put_table
from stemma.scale.schema import EDGES, FAMILIES
from stemma.store.nouns import unpack_reading

SKETCHES = {"doc": "uint64", "shingles": "binary", "repeats": "int32", "twos": "binary"}
PAGES = {"doc": "uint64", "page": "binary"}
LINKS = {"a": "uint64", "b": "uint64"}
GROUPED = {"doc": "uint64", "family": "string", "documents": "int64"}

PREPARED = 200  # documents that a task keeps prepared for comparing, some 0.3 MB each; of a slice few come again

_NO_KEYS = np.empty(0, np.uint64)
_PAGE = msgspec.msgpack.Decoder(Page)


def hand_on_sketches(plan: Plan, number: int, home: Home) -> None:
    """Give each part the words and facts of the documents of a home that it asked for."""
    asked = answers(plan, "asked", number)
    wanted = set(np.concatenate(asked).tolist())
    held: dict[int, tuple[bytes, int, bytes]] = {}
    for table in row_groups(plan, home, ("doc", "shingles", "repeats", "twos")) if wanted else ():
        codes = codes_of(table.column("doc").to_pylist(), number).tolist()
        for row, code in enumerate(codes):
            if code in wanted and code not in held:
                held[code] = tuple(table.column(name)[row].as_py() for name in ("shingles", "repeats", "twos"))
    put(plan, "sketches", number, (_answer(codes, held, SKETCHES) for codes in asked), SKETCHES)


def _answer(codes: Codes, held: dict[int, tuple], names: Iterable[str]) -> Rows:
    """The rows of these documents."""
    rows = [(code, *held[code]) for code in codes.tolist()]
    return dict(zip(names, zip(*rows, strict=True) if rows else ([] for _ in names), strict=True))


def choose(plan: Plan, number: int, home: None = None) -> None:
    """Keep of the pairs that met those that a build would compare, and ask for the pages of their documents."""
    met = taken([plan.file("met", number)], 0)
    a, b, signs = column(met, "a"), column(met, "b"), column(met, "signs")
    enough = (signs & RARE) > 0
    own = np.flatnonzero(~enough)
    if len(own):
        docs, texts, facts = _sketches(plan, number)
        pairs = np.stack((np.searchsorted(docs, a[own]), np.searchsorted(docs, b[own])), axis=1)
        chosen = np.zeros(len(own), bool)
        for sign, look in ((BY_WORDS, _by_words), (BY_FACTS, _by_facts)):
            which = np.flatnonzero(((signs[own] & sign) > 0) & ~chosen)
            chosen[which] = look(pairs[which], signs[own][which], texts, facts)
        enough[own] = chosen
    a, b = a[enough], b[enough]
    put(plan, "chosen", number, [{"a": a, "b": b}], LINKS)
    ask(plan, "wanted", number, (a, b))


def _sketches(plan: Plan, number: int) -> tuple[Codes, list[Sketch], list[Codes]]:
    """The documents that a part asked for, in order, with their words and facts."""
    table = taken(plan.files("sketches", plan.homes), number)
    docs = column(table, "doc")
    order = np.argsort(docs)
    shingles, repeats, twos = (table.column(name).to_pylist() for name in ("shingles", "repeats", "twos"))
    texts = [Sketch(np.frombuffer(shingles[row], "<u4"), repeats[row], _NO_KEYS) for row in order.tolist()]
    return docs[order], texts, [np.frombuffer(twos[row], "<u8") for row in order.tolist()]


def _by_words(pairs: Numbers, signs: Numbers, texts: list[Sketch], facts: list[Codes]) -> Numbers:
    return alike_in_words(pairs, texts, (signs & BY_FEW) > 0, (signs & OFTEN) > 0)[0]


def _by_facts(pairs: Numbers, signs: Numbers, texts: list[Sketch], facts: list[Codes]) -> Numbers:
    return alike_in_facts(pairs, facts)


def hand_on_pages(plan: Plan, number: int, home: Home) -> None:
    """Give each part the pages of the documents of a home that it wants."""
    asked = answers(plan, "wanted", number)
    wanted = {doc_of(code): code for code in np.concatenate(asked).tolist()}
    held: dict[int, tuple[bytes]] = {}
    for doc, text, reading in rows_beside(plan, home, "documents", "id", wanted, ("text", "reading")) if wanted else ():
        held[wanted[doc]] = (packed_page(doc, text, reading),)
    put(plan, "pages", number, (_answer(codes, held, PAGES) for codes in asked), PAGES)


def packed_page(doc: str, text: str, reading: bytes) -> bytes:
    """What comparing needs of a report: its page without the names, days and figures in it."""
    page = unpack_reading(reading, {doc: Document(doc, "", "", text, "")}).page
    return msgspec.msgpack.encode(replace(page, mentions=(), dates=(), times=(), figures=()))


def compare_chosen(plan: Plan, number: int, home: None = None) -> None:
    """Compare a slice of the chosen pairs of a part: their edges, and which of them make families."""
    part, own = divmod(number, plan.slices)
    table = taken(plan.files("pages", plan.homes), part)
    pages = dict(zip(column(table, "doc").tolist(), table.column("page"), strict=True))
    tellings = lru_cache(maxsize=PREPARED)(lambda code: Telling(_PAGE.decode(pages[code].as_py())))
    chosen = taken([plan.file("chosen", part)], 0)
    begins, ends = (len(chosen) * at // plan.slices for at in (own, own + 1))
    chosen = chosen.slice(begins, ends - begins)
    links: list[tuple[int, int]] = []

    def edges() -> Iterator[tuple]:
        for a, b in zip(column(chosen, "a").tolist(), column(chosen, "b").tolist(), strict=True):
            if edge := compare(tellings(a), tellings(b)):
                yield edge_row(edge)
                if not edge.how.startswith("shared"):
                    links.append((a, b))

    put_table(plan, EDGES, number, edges())
    a, b = (np.array(side, np.uint64) for side in (zip(*links, strict=True) if links else ((), ())))
    put(plan, "links", number, [{"a": a, "b": b}], LINKS)


def edge_row(edge: Edge) -> tuple:
    """An edge as a row of the table `edges`."""
    return edge.a, edge.b, edge.how, edge.share, edge.direction, edge.reason, msgspec.msgpack.encode(edge.passages)


def group(plan: Plan, number: int = 0, home: None = None) -> None:
    """Find what hangs together by edges that make families. One task, with some 100 bytes for each document that has
    such an edge."""
    table = taken(plan.files("links", plan.comparers), 0)
    a, b = column(table, "a"), column(table, "b")
    docs = np.unique(np.concatenate((a, b)))
    first = components(np.searchsorted(docs, a), np.searchsorted(docs, b), len(docs))
    order = np.argsort(first, kind="stable")
    bounds = np.flatnonzero(np.append(True, np.diff(first[order]) != 0)) if len(docs) else first
    sizes = np.diff(bounds, append=len(docs))
    names = [make_id("f", *map(doc_of, docs[order[at : at + size]].tolist()))
             for at, size in zip(bounds.tolist(), sizes.tolist(), strict=True)]
    docs, family = docs[order], np.repeat(np.arange(len(names)), sizes)
    parts = parted({"doc": docs, "family": family}, parts_of(docs, plan.buckets), plan.buckets)
    put(plan, "grouped", 0, ({"doc": own["doc"], "family": [names[at] for at in own["family"].tolist()],
                              "documents": sizes[own["family"]]} for own in parts), GROUPED)


def components(a: Numbers, b: Numbers, count: int) -> Numbers:
    """The lowest number that each of `count` things hangs together with, by links from a to b."""
    root = np.arange(count)
    while True:
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        if np.array_equal(low, high):
            return root
        np.minimum.at(root, high, low)
        while not np.array_equal(root, further := root[root]):
            root = further


def name_families(plan: Plan, number: int, home: None = None) -> None:
    """A row for every document of a part: its family, or one of its own."""
    docs = np.unique(column(taken(plan.files("docs", plan.homes), number), "doc") >> HOME_BITS)
    table = taken([plan.file("grouped", 0)], number)
    groups = zip(*(table.column(name).to_pylist() for name in ("family", "documents")), strict=True)
    held = dict(zip((column(table, "doc") >> HOME_BITS).tolist(), groups, strict=True))

    def rows() -> Iterator[tuple]:
        for own in docs.tolist():
            doc = doc_of(own << int(HOME_BITS))
            yield doc, *(held.get(own) or (make_id("f", doc), 1))

    put_table(plan, FAMILIES, number, rows())
