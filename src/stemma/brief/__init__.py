"""The brief: an incident on one page of plain prose, in four parts: known, claimed, disputed, not known.

Made by rules from the record. Every sentence leads to the rows it rests on, or says what was looked for and not found.
A copy of a report counts once: what it only repeats is told by its original.
"""

from __future__ import annotations

from collections.abc import Iterable

from stemma.brief import circumstances, disputed, known
from stemma.brief.desk import Desk, File, desk, file_of
from stemma.brief.nouns import PARTS, Brief, Part, Sentence
from stemma.brief.unknown import unknown
from stemma.model import Estimate, Incident, Record
from stemma.report import words

__all__ = ["PARTS", "Brief", "Part", "Sentence", "brief_of", "desk"]

MOST = {"known": 7, "claimed": 8, "disputed": 6, "not known": 7}  # sentences: one page in all


def brief_of(record: Record | Desk, incident_id: str) -> Brief:
    """The brief of an incident. For many incidents of one record make its desk once."""
    table = record if isinstance(record, Desk) else desk(record)
    incident = next(incident for incident in table.record.incidents if incident.id == incident_id)
    file = file_of(table, incident)
    found = known.estimates(file)
    said = {name: list(sentences) for name, sentences in zip(PARTS, _parts(file, found), strict=True)}
    parts = tuple(Part(name, tuple(said[name][: MOST[name]]), max(0, len(said[name]) - MOST[name])) for name in PARTS)
    return Brief(incident.id, incident.title, _basis(table, incident), parts, tuple(found.values()))


def _parts(file: File, found: dict[str, Estimate]) -> tuple[Iterable[Sentence], ...]:
    """The sentences of each part, the victims first."""
    sure: list[Sentence] = []
    said: list[Sentence] = []
    told = [
        *known.happening(file), *known.tolls(file, found), *known.parts(file),
        *((False, one) for one in circumstances.blame(file)), *circumstances.weapons(file),
        *circumstances.damage(file), *((False, one) for one in circumstances.verified(file)),
    ]
    for is_known, sentence in told:
        (sure if is_known else said).append(sentence)
    return sure, said, [*disputed.tolls(file, found), *disputed.others(file)], unknown(file, found)


def _basis(table: Desk, incident: Incident) -> str:
    """"Twelve reports; two of them are copies of others"."""
    docs = [doc for doc in incident.docs if doc in table.books.pages]
    copies = sum(not table.copied.get(doc, {}).keys().isdisjoint(docs) for doc in docs)
    text = f"From {words.how_many(len(docs), 'report')}"
    if copies:
        verb = "repeats" if copies == 1 else "repeat"
        text += f", {words.counted(copies)} of which {verb} others in whole or in part"
    return f"{text}."
