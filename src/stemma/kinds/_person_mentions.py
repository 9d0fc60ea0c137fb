"""One person told of alone: "a 24-year-old man", "the victim", "Ona Perin, 34," "he"; with age and sex where told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from stemma.kinds import _person_words as words
from stemma.reading.quantities import NUMBER_VALUES, Token

_HARMED = frozenset("wounded injured dead slain deceased".split())  # said of the person inside the noun phrase
_REACH = 9  # tokens to the left of a noun in which its article may stand
_AGES = frozenset({"year-old", "month-old", "day-old", "week-old", "year-olds"})
_PRONOUNS = frozenset({"he", "she", "him", "himself", "herself"})
_NOUNS = words.HEADS | _AGES
_TELLING = _NOUNS | _PRONOUNS | {"her"}


class Told(Struct):
    """A person told of over tokens [first, last) of a sentence."""

    first: int
    last: int
    head: str  # the noun or pronoun in lower case; "" for a bare name
    kind: str  # new, known, kin, other, pronoun, name, bare
    name: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None
    alias: int | None = None  # position in the sentence of the mention that this one names: "identified as ..."
    speaks: bool = False  # said to say something: "Ona Perin said"


def told_in(tokens: Sequence[Token], names: Sequence[tuple[int, int, tuple[str, ...]]], headline: bool) -> list[Told]:
    """The persons told of in one sentence, left to right; `names` are the person names over tokens [first, last)."""
    found = [Told(first, last, "", "name", name, _age_after(tokens, last), _sex_of(tokens, first, last),
                  speaks=_speaks(tokens, first, last))
             for first, last, name in names if not _credited(tokens, first)]
    covered = {at for first, last, _ in names for at in range(first, last)}
    for at, token in enumerate(tokens):
        if token.low not in _TELLING or at in covered:
            continue
        if token.low in _PRONOUNS or token.low == "her" and _stands_alone(tokens, at):
            found.append(Told(at, at + 1, token.low, "pronoun", sex=_sex(token.low)))
        elif token.low in _NOUNS:
            told = _described(tokens, at, covered, headline, found[-1].last if found else 0)
            if told:
                found.append(told)
    return _joined(tokens, sorted(found, key=lambda t: (t.first, t.last))) if found else found


_SAYS = frozenset("said says told added wrote explained stated testified".split())
_CREDITS = frozenset("photo photos photograph image images picture story courtesy credit written reporter".split())


def _speaks(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name is that of a speaker, a title or an apposition aside: "Sgt. Ona Perin said"."""
    after = [token.low for token in tokens[last : last + 2]]
    if after and (after[0] in _SAYS or after[0] in {"who", "also", "later"} and len(after) > 1 and after[1] in _SAYS):
        return True
    for here in range(first - 1, max(first - 7, -1), -1):
        if tokens[here].low in {"said", "says", "to"} and tokens[here].low != "to":
            return True
        if not (tokens[here].capital or tokens[here].low in {"spokesman", "spokeswoman", "spokesperson", "police", "'s",
                                                          "chief", "county", ".", "officer", "attorney", "sheriff"}):
            return False
    return False


def _credited(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name stands in the credit of a picture or a story."""
    before = [token.low for token in tokens[max(0, first - 3) : first]]
    return bool(before) and before[-1] in {":", "by", "/"} and bool(_CREDITS & set(before))


def _sex(word: str) -> str | None:
    return "m" if word in words.MALE else "f" if word in words.FEMALE else None


def _sex_of(tokens: Sequence[Token], first: int, last: int) -> str | None:
    title = tokens[first].low if last - first > 1 else ""
    return {"mr": "m", "mrs": "f", "ms": "f", "mr.": "m"}.get(title)


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether "her" is an object rather than a possessive."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.low in words.STOPS or not after.low[0].isalnum() or after.low in {
        "dead", "multiple", "several", "twice", "once", "three", "four"}


def _described(tokens: Sequence[Token], at: int, covered: set[int], headline: bool,
               before: int) -> Told | None:
    """The noun phrase whose noun stands at `at`, back to its article; `before` is the end of the mention before."""
    low = tokens[at].low
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in _AGES and (_noun_near(tokens, at + 1) or low == "year-olds"):
        return None
    if after in words.HEADS and after not in {"guard"} or after in words.PLURALS or after == "'s" or after == "-":
        return None
    first, kind, other = at, "bare", False
    for here in range(at - 1, max(at - _REACH, -1), -1):
        here_low = tokens[here].low
        if here in covered:
            break
        if here_low in words.DETERMINERS:
            first, kind = here, words.DETERMINERS[here_low]
            break
        if here_low.endswith(("'s", "s'")) and here_low != "'s":
            first, kind = here, "kin"
            break
        if here_low in _HARMED and here + 1 <= at:
            first = here
            continue
        if here_low in words.STOPS or not (here_low[0].isalnum() or here_low in {"-", ",", "."}):
            break
        if here_low == "," and not (0 < here < at - 1 and tokens[here - 1].low.isalpha()
                                    and tokens[here - 1].low not in words.HEADS):
            break
        modifier = here_low not in words.HEADS or here_low in {"male", "female", "teen", "adult", "student"}
        if not modifier and (here_low in words.PLURALS or tokens[here].capital):
            break
        other = other or here_low in words.OTHERS
        first = here
    if kind == "bare" and tokens[first].low in _HARMED:
        first = min(first + 1, at)
    age = _age_in(tokens, first, at + 1) or _age_after(tokens, at + 1)
    if kind == "none" or kind == "bare" and not (headline or first == 0 or age is not None or _led_in(tokens, first)
                                       or before == first - 1 and tokens[before].low in {",", "and"}):
        return None
    modifiers = {token.low for token in tokens[first:at]}
    sex = _sex(low) or ("m" if "male" in modifiers else "f" if "female" in modifiers else None)
    return Told(first, at + 1, low, "other" if other or kind == "other" else kind, age=age, sex=sex)


def _led_in(tokens: Sequence[Token], first: int) -> bool:
    """Whether a bare noun follows a colon or a dash, as in "Police: Man shot"."""
    return first > 0 and tokens[first - 1].low in {":", "–", "—", "|", "-", ";"}


def _noun_near(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun for a person follows an age: "24-year-old Ravel man"."""
    for here in range(at, min(at + 5, len(tokens))):
        low = tokens[here].low
        if low in words.HEADS:
            return True
        if low in words.STOPS or not low[0].isalnum():
            return False
    return False


def _age_in(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """The years in "24-year-old" or "24 year old" within tokens [first, last)."""
    for at in range(first, last):
        low = tokens[at].low
        if low in _AGES and at >= 2 and tokens[at - 1].low == "-":
            return _years(tokens[at - 2].low) if low.startswith("year") else 0
        if low.endswith("-year-old"):
            return _years(low.removesuffix("-year-old"))
        if low in {"year", "years"} and at and at + 1 < len(tokens) and tokens[at + 1].low in {"old", "-"}:
            return _years(tokens[at - 1].low)
    return None


def _years(word: str) -> int | None:
    if word.isdecimal() and len(word) < 4:
        return int(word) if int(word) < 111 else None
    return NUMBER_VALUES.get(word)


def _age_after(tokens: Sequence[Token], at: int) -> int | None:
    """The years in ", 24," or "(24)" or ", age 24" or "in his 20s" (no years told) after a noun or a name."""
    low = [token.low for token in tokens[at : at + 4]]
    if len(low) < 2 or low[0] not in {",", "(", "aged", "age"}:
        return None
    at = 1 + (low[1] in {"age", "aged"} and len(low) > 2) if low[0] in {",", "("} else 1
    closing = low[at + 1] if at + 1 < len(low) else ","
    years = _years(low[at]) if low[at].isdigit() and (closing in {",", ")", ".", "and", "of", ";", "was", "is", "-",
                                                                  "died", "who", "from", "were", "in"}) else None
    return years if years is None or closing != "-" else years


def _joined(tokens: Sequence[Token], found: list[Told]) -> list[Told]:
    """Mentions of one person side by side made one: "Officer Perin", "Ona Perin, a 24-year-old student,"."""
    out: list[Told] = []
    for told in found:
        before = out[-1] if out else None
        if before is None or told.first < before.last:
            if before is None:
                out.append(told)
            continue
        gap = [token.low for token in tokens[before.last : told.first]]
        if _apposed(before, told, gap):
            _merge(before, told)
            continue
        if told.kind == "name" and {"identified", "named", "name", "id'd"} & set(gap) and (
                {"as", "is", "was"} & set(gap)) and len(gap) <= 10 or (
                told.kind == "name" and gap[-3:] in (["identified", "by", "police"],)):
            told.alias = len(out) - 1
        out.append(told)
    return out


_PARTS = frozenset("victim suspect deceased gunman shooter driver decedent".split())


def _apposed(before: Told, told: Told, gap: list[str]) -> bool:
    """Whether two neighbouring mentions are of one person."""
    if gap == [","] and before.head in _PARTS and before.kind == "known" and told.kind in {"new", "bare"}:
        return not (before.sex and told.sex and before.sex != told.sex)  # "the victim, a 24-year-old man"
    one_named = bool(before.name) != bool(told.name)
    if not one_named or before.kind == "pronoun" or told.kind == "pronoun" or before.sex and told.sex and (
            before.sex != told.sex):
        return False
    plain = [w for w in gap if w != ","]
    if not gap:
        return told.kind == "name"
    if plain and all(w.isdigit() for w in plain):
        plain = []
    if gap[0] == "," and not plain:
        return told.kind in {"new", "name", "known"} and (told.kind != "kin")
    return plain in (["identified", "as"], ["named"], ["later", "identified", "as"])


def _merge(before: Told, told: Told) -> None:
    before.last = told.last
    before.name = before.name or told.name
    before.age = before.age if before.age is not None else told.age
    before.sex = before.sex or told.sex
    before.head = before.head or told.head
