"""What people call a row or a report at the terminal, and what they meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from stemma.errors import UsageError
from stemma.model import Claim, Incident, Record, Statement
from stemma.report.lookup import Lookup, report_name
from stemma.report.views import in_order

CLOSE = 3  # suggestions
SHORTEST = 3  # characters of a prefix


def rows_called(look: Lookup, wanted: str) -> tuple[Claim | Statement, ...]:
    """The claim or statement with this id or unique beginning of one, or all rows of the sentence with this number."""
    rows: dict[str, Claim | Statement] = {**look.claims, **look.statements}
    number = wanted.strip("[] ")
    if number.isdecimal():
        found = [row for row in rows.values() if look.numbers[row.id] == int(number)]
        if not found:
            last = max(look.numbers.values(), default=0)
            known = f"they run from 1 to {last}" if last else "no sentence of this case carries a claim"
            raise UsageError(f"No sentence has the number {number}; {known}.")
        return tuple(sorted(found, key=_figures_first))
    if wanted in rows:
        return (rows[wanted],)
    fitting = sorted(row for row in rows if row.startswith(wanted)) if len(wanted) >= SHORTEST else []
    if len(fitting) == 1:
        return (rows[fitting[0]],)
    if fitting:
        raise UsageError(f"{len(fitting)} claims and statements are called {wanted!r}…: {_some(fitting)}.")
    close = difflib.get_close_matches(wanted, sorted(rows), CLOSE, 0.6)
    hint = f"did you mean {_some(close)}?" if close else "give an id, or a number in brackets as stemma show prints it."
    raise UsageError(f"No claim or statement is called {wanted!r}; {hint}")


def _figures_first(row: Claim | Statement) -> tuple:
    figure = isinstance(row, Claim) and row.count is not None
    return not figure, isinstance(row, Statement), row.span, row.id


def incident_called(record: Record, wanted: str) -> Incident:
    """The incident with this number in the list of `stemma show`, or whose id is or begins so."""
    ordered = in_order(record.incidents)
    numbered = [incident for number, incident in enumerate(ordered, start=1) if str(number) == wanted.strip()]
    fitting = numbered or [one for one in ordered if one.id == wanted] or [
        one for one in ordered if len(wanted) >= SHORTEST and one.id.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    known = f"the case has {len(ordered)} (numbers 1 to {len(ordered)})" if ordered else "the case has none"
    raise UsageError(f"{'More than one' if fitting else 'No'} incident is called {wanted!r}; {known}.")


def report_called(look: Lookup, wanted: str) -> str:
    """The Document.id of a report by its letter, its file's name, its id or a unique beginning of either."""
    if wanted in look.by_doc:
        return wanted
    by_letter = {letter.casefold(): doc for doc, letter in look.letters.items()}
    if wanted.casefold() in by_letter:
        return by_letter[wanted.casefold()]
    names = {doc: (doc, look.by_doc[doc].document.name, report_name(look, doc)) for doc in look.letters}
    for test in (lambda name: name == wanted, lambda name: name.casefold() == wanted.casefold(),
                 lambda name: name.casefold().startswith(wanted.casefold())):
        fitting = [doc for doc, known in names.items() if any(map(test, known))]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise UsageError(f"More than one report is called {wanted!r}: {_reports(look, fitting)}.")
    known = {name.casefold(): doc for doc, found in names.items() for name in found}
    close = difflib.get_close_matches(wanted.casefold(), sorted(known), CLOSE, 0.5)
    hint = f"did you mean {_reports(look, [known[name] for name in close])}?" if close else _letters(look)
    raise UsageError(f"No report is called {wanted!r}; {hint}")


def _letters(look: Lookup) -> str:
    letters = list(look.letters.values())
    if not letters:
        return "the case has none."
    return f"the case has {len(letters)}, with the letters {letters[0]} to {letters[-1]}."


def _reports(look: Lookup, docs: Iterable[str]) -> str:
    shown = list(dict.fromkeys(docs))
    return _some([f"{look.letters[doc]} ({look.by_doc[doc].document.name})" for doc in shown])


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - CLOSE} more" if len(names) > CLOSE else ""
    return ", ".join(names[:CLOSE]) + more
