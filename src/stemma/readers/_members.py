"""Reports that lie inside something else, an archive, a message or a packed file: their names, places and ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from stemma.ids import make_id
from stemma.model import Document, Problem

Found = tuple[Document, bytes] | Problem


class Names:
    """Names that come once in one archive. The same archive gives the same names, whatever is read beside it."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def fresh(self, *choices: str) -> str:
        """The first choice that no other report of the archive has, else the last one with a number."""
        for choice in choices:
            if choice not in self._taken:
                self._taken[choice] = 1
                return choice
        last = choices[-1]
        while (numbered := f"{last} ({self._taken[last] + 1})") in self._taken:
            self._taken[last] += 1
        self._taken[last] += 1
        self._taken[numbered] = 1
        return numbered


def placed(found: Iterable[Found], *, path: str, place: str | None, name: str | None = None,
           names: Names | None = None, **given: object) -> Iterator[Found]:
    """What a reader found inside something, as lying at that path and place; fields given fill those left open.

    Without a name the reports keep their own.
    """
    for item in found:
        if isinstance(item, Problem):
            inner = ", ".join(part for part in (place, item.place) if part)
            yield replace(item, subject=path, place=inner or None)
            continue
        document, raw = item
        own = document.name if name is None else name
        own = names.fresh(own) if names else own
        filled = {key: value for key, value in given.items() if getattr(document, key) is None}
        yield replace(document, name=own, id=make_id("d", document.sha256, own), path=path, **filled), raw
