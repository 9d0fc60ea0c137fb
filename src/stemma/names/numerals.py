"""Numbers in the names of bodies, however they are written: "44th Brigade", "Forty-Fourth Brigade", "Brigade 44"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SMALL = {word: value for words in (_UNITS, _ORDINALS) for value, word in enumerate(words)}
_TIETH = {word[:-1] + "ieth": value for word, value in _TENS.items()}
_FIGURE = re.compile(r"(\d+)(?:st|nd|rd|th)")


def numbered(words: Iterable[str]) -> list[str]:
    """Lower-case words with number words and ordinals as figures: "forty", "fourth" -> "44"."""
    out: list[str] = []
    tens: int | None = None  # a word for tens that may go on: "forty"
    for word in words:
        value = _SMALL.get(word)
        if tens is not None and (value is not None and 0 < value < 10):
            out[-1] = str(tens + value)
            tens = None
            continue
        tens = _TENS.get(word)
        figure = _FIGURE.fullmatch(word)
        number = tens if tens is not None else _TIETH.get(word, value)
        out.append(figure[1] if figure else word if number is None else str(number))
    return out
