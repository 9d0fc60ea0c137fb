"""Which words news language uses for one another, and which are terms of the field, by the packaged list."""

from __future__ import annotations

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


def akin(a: Word, b: Word, of_forces: bool = False) -> bool:
    """Whether two words are near-synonyms. `of_forces`: where the talk is of forces, only in the sense of the field."""
    shared = groups_of(a) & groups_of(b)
    if of_forces and (a.key in _TWO_SENSES or b.key in _TWO_SENSES):
        shared &= thesaurus().starred
    return bool(shared)


def of_field(word: Word) -> bool:
    """Whether a word is a term of the field: a weapon, a force, a harm, a kind of place, a term of law."""
    field = thesaurus().field
    return (word.key in field or word.root in field) and word.key not in _LOOSE
