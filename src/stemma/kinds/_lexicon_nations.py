"""States that no world list has: their names and adjectives, learnt from the report itself.

"Vesmarian rockets" beside "Vesmar", or "a Vesmarian missile" alone, tell that there is such a state or people, and
that it fights. Only adjectives that stand before a force or a weapon are learnt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from stemma.kinds._phrases import Line, WordList
from stemma.reading.nations import BY_DEMONYM, BY_NAME, Nation

_ENDINGS = ("ian", "ean", "ese", "ish", "an", "n", "i")  # of an adjective, the longer ones first
_NAME_ENDINGS = ("", "ia", "a", "e", "o", "y", "ea", "land", "stan")
_SHORTEST = 3  # letters of a stem
# Adjectives and nouns that end like those of a people.
_NO_PEOPLE = frozenset("""
christian civilian guardian veteran orphan human urban suburban republican italian victorian historian librarian
politician technician physician musician pedestrian humanitarian totalitarian sectarian egalitarian vegetarian asian
european african american mediterranean caucasian scandinavian balkan baltic partisan artisan median custodian
british english spanish polish turkish utilitarian authoritarian presbyterian latin caribbean anglican
""".split())


def nations_in(page_lines: Sequence[Line], forces: WordList) -> tuple[Nation, ...]:
    """The states of a report that the world list lacks, in the order of the alphabet; codes are empty."""
    adjectives = {line.words[at].text for line in page_lines for at in _adjectives_in(line, forces)}
    if not adjectives:
        return ()
    words = (word for line in page_lines for word in line.words)
    capitals = {word.text for word in words if word.capital and len(word.text) >= _SHORTEST}
    found = ((adjective, _name_of(adjective, capitals)) for adjective in sorted(adjectives))
    return tuple(Nation("", (name,), (adjective, adjective + "s"), "") for adjective, name in found if name)


def _adjectives_in(line: Line, forces: WordList) -> Iterator[int]:
    """Indices of unknown words with a capital that end like the adjective of a people, just before a force."""
    if not line.has(forces.telling):
        return
    for at, word in enumerate(line.words[:-1]):
        shaped = word.text != word.low and word.low.endswith(_ENDINGS) and len(word.text) >= _SHORTEST
        if not (shaped and word.capital and _is_unknown(word.text)):
            continue
        if any(forces.at(line.words, after) for after in (at + 1, at + 2) if after < len(line.words)):
            yield at


def _is_unknown(text: str) -> bool:
    return text not in BY_DEMONYM and text not in BY_NAME and text.lower() not in _NO_PEOPLE


def _name_of(adjective: str, capitals: Collection[str]) -> str | None:
    """The state's name as the report has it; for "-ian" the usual "-ia" where it is not named."""
    for ending in _ENDINGS:
        stem = adjective.removesuffix(ending)
        if stem != adjective and len(stem) >= _SHORTEST:
            for name in (stem + tail for tail in _NAME_ENDINGS):
                if name in capitals and name != adjective:
                    return name
    return adjective[:-1] if adjective.endswith("ian") and len(adjective) > _SHORTEST + 3 else None
