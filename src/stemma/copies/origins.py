"""Origins: which rows go back to one act of reporting by one source, with the reason for each link.

An act is what one source told at one time (copies/acts.py). A row without a source belongs to the source that its own
document names for the same figure; else its origin is unknown and it counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from stemma.copies.acts import Row, Text, acts_of, figure_of, rows_of_reading, texts_of
from stemma.copies.sources import one_source
from stemma.copies.wording import clipped
from stemma.ids import make_id
from stemma.keeping import Notes
from stemma.model import Claim, Family, Link, Origin, Party, Reading
from stemma.values import HARMS

# Sources that stand for nobody in particular: what they say has no origin.
NOBODY = re.compile(
    r"^(?:(?:some|various|several|other|media|news|local|earlier|many|initial|early|unconfirmed|press)"
    r"\s+)*(?:reports?|accounts?|analysts?|observers?|experts?|critics|sources?|people|some|others|footage|videos?"
    r"|images?|photos?|photographs|social media|both sides|watchdogs?|media)$",
    re.IGNORECASE,
)


def origins(
    readings: Sequence[Reading], parties: Sequence[Party], speakers: dict[str, str], families: Sequence[Family],
    notes: Notes | None = None, apart: Collection[tuple[str, str]] = (),
) -> tuple[Origin, ...]:
    """Every act of reporting behind the statements and claims.

    notes: what earlier builds worked out of each reading. apart: pairs of Party.key, in both orders, that people hold
    to be two sources.
    """
    known = {party.key: party for party in parties}
    behind = {row: stand for row, stand in one_source(readings, parties, speakers, families).items()
              if (speakers.get(row), stand.party) not in apart}
    descent = texts_of(readings, families)
    rows, lent = rows_of(readings, known, {**speakers, **{row: link.party for row, link in behind.items()}}, descent,
                         notes or Notes())
    lent |= {row: link.reason for row, link in behind.items()}
    acts: list[list[Row]] = []
    by_party: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_party[row.party].append(row)
    for party in sorted(by_party):
        acts.extend(acts_of(by_party[party], descent, known[party].kind == "unnamed"))
    quotes = {item.id: item.span.of(reading.page.text)
              for reading in readings for item in (*reading.statements, *reading.claims)}
    made = [origin_of(act, known, quotes, descent, lent) for act in acts]
    return tuple(sorted(made, key=lambda origin: origin.id))


def rows_of(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str], descent: dict[str, Text],
    notes: Notes,
) -> tuple[list[Row], dict[str, str]]:
    """All rows that have a source, and for rows whose source was found elsewhere in the document the reason."""
    rows: list[Row] = []
    lent: dict[str, str] = {}
    for reading in readings:
        party_of = {
            item.id: party
            for item in (*reading.statements, *reading.claims)
            if (party := speakers.get(item.id)) in known and not nobody(known[party])
        }
        named = rows_of_reading(reading, party_of, descent[reading.document.id], notes)
        rows.extend(named)
        for row, reason in unattributed(reading, named, speakers):
            rows.append(row)
            lent[row.id] = reason
    return rows, lent


def nobody(party: Party) -> bool:
    """Whether a party names nobody in particular ("reports", "observers")."""
    return party.kind == "unnamed" and bool(NOBODY.match(party.name.removeprefix("the ").strip()))


def unattributed(reading: Reading, named: Sequence[Row], speakers: dict[str, str]) -> Iterable[tuple[Row, str]]:
    """Figures without a source whose document elsewhere names the source of the very same figure.

    The same number of another scope or group ("three children" beside "three people in another town") is another
    figure, and one that two sources of the text give belongs to neither.
    """
    party_of = {row.id: row.party for row in named if row.claim}
    sources: dict[tuple, set[str]] = defaultdict(set)
    for claim in reading.claims:
        if claim.id in party_of and claim.count is not None:
            sources[sort_of(claim)].add(party_of[claim.id])
    for claim in reading.claims:
        if claim.kind not in HARMS or claim.id in speakers or claim.count is None or claim.stance == "denied":
            continue
        holders = sources.get(sort_of(claim), set())
        if claim.count.wording in ("indefinite", "none", "some") or len(holders) != 1:
            continue
        row = Row(claim.id, reading.document.id, next(iter(holders)), None, None, figure_of(claim), True)
        yield row, "no source here; the same document names this source for the same figure"


def sort_of(claim: Claim) -> tuple:
    """What makes two figures of one text the same: harm, number, and whom they count."""
    return claim.kind, claim.count.low, claim.count.high, claim.scope, claim.victims.group


def origin_of(
    act: Sequence[Row],
    known: dict[str, Party],
    quotes: dict[str, str],
    descent: dict[str, Text],
    lent: dict[str, str],
) -> Origin:
    """The origin of one act, with the reason why each row goes back to it."""
    party = known[act[0].party]
    days = sorted({row.told for row in act if row.told})
    channels = sorted({row.channel for row in act if row.channel})
    docs = tuple(sorted({row.doc for row in act}))
    reasons = reasons_of(act, party, descent)
    links = tuple(Link(row, lent.get(row) or reasons[row]) for row in sorted(reasons))
    claims = tuple(sorted(row.id for row in act if row.claim))
    statements = tuple(sorted(row.id for row in act if not row.claim))
    return Origin(
        id=make_id("o", party.key, *(claims or statements)),
        party=party.key,
        channel=channels[0] if channels else None,
        date=days[0] if days else None,
        about=about(act, quotes),
        docs=docs,
        claims=claims,
        statements=statements,
        links=links,
    )


def reasons_of(act: Sequence[Row], party: Party, descent: dict[str, Text]) -> dict[str, str]:
    """Why each row is held to be part of the act, in plain words."""
    named = f"{party.name} is named as the source"
    docs = {row.doc for row in act}
    texts = Counter(descent[doc].family for doc in docs)
    tellers: dict[tuple, set[str]] = defaultdict(set)
    for row in act:
        tellers[row.content].add(row.doc)
    found = {}
    for row in act:
        if len(docs) == 1:
            found[row.id] = named
        elif texts[descent[row.doc].family] > 1:
            found[row.id] = f"{named}; the document is one of several copies of one text"
        elif len(tellers[row.content]) > 1:
            found[row.id] = f"{named}; another report gives the same figure or words"
        else:
            found[row.id] = f"{named}; nothing shows that it was told on another occasion"
    return found


def about(act: Sequence[Row], quotes: dict[str, str]) -> str:
    """One line: the words of the act that are nearest to a line's length, cut short. quotes: the words of each row."""
    best = min((quotes[row.id] for row in act), key=lambda words: (abs(len(words) - 80), words), default="")
    return clipped(best, 120)
