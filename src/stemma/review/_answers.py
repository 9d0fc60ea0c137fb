"""Which judgements answer which questions. An answer about other rows of the same two things answers as well."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from stemma.judgements import question_of
from stemma.judgements.standing import time_of
from stemma.model import Judgement
from stemma.review._index import Index
from stemma.review._question import Question, key_of

Key = tuple[str, ...]  # what is asked, as `judgements.question_of` gives it; or "sides" or "row" and what these are


def in_words(answer: Judgement) -> str:
    """An answer in a word or two: "yes", "scope: partial", "Mira Tolvan"."""
    if answer.value is None or answer.verdict == "unsure":
        return answer.verdict or ""
    value = msgspec.json.decode(answer.value)
    if isinstance(value, dict) and "field" in value:
        to = value.get("to")
        shown = (to.get("text") or to.get("name") or "") if isinstance(to, dict) else to
        return f"{value['field']}: {shown or msgspec.json.encode(to).decode()}"
    return value if isinstance(value, str) else value.get("status") or value.get("kind") or answer.value


class Answers:
    """Standing judgements by what they answer: by the rows themselves, and by what these stand for now."""

    def __init__(self, judgements: Iterable[Judgement], index: Index) -> None:
        self.index = index
        self._rows = {judged.judgement: judged.rows for judged in index.record.judged}
        self._given: dict[Key, list[Judgement]] = {}  # what is asked -> answers that nobody withdrew, by time
        self._standing: dict[Key, list[Judgement]] = defaultdict(list)  # key -> judgements that hold, by time
        for judgement in judgements:
            self.take(judgement)

    def take(self, judgement: Judgement) -> set[Key]:
        """Take up a judgement, or that it was withdrawn since it was taken up; the keys under which something else may
        be answered now, as `settled_by` gives them of questions."""
        given = self._given.setdefault(question_of(judgement), [])
        before = given[-1:]
        given[:] = [one for one in given if one.id != judgement.id]
        if judgement.withdrawn is None:
            insort(given, judgement, key=time_of)
        if given[-1:] == before:
            return set()
        gone, new = ({key for one in ones for key in self._keys(one)} for ones in (before, given[-1:]))
        for key in gone:
            self._standing[key] = [one for one in self._standing[key] if one.id != before[0].id]
        for key in new:
            insort(self._standing[key], given[-1], key=time_of)
        return gone | new

    def given(self, judgement: Judgement) -> Sequence[Judgement]:
        """The answers to the question that a judgement answers, without withdrawn ones, by time."""
        return self._given.get(question_of(judgement), ())

    def _keys(self, judgement: Judgement) -> Iterator[Key]:
        """All that a judgement answers where no later one does; also what is asked of its rows as they are now."""
        now = self._rows.get(judgement.id) or tuple(target.id for target in judgement.targets)
        key = question_of(judgement)
        yield key
        yield key_of(judgement.kind, now, key[-1])
        if judgement.kind == "claim" and now:
            yield "row", now[0]
        if len(now) == 2:
            for one in self._sides(judgement.kind, now[0]):
                for other in self._sides(judgement.kind, now[1]):
                    yield "sides", judgement.kind, *sorted((one, other))

    def _last(self, key: Key) -> Judgement | None:
        held = self._standing.get(key)
        return held[-1] if held else None

    def marked(self, questions: Iterable[Question]) -> list[Question]:
        """The questions, each with the judgement that stands, where there is one."""
        if not self._given:
            return list(questions)
        return [question if question.answered else replace(question, answered=self.to(question))
                for question in questions]

    def to(self, question: Question) -> Judgement | None:
        """The judgement that answers a question; a claim that was rejected leaves nothing to ask of it."""
        found = self._last(asked_by(question))
        if found is None and len(question.sides) == 2:
            found = self._last(("sides", question.kind, *sorted(question.sides)))
        if found is None:
            rejected = (self._last(("row", target.id)) for target in question.targets)
            found = next((one for one in rejected if one is not None and one.verdict == "no"), None)
        return found

    def _sides(self, kind: str, row: str) -> list[str]:
        """What a row stands for: its incident, party or place, alone and with its report or its spelling."""
        index = self.index
        if kind == "same_incident" and row in index.home:
            return [index.home[row], f"{index.home[row]} {index.claims[row].doc}"]
        if kind == "same_party":
            return sides_of_party(index, row)
        if kind == "same_place" and row in index.place_of:
            return [index.place_of[row], f"{index.place_of[row]} {index.mentions[row].name}"]
        return []


def asked_by(question: Question) -> Key:
    """What a question asks, as `judgements.question_of` gives it of an answer."""
    field = next((option.value.field for option in question.options if option.value), "")
    return key_of(question.kind, [target.id for target in question.targets], field)


def settled_by(question: Question) -> Iterator[Key]:
    """Everything by which a judgement may answer a question: what it asks, its two sides, and its rows, each of which
    may be taken out."""
    yield asked_by(question)
    if len(question.sides) == 2:
        yield ("sides", question.kind, *sorted(question.sides))
    yield from (("row", target.id) for target in question.targets)


def sides_of_party(index: Index, row: str) -> list[str]:
    """A row's party, alone and with the name, or for a source without a name the report, that the row gives."""
    key = index.record.speakers.get(row) or index.party_of.get(row)
    if key is None:
        return []
    mention = index.mentions.get(row)
    return [key, f"{key} {mention.name}"] if mention else [key, f"{key} {index.row_docs.get(row, '')}"]
