"""Treaties and prohibitions of weapons, as far as a report mentions them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._lexicon_weapons import WEAPONS
from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, lines_with, telling
from stemma.model import Claim, Page, Statement

KIND = "munition_ban"

_BANS = WordList.of((
    "banned", "prohibited", "outlawed", "forbidden", "illegal under", "banned under", "prohibits", "bans", "ban on",
    "prohibition", "banning", "prohibiting", "outlaws",
))
_PARTIES = WordList.of((
    "signatory", "signatories", "state party", "states parties", "not a party to", "party to the treaty",
    "not party to", "party to the convention", "not signed the", "never signed the", "not ratified",
    "has not joined the", "joined the convention", "convention on cluster munitions", "chemical weapons convention",
    "mine ban treaty", "ottawa treaty", "ottawa convention",
))
_ARMS = frozenset({"weapon", "weapons", "munition", "munitions", "arms", "mines", "bombs"})
_TELLING = telling(_BANS, _PARTIES)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each clause that says that a weapon is banned or that a state has (not) joined the ban."""
    for line in lines_with(page, _TELLING):
        bans = sorted((*_BANS.find_in(line), *_PARTIES.find_in(line)))
        weapons = WEAPONS.find_in(line) if bans else []
        armed = bool(weapons) or line.has(_ARMS)
        ends = -1
        for hit in bans:
            if hit.first <= ends or not armed:
                continue
            left, ends = clause(line.words, hit.first, hit.last)
            yield claim(page, statements, line, KIND, (left, ends), _value(line, hit, weapons))


def _value(line: Line, hit: Hit, weapons: list[Hit]) -> str:
    """"cluster munitions banned", or "not party to the treaty"."""
    if _PARTIES.at(line.words, hit.first):
        before = [word.low for word in line.words[max(0, hit.first - 4) : hit.last + 1]]
        return "not party to the treaty" if {"not", "never"} & set(before) else "party to the treaty"
    return f"{weapons[0].value} banned" if weapons else "prohibited weapons"
