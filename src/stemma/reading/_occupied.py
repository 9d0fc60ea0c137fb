"""Which parts of a text are taken already."""

from __future__ import annotations

from bisect import bisect_left, insort

from stemma.values import Span


class Occupied:
    """Spans that do not overlap each other; asking takes logarithmic time, so that a hostile text costs no more."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def overlaps(self, span: Span) -> bool:
        """Whether the span shares a code point with one that is taken."""
        at = bisect_left(self._spans, (span.end, span.end))
        return at > 0 and self._spans[at - 1][1] > span.start

    def take(self, span: Span) -> None:
        """Marks a span that overlaps none."""
        insort(self._spans, (span.start, span.end))
