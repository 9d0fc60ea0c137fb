"""Making a judgement: its kinds, what each needs, and the targets by which it is found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from stemma.errors import UsageError
from stemma.ids import make_id
from stemma.model import Claim, Document, Judgement, Mention, Statement, Target
from stemma.values import HARMS, Count, Harm, Scope, Source, Span, Stance, Victims, When

Verdict = Literal["yes", "no", "unsure"]


class Correction(Struct, frozen=True, forbid_unknown_fields=True):
    """The value of a judgement of kind "value": one field of a claim, and what it should be."""

    field: str  # one of FIELDS
    to: Any = None  # of that field's type, as built-in types


class Missed(Struct, frozen=True, forbid_unknown_fields=True):
    """The value of a judgement of kind "missed": a claim that the program did not find in the target's words."""

    kind: str  # a harm or another kind of claim
    count: Count | None = None
    scope: Scope = "incident"
    stance: Stance = "asserted"
    victims: Victims = Victims()
    source: Source = Source("narrator")
    when: When | None = None
    value: str = ""


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """The value of a judgement of kind "sign_off": how far people have come with the incident of the target claims."""

    status: Literal["draft", "reviewed", "published"]
    seen: str  # digest of the incident's content when it was signed
    content: dict[str, str] = {}  # that content by line, so that what changed since can be told


# Fields of a claim that people may correct, and the type of each.
FIELDS: dict[str, type] = {
    "kind": Harm, "count": Count, "scope": Scope, "stance": Stance, "victims": Victims, "when": When, "source": Source,
}

# Kind of judgement: (least, most number of targets; None: any number), the rows that may be targets, the value's type.
KINDS: dict[str, tuple[int, int | None, frozenset[str], type | None]] = {
    "claim": (1, 1, frozenset({"claim"}), None),  # is this a claim of its text at all?
    "value": (1, 1, frozenset({"claim"}), Correction),  # one field of a claim is something else
    "missed": (1, 1, frozenset({"document"}), Missed),  # a claim that was missed; the target's span is its words
    "same_incident": (2, 2, frozenset({"claim"}), None),  # are these two about one happening?
    "same_party": (2, 2, frozenset({"claim", "statement", "mention"}), None),  # do these two name one source?
    "party_name": (1, 1, frozenset({"claim", "statement", "mention"}), str),  # what the party is to be called
    "same_place": (2, 2, frozenset({"mention"}), None),  # do these two name one place?
    "copy_of": (2, 2, frozenset({"document"}), None),  # does the first repeat the second? no: neither repeats the other
    "sign_off": (1, None, frozenset({"claim"}), Signature),  # of the incident that holds most of these claims
}


def target_of(row: Claim | Statement | Mention, document: Document) -> Target:
    """The target that finds this row again."""
    name = type(row).__name__.lower()
    kind = "" if isinstance(row, Statement) else row.kind
    return Target(name, row.id, row.doc, row.span, row.span.of(document.text), kind)


def document_target(document: Document, span: Span | None = None) -> Target:
    """A document as a target; with a span, a place in its text that holds no row yet."""
    if span is None:
        return Target("document", document.id, document.id, Span(0, len(document.text)), "")
    return Target("document", document.id, document.id, span, span.of(document.text))


def make(kind: str, targets: Sequence[Target], by: str, at: datetime, verdict: Verdict | None = None,
         value: object = None, note: str = "") -> Judgement:
    """A judgement, checked. at: aware; kept in UTC. value: what KINDS says that this kind takes.

    With a value the verdict "unsure" says that its author cannot tell: the judgement answers the question that the
    value is about and changes nothing.

    Raises UsageError for an unknown kind, targets that it cannot have or one twice, a value of another type or one that
    could never hold, or nobody's name.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no judgement of kind {kind!r}; there are: {', '.join(KINDS)}.")
    least, most, rows, type_ = KINDS[kind]
    if len(targets) < least or (most is not None and len(targets) > most):
        raise UsageError(f"A judgement of kind {kind!r} is about {least if least == most else 'one or more'} rows, "
                         f"not {len(targets)}.")
    if wrong := sorted({target.row for target in targets} - rows):
        raise UsageError(f"A judgement of kind {kind!r} cannot be about a {wrong[0]}.")
    if len({target.id for target in targets}) < len(targets):
        raise UsageError("Both are the same row: there is nothing to decide between them.")
    if not by.strip():
        raise UsageError("A judgement needs the name of who decides.")
    if type_ is None and verdict is None:
        raise UsageError(f"A judgement of kind {kind!r} needs a verdict: yes, no or unsure.")
    if type_ is not None and verdict not in (None, "unsure"):
        raise UsageError(f"A judgement of kind {kind!r} takes a value and no verdict but unsure.")
    json = None if type_ is None else _checked(kind, value, type_)
    at = at.astimezone(UTC).replace(tzinfo=UTC)
    targets = tuple(targets)
    words = " … ".join(target.quoted for target in targets if target.quoted)
    other = targets[1].id if len(targets) == 2 else None
    id_ = make_id("j", kind, *(target.id for target in targets), verdict or "", json or "", by, at.isoformat())
    return Judgement(id=id_, kind=kind, subject=targets[0].id, other=other, verdict=verdict, value=json, quoted=words,
                     by=by.strip(), at=at, note=note.strip(), targets=targets)


def question_of(judgement: Judgement) -> tuple[str, ...]:
    """What a judgement answers: two of one question cannot both hold. The order of a pair does not matter to it."""
    if judgement.kind == "sign_off":
        return ("sign_off", judgement.subject)
    ids = sorted(target.id for target in judgement.targets) or [judgement.subject, judgement.other or ""]
    field = ""
    if judgement.kind == "value" and judgement.value:
        try:
            field = msgspec.json.decode(judgement.value, type=Correction).field
        except msgspec.DecodeError:  # it holds for nothing, and applying it tells so
            field = judgement.value
    if judgement.kind == "missed" and judgement.targets:
        field = f"{judgement.targets[0].span.start}-{judgement.targets[0].span.end} {judgement.value}"
    return (judgement.kind, *ids, field)


def _checked(kind: str, value: object, type_: type) -> str:
    """The value as JSON. Raises UsageError where it is not of the type that the kind takes."""
    try:
        found = msgspec.convert(msgspec.to_builtins(value), type_)
        if isinstance(found, Correction):
            if found.field not in FIELDS:
                raise UsageError(f"People cannot correct {found.field!r}; they can: {', '.join(FIELDS)}.")
            msgspec.convert(found.to, FIELDS[found.field])
        if fault := _fault_of_value(found):
            raise UsageError(fault)
        if found == "":
            raise UsageError(f"A judgement of kind {kind!r} needs a value.")
    except (msgspec.ValidationError, msgspec.DecodeError, TypeError) as error:
        raise UsageError(f"The value of a judgement of kind {kind!r} cannot be read: {error}.") from None
    return msgspec.json.encode(found, order="deterministic").decode()


def fault_of(kind: str, count: Count | None, source: Source) -> str | None:
    """Why there can be no claim of this kind with this count and source, in one sentence; None where there can."""
    if kind in HARMS and (count is None or count.low is None and count.high is None):
        return "People harmed need a number."
    if count is not None and not 0 <= (count.low or 0) <= (count.high if count.high is not None else count.low or 0):
        return "The least number is above the greatest."
    if source.known and not source.name.strip():
        return "The source has no name."
    return None


def _fault_of_value(value: object) -> str | None:
    """Why a value could never hold, whatever claim it is given to."""
    if isinstance(value, Missed):
        return fault_of(value.kind, value.count, value.source)
    if isinstance(value, Correction) and value.field == "count":
        return fault_of("killed", msgspec.convert(value.to, Count), Source("narrator"))
    if isinstance(value, Correction) and value.field == "source":
        return fault_of("", None, msgspec.convert(value.to, Source))
    return None
