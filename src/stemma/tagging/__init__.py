"""A trained tagger: which words are a cue of speech or attitude, and for each cue who speaks and what is said."""

from __future__ import annotations

from dataclasses import dataclass

Run = tuple[int, int]
"""A stretch [start, end) in code points of the text (while decoding: in pieces of a window)."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with its source and content, each in stretches of the text, () for none."""

    cue: tuple[Run, ...]
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    speech: float
    """How likely the cue is an act of speech or writing rather than an attitude (fears, supports), 0 to 1."""
    sure: float
    """The network's probability of the cue, the least over its pieces, 0 to 1."""
