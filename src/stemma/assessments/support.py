"""Support: how far each figure of an incident is carried, in outlets, acts of reporting and independent sources.

Five outlets that carry one official's post are five outlets, one act and one source. A source that draws on another
one which gives the same figure is named, and not counted. A figure that a copy has changed is nobody's account.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.assessments.figures import claims_by_id, is_indefinite, spoilt_rows, toll_claims
from stemma.assessments.independence import independent
from stemma.model import Claim, Incident, Origin, Party, Reading, Record, Support
from stemma.values import HARMS


class Books(Struct, frozen=True):
    """What support is read from, by id. Built once for all incidents of a record."""

    claims: dict[str, Claim]
    behind: dict[str, Origin]  # of rows that no copy has changed
    pages: dict[str, Reading]
    spoilt: frozenset[str]  # figures that a copy has changed
    parties: dict[str, Party]


def books_of(record: Record) -> Books:
    """The indexes that support is read from; for many incidents of one record build them once."""
    claims = claims_by_id(record.readings)
    spoilt = spoilt_rows(claims.values(), record.drifts)
    behind = {row: origin for origin in record.origins for row in origin.claims if row not in spoilt}
    return Books(claims, behind, {reading.document.id: reading for reading in record.readings}, spoilt,
                 {party.key: party for party in record.parties})


def supports_of(
    record: Record, incident_id: str, harm: str | None = None, books: Books | None = None
) -> tuple[Support, ...]:
    """Every different figure of an incident's whole toll with what carries it, by harm, the best carried first.

    Figures of parts, of several incidents and those that are denied are nobody's account of the toll, and left out.
    "More than 30" and "at least 30" are one figure; "30" and "at least 30" are two.
    """
    incident = next(incident for incident in record.incidents if incident.id == incident_id)
    books = books or books_of(record)
    found = [
        support_of(incident, rows, books.behind, books.pages, record)
        for kind in HARMS if harm in (None, kind)
        for rows in same_figures(toll_claims(incident, books.claims, kind))
    ]
    return tuple(sorted(found, key=order))


def order(support: Support) -> tuple:
    """By harm, then the figures that most independent sources carry."""
    return (HARMS.index(support.kind), -len(support.sources), -len(support.outlets), support.low or 0,
            support.high or 0, support.claims)


def same_figures(toll: Sequence[Claim]) -> Iterable[list[Claim]]:
    """The claims of one harm, those that give one figure together; "some" and the bare plural give none."""
    groups: list[list[Claim]] = []
    told = [claim for claim in toll if not is_indefinite(claim)]
    for claim in sorted(told, key=lambda c: (c.count.low or 0, c.count.high or 0, c.count.wording, c.id)):
        home = next((group for group in groups if all(claim.count.same_as(other.count) for other in group)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def support_of(
    incident: Incident, rows: Sequence[Claim], behind: dict[str, Origin], pages: dict[str, Reading], record: Record
) -> Support:
    """What carries one figure."""
    acts = {behind[row.id].id: behind[row.id] for row in rows if row.id in behind}
    sources, dependent = independent({act.party for act in acts.values()}, record.dependences)
    docs = sorted({row.doc for row in rows})
    first = min(rows, key=lambda row: (row.count.low or 0, row.count.high or 0, row.id))
    return Support(
        incident=incident.id,
        kind=first.kind,
        low=first.count.low,
        high=first.count.high,
        claims=tuple(sorted(row.id for row in rows)),
        docs=tuple(docs),
        outlets=tuple(sorted({pages[doc].page.outlet or pages[doc].document.name for doc in docs})),
        acts=tuple(sorted(acts)),
        sources=sources,
        dependent=dependent,
    )


def in_words(support: Support) -> str:
    """"five outlets, two acts of reporting, one independent source"."""
    counts = ((len(support.outlets), "outlet", "outlets"), (len(support.acts), "act of reporting", "acts of reporting"),
              (len(support.sources), "independent source", "independent sources"))
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)
