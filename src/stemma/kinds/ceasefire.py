"""Talks, truces and calls to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, is_armed, lines_with, telling
from stemma.model import Claim, Page, Statement

KIND = "ceasefire"

_TRUCE = WordList.of((
    "ceasefire", "cease-fire", "cease fire", "truce", "armistice", "cessation of hostilities", "humanitarian pause",
    "peace talks", "peace negotiations", "peace deal", "peace agreement", "peace process", "peace plan", "ceasefires",
    "truces", "pause in the fighting", "pause in fighting", "halt to the fighting", "halt in the fighting",
    "halt to hostilities", "halt to operations", "halt to attacks", "end of hostilities", "stop firing", "hold fire",
    "held their fire", "hold their fire", "silence the guns", "lay down their weapons", "laid down their weapons",
    "mediation", "de-escalation", "de-escalate", "temporary halt", "unilateral halt",
    "end to the killing", "end to the violence",
    "end to the bloodshed", "sides to the table", "parties to the table", "return to the table", "ready to talk",
    "ready for talks", "open to talks", "open to negotiations", "prepared to talk", "end hostilities",
    "end the fighting", "end fighting", "stop the fighting", "stop fighting", "asked for a pause",
    "called for a pause", "daily pause", "local truce", "restraint from both sides", "called for restraint",
    "urged restraint", "show restraint",
    "exercise restraint", "calls for restraint", "maximum restraint", "pause in strikes", "pause in hostilities",
    "pause in siege", "pause in the siege", "pause in shelling", "pause in the shelling", "pause in the bombardment",
    *(f"guns {how} silent" for how in ("fall", "fell", "would fall", "will fall", "to fall", "have fallen", "go",
                                       "went", "fallen", "falling")),
    "stop shooting", "stop the shooting", "put down their weapons", "put down their guns", "put down their arms",
    "lay down their guns", "silence of the guns", "silencing the guns", "silencing of the guns",
    "lull in the fighting", "lay down arms",
))
_TALKS = WordList.of(
    "talks;negotiations;delegations;delegates;negotiators;the talks;back at the table;"
    "negotiating table;bargaining table"
)
_TALKS_ACTS = frozenset("""
held hold holding met meet meeting began begin continue continues continued resume resumed resumption failed
collapsed agreed difficult postponed cancelled canceled suspended round outcome breakthrough return under way
underway discuss broke broken deadlocked ended due scheduled mediated mediator start started stalled
""".split())
_STOP_CALLS = frozenset("""
call calls called calling urge urges urged urging demand demands demanded demanding ask asks asked appealed appeal
appeals proposed proposes propose offered offers pleaded pressed
""".split())
_STOP = frozenset({
    "stop", "end", "halt", "cease", "refrain", "suspend", "stopping", "halting", "cessation", "pause", "lull",
    "moratorium", "suspension",
})
_ATTACKS = frozenset("""
attacks attack offensive strikes fighting hostilities violence bombing shelling war fire bombardment invasion conflict
raids assault siege operation operations blockade sieges
""".split())
_REFUSALS = WordList.of("""
will not talk;refuses to talk;refused to talk;refused to negotiate;will not negotiate;would not negotiate
offered to negotiate;offered to talk;offer to negotiate;willing to negotiate;willingness to negotiate
agreed to negotiate;agreed to talk;agreed to talks;ruled out negotiations;ruled out talks;rejected talks
no breakthrough;a breakthrough;ready to negotiate;laid down arms;lay down arms;lay down their arms
end to the conflict;end to the fighting;end to the war;end to hostilities
""")
_TELLING = telling(_TRUCE, _TALKS, _REFUSALS, _STOP)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each sentence about talks, a truce or a call to stop."""
    for line in lines_with(page, _TELLING) if is_armed(page) else ():
        hit = min(_found(line), default=None)
        if hit:
            yield claim(page, statements, line, KIND, clause(line.words, hit.first, hit.last), _value(line, hit))


def _found(line: Line) -> Iterator[Hit]:
    for hit in _TRUCE.find_in(line):
        if not _is_date(line, hit):
            yield hit
    for hit in _TALKS.find_in(line):
        left, right = clause(line.words, hit.first, hit.last)
        near = {word.low for word in line.words[left : right + 1]}
        if near & _TALKS_ACTS or {"took", "place"} <= near:
            yield hit
    yield from _REFUSALS.find_in(line)
    if line.has(_STOP_CALLS) and line.has(_STOP):
        for at, word in enumerate(line.words):
            if word.low not in _STOP:
                continue
            near = {w.low for w in line.words[at + 1 : at + 7]}
            asked = {w.low for w in line.words[max(0, at - 10) : at]} & _STOP_CALLS
            stopped = {w.low for w in line.words[max(0, at - 1) : at]} & _ATTACKS
            stopped = stopped and word.low in ("stop", "end", "cease")
            if (near & _ATTACKS or stopped) and asked:
                yield Hit(at, at, "call to stop")


def _is_date(line: Line, hit: Hit) -> bool:
    """"the first since the truce of 2028": a point in time."""
    before = [word.low for word in line.words[max(0, hit.first - 2) : hit.first]]
    after = [word.low for word in line.words[hit.last + 1 : hit.last + 3]]
    return "since" in before and (not after or after[0] in ("of", "in"))


def _value(line: Line, hit: Hit) -> str:
    """What became of the talks or the truce, in a word or two."""
    near = {word.low for word in line.words[max(0, hit.first - 14) : hit.last + 15]}
    if hit.value == "call to stop":
        return hit.value
    if near & {"postponed", "cancelled", "canceled", "suspended"} or {"put", "off"} <= near:
        return "talks put off"
    if near & {"urged", "urge", "urges", "called", "calling", "demanded", "proposed", "calls"}:
        return "truce urged"
    if near & {"unknown", "breakthrough", "failed", "collapsed"}:
        return "no breakthrough" if "unknown" not in near else "outcome unknown"
    if near & {"violated", "violation", "violations", "broke", "breach"}:
        return "truce broken"
    if near & {"will", "refuses", "refused"} and "not" in near:
        return "talks refused"
    if near & {"agreed", "declared", "announced", "signed"}:
        return "agreed"
    return "talks under way" if near & {"continue", "continues", "continued"} else "talks"
