"""What the other reports of a case know about a name: one that reads as a town's here may be a person's there.

Mentions of one document are corrected with what the case as a whole shows: places that are people elsewhere, people
that are places elsewhere, and the short names of bodies ("Open Hand" for the "Open Hand Movement").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from stemma.ids import make_id
from stemma.model import Mention, Reading
from stemma.names.entries import bare
from stemma.names.matching import name_words, same_person
from stemma.names.spelling import fold
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.names import short_body
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.values import Span

ALIKE = 0.9  # least likeness of a supposed place to a person's full name
MOST_RIVALS = 200  # people with like initials; with more the comparison would take too long
_RUN = re.compile(r"(?<![\w-])[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){1,2}(?![\w-])(?! [^\W\d_a-z])")
_PLACED = re.compile(r"\b(?:in|at|near|to|from|of|outside|the)\s+$")


def recalled(readings: Sequence[Reading], runs: Mapping[str, Sequence[Span]] | None = None) -> tuple[Reading, ...]:
    """The readings with those mentions corrected that other readings show to be something else.

    runs: of each document, by its id, what `runs_of` gives; found here if not given.
    """
    people = _people(readings)
    places = _places(readings)
    bodies = _short_bodies(readings, places)
    named = cache(lambda name: _is_named(name, people))
    out = []
    for reading in readings:
        kept = [m for m in (_corrected(m, people, bodies) for m in reading.page.mentions) if not _nobody(m, places)]
        kept = _with_bodies(reading, kept, bodies)
        kept = _with_people(reading, kept, named, runs_of(reading) if runs is None else runs[reading.document.id])
        out.append(_with_mentions(reading, kept))
    return tuple(out)


def _mentions(readings: Iterable[Reading], kind: str) -> Iterator[Mention]:
    return (m for reading in readings for m in reading.page.mentions if m.kind == kind)


def _people(readings: Sequence[Reading]) -> dict[str, set[str]]:
    """Full names of people by the sound that they begin with."""
    found: dict[str, set[str]] = defaultdict(set)
    for m in _mentions(readings, "person"):
        if len(words := name_words(m.name)) > 1:
            found[_class(words)].add(m.name)
    return found


def _class(words: Sequence[str]) -> str:
    """The first consonants of the given and the family name, which spellings of one name share."""
    return "".join(fold(word).lstrip("aeiou")[:1] for word in (words[0], words[-1]))


def _places(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset(m.name for m in _mentions(readings, "place"))


def _short_bodies(readings: Sequence[Reading], places: frozenset[str]) -> dict[str, str]:
    """Short names of the bodies of a case with the one long name that each stands for."""
    people = {word for m in _mentions(readings, "person") if len(m.name.split()) > 1 for word in m.name.split()[-1:]}
    known = {m.name for m in _mentions(readings, "place") if m.geo is not None or (m.role and " " not in m.name)}
    known |= {name for name in places if " " not in name}
    found: dict[str, set[str]] = defaultdict(set)
    for name in _bodies(readings):
        short = short_body(name)
        if short and short not in known and short not in people and short not in BY_NAME | BY_DEMONYM.keys():
            found[short].add(name)
    return {short: min(names, key=lambda n: (n.isupper(), n)) for short, names in found.items()
            if len({n.casefold() for n in names}) == 1}


def _bodies(readings: Sequence[Reading]) -> Iterator[str]:
    """Names of bodies, also of those that only speak: a hospital is a place until it says something."""
    yield from (m.name for m in _mentions(readings, "org"))
    rows = (row for reading in readings for row in (*reading.statements, *reading.claims))
    yield from (bare(row.source.name) for row in rows if row.source.kind == "org")


def _corrected(mention: Mention, people: dict[str, set[str]], bodies: dict[str, str]) -> Mention:
    if mention.kind == "org" or mention.geo is not None:
        return mention
    full = bodies.get(mention.name)
    if full and not mention.refers_to:
        return _as(mention, "org", full)
    words = mention.name.split()
    if mention.kind == "place" and len(words) > 1 and not mention.role:
        rivals = people.get(_class(name_words(mention.name)), set())
        if len(rivals) < MOST_RIVALS and any(same_person(mention.name, name) >= ALIKE for name in rivals):
            return _as(mention, "person", None)
    return mention


def _as(mention: Mention, kind: str, full: str | None) -> Mention:
    span = mention.span
    return replace(mention, id=make_id("m", mention.doc, kind, span.start, span.end), kind=kind, role=None,
                   refers_to=full)


def _nobody(mention: Mention, places: frozenset[str]) -> bool:
    """Whether a name of one word, taken for a person's, is a place's in the case, or says where somebody is from."""
    name = mention.name
    if mention.kind != "person" or mention.refers_to or mention.role:
        return False
    if name in places:
        return " " in name or name.lower() not in GIVEN_NAMES
    stem = next((name.removesuffix(end) for end in ("ian", "an", "i", "ese", "ish") if name.endswith(end)), None)
    return bool(stem) and " " not in name and len(stem) > 3 and any(
        place in places for place in (stem, stem + "a", stem + "ia", stem + "e", name.removesuffix("n")))


def _with_bodies(reading: Reading, mentions: list[Mention], bodies: dict[str, str]) -> list[Mention]:
    """Adds mentions of bodies by their short names where nothing else has been read."""
    if not bodies:
        return mentions
    text, doc = reading.page.text, reading.document.id
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(bodies, key=len, reverse=True)))
                         + r")(?![\w-])(?! [^\W\d_a-z])")
    taken = {at for m in mentions for at in range(m.span.start, m.span.end)}
    parts = {m.span.end: m for m in mentions if m.kind == "person" and not (m.role or m.refers_to or " " in m.name)}
    added, dropped = [], set()
    for sentence in reading.page.sentences:
        for match in pattern.finditer(text, sentence.span.start, sentence.span.end):
            span = Span(*match.span())
            lone = " " not in match.group() and _PLACED.search(text, max(0, span.start - 12), span.start)
            part = parts.get(span.end)
            if part and part.span.start > span.start:  # "Reed" of "Open Reed"
                dropped.add(part.id)
                taken.difference_update(range(part.span.start, part.span.end))
            if taken.isdisjoint(range(span.start, span.end)) and not lone:
                added.append(Mention(make_id("m", doc, "org", span.start, span.end), doc, "org", span, match.group(),
                                     None, bodies[match.group()]))
    return [*(m for m in mentions if m.id not in dropped), *added]


def _is_named(name: str, people: Mapping[str, Collection[str]]) -> bool:
    """Whether a name is a spelling of the full name of somebody whom a report introduces."""
    rivals = people.get(_class(name_words(name) or ("",)), ())
    return 0 < len(rivals) < MOST_RIVALS and any(same_person(name, rival) >= ALIKE for rival in sorted(rivals))


def runs_of(reading: Reading) -> tuple[Span, ...]:
    """Where two or three words with capitals stand together in a sentence, as names do; nowhere in capitals alone."""
    text = reading.page.text
    if text.isupper():
        return ()
    return tuple(Span(*match.span()) for sentence in reading.page.sentences
                 for match in _RUN.finditer(text, sentence.span.start, sentence.span.end))


def _with_people(reading: Reading, mentions: list[Mention], named: Callable[[str], bool], runs: Sequence[Span]
                 ) -> list[Mention]:
    """Adds names of two or three words that are spellings of a person's whom another report introduces."""
    text, doc = reading.page.text, reading.document.id
    starts, ends = sorted(m.span.start for m in mentions), sorted(m.span.end for m in mentions)
    added = []
    for span in runs:
        free = bisect_left(starts, span.end) == bisect_right(ends, span.start)  # none that has begun has not ended
        if free and named(span.of(text)):
            added.append(Mention(make_id("m", doc, "person", span.start, span.end), doc, "person", span, span.of(text)))
    return [*mentions, *added]


def _with_mentions(reading: Reading, mentions: list[Mention]) -> Reading:
    """The reading with these mentions; claims forget places that are none."""
    if mentions == list(reading.page.mentions):
        return reading
    ordered = tuple(sorted(mentions, key=lambda m: (m.span, m.kind)))
    here = {m.id for m in ordered}
    claims = tuple(replace(c, place=None) if c.place and c.place not in here else c for c in reading.claims)
    return replace(reading, page=replace(reading.page, mentions=ordered), claims=claims)
