"""The keys that work on every page, and those of single pages."""

from __future__ import annotations

from msgspec import Struct

from stemma.web.contracts import Empty
from stemma.web.desk import Desk

PATH = "/keys"
TITLE = "Keys"
TEMPLATE = "keys.html"

EVERYWHERE = (
    (("g", "i"), "to the incidents"), (("g", "r"), "to the review queue"), (("g", "d"), "to the reports"),
    (("g", "p"), "to people and organisations"), (("g", "l"), "to the log"), (("/",), "search the case"),
    (("?",), "this page"), (("Esc",), "close the sentence beside the page"),
)
REVIEW = ((("y",), "yes"), (("n",), "no"), (("u",), "not sure"), (("z",), "undo the last decision"))
INCIDENT = ((("f",), "to the figures one by one"), (("o",), "to the sign-off"), (("v",), "sign as reviewed"),
            (("z",), "undo the last decision"))
LIST = ((("c",), "compare the incidents that are ticked"), (("e",), "export them"))


class Key(Struct, frozen=True):
    """What some keys do."""

    keys: tuple[str, ...]  # pressed one after the other
    does: str


class KeyGroup(Struct, frozen=True):
    """Keys of one sort of page."""

    where: str
    keys: tuple[Key, ...]


class Context(Struct, frozen=True):
    """All keys."""

    groups: tuple[KeyGroup, ...]


def show(desk: Desk, query: Empty) -> Context:
    """The same for everybody."""
    listed = (("On every page", EVERYWHERE), ("Where something is to be decided", REVIEW), ("On an incident", INCIDENT),
              ("In the list of incidents", LIST))
    return Context(tuple(KeyGroup(where, tuple(Key(*key) for key in keys)) for where, keys in listed))
