"""Which people a word of harm is said of: its subject to the left, its object to the right, and their conjuncts."""

from __future__ import annotations

from msgspec import structs

from stemma.kinds._lexicon import Predicate
from stemma.kinds._noun_phrases import NO_NAMES, one
from stemma.kinds._scan import (
    ADVERBS,
    BE,
    BE_OR_HAVE,
    DEFINITE,
    GAP,
    HAVE,
    MODALS,
    PRONOUNS,
    SEEM,
    SUBSET,
    Finding,
    Scan,
    count_of,
    future,
    maybe_missing,
    opens_subset,
    told_of,
    unreal,
)
from stemma.kinds._victims import People, is_people, is_plural_people, victims_of
from stemma.reading.quantities import Quantity
from stemma.values import Count, Harm, Victims

_BARRIERS = frozenset(
    "said says told saying how when while after before but because if though although whereas whether until ; : “ ” \" "
    "added claimed reported whose where including".split()
)


def note(scan: Scan, predicate: Predicate, people: People, first: int, last: int, *, parent: int | None = None,
         part: bool = False, active: bool = False, side: bool = False) -> None:
    """Notes a figure, unless the noun phrase is none for people where the word of harm needs one."""
    buried = _buried(scan, predicate)
    if predicate.people_only and (not people.head or not people.known or people.head == "name") and not people.of:
        vague = (predicate.harm == "displaced" or buried) and count_of(scan, people).wording in _CROWDS
        if people.head or not vague and not (predicate.harm == "captured" and scan.found):
            return
    if predicate.custody and not _in_custody(scan, predicate, people, last):
        return
    if predicate.harm == "captured" and people.head in PRONOUNS:
        return
    if people.quantity is None and (predicate.clinical or predicate.harm == "affected"):
        return
    if predicate.harm in {"displaced", "affected"} and not (people.quantity and people.quantity.sure):
        return
    if people.first in scan.used:
        return
    scan.used.add(people.first)
    last = max(last, people.tail)
    harm: Harm = "missing" if buried else predicate.harm
    nobody = people.quantity is not None and people.quantity.count.wording == "none"
    if part and nobody and scan.low(predicate.last - 1) == "victims":
        harm = "casualties"  # "no Ruritanian was among the victims": neither dead nor hurt
    both = next((q for q in scan.predicates if q.first == people.last and q.harm == "casualties"), None)
    if both and scan.low(predicate.last - 1) in {"lost", "losing"}:
        harm, last = "casualties", both.last  # "lost 200 men killed and wounded"
    victims = people.victims
    if victims == Victims() and not people.head and people.last == predicate.first and last == predicate.last:
        last, victims = _who_they_are(scan, predicate)
    if "prisoner" in scan.text[scan.tokens[first].start : scan.tokens[last - 1].end] and victims == Victims():
        victims = Victims(status="combatant")
    scan.found.append(Finding(
        harm, first, last, _running_count(scan, predicate, people), victims, people, parent,
        part or bool(people.of), predicate.clinical, active=active, side=side,
    ))


def _running_count(scan: Scan, p: Predicate, people: People) -> Count:
    """The count; "a fourth person has died" tells of four."""
    count = count_of(scan, people)
    if count.wording == "about" and count.text.lower() in {"couple", "a couple", "the couple"}:
        return structs.replace(count, wording="exact")
    ordinal = next((i for i in (people.first, people.first + 1) if scan.low(i) in _ORDINALS), None)
    if ordinal is None or p.harm != "killed" or count.high != 1 or scan.low(people.last) not in {"has", "had"}:
        return count
    number = _ORDINALS[scan.low(ordinal)]
    return Count(low=number, high=number, wording="exact", text=count.text)


_ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


def _buried(scan: Scan, p: Predicate) -> bool:
    """"Dozens were trapped": missing under a building, unless a town, an area or the fighting holds them."""
    if p.harm != "affected" or scan.low(p.last - 1) != "trapped":
        return False
    placed = scan.low(p.last) in {"in", "inside", "at", "near", "around"} and scan.tokens[p.last + 1 :][:1]
    return not _AREAS & set(scan.words(p.last, p.last + 8)) and not (placed and placed[0].capital)


_AREAS = frozenset("city cities town towns village villages area areas enclave camp region capital province district "
                   "districts valley island fighting siege crossfire between without airport border behind base "
                   "there".split())


def _who_they_are(scan: Scan, p: Predicate) -> tuple[int, Victims]:
    """The end of the figure and its victims: "12 wounded soldiers", "the 17 dead were rebels"."""
    if p.role not in {"participle", "state"}:
        return p.last, Victims()
    if scan.low(p.last) in BE:
        counted = any(q.first == p.last + 1 for q in scan.quantities)
        whole = scan.low(p.first - 3) not in {"of", "among"} and not counted
        article = whole and scan.low(p.first - 2) in {"the", "these", "those", "all"}
        end, told = told_of(scan, p.last + 1) if article else (p.last, None)
        return (end, told) if told else (p.last, Victims())
    for end in range(p.last + 1, min(p.last + 3, len(scan.tokens)) + 1):
        words = scan.words(p.last, end)
        if not words[-1].isalpha() or words[-1] in _BREAKS_OFF:
            break
        victims = victims_of(words)
        if victims:
            return end, victims
    return p.last, Victims()


_BREAKS_OFF = frozenset("in on at by from with for to as after when while and or of the a an near during "
                        "outside".split())
_CROWDS = frozenset({"dozens", "hundreds", "thousands", "several"})  # "thousands have fled" can only be people


def _in_custody(scan: Scan, predicate: Predicate, people: People, last: int) -> bool:
    """Whether "took" or "holds" means captivity here (fighters, "hostage" beside), "forced" flight."""
    near = set(scan.words(people.first, last + 5))
    if predicate.harm == "killed":  # "destroyed 40 militants"
        return people.victims.status == "combatant" and people.quantity is not None and people.quantity.sure
    if predicate.harm == "injured":  # "the clinic took in 24 people"
        return people.quantity is not None and people.quantity.sure and bool(_WARDS & {t.low for t in scan.tokens})
    if predicate.harm == "missing":
        return _sought(scan, predicate, people)
    if predicate.harm == "displaced":
        if predicate.role != "active" and (people.of == "them" or people.head == "patients"):
            return False  # "six of these were moved to the city": of the injured
        if predicate.role == "participle" and not (BE | ADVERBS) & set(
                scan.words(predicate.first - 2, predicate.first)):
            return False  # "two officers moved to the city"
        return not _WARDS & near and bool(near & (_FORCED_TO if predicate.role == "active" else _REFUGES))
    sure = people.quantity is not None and people.quantity.sure
    return people.victims.status == "combatant" and sure or people.of == "them" or bool(
        near & {"let", "freed", "released", "forest", "bush",
                "jungle", "gunpoint", "away", "hostage", "hostages", "prisoner", "prisoners",
                "captive", "captives"})


def _sought(scan: Scan, predicate: Predicate, people: People) -> bool:
    """Whether those searched for are victims rather than suspects, and a "fate" is told to be unknown."""
    words = {t.low for t in scan.tokens}
    sure = people.quantity is not None and people.quantity.sure
    if scan.low(predicate.first) == "fate":
        return sure and bool(words & {"unknown", "unclear", "uncertain", "undetermined"})
    return sure and people.head not in {"survivors", "suspects", "bodies"} and bool(words & _SEARCHERS)


_SEARCHERS = frozenset("rescuers rescue relatives families family divers firefighters rubble debris ruins "
                       "crews wreckage emergency lifeguards coastguard parents".split())
_FORCED_TO = frozenset("flee homes leave evacuate houses".split())
_REFUGES = frozenset(
    "gymnasium gym school schools shelter shelters hotel hotels hostel hostels dormitory dormitories hall halls camp "
    "camps tents church churches mosque mosques monastery stadium sanatorium safety relatives kindergarten centre "
    "center centres barracks bus buses boat boats train trains ferry ferries foot convoy corridor lorry lorries truck "
    "trucks city town village accommodation".split())
_WARDS = frozenset("hospital hospitals clinic clinics morgue mortuary ward wards infirmary theatre prison jail court "
                   "surgery justice".split())
_SMALL = frozenset("and the those these only another also all : together its his \" “ outright instantly".split())


def starts_at(scan: Scan, at: int) -> People | None:
    """The noun phrase that starts here or after one small word."""
    for people in scan.people:
        if people.first == at or (people.first == at + 1 and scan.low(at) in _SMALL):
            return people
        if people.first > at + 1:
            break
    return None


def beside(scan: Scan, p: Predicate) -> People | None:
    """The noun phrase that ends just before the word of harm, adverbs aside."""
    at = p.first
    while at > 0 and (scan.low(at - 1) in ADVERBS or scan.low(at - 1) in {"feared", "believed", "presumed", ","}
                      and at < p.first or scan.low(at - 1) == "lying"):
        at -= 1
    aside = scan.low(p.first - 1) == ","  # "and 30, including women, wounded"
    return next((g for g in scan.people if g.first not in scan.used and (
        at <= g.last <= p.first or aside and g.last < p.first <= g.last + GAP
        and g.quantity and not _without_aside(scan.words(g.last, p.first)))), None)


def link_adjacent(scan: Scan, p: Predicate, people: People) -> None:
    """"31 people dead", "dozens more wounded" and the conjuncts before them."""
    if people.quantity is None and scan.low(people.first - 1) in {"of", "for", "to", "with", "on"}:
        return
    if people.quantity is None and (people.head == "police" or p.harm == "casualties" and p.people_only):
        return  # "shoppers hit by rising prices"
    _subject_group(scan, p, people)


def link_subject(scan: Scan, p: Predicate) -> None:
    """Looks left for who was harmed."""
    if unreal(scan, p.first) and not maybe_missing(scan, p) and not any(
            w in {"feared", "believed", "reported"} for w in scan.words(p.first - 3, p.first)):
        return
    if p.harm == "missing" and scan.low(p.first - 1) in {"from", "alive"}:
        return  # "five survivors were pulled from under the rubble"
    group = _nearest_subject(scan, p)
    if group:
        _subject_group(scan, p, group, part=scan.low(p.first) in {"among", "between"})


def _nearest_subject(scan: Scan, p: Predicate) -> People | None:
    for people in reversed(scan.people):
        if people.last > p.first:
            continue
        gap = scan.words(people.last, p.first)
        if len(gap) > GAP:
            return None
        if people.first in scan.used and not people.of or scan.low(people.first - 1) == "not":
            continue
        if not _transparent(scan, people, gap, p):
            if people.quantity and people.quantity.sure or gap[:1] == ["who"]:
                return None  # "three dead, neighbours who had fled said": nothing before the "who" is its subject
            continue
        return people
    return None


_QUOTES = frozenset("\" “ ”".split())


def _unquoted(scan: Scan, people: People, gap: list[str]) -> list[str]:
    """The gap without marks that part no clause: 'killed 40 "guards of the king"', '12 rebels "were killed"'."""
    gap = [w for i, w in enumerate(gap) if w not in {"said", "reported"} or not i or gap[i - 1] not in BE]
    at = next((i for i, w in enumerate(gap) if w in _QUOTES), None)
    if at is None or any(w in _QUOTES for w in gap[at + 1 :]):
        return gap
    opened = _QUOTES & set(scan.words(people.first, people.last))
    if opened and at <= 8:
        return gap[at + 1 :]
    if all(w in BE or w in HAVE or w in ADVERBS for w in gap[at + 1 :]):
        return gap[:at] + gap[at + 1 :]
    return gap


_WHEREABOUTS = frozenset("in at on aboard inside near around within from".split())


def _without_aside(gap: list[str]) -> list[str]:
    """The gap less a closed aside: "80 servicemen, including foreign instructors, were"."""
    if gap[:2] != [",", "including"] or "," not in gap[2:]:
        return gap
    return gap[gap.index(",", 2) + 1 :]


def _transparent(scan: Scan, people: People, gap: list[str], p: Predicate) -> bool:
    """Whether nothing between a noun phrase and a verb parts them."""
    gap = _unquoted(scan, people, gap)
    gap = _without_aside(gap)
    inner = [w for w in gap if w not in BE and w not in HAVE and w not in ADVERBS and w not in SEEM]
    if maybe_missing(scan, p):
        inner = [w for w in inner if w not in MODALS]
    if people.quantity is None or not people.quantity.sure:
        loose = [w for w in inner if w not in {",", "who", "and"} and not w.isdigit()]
        if people.head in PRONOUNS or people.head == "name" or scan.low(people.first) in DEFINITE:
            return len(loose) <= (1 if people.head in PRONOUNS else 2) and not _BARRIERS & set(gap)
        if people.quantity is None:
            return not inner or inner == ["and"]
        parted = "that" in gap[1:] or bool(_BARRIERS & set(gap))
        return len(loose) <= 8 and not parted and scan.low(people.first - 1) != "of"
    reach = 9 if inner and inner[0] in _WHEREABOUTS else 4  # "Nobody in the houses around the plant was hurt"
    if _BARRIERS & set(gap) or (people.quantity.count.wording == "none" and len(inner) > reach):
        return False
    between = [q for q in scan.predicates if people.last <= q.first < p.first and q.role not in {"state", "noun"}]
    return not any(q.role != "participle" or scan.low(q.first - 1) in BE for q in between) or "who" in gap[:2]


def _subject_group(scan: Scan, p: Predicate, nearest: People, part: bool = False) -> None:
    """The subject and, to its left, its conjuncts or the total that it is a subset of."""
    chain, subset = [nearest], []
    while True:
        left = chain[-1]
        before = _before(scan, left)
        if left.of == "them" and not left.head and scan.low(left.last - 1) == "whom":
            break  # "took in 24 people, six of whom died"
        if left.of == "them" and left.head:
            total = next((g for g in reversed(scan.people) if g.last == left.first - 1 and not g.of), None)
            if total is None:
                break
            subset, chain = [*subset, left], [total]
        elif opens_subset(scan, left.first):
            subset, chain = subset + chain, []
            total = next((g for g in reversed(scan.people) if g.last <= left.first - 1 and g.first not in scan.used
                          and left.first - g.last <= 12), None)
            if total is None:
                _note_chain(scan, p, subset, [], part=True)
                return
            chain = [total]
        elif (opener := _opener(scan, left.first)) is not None and not subset:
            subset, chain = subset + chain, []
            total = next((g for g in reversed(scan.people) if g.last <= opener and g.first not in scan.used
                          and opener - g.last <= 3), None)
            if total is None:
                _note_chain(scan, p, subset, [], part=True)
                return
            chain = [total]
        elif before and (chain or subset):
            chain.append(before)
        elif (single := _one_before(scan, left)) is not None:
            chain.append(single)
        else:
            break
    _note_chain(scan, p, chain, subset, part)


def _opener(scan: Scan, at: int) -> int | None:
    """The "including" that opens the list in which this phrase stands: "including the chief, his wife and"."""
    for here in range(at - 1, max(at - 14, 0), -1):
        low = scan.low(here)
        if low in {"including", "include", "includes"}:
            inner = scan.words(here, at)
            closed = inner[-2:] == [",", "and"] and inner.count(",") == 1  # "including a child, and eleven injured"
            return here if {",", "and"} & set(inner) and not closed else None
        if low in BE or low in HAVE or low in _BARRIERS or any(q.first == here for q in scan.quantities if q.sure):
            return None
        if not (low.isalpha() or low in {",", "-"} or low.endswith("'s")):
            return None
    return None


def _before(scan: Scan, people: People) -> People | None:
    """The conjunct to the left: "15 fighters and 16 civilians"."""
    for other in reversed(scan.people):
        if other.last > people.first or other.first in scan.used:
            continue
        joint = scan.words(other.last, people.first)
        if scan.words(other.first - 2, other.first) == ["of", "the"] and not other.head:
            return None  # "Of the 62, nine died"
        if other.of == "them" and not people.of and "," in joint and "and" in joint:
            return None  # "24 dead, five of them minors, and 71 wounded"
        if _nobody(people) and not _nobody(other):
            return None  # "did not see a gunman, and no one was hurt"
        closed = scan.low(other.first - 1) in SUBSET and "," in joint
        if joint and len(joint) <= 3 and all(w in _CONJUNCTIONS for w in joint) and not closed and (
                other.quantity is not None and people.quantity is not None):
            return other
        return None
    return None


def _nobody(people: People) -> bool:
    return people.quantity is not None and people.quantity.count.wording == "none"


def _one_before(scan: Scan, people: People) -> People | None:
    """One person before the conjunct: "the driver and two passengers died"."""
    last = people.first - 1
    if scan.low(last) != "and" or people.quantity is None:
        return None
    noun = scan.low(last - 1)
    first = next((i for i in range(last - 2, max(last - 5, -1), -1) if scan.low(i) in DEFINITE), None)
    if first is None or not is_people(noun) or noun.endswith("s") or is_plural_people(noun):
        return None
    return one(scan.text, scan.tokens, first, last, noun, victims_of(scan.words(first + 1, last)) or Victims())


_CONJUNCTIONS = frozenset("and , or as well along with plus her his their its \" “ ”".split())


def _note_chain(scan: Scan, p: Predicate, chain: list[People], subset: list[People], part: bool = False) -> None:
    side = sum(_told(g) for g in chain) > 1  # counted apart: neither is the whole toll
    hedged = chain[-1].quantity.count.wording == "at_least" if chain[-1].quantity else False
    parent = None
    for people in reversed(chain):
        if hedged and people is not chain[-1]:
            people = _hedge(people)
        parent = len(scan.found)
        last = p.last if people is chain[0] or len(chain) == 1 else people.last
        note(scan, p, people, people.first, last, side=side, part=part)
    for people in reversed(subset):
        first = people.first - 1 if scan.low(people.first - 1) in SUBSET else people.first
        note(scan, p, people, first, people.last, parent=parent, part=True)


def _hedge(people: People) -> People:
    """The same phrase with "at least" carried over from the conjunct before it."""
    quantity = people.quantity
    if quantity is None or quantity.count.wording not in {"exact", "about"}:
        return people
    count = Count(low=quantity.count.low, high=None, wording="at_least", text=quantity.count.text)
    return People(people.first, people.last, Quantity(quantity.first, quantity.last, count, quantity.sure), people.head,
                  people.victims, people.of, people.known)


def link_object(scan: Scan, p: Predicate, at: int, part: bool = False) -> bool:
    """Looks right for who was harmed; takes the conjuncts and leaves other verbs' subjects alone."""
    if scan.low(at) in {"themselves", "himself", "herself"} and scan.low(at + 1) == "and":
        at += 2
    people = _apposed(scan, at) or starts_at(scan, at) or one_object(scan, at)
    if people is None or (people.quantity is None and _vague_object(scan, p, people)):
        return False
    if unreal(scan, p.first) and not (p.role == "active" and people.quantity and people.quantity.sure
                                       and scan.low(p.first - 1) != "to" and not future(scan, p.first)):
        return True
    chain = [people]
    while (following := _after(scan, chain[-1])) is not None:
        chain.append(following)
    side = sum(_told(g) for g in chain) > 1
    for group in chain:
        first = p.first if group is people else group.first
        note(scan, p, group, first, group.last, active=True, part=part, side=side)
    return True


def _apposed(scan: Scan, at: int) -> People | None:
    """"her neighbours, a couple in their 80s", "its crew, four sailors": counted by what stands beside it."""
    if scan.low(at) not in DEFINITE or scan.low(at + 2) != "," or not (
            is_plural_people(scan.low(at + 1)) or scan.low(at + 1) in {"crew", "family", "parents"}):
        return None
    beside = next((p for p in scan.people if p.first == at + 3 and p.quantity), None)
    if beside is None or beside.quantity is None:
        return None
    count = beside.quantity.count
    if count.text.endswith("couple") and not beside.head:
        pair = structs.replace(count, wording="exact")
        beside = structs.replace(beside, head="couple", quantity=structs.replace(beside.quantity, count=pair))
    return structs.replace(beside, first=at, owned=True) if beside.head else None


def _told(people: People) -> bool:
    """Whether the phrase tells of anybody harmed at all."""
    return people.quantity is not None and people.quantity.count.wording != "none"


def one_object(scan: Scan, at: int) -> People | None:
    """One person as object: "killing the imam and 17 worshippers", "killed Abu Lamin and two bodyguards"."""
    if scan.low(at) in DEFINITE:
        for last in range(at + 2, min(at + 5, len(scan.tokens)) + 1):
            noun = scan.low(last - 1)
            single = is_people(noun) and noun != "other" and not noun.endswith("s") and not is_plural_people(noun)
            if single and not is_people(scan.low(last)):
                victims = victims_of(scan.words(at + 1, last)) or Victims()
                return one(scan.text, scan.tokens, at, last, noun, victims)
    return _named_object(scan, at)


_AFTER_NAME = frozenset(", . and in on at near who after when as with during ; ) by outside inside".split())


def _named_object(scan: Scan, at: int) -> People | None:
    """A person's name of two to four words as object, a short apposition with it: "Abu Lamin, a commander,"."""
    last = at
    while last < len(scan.tokens) and scan.tokens[last].text[:2].istitle() and last - at < 5:
        last += 1
    low = scan.words(at, last)
    if not 2 <= last - at <= 4 or NO_NAMES & set(low) or (scan.low(last) or ".") not in _AFTER_NAME:
        return None
    closing = next((i for i in range(last + 1, last + 9) if scan.low(i) == ","), None)
    if closing and scan.low(last) == "," and scan.low(closing + 1) == "and":
        last = closing
    return one(scan.text, scan.tokens, at, last, "name", Victims())


def _vague_object(scan: Scan, p: Predicate, people: People) -> bool:
    """Bare plurals are objects only right beside a past or "-ing" form: "killed civilians"."""
    words = scan.words(p.first, p.last)
    return people.first > p.last or not words[-1].endswith(("ed", "ing", "of", "n")) or future(scan, p.first)


def _named(scan: Scan, first: int, last: int) -> bool:
    """Whether a name of one to four words stands here: "the chief, Ona Perin, and six others"."""
    return 1 <= last - first <= 4 and all(token.capital for token in scan.tokens[first:last])


def _after(scan: Scan, people: People) -> People | None:
    """The conjunct to the right, unless it is the subject of a word of harm of its own."""
    for other in scan.people:
        if other.first <= people.first or other.first < people.last:
            continue
        joint = scan.words(people.last, other.first)
        if joint[:1] == [","] and joint[-2:] in ([",", "and"], [",", "with"]) and _named(scan, people.last + 1,
                                                                                     other.first - 2):
            joint = ["and"]
        if len(joint) > 5 or not joint or not all(w in _CONJUNCTIONS for w in joint):
            return None
        follows = scan.words(other.last, other.last + 3)
        owned = any(q.first in (other.last, other.last + 1) and q.role != "active" for q in scan.predicates)
        if owned or (follows and follows[0] in BE_OR_HAVE) or other.head in {"dead", "wounded", "injured"}:
            return None
        if other.of == "them" or (other.quantity is None and people.quantity is not None):
            return None
        return None if other.head == "others" and follows[:1] and follows[0] in BE else other
    return None
