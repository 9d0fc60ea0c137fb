"""Relatives told together are one figure: "a father and his two sons" are three people of one family."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from stemma.kinds._scan import ADVERBS, BE
from stemma.kinds._victims import People, is_people
from stemma.reading.quantities import Quantity, Token
from stemma.values import Count, Victims

_OWNERS = frozenset({"his", "her", "their"})
_KIN = frozenset(
    "son sons daughter daughters child children kids wife husband brother brothers sister sisters mother father "
    "parents nephew nephews niece nieces cousin cousins grandson grandsons granddaughter granddaughters grandchild "
    "grandchildren baby infant twins twin uncle uncles aunt aunts grandmother grandfather fiancee fiance toddler "
    "boy boys girl girls newborn stepson stepdaughter".split()
)
_PLURAL_WORDS = frozenset({"children", "kids", "grandchildren"})
_VERBS = frozenset("died perished killed drowned dead".split())
_BEFORE_WITH = _VERBS | BE | ADVERBS | {"along", "together", "side"}
_BORN_TOGETHER = {"twin": 2, "triplet": 3}
_LEAST_STEP = 8  # tokens between two members of a family


def with_relatives(
    text: str, tokens: Sequence[Token], people: Sequence[People], vocabulary: frozenset[str]
) -> list[People]:
    """The noun phrases of a sentence, those of one family joined; their order stays."""
    if vocabulary.isdisjoint(_OWNERS) and vocabulary.isdisjoint(_FIRST_KIN):
        return list(people)
    starts = {p.first: p for p in people}
    gone: set[int] = set()
    out: list[People] = []
    for person in people:
        if person.first in gone:
            continue
        members, last = _relatives(tokens, person, starts)
        if not members:
            out.append(person)
            continue
        gone |= {at for at in starts if person.last <= at < last}
        out.append(_family(text, tokens, person, members, last))
    return _with_pairs(text, tokens, out)


def _with_pairs(text: str, tokens: Sequence[Token], people: list[People]) -> list[People]:
    """The phrases with those like "her husband and grandson", which no number and no first person opens."""
    starts = {p.first: p for p in people}
    pairs: list[People] = []
    covered = 0
    for at, token in enumerate(tokens):
        two = _two_of_a_family(text, tokens, at, starts) if at >= covered else None
        if two is not None:
            pairs.append(two)
            covered = two.last
            continue
        listed = at and tokens[at - 1].low == ","  # "including the chief, his wife and four of their children"
        if token.low not in _OWNERS or listed or at < covered or any(p.kin and p.first <= at < max(p.last, p.tail)
                                                           for p in people):
            continue
        members, last = _pair(tokens, at, starts)
        if members < 2:
            continue
        covered = last
        count = Count(low=members, high=members, wording="exact",
                      text=text[tokens[at].start : tokens[last - 1].end])
        pairs.append(People(at, last, Quantity(at, last, count), "relatives", Victims(status="civilian"), kin=True))
    kept = [p for p in people if not any(q.first < p.last and p.first < q.last for q in pairs)]
    return sorted([*kept, *pairs], key=lambda p: p.first)


_FIRST_KIN = frozenset("father mother husband wife brother sister grandmother grandfather mum mom dad aunt "
                       "uncle".split())
_SECOND_KIN = frozenset("son daughter child wife husband sister brother grandson granddaughter baby mother father "
                        "nephew niece grandchild infant toddler".split())
_AFTER_FAMILY = BE | frozenset("die dies died killed perish perished wounded injured hurt dead shot have had has . , "
                               "in when after as at who by on drown drowned found slain buried".split())


def _two_of_a_family(text: str, tokens: Sequence[Token], at: int, starts: dict[int, People]) -> People | None:
    """"a father and son", "Mother and child die": two people named by what they are to each other."""
    if at + 3 > len(tokens) or tokens[at].low not in _FIRST_KIN or tokens[at + 1].low != "and":
        return None
    numbered = starts.get(at + 2)
    if numbered and numbered.quantity and numbered.head in _KIN and (not at or tokens[at - 1].low == ":"):
        low = numbered.quantity.count.low or 0  # "Mum and two kids killed", of a headline
        return _family(text, tokens, structs.replace(
            numbered, first=at, of="", quantity=Quantity(at, at + 1, Count(low=1, high=1, wording="exact", text=""))),
            low, numbered.last)
    if tokens[at + 2].low not in _SECOND_KIN:
        return None
    if at + 3 < len(tokens) and tokens[at + 3].low not in _AFTER_FAMILY or at and tokens[at - 1].low in _OWNERS:
        return None
    first = at - 1 if at and tokens[at - 1].low in {"a", "the", "another"} else at
    count = Count(low=2, high=2, wording="exact", text=text[tokens[first].start : tokens[at + 2].end])
    return People(first, at + 3, Quantity(first, at + 3, count), "relatives", Victims(status="civilian"), kin=True)


def _pair(tokens: Sequence[Token], at: int, starts: dict[int, People]) -> tuple[int, int]:
    """How many relatives are told after the owner at `at`, each by a word of their own, and the token after them."""
    members, here, last = 0, at, at
    while here < min(at + 4 * _LEAST_STEP, len(tokens)):
        here += tokens[here].low in _OWNERS
        numbered = starts.get(here) if members else None
        whole = numbered is not None and numbered.head in _KIN and not numbered.owned and not numbered.of
        low = numbered.quantity.count.low if whole and numbered.quantity else None
        step = (low, numbered.last) if numbered and low else _single(tokens, here)
        if step is None or step[1] - here > 4:
            break
        members, here, last = members + step[0], step[1], step[1]
        if here >= len(tokens) or tokens[here].low not in {",", "and"}:
            break
        here += 1 + (tokens[here].low == "," and here + 1 < len(tokens) and tokens[here + 1].low == "and")
    return members, last


def _family(text: str, tokens: Sequence[Token], person: People, members: int, last: int) -> People:
    assert person.quantity is not None
    total = (person.quantity.count.low or 0) + members
    verb = any(t.low in _VERBS for t in tokens[person.last : last])
    end = person.last if verb else last
    words = text[tokens[person.first].start : tokens[last - 1].end]
    count = Count(low=total, high=total, wording="exact", text=words)
    status = "mixed" if person.victims.status == "combatant" else "civilian"
    return structs.replace(person, last=end, quantity=Quantity(person.first, end, count), tail=last, kin=True,
                           victims=Victims(status=status))


def _relatives(tokens: Sequence[Token], person: People, starts: dict[int, People]) -> tuple[int, int]:
    """How many relatives follow a person or couple, and the token after the last of them."""
    count = person.quantity.count if person.quantity else None
    named = person.head or tokens[person.last - 1].low == "couple"
    if count is None or count.high not in {1, 2} or count.low != count.high or person.of or not named:
        return 0, person.last
    members, at, owned = 0, person.last, False
    at = _past_age(tokens, at)
    if at < len(tokens) and (tokens[at].low in _VERBS or tokens[at].low in BE):
        at = _past_verb(tokens, at)
    while (step := _member(tokens, at, starts, owned)) is not None:
        number, at = step
        members, owned = members + number, True
        at = _past_age(tokens, at)
    return members, at if members else person.last


def _past_age(tokens: Sequence[Token], at: int) -> int:
    """The token after an age: "a woman of 71 and her grandson", "a woman, 71, and her grandson, 8, were"."""
    if at + 2 >= len(tokens) or tokens[at].low not in {"of", ","} or not tokens[at + 1].low.isdigit():
        return at
    return at + 2 if len(tokens[at + 1].low) < 4 and tokens[at + 2].low in {",", "and"} else at


def _past_verb(tokens: Sequence[Token], at: int) -> int:
    """The "with" after "died" or "was killed along"."""
    for here in range(at, min(at + 6, len(tokens))):
        if tokens[here].low == "with":
            return here
        if tokens[here].low not in _BEFORE_WITH:
            break
    return at


def _member(tokens: Sequence[Token], at: int, starts: dict[int, People], owned: bool) -> tuple[int, int] | None:
    """One more relative or numbered relatives after "and", "with" or a comma: (their number, the token after)."""
    here = at
    while here < len(tokens) and here < at + 3 and tokens[here].low in {",", "and", "with", "along"}:
        here += 1
    if here == at or here >= len(tokens):
        return None
    possessed = tokens[here].low in _OWNERS
    here += possessed
    if not possessed and not owned:
        return None
    numbered = starts.get(here)
    if not possessed and (tokens[here - 1].low == "," or numbered is None):
        return None  # "died with his two sons, a cousin said"
    if numbered is not None and numbered.quantity is not None:
        low = numbered.quantity.count.low
        return (low, numbered.last) if low and numbered.head in _KIN and low == numbered.quantity.count.high else None
    return _single(tokens, here) if possessed else None


def _single(tokens: Sequence[Token], here: int) -> tuple[int, int] | None:
    """"his wife", "her elderly mother", "their 3-year-old son"; a bare plural has no number."""
    for at in range(here, min(here + _LEAST_STEP, len(tokens))):
        low = tokens[at].low
        if low in _BORN_TOGETHER and at + 1 < len(tokens) and tokens[at + 1].low in _KIN:
            return _BORN_TOGETHER[low], at + 2
        if low in _KIN:
            plural = low in _PLURAL_WORDS or low.endswith("s")
            return None if plural else (1, at + 1)
        if low in {",", ".", "and", "of"} or is_people(low):
            return None
    return None
