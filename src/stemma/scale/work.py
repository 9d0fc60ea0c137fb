"""The work on one unit: from its bytes to its tables and its entry in the manifest. It is called in the engine's
processes; nothing here knows of other units.
"""

from __future__ import annotations

import hashlib
import os
import re
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from stemma.casework import read_one
from stemma.model import Document, Problem, Reading
from stemma.scale import manifest, relevance, rows, storage
from stemma.scale.nouns import Task, Unit, UnitDone, UnitFailed
from stemma.scale.opening import Piece, pieces_of
from stemma.scale.schema import DOCUMENTS, PASSED_OVER, PROBLEMS
from stemma.scale.tables import UnitTables, check_cells
from stemma.scale.wanted import why_outside, why_unwanted

_PIECE = 4 << 20  # bytes hashed at a time
_TASK = msgspec.msgpack.Decoder(Task)
_RESULT = msgspec.msgpack.Decoder(UnitDone | UnitFailed)
_SLUG = re.compile(r"[^A-Za-z0-9._-]+")


def packed_task(task: Task) -> bytes:
    """A task as it travels."""
    return msgspec.msgpack.encode(task)


def result_of(packed: bytes) -> UnitDone | UnitFailed:
    """What became of a task."""
    return _RESULT.decode(packed)


def do(packed: bytes) -> bytes:
    """Do one task. Whatever goes wrong costs this unit alone and is told."""
    task = _TASK.decode(packed)
    try:
        result = _done(task)
    except OSError as error:
        message = f"Cannot be read or written: {' '.join(str(error.strerror or error).split())[:300]}."
        result = UnitFailed(task.unit, Problem("scale", task.unit.path, "unreadable", message))
    except Exception as error:  # a fault of ours in one file must not stop the others
        result = UnitFailed(task.unit, Problem("scale", task.unit.path, "failed", f"Failed ({_told(error)})."))
    return msgspec.msgpack.encode(result)


def _told(error: Exception) -> str:
    """An error in one line, with where it arose."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}: {' '.join(str(error).split())[:300]}"


def file_name(unit: Unit) -> str:
    """What the unit's files are called, without ending: readable, and its own."""
    stem = os.path.basename(unit.path).split(".")[0]
    return f"{_SLUG.sub('_', stem)[:60] or 'input'}-{unit.id[2:]}"


class Changed(OSError):
    """The unit's bytes are not those that were listed."""


def _done(task: Task) -> UnitDone:
    unit = task.unit
    with storage.working_folder(task.out, unit.id) as folder:
        local = storage.local_copy(unit.path, folder)
        digest = _digest(local)
        one = OneUnit(task, UnitTables(folder, file_name(unit)))
        for piece in pieces_of(local, unit.path):
            if isinstance(piece, Problem):
                one.note(piece)
            else:
                one.look_at(piece)
        now = storage.described(unit.path)
        if now is None or (now.size, now.mark) != (unit.size, unit.mark):
            raise Changed("it was changed while it was read")
        files = one.tables.put(task.out)
    done = UnitDone(unit, digest, one.seen, one.kept, dict(sorted(one.passed_over.items())),
                    dict(sorted(one.problems.items())), one.tables.rows(), files)
    manifest.enter(task.out, done)
    return done


def _digest(local: Path) -> str:
    total = hashlib.sha256()
    with open(local, "rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


Lap = Callable[[str], None]
STEPS = ("record", "page", "text", "words", "reading", "rows")  # in the order in which a piece of a unit takes them


def _untimed(step: str) -> None:
    """Nobody measures."""


class OneUnit:
    """The pieces of one unit on their way into its tables, the cheapest question first."""

    def __init__(self, task: Task, tables: UnitTables, lap: Lap = _untimed) -> None:
        """lap: called with its name after each step, for those who measure them."""
        self.tables, self._lap = tables, lap
        self.seen = self.kept = 0
        self.passed_over: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self._unit, self._wanted = task.unit.id, task.wanted
        self._ids: set[str] = set()

    def note(self, problem: Problem) -> None:
        """Keep a problem."""
        self.problems[problem.code] += 1
        self.tables.add(PROBLEMS, rows.problem_row(problem, self._unit))

    def look_at(self, piece: Piece) -> None:
        """Keep the document in a piece, or say why not."""
        self.seen += 1
        self._lap("record")
        if piece.page is not None:
            verdict = relevance.of_received(piece.page)
            self._lap("page")
            if not verdict.relevant:
                self._pass_over(piece, None, verdict.reason)
                return
        for found in piece.read():
            self._lap("text")
            if not isinstance(found, Problem):
                self._consider(piece, *found)
            elif found.code != relevance.FOREIGN:  # here that is a reason to pass over
                self.note(found)

    def _consider(self, piece: Piece, document: Document, raw: bytes) -> None:
        why = self._why_not(document)
        self._lap("words")
        reading = None if why else read_one(document, manifest.TAGGER)
        if isinstance(reading, Problem):
            self.note(reading)
            return
        if reading is not None:
            self._lap("reading")
            verdict = relevance.of_reading(reading)
            why = why_unwanted(reading, self._wanted) if verdict.relevant else verdict.reason
        if why:
            self._pass_over(piece, document.url, why)
        elif reading is not None:
            self._keep(reading, raw)
            self._lap("rows")

    def _why_not(self, document: Document) -> str:
        """Why a document is passed over before it is read; "" where it is read."""
        if document.id in self._ids:
            return "seen-before"
        if why := why_outside(document.published, self._wanted):
            return why
        verdict = relevance.of_document(document)
        return "" if verdict.relevant else verdict.reason

    def _pass_over(self, piece: Piece, url: str | None, reason: str) -> None:
        self.passed_over[reason] += 1
        self.tables.add(PASSED_OVER, (self._unit, piece.place, url or piece.url, reason))

    def _keep(self, reading: Reading, raw: bytes) -> None:
        """Put a document into the tables, whole or not at all."""
        try:
            found = [(DOCUMENTS, (rows.document_row(reading, raw, self._unit),)),
                     *((table, tuple(own)) for table, own in rows.rows_of(reading))]
            for _, own in found:
                check_cells(own)
        except Exception as error:  # one document must not cost the others of its file
            self.note(Problem("scale", reading.document.id, "rows-failed", f"Not kept ({_told(error)})."))
            return
        self.kept += 1
        self._ids.add(reading.document.id)
        month = rows.month_of(reading.page.published.day)
        for table, own in found:
            for row in own:
                self.tables.add(table, row, month)
        for problem in reading.problems:
            self.note(problem)
