"""Places that one report introduces ("the village of X") and another names without a word of explanation.

One document alone cannot tell such a name from that of a person or a brand; the case can.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import astuple, replace

from stemma.ids import make_id
from stemma.keeping import Notes, Topic
from stemma.model import Mention, Page, Reading
from stemma.names.recalled import recalled, runs_of
from stemma.values import Span

SETTLEMENTS = frozenset(
    "village town city suburb neighbourhood settlement hamlet port quarter camp base airfield".split()
)
_RUN = re.compile(r"(?<![\w-])\w+")
_CAPITAL = re.compile(r"(?<![\w-])[^\W\d_a-z]\w*")  # the run that a name of a place begins with
_GOES_ON = re.compile(r"[\w-]")
NAME = re.compile(r"[^\W\d_][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)*")


class Capitals(Struct, frozen=True, array_like=True):
    """Where a report may have names that it has not recognised."""

    runs: tuple[Span, ...]  # names of several words: `recalled.runs_of`
    words: tuple[str, ...]  # with which names begin


CAPITALS = Topic("capitals", Capitals)


def known_places(readings: Sequence[Reading], notes: Notes | None = None) -> tuple[Reading, ...]:
    """The readings with the names that other readings of the case show to be places, people or bodies.

    notes: what earlier builds worked out of each reading.
    """
    notes = notes or Notes()
    capitals = {own.document.id: notes.of(CAPITALS, own, lambda own=own: Capitals(runs_of(own), words_of(own.page)))
                for own in readings}
    readings = recalled(readings, {doc: own.runs for doc, own in capitals.items()})
    names = names_of_places(readings)
    if not names:
        return readings
    begun: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        begun[_RUN.match(name)[0]].append(name)
    return tuple(with_mentions(reading, begun, capitals[reading.document.id].words) for reading in readings)


def names_of_places(readings: Sequence[Reading]) -> frozenset[str]:
    """Names outside the gazetteer that are places beyond doubt: with a class noun, or as places in two documents."""
    holders: Counter[str] = Counter()
    sure: set[str] = set()
    people: set[str] = set()
    for reading in readings:
        found = {
            m.name for m in reading.page.mentions if m.kind == "place" and m.geo is None and NAME.fullmatch(m.name)
        }
        holders.update(found)
        sure.update(
            m.name for m in reading.page.mentions if m.name in found and (m.role or "").casefold() in SETTLEMENTS
        )
        people.update(word for m in reading.page.mentions if m.kind == "person" for word in m.name.split())
    return frozenset(
        name
        for name, docs in holders.items()
        if len(name) > 3 and name[0].isupper() and name not in people and (docs > 1 or name in sure)
    )


def names_in(text: str, span: Span, begun: Mapping[str, Sequence[str]]) -> Iterator[Span]:
    """Where one of these names stands as a whole, the longest that does; in the order of the text, none overlapping.

    begun: the names by what they begin with, up to the first blank or mark, longer ones first. However many names there
    are, the words of a text are looked at once.
    """
    at = span.start
    while run := _RUN.search(text, at, span.end):
        start, at = run.start(), run.end()
        for name in begun.get(run[0], ()):
            end = start + len(name)
            if end <= span.end and text.startswith(name, start) and (end == span.end or not _GOES_ON.match(text, end)):
                yield Span(start, end)
                at = end
                break


def words_of(page: Page) -> tuple[str, ...]:
    """The words of a page with which the name of a place may begin, each once, also those outside of sentences."""
    text = page.text
    found = set(_CAPITAL.findall(text))
    for span in (sentence.span for sentence in page.sentences):
        if _GOES_ON.match(text, span.end):  # cut within a word
            found.update(_CAPITAL.findall(text, *astuple(span)))
    return tuple(sorted(found))


def _may_lack(text: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int],
              begun: Mapping[str, Sequence[str]]) -> bool:
    """Whether any of these names stands where nothing is recognised, as part of a word or outside of the sentences too:
    mostly not, and that is soon known.

    words: `words_of` the page. starts, ends: of what is recognised, each in order.
    """
    for run in begun.keys() & set(words):
        for name in begun[run]:
            at = text.find(name)
            while at >= 0:
                if bisect_left(starts, at + len(name)) == bisect_right(ends, at):
                    return True
                at = text.find(name, at + 1)
    return False


def with_mentions(reading: Reading, begun: Mapping[str, Sequence[str]], words: Sequence[str] | None = None) -> Reading:
    """A reading with the names that it had not recognised. words: `words_of` its page; found here if not given."""
    page, doc = reading.page, reading.document.id
    starts, ends = sorted(m.span.start for m in page.mentions), sorted(m.span.end for m in page.mentions)
    if not _may_lack(page.text, words_of(page) if words is None else words, starts, ends, begun):
        return reading
    added = []
    for sentence in page.sentences:
        if begun.keys().isdisjoint(_RUN.findall(page.text, *astuple(sentence.span))):
            continue  # in most sentences, and looked up at once
        for span in names_in(page.text, sentence.span, begun):
            if bisect_left(starts, span.end) == bisect_right(ends, span.start):  # none that has begun has not ended
                name = span.of(page.text)
                added.append(Mention(make_id("m", doc, "place", span.start, span.end), doc, "place", span, name))
    if not added:
        return reading
    mentions = tuple(sorted((*page.mentions, *added), key=lambda m: (m.span, m.kind)))
    return replace(reading, page=replace(page, mentions=mentions))
