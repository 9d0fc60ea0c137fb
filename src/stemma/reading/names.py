"""People and organisations in one document, as mentions; short forms point at the fullest form in the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from stemma.ids import make_id
from stemma.model import Document, Mention, Sentence
from stemma.reading import bodies as bodies_in
from stemma.reading.bodies import Body, Text
from stemma.reading.capitals import in_capitals, recased
from stemma.reading.groups import acting_bodies, built_bodies
from stemma.reading.name_tokens import Token, tokens_of
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import HEADS, MODIFIERS, OUTLET_NOUNS
from stemma.reading.persons import Person, alias_of, located_names, persons, repeated
from stemma.reading.plain_words import FUNCTION, NOT_NAMES
from stemma.reading.titles import ABBREVIATED, PARTICLES, STYLES, SUFFIXES
from stemma.values import Span

_LINE = re.compile(r"[^\n\r]+")
# What may be dropped from a body's name in later mentions: "Sulo" for "Sulo News Agency".
_AGENCY_WORDS = frozenset("news agency press media group network tv radio television service relief channel".split())
_MOST_CAPITALS = 0.6  # a line with a larger share of capitalised words is set like a headline


def names_of(document: Document, sentences: Sequence[Sentence], places: Sequence[Mention]) -> tuple[Mention, ...]:
    """Persons and organisations in a document, in the order of the text.

    `places` are the place mentions found before; one that lies inside a person's or an organisation's name does not
    keep the name from being found. Text outside the sentences (bylines, credits, mastheads) is read line by line.
    """
    search = _Search(document, places)
    segments = [_Segment(search, span, headline) for span, headline in _spans(document.text, sentences)]
    segments = [segment for segment in segments if segment.line.tokens]
    for segment in segments:
        segment.find_bodies()
    loose = frozenset(segment.line.of(body.first, body.last) for segment in segments for body in segment.loose)
    surnames = {segment.line.tokens[last].word for segment in (segments if loose else ())
                for first, last in bodies_in.capital_runs(segment.line, segment.free) if last > first}
    for segment in segments:
        segment.spread(loose - surnames, loose & surnames)
        segment.find_persons()
    _drop_located(segments)
    certain, opening = _of_persons(segments, lambda person: person.support >= 2 and person.last > person.first)
    for segment in segments:
        if segment.may_hold(opening):
            segment.find_repeated(certain)
    known = _Known(segments)
    for segment in segments:
        segment.find_short_forms(known)
    found = [mention for segment in segments for mention in segment.mentions(document, known)]
    return tuple(sorted(found, key=lambda m: (m.span, m.kind)))


def _spans(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Span, bool]]:
    """The sentences, and between them the lines that no sentence covers; the flag marks headlines."""
    at = 0
    for sentence in sorted(sentences, key=lambda s: s.span):
        yield from ((span, False) for span in _lines(text, at, sentence.span.start))
        yield sentence.span, sentence.part == "headline"
        at = max(at, sentence.span.end)
    yield from ((span, False) for span in _lines(text, at, len(text)))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _LINE.finditer(text, start, end):
        if match.group().strip():
            yield Span(match.start(), match.end())


class _Search:
    """What holds for the whole document: its places, and the words that it also writes in lower case."""

    def __init__(self, document: Document, places: Sequence[Mention]):
        self.text = document.text
        self._words = words = tokens_of(document.text)
        self._starts = [token.start for token in words]
        self.in_capitals = in_capitals(words)
        self.small = frozenset(filter(str.islower, {token.word for token in words}))
        self.places = {at for place in places if place.kind == "place" for at in self._within(place.span)}

    def _within(self, span: Span) -> list[int]:
        """The starts of the words that begin in a span."""
        return self._starts[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def tokens(self, span: Span) -> list[Token]:
        """The words of a span: those of the whole text, cut anew only where the span cuts a word."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        found = self._words[first:last]
        cut = first and self._words[first - 1].tail > span.start or found and found[-1].tail > span.end
        found = tokens_of(self.text, span.start, span.end) if cut else found
        return recased(found) if self.in_capitals else found

    def is_place(self, token: Token) -> bool:
        return token.start in self.places


class _Segment:
    """One sentence or line and the names found in it so far."""

    def __init__(self, search: _Search, span: Span, headline: bool):
        self.line = Text(search.text, search.tokens(span), search.is_place, search.small)
        initials = self.line.initials
        capitals = sum(map(str.isupper, initials))
        letters = len(initials) if initials.isalpha() else sum(map(str.isalpha, initials))
        self.shouted = sum([t.shouted for t in self.line.tokens]) > 0.5 * max(1, letters)
        self.titled = headline or search.in_capitals or (letters >= 5 and capitals > _MOST_CAPITALS * letters)
        self.used: set[int] = set()
        self.bodies: list[Body] = []
        self.persons: list[Person] = []
        self.short: list[tuple[int, int, str, str]] = []  # first, last, kind, full name

    def free(self, at: int) -> bool:
        return at not in self.used

    def _keep(self, found: Sequence[Body]) -> None:
        for body in found:
            span = range(body.first, body.last + 1)
            if self.used.isdisjoint(span):
                self.bodies.append(body)
                self.used.update(span)

    def find_bodies(self) -> None:
        """Known names first; a built name that holds one ("UN human rights office") replaces it."""
        line = self.line
        known = bodies_in.known_bodies(line)
        known_at = {at: body for body in known for at in range(body.first, body.last + 1)}
        for find in (built_bodies, bodies_in.named_bodies, bodies_in.small_bodies):
            built = find(line, self.free)
            if known:
                built = [b for b in built if all(_holds(b, known_at[at]) for at in range(b.first, b.last + 1)
                                                 if at in known_at)]
            self._keep(built)
        self._keep(known)
        self._keep(acting_bodies(line, self.free))
        self._keep(bodies_in.abbreviations(line, self.bodies, self.free))
        self.loose = bodies_in.loose_bodies(line, self.free, self.shouted)
        self._keep(self.loose)
        self._keep(bodies_in.speaking_states(line))

    def spread(self, words: frozenset[str], surnames: frozenset[str]) -> None:
        """Read words as bodies that another sentence has introduced as such; a person's surname is none after all."""
        wrong = {b for b in self.loose if self.line.of(b.first, b.last) in surnames} if surnames else ()
        if wrong:
            self.bodies = [body for body in self.bodies if body not in wrong]
            self.used.difference_update(body.first for body in wrong)
        if words:
            self._keep([Body(at, at) for at, token in enumerate(self.line.tokens) if token.word in words])

    def find_persons(self) -> None:
        self.persons = persons(self.line, self.free, self.titled)
        for person in self.persons:
            self.used.update(range(person.first, person.last + 1))

    def may_hold(self, opening: frozenset[str]) -> bool:
        """Whether a name may stand here that begins with one of these words."""
        return bool(opening) and not opening.isdisjoint([self.line.tokens[at].word for at in self.line.capitals])

    def find_repeated(self, names: frozenset[str]) -> None:
        for person in repeated(self.line, self.free, names):
            self.persons.append(person)
            self.used.update(range(person.first, person.last + 1))
        self.persons.sort()

    def find_short_forms(self, known: _Known) -> None:
        """Single capitalised words that are the last word of a name found elsewhere in the document."""
        line = self.line
        for at in line.capitals:
            if not self.free(at):
                continue
            token = line.tokens[at]
            full = known.body_for(token.word) if line.word(at - 1) == "the" else None
            if full:
                self.short.append((at, at, "org", full))
            elif full := known.person_for(token.word):
                self.short.append((at, at, "person", full))
            elif (full := known.unique_body(token.word)) and not line.is_place(token):
                self.short.append((at, at, "org", full))
            elif known.pairs and at + 1 < len(line.tokens) and line.joined(at + 1) and self.free(at + 1) and (
                    full := known.unique_body(line.of(at, at + 1))):
                self.short.append((at, at + 1, "org", full))

    def mentions(self, document: Document, known: _Known) -> Iterator[Mention]:
        line = self.line
        for body in self.bodies:
            name = plain_name(line.of(body.first, body.last))
            full = body.full and plain_name(body.full)
            yield self._mention(document, "org", body.first, body.last, None, full or known.long_form(name))
        for before, person in zip((None, *self.persons), self.persons, strict=False):
            named = self._alias_of(before, person)
            first = person.first - 1 if named and person.titled else person.first
            if not named and line.word(person.first) in PARTICLES:
                name = line.of(person.first, person.last)
                named = known.person_for(name[:1].lower() + name[1:])
            if not named and person.first == person.last:
                named = known.person_for(line.of(person.first, person.last))
                if not named and line.word(person.first - 1) in STYLES:
                    named = known.given_for(line.of(person.first, person.last))
            yield self._mention(document, "person", first, person.last, person.role, named)
        for first, last, kind, full in self.short:
            yield self._mention(document, kind, first, last, None, full)

    def _alias_of(self, before: Person | None, person: Person) -> str | None:
        """The name that an alias belongs to: "Amal Reyes, who calls herself Commander Sol"."""
        if not before or not alias_of(self.line, person.first - person.titled):
            return None
        return plain_name(self.line.of(before.first, before.last))

    def _mention(
        self, document: Document, kind: str, first: int, last: int, role: str | None, full: str | None
    ) -> Mention:
        span = Span(self.line.tokens[first].start, self.line.tokens[last].end)
        name = plain_name(span.of(self.line.text))
        return Mention(
            id=make_id("m", document.id, kind, span.start, span.end), doc=document.id, kind=kind, span=span, name=name,
            role=role and plain_name(role), refers_to=full if full != name else None,
        )


def _drop_located(segments: Sequence[_Segment]) -> None:
    """A name that stands behind "in" or "near" somewhere is a place everywhere, unless something speaks for it."""
    unsure, opening = _of_persons(segments, lambda person: person.support < 2)
    located = {name for segment in segments if segment.may_hold(opening) for name in located_names(segment.line)}
    for segment in segments if not located.isdisjoint(unsure) else ():
        wrong = {person for person in segment.persons
                 if person.support < 2 and segment.line.of(person.first, person.last) in located}
        segment.persons = [person for person in segment.persons if person not in wrong]
        segment.used.difference_update(at for person in wrong for at in range(person.first, person.last + 1))


def _of_persons(segments: Sequence[_Segment], which: Callable[[Person], bool]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of some of the persons, and the first words of those names."""
    found = [(segment.line, person) for segment in segments for person in segment.persons if which(person)]
    return (frozenset([line.of(person.first, person.last) for line, person in found]),
            frozenset([line.tokens[person.first].word for line, person in found]))


def _holds(body: Body, known: Body) -> bool:
    """Whether a body's name holds the whole of a known name and more."""
    return body.first <= known.first and known.last <= body.last and body != known


# Head nouns that a report may leave out where it names a body again; newspapers' names would leave a town's.
_LEFT_OUT = frozenset("""
movement front party group alliance coalition network monitor watch observatory foundation trust institute initiative
project hospital university college brigade brigades battalion militia army guard forces agency relief organisation
organization association federation wire
""".split())


def short_body(name: str) -> str | None:
    """A body's name without its head noun, where that is still a name: "Open Hand" for "Open Hand Movement"."""
    *words, head = name.split()
    if not words or head.lower() not in _LEFT_OUT or not head[0].isupper() or len(words) > 3:
        return None
    if any(not w[0].isupper() or w[-2:] in ("'s", "\u2019s") for w in words) or name.isupper():
        return None
    small = [w.lower() for w in words]
    if all(w in NOT_NAMES for w in small) or any(w in MODIFIERS or w in FUNCTION or w in HEADS for w in small):
        return None
    return " ".join(words) if not any(w in BY_DEMONYM or w in BY_NAME for w in words) else None


def plain_name(name: str) -> str:
    """A name on one line, as written otherwise."""
    return " ".join(name.split())


class _Known:
    """Full names of the document, by the short forms that stand for them."""

    def __init__(self, segments: Sequence[_Segment]):
        self._persons: dict[str, set[str]] = {}
        self._given: dict[str, set[str]] = {}
        self._bodies: dict[str, set[str]] = {}
        self._long: dict[str, str] = {}
        self._heads: dict[str, set[str]] = {}
        for segment in segments:
            line = segment.line
            for person in segment.persons:
                if person.last > person.first:
                    self._add_person(plain_name(line.of(person.first, person.last)))
            for body in segment.bodies:
                self._add_body(plain_name(line.of(body.first, body.last)), body)
        self.pairs = any(" " in short for short in self._heads)  # whether a body's short form has two words

    def _add_person(self, name: str) -> None:
        words = name.split()
        while len(words) > 1 and words[-1].lower().strip(".") in SUFFIXES | ABBREVIATED:
            words.pop()
        self._given.setdefault(words[0], set()).add(name)
        for short in {words[-1], " ".join(words[1:])}:
            self._persons.setdefault(short, set()).add(name)

    def _add_body(self, name: str, body: Body) -> None:
        words = name.split()
        if body.full:
            self._long[name] = plain_name(body.full)
        elif len(words) > 1 and words[0][0].isupper():
            if words[-1][0].isupper() and words[-1].lower() in HEADS | OUTLET_NOUNS:
                self._bodies.setdefault(words[-1].casefold(), set()).add(name)
            if words[0].lower() not in NOT_NAMES and {w.lower() for w in words[1:]} <= _AGENCY_WORDS:
                self._heads.setdefault(words[0], set()).add(name)
            elif short := short_body(name):
                self._heads.setdefault(short, set()).add(name)

    def person_for(self, short: str) -> str | None:
        """The one person of the document whom a surname may mean."""
        full = self._persons.get(short, ())
        return min(full) if len(full) == 1 else None

    def given_for(self, short: str) -> str | None:
        """The one person of the document with this given name: "Hadj Brahim", "Father Anselm"."""
        full = self._given.get(short, ())
        return min(full) if len(full) == 1 else None

    def body_for(self, short: str) -> str | None:
        """The body that "the Herald" means: the shortest long name that ends with it."""
        names = self._bodies.get(short.casefold(), ())
        return min(names, key=lambda name: (len(name), name)) if names else None

    def unique_body(self, short: str) -> str | None:
        """The body whose proper name a word is: "Sulo" for "Sulo News Agency"."""
        names = self._heads.get(short, ())
        return min(names) if len(names) == 1 else None

    def long_form(self, name: str) -> str | None:
        """What an abbreviation was introduced for."""
        return self._long.get(name) or (self.unique_body(name) if " " not in name else None)
