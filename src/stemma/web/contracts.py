"""What a page and an action are: modules found in `pages/` and `actions/`, each with a path and typed data.

A page, `pages/places.py`:

    PATH = "/places/{key}"            # its JSON twin is /places/{key}.json
    TITLE = "A place"                 # for the list of pages and the API's description
    TEMPLATE = "place.html"
    class Query(Struct, frozen=True): # what may stand after "?" (all with defaults)
        sort: str = "name"
    class Context(Struct, frozen=True):  # what the template prints and the JSON twin holds
        name: str
    def show(desk: Desk, query: Query, key: str) -> Context: ...

A context with a field `elsewhere` that is not empty leads readers to that path; its JSON twin holds it all the same. A
page whose `Context` is `Attachment` is a file to keep: it has no template and no twin.

An action, `actions/judge.py`:

    PATH = "/judgements"
    TITLE = "Keep a judgement"
    ROLE = "coder"                    # the least role that may do it
    class Body(Struct, frozen=True): ...   # read from JSON or from a form's fields
    class Outcome(Struct, frozen=True): ...   # the JSON answer; `message` is shown to people, `to` is where they go
    def act(desk: Desk, body: Body) -> Outcome: ...
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from stemma.errors import UsageError

Role = Literal["viewer", "coder", "lead"]
# The number of the log that a page was made from, which its forms hand back; None where a program does not say.
Seen = Annotated[int, Meta(ge=0, le=2**53)] | None
ROLES: tuple[Role, ...] = ("viewer", "coder", "lead")  # each may do what those before it may


class NotFound(UsageError):
    """There is no such page, row or document: status 404."""


class Forbidden(UsageError):
    """Somebody may not do this: status 403."""


class Conflict(UsageError):
    """Somebody else was quicker, or the page is older than the case: status 409."""


class TooMany(UsageError):
    """Somebody tried too often: status 429."""


class TooLarge(UsageError):
    """More was sent than anybody needs to send: status 413."""


class TooSlow(UsageError):
    """A request took too long to come: status 408."""


class WrongType(UsageError):
    """What was sent is neither JSON nor a form: status 415."""


class Page(Struct, frozen=True):
    """A page as its module declares it."""

    name: str  # of the module: "places"
    path: str
    title: str
    template: str  # "" of a file to keep
    query: type[Struct]
    context: type[Struct]
    show: Callable[..., Struct]
    role: Role | None = "viewer"  # None: also who has not signed in
    kept: bool = True  # whether what is rendered may be kept until the case changes


class Action(Struct, frozen=True):
    """An action as its module declares it."""

    name: str
    path: str
    title: str
    role: Role | None  # None: also who has not signed in
    body: type[Struct]
    outcome: type[Struct]
    act: Callable[..., Struct]
    hashes: bool = False  # whether it looks at a password, which takes long on purpose


class Empty(Struct, frozen=True):
    """No query, no body."""


class Attachment(Struct, frozen=True):
    """A file that people keep, in place of a page."""

    name: str  # that it is kept under; letters, digits, points, lines
    media_type: str
    content: bytes


class Done(Struct, frozen=True):
    """The plain answer to an action."""

    message: str  # one plain sentence
    to: str = ""  # path of the page to go on with; "" stays


@cache
def pages() -> tuple[Page, ...]:
    """All pages, those with fixed paths before those with parts to fill in."""
    found = [Page(name=name, path=module.PATH, title=module.TITLE, template=getattr(module, "TEMPLATE", ""),
                  query=getattr(module, "Query", Empty), context=module.Context, show=module.show,
                  role=getattr(module, "ROLE", "viewer"), kept=getattr(module, "KEPT", True))
             for name, module in _modules("pages")]
    return tuple(sorted(found, key=lambda page: ("{" in page.path, page.path)))


@cache
def actions() -> tuple[Action, ...]:
    """All actions, in the order of their paths."""
    found = [Action(name=name, path=module.PATH, title=module.TITLE, role=getattr(module, "ROLE", "coder"),
                    body=getattr(module, "Body", Empty), outcome=getattr(module, "Outcome", Done), act=module.act,
                    hashes=getattr(module, "HASHES", False))
             for name, module in _modules("actions")]
    return tuple(sorted(found, key=lambda action: ("{" in action.path, action.path)))


def _modules(folder: str) -> Iterator[tuple[str, ModuleType]]:
    package = importlib.import_module(f"stemma.web.{folder}")
    for found in pkgutil.iter_modules(package.__path__):
        if not found.name.startswith("_"):
            yield found.name, importlib.import_module(f"{package.__name__}.{found.name}")


def may(role: Role | None, needed: Role | None) -> bool:
    """Whether somebody of this role may do what needs that one."""
    return needed is None or (role is not None and ROLES.index(role) >= ROLES.index(needed))


def plain(value: Any) -> Any:
    """Whatever a context holds, as JSON can hold it."""
    import msgspec

    return msgspec.to_builtins(value)
