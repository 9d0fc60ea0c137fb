"""Tolls that rose or fell, and sources of them that are new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stemma.assessments.figures import bounds
from stemma.changes.nouns import Change, Kind, Stood, Toll, weight_of
from stemma.changes.standing import Ledger, first_told, harm_words, party_of, quoted, span_of
from stemma.model import Assessment, Claim
from stemma.report import words
from stemma.values import HARMS

MOST = 2  # figures that are quoted for one change; all are among its rows


def tolls(was: Stood, now: Stood, ledger: Ledger) -> Iterator[Change]:
    """What became of the tolls of an incident that went on as the same."""
    before = {toll.harm: toll for toll in was.tolls}
    for found in sorted(ledger.assessments.get(now.id, ()), key=lambda one: HARMS.index(one.kind)):
        earlier = before.get(found.kind)
        if earlier is None or not earlier.known:
            if found.low is not None or found.high is not None:
                yield _first(was, now, found, ledger)
            continue
        if (earlier.low, earlier.high, earlier.open_end) != (found.low, found.high, found.open_end):
            yield _moved(was, now, earlier, found, ledger)
        yield from _sources(was, now, earlier, found, ledger)


def _first(was: Stood, now: Stood, found: Assessment, ledger: Ledger) -> Change:
    """The first figures of a harm."""
    held = first_told(found.claims, ledger)
    said = f"{now.head}: the first figures for {harm_words(found.kind)}, {span_of(found)}: {_quotes(held, ledger)}"
    return _change("new_toll", was, now, said, held)


def _moved(was: Stood, now: Stood, earlier: Toll, found: Assessment, ledger: Ledger) -> Change:
    """A range that is another one, with the figures that made it so."""
    kind, verb = direction(earlier, found)
    said = f"{now.head}: {harm_words(found.kind)} {verb} from {span_of(earlier)} to {span_of(found)}"
    ends = {end for end, other in ((found.low, earlier.low), (found.high, earlier.high)) if end != other}
    if found.open_end != earlier.open_end:
        ends.add(found.high)
    before = set(earlier.claims)
    held = [claim for claim in first_told(found.claims, ledger) if claim.id not in before and ends & set(bounds(claim))]
    if held:
        return _change(kind, was, now, f"{said}, because of {_quotes(held, ledger)}", held)
    left = [claim for claim in first_told(earlier.claims, ledger) if claim.id not in found.claims]
    return _change(kind, was, now, said + _why_left(left, now, found, ledger), left)


def _why_left(left: Sequence[Claim], now: Stood, found: Assessment, ledger: Ledger) -> str:
    """Why figures are not part of a toll any more; "" where none has left it."""
    if not left:
        return ""
    reasons = {link.row: link.reason for link in found.excluded}
    first = left[0]
    if first.id in reasons:
        return f", because {quoted(first, ledger)} is left out: {reasons[first.id]}"
    if first.id in now.claims:
        return f", because {quoted(first, ledger)} is read otherwise"
    return f", because {quoted(first, ledger)} is not held to be about it any more"


def direction(earlier: Toll, found: Assessment) -> tuple[Kind, str]:
    """Where a range has gone: up or down where no end went the other way, otherwise it has grown wider or narrower."""
    low = _compared(found.low, earlier.low)
    high = _compared(found.high, earlier.high) or _compared(int(found.open_end), int(earlier.open_end))
    if found.low is None and found.high is None:
        return "toll_fell", "went"
    if low >= 0 and high >= 0:
        return "toll_rose", "rose"
    if low <= 0 and high <= 0:
        return "toll_fell", "fell"
    return "toll_changed", "widened" if high > 0 else "narrowed"


def _compared(now: int | None, was: int | None) -> int:
    """1 for more than before, -1 for less, 0 for as much or where either is not known."""
    return 0 if now is None or was is None else (now > was) - (now < was)


def _sources(was: Stood, now: Stood, earlier: Toll, found: Assessment, ledger: Ledger) -> Iterator[Change]:
    """Independent sources that nobody had before: no figure of theirs was known, under whatever name they had."""
    toll = next(toll for toll in now.tolls if toll.harm == found.kind)
    known = {source.party for source in earlier.sources}
    for source in toll.sources:
        if source.party in known or set(source.claims) & set(was.claims):
            continue
        held = first_told(source.claims, ledger)
        name = party_of(held[0], ledger) if held else None
        who = name.name if name else source.party
        said = f"{now.head}: a new independent source for {harm_words(found.kind)}, {who}: {_quotes(held, ledger)}"
        yield _change("new_source", was, now, said, held)


def _quotes(held: Sequence[Claim], ledger: Ledger) -> str:
    """The first figures in their words, of each report and source one, and how many more there are."""
    told: dict[tuple[str, str], str] = {}
    for claim in held:
        party = party_of(claim, ledger)
        told.setdefault((claim.doc, party.key if party else ""), quoted(claim, ledger))
    more = words.how_many(len(told) - MOST, "more account") if len(told) > MOST else ""
    return words.listed([*list(told.values())[:MOST], more])


def _change(kind: Kind, was: Stood, now: Stood, said: str, held: Sequence[Claim]) -> Change:
    return Change(kind, (now.id,), f"{said}.", weight_of(kind), tuple(claim.id for claim in held),
                  tuple(sorted({claim.doc for claim in held})), (was.id,))
