"""The review queue of a snapshot: made once for a record, brought up to date as people decide."""

from __future__ import annotations

import threading
from collections import ChainMap, Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from stemma.model import Judgement
from stemma.review import Index, Question, Settling, questions
from stemma.web.desk import Desk
from stemma.web.held import Snapshot


class Queue(Struct, frozen=True):
    """The queue as it stands after what people decided."""

    by_id: Mapping[str, Question]
    waiting: tuple[Question, ...]  # open ones, the weightiest first, before all those that people disagree on
    kinds: Mapping[str, int]  # how many open ones of each kind
    answered: int


class Base(Struct, frozen=True):
    """All questions of a record, and what is the same of them whatever people decide."""

    settling: Settling
    by_id: Mapping[str, Question]
    kinds: Mapping[str, int]


def queue_of(desk: Desk) -> Queue:
    """The queue; made now where it is not made yet, which takes long in a large case."""
    base = base_of(desk.snapshot)
    return desk.snapshot.kept(("queue", desk.head), lambda: _queue(base, desk.judgements))


def _queue(base: Base, judgements: Sequence[Judgement]) -> Queue:
    found = base.settling.parted(judgements)
    changed = {question.id: question for question in (*found.answered, *found.disputed)}
    kinds = Counter(base.kinds)
    kinds.subtract(question.kind for question in found.answered)
    kinds.update(question.kind for question in found.disputed)
    return Queue(ChainMap(changed, base.by_id), (*found.disputed, *found.waiting), +kinds, len(found.answered))


def at_hand(snapshot: Snapshot) -> bool:
    """Whether the queue is made; in a large case it is made beside, so that no page waits for it."""
    if not snapshot.large or snapshot.has("questions"):
        return True
    if not snapshot.has("questions begun"):
        snapshot.kept("questions begun", lambda: True)
        threading.Thread(target=base_of, args=(snapshot,), name="queue", daemon=True).start()
    return False


def base_of(snapshot: Snapshot) -> Base:
    """All questions of the record, and what is needed to find those that people have answered."""
    def made() -> Base:
        index = index_of(snapshot)
        found = questions(snapshot.record, (), index)
        return Base(Settling(found, index), {question.id: question for question in found},
                    Counter(question.kind for question in found))

    return snapshot.kept("questions", made)


def index_of(snapshot: Snapshot) -> Index:
    """The queue's indexes over the record."""
    before = snapshot.before if snapshot.before is not None and snapshot.before.has("questions") else None
    return snapshot.kept("index of questions",
                         lambda: Index(snapshot.record, index_of(before) if before is not None else None))


def open_questions(desk: Desk, incident: str = "", kind: str = "") -> Sequence[Question]:
    """Those that wait for an answer, of one incident or one kind if asked for."""
    waiting = queue_of(desk).waiting
    if not incident and not kind:
        return waiting
    return [question for question in waiting if (not incident or incident in question.incidents)
            and (not kind or question.kind == kind)]
