"""Round after round: collect, make the record anew where anything came, and tell what is different.

The case itself holds how far the watcher has come. What a build changed is kept in it before anybody is told, and only
what was told is marked so: whoever is killed in between is told of it after the start, once.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

from msgspec import Struct
from msgspec.structs import replace

from stemma import casework
from stemma.casework import Tell
from stemma.changes.nouns import State
from stemma.collecting import Gathered, Options, gather
from stemma.errors import StemmaError, UsageError
from stemma.model import Problem
from stemma.store import CaseFile, open_case
from stemma.store.noted import Basis, Noted
from stemma.tagging import DEFAULT, Size
from stemma.watching import atom, settings
from stemma.watching.alone import alone

STAGE = "watch"


class Round(Struct, frozen=True):
    """What a round found."""

    at: datetime  # when it began, UTC
    new: int  # pages
    changed: int  # pages that say something else than before
    left: int  # pages for the next round
    built: bool  # whether the record was made anew
    changes: tuple[Noted, ...]  # what has not been told before, in the order in which it was found
    problems: tuple[Problem, ...]


Report = Callable[[Round], None]


class Watch:
    """A case that is watched. Use `run`."""

    def __init__(self, case: str, feeds: Path, report: Report, tell: Tell | None = None, atom_file: Path | None = None,
                 write: Callable[[Path, bytes], None] = Path.write_bytes, jobs: int | None = None,
                 tagger: Size | None = None) -> None:
        """report: is told of every round, and raises where that could not be done. write: writes a file whole."""
        self._case, self._path, self._report = case, feeds, report
        self._tell, self._atom, self._write = tell or (lambda what, done, total: None), atom_file, write
        self._jobs, self._tagger = jobs, tagger
        self._feeds, self._options = settings.read(feeds)
        self.telling = False  # whether to end now would mean to tell the same twice

    def run(self, every: float | None, ended: Event | None = None) -> None:
        """Go on until `ended`; with every=None one round. every: seconds from the start of a round to the next one's.

        UsageError where somebody else watches this case. A round that fails is told as a problem, and the next one
        comes all the same; only a case that cannot be used at all ends it at the start.
        """
        ended = ended or Event()
        with alone(self._case):
            self._begin()
            while True:
                began = monotonic()
                self._round()
                if every is None or ended.wait(max(0.0, every - (monotonic() - began))):
                    return

    def _begin(self) -> None:
        """Take the case up where the last watcher left it, and tell what he had no time to tell."""
        with open_case(self._case, create=True) as case:
            if case.changes.basis() is None and not case.build_mark():
                case.changes.note((), datetime.now(UTC), None, Basis("", State()))
            casework.note_changes(case, datetime.now(UTC))
            case.changes.watched()
            if case.changes.untold():
                self._told(case, Round(datetime.now(UTC), 0, 0, 0, False, (), ()))

    def _round(self) -> None:
        """One round, whatever happens in it."""
        at, problems = datetime.now(UTC), self._reread()
        gathered, built = Gathered((), ()), False
        try:
            gathered = self._gathered()
            problems += gathered.problems
            built = self._built()
        except Exception as error:  # whatever went wrong, the next round may succeed
            problems.append(_problem(self._case, error))
        found = Round(at, gathered.count("new"), gathered.count("changed"), gathered.left, built, (), tuple(problems))
        try:
            with open_case(self._case) as case:
                self._told(case, found)
        except (StemmaError, OSError) as error:  # it stays untold, and is told in the next round
            if isinstance(error, BrokenPipeError):
                raise
            self._report(replace(found, problems=(*found.problems, _problem(self._case, error))))

    def _reread(self) -> list[Problem]:
        """Take up a changed file of feeds; one that cannot be read is a problem, and the last one holds."""
        try:
            self._feeds, self._options = settings.read(self._path)
        except UsageError as error:
            return [Problem(STAGE, str(self._path), "bad-settings", f"{error} What it said before still holds.")]
        return []

    def _gathered(self) -> Gathered:
        """Fetch what is new."""
        with open_case(self._case, create=True) as case:
            return gather(case, self._feeds.urls, self._options, self._tell)

    def _built(self) -> bool:
        """Make the record anew where it is behind what the case holds; whether it was."""
        with open_case(self._case) as case:
            if case.build_mark() and case.is_current():
                return False
            tagger = self._tagger or case.tagger() or DEFAULT
        casework.build(self._case, (), self._jobs, self._tell, tagger)
        return True

    def _told(self, case: CaseFile, found: Round) -> None:
        """Tell of a round and of everything that has not been told, and only then note that it was."""
        casework.note_changes(case, found.at)  # of a build that ended before it came to that, or of somebody else's
        if self._atom is not None:
            self._write(self._atom, self._feed(case, found.at))
        untold = case.changes.untold()
        while True:
            self.telling = True
            try:
                self._report(replace(found, changes=untold))
                if untold:
                    case.changes.told(untold[-1].number)
            finally:
                self.telling = False
            if not (untold := case.changes.untold()):
                return
            found = Round(found.at, 0, 0, 0, False, (), ())

    def _feed(self, case: CaseFile, at: datetime) -> bytes:
        noted = case.changes.last(atom.MOST)
        docs = {doc for one in noted for doc in one.change.docs}
        addresses = {doc: found.url for doc in docs if (found := case.document(doc)) and found.url}
        first = case.log(0, 1)
        name = first[0].digest if first else case.path
        return atom.feed(name, f"What is new in {Path(case.path).stem}", noted, addresses, at)


def _problem(case: str, error: Exception) -> Problem:
    """An error as a problem, in one line."""
    if isinstance(error, StemmaError):
        return Problem(STAGE, case, "failed", str(error))
    at = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(at.filename).name}, line {at.lineno}"
    return Problem(STAGE, case, "failed", f"A round failed ({type(error).__name__} in {where}): {error}")


__all__ = ["Options", "Round", "Watch"]
