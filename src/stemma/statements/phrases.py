"""Noun phrases beside a cue: how far they reach, and whether they are a name, a role or an aside."""

from __future__ import annotations

from bisect import bisect_left

from stemma.model import Mention, Page
from stemma.reading.titles import HONORIFICS, RANKS, ROLE_NOUNS
from stemma.statements.clauses import Line
from stemma.statements.cues import (
    ADJECTIVES,
    AUXILIARIES,
    CONNECTIVES,
    DETERMINERS,
    IRREGULAR,
    PARTICIPLES,
    PREPOSITIONS,
    TIME_WORDS,
)
from stemma.statements.nouns import BRACKETS, DOCUMENTS, POSSESSIVE, PRONOUNS, is_body, is_human
from stemma.values import Span

MOST_SEGMENTS = 5  # stretches between commas that one speaker's phrase may take up
_COMMAS = frozenset(",–—-")  # what stands around an apposition
_PLAIN = frozenset("the of in on at this last next here there may march sun day night time local a".split())
_ASIDES = frozenset("speaking who because in on at after during when while despite via".split())
_CARRIED = frozenset("relayed quoted cited reported carried published translated".split())
_SPEECHES = frozenset("speech interview video address broadcast note sermon".split())
LONGEST_PHRASE = 28  # words


class Phrases:
    """The names of one document, and the phrases that hold them."""

    def __init__(self, page: Page):
        self.page = page
        self.mentions = sorted(page.mentions, key=lambda m: (m.span.start, -m.span.end))
        self.starts = [m.span.start for m in self.mentions]
        kinds = {mention.kind for mention in self.mentions}
        of_kind = {kind: [m for m in self.mentions if m.kind == kind] for kind in kinds}
        self._of_kind = {kind: ([m.span.start for m in some], some) for kind, some in of_kind.items()}

    def inside(self, span: Span, kind: str) -> list[Mention]:
        """The mentions of a kind that lie wholly in a span."""
        starts, mentions = self._of_kind.get(kind, ((), ()))
        first = bisect_left(starts, span.start)
        return [m for m in mentions[first : bisect_left(starts, span.end, first)] if m.span.end <= span.end]

    def person_at_end(self, line: Line, first: int, stop: int) -> Mention | None:
        """The person whose name ends a range of words."""
        people = self.inside(line.span(first, stop), "person")
        if not people:
            return None
        last = people[-1]
        end = line.words[stop - 1].end
        if last.span.end == end:
            return last
        rest = POSSESSIVE.sub("", BRACKETS.sub("", line.text[last.span.end : end]))
        return last if not any(c.isalnum() for c in rest) else None

    def _segments_left(self, line: Line, at: int, floor: int, verb: int) -> list[tuple[int, int]]:
        """The stretches between commas to the left of a verb that may belong to its subject, nearest first."""
        segments: list[tuple[int, int]] = []
        relative = False
        while at >= floor and len(segments) < MOST_SEGMENTS and verb - at < LONGEST_PHRASE:
            if line.low(at) in _COMMAS:
                at -= 1
                continue
            stop = at + 1
            aside = self._aside_start(line, at, floor) if line.low(stop) in _COMMAS else -1
            if aside >= 0:
                segments.append((aside + 1, stop))
                at = aside
                continue
            at = self._segment_start(line, at, floor)
            first = at + 1
            if at >= floor and line.low(at) in ("which", "whose", "whom") and self._may_speak(line, first, stop):
                segments.append((first, stop))  # "the attack, which the governor blamed on rebels"
                break
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
            if at > floor and line.low(at) == "that" and self._describes(line, at, stop):
                start = self._segment_start(line, at - 1, floor)
                segments.append((start + 1, at))
                break
            joint = self._joint(line, first, stop, relative=relative)
            if joint is not None:
                if joint < stop:
                    segments.append((joint, stop))
                break
            segments.append((first, stop))
            if at < floor or line.low(at) not in _COMMAS:
                break
        return segments

    @staticmethod
    def _aside_start(line: Line, at: int, floor: int) -> int:
        """The comma before "speaking on condition of anonymity because he is not authorised,"; -1 if it is none."""
        for n in range(at, max(floor, at - LONGEST_PHRASE), -1):
            if line.words[n].quote >= 0:
                return -1
            if line.low(n) == ",":
                carried = line.low(n + 1) == "as" and line.low(n + 2) in _CARRIED
                return n if carried or line.low(n + 1) in _ASIDES else -1
        return -1

    @staticmethod
    def _describes(line: Line, that: int, stop: int) -> bool:
        """Whether "that" begins a clause about a speaker: "the group that governs the city"."""
        noun, verb = line.low(that - 1), line.low(that + 1)
        if that + 2 >= stop or not (is_human(noun) or is_body(noun)):
            return False
        verbal = verb.endswith(("s", "ed")) or verb in AUXILIARIES or verb in IRREGULAR
        return verbal and verb not in DETERMINERS and not is_human(verb) and not is_body(verb)

    def _may_speak(self, line: Line, first: int, stop: int) -> bool:
        """Whether a short phrase is somebody who speaks."""
        if first >= stop or line.any_finite(first, stop):
            return False
        return self._kind(line, first, stop) in ("name", "role") or is_body(line.low(self.head(line, first, stop)))

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
            doing = line.low(first).endswith("ing") and not line.words[first].capital
            if not finite and not links and doing and line.low(first + 1) in DETERMINERS and first + 2 < stop:
                return first + 1  # "paying an architect who said"
            begin = max(
                [*(n + 1 for n in finite), *(n + 1 for n in links if not finite or n > finite[-1])], default=first
            )
            return begin if begin > first else None
        if not finite:
            return None
        for at in range(stop - 1, finite[-1], -1):
            if line.low(at) in ("and", "or"):
                return at + 1
        return stop

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
            carried = self._after_carrier(line, first, end)
            if carried:
                return carried
            noun = line.words[first + 1] if first + 3 < end and line.low(first + 2) == "the" else None
            if noun is not None and noun.text.isalpha() and not noun.capital and noun.low not in DETERMINERS:
                return first + 2  # "Across town the mayor", "At dawn the army"
            places = self.inside(line.span(first, end), "place")
            if places and places[0].span.start <= line.words[min(first + 2, end - 1)].start:
                while at < end and line.words[at].start < places[0].span.end:
                    at += 1
                return at
            return end
        if line.low(first) in ("last", "this", "next") and line.low(first + 1) in TIME_WORDS and first + 2 < end:
            first += 2
        while first < end and (line.low(first) in ("late", "early", "earlier", "later", "yesterday", "today")):
            first += 1
        return first

    @staticmethod
    def _before_adjunct(line: Line, at: int, floor: int) -> int:
        """The last word before a time between subject and verb: "police on Monday said", "the army this week said"."""
        if line.low(at) in DOCUMENTS or line.low(at) in _SPEECHES:  # "the governor in a statement said"
            carrier = next((n for n in range(at - 1, max(floor, at - 5), -1) if line.low(n) == "in"), None)
            if carrier is not None and line.low(carrier + 1) in ("a", "an", "the", "his", "her", "its", "their"):
                return carrier - 1
        if line.low(at) == "far" and line.low(at - 1) == "so" and at - 2 >= floor:
            return at - 2
        if line.low(at) in ("past", "meantime") and line.low(at - 2) == "in" and at - 3 >= floor:
            return at - 3
        back = at
        while back > floor and at - back < 6 and line.low(back) in TIME_WORDS and line.low(back) not in _PLAIN:
            back -= 1
        if back == at or back < floor:
            return at
        while back > floor and line.low(back) in ("on", "this", "last", "in", "late", "early", "the", "at"):
            back -= 1
        return back if line.words[back].is_word else at

    @staticmethod
    def _after_carrier(line: Line, first: int, end: int) -> int:
        """The index after "In an audio message" where a subject follows at once; 0 if it is not so."""
        for n in range(first + 1, min(first + 6, end - 1)):
            if line.low(n) in DOCUMENTS or line.low(n) in _SPEECHES:
                at = n + 1
                while at < end and (line.low(at) in TIME_WORDS and line.low(at) != "the"):
                    at += 1
                begins = at < end and (line.low(at) in ("the", "its", "his", "her") or line.words[at].capital)
                return at if begins else 0
        return 0

    def _kind(self, line: Line, first: int, end: int) -> str:
        """Whether a stretch is a "name", a "role", an "aside" (age, relative clause ...) or "other"."""
        low = line.low(first)
        if low in ("who", "which", "whose", "whom", "speaking", "citing", "quoting", "referring"):
            return "aside"
        if all(line.low(at)[:1].isdigit() or line.low(at) in ("aged", "years", "old") for at in range(first, end)):
            return "aside"
        called = low in ("known", "named", "called", "identified")
        if called and self.person_at_end(line, first, end) is not None:
            return "name"  # "its spokesman, known as Abu Lund,"
        opening = not line.words[first].capital or first == 0
        if opening and (low.endswith("ed") or low in PARTICIPLES) and line.low(first + 1) in PREPOSITIONS:
            return "aside"  # "asked by Ostpress", "seen by the Herald"
        if opening and low.endswith("ing") and len(low) > 6 and end - first > 1 and low not in ADJECTIVES:
            return "aside"  # "addressing parliament"
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
            if (
                low in PREPOSITIONS
                or low == "("
                or low in ("who", "there", "here")
                or low == "working"
                or low == "living"
            ):
                return at - 1
            if low.endswith("ed") and at + 1 < end and line.low(at + 1) in PREPOSITIONS and not line.words[at].capital:
                return at - 1
        return end - 1

    @staticmethod
    def _is_aide_to(line: Line, first: int, person: Mention) -> bool:
        """Whether the name only says whose aide it is: "an adviser to President Lund"."""
        before = [w for w in line.words[first:] if w.end <= person.span.start]
        links = [n for n, w in enumerate(before) if w.low in ("to", "of", "for", "by")]
        if not links:
            return False
        if not any(is_human(w.low) for w in before[: links[-1]]):
            return is_body(before[links[-1] - 1].low) if links[-1] else False  # "the ministry of neighbouring X"
        rest = before[links[-1] + 1 :]
        title = rest[-1].low.rstrip(".") if rest else ""
        return not rest or title in ROLE_NOUNS or title in HONORIFICS or title in RANKS

    @staticmethod
    def _closes(line: Line, at: int) -> bool:
        return at >= len(line.words) or line.low(at) in (
            ",",
            ".",
            ";",
            "who",
            "!",
            "?",
            ":",
            "when",
            "after",
            "in",
            "on",
        )

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
            if line.breaks(at) or (at > first and (line.finite(at) or low in ("we", "i", "he", "she", "they"))):
                break
            if at > first and low in PREPOSITIONS:
                if low in ("after", "before", "since", "until", "during", "via", "amid", "following", "by", "on", "as"):
                    break
                following = line.low(at + 1)
                if following in TIME_WORDS and following not in ("the", "of", "in", "on", "at", "this", "last"):
                    break
                if low != "of" and self.person_at_end(line, first, at):
                    break
                if following in ("a", "an", "the") and line.low(at + 2) in (
                    "statement",
                    "post",
                    "tweet",
                    "briefing",
                    "interview",
                ):
                    break
            elif (
                low in TIME_WORDS
                and at > first
                and low not in ("the", "of", "in", "on", "at", "a", "may", "march", "sun")
            ):
                break
            at += 1
        return at
