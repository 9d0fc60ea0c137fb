"""Words that a rewrite or a translation has spoilt: "front" that became "forehead", "column" that became "pillar".

Whoever rewrites exchanges words; most of it is harmless. What is told: a term of the field that became a word of no
field (medium), and, as low, other words exchanged for what is no near-synonym. In a free rewrite only words that stand
alone between kept ones are judged, since of a sentence put anew nobody can say word by word what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from stemma.copies._drift_sides import Found, Pair, Side, Texts
from stemma.copies._drift_synonyms import everyday, groups_of, has_akin, of_field, thesaurus
from stemma.copies.wording import Word

_APART = 3  # words between two changes that are told as one
_BESIDE = 1  # words beyond the kept neighbours: "grain store" told as "store of love"
_NEXT = 3  # words next to a kept neighbour, where the copy has put the neighbours in another order
_LONGEST_SWAP = 2  # words on each side that are judged in a free rewrite
_LEAST_TRANSLATED = 0.4
_LEAST_ALIKE = 0.5  # likeness of two passages of a free rewrite whose words are compared one by one


def word_changes(pair: Pair, texts: Texts) -> Iterator[Found]:
    """Replaced content words, one row for each stretch of them."""
    translated = pair.how == "translation"
    if pair.likeness < (_LEAST_TRANSLATED if translated else _LEAST_ALIKE):
        return
    lost = [i for i in range(len(pair.old.words)) if _judged(pair.old, i) and i not in pair.kept
            and i not in pair.respelt]
    forces = pair.old.senses.forces or pair.new.senses.forces
    gone = {i for i in lost if not has_akin(pair.old.words[i], pair.new.senses, forces)}
    there = set(pair.respelt.values()) | pair.kept_new
    come = [j for j, word in enumerate(pair.new.words) if _judged(pair.new, j) and j not in there and _ordinary(pair, j)
            and not texts.old.vocabulary[word.root] and not has_akin(word, pair.old.senses, forces)]
    for group in _grouped(come):
        rows = _opposite(pair, group, gone)
        if rows and (translated or _alone(pair, rows, group)):
            yield _told(pair, rows, group)


def _judged(side: Side, at: int) -> bool:
    """Whether a word is an ordinary content word: no number, no name, not too short."""
    word = side.words[at]
    return word.content and not word.number and len(word.key) > 2 and not side.quoted(at) and (
        not word.capital or at == 0 or word.text.casefold() in everyday())


def _ordinary(pair: Pair, at: int) -> bool:
    """Whether a word of the copy is no part of a name, or stands where an ordinary word with a capital stood."""
    word = pair.new.words[at]
    facing = pair.old.words[pair.back[at]] if at in pair.back else None
    return not word.capital or at == 0 or facing is not None and facing.capital and facing.text.casefold() in everyday()


def _grouped(come: list[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for j in come:
        if groups and j - groups[-1][-1] <= _APART:
            groups[-1].append(j)
        else:
            groups.append([j])
    return groups


def _opposite(pair: Pair, group: list[int], gone: set[int]) -> list[int]:
    """Lost words of the original that stand where a group of new words stands."""
    words, turned = pair.new.words, {j: i for i, j in pair.kept.items()}
    before = next((turned[j] for j in range(group[0] - 1, -1, -1) if j in turned and words[j].content), -1)
    after = next((turned[j] for j in range(group[-1] + 1, len(words)) if j in turned and words[j].content),
                 len(pair.old.words))
    if before <= after:
        return [i for i in sorted(gone) if before - _BESIDE <= i <= after + _BESIDE]
    return [i for i in sorted(gone) if after - _NEXT <= i < after or before < i <= before + _NEXT]


def _alone(pair: Pair, rows: list[int], group: list[int]) -> bool:
    """Whether a short swap stands between words that both sides keep."""
    if len(rows) > _LONGEST_SWAP or len(group) > _LONGEST_SWAP or len(rows) != len(group):
        return False
    before = pair.kept.get(rows[0] - 1) == group[0] - 1
    after = pair.kept.get(rows[-1] + 1) == group[-1] + 1
    return (before or rows[0] == 0) and (after or rows[-1] + 1 == len(pair.old.words)) or (
        of_field(pair.old.words[rows[0]]) and (before or after))


def _told(pair: Pair, rows: list[int], group: list[int]) -> Found:
    was, now = pair.old.readable(rows[0], rows[-1]), pair.new.readable(group[0], group[-1])
    spoilt = next(((i, pair.back.get(j)) for i in rows for j in group if pair.back.get(j) == i
                   and _spoils(pair.old.words[i], pair.new.words[j])), None)
    words = pair.told(was, now)
    if spoilt:
        return Found("words", "medium", was, now, f"a term has become another word: {words}")
    return Found("words", "low", was, now, f"other words, which may not mean the same: {words}")


def _spoils(old: Word, new: Word) -> bool:
    """Whether a term of the field became a word outside it, or a term of another group."""
    starred = thesaurus().starred
    if not of_field(old):
        return False
    return not groups_of(old) & groups_of(new) & starred
