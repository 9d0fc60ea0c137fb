"""How like two names are, graded: one name by the rules of joining, and below that what a person should look at.

`matching` answers whether two names may be taken for one without asking anybody; what may be a typing slip, a first
name left out or a body's initials is 0 there. Here such pairs get POSSIBLE, so that they can be offered for review;
nothing is joined by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.names.matching import content_words, initials_of, name_words, same_body, same_person
from stemma.names.spelling import alike, fold

POSSIBLE = 0.75  # likeness of names that may be one name, were it not for a slip; under all thresholds of joining
LIKE = 0.84  # least likeness of the words that are not the slip
SHORTEST = 4  # letters of the longer word; in shorter ones a letter more or less is another name
FEWEST_INITIALS = 3


def likeness_of_people(a: str, b: str) -> float:
    """Likeness of two people's names, 0..1: same_person, or POSSIBLE."""
    sure = same_person(*sorted((a, b)))
    x, y = name_words(a), name_words(b)
    if sure >= POSSIBLE or not (_part(x, y) or _slip(x, y)):
        return sure
    return POSSIBLE


def likeness_of_bodies(a: str, b: str) -> float:
    """Likeness of two organisations' names, 0..1: same_body, or POSSIBLE."""
    sure = same_body(*sorted((a, b)))
    if sure >= POSSIBLE:
        return sure
    x, y = sorted(content_words(a)), sorted(content_words(b))
    only_x, only_y = [word for word in x if word not in y], [word for word in y if word not in x]
    slipped = len(only_x) == len(only_y) == 1 and one_slip(only_x[0], only_y[0])
    return POSSIBLE if slipped or _initials(a, b) or _initials(b, a) else sure


def one_slip(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing or too much, or two neighbours have changed places; figures never slip."""
    short, long = sorted((a, b), key=len)
    if len(long) < SHORTEST or len(long) - len(short) > 1 or not (short.isalpha() and long.isalpha()):
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    turned = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return turned or short[at + 1 :] == long[at + 1 :]


def _part(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether the words of one name, two or more, stand in the other in their order, or with the family name first.

    Any other order is not enough: "Omar bin Salim" may be the father of "Salim bin Omar".
    """
    short, long = sorted(([fold(word) for word in x], [fold(word) for word in y]), key=len)
    turns = (short, short[1:] + short[:1], short[-1:] + short[:-1])
    return len(short) > 1 and any(_within(turn, long) for turn in turns)


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _slip(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names differ by a slip in one word."""
    if len(x) != len(y) or not x:
        return False
    pairs = sorted(zip(x, y, strict=True), key=lambda pair: (alike(*pair), pair))
    return one_slip(*pairs[0]) and all(alike(*pair) >= LIKE for pair in pairs[1:])


def _initials(short: str, long: str) -> bool:
    """Whether one name is the initials of the other: "KPF", "Kasra People's Front"."""
    return len(short) >= FEWEST_INITIALS and short.isupper() and short == initials_of(long)
