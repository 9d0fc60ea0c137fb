"""Which words news language uses for one another, and which are terms of the field, by the packaged list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from msgspec import Struct

from stemma.copies.features import stem
from stemma.copies.wording import Word, folded

# Words of the starred lines that say something else at least as often; alone they make no talk of the field.
_LOOSE = frozenset(folded(word) for word in """
taken took carried held set fire men man lives life remains toll armed force unit group chief head leader officer pulled
position positions post store stores school schools house home road street lane route way station quarter area crossing
college charge round rounds state administration organisation movement lost left burst blew hit struck arms vehicle
vehicles device devices guard shot body bodies lull classroom highway avenue residence talks dialogue settlement
""".split())
# Ordinary words for these are synonyms only outside talk of forces: a company of engineers is no firm.
_TWO_SENSES = frozenset("company column front charge magazine battery post body cell arm arms fire round tank".split())


# Words that show that the talk is of forces.
_FORCES = frozenset("army military troops soldiers engineers infantry armored artillery rebels".split())


class Thesaurus(Struct, frozen=True):
    """Groups by word; keys are folded words and their stems."""

    groups: dict[str, frozenset[int]]
    field: frozenset[str]  # keys of terms of the field
    starred: frozenset[int]  # groups of such terms


@cache
def thesaurus() -> Thesaurus:
    """The packaged list (`data/synonyms.txt`)."""
    groups: dict[str, set[int]] = {}
    field: set[str] = set()
    starred: set[int] = set()
    lines = (files("stemma") / "data" / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("#"):
            continue
        for word in line.lstrip("* ").replace("-", " ").split():
            key = folded(word)
            for form in {key, stem(key) or key}:
                groups.setdefault(form, set()).add(number)
            if line.startswith("*"):
                field |= {key, stem(key) or key}
                starred.add(number)
    return Thesaurus({key: frozenset(held) for key, held in groups.items()}, frozenset(field), frozenset(starred))


def groups_of(word: Word) -> frozenset[int]:
    """The groups that a word stands in."""
    known = thesaurus().groups
    return known.get(word.key, frozenset()) | known.get(word.root, frozenset())


def meaning_of(word: Word) -> str:
    """One key for a word and its near-synonyms: that of the first group it stands in, else its root."""
    own = groups_of(word)
    return f"~{min(own)}" if own else word.root


@cache
def everyday() -> frozenset[str]:
    """The packaged list of everyday English words."""
    return frozenset((files("stemma") / "data" / "english.txt").read_text(encoding="utf-8").split())


class Senses(Struct, frozen=True):
    """The groups that the words of a passage stand in."""

    all: frozenset[int]
    strict: frozenset[int]  # where the talk is of forces: words of two senses only with that of the field
    forces: bool  # whether the talk is of forces


def senses_of(words: Iterable[Word]) -> Senses:
    """The groups of near-synonyms of many words."""
    starred = thesaurus().starred
    every: set[int] = set()
    strict: set[int] = set()
    forces = False
    for word in words:
        own = groups_of(word)
        every |= own
        strict |= own & starred if word.key in _TWO_SENSES else own
        forces = forces or word.key in _FORCES
    return Senses(frozenset(every), frozenset(strict), forces)


def has_akin(word: Word, other: Senses, of_forces: bool = False) -> bool:
    """Whether a word has a near-synonym in a passage."""
    own = groups_of(word)
    if not of_forces:
        return bool(own & other.all)
    return bool((own & thesaurus().starred if word.key in _TWO_SENSES else own) & other.strict)


def of_field(word: Word) -> bool:
    """Whether a word is a term of the field: a weapon, a force, a harm, a kind of place, a term of law."""
    field = thesaurus().field
    return (word.key in field or word.root in field) and not {word.key, word.root} & _LOOSE
