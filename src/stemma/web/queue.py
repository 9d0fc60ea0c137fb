"""The review queue of a snapshot: made once for a record, brought up to date as people decide."""

from __future__ import annotations

from stemma.review import Index, Question, questions, settled
from stemma.web.desk import Desk
from stemma.web.held import Snapshot


def queue_of(desk: Desk) -> tuple[Question, ...]:
    """All questions, the weightiest open ones first."""
    snapshot = desk.snapshot
    made = snapshot.kept("questions", lambda: questions(snapshot.record, (), index_of(snapshot)))
    return snapshot.kept(("settled", desk.case.head()),
                         lambda: settled(made, snapshot.record, desk.judgements, index_of(snapshot)))


def index_of(snapshot: Snapshot) -> Index:
    """The queue's indexes over the record."""
    return snapshot.kept("index of questions", lambda: Index(snapshot.record))


def open_questions(desk: Desk, incident: str = "", kind: str = "") -> list[Question]:
    """Those that wait for an answer, of one incident or one kind if asked for."""
    return [question for question in queue_of(desk) if (question.answered is None or question.disputed)
            and (not incident or incident in question.incidents) and (not kind or question.kind == kind)]
