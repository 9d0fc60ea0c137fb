"""What people do with a case file: read paths into it and rebuild what is derived. The command line and the pages call
this; it holds the order of the work, the pool of processes and nothing else.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import chain, repeat
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from stemma.errors import StemmaError, UsageError
from stemma.judgements import make
from stemma.model import Document, Judgement, Problem, Reading, Record, Target
from stemma.program import reader
from stemma.tagging import DEFAULT, Size

if TYPE_CHECKING:
    from stemma.copies.compared import Comparisons
    from stemma.custody import manifest
    from stemma.keeping import Notes
    from stemma.scale.slices import Slice
    from stemma.store import Arrival, CaseFile
    from stemma.store.log import Entry

FEW = 32  # documents; up to so many are read in this process, since starting others takes longer
CHUNK = 8  # documents handed to a process at a time
NICE = 10  # by how much what goes on in the background gives way to whoever waits for a page

Tell = Callable[[str, int, int | None], None]  # what is being done, how many are done, of how many if known


class Built(Struct, frozen=True):
    """What a build found: counts over the whole case, and the problems of this build."""

    case: str
    documents: int
    new: int
    known: int  # read now, but held by the case before
    statements: int
    claims: int
    incidents: int
    problems: tuple[Problem, ...]


def build(case_path: str, paths: Sequence[str], jobs: int | None = None, tell: Tell | None = None,
          tagger: Size = DEFAULT, by: str | None = None, at: datetime | None = None,
          part: Slice | None = None) -> Built:
    """Read paths, and part of what `stemma scale` has read, into a case, creating it where needed, and derive its
    record anew.

    Without paths the record of an existing case is derived anew. The result depends neither on the order of the paths
    nor on the number of jobs. tagger: which trained tagger reads beside the rules. by and at (UTC): who reads the files
    in and when, for the manifest alone; the name of whoever works at the machine, and now, where not given.
    """
    from stemma.custody import manifest
    from stemma.store import exists, open_case

    tell = tell or _silent
    _refuse_folder(case_path)
    if not paths and not part and not exists(case_path):
        raise UsageError(f"{case_path} does not exist yet: name the files or folders to read into it.")
    unread: list[Problem] = []
    who = manifest.Person(by or manifest.local_name(), at or datetime.now(UTC))
    found = _arrivals(paths, part, who, case_path, unread, tell)
    first = next(found, None)
    if (paths or part) and first is None:
        raise UsageError(_nothing_read(unread))
    with open_case(case_path, create=first is not None) as case:
        read = manifest.read_in(case, chain(() if first is None else (first,), found))
        case.add_problems(unread)
        if part:
            _take_readings(case, part, tell, tagger)
        built = _in_turn(case_path, case, jobs, tell, tagger, who.at)
    return replace(built, new=read.new, known=read.documents - read.new, problems=(*unread, *built.problems))


def _in_turn(case_path: str, case: CaseFile, jobs: int | None, tell: Tell, tagger: Size, at: datetime) -> Built:
    """Make the record of what a case holds now, if need be. Not where this program had to wait for another one's, and
    nothing has come since."""
    from stemma.turns import turn

    before = case.build_mark()
    with turn(case_path, lambda: tell("Waiting for another build", 0, None)) as waited, _no_cycles_sought():
        if waited and case.build_mark() != before and (built := _of_another(case, tagger)):
            return built
        return _anew(case, jobs, tell, tagger, at)


def _anew(case: CaseFile, jobs: int | None, tell: Tell, tagger: Size, at: datetime) -> Built:
    """Make the record of what a case holds now, and keep what has changed. It is gone again before the search for
    cyclic garbage is taken up, which would go through all of it."""
    while (made := _made(case, jobs, tell, tagger)) is None:
        pass  # a build that did not wait its turn was quicker: this one begins again with what that one had
    record, failed = made
    note_changes(case, at, record)
    return _built(case.path, record, failed)


def _of_another(case: CaseFile, tagger: Size) -> Built | None:
    """What was built last, where a record made now would be the same; None where it would not."""
    if case.is_current() and case.is_read(reader(), tagger) and (record := case.record()):
        return _built(case.path, record)
    return None


def _made(case: CaseFile, jobs: int | None, tell: Tell, tagger: Size) -> tuple[Record, list[Problem]] | None:
    """The record of what a case holds now, written, and the reports that the rules failed on; None, and nothing is
    written, where another build was written meanwhile."""
    over = case.build_mark()
    readings, failed = _readings(case, jobs, tell, tagger)
    tell("Comparing reports", 0, None)
    judgements = case.judgements()  # what is decided while this runs is for the next build
    record = _compared(case, readings, judgements)
    tell("Writing the case", 0, None)
    documents = [*(reading.document.id for reading in readings), *(problem.subject for problem in failed)]
    return (record, failed) if case.replace_record(record, failed, judgements, documents, over) else None


def note_changes(case: CaseFile, at: datetime, record: Record | None = None) -> None:
    """Keep what is different in the record, as last built, since the last time that this was asked; at: UTC.

    record: that of the last build, where it is at hand. Of the first record that a case has nothing is told, unless
    somebody watched for it.
    """
    from stemma.changes import since, state_of
    from stemma.store.noted import Basis

    before, mark = case.changes.basis(), case.build_mark()
    if not mark or (before and before.mark == mark):
        return
    record = record or case.record()
    if record is not None:
        found, state = since(before.state, record) if before else ((), state_of(record))
        case.changes.note(found, at, before, Basis(mark, state))


def rebuild(case_path: str, tell: Tell | None = None) -> Built:
    """Derive the record anew after people decided something, with the tagger that the case was read with. Where another
    program has done so already, its record is as good."""
    from stemma.store import open_case

    with open_case(case_path) as case, _no_cycles_sought():
        tagger = case.tagger() or DEFAULT
        if built := _of_another(case, tagger):
            return built
    return build(case_path, (), 1, tell, tagger)


class Decided(Struct, frozen=True):
    """What became of a decision."""

    judgement: Judgement
    new: bool  # False where the same judgement was kept before
    rivals: tuple[Judgement, ...] = ()  # what others decided of the same question meanwhile; both are kept


def decide(case: CaseFile, kind: str, targets: Sequence[Target], by: str, at: datetime,
           verdict: Literal["yes", "no", "unsure"] | None = None, value: object = None, note: str = "",
           seen: int | None = None) -> Decided:
    """Keep what a person decided; the record shows it after the next build. seen: the number of the log that the person
    had before them. Raises UsageError for what no judgement can say.
    """
    judgement = make(kind, targets, by, at, verdict, value, note)
    kept = case.add_judgement(judgement, seen)
    return Decided(judgement, kept.new, kept.rivals)


def withdraw(case: CaseFile, judgement: str, by: str, at: datetime, note: str = "") -> None:
    """Withdraw a judgement, which stays in the log. Raises UsageError where there is none of this id."""
    case.withdraw(judgement, at, by, note)


def record_of(case_path: str) -> Record:
    """The record of a case as last built; UsageError where it has none, or an outdated one."""
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        record = case.record()
        if record is None or not case.is_current():
            why = "has no record yet" if record is None else "has changed since it was built, or Stemma has"
            raise UsageError(f"{case.path} {why}: run stemma build {case.path}.")
    return record


def reviewed(case_path: str) -> tuple[Record, tuple[Judgement, ...]]:
    """The record as last built, even where people have decided more since, and all that they decided; UsageError where
    the case has no record."""
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        record, judgements = case.record(), case.judgements()
    if record is None:
        raise UsageError(f"{case.path} has no record yet: run stemma build {case.path}.")
    return record, judgements


def judgements_of(case_path: str) -> tuple[Judgement, ...]:
    """What people decided in a case, withdrawn decisions too."""
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        return case.judgements()


def log_of(case_path: str) -> tuple[Entry, ...]:
    """Every entry of a case's log, in order."""
    from stemma.store import open_case

    found: list[Entry] = []
    with open_case(case_path, readonly=True) as case:
        while entries := case.log(found[-1].number if found else 0):
            found += entries
    return tuple(found)


def problems_of(case_path: str) -> tuple[Problem, ...]:
    """What could not be read or done, over the whole case."""
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        return case.problems()


def check(case_path: str, rebuild: bool = False, ca: Path | None = None) -> list[Problem]:
    """What is wrong with a case file; with rebuild, also whether deriving its record anew gives the same rows.

    A record that is behind what the case holds (`is_behind`) has other rows than a new one, and nothing is wrong with
    that: it is not held against one. ca: a PEM file with certificates of timestamp authorities to trust; without it no
    signature of theirs is looked at.
    """
    from stemma.custody import timestamps
    from stemma.store import open_case

    def derive(documents: Sequence[Document], judgements: Sequence[Judgement]) -> Record:
        return _join(read_all(documents, tagger=tagger)[0], judgements)

    with open_case(case_path, readonly=True) as case:
        record = case.record() if rebuild else None
        tagger = record.readings[0].tagger if record and record.readings else DEFAULT
        found = case.check(derive if rebuild and case.is_current() else None)
        damaged = any(problem.code == "damaged" for problem in found)
        return found if damaged else [*found, *timestamps.verified(case, ca)]


def is_behind(case_path: str) -> bool:
    """Whether a case holds reports or decisions that its record was not made from, or an older Stemma made it."""
    from stemma.store import open_case

    with open_case(case_path, readonly=True) as case:
        return not case.is_current()


def _readings(case: CaseFile, jobs: int | None, tell: Tell, tagger: Size) -> tuple[list[Reading], list[Problem]]:
    """The readings of a case's documents by document id; only what this program has not read yet is read."""
    kept = case.kept_readings(reader(), tagger)
    unread = [document for document in case.documents() if document.id not in kept]
    with _cycles_sought() if len(unread) > FEW else nullcontext():  # reading leaves some behind
        fresh, failed = read_all(unread, jobs, tell, tagger)
    case.keep_readings(fresh, reader(), tagger)
    return sorted((*kept.values(), *fresh), key=lambda reading: reading.document.id), failed


def _take_readings(case: CaseFile, part: Slice, tell: Tell, tagger: Size) -> None:
    """Keep what `stemma scale` read from the reports of a slice, where this program would read just that."""
    from stemma.scale import slices

    tell("Taking what was read", 0, None)
    with _no_cycles_sought():
        kept = case.kept_readings(reader(), tagger)
        lacking = {document.id: document for document in case.documents() if document.id not in kept}
    case.keep_readings(slices.readings(part, lacking, tagger), reader(), tagger)


def _compared(case: CaseFile, readings: Sequence[Reading], judgements: Sequence[Judgement]) -> Record:
    """The record of these readings; what an earlier build of this program worked out of one of them, or by comparing
    two, is not worked out again."""
    from stemma.copies.compared import Comparisons
    from stemma.keeping import Notes

    comparisons = Comparisons(case.kept_pairs(reader()))
    notes = Notes(case.kept_notes(reader()))
    record = _join(readings, judgements, comparisons, notes)
    case.keep_notes(notes.new(), reader())
    case.keep_pairs(comparisons.new(), comparisons.outdated(), reader())
    return record


@contextmanager
def _no_cycles_sought() -> Iterator[None]:
    """Python's search for cyclic garbage put off: a case is millions of objects, hardly any of them in cycles, and
    going through them all again and again takes a fifth of the time."""
    sought = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sought:
            gc.enable()


@contextmanager
def _cycles_sought() -> Iterator[None]:
    """The search for cyclic garbage taken up in the midst of where it is put off."""
    sought = gc.isenabled()
    gc.enable()
    try:
        yield
    finally:
        if not sought:
            gc.disable()


def read_all(documents: Sequence[Document], jobs: int | None = None, tell: Tell | None = None,
             tagger: Size = DEFAULT) -> tuple[list[Reading], list[Problem]]:
    """The readings of documents, in their order, and a Problem for each that the rules failed on.

    jobs: number of processes; None for one per core. Few documents are read in this process.
    tagger: which trained tagger reads beside the rules.
    """
    tell = tell or _silent
    jobs = jobs or _cores()
    readings: list[Reading] = []
    failed: list[Problem] = []
    for done, result in enumerate(_results(documents, jobs, tagger), start=1):
        (failed if isinstance(result, Problem) else readings).append(result)
        tell("Reading reports", done, len(documents))
    return readings, failed


def read_one(document: Document, tagger: Size = DEFAULT) -> Reading | Problem:
    """A document's reading. An error in the rules costs that document, never the run, and says where it arose."""
    from stemma.pipeline import read

    try:
        return read(document, tagger)
    except Exception as error:  # any fault of any rule: one document must not stop ten thousand
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(at.filename).name}, line {at.lineno}"
        message = f"{document.name}: the rules failed on this report ({type(error).__name__} in {where}): {error}"
        return Problem("reading", document.id, "reading-failed", message)


def _results(documents: Sequence[Document], jobs: int, tagger: Size) -> Iterator[Reading | Problem]:
    if jobs == 1 or len(documents) <= FEW:
        yield from (read_one(document, tagger) for document in documents)
        return
    # Fresh processes: a copy of this one would copy the locks of its progress bar in whatever state they are.
    pool = ProcessPoolExecutor(min(jobs, len(documents) // CHUNK + 1), get_context("spawn"), _end_when_told)
    try:
        with _interrupts_held():
            results = pool.map(read_one, documents, repeat(tagger), chunksize=CHUNK)
        yield from results
    except BrokenProcessPool:
        raise StemmaError("A reading process was ended from outside, perhaps for want of memory; nothing is lost. "
                          "Build again with a smaller --jobs.") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits while workers start: they inherit that, and do not die noisily before they are set up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_when_told() -> None:
    """On Ctrl-C a worker goes at once and silently; the parent, which got the same signal, says so."""
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(128 + number))
    end_with_parent()


def end_with_parent() -> None:
    """In a process that works for another: end where that one was killed. What is not written whole is undone."""
    def wait() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def give_way() -> None:
    """Let other programs of this machine go first from now on, where processors are few."""
    if hasattr(os, "nice"):
        os.nice(NICE)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _join(readings: Sequence[Reading], judgements: Sequence[Judgement],
          comparisons: Comparisons | None = None, notes: Notes | None = None) -> Record:
    from stemma.pipeline import join

    return join(readings, judgements, comparisons, notes)


def _arrivals(paths: Sequence[str], part: Slice | None, who: manifest.Person, case_path: str, unread: list[Problem],
              tell: Tell) -> Iterator[Arrival]:
    """The files in these paths, and the reports of a slice, with their documents; problems are put aside, except about
    the case file itself."""
    from stemma.custody import manifest

    taken: Iterable[Arrival | Problem] = ()
    if part:
        from stemma.scale import slices  # which needs pyarrow

        taken = slices.arrivals(part, who)
    own = os.path.realpath(case_path)
    count = 0
    for found in chain(manifest.arrivals(paths, who), taken):
        if isinstance(found, Problem):
            if not os.path.realpath(found.subject).startswith(own):
                unread.append(found)
            continue
        count += len(found.documents)
        tell("Opening files", count, None)
        yield found


def _nothing_read(problems: Sequence[Problem]) -> str:
    """Why no report could be read, in one line."""
    if not problems:
        return "Nothing to read: the folder holds no files."
    first = problems[0]
    more = f" ({len(problems) - 1} more like it)" if len(problems) > 1 else ""
    return f"Nothing could be read. {first.subject}: {first.message}{more}"


def _refuse_folder(case_path: str) -> None:
    if os.path.isdir(case_path):
        raise UsageError(f"{case_path} is a folder: name a case file first, e.g. my.case, then what to read into it.")


def _built(case: str, record: Record, failed: Sequence[Problem] = ()) -> Built:
    """What a record holds. failed: of reports that are not in it."""
    return Built(
        case=case, documents=len(record.readings) + len(failed), new=0, known=0,
        statements=sum(len(reading.statements) for reading in record.readings),
        claims=sum(len(reading.claims) for reading in record.readings),
        incidents=len(record.incidents), problems=(*failed, *record.problems),
    )


def _silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
