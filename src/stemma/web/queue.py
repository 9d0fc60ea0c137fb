"""The review queue of a snapshot: made once for a record, brought up to date as people decide."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from stemma.review import Index, Question, Settling, questions
from stemma.web.desk import Desk
from stemma.web.held import Snapshot


class Queue(Struct, frozen=True):
    """The queue as it stands after what people decided."""

    questions: tuple[Question, ...]  # the weightiest open ones first, answered ones last
    by_id: Mapping[str, Question]
    waiting: tuple[Question, ...]  # open ones
    kinds: Mapping[str, int]  # how many open ones of each kind
    answered: int


def queue_of(desk: Desk) -> Queue:
    """The queue; made now where it is not made yet, which takes long in a large case."""
    snapshot = desk.snapshot
    asked = settling(snapshot)
    return snapshot.kept(("queue", desk.case.head()), lambda: _queue(asked.settled(desk.judgements)))


def _queue(found: Sequence[Question]) -> Queue:
    waiting = tuple(question for question in found if question.answered is None or question.disputed)
    return Queue(tuple(found), {question.id: question for question in found}, waiting,
                 Counter(question.kind for question in waiting), len(found) - len(waiting))


def at_hand(snapshot: Snapshot) -> bool:
    """Whether the queue is made; in a large case it is made beside, so that no page waits for it."""
    if not snapshot.large or snapshot.has("questions"):
        return True
    if not snapshot.has("questions begun"):
        snapshot.kept("questions begun", lambda: True)
        threading.Thread(target=settling, args=(snapshot,), name="queue", daemon=True).start()
    return False


def settling(snapshot: Snapshot) -> Settling:
    """All questions of the record, and what is needed to find those that people have answered."""
    def made() -> Settling:
        index = index_of(snapshot)
        return Settling(questions(snapshot.record, (), index), index)

    return snapshot.kept("questions", made)


def index_of(snapshot: Snapshot) -> Index:
    """The queue's indexes over the record."""
    return snapshot.kept("index of questions", lambda: Index(snapshot.record))


def open_questions(desk: Desk, incident: str = "", kind: str = "") -> Sequence[Question]:
    """Those that wait for an answer, of one incident or one kind if asked for."""
    waiting = queue_of(desk).waiting
    if not incident and not kind:
        return waiting
    return [question for question in waiting if (not incident or incident in question.incidents)
            and (not kind or question.kind == kind)]
