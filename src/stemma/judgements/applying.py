"""All that people decided, put into the readings of a case and made ready for the joins over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stemma.judgements.claims import Changed, corrected, with_missed, with_scopes
from stemma.judgements.making import Correction
from stemma.judgements.pairs import decisions, kept_apart, names_given_way, party_of_rows
from stemma.judgements.placing import Placed, Rows, place, unplaced_problem, value_of
from stemma.judgements.standing import in_time, standing, time_of
from stemma.model import Claim, Decisions, Judged, Judgement, Party, Problem, Reading
from stemma.values import Scope


class Applied(Struct, frozen=True):
    """Readings as people corrected them, and what they decided of pairs."""

    readings: tuple[Reading, ...]
    decisions: Decisions = Decisions()
    judged: tuple[Judged, ...] = ()
    problems: tuple[Problem, ...] = ()
    scopes: dict[str, Scope] = {}  # Claim.id -> the scope that people gave it
    named: tuple[Placed, ...] = ()  # judgements that name a party, earliest first


def apply(readings: Sequence[Reading], judgements: Iterable[Judgement]) -> Applied:
    """The readings with what people decided of them. Judgements may come in any order; those withdrawn do nothing.

    What cannot be placed or cannot hold beside later decisions becomes a Problem; nothing is dropped silently.
    """
    held = standing(judgements)
    if not held:
        return Applied(tuple(readings))
    missed = with_missed(readings, held)
    placed, rows, lost = _placed(missed.readings, held)
    added = frozenset(one.rows[0] for one in missed.judged if not one.before)  # of what is unsure a document, no claim
    changed = corrected(missed.readings, placed, added)
    tied = decisions(placed, _claims(changed.readings, placed))
    signed = tuple(Judged(one.judgement.id, one.ids, "") for one in placed if one.judgement.kind == "sign_off")
    times = {judgement.id: time_of(judgement) for judgement in held}
    return Applied(
        readings=changed.readings,
        decisions=tied.decisions,
        judged=tuple(sorted((*missed.judged, *changed.judged, *tied.judged, *signed),
                            key=lambda one: times[one.judgement])),
        problems=tuple(sorted((*missed.problems, *(unplaced_problem(judgement, rows) for judgement in lost),
                               *changed.problems, *tied.problems), key=lambda one: (times[one.subject], one.code))),
        scopes=missed.scopes | changed.scopes,
        named=tied.named,
    )


def _placed(readings: Sequence[Reading], held: Sequence[Judgement]) -> tuple[list[Placed], Rows, list[Judgement]]:
    """The judgements with their rows, earliest first, the rows, and the judgements that have none.

    A claim whose kind people corrected was decided on under either kind.
    """
    rows = Rows(readings)
    missed = [one for one in held if one.kind == "missed"
              and not any(target.doc in rows.readings for target in one.targets[:1])]
    placed, lost = place((one for one in held if one.kind != "missed"), rows)
    for one in placed:
        if one.judgement.kind == "value" and isinstance(one.rows[0], Claim) and (kind := _kind(one.judgement)):
            rows.also(one.rows[0], kind)
    found, lost = place(lost, rows)
    by_id = {one.judgement.id: one for one in (*placed, *found)}
    return [by_id[one.id] for one in in_time(one.judgement for one in by_id.values())], rows, [*missed, *lost]


def _kind(judgement: Judgement) -> str | None:
    """The kind that a judgement gives a claim, if that is what it corrects."""
    try:
        value = value_of(judgement)
    except msgspec.DecodeError:
        return None
    return value.to if isinstance(value, Correction) and value.field == "kind" and isinstance(value.to, str) else None


def _claims(readings: Iterable[Reading], placed: Iterable[Placed]) -> dict[str, Claim]:
    """The claims at hand of the documents that people decided on."""
    docs = {row.doc for one in placed for row in one.rows if isinstance(row, Claim)}
    return {claim.id: claim for reading in readings if reading.document.id in docs for claim in reading.claims}


def joined(applied: Applied, readings: Sequence[Reading], parties: Sequence[Party], speakers: Mapping[str, str]
           ) -> Applied:
    """What people decided, with the readings as the join gave them back: the scopes that people gave hold, and of two
    names that they chose for one party the later one."""
    if not applied.judged:
        return replace(applied, readings=tuple(readings))
    changed = with_scopes(Changed(applied.readings, applied.judged, scopes=applied.scopes), readings)
    given_way = names_given_way(applied.named, party_of_rows(parties, speakers)) if applied.named else ()
    gone = {one.subject for one in given_way}
    return replace(applied, readings=changed.readings, problems=(*applied.problems, *given_way),
                   judged=tuple(one for one in changed.judged if one.judgement not in gone))


def apart(applied: Applied, parties: Sequence[Party], speakers: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Pairs of parties, in both orders, that people hold to be two sources."""
    ties = applied.decisions.parties
    return kept_apart(ties, party_of_rows(parties, speakers)) if ties.two else frozenset()
