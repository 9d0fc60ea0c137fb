"""A mixed pile parted into stories: documents that tell of one happening, whatever kind of happening it is.

Nothing here knows about armed violence: a desk's pile also holds earthquakes, arrests and funerals. Documents are bags
of names, numbers and stems, weighted by how few documents of the pile have them, and joined by average link. Reports on
two like happenings (two fires, two trials) share so many words that they come out as one; so each story is looked at
again, with weights of its own: what nearly all of its documents say tells nothing apart, and where it falls into two
parts that have little in common beside that, they are two stories.

Documents are compared where they share a word that few have, never all with all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from stemma.copies.features import STOP, WORD, stem
from stemma.copies.linkage import Join, joins_of, members
from stemma.model import Page

# Set on the train part of ECB+ (two like incidents in each topic) and on a register's pile of shootings, flat around
# these values.
WORD_WEIGHT = 0.4  # of a common word's stem; names and numbers weigh 1
LEAD = 300  # characters; what stands there counts twice
ALIKE = 0.12  # average cosine of the documents of a story
APART = 0.35  # two parts of a story are two stories below this share of the less alike part's own average cosine
SAME_DAYS = 3  # days between two publications that say nothing against one story
HALVED = 30  # days beyond these after which likeness counts half
FEWEST = 4  # documents of a part
SMALLEST_SHARE = 0.1  # of a story's documents, for a part
OTHERS = 20  # documents on other things that the pile is thought to lie among, so that a pile on one thing is one story
ONCE = 0.5  # weight of what one document of a story alone has; it links nothing, but makes that document less alike
EFFORT = 2000  # comparisons for each document: rare features first; what all the pile says is not compared for ever

Vector = dict[str, float]


def stories_of(pages: Sequence[Page]) -> tuple[tuple[str, ...], ...]:
    """Document ids by story; a document alone is a story of one. The order of the pages changes nothing."""
    ordered = sorted(pages, key=lambda page: page.document.id)
    bags = [_bag(page) for page in ordered]
    waiting = [sorted(group) for group in _alike(bags, [page.published.day for page in ordered])]
    done: list[list[int]] = []
    while waiting:
        group = waiting.pop()
        parts = _parted([bags[at] for at in group])
        if parts is None:
            done.append(group)
        else:
            waiting += [[group[at] for at in part] for part in parts]
    return tuple(sorted(tuple(ordered[at].document.id for at in sorted(group)) for group in done))


def _bag(page: Page) -> Counter[str]:
    """Names ("@"), numbers ("#") and stems of a page's sentences; those of its beginning count twice."""
    bag: Counter[str] = Counter()
    for sentence in page.sentences:
        times = 2 if sentence.span.start < LEAD else 1
        for match in WORD.finditer(sentence.span.of(page.text)):
            word = match.group()
            folded = word.casefold().replace("’", "'").removesuffix("'s")
            if folded in STOP or (len(folded) < 3 and not folded[0].isdigit()):
                continue
            kind = "#" if word[0].isdigit() else "@" if word[0].isupper() else ""
            bag[kind + (folded if kind else stem(folded))] += times
    return bag


def _vectors(bags: Sequence[Counter[str]], others: int = 0, once: float = 1.0) -> list[Vector]:
    """Vectors of length 1; a feature that all of these and `others` documents have weighs nothing."""
    held = Counter(key for bag in bags for key in bag)
    total = len(bags) + others
    rarity = {key: math.log(total / count) * (once if count == 1 else 1.0) for key, count in held.items()}
    vectors = []
    for bag in bags:
        weights = {key: (1.0 if key[0] in "@#" else WORD_WEIGHT) * (1 + math.log(count)) * rarity[key]
                   for key, count in bag.items() if rarity[key]}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({key: weight / length for key, weight in weights.items()})
    return vectors


def _links(vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """Cosine of every two documents that share a feature, as far as the effort goes: from the rarest feature on."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for key in vector:
            holders[key].append(at)
    links: dict[tuple[int, int], float] = defaultdict(float)
    effort = EFFORT * len(vectors)
    for key, docs in sorted(holders.items(), key=lambda item: (len(item[1]), item[0])):
        effort -= len(docs) * (len(docs) - 1) // 2
        if effort < 0:
            break
        for place, i in enumerate(docs):
            weight = vectors[i][key]
            for j in docs[place + 1 :]:
                links[i, j] += weight * vectors[j][key]
    return links


def _alike(bags: Sequence[Counter[str]], days: Sequence[date | None]) -> list[list[int]]:
    """Documents joined as long as they are alike on average; those published long apart count as less alike."""
    links = _links(_vectors(bags, others=OTHERS))
    near = {(i, j): likeness * _nearness(days[i], days[j]) for (i, j), likeness in links.items()}
    joins = joins_of(len(bags), near, least=ALIKE)
    return list(members(len(bags), joins).values())


def _nearness(a: date | None, b: date | None) -> float:
    """1 within a few days or where a day is not known, halved with each further HALVED days."""
    if a is None or b is None:
        return 1.0
    return 0.5 ** (max(0, abs((a - b).days) - SAME_DAYS) / HALVED)


def _parted(bags: Sequence[Counter[str]]) -> tuple[list[int], list[int]] | None:
    """The two stories that one falls into, None where it is one."""
    if len(bags) < 2 * FEWEST:
        return None
    vectors = _vectors(bags, once=ONCE)
    halves = _halves(len(bags), joins_of(len(bags), _links(vectors), least=0.0))
    if halves is None:
        return None
    left, right = halves
    between = _dot(_sum(vectors, left), _sum(vectors, right)) / (len(left) * len(right))
    if between >= APART * min(_within(vectors, left), _within(vectors, right)):
        return None
    sums = [(_sum(vectors, half), len(half)) for half in halves]
    parts = (list(left), list(right))
    for at in sorted(set(range(len(bags))) - set(left) - set(right)):
        nearness = [_dot(vectors[at], total) / size for total, size in sums]
        parts[int(nearness[1] > nearness[0])].append(at)
    return parts


def _halves(count: int, joins: Sequence[Join]) -> tuple[list[int], list[int]] | None:
    """The two largest groups at the last point where two are large enough, going back from the last join."""
    need = max(FEWEST, round(SMALLEST_SHARE * count))
    for kept in range(len(joins), -1, -1):
        if kept < len(joins) and min(joins[kept].left_size, joins[kept].right_size) < need:
            continue  # undoing this join frees no group that is large enough
        groups = sorted(members(count, joins[:kept]).values(), key=lambda group: (-len(group), group))
        if len(groups) > 1 and len(groups[1]) >= need:
            return sorted(groups[0]), sorted(groups[1])
    return None


def _sum(vectors: Sequence[Vector], which: Iterable[int]) -> Vector:
    total: Vector = defaultdict(float)
    for at in which:
        for key, weight in vectors[at].items():
            total[key] += weight
    return total


def _dot(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[key] for key, weight in a.items() if key in b)


def _within(vectors: Sequence[Vector], group: Sequence[int]) -> float:
    """Average cosine of two different documents of a group."""
    total = _sum(vectors, group)
    alone = sum(_dot(vectors[at], vectors[at]) for at in group)
    return (_dot(total, total) - alone) / (len(group) * (len(group) - 1))
