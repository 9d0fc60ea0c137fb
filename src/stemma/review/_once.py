"""What is worked out of one record and need not be worked out again of the next, which is mostly the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Once:
    """Answers by key, each beside its basis: all that it was worked out of.

    The answer from the record before stands where the basis is equal; nouns that two records have in common are the
    same objects there (`store.known`), so that to compare them takes next to no time. Nothing here changes what is
    found.
    """

    def __init__(self, before: Once | None = None) -> None:
        self._before: dict[Hashable, tuple[tuple, Any]] = {} if before is None else before._found
        self._found: dict[Hashable, tuple[tuple, Any]] = {}

    def of(self, key: Hashable, basis: tuple, work_out: Callable[[], Found]) -> Found:
        """The answer of that key and basis. No later answer may have the key, unless the basis is another one."""
        held = self._found.get(key) or self._before.get(key)
        answer = held[1] if held is not None and held[0] == basis else work_out()
        self._found[key] = basis, answer
        return answer

    def forget(self) -> None:
        """Let go of what is from the record before; what was not asked for again is gone."""
        self._before = {}
