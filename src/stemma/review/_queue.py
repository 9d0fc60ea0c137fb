"""The queue: all questions of a record in the order in which they matter."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from msgspec import Struct
from msgspec.structs import replace

from stemma.judgements import question_of
from stemma.model import Judgement, Record
from stemma.review import disagreement
from stemma.review._answers import Answers, Key, settled_by
from stemma.review._index import Index
from stemma.review._question import Question

MOST = 12  # open questions of one incident that are asked, the weightiest; answers bring the next ones up


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every kind of question about rows found in this folder, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]))
    found = (importlib.import_module(f"stemma.review.{name}") for name in names if not name.startswith("_"))
    return tuple(module for module in found if hasattr(module, "KIND"))


def questions(record: Record, judgements: Sequence[Judgement] = (), index: Index | None = None) -> tuple[Question, ...]:
    """What people should decide, the weightiest first; disagreements of people before all, what is answered last.

    Linear in the record; the same record and judgements give the same questions in the same order. Of each incident
    the MOST weightiest open questions are asked.
    """
    index = index or Index(record)
    found: dict[str, Question] = {}
    for module in modules():
        for question in module.find(index):
            known = found.get(question.id)
            if known is None or question.weight > known.weight:
                found[question.id] = question
    index.once.forget()
    found |= {question.id: question for question in disagreement.find(index, judgements)}
    return _first_of_each(sorted(Answers(judgements, index).marked(found.values()), key=_order))


def settled(queue: Sequence[Question], record: Record, judgements: Sequence[Judgement],
            index: Index | None = None) -> tuple[Question, ...]:
    """A queue after more was decided, without making it anew: what was answered goes last, what was withdrawn comes
    back. It is what `questions` gives of the same record, but for questions that were beyond the limit.

    index: of this record. Whoever asks again after each decision keeps a `Settling`.
    """
    return Settling(queue, index or Index(record)).settled(judgements)


class Parted(Struct, frozen=True):
    """A queue in three parts."""

    disputed: tuple[Question, ...]  # in their order
    waiting: tuple[Question, ...]  # in their order
    answered: tuple[Question, ...]  # in none


class Settling:
    """A queue, and what of it people have settled: found without looking at every question, and of the judgements
    only at those that came since it was asked last."""

    def __init__(self, queue: Sequence[Question], index: Index) -> None:
        asked = [replace(question, answered=None) if question.answered else question
                 for question in queue if not question.disputed]
        self.queue = tuple(sorted(asked, key=_order))
        self.index = index
        self._settles: dict[Key, tuple[int, ...]] = {}
        for position, question in enumerate(self.queue):
            for key in settled_by(question):
                self._settles[key] = (*self._settles.get(key, ()), position)
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._answers = Answers((), self.index)
        self._taken: dict[str, Judgement] = {}
        self._answered: dict[int, Question] = {}  # by position in the queue
        self._disputed: dict[Key, Question] = {}  # by what is asked

    def settled(self, judgements: Sequence[Judgement]) -> tuple[Question, ...]:
        """The queue after these judgements."""
        found = self.parted(judgements)
        return (*found.disputed, *found.waiting, *sorted(found.answered, key=_order))

    def parted(self, judgements: Sequence[Judgement]) -> Parted:
        """The same in three parts."""
        with self._lock:
            new = [judgement for judgement in judgements if self._taken.get(judgement.id) is not judgement]
            if len(self._taken.keys() | {judgement.id for judgement in new}) != len(judgements):  # some are not there
                self._begin()
                new = list(judgements)
            for judgement in new:
                self._take(judgement)
            return Parted(tuple(sorted(self._disputed.values(), key=_order)), self._waiting(),
                          tuple(self._answered.values()))

    def _waiting(self) -> tuple[Question, ...]:
        """The queue without what is answered, taken in stretches: quicker than to look at each question."""
        left: list[Question] = []
        start = 0
        for at in sorted(self._answered):
            left += self.queue[start:at]
            start = at + 1
        return (*left, *self.queue[start:])

    def _take(self, judgement: Judgement) -> None:
        self._taken[judgement.id] = judgement
        for at in {position for key in self._answers.take(judgement) for position in self._settles.get(key, ())}:
            self._answered.pop(at, None)
            found = self._answers.marked([self.queue[at]])[0]
            if found.answered:
                self._answered[at] = found
        asked = question_of(judgement)
        self._disputed.pop(asked, None)
        for question in disagreement.find(self.index, self._answers.given(judgement)):
            self._disputed[asked] = question


def questions_of(record: Record, incident: str, judgements: Sequence[Judgement] = ()) -> tuple[Question, ...]:
    """The questions that concern one incident, in the order of the queue; incident: an Incident.id.

    Whoever holds a queue already picks from it instead: `incident in question.incidents`.
    """
    return tuple(question for question in questions(record, judgements) if incident in question.incidents)


def _order(question: Question) -> tuple:
    closed = question.answered is not None and not question.disputed
    return closed, not question.disputed, -question.weight, question.kind, question.id


def _first_of_each(ordered: Iterable[Question]) -> tuple[Question, ...]:
    """Those within the limit of the incident that they are most about; answered and disputed ones all."""
    counts: Counter[str] = Counter()
    kept = []
    for question in ordered:
        about = question.incidents[0] if question.incidents else ""
        if question.answered is None and about:
            counts[about] += 1
            if counts[about] > MOST:
                continue
        kept.append(question)
    return tuple(kept)
