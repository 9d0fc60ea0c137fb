"""A record without the names of private people, and with coarse coordinates, for exports that others will read.

Every word of the record goes through the same sieve: texts and what quotes them, titles, spellings, reasons, notes,
file names. What it cannot promise stands in docs/exports.md: a name that was never recognised as one is not found.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from msgspec import Struct, structs

from stemma.errors import StemmaError
from stemma.exporters._options import Options
from stemma.exporters._people import Known, known
from stemma.exporters._withholding import WITHHELD, Names, covered, is_relation
from stemma.model import Document, Furniture, Judgement, Mention, Party, Quote, Reading, Record, Sentence, Target
from stemma.names.spelling import plain
from stemma.values import Geo, Source, Span, Victims

KILOMETRES = 10.0  # of a cell, where nobody asked for another
_PLAIN = (Span, Geo, Victims, Furniture, Quote, Sentence)  # of which no field holds a name


class Withheld(Struct, frozen=True):
    """What a private export is made of."""

    record: Record
    options: Options
    names: Names  # that may not be in it


def withheld(record: Record, options: Options) -> Withheld:
    """The record and the options without names of private people, coordinates to be coarsened."""
    who = known(record)
    names = Names(who.private, who.public)
    sieve = _Sieve(record, who, names)
    coarse = KILOMETRES if options.coarsen is None else options.coarsen
    judgements = tuple(sieve.judgement(one) for one in options.judgements)
    options = structs.replace(options, coarsen=coarse, judgements=judgements)
    return Withheld(sieve.through(record), options, names)


def told(record: Record, options: Options, remarks: Iterable[str]) -> Iterator[str]:
    """What people should know of a private export, and then these remarks on a plain one, without the names."""
    who = known(record)
    names = Names(who.private, who.public)
    persons = len(who.parties)
    many = "name of 1 person is" if persons == 1 else f"names of {persons:,} people are"
    coarse = KILOMETRES if options.coarsen is None else options.coarsen
    yield (f"The {many} withheld, with their ages and relations, and coordinates are coarsened to {coarse:g} km. A "
           "name that the program has not taken for one may still be there: read the file before you hand it on.")
    yield from map(names.without, remarks)


def refuse_leaks(content: bytes, names: Names) -> None:
    """Raises StemmaError where a name that should be withheld is still in a file's bytes."""
    for part in _parts(content):
        if names.within(part):
            raise StemmaError("A name that should have been withheld is still in the export: nothing was written.")


def _parts(content: bytes) -> list[str]:
    """The texts of a file; of a packed table none, since its columns come from the record alone."""
    if content.startswith(b"PAR1"):
        return []
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig", "replace").splitlines()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [line for name in packed.namelist()
                for line in (name, *packed.read(name).decode("utf-8-sig", "replace").splitlines())]


class _Sieve:
    """Puts every word of a record through."""

    def __init__(self, record: Record, who: Known, names: Names) -> None:
        self._who, self._names = who, names
        self._word: Callable[[str], str] = cache(names.without)
        self._texts = {reading.document.id: covered(reading.document.text, names, _known_places(reading, who))
                       for reading in record.readings}
        self._keys = self._renamed(record)
        self._speakers = record.speakers

    def _renamed(self, record: Record) -> dict[str, str]:
        """Keys that hold a name -> keys that hold none, in an order that tells nothing of the names."""
        parties = [party.key for party in record.parties
                   if party.key in self._who.parties or self._word(party.key) != party.key]
        places = [place.key for place in record.places if self._word(place.key) != place.key]
        found = {key: f"private-person-{number}" for number, key in enumerate(sorted(parties, key=_mixed), start=1)}
        return found | {key: f"private-place-{number}"
                        for number, key in enumerate(sorted(set(places) - found.keys(), key=_mixed), start=1)}

    def judgement(self, judgement: Judgement) -> Judgement:
        """What a person decided. The words that it quotes are those of the covered texts."""
        made = self.through(judgement)
        if made.targets:
            made = structs.replace(made, quoted=" … ".join(one.quoted for one in made.targets if one.quoted))
        return made

    def through(self, value: Any) -> Any:
        """Anything that a record holds."""
        if isinstance(value, str):
            return self._keys.get(value) or self._word(value)
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, tuple):
            return tuple(map(self.through, value))
        if isinstance(value, dict):
            return {self.through(key): self.through(one) for key, one in value.items()}
        if not isinstance(value, Struct):
            return value
        special = _SPECIAL.get(type(value))
        return special(self, value) if special else self._fields(value)

    def _fields(self, value: Struct) -> Struct:
        """A noun, each field put through; the same one where nothing changed."""
        changed = {}
        for name in value.__struct_fields__:
            before = getattr(value, name)
            after = self.through(before)
            if after is not before and after != before:
                changed[name] = after
        return structs.replace(value, **changed) if changed else value

    def _party(self, party: Party) -> Party:
        made = self._fields(party)
        if party.key not in self._who.parties:
            return made
        number = self._keys[party.key].rpartition("-")[2]
        return structs.replace(made, name=f"{WITHHELD[:-1]} {number}]", variants=(), role=_role(made.role))

    def _mention(self, mention: Mention) -> Mention:
        made = self._fields(mention)
        if mention.id not in self._who.mentions:
            return made
        return structs.replace(made, name=WITHHELD, refers_to=None, role=_role(made.role))

    def _reading(self, reading: Reading) -> Reading:
        """Sources are withheld by who they are held to be, whatever they are called there."""
        made = self._fields(reading)
        rows = {"claims": tuple(map(self._heard, made.claims)), "statements": tuple(map(self._heard, made.statements))}
        victims = None if made.victims is None else tuple(
            structs.replace(one, name=WITHHELD if one.name else "", age=None if one.age is None else one.age // 10 * 10)
            for one in made.victims)
        return structs.replace(made, **rows, victims=victims)

    def _heard(self, row: Any) -> Any:
        private = row.source.kind == "person" and self._speakers.get(row.id) in self._who.parties
        return structs.replace(row, source=self._source(row.source)) if private else row

    def _source(self, source: Source) -> Source:
        return structs.replace(source, name=WITHHELD, role=_role(source.role))

    def _document(self, document: Document) -> Document:
        """An address that holds a name leads nowhere without it, so that it is left out whole."""
        made = self._fields(structs.replace(document, text=""))
        url = None if document.url and self._names.within(document.url) else document.url
        return structs.replace(made, text=self._texts[document.id], url=url)

    def _target(self, target: Target) -> Target:
        made = self._fields(target)
        text = self._texts.get(target.doc)
        quoted = text is not None and target.quoted and len(target.quoted) == len(target.span) <= len(text)
        return structs.replace(made, quoted=target.span.of(text)) if quoted else made


_SPECIAL: dict[type, Callable[[_Sieve, Any], Any]] = {
    Party: _Sieve._party, Mention: _Sieve._mention, Reading: _Sieve._reading, Document: _Sieve._document,
    Target: _Sieve._target,
}


def _known_places(reading: Reading, who: Known) -> list[tuple[int, int]]:
    """Where the names of private people are known to stand, whatever else these words may mean elsewhere."""
    return [(mention.span.start, mention.span.end) for mention in reading.page.mentions if mention.id in who.mentions]


def _role(role: str | None) -> str | None:
    """What a private person is; whose relative is not said."""
    return "relative" if role and is_relation(role) else role


def _mixed(key: str) -> str:
    return hashlib.sha256(plain(key).encode()).hexdigest()
