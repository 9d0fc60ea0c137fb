"""Which rows name a party or a place: worked out once for a record, for pages and for what people decide there."""

from __future__ import annotations

from collections import defaultdict

from stemma.judgements import target_of
from stemma.model import Party, Place, Target
from stemma.report.lookup import report_name
from stemma.web.held import Snapshot
from stemma.web.targets import mentions


def spoken_by(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Party.key -> ids of the statements and claims that it is heard in, in the order printed."""
    def gathered() -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row, key in snapshot.record.speakers.items():
            found[key].append(row)
        numbers = snapshot.look.numbers
        return {key: tuple(sorted(rows, key=lambda row: (numbers.get(row, 0), row))) for key, rows in found.items()}

    return snapshot.kept("spoken by", gathered)


def names_of(snapshot: Snapshot, party: Party) -> dict[str, tuple[str, ...]]:
    """Each spelling of a party with the ids of the rows that use it: what it is heard in first, then mentions."""
    found: dict[str, list[str]] = defaultdict(list)
    look = snapshot.look
    for row in spoken_by(snapshot).get(party.key, ()):
        source = (look.claims.get(row) or look.statements[row]).source
        found[source.name].append(row)
    known = mentions(snapshot)
    for mention in party.mentions:
        if mention in known:
            found[known[mention].name].append(mention)
    return {name: tuple(rows) for name, rows in sorted(found.items()) if name}


def spellings_of(snapshot: Snapshot, place: Place) -> dict[str, tuple[str, ...]]:
    """Each spelling of a place with the ids of its mentions."""
    known = mentions(snapshot)
    found: dict[str, list[str]] = defaultdict(list)
    for mention in place.mentions:
        if mention in known:
            found[known[mention].name].append(mention)
    return {name: tuple(rows) for name, rows in sorted(found.items())}


def row_target(snapshot: Snapshot, row: str) -> Target:
    """The target of a row that is known to be there."""
    look = snapshot.look
    found = look.claims.get(row) or look.statements.get(row) or mentions(snapshot)[row]
    return target_of(found, look.by_doc[found.doc].document)


def in_reports(snapshot: Snapshot, rows: tuple[str, ...]) -> str:
    """Names of the reports that rows stand in: "A, Hill Courier; C, Valley Post and 4 more"."""
    look, known = snapshot.look, mentions(snapshot)
    docs = dict.fromkeys((look.claims.get(row) or look.statements.get(row) or known[row]).doc for row in rows)
    shown = [f"{look.letters[doc]}, {report_name(look, doc)}" for doc in list(docs)[:3]]
    return "; ".join(shown) + (f" and {len(docs) - 3} more" if len(docs) > 3 else "")
