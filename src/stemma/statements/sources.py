"""Who speaks: the noun phrase beside a cue, and whom it means in this document.

A phrase is a name, a role, or both in apposition ("the mayor, Ada Lund," / "Ada Lund, the mayor,"). A pronoun or a bare
role ("the official") means somebody named before it; memory is kept in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from stemma.model import Mention, Page
from stemma.reading.organisations import ACTORS, CLASS_NOUNS, HEADS, SMALL_HEADS
from stemma.reading.titles import HONORIFICS, RANKS, ROLE_NOUNS
from stemma.statements.clauses import Line
from stemma.statements.cues import BETWEEN, CONNECTIVES, DETERMINERS, PREPOSITIONS, TIME_WORDS
from stemma.values import Source, Span

MOST_SEGMENTS = 5  # stretches between commas that one speaker's phrase may take up
LONGEST_PHRASE = 28  # words

PRONOUNS = frozenset("he she it they who i we".split())
_MALE = frozenset(
    "he his him mr father fr brother sheikh sheik imam king prince spokesman chairman businessman policeman "
    "fisherman sir lord man boy husband son uncle bishop cardinal pope priest rabbi pastor congressman cameraman".split()
)
_FEMALE = frozenset(
    "she her mrs ms miss mme sister queen princess spokeswoman chairwoman businesswoman policewoman woman girl "
    "mother wife daughter aunt matron midwife widow grandmother lady congresswoman".split()
)
_PEOPLE = frozenset(
    "people person man woman men women locals official officials residents sources source authorities reports "
    "report media critics medics parents families family relatives neighbours neighbors shoppers boy girl crowd "
    "survivors youth leaders workers staff troops soldiers forces both sides side allies insiders eyewitnesses "
    "bystanders newspapers others observers envoy ministers leadership".split()
)
_BODY_NOUNS = HEADS | SMALL_HEADS | ACTORS | CLASS_NOUNS | frozenset(
    "committee rebels insurgents militants separatists police hospital bank office sides council regime kremlin "
    "pentagon government spokesperson's ministry authority tv parliament campaign team company firm family".split()
)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_BRACKETS = re.compile(r"\([^()]{0,40}\)?")
_DOCUMENTS = frozenset(
    "statement report document inquiry study survey list message letter post summary version communique "
    "communiqué transcript dossier tally notice leaflet text tweet article story analysis assessment "
    "investigation probe poll".split()
)
_DATA = frozenset("figures data statistics estimates records reports numbers counts calculations".split())
# What follows a nameless source to say how it knows: no part of what it is called.
_QUALIFIERS = frozenset("briefed familiar close speaking who quoted cited asked".split())
_NO_SPEAKERS = frozenset(
    "footage video videos image images photographs photos pictures map maps clip clips attack fears raising toll "
    "figures evidence strikes shelling bombing which what there this that way thing things case reason reasons "
    "nothing".split()
)
_HARMED = frozenset("died killed wounded injured shot hit was were dead missing captured".split())
_REBELS = frozenset("rebels insurgents militants separatists guerrillas".split())


class Speaker(NamedTuple):
    """A source and the words of a line that name it: [first, stop)."""

    source: Source
    first: int
    stop: int


class Heard(NamedTuple):
    """Somebody who may be meant by a later pronoun or role."""

    at: int  # offset in the text
    source: Source
    many: bool
    gender: str  # "m", "f" or ""


def is_human(low: str) -> bool:
    """Whether a noun says what a person is, in the singular or the plural."""
    return (
        low in ROLE_NOUNS or low in _PEOPLE or (low.endswith("s") and low[:-1] in ROLE_NOUNS)
        or (low.endswith("es") and low[:-2] in ROLE_NOUNS) or (low.endswith("ies") and low[:-3] + "y" in ROLE_NOUNS)
        or (low.endswith("men") and low[:-2] + "an" in ROLE_NOUNS)
    )


def is_body(low: str) -> bool:
    """Whether a noun names a body that speaks: "police", "ministry"."""
    return low in _BODY_NOUNS


class Sources:
    """The speakers of one document."""

    def __init__(self, page: Page):
        self.page = page
        self.mentions = sorted(page.mentions, key=lambda m: (m.span.start, -m.span.end))
        self.starts = [m.span.start for m in self.mentions]
        self.heard: list[Heard] = []
        self.doubtful: set[Span] = set()  # phrases that only a verb of saying makes a source
        self.genders: dict[str, str] = {}

    def enter(self, line: Line) -> None:
        """Takes note of whom a sentence begins with, for the pronouns after it."""
        words = line.words
        if not words or words[0].quote >= 0:
            return
        first = self._skip_lead(line, 0, len(words))
        people = self.inside(line.span(0, min(len(words), first + 14)), "person") if words else []
        if first < len(words) and people:
            stop = next((n + 1 for n, w in enumerate(words) if w.end >= people[0].span.end), len(words))
            if first < stop and not line.any_finite(first, stop) and not words[stop - 1].possessive:
                source = self._person(line, first, people[0], None)
                return self.remember(words[first].start, source)
        stop = self._phrase_end(line, first) if first < len(words) else first
        cut = (n for n in range(first + 1, stop) if line.low(n).endswith("ed") or line.finite(n))
        stop = next(cut, stop)
        harmed = any(line.low(n) in _HARMED for n in range(stop, min(stop + 6, len(words))))
        if stop > first and not harmed and line.low(first) in ("a", "an", "one", "another") and is_human(line.low(self.head(line, first, stop))):
            source = self._common(line, first, stop, self.head(line, first, stop), None)
            if source is not None:
                self.remember(words[first].start, source)
        return None

    def possessed(self, line: Line, first: int) -> Speaker | None:
        """Whose account it is in "according to his version"."""
        if line.low(first) in ("his", "her", "their", "its"):
            source = self._pronoun({"his": "he", "her": "she", "their": "they", "its": "it"}[line.low(first)],
                                   line.words[first].start)
            return Speaker(source, first, self._phrase_end(line, first)) if source else None
        return None

    # -------------------------------------------------------------------------------------- what is named

    def inside(self, span: Span, kind: str) -> list[Mention]:
        """The mentions of a kind that lie wholly in a span."""
        at = bisect_left(self.starts, span.start)
        found = []
        while at < len(self.mentions) and self.starts[at] < span.end:
            if self.mentions[at].kind == kind and self.mentions[at].span.end <= span.end:
                found.append(self.mentions[at])
            at += 1
        return found

    def person_at_end(self, line: Line, first: int, stop: int) -> Mention | None:
        """The person whose name ends a range of words."""
        people = self.inside(line.span(first, stop), "person")
        if not people:
            return None
        last = people[-1]
        rest = _POSSESSIVE.sub("", _BRACKETS.sub("", line.text[last.span.end : line.words[stop - 1].end]))
        return last if not any(c.isalnum() for c in rest) else None

    # ------------------------------------------------------------------------------------ left of the verb

    def before(self, line: Line, verb: int, floor: int) -> Speaker | None:
        """The speaker whose phrase ends right before a verb, no further left than word `floor`."""
        at = verb - 1
        while at >= floor and (line.low(at) in BETWEEN or (line.low(at).endswith("ly") and not line.words[at].capital)):
            at -= 1
        if line.low(at) in ("and", "but", "or", "then", "not"):
            return None
        segments = self._segments_left(line, at, floor, verb)
        if not segments:
            return None
        first, stop = segments[0]
        if stop - first > 2 and line.low(first) in ("a", "an") and line.low(stop - 1).endswith("s") and (
            is_human(line.low(stop - 1)) and not is_human(line.low(stop - 2))
        ):
            segments = [(stop - 1, stop)]  # "a sign experts have warned of": two nouns in a row, the second speaks
        return self._assemble(line, segments, verb)

    def _segments_left(self, line: Line, at: int, floor: int, verb: int) -> list[tuple[int, int]]:
        """The stretches between commas to the left of a verb that may belong to its subject, nearest first."""
        segments: list[tuple[int, int]] = []
        relative = False
        while at >= floor and len(segments) < MOST_SEGMENTS and verb - at < LONGEST_PHRASE:
            if line.low(at) == ",":
                at -= 1
                continue
            stop = at + 1
            at = self._segment_start(line, at, floor)
            first = at + 1
            if at >= floor and line.low(at) in ("who", "which", "whose", "whom"):
                segments.append((at, stop))
                relative = line.low(stop) != ","
                at -= 1
                continue
            if first >= stop:
                break
            if at > floor and line.words[at].is_word and line.low(stop) == ",":
                start = self._clause_start(line, at, floor)
                if any(line.low(n) in ("that", "where", "who", "which", "whose") for n in range(start + 2, at + 1)):
                    segments.append((start + 1, stop))
                    at = start
                    continue
            joint = self._joint(line, first, stop, relative=relative)
            if joint is not None:
                if joint < stop:
                    segments.append((joint, stop))
                break
            segments.append((first, stop))
            if at < floor or line.low(at) != ",":
                break
        return segments

    @staticmethod
    def _segment_start(line: Line, at: int, floor: int) -> int:
        """The index before a stretch of words that ends at `at`; brackets are stepped over."""
        while at >= floor:
            if line.low(at) in (")", "]"):
                back = at
                while back > floor and at - back < 8 and line.low(back) not in ("(", "["):
                    back -= 1
                if line.low(back) in ("(", "["):
                    at = back - 1
                    continue
            if line.breaks(at):
                break
            at -= 1
        return at

    @staticmethod
    def _clause_start(line: Line, at: int, floor: int) -> int:
        """The index of the comma before the noun that a clause with "that" describes."""
        while at >= floor and (line.words[at].is_word and line.words[at].quote < 0):
            at -= 1
        return at

    @staticmethod
    def _joint(line: Line, first: int, stop: int, *, relative: bool = False) -> int | None:
        """Where the subject begins in a stretch that holds a finite verb of another clause; None if it holds none.

        Before "who" it is the noun right there: "the paper spoke with a resident who said".
        """
        finite = [at for at in range(first, stop) if line.finite(at)]
        if relative:
            links = [at for at in range(first, stop - 1) if line.low(at) in ("by", "with", "to", "from")]
            begin = max([*(n + 1 for n in finite), *(n + 1 for n in links if not finite or n > finite[-1])], default=first)
            return begin if begin > first else None
        if not finite:
            return None
        for at in range(stop - 1, finite[-1], -1):
            if line.low(at) in ("and", "or"):
                return at + 1
        return stop

    def _assemble(self, line: Line, segments: list[tuple[int, int]], verb: int) -> Speaker | None:
        """Chooses among the stretches the name and the role in apposition."""
        stop = segments[0][1]
        named = role = spare = None
        for first, end in segments:
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
                if role is not None:
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

    def _skip_lead(self, line: Line, first: int, end: int) -> int:
        """Leaves out what stands before the phrase: "But", "On Monday", "In Geneva", "Meanwhile"."""
        while first < end and (line.low(first) in CONNECTIVES or line.low(first) in ("as",)):
            first += 1
        if first < end and line.low(first) in PREPOSITIONS:
            at = first + 1
            while at < end and (line.low(at) in TIME_WORDS or line.low(at)[:1].isdigit()):
                at += 1
            if at > first + 1 and line.low(at - 1) not in ("the", "of", "in", "on", "at"):
                return at
            if at < end and line.low(at - 1) == "the" and at - 1 > first + 1:
                return at - 1
            places = self.inside(line.span(first, end), "place")
            if places and places[0].span.start <= line.words[min(first + 2, end - 1)].start:
                while at < end and line.words[at].start < places[0].span.end:
                    at += 1
                return at
            return end
        while first < end and (line.low(first) in ("late", "early", "earlier", "later", "yesterday", "today")):
            first += 1
        return first

    def _kind(self, line: Line, first: int, end: int) -> str:
        """Whether a stretch is a "name", a "role", an "aside" (age, relative clause ...) or "other"."""
        low = line.low(first)
        if low in ("who", "which", "whose", "whom", "speaking", "citing", "quoting", "referring"):
            return "aside"
        if all(line.low(at)[:1].isdigit() or line.low(at) == "aged" for at in range(first, end)):
            return "aside"
        person = self.person_at_end(line, first, end)
        if person is not None and not self._is_aide_to(line, first, person):
            return "name"
        if low in PRONOUNS and end - first == 1:
            return "name"
        if low in PREPOSITIONS:
            return "aside"
        head = line.low(self.head(line, first, end))
        if is_human(head) and not line.any_finite(first, end):
            return "role"
        return "other"

    @staticmethod
    def head(line: Line, first: int, end: int) -> int:
        """The head noun of a phrase: the last word before its first preposition or participle."""
        for at in range(first + 1, end):
            low = line.low(at)
            if low in PREPOSITIONS or low == "(" or low in ("who", "there", "here") or low == "working" or low == "living":
                return at - 1
            if low.endswith("ed") and at + 1 < end and line.low(at + 1) in PREPOSITIONS and not line.words[at].capital:
                return at - 1
        return end - 1

    @staticmethod
    def _is_aide_to(line: Line, first: int, person: Mention) -> bool:
        """Whether the name only says whose aide it is: "an adviser to President Lund"."""
        before = [w for w in line.words[first:] if w.end <= person.span.start]
        links = [n for n, w in enumerate(before) if w.low in ("to", "of", "for", "by")]
        if not links or not any(is_human(w.low) for w in before[: links[-1]]):
            return False
        rest = before[links[-1] + 1 :]
        title = rest[-1].low.rstrip(".") if rest else ""
        return not rest or title in ROLE_NOUNS or title in HONORIFICS or title in RANKS

    # ----------------------------------------------------------------------------------- right of the verb

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

    @staticmethod
    def _closes(line: Line, at: int) -> bool:
        return at >= len(line.words) or line.low(at) in (",", ".", ";", "who", "!", "?", ":", "when", "after", "in", "on")

    def _phrase_end(self, line: Line, first: int) -> int:
        """The index after a noun phrase that begins at `first`."""
        at = first
        while at < len(line.words) and at - first < LONGEST_PHRASE:
            low = line.low(at)
            if low == "(" and at > first:
                close = next((n for n in range(at, min(at + 7, len(line.words))) if line.low(n) == ")"), None)
                if close is None:
                    break
                at = close + 1
                continue
            if line.breaks(at) or (at > first and line.finite(at)):
                break
            if at > first and low in PREPOSITIONS:
                if low in ("after", "before", "since", "until", "during", "via", "amid", "following", "by", "on", "as"):
                    break
                following = line.low(at + 1)
                if following in TIME_WORDS and following not in ("the", "of", "in", "on", "at", "this", "last"):
                    break
                if low != "of" and self.person_at_end(line, first, at):
                    break
                if following in ("a", "an", "the") and line.low(at + 2) in ("statement", "post", "tweet", "briefing", "interview"):
                    break
            elif low in TIME_WORDS and at > first and low not in ("the", "of", "in", "on", "at", "a", "may", "march", "sun"):
                break
            at += 1
        return at

    # --------------------------------------------------------------------------------------- what is meant

    def _speaker(
        self, line: Line, named: tuple[int, int] | None, role: tuple[int, int] | None, first: int, stop: int
    ) -> Speaker | None:
        words = line.of(*role) if role else None
        source = self.phrase(line, *(named or role), role=words if named else None)
        if source is None:
            return None
        return Speaker(source, first, stop)

    def phrase(self, line: Line, first: int, stop: int, role: str | None = None) -> Source | None:
        """Whom a phrase means; None if it can be no source. Pronouns and bare roles are looked up in what went before."""
        while first < stop and line.low(first) in ("both",) and line.low(first + 1) == "the":
            first += 1
        span = line.span(first, stop)
        low = line.low(first)
        if stop - first == 1 and low in PRONOUNS:
            return self._pronoun(low, span.start)
        person = self.person_at_end(line, first, stop)
        if person is not None and not self._is_aide_to(line, first, person):
            return self._person(line, first, person, role)
        head = self.head(line, first, stop)
        noun = _POSSESSIVE.sub("", line.low(head))
        if low in ("the", "his", "her", "its", "their", "this", "that") and is_human(noun):
            known = self._by_role(noun, span.start, [line.low(n) for n in range(first + 1, head)])
            if known is not None:
                return known
        if low in ("the", "this", "its", "their") and head == stop - 1 == first + 1:
            known = self._body_before(noun, span.start)
            if known is not None:
                return known
        return self._common(line, first, stop, head, role)

    def _body_before(self, noun: str, at: int) -> Source | None:
        """Which body named before "the group" or "the ministry" means."""
        if noun not in _BODY_NOUNS:
            return None
        kin = noun in CLASS_NOUNS or noun in ("organisation", "organization", "body", "front")
        for heard in reversed(self.heard[-400:]):
            name = heard.source.name
            if heard.at < at and heard.source.kind == "org" and (
                noun in name.casefold().split() or (kin and name[:1].isupper() and name.casefold() != noun)
            ):
                return heard.source
        return None

    def _person(self, line: Line, first: int, person: Mention, role: str | None) -> Source:
        before = line.text[line.words[first].start : person.span.start].strip(" ,")
        name = person.refers_to or person.name
        words = role or " ".join(before.split()) or person.role or self._role_elsewhere(name)
        return Source("person", name, words or None, person.span)

    def _role_elsewhere(self, name: str) -> str | None:
        return next((m.role for m in self.mentions if m.kind == "person" and m.role and (m.refers_to or m.name) == name), None)

    def _common(self, line: Line, first: int, stop: int, head: int, role: str | None) -> Source | None:
        """A phrase without a person's name: a body, a state, or somebody unnamed."""
        if line.low(first) in ("the", "a", "an") and stop - first > 1:
            first += 1
        if first >= stop:
            return None
        span, noun = line.span(first, stop), _POSSESSIVE.sub("", line.low(head))
        if noun in TIME_WORDS or noun[:1].isdigit() or line.low(first) in ("no", "nobody", "none", "neither", "nothing"):
            return None
        documents = noun in _DOCUMENTS and any(line.low(n) in ("from", "by") for n in range(first, stop))
        if documents:
            return self._document(line, first, stop, line.of(first, stop), span)
        stop = next((n for n in range(head + 1, stop) if line.low(n) in _QUALIFIERS), stop)
        span = line.span(first, stop)
        name = _POSSESSIVE.sub("", line.of(first, stop))
        orgs = self.inside(span, "org")
        if line.sentence.part == "headline" and stop - first <= 2 and is_human(noun) and not noun.endswith("s"):
            known = self._by_role(noun, len(line.text), [])  # a headline names the role of somebody whom the text names
            if known is not None and known.kind == "person":
                return known
        if is_human(noun) and noun not in _REBELS and noun not in ("forces", "staff", "both", "sides"):
            return Source("unnamed", name, role or name, span)
        if noun in _DATA and head > first:
            issuer = self.phrase(line, first, head)
            return issuer or Source("unnamed", name, name, span)
        if orgs and orgs[-1].span.end >= line.words[min(head, stop - 1)].start:
            body = orgs[0]
            owned = any(w.possessive for w in line.words[first:stop] if w.end <= body.span.start)
            if owned and body.name.islower():
                return Source("org", line.text[span.start : body.span.end], role, Span(span.start, body.span.end))
            last = line.words[stop - 1]
            if body.name.islower() and last.capital and last.end > body.span.end:
                begin = stop - 1  # "the state news agency Ramo": the name follows the class noun
                while begin > first and line.words[begin - 1].capital and line.words[begin - 1].start >= body.span.end:
                    begin -= 1
                return Source("org", line.of(begin, stop), role, line.span(begin, stop))
            return Source("org", body.refers_to or body.name, role, body.span)
        if noun in _BODY_NOUNS or (noun.endswith("s") and noun[:-1] in _BODY_NOUNS):
            short = stop
            if noun not in ("police", "forces"):
                short = next((n for n in range(head + 1, stop) if line.low(n) in ("in", "at", "on", "(")), stop)
            return Source("org", _POSSESSIVE.sub("", line.of(first, short)), role, line.span(first, short))
        places = self.inside(span, "place")
        if places and places[-1].span.end == span.end:
            return Source("org", places[-1].refers_to or name, role, span)
        if all(w.capital or w.low in ("of", "the", "and", "for") for w in line.words[first:stop]) and noun not in DETERMINERS:
            return Source("org", name, role, span)
        if noun in _DOCUMENTS and line.low(first) not in PREPOSITIONS:
            return self._document(line, first, stop, name, span)
        if noun in _NO_SPEAKERS or line.low(first) in PREPOSITIONS or not line.words[head].is_word or stop - first > 7:
            return None
        self.doubtful.add(span)
        return Source("unnamed", name, role or name, span)

    def _document(self, line: Line, first: int, stop: int, name: str, span: Span) -> Source | None:
        """A statement, list or report: whoever issued it, if that is said; a version of the story itself is the outlet."""
        if line.low(stop - 1) in ("story", "article", "report") and line.low(stop - 2) == "this" and self.page.outlet:
            return Source("org", self.page.outlet, None, span)
        by = next((n for n in range(first + 1, stop - 1) if line.low(n) in ("from", "by")), None)
        if by is not None:
            issuer = self.phrase(line, by + 1, stop)
            if issuer is not None:
                return issuer
        return Source("unnamed", name, name, span)

    # -------------------------------------------------------------------------------------------- memory

    def remember(self, at: int, source: Source) -> None:
        """Keeps a source for later pronouns; `at` is the offset where it stands."""
        if source.kind == "narrator":
            return
        words = [w.casefold().strip(".,") for w in f"{source.role or ''} {source.name}".split()]
        gender = self.genders.get(source.name, "")
        gender = gender or ("f" if set(words) & _FEMALE else "m" if set(words) & _MALE else "")
        plain = source.name.casefold().split()
        stop = next((n for n, w in enumerate(plain) if n and w in PREPOSITIONS), len(plain))
        last = plain[stop - 1] if plain else ""
        many = source.kind == "unnamed" and (last.endswith("s") or last in ("people", "men", "women", "police"))
        self.heard.append(Heard(at, source, many, gender))

    def _pronoun(self, low: str, at: int) -> Source | None:
        """The latest earlier source that a pronoun can mean."""
        if low in ("i", "we"):
            return None
        fits = {
            "he": lambda h: h.source.kind != "org" and not h.many and h.gender != "f",
            "she": lambda h: h.source.kind != "org" and not h.many and h.gender != "m",
            "it": lambda h: h.source.kind == "org",
            "they": lambda h: h.many or h.source.kind == "org",
            "who": lambda h: True,
        }[low]
        found = max((h for h in self.heard[-400:] if h.at < at and fits(h)), key=lambda h: h.at, default=None)
        if found is None:
            return None
        if low in ("he", "she") and found.source.kind == "person":
            self.genders.setdefault(found.source.name, "m" if low == "he" else "f")
        return found.source

    def _by_role(self, noun: str, at: int, modifiers: list[str]) -> Source | None:
        """The latest earlier source of that role: "the official", "the governor", "its spokesman"."""
        forms = {noun, noun + "s", noun.removesuffix("s")}
        for heard in sorted((h for h in self.heard[-400:] if h.at < at), key=lambda h: -h.at):
            words = {w.casefold().strip(".,()") for w in f"{heard.source.role or ''} {heard.source.name}".split()}
            if heard.source.kind != "org" and words & forms and (not modifiers or len(modifiers) <= 2):
                return heard.source
        for mention in self.mentions:
            if mention.kind == "person" and mention.role and forms & {w.casefold().strip(".,") for w in mention.role.split()}:
                return Source("person", mention.refers_to or mention.name, mention.role, mention.span)
        return None
