"""PolNeAR: source, cue and content of every attribution, acts of speech and attitudes alike.

The corpus marks attitudes too ("supports", "fears"), which Stemma finds but doesn't keep as statements; so this adapter
asks the tagger itself, over the paragraphs of the whole text: the standard one unless STEMMA_EVAL_TAGGER names another.
"""

from __future__ import annotations

from eval.reports import tagger_size
from stemma.tagging.model import tagger
from stemma.tagging.windows import blocks_of


def answer(given: dict) -> dict:
    """{"docs": {id: text}} -> {"docs": {id: [{"source", "cue", "content"}]}}, pieces [start, end) in code points."""
    reader = tagger(tagger_size("standard"))
    return {"docs": {name: _attributions(reader, row if isinstance(row, str) else row["text"])
                     for name, row in given["docs"].items()}}


def _attributions(reader: object, text: str) -> list[dict]:
    return [{role: [list(piece) for piece in getattr(found, role)] for role in ("source", "cue", "content")}
            for found in reader.read(text, blocks_of(text))[0]]
