"""Accounts: what one report tells of one happening, by which it can be told from others of like kind.

A pure function of one reading: names and numbers, victims, ages, counts, day, hour and kind. Which of the names are
rare, and where its places lie, only the case as a whole can say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from math import log

from msgspec import Struct

from stemma.incidents.days import attacks
from stemma.incidents.scenes import SPEECH, View
from stemma.incidents.triggers import kinds_in
from stemma.model import Claim, Sentence, Victim

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
NAME_OR_NUMBER = re.compile(r"\b(?:\d+(?:[.,:]\d+)*|[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’][^\W\d_]+)*)")
NO_MARKS = str.maketrans(dict.fromkeys(".,;:!?\"“”()[]", " "))
# Capitalised in English without being names, and words that begin sentences.
NO_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun the and but for nor yet was were are has had have did does not this that these those there here when "
    "where which while with from into over under after before about against during between through more most some any "
    "all other another who whom whose what how his her their its our your they she him them you one two three four "
    "five six seven eight nine ten both each every few many several also then than according said says told police "
    "officials authorities reuters afp".split()
)
TOP = 300  # characters from the start; what stands there counts twice
HOUR_SENTENCES = 8  # from the top, in which the hour of the attack is looked for
OPENING = " \"'“”‘’«»([-–—"  # what may stand before the first word of a sentence
AGE = re.compile(
    r"\b(\d{1,3})[- ]years?[- ]olds?\b|, (?:age |aged )?(\d{1,3})(?=[,.])|\((\d{1,3})\)|\bage[sd]? (\d{1,3})\b",
    re.IGNORECASE,
)
BLOCK = re.compile(r"\b(\d{2,5})(?:[- ]block of| [NSEW]\. )")  # a house number as American police give it
# Parts of the day as stretches of hours; a night lies on both sides of midnight.
PARTS_OF_DAY = {
    "dawn": ((3, 8),), "sunrise": ((4, 9),), "daybreak": ((3, 8),), "morning": ((4, 12),), "noon": ((11, 14),),
    "midday": ((11, 14),), "lunchtime": ((11, 15),), "afternoon": ((12, 18),), "evening": ((17, 24),),
    "dusk": ((17, 22),), "sunset": ((16, 22),), "nightfall": ((17, 23),), "night": ((18, 24), (0, 6)),
    "overnight": ((18, 24), (0, 7)), "midnight": ((22, 24), (0, 3)), "rush hour": ((6, 10), (15, 20)),
}
PART = re.compile(rf"\b({'|'.join(PARTS_OF_DAY)})\b", re.IGNORECASE)
CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m\b|\b([01]?\d|2[0-3])[:.]([0-5]\d)\b(?!\s?[ap]\.?m)", re.IGNORECASE
)
WIDE_OF_CLOCK = 1.0  # hours on either side of a time by the clock
# Kinds that reports confuse with each other count as one; "attack", "clash" and "explosion" are said of everything.
ALIKE_KINDS = {"shelling": "fire", "airstrike": "fire", "missile_strike": "fire", "drone_strike": "fire",
               "bombing": "bomb", "suicide_attack": "bomb"}

Hours = tuple[tuple[float, float], ...]


class Account(Struct, frozen=True):
    """What one report tells of one happening."""

    words: dict[str, float]  # names ("@") and numbers ("#"), case-folded: 1 + log of how often
    people: frozenset[str]  # persons named with first and family name
    victims: frozenset[str]  # of these the victims
    ages: frozenset[int]  # every age told, in years
    harmed: frozenset[int]  # the ages of victims
    blocks: frozenset[str]  # house numbers of a street
    day: date | None
    plain: bool  # whether the report says the day plainly, and no other
    published: date | None
    tolls: dict[str, frozenset[int]]  # numbers stated, by harm
    hours: Hours  # stretches of the day in which it happened; () is unknown
    kinds: frozenset[str]
    second: bool = False  # whether it was another attack, minutes or hours after a first


def account_of(view: View, numbers: Collection[int], claims: Sequence[Claim], victims: Sequence[Victim],
               day: date | None, plain: bool, second: bool = False) -> Account:
    """The account that the sentences of these numbers give; `claims` and `victims` are those of the happening."""
    own = [sentence for sentence in view.sentences if sentence.number in numbers]
    text = [view.text[sentence.number] for sentence in own]
    told = [victim for victim in victims if not victim.aside]
    people = {(m.refers_to or m.name).casefold() for m in view.page.mentions
              if m.kind == "person" and view.number_of(m.span.start) in numbers}
    return Account(
        words=names_and_numbers(own, text),
        people=frozenset(name for name in people if " " in name),
        victims=frozenset(victim.name for victim in told if " " in victim.name),
        ages=frozenset(age for words in text for age in ages_in(words)),
        harmed=frozenset(victim.age for victim in told if victim.age),
        blocks=frozenset(number for words in text for number in BLOCK.findall(words)),
        day=day,
        plain=plain,
        published=view.page.published.day,
        tolls=tolls_of(claims),
        hours=hours_of(view, own),
        kinds=kinds_of(text),
        second=second,
    )


def names_and_numbers(sentences: Sequence[Sentence], texts: Sequence[str]) -> dict[str, float]:
    """Capitalised words and numbers.

    No names are words that stand in small letters too (a headline's capitals) or with a capital only where a sentence
    begins.
    """
    counts: Counter[str] = Counter()
    inside: set[str] = set()
    for sentence, text in zip(sentences, texts, strict=True):
        times = 2 if sentence.span.start < TOP else 1
        for match in NAME_OR_NUMBER.finditer(text):
            word = match.group()
            number = word[0].isdigit()
            folded = word if number else word.casefold().replace("’", "'").removesuffix("'s")
            if number or len(folded) > 2 and folded not in NO_NAMES:
                key = ("#" if number else "@") + folded
                counts[key] += times
                if number or text[: match.start()].strip(OPENING):
                    inside.add(key)
    small = {"@" + word for word in " ".join(texts).translate(NO_MARKS).split()}
    return {word: 1 + log(count) for word, count in counts.items() if word in inside and word not in small}


def name_words(name: str) -> list[str]:
    """The words of a name as accounts hold them."""
    return ["@" + match.group().casefold().replace("’", "'").removesuffix("'s") for match in WORD.finditer(name)]


def ages_in(text: str) -> list[int]:
    """The ages told in a sentence, in years."""
    found = (int(next(number for number in match.groups() if number)) for match in AGE.finditer(text))
    return [age for age in found if age <= 110]


def tolls_of(claims: Sequence[Claim]) -> dict[str, frozenset[int]]:
    """The numbers stated for the whole or a part of a happening, by harm."""
    found: dict[str, set[int]] = {}
    for claim in claims:
        count = claim.count
        if count is None or not count.stated or claim.scope not in ("incident", "partial") or claim.stance == "denied":
            continue
        found.setdefault(claim.kind, set()).update(number for number in (count.low, count.high) if number)
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def hours_of(view: View, sentences: Sequence[Sentence]) -> Hours:
    """When on its day a happening was, by the first sentence on an attack that tells it."""
    for sentence in sentences:
        if sentence.number >= HOUR_SENTENCES:
            break
        words = view.text[sentence.number]
        if not attacks(words):
            continue
        for pattern, reading in ((CLOCK, clock), (PART, part_of_day)):
            match = next((m for m in pattern.finditer(words) if not SPEECH.search(words[: m.start()])), None)
            if match is not None:
                return reading(match)
    return ()


def clock(match: re.Match[str]) -> Hours:
    """The stretch around a time by the clock."""
    if match.group(3):
        hour = int(match.group(1)) % 12 + 12 * (match.group(3).lower() == "p") + int(match.group(2) or 0) / 60
    else:
        hour = int(match.group(4)) + int(match.group(5)) / 60
    return ((hour - WIDE_OF_CLOCK, hour + WIDE_OF_CLOCK),)


def part_of_day(match: re.Match[str]) -> Hours:
    """The stretch that a word such as "evening" means."""
    return PARTS_OF_DAY[match.group(1).lower()]


def kinds_of(texts: Sequence[str]) -> frozenset[str]:
    """Kinds of attack that a report's sentences name, those that reports confuse as one."""
    found = {ALIKE_KINDS.get(kind) for text in texts for kind in kinds_in(text)}
    return frozenset(kind for kind in found if kind)
