"""Answer a question of the review queue."""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import Struct

from stemma import casework
from stemma.errors import UsageError
from stemma.web.actions.judge import Outcome, told
from stemma.web.contracts import NotFound, Seen
from stemma.web.desk import Desk
from stemma.web.queue import queue_of

PATH = "/review/{question}"
TITLE = "Answer a question of the review queue"


class Body(Struct, frozen=True):
    """The key of the answer, and how to go on."""

    answer: str
    note: str = ""
    seen: Seen = None
    incident: str = ""  # the queue that is gone through
    kind: str = ""


def act(desk: Desk, body: Body, question: str) -> Outcome:
    """Raises NotFound for a question that is not asked any more, UsageError for an answer that it does not have."""
    asked = queue_of(desk).by_id.get(question)
    if asked is None:
        raise NotFound("This is not asked any more: the record has changed since.")
    option = next((one for one in asked.options if one.key == body.answer), None)
    if option is None:
        raise UsageError(f"This question is answered by one of {', '.join(one.key for one in asked.options)}.")
    kept = casework.decide(desk.case, option.kind or asked.kind, asked.targets_of(option), desk.user.name, desk.now(),
                           option.verdict, option.value, body.note, body.seen)
    going = {key: value for key, value in (("incident", body.incident), ("kind", body.kind)) if value}
    return told(desk, kept, f"/review?{urlencode(going)}" if going else "/review")

