"""Which judgements answer which questions. An answer about other rows of the same two things answers as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from stemma.judgements import question_of
from stemma.judgements.standing import standing
from stemma.model import Judgement
from stemma.review._index import Index
from stemma.review._question import Question, key_of


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

    def __init__(self, judgements: Sequence[Judgement], index: Index) -> None:
        self.index = index
        rows = {judged.judgement: judged.rows for judged in index.record.judged}
        self.by_key: dict[tuple[str, ...], Judgement] = {}
        self.by_sides: dict[tuple[str, str, str], Judgement] = {}
        self.rejected: dict[str, Judgement] = {}
        for judgement in standing(judgements):
            now = rows.get(judgement.id) or tuple(target.id for target in judgement.targets)
            key = question_of(judgement)
            self.by_key[key] = self.by_key[key_of(judgement.kind, now, key[-1])] = judgement
            if judgement.kind == "claim" and now:
                self._note_rejection(now[0], judgement)
            if len(now) == 2:
                for one in self._sides(judgement.kind, now[0]):
                    for other in self._sides(judgement.kind, now[1]):
                        self.by_sides[judgement.kind, *sorted((one, other))] = judgement

    def _note_rejection(self, row: str, judgement: Judgement) -> None:
        self.rejected.pop(row, None)
        if judgement.verdict == "no":
            self.rejected[row] = judgement

    def settling(self) -> Iterator[tuple[str, ...]]:
        """What the questions are found by that these judgements may answer; see `settled_by`."""
        yield from self.by_key
        yield from (("sides", *sides) for sides in self.by_sides)
        yield from (("row", row) for row in self.rejected)

    def marked(self, questions: Iterable[Question]) -> list[Question]:
        """The questions, each with the judgement that stands, where there is one."""
        if not self.by_key:
            return list(questions)
        return [question if question.answered else replace(question, answered=self.to(question))
                for question in questions]

    def to(self, question: Question) -> Judgement | None:
        """The judgement that answers a question; a claim that was rejected leaves nothing to ask of it."""
        ids = [target.id for target in question.targets]
        found = self.by_key.get(asked_by(question))
        if found is None and len(question.sides) == 2:
            found = self.by_sides.get((question.kind, *sorted(question.sides)))
        return found or next((self.rejected[row] for row in ids if row in self.rejected), None)

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


def asked_by(question: Question) -> tuple[str, ...]:
    """What a question asks, as `judgements.question_of` gives it of an answer."""
    field = next((option.value.field for option in question.options if option.value), "")
    return key_of(question.kind, [target.id for target in question.targets], field)


def settled_by(question: Question) -> Iterator[tuple[str, ...]]:
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
