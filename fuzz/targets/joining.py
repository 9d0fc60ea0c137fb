"""What is made of several reports together: copies of one another in part, in other words and in other languages."""

from __future__ import annotations

from msgspec.structs import replace

from fuzz.contract import document_of, require
from fuzz.target import Target
from fuzz.targets._texts import REPORT, WORDS, reports
from stemma.ids import make_id
from stemma.model import Document, Record
from stemma.pipeline import join, read
from stemma.store.nouns import decode_record, encode_parts

OTHER = {"fourteen": "twelve", "14": "12", "killed": "wounded", "Tolvan": "Tolwan", "Monday": "Sunday", "said": "told"}
MOST = 40  # paragraphs that are put between those of another report


def pile(data: bytes) -> tuple[Document, ...]:
    """A report; one that retells it with other figures and names; one that has its paragraphs among its own; one in
    another language; and one that may have nothing to do with it."""
    first = document_of(data, lang="en", outlet="Hill Courier")
    retold = first.text
    for word, other in OTHER.items():
        retold = retold.replace(word, other)
    own, theirs = REPORT.split("\n\n"), first.text.split("\n\n")[:MOST]
    mixed = "\n\n".join(part for pair in zip(theirs, own * MOST, strict=False) for part in pair)
    texts = ((retold, "en", "Radio Delta"), (mixed, "en", None), (first.text, "fr", None),
             (REPORT, "en", "Channel Six"))
    return (first, *(replace(first, id=make_id("d", text, str(at)), name=f"input {at}", text=text, lang=lang,
                             outlet=outlet) for at, (text, lang, outlet) in enumerate(texts)))


def joining(data: bytes) -> object:
    """Whatever the reports say they are joined, in whatever order they come, and what was found can be kept."""
    readings = [read(document, "none") for document in pile(data)]
    record = join(readings)
    require(join(readings[::-1]) == record, "the order of the reports changes what is found")
    _hold(record)
    require(decode_record(record.readings, encode_parts(record)) == record, "a record that cannot be kept")
    return record


def _hold(record: Record) -> None:
    """Copies and changes lie in the texts that they are told of; rows refer to rows that are there."""
    texts = {reading.document.id: reading.document.text for reading in record.readings}
    for edge in (edge for family in record.families for edge in family.edges):
        for a, b in edge.passages:
            require(0 <= a.start < a.end <= len(texts[edge.a]) and 0 <= b.start < b.end <= len(texts[edge.b]),
                    "a passage outside of its text")
    for drift in record.drifts:
        require(0 <= drift.span.start <= drift.span.end <= len(texts[drift.doc]), "a change outside of its text")
    claims = {claim.id for reading in record.readings for claim in reading.claims}
    held = [claim for incident in record.incidents for claim in incident.claims]
    require(claims.issuperset(held), "an incident of a claim that is not there")
    require(len(set(held)) == len(held), "a claim in two incidents")


TARGETS = (Target("joining", "reports that are joined: copies, changes, parties, origins, incidents, figures", joining,
                  reports, WORDS, seconds=4.0, per_kilobyte=0.5, most=4000),)
