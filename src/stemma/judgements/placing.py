"""Where judgements belong in the readings at hand: their rows are found by id, or by the words that were decided on.

Each document's rows are listed once, when first asked for, so placing takes time in proportion to the judgements and to
the rows of the documents that they are about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from stemma.judgements.making import KINDS, Correction, Missed, Signature
from stemma.model import Claim, Document, Judgement, Mention, Problem, Reading, Statement, Target

Row = Document | Claim | Statement | Mention


class Placed(Struct, frozen=True):
    """A judgement and the rows of today that it decides on, in the order of its targets."""

    judgement: Judgement
    rows: tuple[Row, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)


class Rows:
    """The rows of readings, found for targets."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.readings = {reading.document.id: reading for reading in readings}
        self._listed: dict[str, _Listed] = {}

    def find(self, target: Target) -> Row | None:
        """The row that a target means today: by id, else by its words in the same document; None where there is none,
        or several that could be meant."""
        reading = self.readings.get(target.doc)
        if reading is None or target.row == "document":
            return reading and reading.document
        if target.doc not in self._listed:
            self._listed[target.doc] = _Listed(reading)
        return self._listed[target.doc].find(target)

    def by_id(self, id: str) -> Row | None:
        """The row of an id whose document is not known."""
        if id in self.readings:
            return self.readings[id].document
        for doc, reading in self.readings.items():
            if doc not in self._listed:
                self._listed[doc] = _Listed(reading)
        return next((row for listed in self._listed.values() if (row := listed.by_id.get(id))), None)

    def also(self, claim: Claim, kind: str) -> None:
        """Lets a claim whose kind people have corrected be found under that kind too."""
        if listed := self._listed.get(claim.doc):
            listed.add(claim, *_sort("claim", kind))


class _Listed:
    """The rows of one document, by id and by their words."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.page.text
        self.by_id: dict[str, Row] = {}
        self._alike: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._quoting: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for name, rows in (("claim", reading.claims), ("statement", reading.statements),
                           ("mention", reading.page.mentions)):
            for row in rows:
                self.by_id[row.id] = row
                self.add(row, *_sort(name, getattr(row, "kind", "")))

    def add(self, row: Row, *sort: str) -> None:
        """Lets a row be found among those of a sort."""
        self._alike[sort].append(row)
        self._quoting[*sort, row.span.of(self.text)].append(row)

    def find(self, target: Target) -> Row | None:
        found = self.by_id.get(target.id)
        if found is not None or not target.quoted:
            return found
        sort = _sort(target.row, target.kind)
        quoting = self._quoting.get((*sort, target.quoted), [])
        here = [row for row in quoting if row.span.overlaps(target.span)]
        if not here and target.span.of(self.text) == target.quoted:
            # A newer program may quote a few words more or fewer for the same figure.
            here = [row for row in self._alike.get(sort, ()) if _same_figure(row, target)
                    and (row.span.covers(target.span) or target.span.covers(row.span))]
        meant = [row for row in here if row.span == target.span] or here or quoting
        return meant[0] if len(meant) == 1 else None


def place(judgements: Iterable[Judgement], rows: Rows) -> tuple[list[Placed], list[Judgement]]:
    """The judgements whose rows are all there, and the others. A signature needs one of its claims only: that others
    have gone is a change since it was signed, which `signing` tells."""
    placed, unplaced = [], []
    for judgement in judgements:
        found = tuple(rows.find(target) for target in judgement.targets)
        if not judgement.targets:  # of a case written before targets were kept
            found = tuple(rows.by_id(id) for id in (judgement.subject, judgement.other) if id is not None)
        there = tuple(row for row in found if row is not None)
        enough = bool(there) and (judgement.kind == "sign_off" or len(there) == len(found))
        if enough and judgement.kind in KINDS:
            placed.append(Placed(judgement, there))
        else:
            unplaced.append(judgement)
    return placed, unplaced


def unplaced_problem(judgement: Judgement, rows: Rows) -> Problem:
    """That a decision has no place in the case any more: who decided what, when, and on which words."""
    if judgement.kind not in KINDS:
        return problem(judgement, "unknown-kind", "This version of Stemma does not know such a decision.")
    gone = any(target.doc not in rows.readings for target in judgement.targets)
    if gone:
        return problem(judgement, "unplaced", "The report that it is about is not in the case any more.")
    return problem(judgement, "unplaced", "What it is about cannot be found in the report any more. "
                   "Please decide it again, or withdraw it.")


def problem(judgement: Judgement, code: str, why: str) -> Problem:
    """A Problem of a judgement: what was decided, by whom and when, and what stands in its way."""
    day = judgement.at.date().isoformat()
    return Problem("judgements", judgement.id, code, f"{judgement.by} decided on {day}: {said(judgement)} {why}")


_SAID = {
    ("claim", "yes"): "{0} is a claim of its report.", ("claim", "no"): "{0} is no claim of its report.",
    ("same_incident", "yes"): "{0} and {1} are about one happening.",
    ("same_incident", "no"): "{0} and {1} are about two happenings.",
    ("same_party", "yes"): "{0} and {1} are one source.", ("same_party", "no"): "{0} and {1} are two sources.",
    ("same_place", "yes"): "{0} and {1} are one place.", ("same_place", "no"): "{0} and {1} are two places.",
    ("copy_of", "yes"): "one report repeats another.", ("copy_of", "no"): "neither of two reports repeats the other.",
    ("value", None): "of {0}, {2}.", ("missed", None): "{0} is a claim that was missed: {2}.",
    ("party_name", None): "the source of {0} is called {2}.", ("sign_off", None): "an incident of {0} is {2}.",
}


def said(judgement: Judgement) -> str:
    """A judgement in one plain sentence, with the words that it is about."""
    words = [f"“{target.quoted}”" for target in judgement.targets] or [f"“{judgement.quoted}”"]
    pattern = _SAID.get((judgement.kind, judgement.verdict))
    if pattern is None or len(words) < 2 and "{1}" in pattern:
        answer = judgement.verdict or judgement.value or ""
        return f"{judgement.kind.replace('_', ' ')}, {answer}: {' and '.join(words)}."
    return pattern.format(words[0], words[-1], _value_words(judgement))


def value_of(judgement: Judgement) -> object:
    """The value of a judgement as its kind has it; None where it has none. Raises msgspec.DecodeError."""
    type_ = KINDS[judgement.kind][3]
    return None if type_ is None else msgspec.json.decode(judgement.value or "", type=type_)


def _value_words(judgement: Judgement) -> str:
    """A value in a few words."""
    try:
        value = value_of(judgement)
    except msgspec.DecodeError:
        return f"“{judgement.value}”"
    if isinstance(value, Correction):
        return f"the {value.field} is {_plain(value.to)}"
    if isinstance(value, Missed):
        return f"{value.kind}, {value.count.text}" if value.count else f"{value.kind}, {value.value}"
    return value.status if isinstance(value, Signature) else f"“{value}”"


def _plain(value: object) -> str:
    """A corrected value: itself, or the words of it."""
    if isinstance(value, dict):
        value = value.get("text") or value.get("name") or ", ".join(str(part) for part in value.values() if part)
    return f"“{value}”"


def _sort(row: str, kind: str) -> tuple[str, str]:
    """The rows among which a target is looked for; whether a name is a person's or a body's may change as a case
    grows."""
    return (row, "party") if row == "mention" and kind in ("person", "org") else (row, kind)


def _same_figure(row: Row, target: Target) -> bool:
    """Whether a claim's figure is part of the words that were decided on."""
    count = getattr(row, "count", None)
    return count is None or count.text in target.quoted
