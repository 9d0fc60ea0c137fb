"""geo: toponyms of the pages with their coordinates, by the conventions of the three corpora.

They mark names of places inside those of bodies ("Texas Forest Service"), and two of them demonyms ("Turkish"); every
name has a point. Stemma holds these to be no places and leaves a name open that it cannot place: the adapter adds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.reports import documents
from stemma.model import Mention, Page
from stemma.pipeline import open_page
from stemma.reading.gazetteer import entries, name_key
from stemma.reading.nations import BY_DEMONYM
from stemma.reading.truecase import truecased
from stemma.values import Geo, Span

LONGEST_NAME = 3  # words of a place's name at the beginning of a body's
LOCAL = frozenset(("city", "town", "village", "district", "facility"))


def answer(given: dict) -> dict:
    """{"docs": {id: [{"start", "end", "lat", "lon"}]}}"""
    docs = {}
    for document in documents(given):
        page = open_page(truecased(document))
        docs[document.name] = rows(page)
    return {"docs": docs}


def rows(page: Page) -> list[dict]:
    """The places of a page, each span once: places first, then those inside the names of bodies, then demonyms."""
    places = [m for m in page.mentions if m.kind == "place"]
    taken: list[Span] = []
    found = []
    for span, geo in (*((m.span, m.geo or near(m, places)) for m in places), *in_bodies(page, places), *demonyms(page)):
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            found.append({"start": span.start, "end": span.end, "lat": geo and geo.lat, "lon": geo and geo.lon})
    return found


def near(mention: Mention, places: list[Mention]) -> Geo | None:
    """For a name that Stemma leaves open the point of the local place that is named nearest to it."""
    known = [m for m in places if m.geo and m.geo.kind in LOCAL]
    return min(known, key=lambda m: abs(m.span.start - mention.span.start)).geo if known else None


def in_bodies(page: Page, places: list[Mention]) -> Iterator[tuple[Span, Geo | None]]:
    """The place that a body's name begins with: one of the page's, or a state or province."""
    known = {m.name: m.geo for m in places}
    for mention in page.mentions:
        words = list(re.finditer(r"\S+", mention.span.of(page.text)))
        for count in range(min(LONGEST_NAME, len(words) - 1), 0, -1) if mention.kind == "org" else ():
            span = Span(mention.span.start, mention.span.start + words[count - 1].end())
            name = span.of(page.text)
            geo = known.get(name) or area(name)
            if name in known or geo:
                yield span, geo
                break


def area(name: str) -> Geo | None:
    """The state or province that bears a name as its main one."""
    first = next(iter(entries(name_key(name))), None)
    return first.geo if first and first.rank == 0 and first.geo.kind in ("country", "region") else None


_DEMONYM = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, BY_DEMONYM), key=len, reverse=True)) + r")\b")


def demonyms(page: Page) -> Iterator[tuple[Span, Geo | None]]:
    """"Turkish" at the state's point; not the people ("Turks")."""
    for match in _DEMONYM.finditer(page.text):
        nation = BY_DEMONYM[match.group()]
        if not match.group().endswith("s") or match.group()[:-1] not in BY_DEMONYM:
            yield Span(*match.span()), area(nation.name)
