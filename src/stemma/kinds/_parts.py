"""Figures that a phrase itself tells, and parts of a figure told before: "including 12 children"."""

from __future__ import annotations

from msgspec import structs

from stemma.kinds._lexicon import Predicate
from stemma.kinds._links import link_object, note, one_object
from stemma.kinds._scan import (
    BE,
    DEFINITE,
    INSIDE,
    SUBSET,
    TOLD,
    Finding,
    Scan,
    count_of,
    opens_subset,
    told_of,
    unreal,
)
from stemma.kinds._victims import People, is_people, people_at, victims_of
from stemma.reading.quantities import NUMBER_WORDS
from stemma.values import Count, Group, Harm, Victims

_SHARES = frozenset("half most many some all several majority third quarter two-thirds both mostly part".split())
_CONDITIONS = frozenset("seriously critically gravely severely".split())


_SOME: dict[str, Harm] = {"dead": "killed", "fatalities": "killed", "deaths": "killed", "wounded": "injured",
                          "injured": "injured", "casualties": "casualties"}


def there_are(scan: Scan) -> None:
    """"There are dead and wounded", "there were casualties": somebody was harmed, no number."""
    for at in range(len(scan.tokens) - 2 if scan.has(("there",)) else 0):
        if scan.low(at) != "there" or scan.low(at + 1) not in {"are", "were"}:
            continue
        here = at + 2 + (scan.low(at + 2) in {"also", "already"})
        while scan.low(here) in _SOME and (scan.low(here + 1) or ".") in _SOME_END:
            words = scan.text[scan.tokens[here].start : scan.tokens[here].end]
            count = Count(low=1, high=None, wording="indefinite", text=words)
            scan.found.append(Finding(_SOME[scan.low(here)], here, here + 1, count, Victims()))
            here += 2 if scan.low(here + 1) in {"and", ","} else 1


_SOME_END = frozenset("and , . ; ! among in on at \" ” ’ from".split())


def harm_inside(scan: Scan) -> None:
    """The phrase itself says the harm: "dozens of dead", "12 injured soldiers", "34 of the wounded"."""
    for people in scan.people:
        if people.first in scan.used:
            continue
        words = scan.words(people.first, people.last)
        harm = next((INSIDE[w] for w in words if w in INSIDE), None)
        harm = harm or INSIDE.get(people.of)
        if people.of == "them" and scan.low(people.last - 1) == "those" and scan.low(people.last) in INSIDE:
            harm = INSIDE[scan.low(people.last)]
        if harm is None and people.quantity and people.quantity.sure and _with_wounds(scan, people):
            _wounded(scan, people)
            continue
        if harm is None or unreal(scan, people.first) and people.quantity is None:
            continue
        if people.quantity is None and not (harm in {"killed", "injured"} and _SEEN & set(
                scan.words(people.first - 12, people.first))):
            continue
        scan.used.add(people.first)
        scan.found.append(Finding(harm, people.first, people.last, count_of(scan, people),
                                  _complement(scan, people) or people.victims, people, part=bool(people.of),
                                  clinical=_admitted(scan, people), origin=_from_place(scan, people)))


_WOUNDS = frozenset("burns wounds injuries fractures concussion concussions lacerations cuts bruises shock".split())


def _with_wounds(scan: Scan, people: People) -> int:
    """The token after "with shrapnel wounds", "with burns" that follows the people; 0 where none does."""
    if scan.low(people.last) != "with":
        return 0
    return next((at + 1 for at in range(people.last + 1, people.last + 5) if scan.low(at) in _WOUNDS), 0)


def _wounded(scan: Scan, people: People) -> None:
    """"leaving 30 people with burns": the wounds are told after them."""
    last = _with_wounds(scan, people)
    if unreal(scan, people.first) or {",", "and", "."} & set(scan.words(people.last, last)):
        return
    scan.used.add(people.first)
    scan.found.append(Finding("injured", people.first, last, count_of(scan, people), people.victims, people,
                              part=bool(people.of), clinical=_admitted(scan, people)))


# Bare "dead children" is a figure only where somebody shows or tells of them.
_SEEN = TOLD | frozenset("show shows showed showing shown saw seen see carried carrying found image photo photograph "
                          "photographs video clip clips".split())


def _admitted(scan: Scan, people: People) -> bool:
    near = scan.words(people.first - 3, people.first) + scan.words(people.last, people.last + 5)
    return bool({"admitted", "hospital", "clinic", "treated", "treating", "hospitals", "received"} & set(near))


def _complement(scan: Scan, people: People) -> Victims | None:
    """"Four of the dead were farmers and two were soldiers": what the part of the dead is said to be."""
    at = people.last
    if scan.low(at + 1) == people.of and people.of in INSIDE:
        at += 2  # "17 of the 40 injured were ..."
    if scan.low(at) in BE:
        at += 1
        for end in range(at + 1, min(at + 5, len(scan.tokens)) + 1):
            victims = victims_of(scan.words(at, end))
            if victims:
                return victims
    if scan.low(at) in {"belonged"} and {"guard", "army", "militia", "police", "force", "forces"} & set(
            scan.words(at, at + 6)):
        return Victims(status="combatant")
    return None


def subsets(scan: Scan) -> None:
    """"including 12 children", "two of them under six", "more than 50 seriously", "most of them women" """
    _of_the_dead(scan)
    _included(scan)
    _one_opened(scan)
    _among_first(scan)
    for people in scan.people:
        if people.first in scan.used or people.quantity is None:
            continue
        parent = _parent(scan, people)
        before = scan.low(people.first - 1)
        told_one = parent is not None and _NTH & set(scan.words(scan.found[parent].first, scan.found[parent].last))
        listed = before == ":" and not told_one and people.head and people.known and parent is not None
        those = scan.words(people.first - 2, people.first) == ["those", "of"] and opens_subset(scan, people.first - 2)
        opened = opens_subset(scan, people.first) or before == "whom" or listed or those
        sibling = before in {",", "and", ";"} and scan.found and scan.found[-1].part and not people.head and (
            not people.of and scan.low(people.last) in BE and people.first - scan.found[-1].last <= 2)
        chained = before in {"and", ","} and scan.found and scan.found[-1].part and (
            people.first - scan.found[-1].last <= 2) and bool(people.head)
        if opened and people.head or chained and people.known and people.head:
            _part(scan, people, parent, people.victims)
        elif people.of == "them" or sibling or before == "whom" or _opening(scan, people):
            _part_of_them(scan, people, parent)
        elif (people.of[:1].isdigit() or people.of in NUMBER_WORDS) and people.quantity.count.wording != "none":
            scan.used.add(people.first)
            end, told = told_of(scan, people.last + 1) if scan.low(people.last) in BE else (people.last, None)
            scan.found.append(Finding("killed", people.first, end if told else people.last, people.quantity.count,
                                      told or Victims(), people, part=True, anaphor="number"))
        elif parent is not None and not people.head and scan.low(people.last) in _CONDITIONS:
            _part(scan, people, parent, Victims(), last=people.last + 1)
    _shares(scan)


_NTH = frozenset("third fourth fifth sixth seventh eighth ninth tenth".split())  # "a fourth has died: a baker"
_FREED = frozenset("freed released escaped returned rescued back".split())


def _of_the_dead(scan: Scan) -> None:
    """"Of the dead, 9 are from ...", "Four of the dead were farmers and two were soldiers" """
    opened = scan.low(0) == "of" and scan.low(1) in {"the", "those"}
    noun = next((w for w in scan.words(2, 4) if w in INSIDE or w == "victims"), "") if opened else ""
    harm = INSIDE.get(noun, "killed") if noun else None
    for people in scan.people:
        last = scan.found[-1] if scan.found else None
        parted = last is not None and last.people is not None and last.people.of in INSIDE and (
            last.first < people.first <= last.last + 6)
        if people.first in scan.used or people.head or people.of or not people.quantity or not (harm or parted):
            continue
        if _FREED & set(scan.words(people.last, people.last + 5)):
            continue
        if harm and people.first < 5 and scan.low(people.last) == noun:
            continue
        victims = _complement(scan, people)
        if victims is None and not harm:
            continue
        scan.used.add(people.first)
        scan.found.append(Finding(harm or INSIDE[last.people.of], people.first, _told_end(scan, people),
                                  count_of(scan, people), victims or Victims(), people, part=True,
                                  origin=_from_place(scan, people)))


_HARMED: dict[str, Harm] = {"victims": "killed", "fatalities": "killed"} | INSIDE


def _included(scan: Scan) -> None:
    """"The dead included two nurses and a driver", "the injured at 41" """
    for at in range(len(scan.tokens) - 2 if scan.has(_HARMED) else 0):
        harm = _HARMED.get(scan.low(at))
        if harm is None:
            continue
        late = scan.low(at + 1) in {"now", "already", "alone"}  # "the dead now number 44"
        if scan.low(at + 1 + late) in {"numbered", "totalled", "number"}:
            _object_figure(scan, at, harm, 2 + late)
            continue
        if scan.low(at - 1) == "of" and scan.low(at + 1) in {"as", "at"} and scan.found:
            _object_figure(scan, at, harm)  # "the number of dead as 22 and of wounded as 55"
        if scan.low(at - 1) not in {"the", "those"}:
            continue
        if scan.low(at + 1) in BE and scan.low(at + 2) in _RECKONED and scan.low(at + 3) == "at":
            _object_figure(scan, at, harm, 4)
        elif scan.low(at + 1) in {"included", "include", "includes"}:
            link_object(scan, Predicate(at, at + 2, harm, "active"), at + 2, part=True)
        elif scan.low(at + 1) in {"at", "to"} and scan.low(at) != "victims":
            _object_figure(scan, at, harm)


_RECKONED = frozenset("put reckoned estimated counted placed set given numbered".split())


def _object_figure(scan: Scan, at: int, harm: Harm, step: int = 2) -> None:
    """The bare number some words after the noun: "the injured at 41", "the wounded were put at 61"."""
    figure = next((q for q in scan.quantities if q.first == at + step and q.first not in scan.used), None)
    people = figure and people_at(scan.tokens, figure)
    if people and not people.head:
        note(scan, Predicate(at, at + 1, harm, "title"), people, at, people.last)


def _one_opened(scan: Scan) -> None:
    """"among them the mayor's wife": one person, without a number, as a part of a figure before."""
    for at in range(1, len(scan.tokens) - 1 if scan.has(SUBSET) else 0):
        if not (opens_subset(scan, at) and scan.low(at) in DEFINITE):
            continue
        while at < len(scan.tokens) and scan.low(at) in DEFINITE:
            single = one_object(scan, at)
            parent = single and _parent(scan, single)
            if single is None or parent is None or single.head == "name" or single.first - scan.found[parent].last > 8:
                break
            if not any(f.part and f.first <= at < f.last for f in scan.found):
                _part(scan, single, parent, single.victims)
            at = single.last + 1 if scan.low(single.last) == "," else len(scan.tokens)


def _among_first(scan: Scan) -> None:
    """"Among the 15 dead are three children": the part comes after the whole and the verb."""
    if scan.low(0) not in {"among", "amongst"} or not scan.found or scan.found[0].first > 3:
        return
    at = scan.found[0].last
    people = next((p for p in scan.people if p.first == at + 1 and p.first not in scan.used), None)
    if scan.low(at) in BE and people is not None and people.head:
        _part(scan, people, 0, people.victims)


def _told_end(scan: Scan, people: People) -> int:
    """The end of "five were guardsmen"; the bare number where nothing is told."""
    return min(people.last + 2, len(scan.tokens)) if scan.low(people.last) in BE | {"belonged"} else people.last


def _from_place(scan: Scan, people: People) -> bool:
    return scan.low(people.last) in BE and scan.low(people.last + 1) == "from"


def _opening(scan: Scan, people: People) -> bool:
    """A bare number that opens a sentence and says what some were: "One was a blind man.", "Ten are girls." """
    bare = not people.head and not people.of and people.quantity is not None and people.quantity.sure
    return bare and people.first <= 1 and scan.low(people.last) in BE and not any(
        p.first <= people.last + 4 for p in scan.predicates)


def _parent(scan: Scan, people: People) -> int | None:
    """The nearest figure before the phrase that is not itself a part; else "14 of the wounded", which is a whole to
    "among them two children"."""
    best = None
    for number, finding in enumerate(scan.found):
        if finding.first < people.first and not finding.withdrawn and (
                best is None or finding.last >= scan.found[best].last) and not finding.part:
            best = number
    last = len(scan.found) - 1
    if best is None and last >= 0 and not scan.found[last].withdrawn:
        whole = scan.found[last]
        return last if whole.people is not None and whole.people.of in INSIDE and whole.first < people.first else None
    return best


def _part(scan: Scan, people: People, parent: int | None, victims: Victims, last: int | None = None) -> None:
    if parent is None:
        return
    whole = scan.found[parent]
    scan.used.add(people.first)
    opened = scan.low(people.first - 1) in SUBSET
    scan.found.append(Finding(whole.harm, people.first - opened, last or people.last, count_of(scan, people), victims,
                              people, parent, True, whole.clinical))


def _part_of_them(scan: Scan, people: People, parent: int | None) -> None:
    """"19 of them children", "two of them under six", "more than 50 of them seriously", "four of them were boys" """
    at = people.last
    if scan.low(at) in BE:
        at += 1
    victims, last, lent = None, people.last, "figure"
    for end in range(at + 1, min(at + 5, len(scan.tokens)) + 1):
        victims = victims_of(scan.words(at, end))
        if victims:
            last = end
            break
    if people.head and people.victims != Victims():
        victims, last = people.victims, people.last
    if victims is None and scan.low(at) in {"under", "aged", "younger", "below"}:
        victims, last = Victims(status="civilian", group="children") if _young(scan, at) else Victims(), at + 2
    grave = scan.low(at) == "in" and {"critical", "serious", "grave", "stable", "intensive", "coma"} & set(
        scan.words(at + 1, at + 4))
    if victims is None and (scan.low(at) in _CONDITIONS or grave):
        victims, last, lent = Victims(), at + 1, "injured"
    if victims is None:
        return
    if parent is None:
        scan.used.add(people.first)
        scan.found.append(Finding("casualties", people.first, last, count_of(scan, people), victims, people,
                                  part=True, anaphor=lent))
        return
    _part(scan, people, parent, victims, last)


def _young(scan: Scan, at: int) -> bool:
    ages = {"five": 5, "six": 6, "ten": 10, "twelve": 12, "one": 1, "two": 2, "three": 3}
    word = scan.low(at + 1)
    age = int(word) if word.isdigit() and len(word) < 4 else ages.get(word, 99)
    return age <= 18


_GROUP_WORDS: dict[str, Group] = {"women": "women", "children": "children", "elderly": "elderly",
                                  "journalists": "journalists", "minors": "children"}


def _share_of_harmed(scan: Scan, at: int) -> bool:
    """"Half of the dead were women", "most of those killed were labourers" """
    harmed, article = scan.low(at - 2), scan.low(at - 3)
    harm = INSIDE.get(harmed) or ("killed" if harmed == "victims" else None)
    if harm is None or article not in {"the", "those"} or scan.low(at - 4) != "of" or scan.low(at - 5) not in _SHARES:
        return False
    victims = victims_of([scan.low(at)]) or Victims()
    words = scan.text[scan.tokens[at - 5].start : scan.tokens[at].end]
    count = Count(low=1, high=None, wording="indefinite", text=words)
    scan.found.append(Finding(harm, at - 5, at + 1, count, victims, part=True))
    return True


def _all_are(scan: Scan, number: int, victims: Victims) -> None:
    """"17 people, all of them civilians": what they all are is said of the figure itself."""
    figure = scan.found[number]
    if figure.victims == Victims():
        scan.found[number] = structs.replace(figure, victims=victims)


_SHARED = BE | {"them", "whom", "mostly"}  # one of these stands before the noun


def _shares(scan: Scan) -> None:
    """"most of them women", "mostly women and children": a share has no number."""
    for at, token in enumerate(scan.tokens if scan.has(_SHARED) else ()):
        if token.low not in _GROUP_WORDS and not (is_people(token.low) and token.low.endswith("s")):
            continue
        if scan.low(at - 1) in BE and _share_of_harmed(scan, at):
            continue
        begin = next((i for i in range(at, at - 3, -1) if scan.low(i - 1) in {"them", "whom", "mostly"}), None)
        if begin is None or not all(w.isalpha() or "-" in w for w in scan.words(begin, at)):
            continue
        opened = scan.low(begin - 1) != "mostly"
        if opened and not (scan.low(begin - 2) == "of" and scan.low(begin - 3) in _SHARES):
            continue
        parent = next((i for i in range(len(scan.found) - 1, -1, -1) if scan.found[i].first < at
                       and not scan.found[i].part), None)
        victims = victims_of([token.low])
        if parent is None or victims is None or at - scan.found[parent].last > 10:
            continue
        if opened and scan.low(begin - 3) == "all":
            _all_are(scan, parent, victims)
            continue
        first = begin - 3 - (scan.low(begin - 4) in {"nearly", "almost", "about", "over"}) if opened else begin - 1
        words = scan.text[scan.tokens[first].start : token.end]
        count = Count(low=1, high=None, wording="indefinite", text=words)
        scan.found.append(Finding(scan.found[parent].harm, first, at + 1, count, victims, None, parent, True))
