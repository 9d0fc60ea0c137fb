"""Who and what a text names: phrases with the chance of each part in an attack; those that name the same are one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.muc.features import Classes, Line, classes_of, features, lines_of, text_features
from eval.muc.lexicon import KIND_WORDS
from eval.muc.linear import hashed, logistic
from eval.muc.phrases import DETERMINERS, Phrase
from stemma.model import Reading

ROLES = ("perps", "weapons", "phys_targets", "victims")
TAGS = (*ROLES, "killed", "injured")  # the parts, and of victims what befell them
KINDS = tuple(KIND_WORDS)
QUESTIONS = ("any", *KINDS)  # of a whole text: whether it reports an incident, and of which kinds
_CLASSES = ("head:weapon", "head:fighters", "head:people", "person", "head:object", "org", "place", "people", "known",
            "claim:killed", "claim:injured", "claim:captured", "claim:weapon", "claim:perpetrator", "claim:damage",
            "fighters", "object")
_LEAST = -8.0  # log-odds given to what is not there

Scorer = Callable[[str, Sequence[int]], float]  # the log-odds that a hashed model gives


@dataclass(frozen=True)
class Mention:
    """A noun phrase of a text with its classes and its features, hashed."""

    line: int
    phrase: Phrase
    words: str
    longer: str  # with what "of" ties to it
    classes: frozenset[str]
    buckets: tuple[int, ...]


@dataclass(frozen=True)
class Text:
    """A report made ready for the models."""

    lines: list[Line]
    mentions: tuple[Mention, ...]
    buckets: tuple[int, ...]


@dataclass(frozen=True)
class Entity:
    """Mentions of one person, group or thing, and the chance of each part in an attack."""

    mentions: tuple[int, ...]  # positions in Text.mentions
    chances: dict[str, float]


def text_of(reading: Reading, cased: str) -> Text:
    """The phrases of a report and what tells about them; `cased` is its text in mixed case."""
    lines = lines_of(reading.page, cased)
    known = Classes(reading)
    mentions = []
    for line in lines:
        for at, phrase in enumerate(line.phrases):
            found = classes_of(line, phrase, known)
            mentions.append(Mention(
                line=line.number, phrase=phrase, words=line.text(phrase.first, phrase.last),
                longer=line.text(phrase.first, phrase.joined), classes=frozenset(found),
                buckets=tuple(hashed(features(lines, line, at, found))),
            ))
    return Text(lines, tuple(mentions), tuple(hashed(text_features(lines))))


def groups(mentions: Sequence[Mention]) -> list[tuple[int, ...]]:
    """Mentions of the same: persons by their last name, all else by their words without article and number."""
    found: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        found.setdefault(_key(mention), []).append(at)
    return [tuple(group) for group in found.values()]


def _key(mention: Mention) -> str:
    words = mention.words.removesuffix("'s").split()
    last = words[-1] if words else ""
    if "person" in mention.classes and last[:1].isupper():
        return f"name {last.lower()}"
    return " ".join(w.lower() for w in words if w.lower() not in DETERMINERS and not w.isdigit())


def entity_numbers(text: Text, scores: dict[str, list[float]], about: dict[str, float]) -> list[list[float]]:
    """For each group of mentions the numbers from which its parts are judged; log-odds by tag and mention."""
    ranked = {role: sorted(scores[role], reverse=True) for role in ROLES}
    return [_numbers([text.mentions[at] for at in group], {tag: [scores[tag][at] for at in group] for tag in TAGS},
                     about, ranked)
            for group in groups(text.mentions)]


def _numbers(group: Sequence[Mention], scores: dict[str, list[float]], about: dict[str, float],
             ranked: dict[str, list[float]]) -> list[float]:
    out: list[float] = []
    for tag in TAGS:
        best = sorted(scores[tag], reverse=True)
        out += [best[0], best[1] if len(best) > 1 else best[0] - 2, sum(best) / len(best)]
    out += [about[question] for question in QUESTIONS]
    first = min(mention.line for mention in group)
    out += [math.log(len(group)), min(first, 10) / 10, float(first < 2),
            float(any(" " in mention.words for mention in group))]
    classes = frozenset().union(*(mention.classes for mention in group))
    out += [float(name in classes) for name in _CLASSES]
    reported = logistic(about["any"])
    for role in ROLES:
        best = max(scores[role])
        ahead = sum(other > best for other in ranked[role][:30])
        out += [best * reported, math.log1p(ahead), best - ranked[role][0]]
    return out


def second_numbers(text: Text, scores: dict[str, list[float]], about: dict[str, float],
                   entities: Sequence[Entity]) -> list[float]:
    """The numbers from which a text's kinds of incident are judged again, now that its entities are known."""
    out = [about[question] for question in QUESTIONS]
    for tag in TAGS:
        best = sorted((entity.chances[tag] for entity in entities), reverse=True) + [0.0, 0.0]
        out += [math.log(best[0] + 1e-3), math.log(best[1] + 1e-3), sum(best[:8]), max(scores[tag], default=_LEAST)]
        lead = [score for score, mention in zip(scores[tag], text.mentions, strict=True) if mention.line < 4]
        out.append(max(lead, default=_LEAST))
    told = sum(bool(line.triggers) for line in text.lines)
    out += [math.log1p(len(text.lines)), math.log1p(told), told / max(1, len(text.lines))]
    return out
