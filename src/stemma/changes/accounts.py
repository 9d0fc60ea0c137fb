"""Incidents that are new, joined, parted or gone; contradictions, denials and signatures of those that went on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stemma.changes.matching import Matched
from stemma.changes.nouns import Change, Kind, Stood, weight_of
from stemma.changes.standing import Ledger, clipped, denies, first_told, harm_words, quoted, report_name, span_of
from stemma.model import Claim
from stemma.report import words
from stemma.report.rows import ABOUT_WORDS
from stemma.values import HARMS

MOST_REPORTS = 3  # that are named


def incidents(matched: Matched, before: Mapping[str, Stood], after: Mapping[str, Stood],
              ledger: Ledger) -> Iterator[Change]:
    """Incidents that are there now and were not, and the other way round."""
    for now in after.values():
        if now.id not in matched.came_from:
            docs = reports_of(now, ledger)
            said = f"A new incident: {now.head}{_tolls(now)}. {_named(docs, ledger)}."
            yield _change("new_incident", (now,), (), said, _figures(now, ledger), docs)
    for to, ones in matched.joined.items():
        now, were = after[to], [before[one] for one in ones]
        said = (f"What was told as {words.counted(len(were))} incidents is one now: "
                f"{words.listed([one.head for one in were])} became {now.head}{_tolls(now)}.")
        yield _change("joined", (now,), were, said, (), reports_of(now, ledger))
    for one, parts in matched.parted.items():
        was, are = before[one], [after[part] for part in parts]
        told = words.listed([f"{now.head}{_tolls(now)}" for now in are])
        said = f"What was told as one incident, {was.head}, is {words.counted(len(are))} now: {told}."
        docs = sorted({doc for now in are for doc in reports_of(now, ledger)})
        yield _change("parted", are, (was,), said, (), docs)
    for was in before.values():
        if was.id not in matched.became:
            said = f"No incident any more: {was.head}. None of its figures is held to be about one."
            yield _change("gone", (), (was,), said)


def of_one(was: Stood, now: Stood, ledger: Ledger) -> Iterator[Change]:
    """What is told of an incident that went on as the same, but for its tolls."""
    yield from _circumstances(was, now)
    yield from _differences(was, now, ledger)
    if not was.denied and now.denied:
        held = [claim for claim in first_told(now.claims, ledger) if denies(claim)]
        said = f"{now.head}: the first denial: {quoted(held[0], ledger)}."
        yield _change("denial", (now,), (was,), said, held)
    yield from _signed(was, now, ledger)


def _circumstances(was: Stood, now: Stood) -> Iterator[Change]:
    told = [f"the {what} was {old}, is {new}" for what, old, new in (
        ("place", was.place, now.place), ("day", was.when, now.when)) if old != new]
    if told:
        yield _change("circumstances", (now,), (was,), f"{now.head}: {words.listed(told)}.")


def _differences(was: Stood, now: Stood, ledger: Ledger) -> Iterator[Change]:
    """Contradictions of which no row was part of one about the same before."""
    met = {(one.about, row) for one in was.differed for row in one.items}
    for found in sorted(ledger.contradictions.get(now.id, ()), key=lambda one: (one.about, one.why, one.items)):
        if any((found.about, row) in met for row in found.items):
            continue
        held = first_told(found.items, ledger)
        what = ABOUT_WORDS.get(found.about, found.about).lower()
        said = f"{now.head}: accounts differ anew ({what}): {clipped(found.why, 400)}."
        docs = {claim.doc for claim in held}
        yield Change("contradiction", (now.id,), said, weight_of("contradiction"), tuple(sorted(found.items)),
                     tuple(sorted(docs)), (was.id,))


def _signed(was: Stood, now: Stood, ledger: Ledger) -> Iterator[Change]:
    """A signature of what is not what was signed any more."""
    signed = ledger.signed.get(now.id)
    if signed is None or signed.status == "draft" or was.signature != now.signature:
        return
    if new := [line for line in now.changed if line not in was.changed]:
        more = f"; and {words.how_many(len(new) - 3, 'more difference')}" if len(new) > 3 else ""
        said = (f"{now.head}: it was signed as {signed.status} by {signed.by} and has changed since: "
                f"{'; '.join(clipped(line) for line in new[:3])}{more}.")
        yield _change("signed_changed", (now,), (was,), said)


# ------------------------------------------------------------------------------------------------------------- words


def reports_of(one: Stood, ledger: Ledger) -> list[str]:
    """The documents of an incident's claims."""
    return sorted({ledger.claims[row].doc for row in one.claims if row in ledger.claims})


def _named(docs: Iterable[str], ledger: Ledger) -> str:
    """"Two reports: Hill Courier and Valley Post"."""
    names = sorted(report_name(ledger.pages[doc]) for doc in docs)
    return f"{words.sentence_case(words.how_many(len(names), 'report'))}: {words.some_of(names, MOST_REPORTS)}"


def _tolls(one: Stood) -> str:
    """", killed 7–12, injured 20"; "" where no figure is known."""
    told = {toll.harm: f", {harm_words(toll.harm)} {span_of(toll)}" for toll in one.tolls if toll.known}
    return "".join(told[harm] for harm in HARMS if harm in told)


def _figures(one: Stood, ledger: Ledger) -> list[Claim]:
    return first_told((row for toll in one.tolls for row in toll.claims), ledger)


def _change(kind: Kind, now: Iterable[Stood], was: Iterable[Stood], said: str, held: Iterable[Claim] = (),
            docs: Iterable[str] = ()) -> Change:
    held = tuple(held)
    return Change(kind, tuple(one.id for one in now), said, weight_of(kind), tuple(claim.id for claim in held),
                  tuple(sorted({*docs, *(claim.doc for claim in held)})), tuple(one.id for one in was))
