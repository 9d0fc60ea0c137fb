"""People across documents: full names are clustered, bare surnames join the one person they can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import combinations, product

from stemma.names.close_words import Homes, close_words
from stemma.names.entries import Entry
from stemma.names.linkage import clusters
from stemma.names.matching import FAMILY, FAMILY_PART, name_words, same_person, without_article, without_nickname
from stemma.names.spelling import alike, fold, plain
from stemma.reading.titles import ROLE_NOUNS

ALIKE = 0.93  # least likeness of full names in different documents
ALIKE_IN_ONE = 0.95  # in one document a name is mostly spelt in one way; two like names there are two people
# Least likeness of family names there: the rest of `same_person` is at most 1, and it is rounded.
FAMILY_IN_ONE = (ALIKE_IN_ONE - (1 - FAMILY_PART)) / FAMILY_PART - 0.001
ROLE_BONUS = 0.06  # both are called mayor, or surgeon
SURNAME_IN_DOCUMENT = 0.84  # least likeness of a bare surname and a full name's surname
SURNAME_IN_CASE = 0.93
_LONGEST = 60  # letters of a family name that may have lost one
_SHORT = {"doc": "doctor", "cop": "officer", "gov": "governor", "boss": "head"}
_COMMON_ROLES = frozenset("resident witness survivor villager mother father farmer spokesman spokeswoman".split())
_CLASSES = {**dict.fromkeys("aeiou", "V"), **dict.fromkeys("hgkcCq", "K"), **dict.fromkeys("szSZ", "S"),
            **dict.fromkeys("bpvf", "P"), **dict.fromkeys("td", "T")}


def join_people(entries: Sequence[Entry]) -> dict[Entry, str]:
    """Each entry with the name that stands for its person."""
    full = [e for e in entries if len(name_words(e.full)) > 1]
    heads = _cluster(full)
    people = _People(heads, full)
    found = {e: heads[e.full] for e in full}
    for e in entries:
        if e not in found:
            found[e] = people.meant_by(e) or e.full
    return found


def _cluster(full: Sequence[Entry]) -> dict[str, str]:
    docs, roles = defaultdict(set), defaultdict(set)
    for e in full:
        docs[e.full].add(e.doc)
        if e.role:
            roles[e.full] |= {_SHORT.get(word, word) for word in plain(e.role).split()} & ROLE_NOUNS

    def likeness(a: str, b: str) -> float:
        score = same_person(a, b) or (_miswritten(a, b) if roles[a] & roles[b] - _COMMON_ROLES else 0.0)
        if score == 0 or score == 1:
            return score
        if docs[a] & docs[b] and score < ALIKE_IN_ONE:
            return 0.0
        return score + (ROLE_BONUS if roles[a] & roles[b] else 0.0)

    return clusters([e.full for e in full], _keys, likeness, ALIKE, lambda names: _near(names, docs))


def _near(names: Sequence[str], docs: Mapping[str, Set[str]]) -> Iterator[tuple[str, str]]:
    """Every two names, the first of the alphabet first, that can be like enough to be joined: by like family names
    (`same_person` asks for FAMILY), by the same letters parted otherwise, or by a letter left out (`_miswritten`).

    docs: where each name stands.
    """
    families: dict[str, set[str]] = defaultdict(set)
    keyed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in names:
        for words in {name_words(form) for form in (name, *without_nickname(name))} - {()}:
            families[words[-1]].add(name)
            families[without_article(words[-1])].add(name)
            keyed[(fold("".join(words)),)].add(name)
            if len(words) == 2 and len(words[1]) <= _LONGEST:
                for at in range(len(words[1]) + 1):  # the last leaves nothing out
                    keyed[words[0], words[1][:at] + words[1][at + 1 :]].add(name)
    for alike_names in (*families.values(), *keyed.values()):
        yield from combinations(sorted(alike_names), 2)
    keys = {family: frozenset(key for name in held for key in _keys(name)) for family, held in families.items()}
    stands = {family: set().union(*(docs[name] for name in held)) for family, held in families.items()}
    homes = Homes({family: min(where) for family, where in stands.items() if len(where) == 1}, FAMILY_IN_ONE)
    for one, other in close_words(keys, FAMILY, homes):
        yield from {(min(a, b), max(a, b)) for a, b in product(families[one], families[other]) if a != b}


def _miswritten(a: str, b: str) -> float:
    """Two people of one office and one given name whose family names differ by one letter: "Rook", "Brook"."""
    x, y = name_words(a), name_words(b)
    if len(x) != 2 or len(y) != 2 or x[0] != y[0] or len(x[0]) < 4:
        return 0.0
    short, long = sorted((x[1], y[1]), key=len)
    dropped = len(short) > 3 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    return ALIKE_IN_ONE - ROLE_BONUS if dropped else 0.0


@lru_cache(maxsize=50_000)
def _keys(name: str) -> list[tuple[str, str]]:
    """Sound classes of the first letters of the given and the family name."""
    forms = [name_words(form) for form in (name, *without_nickname(name))]
    given = [("given", words[0]) for words in forms if len(words) == 2]
    forms += [(*words[:-1], without_article(words[-1])) for words in forms if words]
    return sorted({(of(words[0]), of(words[-1])) for words in forms for of in (_class, _hard, _written)} | set(given))


def _written(word: str) -> str:
    """The first letter as written, soft and hard g alike: "Gamal" and "Jamal", "Chalabi" and "Shalabi"."""
    return "=" + {"j": "g", "c": "s"}.get(word[:1], word[:1])


def _hard(word: str) -> str:
    """The class of a word's first consonant: "Ibrahim" and "Brahim", "Ismail" and "Smail"."""
    folded = fold(word).lstrip("aeiou")
    return "-" + _CLASSES.get(folded[:1], folded[:1])


@lru_cache(maxsize=65536)
def _class(word: str) -> str:
    folded = fold(word)
    return _CLASSES.get(folded[:1], folded[:1])


class _People:
    """The people of a case, by surname and by alias, for names of one word."""

    def __init__(self, heads: dict[str, str], full: Sequence[Entry]):
        self.by_doc: dict[str, _Surnames] = defaultdict(_Surnames)
        self.anywhere = _Surnames()
        for doc, head, last in {(e.doc, heads[e.full], words[-1]) for e in full for name in (e.full, e.name)
                                if (words := name_words(name))}:
            self.by_doc[doc].add(last, head)
            self.anywhere.add(last, head)

    def meant_by(self, entry: Entry) -> str | None:
        """The one person whose surname this is: in the document, or else in the case."""
        words = name_words(entry.full)
        if not words:
            return None
        here = self.by_doc[entry.doc].like(words[-1], SURNAME_IN_DOCUMENT)
        if here:
            return min(here) if len(here) == 1 else None
        anywhere = self.anywhere.like(words[-1], SURNAME_IN_CASE)
        return min(anywhere) if len(anywhere) == 1 else None


class _Surnames:
    """Who has a surname (or the last word of an alias), by the sound class of its first letter."""

    def __init__(self) -> None:
        self._classes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._asked: dict[tuple[str, float], set[str]] = {}

    def add(self, word: str, head: str) -> None:
        self._classes[_class(word)][word].add(head)

    def like(self, word: str, least: float) -> set[str]:
        """Who has this surname; without anybody, who has one at least so like it."""
        names = self._classes[_class(word)]
        if word in names:
            return names[word]
        if (word, least) not in self._asked:
            self._asked[word, least] = {head for other, heads in names.items()
                                        if alike(word, other, least) >= least for head in heads}
        return self._asked[word, least]
