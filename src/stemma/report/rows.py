"""The tables of the record: one row for each value, with who holds it and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.assessments.own_side import of_its_side, voice
from stemma.model import Assessment, Claim, Contradiction, Drift, Statement
from stemma.report import words
from stemma.report.lookup import Holder, Lookup, Ref, holders_of, party_of, refs_of, rows_of, value_of
from stemma.values import HARMS

KINDS = tuple(words.KIND_WORDS)
QUOTED = 120  # characters of a statement that are shown in a row; the whole stands in the report
ABOUT_WORDS = {"killed": "Number killed", "injured": "Number injured", "weapon": "Weapon", "perpetrator":
               "Who is responsible", "control": "Control of ground", "place": "Place", "time": "Time", "other": "Other"}


class Row(Struct, frozen=True):
    """One value, who holds it, and where."""

    value: str
    note: str  # stance, victims or reason
    holders: tuple[Holder, ...]
    refs: tuple[Ref, ...]


class Group(Struct, frozen=True):
    """Rows under one heading."""

    key: str
    label: str
    rows: tuple[Row, ...]


class Differing(Struct, frozen=True):
    """Where accounts differ."""

    about: str
    why: str
    rows: tuple[Row, ...]


class DriftView(Struct, frozen=True):
    """What a retelling made of the words."""

    kind: str
    severity: str
    was: str
    became: str
    letter: str
    against: str
    why: str
    anchor: str


def note_of(claim: Claim) -> str:
    """Who was harmed and how firmly it is said, as far as the report says so."""
    return "; ".join(filter(None, (words.victims(claim.victims), _stance(claim))))


def _stance(claim: Claim) -> str:
    return "" if claim.kind == "denial" and claim.stance == "denied" else words.STANCE_WORDS[claim.stance]


def _merged(look: Lookup, rows: Iterable[tuple[str, str, Claim]]) -> tuple[Row, ...]:
    """Rows with the same value and note become one, with all holders and references."""
    same: dict[tuple[str, str], list[tuple[str, Claim]]] = defaultdict(list)
    for value, note, claim in rows:
        same[value.casefold(), note].append((value, claim))
    merged = [Row(held[0][0], note, holders_of(look, [c for _, c in held]), refs_of(look, [c for _, c in held]))
              for (_, note), held in same.items()]
    return tuple(sorted(merged, key=lambda row: (-sum(h.named for h in row.holders), -len(row.refs))))


def parts(look: Lookup, claims: Sequence[Claim]) -> tuple[Row, ...]:
    """Figures for a part of the incident only: one hospital, the children among the dead."""
    rows = []
    for claim in (c for c in claims if c.kind in HARMS and c.scope == "partial" and c.count is not None):
        where = look.places.get(look.record.claim_places.get(claim.id, ""))
        note = "; ".join(filter(None, (words.HARM_WORDS[claim.kind].lower(), note_of(claim),
                                       f"at {where.name}" if where else "", _whole(look, claim))))
        rows.append((value_of(claim), note, claim))
    return _merged(look, rows)


def _whole(look: Lookup, claim: Claim) -> str:
    whole = look.claims.get(claim.part_of or "")
    return f"of {value_of(whole)}" if whole else ""


def groups(look: Lookup, claims: Sequence[Claim]) -> tuple[Group, ...]:
    """Everything that is not a figure: one row for each value and stance."""
    kinds = {c.kind for c in claims if c.kind not in HARMS}
    ordered = [kind for kind in KINDS if kind in kinds] + sorted(kinds - set(KINDS))
    return tuple(
        Group(kind, words.KIND_WORDS.get(kind) or words.sentence_case(kind.replace("_", " ")),
              _merged(look, ((value_of(c), _told_how(look, c), c) for c in claims if c.kind == kind)))
        for kind in ordered)


def _told_how(look: Lookup, claim: Claim) -> str:
    """The stance; of what a side says that it did itself also that it is its own account and no allegation."""
    own = claim.kind == "perpetrator" and of_its_side(claim, voice(party_of(look, claim)))
    return "; ".join(filter(None, ("by its own account" if own else "", _stance(claim))))


def left_out(look: Lookup, claims: Sequence[Claim], assessed: dict[str, Assessment]) -> tuple[Row, ...]:
    """Figures of this incident that its range does not rest on, with the reason."""
    own = {claim.id for claim in claims if claim.scope == "incident"}
    reasons = {link.row: link.reason for a in assessed.values() for link in a.excluded if link.row in own}
    return _reasoned(look, reasons)


def not_toll(look: Lookup, claims: Sequence[Claim], assessed: dict[str, Assessment],
             toll: Sequence[Claim]) -> tuple[Row, ...]:
    """Figures that are not this incident's toll, with the reason."""
    own = {claim.id for claim in (*claims, *toll) if claim.scope in ("incident", "partial")} | {c.id for c in toll}
    reasons = {link.row: link.reason for a in assessed.values() for link in a.excluded if link.row not in own}
    for claim in claims:
        if claim.kind in HARMS and claim.scope in ("aggregate", "other") and claim.id not in own:
            reasons.setdefault(claim.id, _scope_reason(claim))
    return _reasoned(look, reasons)


def _reasoned(look: Lookup, reasons: dict[str, str]) -> tuple[Row, ...]:
    """One row for each figure and the reason why it stands apart."""
    found = [look.claims[row] for row in reasons if row in look.claims]
    found.sort(key=lambda c: (look.numbers[c.id], c.id))
    return _merged(look, ((f"{words.HARM_WORDS.get(c.kind, c.kind)}: {value_of(c)}",
                           "; ".join(filter(None, (words.sentence_case(reasons[c.id]), note_of(c)))), c)
                          for c in found if c.count is not None))


def loose(look: Lookup) -> tuple[Row, ...]:
    """Figures that no incident of the case holds and none sets aside."""
    held = {row for incident in look.record.incidents for row in incident.claims}
    held |= {link.row for a in look.record.assessments for link in a.excluded}
    free = [c for c in look.claims.values() if c.kind in HARMS and c.id not in held]
    return _reasoned(look, {c.id: _scope_reason(c) for c in free})


def _scope_reason(claim: Claim) -> str:
    if claim.scope == "aggregate":
        period = f" ({claim.when.text})" if claim.when and claim.when.text else ""
        return f"a toll over several incidents or a period{period}"
    return "a toll of another incident" if claim.scope == "other" else "not joined to an incident"


def differences(look: Lookup, incident: str | None) -> tuple[Differing, ...]:
    """Where accounts of an incident differ: the dead first, then the injured, then the rest."""
    rows = [row for row in look.record.contradictions if row.incident == incident]
    return tuple(_differing(look, row) for row in sorted(rows, key=lambda row: tuple(ABOUT_WORDS).index(row.about)))


def _differing(look: Lookup, row: Contradiction) -> Differing:
    """Who holds which account; the kind of a value is named where the accounts are of several kinds."""
    items = rows_of(look, row.items)
    kinds = {item.kind if isinstance(item, Claim) else "statement" for item in items}
    same: dict[tuple[str, str], list[tuple[str, Claim | Statement]]] = defaultdict(list)
    for item in items:
        value, note = (value_of(item), note_of(item)) if isinstance(item, Claim) else (_quoted(look, item), "")
        if len(kinds) > 1 and isinstance(item, Claim):
            value = f"{words.HARM_WORDS.get(item.kind, words.sentence_case(item.kind))}: {value}"
        same[value.casefold(), note].append((value, item))
    rows = tuple(Row(held[0][0], note, holders_of(look, [i for _, i in held]), refs_of(look, [i for _, i in held]))
                 for (_, note), held in same.items())
    return Differing(ABOUT_WORDS[row.about], words.sentence_case(row.why), rows)


def _quoted(look: Lookup, row: Statement) -> str:
    text = row.span.of(look.by_doc[row.doc].page.text)
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + '…'}”"


def drifts(look: Lookup) -> tuple[DriftView, ...]:
    """What retellings changed, the gravest first."""
    found = (drift for held in look.drifts.values() for drift in held)
    return tuple(drift_view(look, drift) for drift in sorted(found, key=drift_order))


def drift_view(look: Lookup, drift: Drift) -> DriftView:
    """One change, with both wordings."""
    became = drift.span.of(look.by_doc[drift.doc].page.text)
    was = drift.against_span.of(look.by_doc[drift.against].page.text)
    return DriftView(drift.kind, drift.severity, was, became, look.letters[drift.doc], look.letters[drift.against],
                     words.sentence_case(drift.why), drift.id)


def drift_order(drift: Drift) -> tuple:
    """The gravest first, then in the order of the documents."""
    return ("high", "medium", "low").index(drift.severity), drift.doc, drift.span, drift.id
