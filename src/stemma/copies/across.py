"""Copies across languages, English on one side: found by what survives translation.

A translation keeps each sentence's numbers, days, clock times and names together and mostly in order, whatever the
languages. Independent reports of one happening share its place, day and toll, but not the side facts (ages, streets,
hours, who is quoted after whom). So what is measured is how much of the rarer facts of the shorter text stand in
sentences that have a counterpart, and whether these sentences keep their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, groupby, pairwise
from math import exp, log, sqrt

from msgspec import Struct

from stemma.copies._across_features import Part, Text, skeleton, text_of
from stemma.copies.pairing import longest_rise
from stemma.model import Edge, Page, Reading
from stemma.values import Span

__all__ = ["Text", "aligned", "candidates", "compare", "edges", "keys", "text_of"]

LEAST_SHARED = 1.4  # weight of facts that two sentences must share to be held for one another's translation
LEAST_BLOCKS = 3  # counterparts below which nothing is said
COMMON_FACT = 12  # a fact that more sentences of a text hold brings no two together
GAIN = 0.5  # worth that taking in a neighbouring sentence must add
# Translations keep the length of a sentence within a third in most cases; independent sentences that share some facts
# differ by a half and more. In English characters for one of the other language.
LENGTH_SPREAD = 0.35
LENGTHS = {"ar": 1.15, "he": 1.3, "fa": 1.1, "zh": 3.5, "ja": 2.5, "ko": 2.0, "de": 0.9, "fr": 0.9, "es": 0.92,
           "pt": 0.95}
# What counterparts are worth, in weights of facts, and how much of the shorter text's facts that must be.
LEAST_WORTH, KEPT = 6.0, 0.5
# A translation within a longer text of one's own: less of the text, but more than reports of one event ever share.
AMPLE_WORTH, AMPLE_KEPT, AMPLE_NUMBERS = 18.0, 0.4, 0.9
# Candidates: a key that more documents than this hold says nothing; so many keys two documents must share.
COMMON_KEY, LEAST_KEYS, LEAST_KEY_WEIGHT = 40, 3, 1.0
LEAST_BESIDE, BESIDE_QUALITY = 0.5, 0.5  # what is enough right beside a counterpart
JOINED = 0.8  # quality at most of a counterpart that another sentence has too
INFLECTED = frozenset("uk ru pl tr cs bg sr sh hu ro el hy ka".split())  # names take endings


class Facts(Struct, frozen=True):
    """The facts of both texts in common keys, one dict per sentence, weighted by how rare they are in the two."""

    english: tuple[dict[str, float], ...]
    other: tuple[dict[str, float], ...]


def facts_of(english: Text, other: Text) -> Facts:
    """Both texts' facts with names keyed alike where they are spelt alike."""
    firm = {form for part in english.parts for form in part.firm}
    known = {name for part in english.parts for name in part.names if name[0] in firm}
    match = matches(known, {name for part in other.parts for name in part.names}, other.lang)
    matched = set(match.values())
    left = [_keyed(part, {name: name[0] for name in part.names if name[0] in matched}) for part in english.parts]
    right = [_keyed(part, match) for part in other.parts]
    held = [Counter(key for row in rows for key in row) for rows in (left, right)]
    return Facts(*(tuple({key: weight / sqrt(max(held[0][key], held[1][key])) for key, weight in row.items()}
                         for row in rows) for rows in (left, right)))


def _keyed(part: Part, match: Mapping[tuple[str, ...], str]) -> dict[str, float]:
    """A sentence's facts; names without a counterpart count less, since they may have been translated."""
    found = dict(part.keys)
    for name in part.names:
        if name in match:
            found["@" + match[name]] = _name_weight(match[name])
        elif name[0] in part.firm:
            found["?" + name[0]] = 0.6 * _name_weight(name[0])
    return found


def _name_weight(skeleton: str) -> float:
    return (0.5, 0.5, 0.5, 1.0, 1.4)[len(skeleton)] if len(skeleton) < 5 else 1.7


def matches(
    english: set[tuple[str, ...]], other: set[tuple[str, ...]], lang: str
) -> dict[tuple[str, ...], str]:
    """For the tokens of the other language the English name (its first skeleton) that they spell."""
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(english):
        for form in name:
            index[form[:2]].append((form, name[0]))
    found = {}
    for token in sorted(other):
        best = max(((_likeness(form, theirs, lang), form, first) for theirs in token
                    for form, first in index.get(theirs[:2], ())), default=(0, "", ""))
        if best[0] > 0:
            found[token] = best[2]
    return found


def _likeness(english: str, other: str, lang: str) -> int:
    """How well a token spells an English name: 0 for not at all, more for longer common beginnings."""
    if english == other:
        return 10 + len(english)
    ending = 3 if lang in INFLECTED else 1
    if len(english) >= 3 and other.startswith(english) and len(other) - len(english) <= ending:
        return len(english)
    if len(other) >= 4 and english.startswith(other) and len(english) - len(other) <= 2:
        return len(other)
    return 0


def edges(readings: Sequence[Reading]) -> list[Edge]:
    """Edges between English reports and reports in other languages; none, and no work, where all are English."""
    pages = {reading.document.id: reading.page for reading in sorted(readings, key=lambda r: r.document.id)}
    foreign = {doc: text_of(page) for doc, page in pages.items() if page.document.lang not in (None, "en")}
    if not foreign:
        return []
    met = candidates(tuple(foreign.values()), (text_of(page) for doc, page in pages.items() if doc not in foreign))
    found = []
    for doc, theirs in groupby(met, key=lambda pair: pair[0]):  # texts are made again, not kept
        text = text_of(pages[doc])
        for _, other in theirs:
            a, b = sorted((text, foreign[other]), key=lambda one: one.doc)
            if edge := compare(a, b):
                found.append(edge)
    return sorted(found, key=lambda edge: (edge.a, edge.b))


def compare(a: Text, b: Text) -> Edge | None:
    """The edge between two documents of which one is English and the other is not; None where they only tell of the
    same things, and where the languages are no such pair."""
    if (a.lang == "en") == (b.lang == "en"):
        return None
    english, other = (a, b) if a.lang == "en" else (b, a)
    facts = facts_of(english, other)
    blocks = align(facts, english, other)
    if not descends(facts, blocks):
        return None
    share, pairs = _measured(blocks, english, other, a is other)
    direction, reason = run_of(a, b)
    return Edge(a.doc, b.doc, "translation", share, pairs, direction, reason)


def aligned(a: Page, b: Page) -> tuple[float, tuple[tuple[Span, Span], ...]]:
    """(share, passages) of two pages of which somebody says that one is a translation, however little shows it.

    Two languages of which neither is English cannot be aligned: then nothing is shared.
    """
    one, two = text_of(a), text_of(b)
    if (one.lang == "en") == (two.lang == "en"):
        return 0.0, ()
    english, other = (one, two) if one.lang == "en" else (two, one)
    blocks = align(facts_of(english, other), english, other)
    return _measured(blocks, english, other, one is other) if blocks else (0.0, ())


def _measured(blocks: Sequence[Block], english: Text, other: Text, turned: bool
              ) -> tuple[float, tuple[tuple[Span, Span], ...]]:
    """The part of the text with a counterpart, 0..1, of which more has one, and the passages; turned: the other
    language's first, rather than the English ones."""
    passages = _filled(blocks, english, other)
    covered = [sum(hi - lo for lo, hi in side) for side in zip(*passages, strict=True)]
    share = max(part / sum(len(p.span) for p in text.parts)
                for part, text in zip(covered, (english, other), strict=True))
    pairs = sorted((Span(*pair[turned]), Span(*pair[not turned])) for pair in passages)
    return round(min(1.0, share), 3), tuple(pairs)


# ------------------------------------------------------------------------------------------------- alignment


class Block(Struct, frozen=True):
    """One or two neighbouring sentences of the English text and their counterpart, one or two of the other."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    shared: float  # weight of the facts that both have
    quality: float  # how much of both is shared and how like their lengths are, 0..1

    @property
    def worth(self) -> float:
        return self.shared * self.quality


def align(facts: Facts, english: Text, other: Text) -> list[Block]:
    """Counterparts, the best first, in the order of the English text; order in the other does not matter here.

    A sentence that was split or joined with its neighbour in translation is taken in where that makes the pair better.
    """
    table = _Table(facts, english, other)
    used: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    pairs = sorted(table.pairs(), key=lambda b: (-b.worth, abs(b.left[0] - b.right[0]), b.left, b.right))
    for block in pairs:
        if not used[0].intersection(block.left) and not used[1].intersection(block.right):
            used[0].update(block.left)
            used[1].update(block.right)
            chosen.append(block)
    for number, block in enumerate(chosen):
        chosen[number] = best = table.widened(block, used)
        used[0].update(best.left)
        used[1].update(best.right)
    _beside(table, chosen, used)
    chosen += _joined(facts, pairs, chosen, used)
    return sorted(chosen, key=lambda block: (block.left, block.right))


def _joined(
    facts: Facts, pairs: Sequence[Block], chosen: Sequence[Block], used: tuple[set[int], set[int]]
) -> list[Block]:
    """Sentences without a counterpart whose facts stand in another's: what was two sentences was made one, or one two.

    Only facts that the other counterpart does not have count.
    """
    spent: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for block in chosen:
        ours, theirs = ({key for n in numbers for key in rows[n]}
                        for numbers, rows in ((block.left, facts.english), (block.right, facts.other)))
        for side, numbers in enumerate((block.left, block.right)):
            spent[side].update(dict.fromkeys(numbers, ours & theirs))
    found = []
    for pair in pairs:
        i, j = pair.left[0], pair.right[0]
        if (i in used[0]) == (j in used[1]):
            continue
        ours = {key: weight for key, weight in facts.english[i].items() if key not in spent[0].get(i, ())}
        theirs = {key: weight for key, weight in facts.other[j].items() if key not in spent[1].get(j, ())}
        shared = sum(weight for key, weight in ours.items() if key in theirs)
        if shared >= LEAST_SHARED:
            found.append(Block((i,), (j,), shared, JOINED * 2 * shared / (sum(ours.values()) + sum(theirs.values()))))
            used[0].add(i)
            used[1].add(j)
    return found


def _beside(table: _Table, chosen: list[Block], used: tuple[set[int], set[int]]) -> None:
    """Adds counterparts of few facts that stand right beside others on both sides."""
    for block in chosen:  # grows while it is walked, so that a run of such sentences is followed
        for left, right in ((block.left[0] - 1, block.right[0] - 1), (block.left[-1] + 1, block.right[-1] + 1)):
            if 0 <= left < len(table.facts.english) and 0 <= right < len(table.facts.other) and (
                left not in used[0] and right not in used[1]
            ):
                near = table.block((left,), (right,))
                if near.shared >= LEAST_BESIDE and near.quality >= BESIDE_QUALITY:
                    used[0].add(left)
                    used[1].add(right)
                    chosen.append(near)


class _Table:
    """What two texts' sentences share."""

    def __init__(self, facts: Facts, english: Text, other: Text) -> None:
        self.facts = facts
        self.lengths = tuple([len(part.span) for part in text.parts] for text in (english, other))
        self.ratio = LENGTHS.get(other.lang, 1.0)

    def pairs(self) -> list[Block]:
        """Sentence pairs that share enough, by an index of the facts."""
        index: dict[str, list[int]] = defaultdict(list)
        for j, row in enumerate(self.facts.other):
            for key in row:
                index[key].append(j)
        found = []
        for i, row in enumerate(self.facts.english):
            near = {j for key in row if len(index.get(key, ())) <= COMMON_FACT for j in index.get(key, ())}
            found += [block for j in sorted(near) if (block := self.block((i,), (j,))).shared >= LEAST_SHARED]
        return found

    def block(self, left: tuple[int, ...], right: tuple[int, ...]) -> Block:
        """A pair of sentences or of neighbouring ones, with what it is worth."""
        ours, theirs = ({key: weight for n in numbers for key, weight in rows[n].items()}
                        for numbers, rows in ((left, self.facts.english), (right, self.facts.other)))
        shared = sum(weight for key, weight in ours.items() if key in theirs)
        dice = 2 * shared / max(0.1, sum(ours.values()) + sum(theirs.values()))
        length, theirs_length = (sum(sizes[n] for n in numbers)
                                 for numbers, sizes in zip((left, right), self.lengths, strict=True))
        off = log(length / (theirs_length * self.ratio)) / LENGTH_SPREAD
        return Block(left, right, shared, dice * (0.4 + 0.6 * exp(-0.5 * off * off)))

    def widened(self, block: Block, used: tuple[set[int], set[int]]) -> Block:
        """The block with a free neighbour on either side, where that makes it clearly better."""
        best = block
        for side, rows in enumerate((self.facts.english, self.facts.other)):
            numbers = (block.left, block.right)[side]
            for near in (numbers[0] - 1, numbers[-1] + 1):
                if 0 <= near < len(rows) and near not in used[side]:
                    wider = tuple(sorted((*numbers, near)))
                    rival = self.block(wider, block.right) if side == 0 else self.block(block.left, wider)
                    if rival.shared > best.shared and rival.worth > best.worth + GAIN:
                        best = rival
        return best


def descends(facts: Facts, blocks: Sequence[Block]) -> bool:
    """Whether counterparts speak for one text: enough of them, in order, and few facts of the shorter one left over."""
    if len(blocks) < LEAST_BLOCKS:
        return False
    found = evidence(facts, blocks)
    if found.worth >= LEAST_WORTH and found.kept * found.numbers >= KEPT:
        return True
    return found.worth >= AMPLE_WORTH and found.kept >= AMPLE_KEPT and found.within >= AMPLE_NUMBERS


class Evidence(Struct, frozen=True):
    """What speaks for a common text; all but the first are shares, 0..1."""

    worth: float  # of the counterparts, in weights of facts
    kept: float  # of the facts of the text that has fewer, less where order is lost
    numbers: float  # of the numbers, days and times of the text of which more is kept
    within: float  # of those within counterparts


def evidence(facts: Facts, blocks: Sequence[Block]) -> Evidence:
    """What the counterparts of two texts say about a common text."""
    worth = sum(block.worth for block in blocks)
    least = min(sum(sum(row.values()) for row in rows) for rows in (facts.english, facts.other))
    if not blocks or not least:
        return Evidence(0.0, 0.0, 0.0, 0.0)
    order = longest_rise([block.right[0] for block in blocks], level=True) / len(blocks)
    left = _kept_numbers(facts.english, facts.other, [(block.left, block.right) for block in blocks])
    right = _kept_numbers(facts.other, facts.english, [(block.right, block.left) for block in blocks])
    numbers, within = (max(values) for values in zip(left, right, strict=True))
    return Evidence(worth, worth / least * (0.5 + 0.5 * order), min(1.0, numbers), min(1.0, within))


def _kept_numbers(
    one: Sequence[dict[str, float]], two: Sequence[dict[str, float]], pairs: Sequence[tuple[tuple[int, ...], ...]]
) -> tuple[float, float]:
    """How much of one text's numbers, days and times its counterparts have too: of all, and of those within them."""
    inside, both = 0.0, 0.0
    for ours, theirs in pairs:
        own, against = _numbers(one, ours), _numbers(two, theirs)
        inside += own.total()
        both += sum(weight for key, weight in own.items() if key in against)
    return both / max(1.0, _numbers(one, range(len(one))).total()), both / max(1.0, inside)


def _numbers(rows: Sequence[dict[str, float]], numbers: Iterable[int]) -> Counter[str]:
    """Weights of the numbers, days and times of some sentences; what stands in two of them counts twice."""
    found: Counter[str] = Counter()
    for number in numbers:
        for key, weight in rows[number].items():
            if key[0] in "#dt":
                found[key] += weight
    return found


def _filled(blocks: Sequence[Block], english: Text, other: Text) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Aligned passages as pairs of (start, end), English first; a single sentence without facts that stands on both
    sides between two counterparts, and is about as long, is taken for translated too."""
    pairs = [(block.left, block.right) for block in blocks]
    for before, after in pairwise(blocks):
        left, right = before.left[-1] + 1, before.right[-1] + 1
        if after.left[0] == left + 1 and after.right[0] == right + 1:
            sizes = len(english.parts[left].span), len(other.parts[right].span)
            if max(sizes) <= 2 * min(sizes):
                pairs.append(((left,), (right,)))
    return [tuple((text.parts[numbers[0]].span.start, text.parts[numbers[-1]].span.end)
                  for text, numbers in zip((english, other), pair, strict=True)) for pair in pairs]


# ------------------------------------------------------------------------------------------------- direction


def run_of(a: Text, b: Text) -> tuple[str, str]:
    """Which text likely came from which: by a note or a credit, else by dates; else unknown."""
    if a.translated != b.translated:
        return ("a_from_b" if a.translated else "b_from_a"), "says that it is a translation"
    named_a, named_b = names_outlet(b, a), names_outlet(a, b)
    if named_a != named_b:
        return ("b_from_a", f"names {a.outlet}") if named_a else ("a_from_b", f"names {b.outlet}")
    if a.day and b.day and a.day != b.day:
        first, later = min(a.day, b.day), max(a.day, b.day)
        return ("b_from_a" if a.day < b.day else "a_from_b"), f"published {first}, before {later}"
    return "unknown", "nothing tells which was first"


def names_outlet(text: Text, of: Text) -> bool:
    """Whether a text names the outlet of another, as a credit does, however it spells it."""
    wanted = {skeleton(word) for word in (of.outlet or "").split()}
    if not wanted or min(map(len, wanted)) < 2 or sum(map(len, wanted)) < 5:
        return False
    return any(wanted <= {form for name in part.names for form in name} for part in text.parts)


# ------------------------------------------------------------------------------------------------ candidates


def candidates(foreign: Sequence[Text], english: Iterable[Text]) -> list[tuple[str, str]]:
    """Ids of an English text and of one of another language that share enough keys, sorted."""
    holders: dict[str, list[str]] = defaultdict(list)
    for text in foreign:
        for key in keys(text):
            holders[key].append(text.doc)
    ours: dict[str, list[str]] = defaultdict(list)
    for text in english:
        for key in keys(text) & holders.keys():
            ours[key].append(text.doc)
    shared: Counter[tuple[str, str]] = Counter()
    for key, docs in ours.items():
        if len(docs) <= COMMON_KEY and len(holders[key]) <= COMMON_KEY:
            shared.update((one, two) for one in docs for two in holders[key])
    return sorted(pair for pair, count in shared.items() if count >= LEAST_KEYS)


def keys(text: Text) -> set[str]:
    """Keys that a text and its translation share whatever the languages: two numbers, days or times of one sentence,
    or one of them with the beginning of a name of that sentence. At most some hundred a document."""
    found: set[str] = set()
    for part in text.parts:
        facts = sorted((key for key, weight in part.keys.items() if weight >= LEAST_KEY_WEIGHT),
                       key=lambda key: (-part.keys[key], key))[:6]
        found.update(f"{one} {two}" for one, two in combinations(sorted(facts), 2))
        begun = sorted({form[:3] for name in part.names for form in name if len(form) >= 3})[:60]
        found.update(f"{fact} {name}" for fact in facts for name in begun)
    return found
