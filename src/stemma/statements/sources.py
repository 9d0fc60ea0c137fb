"""Who speaks: the noun phrase beside a cue, and whom it means in this document.

A phrase is a name, a role, or both in apposition ("the mayor, Ada Lund," / "Ada Lund, the mayor,"). A pronoun or a bare
role ("the official") means somebody named before it; memory is kept in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from stemma.model import Mention, Page
from stemma.reading.organisations import CLASS_NOUNS
from stemma.statements.anaphora import issuer_of, just_named
from stemma.statements.clauses import Line
from stemma.statements.cues import AUXILIARIES, BETWEEN, DETERMINERS, PREPOSITIONS, TIME_WORDS
from stemma.statements.nouns import (
    BODY_NOUNS,
    DATA,
    DOCUMENTS,
    FEMALE,
    GENERIC,
    HARMED,
    KINDS,
    MALE,
    NO_SPEAKERS,
    NOT_ALONE,
    POSSESSIVE,
    PRONOUNS,
    QUALIFIERS,
    REBELS,
    STAFF,
    SUFFERERS,
    is_adverb,
    is_human,
)
from stemma.statements.phrases import Phrases
from stemma.statements.releases import author_of, ourselves, publisher_of
from stemma.values import Source, Span

NEAR = 2500  # characters back to which a description ("the young man") may mean somebody
LONGEST_NAME = 14  # words in what an unnamed source is called
STATE_BODIES = frozenset("ministry department government army parliament council police military".split())
LONGEST_OPENING = 8  # words in a subject without a name that is kept for pronouns
MEMORY = 80  # earlier sources that a pronoun or a role may mean


# "official figures": words that say what figures are, and not whose.
_NO_ISSUERS = frozenset("the official preliminary initial latest new first early provisional available".split())
_OBLIQUE = {"him": "he", "them": "they"}  # "according to him"


class Speaker(NamedTuple):
    """A source and the words of a line that name it: [first, stop)."""

    source: Source
    first: int
    stop: int


class Heard:
    """Somebody who may be meant by a later pronoun or role. Few are, so what decides it is worked out when asked."""

    def __init__(self, at: int, source: Source, gender: str):
        self.at = at  # offset in the text
        self.source = source
        self._gender = gender  # as far as pronouns have told it

    @cached_property
    def _said(self) -> list[str]:
        return [w.casefold().strip(".,") for w in f"{self.source.role or ''} {self.source.name}".split()]

    @cached_property
    def words(self) -> frozenset[str]:
        """Those of the role and the name, in small letters."""
        return frozenset(w.strip("()") for w in self._said)

    @cached_property
    def gender(self) -> str:
        """"m", "f" or "", where nothing tells it."""
        if self._gender:
            return self._gender
        return "f" if not FEMALE.isdisjoint(self._said) else "m" if not MALE.isdisjoint(self._said) else ""

    @cached_property
    def many(self) -> bool:
        """Whether the source is several people without a name."""
        plain = self.source.name.casefold().split()
        stop = next((n for n, w in enumerate(plain) if n and w in PREPOSITIONS), len(plain))
        last = plain[stop - 1] if plain else ""
        return self.source.kind == "unnamed" and (last.endswith("s") or last in ("people", "men", "women", "police"))


_place = attrgetter("at")


def harmed_soon(line: Line, at: int) -> bool:
    """Whether the words after a subject say that harm came to it."""
    return not HARMED.isdisjoint(line.lows[at : at + 6])


class Sources(Phrases):
    """The speakers of one document."""

    def __init__(self, page: Page):
        super().__init__(page)
        self.heard: list[Heard] = []
        self.we = ourselves(page)  # whom "we" means outside quotations
        self.author = author_of(page)  # whom "I" means there
        self.release = self.we is not None and publisher_of(page) is not None
        self.doubtful: set[Span] = set()  # phrases that only a verb of saying makes a source
        self.genders: dict[str, str] = {}
        self.roles: dict[str, str] = {}  # a person's first stated role
        self.holders: dict[str, Mention] = {}  # who is first said to be "mayor"
        for mention in self.mentions:
            if mention.kind == "person" and mention.role:
                self.roles.setdefault(mention.refers_to or mention.name, mention.role)
                for word in mention.role.split():
                    self.holders.setdefault(word.casefold().strip(".,"), mention)

    def enter(self, line: Line) -> None:
        """Takes note of whom a sentence begins with, for the pronouns after it."""
        words = line.words
        if not words or words[0].quote >= 0:
            return
        first = self._skip_lead(line, 0, len(words))
        if first >= len(words) and line.low(0) in PREPOSITIONS:
            comma = next((n for n in range(2, min(10, len(words))) if line.low(n) == ","), None)
            first = comma + 1 if comma is not None else first  # "At the hospital, the director runs down a list"
        if first < len(words):
            opened = self._opening_name(line, first) or self._opening_phrase(line, first)
            if opened is not None:
                self.remember(*opened)

    def _opening_name(self, line: Line, first: int) -> tuple[int, Source] | None:
        """The person or body that a sentence begins with, by name."""
        words = line.words
        lead = line.span(0, min(len(words), first + 14))
        people = self.inside(lead, "person")
        if people:
            stop = next((n + 1 for n, w in enumerate(words) if w.end >= people[0].span.end), len(words))
            if first < stop and not line.any_finite(first, stop) and not words[stop - 1].possessive:
                return words[first].start, self._person(line, first, people[0], None)
        bodies = self.inside(lead, "org")
        begin = first + (line.low(first) == "the")
        if begin < len(words) and bodies and bodies[0].span.start == words[begin].start:
            after = next((n for n, w in enumerate(words) if w.start >= bodies[0].span.end), len(words))
            if line.low(after) == "," or any(line.finite(n) for n in range(after, min(after + 3, len(words)))):
                name = bodies[0].refers_to or bodies[0].name
                return words[begin].start, Source("org", name, None, bodies[0].span)
        return None

    def _opening_phrase(self, line: Line, first: int) -> tuple[int, Source] | None:
        """The people without a name whom a sentence begins with: "The governor", "Rescuers", "A nurse"."""
        stop = self._phrase_end(line, first)
        if stop == first or harmed_soon(line, stop):
            return None
        start, noun = line.words[first].start, line.low(self.head(line, first, stop))
        many = noun.endswith("s") and noun[:-1] not in SUFFERERS and noun not in SUFFERERS
        one = line.low(first) == "the" and not noun.endswith("s") and noun not in SUFFERERS
        if (one or many) and stop - first <= LONGEST_OPENING and is_human(noun):
            source = self.phrase(line, first, stop)
            return (start, source) if source is not None else None
        stop = next((n for n in range(first + 1, stop) if line.low(n).endswith("ed") or line.finite(n)), stop)
        if line.low(first) not in ("a", "an", "one", "another") or harmed_soon(line, stop):
            return None
        head = self.head(line, first, stop)
        source = self._common(line, first, stop, head, None) if is_human(line.low(head)) else None
        return (start, source) if source is not None else None

    def possessed(self, line: Line, first: int) -> Speaker | None:
        """Whose account it is in "according to his version"."""
        if line.low(first) in ("his", "her", "their", "its"):
            source = self._pronoun(
                {"his": "he", "her": "she", "their": "they", "its": "it"}[line.low(first)], line.words[first].start
            )
            return Speaker(source, first, self._phrase_end(line, first)) if source else None
        return None

    def before(self, line: Line, verb: int, floor: int) -> Speaker | None:
        """The speaker whose phrase ends right before a verb, no further left than word `floor`."""
        at = verb - 1
        while at >= floor and (line.low(at) in BETWEEN or (is_adverb(line.low(at)) and not line.words[at].capital)):
            at -= 1
        adjunct = self._before_adjunct(line, at, floor)
        if adjunct < at:
            at = adjunct
            while at >= floor and (line.low(at) in AUXILIARIES or line.low(at) in ("just", "also", "only")):
                at -= 1
        if line.low(at) in ("and", "but", "or", "then", "not"):
            return None
        if at > floor and line.low(at) in PRONOUNS and line.low(at) != "who" and line.words[at].quote < 0:
            source = self._pronoun(line.low(at), line.words[at].start)  # "Once there they say", "the man who they say"
            return Speaker(source, at, at + 1) if source is not None else None
        segments = self._segments_left(line, at, floor, verb)
        if not segments:
            return None
        first, stop = segments[0]
        if (
            stop - first > 2
            and line.low(first) in ("a", "an")
            and line.low(stop - 1).endswith("s")
            and (is_human(line.low(stop - 1)) and not is_human(line.low(stop - 2)))
        ):
            segments = [(stop - 1, stop)]  # "a sign experts have warned of": two nouns in a row, the second speaks
        return self._assemble(line, segments, verb)

    def _assemble(self, line: Line, segments: list[tuple[int, int]], verb: int) -> Speaker | None:
        """Chooses among the stretches the name and the role in apposition."""
        stop = segments[0][1]
        named = role = spare = None
        for first, end in segments:
            if line.low(first) in ("for", "on") and line.low(end - 1) in ("part", "side"):
                continue  # "for their part"
            first = self._skip_lead(line, first, end)
            if first >= end:
                continue
            kind = self._kind(line, first, end)
            if kind == "aside":
                continue
            if kind == "name":
                if named is not None:
                    break
                named = (first, end)
                if role is not None or line.low(first) in PRONOUNS:
                    break
            elif kind == "role":
                if role is not None:
                    break
                role = (first, end)
                if named is not None:
                    break
            else:
                if any(line.low(n) in ("that", "where") for n in range(first, end)):
                    continue
                if named is None and role is None:
                    if line.low(first) in ("a", "an", "the") and line.low(end) == "," and (first, end) != segments[-1]:
                        spare = spare or (first, end)
                        continue
                    named = (first, end)
                elif named is None and self.inside(line.span(first, end), "org") and not line.any_finite(first, end):
                    named = (first, end)
                break
        if named is None and role is None:
            if spare is None:
                return None
            named = spare
        first = min(pair[0] for pair in (named, role) if pair)
        return self._speaker(line, named, role, first, stop)

    def after(self, line: Line, verb: int) -> Speaker | None:
        """The speaker whose phrase begins right after a verb: "said Ada Lund, the mayor"."""
        first = verb + 1
        if first >= len(line.words) or line.breaks(first) or line.low(first) in PREPOSITIONS:
            return None
        stop = self._phrase_end(line, first)
        if stop == first:
            return None
        kind = self._kind(line, first, stop)
        named, role = ((first, stop), None) if kind != "role" else (None, (first, stop))
        end = stop
        if line.low(stop) == "," and stop + 1 < len(line.words):
            begin = stop + 1
            if line.low(begin)[:1].isdigit() and line.low(begin + 1) == ",":
                begin += 2
            upto = self._phrase_end(line, begin)
            if upto > begin:
                kind = self._kind(line, begin, upto)
                if kind == "name" and named is None:
                    named, end = (begin, upto), upto
                elif kind == "role" and role is None and self._closes(line, upto):
                    role, end = (begin, upto), upto
        found = self._speaker(line, named, role, first, end)
        return found._replace(stop=end) if found else None

    def _speaker(
        self, line: Line, named: tuple[int, int] | None, role: tuple[int, int] | None, first: int, stop: int
    ) -> Speaker | None:
        words = line.of(*role) if role else None
        source = self.phrase(line, *(named or role), role=words if named else None)
        if source is None:
            return None
        return Speaker(source, first, stop)

    def phrase(self, line: Line, first: int, stop: int, role: str | None = None) -> Source | None:
        """Whom a phrase means; None if it can be no source. Pronouns and bare roles mean somebody before."""
        while first < stop and line.low(first) in ("both",) and line.low(first + 1) == "the":
            first += 1
        span = line.span(first, stop)
        low = line.low(first)
        if stop - first == 1 and (low in PRONOUNS or low in _OBLIQUE):
            return self._pronoun(_OBLIQUE.get(low, low), span.start)
        if line.low(first + 1) == "of" and line.low(first + 2) in ("them", "these", "those") and stop - first == 3:
            return self._pronoun("they", span.start)
        person = self.person_at_end(line, first, stop)
        if person is not None and not self._is_aide_to(line, first, person):
            return self._person(line, first, person, role)
        person = self._person_of(line, first, stop)
        if person is not None:
            return self._person(line, first, person, role)
        head = self.head(line, first, stop)
        noun = POSSESSIVE.sub("", line.low(head))
        if low in ("the", "his", "her", "its", "their", "this", "that") and is_human(noun):
            known = self._by_role(noun, span.start, [line.low(n) for n in range(first + 1, head)])
            if low == "the" and stop - first == 2:
                known = known or just_named(noun, span.start, self.heard, line.text)
            known = known or self._described(noun, span.start, [line.low(n) for n in range(first + 1, head)])
            if known is not None:
                return known
        if low == "our":
            return self.we
        if low == "its" and head == stop - 1 and noun in STAFF:
            return self._pronoun("it", span.start)  # "its monitors" speak for the body
        if low in ("the", "this", "its", "their") and head == stop - 1 == first + 1:
            known = self._body_before(noun, span.start)
            if known is not None:
                return known
        return self._common(line, first, stop, head, role)

    def _person_of(self, line: Line, first: int, stop: int) -> Mention | None:
        """The person in "Ada Lund of the Red Cross": a name that begins the phrase and says next where it belongs."""
        people = self.inside(line.span(first, stop), "person")
        if not people or self._is_aide_to(line, first, people[0]):
            return None
        before = [w for w in line.words[first:stop] if w.end <= people[0].span.start]
        if any(w.low in PREPOSITIONS or w.possessive for w in before):
            return None
        following = next((w for w in line.words[first:stop] if w.start >= people[0].span.end), None)
        return people[0] if following is not None and following.low in ("of", "from", "with", "at", "(") else None

    def _body_before(self, noun: str, at: int) -> Source | None:
        """Which body named before "the group" or "the ministry" means."""
        if noun not in BODY_NOUNS:
            return None
        kin = noun in CLASS_NOUNS or noun in ("organisation", "organization", "body", "front")
        for heard in reversed(self.heard[-MEMORY:]):
            name = heard.source.name
            if (
                heard.at < at
                and heard.source.kind == "org"
                and (noun in name.casefold().split() or (kin and name[:1].isupper() and name.casefold() != noun))
            ):
                return heard.source
        return None

    def _described(self, noun: str, at: int, modifiers: list[str]) -> Source | None:
        """Whom "the young man", "the 27-year-old driver" or "the cleric" (of an imam) means."""
        aged = any(m in ("young", "old", "elderly") or m.endswith("-year-old") for m in modifiers)
        kind = KINDS.get(noun, frozenset())
        gender = "f" if noun in FEMALE else "m" if noun in MALE else ""
        if not (aged or kind or noun in GENERIC):
            return None
        for heard in reversed(self.heard[-MEMORY:]):
            if heard.source.kind != "person" or not at - NEAR < heard.at < at:
                continue
            role = {w.casefold().strip(".,") for w in (heard.source.role or "").split()}
            if role & kind or ((aged or noun in GENERIC) and not (gender and heard.gender not in ("", gender))):
                return heard.source
        return None

    def _person(self, line: Line, first: int, person: Mention, role: str | None) -> Source:
        before = line.text[line.words[first].start : person.span.start].strip(" ,")
        name = person.refers_to or person.name
        words = role or " ".join(before.split()) or person.role or self._role_elsewhere(name)
        return Source("person", name, words or None, person.span)

    def _role_elsewhere(self, name: str) -> str | None:
        return self.roles.get(name)

    def _common(self, line: Line, first: int, stop: int, head: int, role: str | None) -> Source | None:
        """A phrase without a person's name: a body, a state, or somebody unnamed."""
        if line.low(first) in ("the", "a", "an") and stop - first > 1:
            first += 1
        if line.low(first) in ("only", "own") and stop - first > 1:
            first += 1
        if first >= stop:
            return None
        noun = POSSESSIVE.sub("", line.low(head))
        if line.low(stop - 1) in PREPOSITIONS or (stop - first == 1 and noun in NOT_ALONE):
            return None
        if noun.isdigit() and line.low(head - 1) == "no" and line.low(head - 2) in BODY_NOUNS:
            return Source("org", line.of(first, head + 1), role, line.span(first, head + 1))  # "Hospital No. 2"
        if _is_time_or_nobody(line, first, noun):
            return None
        made = _own_name(line, first, stop, role) or self._issuer(line, first, head, noun)
        if made is not None:
            return made
        if noun in DOCUMENTS and any(line.low(n) in ("from", "by") for n in range(first, stop)):
            return self._document(line, first, stop, line.of(first, stop), line.span(first, stop))
        stop = next((n for n in range(head + 1, stop) if line.low(n) in QUALIFIERS), stop)
        made = self._headline_role(line, first, stop, noun) or self._named_after_class(line, first, stop, role)
        return made or self._by_noun(line, first, stop, head, role)

    def _headline_role(self, line: Line, first: int, stop: int, noun: str) -> Source | None:
        """A headline names the role of somebody whom the text names."""
        if line.sentence.part != "headline" or stop - first > 2 or not is_human(noun) or noun.endswith("s"):
            return None
        known = self._by_role(noun, len(line.text), [])
        return known if known is not None and known.kind == "person" else None

    def _named_after_class(self, line: Line, first: int, stop: int, role: str | None) -> Source | None:
        """A body whose name follows what sort of body it is."""
        named = self._after_class_noun(line, first, stop)
        if named is None:
            return None
        orgs = self.inside(line.span(first, stop), "org")
        body = next((o for o in orgs if o.span.start == line.words[named].start), None)
        called = (body.refers_to or body.name) if body else line.of(named, stop)
        return Source("org", called, role, line.span(named, stop))

    def _by_noun(self, line: Line, first: int, stop: int, head: int, role: str | None) -> Source | None:
        """What the phrase's noun makes it: people, data with an issuer, a body."""
        noun, orgs = POSSESSIVE.sub("", line.low(head)), self.inside(line.span(first, stop), "org")
        if is_human(noun):
            if stop - first > 1 and line.low(stop - 1) in ("there", "here"):
                stop -= 1
            if stop - first > LONGEST_NAME:
                stop = head + 1
            if noun not in REBELS and noun not in ("forces", "staff", "both", "sides"):
                name = POSSESSIVE.sub("", line.of(first, stop))
                return Source("unnamed", name, role or name, line.span(first, stop))
        if noun in DATA and head > first:
            return self._of_data(line, first, stop, head)
        if noun in STATE_BODIES and orgs and orgs[0].span.start > line.words[head].end:
            orgs = []  # "the defence ministry of neighbouring Oskara"
        if orgs and orgs[-1].span.end >= line.words[min(head, stop - 1)].start:
            return _of_body(line, first, stop, orgs[0], role)
        if noun in BODY_NOUNS or (noun.endswith("s") and noun[:-1] in BODY_NOUNS):
            short = stop
            if noun not in ("police", "forces"):
                short = next((n for n in range(head + 1, stop) if line.low(n) in ("in", "at", "on", "(")), stop)
            return Source("org", POSSESSIVE.sub("", line.of(first, short)), role, line.span(first, short))
        return self._by_look(line, first, stop, head, role)

    def _of_data(self, line: Line, first: int, stop: int, head: int) -> Source:
        """Data, named after those who gave them out where the phrase says who."""
        unsaid = {line.low(n) for n in range(first, head)} <= _NO_ISSUERS
        issuer = None if unsaid else self.phrase(line, first, head)
        name = POSSESSIVE.sub("", line.of(first, stop))
        return issuer or Source("unnamed", name, name, line.span(first, stop))

    def _by_look(self, line: Line, first: int, stop: int, head: int, role: str | None) -> Source | None:
        """A phrase that no list knows: a place that speaks, a name by its capitals, or somebody unnamed."""
        span, noun = line.span(first, stop), POSSESSIVE.sub("", line.low(head))
        name = POSSESSIVE.sub("", line.of(first, stop))
        places = self.inside(span, "place")
        if places and places[-1].span == span:
            return Source("org", places[-1].refers_to or name, role, span)
        # a plural that has its capital only because it comes first
        opening = first == 0 and stop == 1 and noun.endswith("s") and not self.inside(span, "org")
        if (
            not opening
            and all(w.capital or w.low in ("of", "the", "and", "for") for w in line.words[first:stop])
            and noun not in DETERMINERS
        ):
            return Source("org", name, role, span)
        if noun in DOCUMENTS and line.low(first) not in PREPOSITIONS:
            return self._document(line, first, stop, name, span)
        if noun in NO_SPEAKERS or line.low(first) in PREPOSITIONS or not line.words[head].is_word or stop - first > 7:
            return None
        self.doubtful.add(span)
        return Source("unnamed", name, role or name, span)

    def _issuer(self, line: Line, first: int, head: int, noun: str) -> Source | None:
        """Who speaks in "the front's message", "our interviews", "its report"."""
        if noun not in DOCUMENTS and noun not in DATA and noun not in ("interviews", "research", "reporting"):
            return None
        if line.low(first) in ("our", "his", "her", "its", "their") and first < head:
            possessed = self.possessed(line, first)
            return self.we if line.low(first) == "our" else possessed.source if possessed else None
        owner = next((n for n in range(first, head) if line.words[n].possessive), None)
        if owner is None or POSSESSIVE.sub("", line.low(owner)) in TIME_WORDS:
            return None
        return self.phrase(line, first - (line.low(first - 1) == "the"), owner + 1)

    @staticmethod
    def _after_class_noun(line: Line, first: int, stop: int) -> int | None:
        """Where the name begins in "aid group Open Hands": capitals to the end, right after a class noun."""
        for at in range(first, stop - 1):
            if line.low(at) in CLASS_NOUNS and not line.words[at].text.isupper():
                rest = line.words[at + 1 : stop]
                if rest[0].capital and all(w.capital or w.low in ("of", "the", "for", "and") for w in rest):
                    return at + 1
        return None

    def _document(self, line: Line, first: int, stop: int, name: str, span: Span) -> Source | None:
        """A statement, list or report: whoever issued it, if that is said; a version of this story is the outlet's."""
        if line.low(stop - 1) in ("story", "article", "report") and line.low(stop - 2) == "this" and self.page.outlet:
            return Source("org", self.page.outlet, None, span)
        by = next((n for n in range(first + 1, stop - 1) if line.low(n) in ("from", "by")), None)
        if by is not None:
            issuer = self.phrase(line, by + 1, stop)
            if issuer is not None:
                return issuer
        if line.low(first - 1) == "the" and stop - first == 1:
            issuer = issuer_of(line.low(first), span.start, self.heard, line.text)
            if issuer is not None:
                return issuer
        return Source("unnamed", name, name, span)

    def remember(self, at: int, source: Source) -> None:
        """Keeps a source for later pronouns; `at` is the offset where it stands."""
        if source.kind == "narrator":
            return
        insort(self.heard, Heard(at, source, self.genders.get(source.name, "")), key=_place)

    def remember_told(self, line: Line, first: int, stop: int) -> None:
        """Keeps the person who is told something: "nurses told Ada Lund that ..., she said"."""
        people = self.inside(line.span(first, stop), "person") if first < stop else []
        if people and people[0].span.start <= line.words[min(first + 3, stop - 1)].start:
            self.remember(people[0].span.start, self._person(line, first, people[0], None))

    def _pronoun(self, low: str, at: int) -> Source | None:
        """The latest earlier source that a pronoun can mean."""
        if low == "we":
            return self.we
        if low == "i":
            return None
        fits = {
            "he": lambda h: h.source.kind != "org" and not h.many and h.gender != "f",
            "she": lambda h: h.source.kind != "org" and not h.many and h.gender != "m",
            "it": lambda h: h.source.kind == "org",
            "they": lambda h: h.many or h.source.kind == "org",
            "who": lambda h: True,
        }[low]
        found = max((h for h in self.heard[-MEMORY:] if h.at < at and fits(h)), key=lambda h: h.at, default=None)
        if found is None:
            return self._person_before(at) if low in ("he", "she") else None
        if low in ("he", "she") and found.source.kind == "person":
            self.genders.setdefault(found.source.name, "m" if low == "he" else "f")
        return found.source

    def _person_before(self, at: int) -> Source | None:
        """The person named last before an offset, where nobody has spoken yet."""
        last = bisect_left(self.starts, at)
        for mention in reversed(self.mentions[max(0, last - 12) : last]):
            if mention.kind == "person" and at - mention.span.start < NEAR:
                name = mention.refers_to or mention.name
                return Source("person", name, mention.role or self._role_elsewhere(name), mention.span)
        return None

    def _by_role(self, noun: str, at: int, modifiers: list[str]) -> Source | None:
        """The latest earlier source of that role: "the official", "the governor", "its spokesman"."""
        forms = {noun, noun + "s", noun.removesuffix("s")}
        for heard in reversed(self.heard[-MEMORY:]) if len(modifiers) <= 2 else ():
            if heard.at < at and heard.source.kind != "org" and not forms.isdisjoint(heard.words):
                return heard.source
        mention = next((self.holders[form] for form in sorted(forms) if form in self.holders), None)
        return Source("person", mention.refers_to or mention.name, mention.role, mention.span) if mention else None


def _is_time_or_nobody(line: Line, first: int, noun: str) -> bool:
    """Whether a phrase names a time, a number or nobody: none of them speaks."""
    timed = noun in TIME_WORDS or noun in ("years", "months", "weeks") or noun[:1].isdigit()
    return timed or line.low(first) in ("no", "nobody", "none", "neither", "nothing")


def _own_name(line: Line, first: int, stop: int, role: str | None) -> Source | None:
    """What a group calls itself: "a group calling itself the Silver Dawn"."""
    at = next(
        (n for n in range(first, stop - 2) if line.low(n) in ("calling", "called", "named")
         and line.low(n + 1) in ("itself", "themselves")), None
    )
    if at is None:
        return None
    begin = at + 2 + (line.low(at + 2) == "the" and at + 3 < stop)
    return Source("org", line.of(begin, stop), role, line.span(begin, stop))


def _of_body(line: Line, first: int, stop: int, body: Mention, role: str | None) -> Source:
    """The body that a phrase names, with what the phrase adds to its name."""
    span = line.span(first, stop)
    owned = any(w.possessive for w in line.words[first:stop] if w.end <= body.span.start)
    if owned and body.name.islower():
        return Source("org", line.text[span.start : body.span.end], role, Span(span.start, body.span.end))
    last = line.words[stop - 1]
    if body.name.islower() and last.capital and last.end > body.span.end:
        begin = stop - 1  # "the state news agency Ramo": the name follows the class noun
        while begin > first and line.words[begin - 1].capital and line.words[begin - 1].start >= body.span.end:
            begin -= 1
        begin = first if line.low(begin - 1) in PREPOSITIONS | {"the"} else begin
        return Source("org", line.of(begin, stop), role, line.span(begin, stop))
    return Source("org", body.refers_to or body.name, role, body.span)
