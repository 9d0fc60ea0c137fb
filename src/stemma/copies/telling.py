"""One report as it is held against another: its sentences as features, its words, what it credits."""

from __future__ import annotations

import re
from functools import cached_property
from sys import intern

from stemma.copies.alignment import Text
from stemma.copies.features import WORD, Line, lines_of
from stemma.model import Page

RUN = 5  # words in a row that are taken for copied
_CREDIT_LINES = 4  # lines at either end of a text in which credits stand
_NAME = r"(?:[A-ZÀ-Þ][\w’'.&-]{0,20}[ ]){0,4}[A-ZÀ-Þ][\w’'&-]{1,20}"
_CREDITED = (
    re.compile(rf"\((?P<name>{_NAME})\)\s*[-–—]"),  # dateline: "VARNY (Ostra Press) -"
    re.compile(rf"^[(\[]?(?:[Ss]ource|[Vv]ia|[Aa]gency material|[Ww]ire|[Cc]redit)s?:\s*(?:[Tt]he )?(?P<name>{_NAME})"),
    re.compile(rf"(?:[Rr]eporting|[Mm]aterial|[Ii]nformation|[Ff]iles) (?:by|from) (?:[Tt]he )?(?P<name>{_NAME})"),
    re.compile(rf"^(?:[Bb]y|[Ff]rom) (?:[Tt]he )?(?P<name>{_NAME}) and\b"),  # "By Ostra Press and our own staff"
    re.compile(rf"^(?P<name>{_NAME}), with reporting by\b"),
    re.compile(rf"^\((?P<name>{_NAME})\)$"),
)
_TRANSLATED = re.compile(
    r"(?i)\b(?:automatic(?:ally)?|machine|computer)[- ](?:english )?(?:translat|edition)|"
    r"\btranslated (?:by|from|automatic)|"
    r"\bautomatic [a-z]+ (?:edition|translation)\b|\btranslation (?:by|from) |\brate this translation\b"
)
_GENERIC = re.compile(r"(?i)^(?:the )|(?: news)? (?:agency|wire|service)$")


class Telling:
    """A page prepared for comparing; what is costly is made when first asked for."""

    def __init__(self, page: Page, lines: tuple[Line, ...] | None = None) -> None:
        self.page = page
        self.lines = lines_of(page) if lines is None else lines

    @cached_property
    def aligned(self) -> Text:
        """The text as shared passages are looked for in it."""
        return Text(self.page.text, [sentence.span for sentence in self.page.sentences])

    @cached_property
    def words(self) -> list[str]:
        """The words outside furniture, folded, in order."""
        text = self.page.text
        return [intern(word.casefold()) for s in self.page.sentences for word in WORD.findall(s.span.of(text))]

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """Every RUN words in a row, in order."""
        return list(zip(*(self.words[at:] for at in range(RUN)), strict=False))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every RUN words in a row."""
        return frozenset(self.rows)

    @cached_property
    def weight(self) -> float:
        return sum(line.weight for line in self.lines)

    @cached_property
    def ends(self) -> list[str]:
        """The first and the last lines that hold text, and all that is furniture: where credits stand."""
        lines = [line.strip() for line in self.page.text.split("\n") if line.strip()]
        marked = [piece.span.of(self.page.text) for piece in self.page.furniture]
        return [line[:300] for line in (*lines[: 2 * _CREDIT_LINES], *lines[-_CREDIT_LINES:], *marked)]

    @cached_property
    def credits(self) -> frozenset[str]:
        """Names of outlets and agencies that the text says it is from, folded."""
        found = (match["name"] for line in self.ends for form in _CREDITED for match in form.finditer(line))
        return frozenset(plain_name(name) for name in found)

    @cached_property
    def called_translation(self) -> bool:
        """Whether the text says of itself that it was translated."""
        return any(_TRANSLATED.search(line) for line in self.ends)

    def copied_from(self, other: Telling) -> float:
        """Share of this text's words that stand in runs which the other text has too, 0..1."""
        runs = other.runs
        copied, until = 0, 0
        for at in [at for at, row in enumerate(self.rows) if row in runs]:
            copied += at + RUN - max(at, until)
            until = at + RUN
        return copied / len(self.words) if self.words else 0.0

    def names(self, outlet: str | None) -> bool:
        """Whether the text names an outlet that is not its own."""
        name = (outlet or "").strip().removeprefix("The ").removeprefix("the ")
        own = (self.page.outlet or "").casefold()
        if len(name) < 4 or name.casefold() in own or (own and own in name.casefold()):
            return False
        if _initials(name) in self.credits:
            return True
        form = rf"(?<!\w){re.escape(name)}(?!\w)" if " " in name else _cited(name)
        return re.search(form, self.page.text) is not None


def _cited(name: str) -> str:
    """The form of an outlet's name that is one word and may mean something else: where it is told or quoted."""
    name = re.escape(name)
    return (rf"(?:\b(?:told|to|by|from|via|with|as|in) (?:[Tt]he )?|[Ss]ource: |\(){name}(?![\w-])(?! [A-Z])|"
            rf"(?<!\w){name} (?:reported|reports|said|says|writes|wrote|quoted)\b")


def _initials(name: str) -> str:
    """The first letters of an outlet's name of three words or more, folded; "" else."""
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words).casefold() if len(words) >= 3 else ""


def plain_name(name: str) -> str:
    """An outlet's name without article and "news agency", folded."""
    return _GENERIC.sub("", _GENERIC.sub("", name.strip())).casefold()
