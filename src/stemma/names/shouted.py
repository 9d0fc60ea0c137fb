"""People whose names headlines write in capitals, which are easily read as names of bodies: "GOVERNOR ADA BIRK"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from stemma.names.entries import Entry
from stemma.names.matching import name_words


def with_shouted_people(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, those in capitals read as people where somebody of the same document has just that name.

    A family name alone is enough where one person of the document has it and it is longer than most abbreviations.
    """
    full: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], str]] = defaultdict(dict)
    shouting = {e.doc for e in entries if e.kind == "org" and e.name.isupper()}
    for e in entries:
        words = name_words(e.full) if e.kind == "person" and e.doc in shouting else ()
        if len(words) > 1:
            for part in (words, words[-1:]):
                full[e.doc, part][words] = max(e.full, full[e.doc, part].get(words, ""))  # small letters come last
    out = []
    for e in entries:
        words = name_words(e.name) if e.kind == "org" and e.name.isupper() else ()
        meant = full.get((e.doc, words), {}) if len("".join(words)) > 3 else {}
        out.append(e._replace(kind="person", full=next(iter(meant.values()))) if len(meant) == 1 else e)
    return out
