"""How much of one document is read. Nothing is cut from what is kept."""

from __future__ import annotations

import re

from msgspec.structs import replace

from stemma.model import Document, Problem

# Code points. The longest news reports have some 60,000; what is longer is a book, a dump or an attack, and reading it
# would take minutes.
LONGEST = 200_000
BREAK = re.compile(r"[\n.!?]\s")


def readable(document: Document) -> tuple[Document, tuple[Problem, ...]]:
    """The document with as much of its text as is read, and a problem where that is not all of it.

    The cut falls behind the last line end or sentence end before the limit; offsets stay those of the whole text.
    """
    if len(document.text) <= LONGEST:
        return document, ()
    breaks = [match.end() for match in BREAK.finditer(document.text, LONGEST - 5_000, LONGEST)]
    cut = breaks[-1] if breaks else LONGEST
    message = f"Only the first {cut:,} of {len(document.text):,} characters were read; the whole text is kept."
    return replace(document, text=document.text[:cut]), (Problem("reading", document.id, "too-long", message),)
