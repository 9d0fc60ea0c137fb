"""What comparing two documents gave, kept from one build to the next as long as neither has changed.

Which pairs are compared is decided anew in every build; only what the two texts alone decide is taken from an earlier
one: the edge between them, and the drift of the copy. Nothing here changes what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.model import Drift, Edge

_encode = msgspec.msgpack.Encoder().encode


class Compared(Struct, frozen=True):
    """Two documents that were held against each other, the smaller id first."""

    a: str
    b: str
    edge: Edge | None
    basis: bytes = b""  # digest of what the drift was read from; empty where no drift was looked for
    drifts: tuple[Drift, ...] = ()


class Comparisons:
    """What an earlier build found, looked up, and what this one has found, for the next."""

    def __init__(self, known: Iterable[Compared] = ()) -> None:
        self._known = {(one.a, one.b): one for one in known}
        self._found: dict[tuple[str, str], Compared] = {}

    def edge(self, a: str, b: str, compare: Callable[[], Edge | None]) -> Edge | None:
        """The edge between two documents, a < b."""
        before = self._known.get((a, b))
        self._found[a, b] = before or Compared(a, b, compare())
        return self._found[a, b].edge

    def drifts(self, copy: str, original: str, basis: bytes, find: Callable[[], Iterable[Drift]]) -> tuple[Drift, ...]:
        """The drift of a copy. basis: a digest of all that it is read from (`basis_of`)."""
        a, b = sorted((copy, original))
        before = self._found.get((a, b))
        if before is None:  # an edge that is found anew in every build
            return tuple(find())
        if before.basis != basis:
            self._found[a, b] = replace(before, basis=basis, drifts=tuple(find()))
        return self._found[a, b].drifts

    def new(self) -> Iterator[Compared]:
        """What differs from what was known."""
        return (one for pair, one in self._found.items() if self._known.get(pair) is not one)

    def outdated(self) -> list[tuple[str, str]]:
        """Pairs that were known and have not been asked for: they are compared no longer."""
        return sorted(self._known.keys() - self._found.keys())


def basis_of(marks: Sequence[bytes], descent: Struct) -> bytes:
    """A digest of two readings and of how one descends from the other."""
    return blake2b(b"".join((*marks, _encode(descent))), digest_size=16).digest()
