"""The queue: all questions of a record in the order in which they matter."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Judgement, Record
from stemma.review import disagreement
from stemma.review._answers import Answers, settled_by
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
    """A queue, each part in its order."""

    disputed: tuple[Question, ...]
    waiting: tuple[Question, ...]
    answered: tuple[Question, ...]


class Settling:
    """A queue, and where in it the questions stand that an answer may settle: what people decided since is found
    without looking at every question."""

    def __init__(self, queue: Sequence[Question], index: Index) -> None:
        asked = [replace(question, answered=None) if question.answered else question
                 for question in queue if not question.disputed]
        self.queue = tuple(sorted(asked, key=_order))
        self.index = index
        self._settles: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for position, question in enumerate(self.queue):
            for key in settled_by(question):
                self._settles[key].append(position)

    def settled(self, judgements: Sequence[Judgement]) -> tuple[Question, ...]:
        """The queue after these judgements."""
        found = self.parted(judgements)
        return (*found.disputed, *found.waiting, *found.answered)

    def parted(self, judgements: Sequence[Judgement]) -> Parted:
        """The same in three parts."""
        if not judgements:
            return Parted((), self.queue, ())
        answers = Answers(judgements, self.index)
        touched = {position for key in answers.settling() for position in self._settles.get(key, ())}
        answered = {position: question for position in touched
                    if (question := answers.marked([self.queue[position]])[0]).answered}
        disputed = answers.marked(disagreement.find(self.index, judgements))
        return Parted(tuple(sorted(disputed, key=_order)),
                      tuple([question for at, question in enumerate(self.queue) if at not in answered]),
                      tuple(sorted(answered.values(), key=_order)))


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
