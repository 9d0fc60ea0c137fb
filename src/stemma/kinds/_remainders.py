"""Figures that lean on one told before: "the others were passengers", "28 have gone home", "seven at the market"."""

from __future__ import annotations

from msgspec import structs

from stemma.kinds._scan import ADVERBS, BE, BE_OR_HAVE, HAVE, INSIDE, Finding, Scan, count_of, told_of
from stemma.kinds._victims import People
from stemma.reading.quantities import NUMBER_WORDS
from stemma.values import Count, Victims

_LEADS = frozenset({"others", "rest", "remainder", "remaining"})
_AWAY = tuple(tuple(phrase.split()) for phrase in (
    "gone home", "went home", "been discharged", "were discharged", "discharged", "been sent home", "sent home",
    "allowed home", "moved to", "moved on to", "transferred to", "transferred", "referred to", "sent to", "sent on to",
    "flown to", "flew to", "taken to", "evacuated to", "driven to", "had little chance of surviving",
    "had little chance of survival", "has little chance of surviving", "have little chance of surviving",
    "had little hope of surviving", "were in surgery", "lost limbs", "lost a limb", "need surgery", "needed surgery",
    "still there", "remain there", "remained there", "still in hospital", "remain in hospital", "remained in hospital",
    "still in the hospital", "admitted to hospital",
))
_AWAY_BY_FIRST = {first: tuple(phrase for phrase in _AWAY if phrase[0] == first) for first, *_ in _AWAY}
_SENT = frozenset("sent moved transferred referred discharged flown evacuated".split())
_PLACED = frozenset("in at near outside from".split())
_AFTER_NAME = _PLACED | {"of"}
_APART = BE | HAVE | {";", "said", "who", "(", "when"}
_GAP = 16  # tokens between a figure and the one that repeats its verb by silence


def remainders(scan: Scan) -> None:
    """Notes the figures of a sentence that take their harm from another figure."""
    _rest(scan)
    for people in scan.people:
        if people.first in scan.used or people.quantity is None or not people.quantity.sure:
            continue
        if not (_away(scan, people) or _other_number(scan, people) or _among(scan, people) or _rival(scan, people)):
            _gapped(scan, people)


def _rest(scan: Scan) -> None:
    """"the others were passengers", "The rest were ordinary travellers": the remainder without a number."""
    for at, token in enumerate(scan.tokens[:-2] if scan.has(_LEADS) else ()):
        if token.low not in _LEADS or scan.low(at - 1) != "the" or scan.low(at + 1) not in BE:
            continue
        end, victims = told_of(scan, at + 2)
        if victims is None:
            continue
        first = at - 1 - (scan.low(at - 2) == "all")
        words = scan.text[scan.tokens[first].start : scan.tokens[at].end]
        _lean(scan, first, end, Count(low=1, high=None, wording="indefinite", text=words), victims)


def _lean(scan: Scan, first: int, last: int, count: Count, victims: Victims, people: People | None = None,
          anaphor: str = "figure") -> None:
    """Notes a part whose harm is that of the sentence's last figure, else of the one before in the document."""
    before = [i for i, f in enumerate(scan.found) if f.first < first and not f.withdrawn]
    latest = max(before, key=lambda i: scan.found[i].first, default=None)
    if latest is None or anaphor in {"number", "group"}:
        harm, parent = "casualties", None
    else:
        whole = next((i for i in reversed(before) if not scan.found[i].part), None)
        harm, parent, anaphor = scan.found[latest].harm, whole, scan.found[latest].anaphor
    scan.found.append(Finding(harm, first, last, count, victims, people, parent, True, anaphor=anaphor))


def _other_number(scan: Scan, people: People) -> bool:
    """"The other 22 were not", "the remaining four were soldiers" """
    at = people.last
    if people.head or people.of or scan.low(people.first - 1) not in {"other", "remaining"} or scan.low(at) not in BE:
        return False
    end, victims = told_of(scan, at + 1)
    denied = scan.low(at + 1) == "not" or scan.low(at).endswith("n't")
    bare = scan.low(at + 2) in {"", ".", ";", ","}
    if victims is None and not (denied and bare):
        return False
    scan.used.add(people.first)
    last = end if victims else at + 2
    anaphor = "figure" if victims else "contrast"
    if victims is None and scan.found:
        victims = Victims(status="civilian" if scan.found[-1].victims.status == "combatant" else "unspecified")
    _lean(scan, people.first - 2, last, count_of(scan, people), victims or Victims(), people, anaphor)
    return True


def _among(scan: Scan, people: People) -> bool:
    """"Two guards were among the 14", "were among the men": a part of a number or a group told before."""
    at = people.last
    if not people.head or scan.low(at) not in {"were", "was", "are", "is"} or scan.low(at + 1) != "among":
        return False
    whole = next((i for i, f in enumerate(scan.found) if at + 2 <= f.first <= at + 3 and not f.part), None)
    if whole is not None:  # "four kids are among 21 confirmed dead"
        scan.used.add(people.first)
        scan.found.append(Finding(scan.found[whole].harm, people.first, people.last, count_of(scan, people),
                                  people.victims, people, whole, True))
        return True
    if scan.low(at + 2) not in {"the", "those"}:
        return False
    word = scan.low(at + 3)
    group = word in {"men", "women", "children", "boys", "girls"}
    if not group and not word.isdigit() and word not in NUMBER_WORDS or scan.low(at + 4).isalpha() and not group:
        return False
    scan.used.add(people.first)
    if not group:
        people = structs.replace(people, of=word)
    _lean(scan, people.first, at + 4, count_of(scan, people), people.victims, people, "group" if group else "number")
    return True


def _away(scan: Scan, people: People) -> bool:
    """"28 have gone home", "five of these were moved to the city", "sent four of them on": of the injured."""
    if people.head not in {"", "patients", "others", "wounded", "injured"}:
        return False
    at = people.last
    while at < min(people.last + 4, len(scan.tokens)) and (scan.low(at) in BE_OR_HAVE or scan.low(at) in ADVERBS):
        at += 1
    last = next((at + n for at in (at, at - 1) for phrase in _AWAY_BY_FIRST.get(scan.low(at), ())
                 for n in (_long(scan, at, phrase),) if n), 0)
    sent = scan.low(people.first - 1) in _SENT and people.of == "them" and scan.low(people.last) in {"on", "to", "home"}
    if sent:
        last = people.last + 1
    if not last or last <= people.last:
        return False
    wholes = [i for i, f in enumerate(scan.found) if f.harm == "injured" and f.first < people.first]
    cared = {"patients", "wounded", "injured"} & set(scan.words(0, people.first))
    if not wholes and any(f.first < people.first for f in scan.found):
        return False
    scan.used.add(people.first)
    first = people.first - 1 if sent else people.first
    parent = next((i for i in reversed(wholes) if not scan.found[i].part), None)
    scan.found.append(Finding("injured", first, last, count_of(scan, people), Victims(), people, parent, True, True,
                              anaphor="" if wholes or cared else "injured"))
    return True


def _long(scan: Scan, at: int, phrase: tuple[str, ...]) -> int:
    """How many tokens the phrase takes here, one adverb before a last "to" allowed; 0 where it does not stand."""
    if scan.words(at, at + len(phrase)) == list(phrase):
        return len(phrase)
    end = at + len(phrase)
    parted = scan.low(end - 1) in {"later", "on", "then", "straight"} and scan.low(end) == phrase[-1] == "to"
    return len(phrase) + 1 if parted and scan.words(at, end - 1) == list(phrase[:-1]) else 0


def _rival(scan: Scan, people: People) -> bool:
    """"Police put the toll at 22, the bishop at 51", "22 died; the bishop says 51": another source's figure."""
    if people.head or people.of or not scan.found or (scan.low(people.last) or ".") not in _ENDS:
        return False
    whole = max(range(len(scan.found)), key=lambda i: scan.found[i].last if scan.found[i].last < people.first else -1)
    figure = scan.found[whole]
    between = scan.words(figure.last, people.first)
    if figure.last >= people.first or figure.people is None or figure.part or figure.withdrawn or figure.anaphor or (
            not 3 <= len(between) <= 9):
        return False
    link, named = between[-1], [w for w in between[:-1] if w not in {",", ";", "and", "but", "while", "the"}]
    said = link in {"says", "said", "say", "counted", "counts", "count", "reported", "report", "claims",
                    "claimed", "claim", "insists", "insisted"}
    same = link in {"at", "of"} and scan.low(figure.people.first - 1) == link
    if between[0] not in _BREAKS or not (said or same) or not 1 <= len(named) <= 4 or not all(
            w.isalpha() and w not in _APART and w not in ADVERBS for w in named):
        return False
    scan.used.add(people.first)
    first = people.first - 1 - len(named) - (scan.low(people.first - 2 - len(named)) == "the")
    scan.found.append(structs.replace(figure, first=first, last=people.last, count=count_of(scan, people),
                                      people=people, parent=None))
    return True


_ENDS = frozenset(". , ; ! ? ” \" )".split())
_BREAKS = frozenset({",", ";", "and", "but", "while"})


def _gapped(scan: Scan, people: People) -> None:
    """"18 deaths in the strike on Ona and seven at the market": the verb and the harm are not said again."""
    bare = not people.head and not people.of and scan.low(people.last) in _PLACED
    if not bare or scan.low(people.first - 1) not in {"and", ","} or not scan.found:
        return
    whole = max(range(len(scan.found)), key=lambda i: scan.found[i].last if scan.found[i].last <= people.first else -1)
    figure = scan.found[whole]
    gap = scan.words(figure.last, people.first)
    again = figure.people is not None and not figure.people.head and scan.low(figure.people.last) in _PLACED
    if not (2 <= len(gap) <= _GAP or again and gap) or figure.count.low is None or figure.anaphor or figure.withdrawn:
        return
    if not again and gap[0] not in _PLACED and gap[0] != "on" or any(w in _APART for w in gap) or any(
            figure.last <= p.first < people.first for p in scan.predicates):
        return
    if not _place_follows(scan, people.last + 1):
        return
    last = _place_end(scan, people.last + 1)
    scan.used.add(people.first)
    scan.found.append(structs.replace(figure, first=people.first, last=last, count=count_of(scan, people),
                                      people=people, parent=None, part=False))


def _place_follows(scan: Scan, at: int) -> bool:
    here = at + (scan.low(at) in {"the", "a", "an"})
    return here < len(scan.tokens) and (scan.tokens[here].capital or here > at) and scan.low(here) not in INSIDE


def _place_end(scan: Scan, at: int) -> int:
    """The token after a place's name or after "the fuel market"."""
    if scan.low(at) not in {"the", "a", "an"}:
        while at < len(scan.tokens) and scan.tokens[at].capital:
            at += 1
        return at
    here = at + 1
    while here < min(at + 4, len(scan.tokens)) and scan.low(here).isalpha() and scan.low(here) not in _AFTER_NAME:
        here += 1
    return here
