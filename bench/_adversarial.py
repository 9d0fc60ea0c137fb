"""Texts made to be slow to read: each grows with a number of characters, and holds one thing again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice

Shape = Callable[[int], str]

_SENTENCE = "At least 14 people were killed in Orvadell on Monday, governor Mira Tolvan said. "
_GIVEN = ("Anna", "Ivan", "Maria", "Peter", "John", "David", "Olga", "Ahmed", "Ali", "Sarah")
_SYLLABLES = ("ka", "ro", "mi", "te", "sul", "ban", "dor", "vel", "is", "un")


def _again(words: str) -> Shape:
    return lambda size: (words * (size // len(words) + 1))[:size]


def _filled(pieces: Callable[[], Iterator[str]]) -> Shape:
    """As many pieces as fit."""
    def made(size: int) -> str:
        found, length = [], 0
        for piece in pieces():
            length += len(piece)
            if length > size:
                return "".join(found)
            found.append(piece)
        return "".join(found)

    return made


def _other_names() -> Iterator[str]:
    """Full names, each another one."""
    for number in count():
        digits = [int(digit) for digit in f"{number:04}"]
        yield f"{_GIVEN[number % 10]} {''.join(_SYLLABLES[digit] for digit in digits).title()}, "


def _other_places() -> Iterator[str]:
    for number in count():
        yield f"in the village of {''.join(_SYLLABLES[int(digit)] for digit in f'{number:04}').title()}, "


def _dates() -> Iterator[str]:
    for number in count():
        yield f"on {number % 28 + 1} May {2000 + number % 90}, "


def _nested(size: int) -> str:
    depth = size // 12
    return "".join(islice(iter(lambda: "he said “", None), depth // 2)) + "no" + "” " * (depth // 2)


def _lines(words: str) -> Shape:
    return lambda size: "\n".join([words] * (size // (len(words) + 1)))


SHAPES: dict[str, Shape] = {
    "a report again and again": _again(_SENTENCE),
    "a report, each sentence a paragraph": _lines(_SENTENCE.strip()),
    "quotations within quotations": _nested,
    "opening quotation marks": _again("“"),
    "straight quotation marks": _again('"a '),
    "apostrophes": _again("'tis 'a' o'b "),
    "all quotation marks in turn": _again("“‘«„‹”’»‟› "),
    "brackets that stay open": _again("(["),
    "a digit": _again("7"),
    "digits and commas": _again("1,000,"),
    "digits and stops": _again("1.2."),
    "numbers": _again("12 "),
    "number words": _again("twenty-one thousand and "),
    "number words without end": _again("hundred "),
    "hedges": _again("at least more than up to about "),
    "harms": _again("killed dead wounded injured missing "),
    "figures": _again("12 killed, 30 wounded, "),
    "parts of figures": _again("14 people, including three children, of whom two women, "),
    "cues": _again("said told wrote according to reported "),
    "a cue in one sentence": _again("the governor said that "),
    "according to": _again("according to the army, "),
    "who": _again("who said that the man who "),
    "one name": _again("Mira Tolvan "),
    "other names": _filled(_other_names),
    "other places": _filled(_other_places),
    "initials": _again("A. B. "),
    "of the": _again("of the Ministry of "),
    "titles": _again("Gen. Dr. Prime Minister "),
    "capitals": _again("ORVADELL MARKET HIT "),
    "a word in capitals": _again("A"),
    "a word": _again("a"),
    "capital and small in turn": _again("Aa"),
    "hyphens": _again("north-east-"),
    "only hyphens": _again("-"),
    "dates": _filled(_dates),
    "days": _again("on Monday and Tuesday, "),
    "periods": _again("from May to June and since "),
    "months": _again("May March "),
    "times": _again("at 14:30 GMT, two hours later, "),
    "ages": _again("a 24-year-old man, aged 7, "),
    "weapons": _again("rocket missile drone grenade "),
    "blame": _again("blamed the army for the rebels for "),
    "denials": _again("denied that it did not deny "),
    "he": _again("He said. She said. "),
    "full stops": _again("."),
    "abbreviations": _again("Mr. St. U.S. No. "),
    "blanks": lambda size: "a" + " " * (size - 2) + "b",
    "line ends": _again("\n"),
    "line ends and letters": _again("a\n"),
    "carriage returns": _again("a\r\n\r\n"),
    "adverts": _lines("Advertisement"),
    "links": _again("Read more | Share | Subscribe | "),
    "bullets": _lines("• 12 killed"),
    "datelines": _lines("ORVADELL, May 3 (AP) - Two died."),
    "headlines": _lines("Governor: 12 Killed in Orvadell"),
    "colons": _again("Tolvan: no: "),
    "dashes": _again("no — he said — "),
    "commas": _again("and, "),
    "combining marks": lambda size: "a" + "\u0301" * (size - 1),
    "zero width": _again("a\u200b"),
    "right to left": _again("\u202eab\u202c אב "),
    "emoji": _again("👨‍👩‍👧 "),
    "sharp s and dotted i": _again("İßŉ "),
    "Cyrillic": _again("Губернатор сказал, что "),
    "blank signs": _again("\u00a0\u2003"),
    "addresses": _again("https://a.example/x?y=z "),
    "at signs": _again("@a #b "),
    "one sentence": _again("and the governor of Orvadell told 12 people on Monday that "),
}
