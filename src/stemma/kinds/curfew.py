"""Curfews: imposed, lifted, in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._phrases import Line, claim, clause, lines_with
from stemma.model import Claim, Page, Statement

KIND = "curfew"
_CURFEWS = frozenset({"curfew", "curfews"})
_LIFTED = frozenset({"lifted", "lift", "ended", "eased", "relaxed"})
_IMPOSED = frozenset({"imposed", "impose", "announced", "declared", "introduced", "ordered", "extended", "imposing"})
_NIGHT = frozenset({"night", "dusk", "nighttime", "overnight"})

_NIGHTFALL = frozenset("dark dusk sunset nightfall sundown".split())
_TELLING = _CURFEWS | _NIGHTFALL


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each sentence that speaks of a curfew."""
    for line in lines_with(page, _TELLING):
        found = (at for at, word in enumerate(line.words) if word.low in _CURFEWS or _night_ban(line, at))
        at = next(found, None)
        if at is not None:
            yield claim(page, statements, line, KIND, clause(line.words, at, at), _value(line))


_BAN = frozenset(
    "ban banned order orders rule rules restrictions force indoors movement imposed remain remaining".split()
)


def _night_ban(line: Line, at: int) -> bool:
    """"a ban on movement from dusk to dawn", for a curfew by another name."""
    if line.words[at].low not in _NIGHTFALL:
        return False
    before = [word.low for word in line.words[max(0, at - 8) : at]]
    if line.words[at].low in ("dark", "nightfall", "sunset") and before[-1:] == ["after"]:
        kept = {"homes", "houses", "outdoors", "outside", "streets"}.intersection(before)
        barred = {"not", "forbidden", "banned", "barred"}.intersection(w.low for w in line.words[:at])
        return bool(kept and barred)
    if line.words[at].low == "dark":
        return False
    after = [word.low for word in line.words[at + 1 : at + 5]]
    until = {"to", "until", "till"}.intersection(after) and {"dawn", "sunrise", "daybreak"}.intersection(after)
    return bool(until) and line.has(_BAN)


def _value(line: Line) -> str:
    if line.has(_LIFTED):
        return "lifted"
    state = "imposed" if line.has(_IMPOSED) else "in force"
    return f"night curfew {state}" if line.has(_NIGHT) else state
