"""What one kind of harm is called: the words that a harm module declares, and their roles in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from stemma.reading.quantities import Token
from stemma.values import Harm

Role = Literal[
    "participle",  # passive or active past: "killed"
    "active",  # takes its victims as object: "killing", "claimed the lives of"
    "intransitive",  # its victims are the subject: "died", "lost their lives"
    "state",  # an adjective, beside its victims or after a form of "to be": "dead", "missing"
    "noun",  # is itself counted: "12 deaths", "bodies"
    "title",  # heads a figure: "death toll", "number of people killed"
]


class Lexicon(Struct, frozen=True):
    """The words of one harm, phrases separated by "|", lower case; "*" stands for one to three words."""

    harm: Harm
    participle: str = ""
    active: str = ""
    intransitive: str = ""
    state: str = ""
    noun: str = ""
    title: str = ""
    clinical: str = ""  # participles that place the victims in a hospital, so that their number is a part
    custody: str = ""  # verbs that mean this harm only beside certain words: "took ... hostage", "forced ... to flee"
    people_only: str = ""  # verbs that harm people only when a noun for people says so: "lost", "buried"

    def entries(self) -> list[tuple[tuple[str, ...], Role]]:
        """Every phrase as words, with its role."""
        roles: tuple[Role, ...] = ("participle", "active", "intransitive", "state", "noun", "title")
        return [(tuple(phrase.split()), role) for role in roles for phrase in getattr(self, role).split("|") if phrase]


class Predicate(Struct, frozen=True):
    """A word of harm over tokens [first, last)."""

    first: int
    last: int
    harm: Harm
    role: Role
    clinical: bool = False
    people_only: bool = False
    custody: bool = False


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """The lexicon of every harm module in this folder."""
    from stemma import kinds  # here, because the harm modules themselves import this one

    return tuple(module.LEXICON for module in kinds.modules() if hasattr(module, "LEXICON"))


class _Phrase(Struct, frozen=True):
    """One phrase of a lexicon with all that its `Predicate` says."""

    words: tuple[str, ...]
    harm: Harm
    role: Role
    clinical: bool
    people_only: bool
    custody: bool


@cache
def _index() -> dict[str, dict[str, tuple[_Phrase, ...]]]:
    """First word -> second word -> phrases that may stand there, longest first; "" -> those for any second word."""
    table: dict[str, list[_Phrase]] = {}
    for lexicon in lexicons():
        clinical, people_only, custody = (
            frozenset(phrases.split("|")) for phrases in (lexicon.clinical, lexicon.people_only, lexicon.custody))
        for words, role in lexicon.entries():
            phrase = " ".join(words)
            table.setdefault(words[0], []).append(_Phrase(
                words, lexicon.harm, role, phrase in clinical, phrase in people_only, phrase in custody))
    return {first: _by_second(rows) for first, rows in table.items()}


def _by_second(rows: list[_Phrase]) -> dict[str, tuple[_Phrase, ...]]:
    rows = sorted(rows, key=lambda r: (-len(r.words), r.harm, r.role))
    of_any = [row for row in rows if len(row.words) == 1 or row.words[1] == "*"]
    seconds = {row.words[1] for row in rows if row not in of_any}
    return {"": tuple(of_any)} | {
        second: tuple(row for row in rows if row in of_any or row.words[1] == second) for second in seconds}


def predicates_of(tokens: Sequence[Token]) -> tuple[Predicate, ...]:
    """Words of harm, left to right; the longest phrase wins and none overlap."""
    index = _index()
    found: list[Predicate] = []
    free = 0
    for at, token in enumerate(tokens):
        phrases = index.get(token.low)
        if phrases is None or at < free:
            continue
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        standing = phrases.get(following, phrases[""])
        if standing and (predicate := _predicate_at(tokens, at, standing)):
            found.append(predicate)
            free = predicate.last
    return tuple(_joined(tokens, found)) if found else ()


def _predicate_at(tokens: Sequence[Token], at: int, phrases: Sequence[_Phrase]) -> Predicate | None:
    """The longest of the phrases that stands at this token."""
    for phrase in phrases:
        if last := _matched(tokens, at, phrase.words):
            return Predicate(at, last, phrase.harm, phrase.role, phrase.clinical, phrase.people_only, phrase.custody)
    return None


def _matched(tokens: Sequence[Token], at: int, words: Sequence[str]) -> int:
    """The token after the phrase if it stands here, else 0; "*" stands for one to three words."""
    if "*" in words:
        gap = words.index("*")
        head, tail = words[:gap], words[gap + 1 :]
        if not _matched(tokens, at, head):
            return 0
        lasts = (_matched(tokens, at + gap + more, tail) for more in (1, 2, 3))
        return next((last for last in lasts if last), 0)
    if at + len(words) > len(tokens):
        return 0
    for token, word in zip(tokens[at : at + len(words)], words, strict=True):
        if token.low != word:
            return 0
    return at + len(words)


def _joined(tokens: Sequence[Token], found: Sequence[Predicate]) -> list[Predicate]:
    """"killed or wounded", "killed and injured 30": one figure for both, so the harm is casualties."""
    out: list[Predicate] = []
    for predicate in found:
        before = out[-1] if out else None
        pair = before and {before.harm, predicate.harm} == {"killed", "injured"} and before.role == predicate.role
        if pair and predicate.first == before.last + 1 and tokens[before.last].low in {"or", "and", "/"}:
            out[-1] = Predicate(before.first, predicate.last, "casualties", before.role)
        else:
            out.append(predicate)
    return out
