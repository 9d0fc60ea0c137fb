"""An incident by every coding convention: what each codes, and why."""

from __future__ import annotations

from msgspec import Struct

from stemma.coding import Ledger, code, conventions, ledger
from stemma.coding.spec import ASPECTS, Convention
from stemma.model import Coded, Coding, Incident
from stemma.report.lookup import Ref, refs_of, rows_of
from stemma.web.held import Snapshot

MARKS = {"verified": "read in the convention itself", "secondary": "read elsewhere", "recollected": "not checked",
         "ours": "our default"}


class CodedField(Struct, frozen=True):
    """One field of a convention: its value, and why."""

    field: str
    label: str  # in the table of aspects; "" where the field is its own aspect
    value: str  # "" where nothing may be coded
    review: bool  # a person has to decide
    reason: str
    rule: str
    known_from: str  # where that rule is known from
    refs: tuple[Ref, ...]


class CodedAspect(Struct, frozen=True):
    """What one convention makes of one aspect: the killed, the date."""

    aspect: str
    fields: tuple[CodedField, ...]

    @property
    def brief(self) -> str:
        """"11", or "best 11, low 7, high 99"."""
        shown = [f"{one.label} {one.value or '–'}".strip() for one in self.fields]
        return ", ".join(dict.fromkeys(shown)) or "–"


class CodedColumn(Struct, frozen=True):
    """An incident by one convention."""

    convention: str
    version: str
    title: str
    included: bool
    why: str
    aspects: tuple[CodedAspect, ...]
    others: tuple[CodedField, ...]  # fields of no aspect
    caveat: str

    def aspect(self, name: str) -> CodedAspect | None:
        """What it makes of one aspect; None where it has no field for it."""
        return next((one for one in self.aspects if one.aspect == name), None)


def columns(snapshot: Snapshot, incident: Incident) -> tuple[CodedColumn, ...]:
    """The incident by every convention."""
    return snapshot.kept(("coded", incident.id), lambda: tuple(
        _column(snapshot, convention, code(book(snapshot), incident.id, convention)) for convention in conventions()))


def book(snapshot: Snapshot) -> Ledger:
    """What codings are read from."""
    return snapshot.kept("ledger", lambda: ledger(snapshot.record, snapshot.books))


def aspects() -> tuple[str, ...]:
    """The aspects by which conventions are compared, in their order."""
    return ASPECTS


def _column(snapshot: Snapshot, convention: Convention, coding: Coding) -> CodedColumn:
    by_aspect: dict[str, dict[str, str]] = {}
    for field in convention.field:
        if field.aspect:
            by_aspect.setdefault(field.aspect, {})[field.name] = field.label or ""
    compared = {name for names in by_aspect.values() for name in names}
    found = tuple(CodedAspect(aspect, tuple(
        _field(snapshot, value, by_aspect[aspect][value.field] if len(by_aspect[aspect]) > 1 else "")
        for value in coding.values if value.field in by_aspect[aspect]))
        for aspect in ASPECTS if aspect in by_aspect)
    others = tuple(_field(snapshot, value, "") for value in coding.values if value.field not in compared)
    return CodedColumn(convention.name, convention.version, convention.title, coding.included, coding.why, found,
                       others, convention.caveat)


def _field(snapshot: Snapshot, value: Coded, label: str) -> CodedField:
    look = snapshot.look
    return CodedField(value.field, label, "" if value.value is None else str(value.value), value.review, value.reason,
                      value.rule, MARKS[value.mark], refs_of(look, rows_of(look, value.rows)))
