"""The joins over all files, one step after the other: families of copies, and candidate incidents.

Each step is a handful of tasks that the engine carries, and each task leaves one file (exchange.py). What lies there
carries the digest of the set of units in its folder's name: a run that is ended goes on with what is missing, and where
units have come or gone all is joined anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from stemma.casework import Tell
from stemma.errors import StemmaError
from stemma.scale import engine, families, incidents, manifest, meeting, storage
from stemma.scale.exchange import MOST_HOMES, Home, Piece, Plan, Task
from stemma.scale.nouns import Runner, UnitDone
from stemma.scale.results import put_in_place

FOLDER = "joining"  # below the output
AT_ONCE = 8_000  # documents that a task reads or looks at, about: what its memory is measured by
IN_TURN = 500  # the same where one process does all that is to be done, one task after another
COMPARED = 300  # documents whose pairs a task compares, about: that takes a second or two
MANY = 400_000  # rows of happenings that a task reads, about
MOST_BREAKS = 3  # times in a row that the engine may stop without a task done in between

# In their order: what each does, by its name; tasks read the home of their number, or look at the bucket of it.
_READ: Mapping[str, Callable[[Plan, int, Home], None]] = {
    "keys": meeting.spread_keys, "sketches": families.hand_on_sketches, "pages": families.hand_on_pages,
    "told": incidents.spread_happenings,
}
_LOOK: Mapping[str, Callable[[Plan, int], None]] = {
    "pairs": meeting.meet_at_keys, "met": meeting.sum_up, "chosen": families.choose, "edges": families.compare_chosen,
    "grouped": families.group, "families": families.name_families, "placed": incidents.place,
    "incidents": incidents.gather,
}
# The order of the steps, and which files nobody needs when a step is done.
STEPS: Mapping[str, tuple[str, ...]] = {
    "keys": (), "pairs": ("keys",), "met": ("pairs-words", "pairs-facts"), "sketches": ("asked",),
    "chosen": ("met", "sketches"), "pages": ("wanted",), "edges": ("chosen", "pages"), "grouped": ("links",),
    "families": ("docs", "grouped"), "told": (), "placed": ("told",), "incidents": ("placed",),
}
_LAST = {"met": "asked", "chosen": "wanted", "edges": "links"}  # the last file of a task that leaves two

_TASK = msgspec.msgpack.Decoder(Task)


def join(out: str, runner: Runner = "native", workers: int | None = None, tell: Tell | None = None) -> bool:
    """Make the tables over all units of an output; False where they are there already.

    The tables depend on the units alone. Raises StemmaError where the engine stops again and again.
    """
    done = manifest.entries(out)
    basis = manifest.basis_of(done)
    before = manifest.joined(out)
    if before is not None and before.basis == basis:
        return False
    plan, homes, tellers = plan_of(out, basis, done)
    _forget_all_but(out, plan)
    for at, step in enumerate(STEPS):
        if tell:
            tell("Joining", at, len(STEPS))
        mark = storage.joined(out, plan.folder, f"{step}.done")
        if storage.described(mark) is None:
            tasks = tasks_of(step, plan, tellers if step == "told" else homes)
            _carry(tasks, runner, workers)
            storage.put(mark, b"")
        _forget_files(plan, STEPS[step])
    manifest.note_joined(out, basis, put_in_place(plan))
    _forget_all_but(out, None)
    return True


def do(packed: bytes) -> bytes:
    """One task, wherever it is carried to."""
    task = _TASK.decode(packed)
    if task.step in _READ:
        _READ[task.step](task.plan, task.number, task.home)
    else:
        _LOOK[task.step](task.plan, task.number)
    return packed


def plan_of(out: str, basis: str, done: Mapping[str, UnitDone]) -> tuple[Plan, list[Home], list[Home]]:
    """How a join is divided, and what is read together: of the tables keys and happenings."""
    documents = sum(one.rows.get("keys", 0) for one in done.values())
    at_once = AT_ONCE if documents > AT_ONCE else IN_TURN
    homes, tellers = (homes_of(out, done, table, most) for table, most in (("keys", at_once), ("happenings", MANY)))
    buckets = max(1, -(-documents // at_once))
    slices = max(1, -(-documents // (buckets * COMPARED)))
    plan = Plan(out, f"{FOLDER}/{basis[:16]}", len(homes), len(tellers), buckets, slices, documents <= AT_ONCE)
    return plan, homes, tellers


def homes_of(out: str, done: Mapping[str, UnitDone], table: str, most: int) -> list[Home]:
    """Files of a table in the order of their paths, together until there are so many rows; larger ones in pieces."""
    homes: list[list[Piece]] = []
    room = 0
    files = sorted((file.path, file.rows) for one in done.values() for file in one.files
                   if file.path.startswith(f"{table}/"))
    for path, rows in files:
        for first, groups, own in _row_groups(out, path) if rows > most else ((0, 0, rows),):
            if own > room:
                homes.append([])
                room = most
            room -= own
            homes[-1].append(Piece(path, first, groups))
    if len(homes) > MOST_HOMES:
        raise StemmaError(f"More than {MOST_HOMES * most:,} documents cannot be joined at once.")
    return [Home(number, tuple(pieces)) for number, pieces in enumerate(homes)]


def _row_groups(out: str, path: str) -> Iterator[tuple[int, int, int]]:
    """The row groups of a file, each with its rows: (first, 1, rows)."""
    import pyarrow.parquet as pq

    where = storage.joined(out, path)
    with storage.filesystem(where).open_input_file(storage.inner(where)) as source:
        file = pq.ParquetFile(source).metadata
        for number in range(file.num_row_groups):
            yield number, 1, file.row_group(number).num_rows


def tasks_of(step: str, plan: Plan, homes: Sequence[Home]) -> list[Task]:
    """The tasks of a step."""
    if step in _READ:
        return [Task(plan, step, home.number, home) for home in homes]
    if not (plan.tellers if step in ("placed", "incidents") else plan.homes):
        return []
    count = {"pairs": len(meeting.MEETINGS) * plan.buckets, "edges": plan.comparers, "grouped": 1
             }.get(step, plan.buckets)
    return [Task(plan, step, number) for number in range(count)]


def file_of(task: Task) -> str:
    """The file that is there when a task is done."""
    if task.step == "pairs":
        kind, bucket = divmod(task.number, task.plan.buckets)
        return task.plan.file(f"pairs-{meeting.MEETINGS[kind]}", bucket)
    return task.plan.file(_LAST.get(task.step, task.step), task.number)


def _carry(tasks: Sequence[Task], runner: Runner, workers: int | None) -> None:
    """Do the tasks whose files are missing, those of a small output in this process, but for comparing: to start others
    takes longer. Where the engine stops, it is started again."""
    breaks, before = 0, len(tasks) + 1
    small = len(tasks) == 1 or all(task.plan.few and task.step != "edges" for task in tasks)
    while left := _left(tasks):
        breaks = breaks + 1 if len(left) == before else 0
        before = len(left)
        packed = [msgspec.msgpack.encode(task) for task in left]
        try:
            for _ in map(do, packed) if small else engine.spread(do, packed, runner, workers):
                pass
        except engine.EngineBroke as error:
            if breaks >= MOST_BREAKS:
                raise StemmaError(f"{error} It was started again {MOST_BREAKS} times and did no more; start again, "
                                  "perhaps with fewer --workers: what is done is kept.") from None


def _left(tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose files are missing."""
    if not tasks:
        return []
    plan = tasks[0].plan
    there = {entry.path for entry in storage.listed(storage.joined(plan.out, plan.folder))}
    return [task for task in tasks if file_of(task) not in there]


def _forget_files(plan: Plan, steps: Sequence[str]) -> None:
    """Remove what steps that are done have handed on."""
    for entry in storage.listed(storage.joined(plan.out, plan.folder)):
        name, _, _ = entry.path.rpartition("/")[2].rpartition("-")
        if name in steps:
            storage.remove(entry.path)


def _forget_all_but(out: str, plan: Plan | None) -> None:
    """Remove what joins of other sets of units have left, or of all."""
    kept = storage.joined(out, plan.folder) + "/" if plan else None
    for entry in storage.listed(storage.joined(out, FOLDER)):
        if kept is None or not entry.path.startswith(kept):
            storage.remove(entry.path)
    if not storage.is_remote(out):
        folders = sorted(Path(out, FOLDER).glob("*")) if plan else [Path(out, FOLDER)]
        for folder in folders:
            if plan is None or folder != Path(out, plan.folder):
                shutil.rmtree(folder, ignore_errors=True)
