"""What the detectors of drift work on: two aligned passages word by word, and the changes that they report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from msgspec import Struct

from stemma.copies._drift_synonyms import Senses, groups_of, meaning_of, senses_of
from stemma.copies.wording import aligned, clipped, folded, same, spelt_alike, words_of
from stemma.model import Claim, Drift, Mention, Reading
from stemma.values import Span

Severity = Literal["high", "medium", "low"]
REACH = 2  # words on each side that make a change readable
SHOWN = 8  # words of a change that are quoted at most
TITLES = frozenset("""
mr mrs ms dr doctor sheikh imam father sister general colonel col gen captain major lieutenant brigadier sergeant
commissioner governor mayor president minister chief inspector superintendent commander professor director bishop
the a an in on at by of for and from
""".split())
_QUOTE_MARKS = "\"“”„«»‘’'"


class Found(Struct, frozen=True):
    """A change, before it is known which document it is told of."""

    kind: str  # Drift.kind
    severity: Severity
    old: Span
    new: Span
    why: str


class Side:
    """One passage of one document."""

    def __init__(self, reading: Reading, span: Span) -> None:
        self.reading, self.span = reading, span
        self.text = reading.page.text
        self.words = words_of(self.text, span)
        self.keys = [word.key for word in self.words]

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """Quoted words inside the passage."""
        return tuple(quote.span for quote in self.reading.page.quotes if quote.span.overlaps(self.span))

    @cached_property
    def _inside(self) -> frozenset[int]:
        return frozenset(at for quote in self.quotes for at in self._words_in(quote))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The names that touch the passage."""
        return tuple(m for m in self.reading.page.mentions if m.span.overlaps(self.span))

    @cached_property
    def _named(self) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        for mention in self.mentions:
            for at in self._words_in(mention.span):
                found.setdefault(at, mention)
        return found

    def _words_in(self, span: Span) -> range:
        """The words that lie wholly inside a span."""
        first = bisect_left(self.words, span.start, key=lambda word: word.span.start)
        return range(first, max(first, bisect_right(self.words, span.end, key=lambda word: word.span.end)))

    def quoted(self, at: int) -> bool:
        """Whether a word stands in quotation marks."""
        return at in self._inside

    def mention_at(self, at: int) -> Mention | None:
        """The name that a word stands in."""
        return self._named.get(at)

    @cached_property
    def senses(self) -> Senses:
        """The groups of near-synonyms that its words stand in."""
        return senses_of(self.words)

    def shown(self, first: int, last: int) -> Span:
        """The words [first, last] as a span."""
        return Span(self.words[first].span.start, self.words[last].span.end)

    def readable(self, first: int, last: int) -> Span:
        """The words [first, last] with enough around them to be read, cut at the end of a clause."""
        least, most = max(0, first - REACH), min(len(self.words) - 1, last + REACH)
        while least < first and self._parted(least, first):
            least += 1
        while most > last and self._parted(last, most):
            most -= 1
        return self.shown(least, most)

    def _parted(self, one: int, other: int) -> bool:
        between = self.text[self.words[one].span.end : self.words[other].span.start]
        return any(mark in between for mark in ".;:!?,") or any(mark in between for mark in _QUOTE_MARKS[:6])


class Pair:
    """An original passage and its counterpart in the copy.

    `partner` and `back` give the word that stands against a word; `kept` are the words that the other side has too,
    wherever it has them, and `kept_new` those words there; `akin` are those for which it has a near-synonym.
    """

    def __init__(self, old: Side, new: Side, how: str) -> None:
        self.old, self.new, self.how = old, new, how
        rows = aligned(old.words, new.words)
        self.partner: dict[int, int] = {i: j for i, j in rows if i is not None and j is not None}
        self.back: dict[int, int] = {j: i for i, j in self.partner.items()}
        self.kept: dict[int, int] = {i: j for i, j in self.partner.items() if same(old.words[i], new.words[j])}
        self.respelt: dict[int, int] = {
            i: j for i, j in self.partner.items() if i not in self.kept and spelt_alike(old.words[i], new.words[j])}
        self.kept_new = set(self.kept.values())
        self._moved()
        self.akin = self._near_synonyms()

    def _moved(self) -> None:
        """Words that the other side has elsewhere are kept too."""
        roots: dict[str, list[int]] = {}
        for j, word in enumerate(self.new.words):
            if j not in self.kept_new:
                roots.setdefault(word.root, []).append(j)
        for i, word in enumerate(self.old.words):
            if i not in self.kept and (free := roots.get(word.root)):
                self.kept[i] = j = free.pop(0)
                self.kept_new.add(j)
                self.respelt.pop(i, None)
        taken = self.kept_new | set(self.respelt.values())
        names = [j for j, word in enumerate(self.new.words) if word.capital and j not in taken]
        for i, word in enumerate(self.old.words):
            if word.capital and i not in self.kept and i not in self.respelt and len(word.key) > 3:
                close = [j for j in names if spelt_alike(word, self.new.words[j])]
                if len(close) == 1:
                    self.respelt[i] = close[0]
                    names.remove(close[0])

    def _near_synonyms(self) -> dict[int, int]:
        by_group: dict[int, int] = {}
        for j, word in enumerate(self.new.words):
            if j not in self.kept_new:
                by_group.update(dict.fromkeys(groups_of(word), j))
        found: dict[int, int] = {}
        for i, word in enumerate(self.old.words):
            if i not in self.kept and (near := groups_of(word) & by_group.keys()):
                found[i] = by_group[min(near)]
        return found

    @cached_property
    def likeness(self) -> float:
        """Share of the shorter side's content words that the other side keeps or has a near-synonym of, 0..1."""
        own = sum(word.content for word in self.old.words)
        theirs = sum(word.content for word in self.new.words)
        both = sum(self.old.words[i].content for i in {*self.kept, *self.respelt, *self.akin})
        return min(1.0, both / max(1, min(own, theirs)))

    def told(self, was: Span, now: Span) -> str:
        """What became of what, for a reason."""
        return changed_to(was.of(self.old.text), now.of(self.new.text))

    def facing(self, first: int, last: int) -> tuple[int, int] | None:
        """The stretch of the copy that stands where the words [first, last] stood; None at a lost end."""
        own = [j for i in range(first, last + 1) if (j := self.kept.get(i, self.partner.get(i))) is not None]
        if own:
            return min(own), max(own)
        before = next((j for i in range(first - 1, -1, -1) if (j := self.kept.get(i)) is not None), None)
        after = next((j for i in range(last + 1, len(self.old.words)) if (j := self.kept.get(i)) is not None), None)
        known = [j for j in (before, after) if j is not None]
        if not known:
            return None
        if len(known) == 2 and 0 <= known[1] - known[0] <= SHOWN:
            return known[0], known[1]
        return (known[-1], min(len(self.new.words) - 1, known[-1] + REACH)) if after is not None else (
            max(0, known[0] - REACH), known[0])


class Whole:
    """A whole document as the detectors look at it; what is costly is made when first asked for, and then kept."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def sides(self) -> list[Side]:
        """Its sentences."""
        return [Side(self.reading, sentence.span) for sentence in self.reading.page.sentences]

    @cached_property
    def _by_span(self) -> dict[Span, Side]:
        return {side.span: side for side in self.sides}

    def side(self, span: Span) -> Side:
        """A passage of it."""
        return self._by_span.get(span) or Side(self.reading, span)

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """Keys and roots of all words of its sentences."""
        found: Counter[str] = Counter()
        for side in self.sides:
            for word in side.words:
                found[word.key] += 1
                if word.root != word.key:
                    found[word.root] += 1
        return found

    @cached_property
    def content(self) -> list[frozenset[str]]:
        """The meanings of each sentence's content words."""
        return [frozenset(meaning_of(word) for word in side.words if word.content) for side in self.sides]

    @cached_property
    def forms(self) -> dict[str, frozenset[str]]:
        """Word of a person's name -> all words by which the document names that person."""
        found: dict[str, set[str]] = {}
        for mention in self.reading.page.mentions:
            if mention.kind == "person":
                full = name_words(mention.refers_to or mention.name) | name_words(mention.name)
                for key in full:
                    found.setdefault(key, set()).update(full)
        return {key: frozenset(words) for key, words in found.items()}

    @cached_property
    def numbers(self) -> dict[str, list[tuple[Side, int]]]:
        """Every number with the places where it stands."""
        found: dict[str, list[tuple[Side, int]]] = defaultdict(list)
        for side in self.sides:
            for at, word in enumerate(side.words):
                if word.number:
                    found[word.key].append((side, at))
        return found

    def sentence(self, claim: Claim) -> Side:
        """The sentence of a figure."""
        return self.sides[claim.sentence]

    def claims(self, harm: str) -> list[Claim]:
        """The stated figures of one harm."""
        return [c for c in self.reading.claims if c.kind == harm and c.count is not None and c.count.stated
                and c.stance != "denied" and c.count.wording != "none"]


class Texts(Struct, frozen=True):
    """Two whole documents, to tell what is new in a copy from what stands elsewhere in the original."""

    old: Whole
    new: Whole


def name_words(name: str) -> frozenset[str]:
    """Keys of the words of a name, titles left out."""
    keys = (folded(token.strip(".,")) for token in name.replace("-", " ").split() if token.strip(".,"))
    return frozenset(key for key in keys if key not in TITLES)


def changed_to(was: str, now: str) -> str:
    """What became of what, for a reason."""
    return f"“{clipped(was)}” → “{clipped(now)}”"


def told_once(found: Iterable[Drift]) -> list[Drift]:
    """Drifts without those that another, graver or more exact one already tells of the same words."""
    order = {"high": 0, "medium": 1, "low": 2}
    kinds = ("harm", "number", "name", "place", "day", "actor", "attribution", "hedge", "quotation", "words")
    ranked = sorted(found, key=lambda d: (order[d.severity], kinds.index(d.kind), d.doc, d.span, d.against, d.id))
    kept: list[Drift] = []
    by_doc: dict[str, list[Drift]] = {}
    for drift in ranked:
        own = by_doc.setdefault(drift.doc, [])
        if not any(_tells(other, drift) for other in own):
            own.append(drift)
            kept.append(drift)
    return kept


def _tells(told: Drift, other: Drift) -> bool:
    if not told.span.overlaps(other.span):
        return False
    return told.kind == other.kind or other.kind == "words" and told.kind != "attribution"
