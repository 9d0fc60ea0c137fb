"""What a page or an action has at hand in one request."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property

from msgspec import Struct

from stemma.judgements.standing import standing
from stemma.model import Judgement
from stemma.store import CaseFile
from stemma.web.contracts import Role, may
from stemma.web.held import Held, Snapshot
from stemma.web.rebuilding import Rebuilding, State


class User(Struct, frozen=True):
    """Who asks."""

    name: str
    role: Role
    account: bool = False  # signed in; False on a laptop, where nobody needs to


class Desk:
    """The case, who asks, and what people decided."""

    def __init__(self, held: Held, rebuilding: Rebuilding, user: User | None, address: str, session: str = "",
                 token: str = "", browser: str = "") -> None:
        self.held = held
        self.rebuilding = rebuilding
        self.user = user
        self.address = address  # of who asks, for limits on signing in
        self.session = session  # token that the browser sent, whether it is good or not
        self.token = token  # that forms and programs hand back, so that no other site can send them
        self.browser = browser  # what this browser was given when somebody last signed in there
        self.begun: str | None = None  # token of a session that begins with this answer; "" where it ends
        self.remembered = ""  # what this browser is to be known by from this answer on

    @cached_property
    def snapshot(self) -> Snapshot:
        """The record of the last build; the same one through the whole request, even where a build ends meanwhile."""
        return self.held.snapshot()

    @property
    def case(self) -> CaseFile:
        """The open case, for search, the log and bytes as received."""
        return self.held.file()

    @cached_property
    def head(self) -> tuple[int, str]:
        """Number and digest of the log's last entry when it was first asked for in this request."""
        return self.case.head()

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements up to that entry, and perhaps some that came since; the withdrawn ones too."""
        return self.held.judgements(self.head)

    @cached_property
    def pending(self) -> tuple[Judgement, ...]:
        """Standing judgements that the record held does not show yet."""
        def found() -> tuple[Judgement, ...]:
            shown = self._shown
            return tuple([judgement for judgement in self.standing if judgement.id not in shown])

        return self.snapshot.kept(("pending", self.head), found)

    @cached_property
    def standing(self) -> tuple[Judgement, ...]:
        """Judgements that hold: neither withdrawn nor replaced by a later answer to the same question."""
        return self.snapshot.kept(("standing", self.head), lambda: standing(self.judgements))

    @property
    def _shown(self) -> frozenset[str]:
        record = self.snapshot.record
        return self.snapshot.kept("judged", lambda: frozenset(
            [row.judgement for row in record.judged]
            + [problem.subject for problem in record.problems if problem.stage == "judgements"]
            + [sign.judgement for sign in record.sign_offs if sign.judgement]))

    @property
    def state(self) -> State:
        """Whether the record is being made anew."""
        return self.rebuilding.state()

    def begin_session(self, token: str) -> None:
        """Give the browser another session with the answer; "" ends the one it has. The token is never in a body."""
        self.begun = token

    def now(self) -> datetime:
        """The time of what is done in this request."""
        return datetime.now(UTC)

    def may(self, role: Role) -> bool:
        """Whether who asks may do what needs this role."""
        return may(self.user.role if self.user else None, role)
