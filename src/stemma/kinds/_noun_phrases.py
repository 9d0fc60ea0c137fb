"""Noun phrases for people in one sentence: numbered ones, bare plurals, and single persons without a number."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from stemma.kinds._lexicon import Predicate
from stemma.kinds._scan import BE, BE_OR_HAVE, DEFINITE, HAVE, INSIDE, PRONOUNS, TOLD
from stemma.kinds._victims import People, is_people, is_plural_people, is_young, people_at, victims_of
from stemma.reading.quantities import NUMBER_WORDS, Quantity, Token
from stemma.values import Count, Victims


def is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """A number that is somebody's age: "Maria Okello, 34, ...", "a miner of 41"."""
    first, last, count = quantity.first, quantity.last, quantity.count
    if count.low is None or count.low > 110 or last != first + 1:
        return False
    if _in_ages(tokens, first):
        return True
    before = tokens[first - 1].low if first else ""
    after = tokens[last].low if last < len(tokens) else "."
    if before == "both":
        return True
    if before == "," and after in {",", "."} and first >= 2:
        return tokens[first - 2].capital or is_people(tokens[first - 2].low)
    if after == "and" and _years_after(tokens, last + 1) or before == "," and after == ")":
        return True
    if before == "," and after in _AFTER_AGE and tokens[first].low.isdigit() and _full_name(tokens, first - 2):
        return True
    if before == "(" and after == ")" or before == "of" and first >= 2 and tokens[first - 2].low == "age":
        return True
    if before == "of" and first >= 2 and tokens[first - 2].low in _HOUSEHOLDS:
        return False
    if before == "of" and first >= 2 and tokens[first - 2].low in _PARENTS:
        return True  # "father of five killed": his children
    if before != "of" or first < 2 or not is_people(tokens[first - 2].low):
        return False
    one_person = first > 2 and tokens[first - 3].low in {"a", "an"}  # "a girl of seven was lost in surgery"
    return after in {",", "."} or one_person and (after in BE_OR_HAVE or after in {"who", "died", "and", "from"})


_AFTER_AGE = frozenset(") - – — ; all both who also had".split()) | BE | HAVE
_NO_NAME = frozenset("in at on near of from outside inside by to the after before since for".split())


def _years_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether "20 years old" stands here: "between 15 and 20 years old"."""
    return at + 1 < len(tokens) and tokens[at].low.isdigit() and tokens[at + 1].low in {"year", "years"}


def _full_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether two words of a name or more end here, none of them a preposition: "Ona Perin, 26 were" but "In Vell"."""
    first = at
    while first >= 0 and at - first < 5 and (tokens[first].capital or tokens[first].low == "."):
        first -= 1
    words = [token.low for token in tokens[first + 1 : at + 1] if token.low != "."]
    before = tokens[first].low if first >= 0 else ""
    return len(words) > 1 and not _NO_NAME & {before, *words}


_PARENTS = frozenset("father mother dad mom mum grandfather grandmother".split())


def _in_ages(tokens: Sequence[Token], first: int) -> bool:
    """A number in a list of ages: "aged 12, 15 and 43"."""
    at, listed = first - 1, {",", "and", "or", "to", "between", "-", "–"}
    while at > 0 and first - at < 12 and (tokens[at].low in listed or tokens[at].low.isdigit()
                                          or tokens[at].low in NUMBER_WORDS):
        at -= 1
    return at >= 0 and tokens[at].low in {"aged", "ages"}


_NEGATIVE = frozenset({"no", "none", "neither", "nor"})


def noun_phrases(text: str, tokens: tuple[Token, ...], quantities: Sequence[Quantity],
                  predicates: Sequence[Predicate]) -> list[People]:
    """Numbered phrases and bare plurals that name people, left to right."""
    people: list[People] = []
    for quantity in quantities:
        phrase = people_at(tokens, quantity)
        if phrase is None or (people and quantity.first < people[-1].last):
            continue
        if people and people[-1].last == quantity.first - 1 and tokens[quantity.first - 1].low == "of":
            outer = people.pop()
            if outer.head in _HOUSEHOLDS and quantity_of(outer) == 1 and not phrase.head:  # "a family of five"
                people.append(structs.replace(outer, last=phrase.last, quantity=phrase.quantity))
                continue
            if outer.head or quantity_of(outer) > 1:  # "nine members of one family", "three of 12 passengers"
                victims = outer.victims if outer.head else phrase.victims
                phrase = structs.replace(outer, last=phrase.last, head=outer.head or phrase.head, victims=victims)
            people.append(phrase)  # "one of 20 students killed": the 20 are the figure
            continue
        people.append(phrase)
    people += _single_people(text, tokens, {at for p in people for at in range(p.first, p.last)})
    taken = {at for p in people for at in range(p.first, p.last)}
    taken |= {at for p in predicates if p.role != "state" for at in range(p.first, p.last)}
    begin = 0
    for at, token in enumerate(tokens):
        if at in taken or not is_plural_people(token.low) or (at + 1 < len(tokens) and is_people(tokens[at + 1].low)):
            continue
        first = at
        while first > begin and first > at - 4 and _adjective(tokens, first - 1) and first - 1 not in taken:
            first -= 1
        before = tokens[first - 1].low if first else ""
        if any(p.quantity and p.last in {first, first - 1} and tokens[p.last].low in INSIDE for p in people):
            continue  # "14 wounded patients": counted already
        if before in {"or", "nor"} and _NEGATIVE & {t.low for t in tokens[max(0, first - 7) : first]}:
            continue
        if before == "many" and first > 1 and tokens[first - 2].low in {"as", "how", "so"}:
            continue
        told = before == "of" and first > 1 and tokens[first - 2].low in TOLD and tokens[first].low in INSIDE
        if not told and before in {"the", "these", "those", "all", "its", "his", "their", "her", "of", "s", "other",
                                   "every", "our"}:
            continue
        victims = victims_of([t.low for t in tokens[first : at + 1]]) or Victims()
        people.append(People(first, at + 1, None, token.low, victims))
        begin = at + 1
    return sorted(people, key=lambda p: p.first)


def _single_people(text: str, tokens: tuple[Token, ...], taken: set[int]) -> list[People]:
    """One person without a number: "he", "the driver", "Maria Okello, 34," before a form of "to be" or "died"."""
    found: list[People] = []
    for at, token in enumerate(tokens):
        if at in taken:
            continue
        if at <= _EARLY and (bare := _headline_person(text, tokens, at)):
            found.append(bare)
            continue
        if at + 1 >= len(tokens) or tokens[at + 1].low not in _BEFORE_VERBS or not _verb_follows(tokens, at + 1):
            continue
        if token.low in PRONOUNS:
            found.append(one(text, tokens, at, at + 1, token.low, Victims()))
        elif is_people(token.low) and not token.low.endswith("s") and not is_plural_people(token.low):
            first = next((i for i in range(at - 1, max(at - 6, -1), -1) if tokens[i].low in DEFINITE), None)
            if first is not None and token.low not in _HOUSEHOLDS and (not first or tokens[first - 1].low != "of"):
                victims = victims_of([t.low for t in tokens[first + 1 : at + 1]]) or Victims()
                if is_young(tokens, first + 1):
                    victims = Victims(status="civilian", group="children")
                found.append(one(text, tokens, first, at + 1, token.low, victims))
        elif token.capital and at and tokens[at - 1].capital and tokens[at - 1].text.isalpha() and not _shouted(tokens):
            first = at - 1
            while first and tokens[first - 1].capital and at - first < 4:
                first -= 1
            if not {t.low for t in tokens[first : at + 1]} & NO_NAMES:
                victims = victims_of([t.low for t in tokens[first:first + 1]]) or Victims()
                found.append(one(text, tokens, first, at + 1, "name", victims))
    return found


_EARLY = 8  # tokens into a headline at which a person may stand without an article
_HOUSEHOLDS = frozenset({"family", "household", "couple", "crew", "group", "party"})


def _headline_person(text: str, tokens: Sequence[Token], at: int) -> People | None:
    """"Man shot dead in ...", "Police: 7-year-old girl killed": one person without article, early in a headline."""
    if not is_people(tokens[at].low) or tokens[at].low.endswith("s") or is_plural_people(tokens[at].low):
        return None
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following == "," and at + 4 < len(tokens) and tokens[at + 2].low.isdigit() and tokens[at + 3].low == ",":
        following = tokens[at + 4].low
    first = at
    while first and tokens[first - 1].low not in {":", "-", "–", "—"} and at - first < 5:
        first -= 1
    words = [t.low for t in tokens[first:at]]
    aged = "-" in words and any(w.startswith("year") for w in words)
    if following not in _HEADLINE_VERBS or (words and not aged) or {"a", "an", "the"} & set(words):
        return None
    return one(text, tokens, first, at + 1, tokens[at].low, victims_of([*words, tokens[at].low]) or Victims())


_HEADLINE_VERBS = frozenset("killed dead dies shot wounded injured hurt slain fatally critically stabbed gunned "
                            "seriously missing kidnapped abducted murdered".split())
NO_NAMES = frozenset("the army front party guard police forces state ministry city council government union court "
                      "company agency association republic islamic national university hospital united nations "
                      "monday tuesday wednesday thursday friday saturday sunday street avenue road county".split())


def _shouted(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is in capitals, which then say nothing of names."""
    return sum(t.text.isupper() for t in tokens) * 2 > len(tokens)


_BEFORE_VERBS = frozenset({",", "were", "dead", "was", "died", "is", "has", "had", "later", "also"})


def _verb_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether "was" or "died" follows, an age or a short apposition aside: ", 29, was"."""
    if at + 2 < len(tokens) and tokens[at].low == "," and tokens[at + 1].low[0].isdigit() and tokens[at + 2].low == ",":
        at += 3
    low = tokens[at].low if at < len(tokens) else ""
    if low in {"were", "dead"}:
        return any(t.low in {"his", "her", "their"} for t in tokens[max(0, at - 6) : at])
    return low in {"was", "died", "is", "has", "had", "later", "also"}


def quantity_of(people: People) -> int:
    """The least number that a phrase tells of."""
    return people.quantity.count.low or 0 if people.quantity else 0


def one(text: str, tokens: Sequence[Token], first: int, last: int, head: str, victims: Victims) -> People:
    count = Count(low=1, high=1, wording="exact", text=text[tokens[first].start : tokens[last - 1].end])
    return People(first, last, Quantity(first, last, count, sure=False), head, victims)


def _adjective(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may stand before a bare plural as a modifier; a short closed list keeps verbs out."""
    low = tokens[at].low
    return low in {"innocent", "unarmed", "armed", "rebel", "government", "enemy", "dead", "wounded", "injured",
                   "young", "local", "civilian", "security", "police", "army", "severely", "critically", "seriously",
                   "badly", "aid", "health", "medical", "media", "elderly", "only", "helpless"} or (
        tokens[at].capital and low.endswith(("ian", "ish", "ese", "an", "i")))
