"""How many people were struck, where a report tells it in passing: "4 shot, 2 dead", "one of five people shot".

The grammar of figures (`_harm`) asks for a number, people and what befell them. Short reports on a shooting often give
only the number: in a headline, by the kind of shooting ("a triple shooting"), as the whole that one person is of, or
by the way to a hospital. Such figures are too loose for a record; whoever needs one toll of one report
(`assessments.best`) asks for them where nothing firmer is told. Patterns of general English, each of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from stemma.ids import make_id
from stemma.model import Claim, Page
from stemma.reading.quantities import NUMBER_VALUES
from stemma.values import NARRATOR, Count, Span

_PIECE = 1500  # characters of a sentence that are read; what is longer is no prose
_MOST = 15  # the highest number that is told in words; digits go to 99
_WORDS = "|".join(word for word, value in NUMBER_VALUES.items() if 1 < value <= _MOST)
_DIGITS = r"(?<![\d.:$#-])\d{1,2}(?![\d:]|\.\d|-year| years?|th\b|st\b| percent|%)"  # no time, sum, age or rank
_NUMBER = rf"(?P<number>{_DIGITS}|(?:{_WORDS})\b)"
_PART = r"(?:one|two|three|four|five|six|\d)"
_PEOPLE = (
    r"(?:(?:[a-z-]{1,20} ){0,2}?(?:people|persons|men|women|boys|girls|teens|teenagers|children|kids|youths|juveniles|"
    r"adults|males|females|officers|cops|deputies|victims|individuals|residents|students|others|brothers|sisters|"
    r"bystanders|members|friends))"
)
_STRUCK = r"(?:who (?:were|was) |that were )?(?:shot|struck|hit|wounded|injured|hurt|victims)\b"
_HOSPITAL = r"(?:[a-z]{1,20} ){0,3}?hospitals?\b"
_SENT = r"\b(?:sent|sends|sending|puts?|putting|landed|leaves|left|leaving) (?:at least )?"
_DIED = r"(?:have |had |has )?(?:since )?(?:were |was )?(?:died|dead|killed|pronounced|dies)"

# "struck": all who were hit, the dead among them; "hurt": those who live; "victims": people who came to some harm.
_PATTERNS: tuple[tuple[Literal["struck", "hurt", "victims"], str], ...] = (
    ("struck", r"(?:^|[:;,|–—-]\s{1,3}|\b(?:at least|leaves?|leaving|left|among|after|and|with|×) )"
               rf"{_NUMBER} (?:(?:other|others|more|people) )?shot\b"
               r"(?! (?:in the air|at\b|down|and killed|to death|dead|fatally|clock|guard|up\b|gun|from))"),
    ("struck", rf"\b{_PART} of (?:the |at least )?{_NUMBER} (?:{_PEOPLE} )?{_STRUCK}"),
    ("struck", rf"\bamong (?:the |at least )?{_NUMBER} (?:{_PEOPLE} )?{_STRUCK}"),
    ("struck", rf"\b{_NUMBER} {_PEOPLE}(?: who (?:were|had)| all| each| were| inside| outside)? ?"
               r"(?:suffering (?:from )?|with |who had |sustained |suffered )(?:an? |apparent |multiple |possible |"
               r"non-life-threatening |what appeared to be ){0,3}gun ?shot (?:wounds?|injuries)"),
    ("struck", rf"\b(?:shoots?|shooting(?: of)?|gunned down) {_NUMBER} {_PEOPLE}\b"),
    ("struck", rf"\b(?:all|the) {_NUMBER} (?:{_PEOPLE} )?(?:were|had been) (?:shot|hit|struck)\b"),
    ("struck", r"\b(?P<fold>double|triple|quadruple|quintuple)[- ]shooting\b"),
    ("hurt", rf"{_SENT}{_NUMBER} (?:(?:others?|more) )?(?:{_PEOPLE} )?(?:to|in|into) {_HOSPITAL}"),
    ("hurt", rf"\b{_NUMBER} (?:(?:others?|more) )?(?:{_PEOPLE} )?(?:are |were |remain |remained |still ){{0,2}}"
             r"in (?:the |a |area |local ){0,2}hospitals?\b"),
    ("victims", rf"(?:\b(?:the|all|found|located|discovered|of|identified|confirmed|are|were|with)|,) {_NUMBER} "
                rf"(?:[a-z-]{{1,20}} )?victims\b(?! (?:who )?{_DIED})"),
    ("victims", rf"\b(?:other|additional) {_NUMBER} (?:[a-z-]{{1,20}} ){{0,2}}victims\b"),
    ("victims", rf"\b{_NUMBER} (?:other|more|additional) (?:[a-z-]{{1,20}} ){{0,2}}victims\b"),
)
_COMPILED = tuple((told, re.compile(pattern, re.IGNORECASE)) for told, pattern in _PATTERNS)
_FOLD = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_OTHERS = re.compile(r"\b(?:other|others|more|additional)\b", re.IGNORECASE)
_HURT = re.compile(r"\b(?:wounded|injured|hurt)\b", re.IGNORECASE)
_KINDS = {"struck": "casualties", "hurt": "injured", "victims": "affected"}


def struck_told(page: Page) -> tuple[Claim, ...]:
    """Loose figures of people struck, in the order of the text; they are no rows of a record.

    kind "casualties": all who were struck; "injured": those who live, who are told as others beside somebody killed
    among them; "affected": victims, with nothing said of what befell them.
    """
    found: dict[tuple[int, int, str], Claim] = {}
    for sentence in page.sentences:
        start = sentence.span.start
        words = page.text[start : min(sentence.span.end, start + _PIECE)]
        for told, match in _matches(words):
            claim = _claim(page, sentence.number, start, told, match)
            found.setdefault((claim.span.start, claim.span.end, claim.kind), claim)
    return tuple(sorted(found.values(), key=lambda c: (c.span, c.kind)))


def _matches(words: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What the patterns find, with what it tells."""
    for told, pattern in _COMPILED:
        for match in pattern.finditer(words):
            beside = told == "struck" and (_OTHERS.search(match.group()) or _HURT.search(match.group()))
            yield "hurt" if beside else told, match


def _claim(page: Page, sentence: int, start: int, told: str, match: re.Match[str]) -> Claim:
    group = "fold" if "fold" in match.re.groupindex else "number"
    word = match.group(group).lower()
    number = _FOLD[word] if group == "fold" else int(word) if word.isdigit() else NUMBER_VALUES[word]
    span, kind = Span(start + match.start(), start + match.end()), _KINDS[told]
    count = Count(low=number, high=number, wording="exact", text=match.group(group))
    return Claim(id=make_id("c", page.document.id, "struck", kind, span.start, span.end), doc=page.document.id,
                 kind=kind, span=span, source=NARRATOR, sentence=sentence, count=count)
