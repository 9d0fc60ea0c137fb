"""What tells which part a noun phrase plays in an attack: its words, and the words around it.

Features are short strings; names never enter them (a name is "<name>", an abbreviation "<abbr>"), so that what is
learned from one set of reports is about the language and not about who happened to be in the news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from eval.muc.lexicon import FIGHTERS, KIND_WORDS, PEOPLE, THINGS, TRIGGERS, WEAPON_WORDS
from eval.muc.phrases import (
    AUXILIARY,
    BE,
    DETERMINERS,
    NUMBERS,
    PREPOSITIONS,
    Phrase,
    Token,
    is_verb,
    phrases_of,
    tokens_of,
)
from stemma.model import Page, Reading
from stemma.reading.organisations import KNOWN
from stemma.reading.truecase import listed_words


@dataclass
class Line:
    """A sentence of a page with its words, its noun phrases and what is known of them."""

    number: int
    tokens: list[Token]
    phrases: list[Phrase]
    verbs: list[bool]
    plain: list[str]  # the words with names masked
    triggers: list[str] = field(default_factory=list)

    def text(self, first: int, last: int) -> str:
        """The words with single blanks, possessives kept."""
        return " ".join(t.text + ("'s" if t.owns and i < last - 1 else "")
                        for i, t in enumerate(self.tokens[first:last], start=first))


def masked(token: Token) -> str:
    """The word in small letters; a name, an abbreviation or a number as its class."""
    if token.low[0].isdigit():
        return "<num>"
    if token.low in NUMBERS:
        return "<num>"
    if token.text[:1].isupper():
        if token.low in listed_words() or token.low in DETERMINERS | PREPOSITIONS | AUXILIARY:
            return token.low
        return "<abbr>" if token.text.isupper() and len(token.text) > 1 else "<name>"
    return token.low


def lines_of(page: Page, text: str) -> list[Line]:
    """The sentences of a page; `text` is the document's text in mixed case."""
    found = []
    for sentence in page.sentences:
        tokens = tokens_of(text, sentence.span)[:400]
        phrases = list(phrases_of(len(found), tokens))
        inside = {i for p in phrases for i in range(p.first + 1, p.last)}
        verbs = [i not in inside and is_verb(tokens, i, i > 0) for i in range(len(tokens))]
        plain = [masked(t) for t in tokens]
        line = Line(len(found), tokens, phrases, verbs, plain)
        line.triggers = sorted({w for w in plain if w in TRIGGERS})
        found.append(line)
    return found


class Classes:
    """What Stemma's readers say of the words of one document: names, places, armed groups, weapons, things."""

    def __init__(self, reading: Reading):
        self.mentions = reading.page.mentions
        self.by_start = sorted((m.span.start, m.span.end, m.kind) for m in self.mentions)
        self.claims = sorted((c.span.start, c.span.end, c.kind) for c in reading.claims)

    def of(self, start: int, end: int) -> set[str]:
        """Kinds of the mentions and claims that overlap the range."""
        found = {kind for s, e, kind in self.by_start if s < end and start < e}
        return found | {"claim:" + kind for s, e, kind in self.claims if s < end and start < e}


def _runs(line: Line, phrase: Phrase) -> Iterator[str]:
    """The words of a phrase that are written as names, one by one and together."""
    words = [t.text for t in line.tokens[phrase.first : phrase.last] if t.text[:1].isupper()]
    yield from words
    yield " ".join(words)


def classes_of(line: Line, phrase: Phrase, known: Classes) -> set[str]:
    """What the phrase may name: "person", "place", "org", "armed", "weapon", "thing", "people" ..."""
    start, end = line.tokens[phrase.first].start, line.tokens[phrase.last - 1].end
    found = known.of(start, end)
    lows = [token.low for token in line.tokens[phrase.first : phrase.last]]
    if not KNOWN.isdisjoint(_runs(line, phrase)):
        found.add("known")
    for name, listed in (("fighters", FIGHTERS), ("weapon", WEAPON_WORDS), ("object", THINGS), ("people", PEOPLE)):
        if lows[-1] in listed:
            found.add("head:" + name)
        if not listed.isdisjoint(lows):
            found.add(name)
    return found


def main_class(found: set[str]) -> str:
    """One class for a phrase, for features that combine it with its surroundings."""
    for name in ("head:weapon", "head:fighters", "head:people", "person", "head:object", "org", "place", "people"):
        if name in found:
            return name
    return "-"


def _left(line: Line, at: int) -> Iterator[str]:
    """The verb or word of attack before a phrase, with the preposition between them."""
    plain, prep = line.plain, ""
    for steps, i in enumerate(range(at - 1, max(-1, at - 14), -1)):
        word = plain[i]
        if word in (";", "--", ":"):
            break
        if not prep and word in PREPOSITIONS:
            prep = word
        if line.verbs[i] or word in TRIGGERS:
            passive = "p" if any(plain[j] in BE for j in range(max(0, i - 3), i)) else "a"
            yield f"lv={word}"
            yield f"lvp={word},{prep},{passive}"
            yield f"lvd={word},{min(steps, 5)}"
            return


def _right(line: Line, at: int) -> Iterator[str]:
    """The verb or word of attack after a phrase."""
    plain = line.plain
    for steps, i in enumerate(range(at, min(len(plain), at + 16))):
        word = plain[i]
        if word in (";", "--", ":"):
            break
        if line.verbs[i] or word in TRIGGERS:
            passive = "p" if any(plain[j] in BE for j in range(max(0, i - 3), i)) else "a"
            yield f"rv={word}"
            yield f"rvp={word},{passive},{int(steps < 4)}"
            return


def _start_of_series(line: Line, at: int) -> int:
    """The phrase that a list or an apposition begins with: index into the line's phrases."""
    phrases = line.phrases
    while at > 0:
        gap = line.plain[phrases[at - 1].last : phrases[at].first]
        if not gap or len(gap) > 2 or any(w not in (",", "and", "or", "[", "(", "]", ")") for w in gap):
            break
        at -= 1
    return at


def _beside(line: Line, at: int, kind: str) -> Iterator[str]:
    """The last words of the phrases right before and after, which may say who somebody is."""
    phrases = line.phrases
    for name, left, right in (("pb", at - 1, at), ("pa", at, at + 1)):
        if left >= 0 and right < len(phrases):
            gap = line.plain[phrases[left].last : phrases[right].first]
            if len(gap) < 2 and (not gap or gap[0] in (",", "[", "(", "and", "of")):
                other = phrases[left if name == "pb" else right]
                yield f"{name}={gap[0] if gap else ''},{line.plain[other.last - 1]},{kind}"


def features(lines: list[Line], line: Line, at: int, found: set[str]) -> list[str]:
    """The features of phrase number `at` of a line, whose classes are `found`."""
    phrase = line.phrases[at]
    plain = line.plain
    words = [w for w in plain[phrase.first : phrase.last] if w not in DETERMINERS]
    head, kind = words[-1] if words else "", main_class(found)
    before = ["<s>", "<s>", "<s>", *plain[: phrase.first]][-3:]
    after = [*plain[phrase.last :], "</s>", "</s>"][:2]
    named = "<name>" in words or "<abbr>" in words
    out = [f"h={head}", f"k={kind}", f"n={'<num>' in words}", f"named={named}", f"len={min(len(words), 5)}",
           f"det={plain[phrase.first] if plain[phrase.first] in DETERMINERS else '-'}"]
    out += [f"m={w}" for w in words[:-1]] + [f"c={c}" for c in found]
    out += [f"l1={before[2]}", f"l2={before[1]} {before[2]}", f"l3={' '.join(before)}", f"r1={after[0]}",
            f"r2={' '.join(after)}", f"l1k={before[2]},{kind}", f"r1k={after[0]},{kind}", f"hl={head},{before[2]}"]
    start = _start_of_series(line, at)
    left = list(_left(line, line.phrases[start].first))
    right = list(_right(line, phrase.last))
    for feature in (*left, *right):
        out += [feature, f"{feature},{kind}"]
    out.append(f"series={min(at - start, 3)}")
    out += _beside(line, at, kind)
    if before[2] == "of" and at > 0:
        owner = line.phrases[at - 1]
        out.append(f"oh={plain[owner.last - 1]}")
    if phrase.joined > phrase.last:
        out.append(f"of={plain[phrase.joined - 1]}")
    if line.tokens[phrase.last - 1].owns and phrase.last < len(plain):
        out.append(f"owns={line.plain[min(phrase.last + 1, len(plain) - 1)]}")
    out += [f"st={w}" for w in line.triggers] + [f"stk={w},{kind}" for w in line.triggers]
    if line.number:
        out += [f"pt={w}" for w in lines[line.number - 1].triggers]
    out.append(f"pos={min(line.number, 6)},{kind}")
    out.append(f"any={bool(line.triggers)},{kind}")
    return out


def text_features(lines: list[Line]) -> list[str]:
    """What tells whether a text reports an incident, and of which kind."""
    out = []
    counts = Counter(w for line in lines for w in line.plain if w[0].isalpha() or w[0] == "<")
    for word, count in counts.items():
        out.append(f"w={word}")
        if count > 2:
            out.append(f"w3={word}")
    for line in lines[:4]:
        out += [f"f={w}" for w in set(line.plain)] if line.number < 2 else []
        out += [f"ft={line.number},{w}" for w in line.triggers]
    for line in lines[:25]:
        for i in range(len(line.plain) - 1):
            if line.plain[i] in TRIGGERS or line.plain[i + 1] in TRIGGERS:
                out.append(f"b={line.plain[i]} {line.plain[i + 1]}")
    for kind, listed in KIND_WORDS.items():
        count = sum(counts[w] for w in listed)
        out += [f"kw={kind},{min(count, 6)}", *(f"kw>{n}={kind}" for n in (0, 1, 2, 4) if count > n)]
        first = next((line.number for line in lines if any(w in listed for w in line.plain)), 99)
        out.append(f"kf={kind},{first if first < 4 else 4 if first < 99 else 9}")
    out.append(f"lines={min(len(lines) // 5, 8)}")
    return sorted(set(out))
