"""An archive of news to tables, end to end, beside trafilatura's extraction alone on the same records.

`python -m bench archive [RECORDS] [--relevant SHARE] [--jobs N] [--profile]`; 24,000 pages of about 30 kB in archives
of 1,000, of which 3 in 100 tell of people harmed, and two processes if not given.

Each archive is one day's crawl of news: its pages are of that day and the three days before.

- planned: `stemma plan` on the archives, before.
- stemma: `stemma scale` as a command of its own, from its start to its end: filter, reading, tables, families and
  candidate incidents. Its start alone is told beside, since it is the same for a larger archive.
- trafilatura: records taken by fastwarc, their text found and thrown away; its processes have loaded all before. Once
  `extract(fast=True)` over all records, once `extract` as it comes over the first archives.

--profile: where the time goes, step by step in one process, and what lies below each step: unpacking with zlib alone,
one copy of the unpacked bytes in memory, the networks of the tagger alone; as a ratio.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bench._ordinary import mixed
from bench._web_pages import pages
from bench.collect_warc import Clock, record_of
from bench.warc_filter import WAYS, _warmed, bodies

ARCHIVE = 1000  # records in one
PROFILED = 4  # archives
_FED = 1 << 14  # bytes that zlib gets at a time: what lies beyond a member is copied
PLAINLY = 4  # archives that are extracted without fast=True, which takes several times as long
GOAL = 3  # times as many documents a second
# An installed program has its modules compiled, and need not do that anew at every start.
_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(Struct, frozen=True):
    """One run of a command."""

    seconds: float
    used: float  # seconds of the processors
    memory: int  # bytes of all its processes together, at most
    found: dict[str, object]  # what it told


def measure(arguments: list[str]) -> None:
    """Print what was planned, both ways, the ratio, and the profile where asked."""
    parser = argparse.ArgumentParser(prog="python -m bench archive")
    parser.add_argument("records", type=int, nargs="?", default=24_000)
    parser.add_argument("--relevant", type=float, default=0.03)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        paths = list(archives(folder / "in", asked.records, asked.relevant, ARCHIVE))
        size = sum(path.stat().st_size for path in paths)
        print(f"{asked.records:,} records in {len(paths)} archives, {size:,} bytes packed; {asked.relevant:.0%} tell "
              f"of people harmed; {asked.jobs} processes; load before: {os.getloadavg()[0]:.1f}", flush=True)
        planned = run(["plan", str(folder / "in"), "--json"])
        few = paths[:PLAINLY]
        plain, plainly = _extracted(_plainly, few, asked.jobs)
        print(f"  trafilatura   {_told(plain, plainly.clock, plainly.used)}", flush=True)
        _, theirs = _extracted(WAYS["trafilatura"], paths, asked.jobs)
        print(f"  - fast=True   {_told(asked.records, theirs.clock, theirs.used)}", flush=True)
        start = run(["scale", str(_one_record(folder)), "--out", str(folder / "start"), "--json"])
        whole = run(["scale", str(folder / "in"), "--out", str(folder / "out"), "--workers", str(asked.jobs), "--json"])
        print(f"  stemma scale  {_told(asked.records, whole.seconds, whole.used)}; for any archive "
              f"{start.seconds:.1f} s; {whole.memory / 1e6:,.0f} MB", flush=True)
        _tell_plan(planned, whole)
        if asked.profile:
            profile(paths[:PROFILED])
    _ratios(asked.records, whole, start, plain, plainly, theirs)


def _ratios(records: int, whole: Run, start: Run, plain: int, plainly: Clock, fast: Clock) -> None:
    """Print how many times as many records a second, with and without what every run takes to start."""
    began, used = max(1e-9, whole.seconds - start.seconds), max(1e-9, whole.used - start.used)
    print(f"\narchive: {records / whole.seconds:.0f} records/s end to end (goal: {GOAL} times trafilatura alone)")
    for name, clock, processors in (("extract", plainly.clock / plain, plainly.used / plain),
                                    ("extract(fast=True)", fast.clock / records, fast.used / records)):
        print(f"- trafilatura's {name}: {clock * records / whole.seconds:.1f} times; without the start "
              f"{clock * records / began:.1f}, by the time of the processors {processors * records / used:.1f}")


def _told(records: int, seconds: float, used: float) -> str:
    return (f"{records / seconds:7.0f} records/s   {seconds:7.1f} s, {1000 * used / records:.2f} ms of the processors "
            "each")


def archives(folder: Path, count: int, relevant: float, size: int) -> Iterator[Path]:
    """So many records, a share of which tells of people harmed, in archives of a size."""
    folder.mkdir()
    _, texts = zip(*mixed(count, relevant), strict=True)
    batch: list[bytes] = []
    for number, page in enumerate(pages(count, told=texts, daily=size)):
        batch.append(record_of(number, page))
        if len(batch) == size or number == count - 1:
            path = folder / f"crawl-{number // size:05}.warc.gz"
            path.write_bytes(b"".join(batch))
            batch = []
            yield path


def _one_record(folder: Path) -> Path:
    return next(archives(folder / "one", 1, 0.0, 1))


def run(words: Sequence[str]) -> Run:
    """Run a command of Stemma, and watch its memory."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([sys.executable, "-m", "stemma", *words], stdout=told, start_new_session=True,
                                   env=_INSTALLED)
        most, looked = 0, 0.0
        while process.poll() is None:
            if time.perf_counter() >= looked:  # a look stops what is looked at: seldom enough to cost a fiftieth
                start = time.perf_counter()
                most = max(most, _memory(process.pid))
                looked = time.perf_counter() + max(0.5, 50 * (time.perf_counter() - start))
            time.sleep(0.05)
        seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode:
            raise SystemExit(f"stemma {words[0]} ended with {process.returncode}")
        told.seek(0)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(seconds, used, most, json.loads(told.read()))


def _memory(session: int) -> int:
    """Bytes that the processes of a session have in memory; what they share is counted in parts."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                told = (folder / "smaps_rollup").read_text()
                total += 1024 * int(told.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError, ValueError):  # ended meanwhile
            continue
    return total


def _extracted(way: Callable[[str], int], paths: Sequence[Path], jobs: int) -> tuple[int, Clock]:
    """Records, and what it took to find their text."""
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        pool.map(_warmed, ["trafilatura"] * jobs, 1)
        with Clock() as clock:
            count = sum(pool.imap_unordered(way, map(str, paths), 1))
    return count, clock


def _plainly(path: str) -> int:
    """Extraction as it comes, from one archive."""
    from trafilatura import extract

    count = 0
    for _, body in bodies(path):
        extract(body.decode())
        count += 1
    return count


def _tell_plan(planned: Run, whole: Run) -> None:
    plan, found = planned.found, whole.found
    hours, kept, documents = plan["here"]["hours"], plan["kept"], plan["documents"]
    print(f"\n{'':<14}{'planned':>10}   {'between':>19}   {'found':>8}")
    for name, expected, value in (("documents", documents, found["seen"]), ("kept", kept, found["kept"])):
        print(f"{name:<14}{expected['likely']:>10,.0f}   {expected['low']:>8,.0f} - {expected['high']:>8,.0f}   "
              f"{value:>8,}")
    seconds = {key: 3600 * value for key, value in hours.items()}
    print(f"{'seconds':<14}{seconds['likely']:>10,.1f}   {seconds['low']:>8,.1f} - {seconds['high']:>8,.1f}   "
          f"{whole.seconds:>8,.1f}")
    print(f"{'MB of memory':<14}{plan['here']['memory'] / 1e6:>10,.0f}   {'':>19}   {whole.memory / 1e6:>8,.0f}")
    print(f"the plan took {planned.seconds:.1f} s for {plan['sampled_documents']:,} documents")


# ------------------------------------------------------------------------------------------------------------ profile


def profile(paths: Sequence[Path]) -> None:
    """Print where the time of one process goes, and what lies below."""
    from stemma.scale import sampling, work
    from stemma.scale.nouns import Unit, Wanted

    networks = _timed_networks()
    sampling.warmed(0)
    networks.clear()
    found = []
    for number, path in enumerate(paths):
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            unit = Unit(f"u-{number}", str(path), path.stat().st_size, "")
            found.append(sampling._measured(path, unit, Wanted(), Path(name), unit.size, 0.0))
    seen = sum(one.seen for one in found)
    spent = {step: sum(one.laps[step].seconds for one in found) for step in work.STEPS}
    times = {step: sum(one.laps[step].times for one in found) for step in work.STEPS}
    spent["tables put in place"], times["tables put in place"] = sum(one.ending for one in found), len(found)
    total = sum(spent.values())
    below = {"record": ("zlib alone", _unpacking(paths)), "page": ("one copy in memory", _copying(paths)),
             "reading": ("the networks alone", sum(networks))}
    print(f"\none process, {seen:,} records, {1000 * total / seen:.2f} ms each\n"
          f"{'step':<22}{'times':>8}{'ms each':>9}{'of all':>8}   bound")
    for step, seconds in spent.items():
        line = f"{step:<22}{times[step]:>8,}{1000 * seconds / max(1, times[step]):>9.2f}{seconds / total:>8.0%}"
        if step in below:
            name, least = below[step]
            line += f"   {seconds / max(least, 1e-9):.1f} times {name} ({least:.2f} s)"
        print(line)


def _timed_networks() -> list[float]:
    """Seconds of every run of a network from now on."""
    import onnxruntime

    taken: list[float] = []

    class Timed(onnxruntime.InferenceSession):
        def run(self, *given: object, **more: object) -> object:
            began = time.process_time()
            try:
                return super().run(*given, **more)
            finally:
                taken.append(time.process_time() - began)

    onnxruntime.InferenceSession = Timed
    return taken


def _unpacking(paths: Sequence[Path]) -> float:
    """Seconds that zlib takes for all members of the archives."""
    seconds = 0.0
    for path in paths:
        raw, at, began = memoryview(path.read_bytes()), 0, time.process_time()
        while at < len(raw):
            member = zlib.decompressobj(31)
            while not member.eof:
                member.decompress(raw[at:at + _FED])
                at = min(len(raw), at + _FED)
            at -= len(member.unused_data)
        seconds += time.process_time() - began
    return seconds


def _copying(paths: Sequence[Path]) -> float:
    """Seconds that a copy of the unpacked bytes takes: what looks at every byte cannot take less, about."""
    import gzip

    seconds = 0.0
    for path in paths:
        whole = bytearray(gzip.decompress(path.read_bytes()))
        began = time.process_time()
        bytes(whole)
        seconds += time.process_time() - began
    return seconds
