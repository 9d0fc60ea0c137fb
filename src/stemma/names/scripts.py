"""Names in other scripts than Latin: spellings that a text gives in brackets, and sources named in such letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from stemma.model import Reading
from stemma.names.entries import Entry, bare
from stemma.names.people import join_people

LONGEST = 60  # letters of a name in brackets
_BRACKETS = re.compile(rf"['\"”’]?[ \t]?[(\[]([^()\[\]\n]{{3,{LONGEST}}})[)\]]")
_LANGUAGE = re.compile(r"^(?:in )?[A-Z][a-z]+: ?")  # "(Russian: ...)"
MOST_WORDS = 5  # of a person's name


def is_latin(name: str) -> bool:
    """Whether most letters of a name are Latin ones, with accents or without."""
    if name.isascii():
        return True
    letters = [c for c in name if c.isalpha()]
    return 2 * sum(unicodedata.name(c, "").startswith("LATIN") for c in letters) >= len(letters)


def bracketed(readings: Sequence[Reading]) -> list[Entry]:
    """An entry for each spelling in another script, in brackets behind a name: "Taras Zelin (Тарас Зелин)"."""
    found = []
    for reading in readings:
        for m in reading.page.mentions:
            if m.kind not in ("person", "org") or not is_latin(m.name):
                continue
            match = _BRACKETS.match(reading.page.text, m.span.end)
            name = bare(_LANGUAGE.sub("", match[1].strip())) if match else ""
            if name and not is_latin(name) and not any(c.isdigit() for c in name):
                full = bare(m.refers_to or m.name)
                found.append(Entry(reading.document.id, m.kind, name, full, None, match.start(1)))
    return found


def with_known_scripts(entries: Sequence[Entry], given: Sequence[Entry]) -> list[Entry]:
    """The entries, with what the spellings in brackets tell of names written in that script elsewhere.

    A spelling that stands for two different names tells nothing. A bracketed spelling is itself an entry; what was
    read at its place as another name gives way to it.
    """
    meant: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for e in given:
        meant[e.name.casefold()].add((e.kind, e.full))
    places = {(e.doc, e.at) for e in given}
    out = list(given)
    for e in entries:
        known = meant.get(e.full.casefold(), set())
        if (e.doc, e.at) in places and e.row is None and e.mention is None:
            continue
        if len(known) == 1:
            kind, full = next(iter(known))
            e = e._replace(kind=kind, full=full)
        out.append(e)
    return out


def join_named(people: Sequence[Entry], unnamed: Sequence[Entry]) -> tuple[dict[Entry, str], set[Entry]]:
    """The people joined, and the entries that turned out to be people: sources that are named in another script only.

    Such a source is a person where somebody of the case has that name in Latin or in other letters.
    """
    native = [e for e in unnamed if not is_latin(e.name) and 1 < len(e.name.split()) <= MOST_WORDS]
    as_people = {e._replace(kind="person", role=None): e for e in native}
    heads = join_people([*people, *as_people])
    known = {heads[e] for e in people}
    joined = {old for new, old in as_people.items() if heads[new] in known}
    kept = {e: head for e, head in heads.items() if e not in as_people or head in known}
    return kept, joined
