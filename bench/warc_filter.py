"""WARC records to filtered text, beside trafilatura's `extract(fast=True)` on the same: how many a second.

`python -m bench warc-filter [RECORDS] [--jobs N] [--rounds N]`; 2,000 pages of `bench._web_pages`, about 30 kB each, in
archives of 250, and two processes if not given. Every process takes whole archives, as `stemma scale` does, and all
ways are run in turn on the same ones:

- trafilatura: fastwarc's iterator without any check of the archive, the text found, nothing filtered.
- verdict: record to the filter's first answer, `of_page`. No text is found.
- rough text: the same, then the answer of `of_markup` where the words leave a doubt. No text is found either.
- filtered text: the same, then text, language, day, outlet of what goes on, and the filter's second answer.
- whole filter: the same, then the fast reader on what goes on, and the filter's third answer.
- bound: the archives unpacked and cut into records by fastwarc, and nothing else.

There are two mixes: 3 in 100 pages tell of people harmed and the others are ordinary (`bench._ordinary`), and all do;
of the latter the reader would read every page, which `read-fast` measures, so the whole filter is left out there.
Below, how many go on after each step, what of the pages that tell of harm is lost, and where the time of a verdict
goes, step by step in one process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bench._ordinary import mixed
from bench._web_pages import pages
from bench.collect_warc import Clock, Taken, record_of

ARCHIVE = 250  # records in one
MIXES = (("3 in 100 relevant", 0.03), ("all relevant", 1.0))
SHOWN = 500  # records of which it is told how far they go, and where their time goes
HARM = "-harm"  # in the address of pages that tell of harm, for the count of what is lost


def measure(arguments: list[str]) -> None:
    """Print records a second of every way and mix, and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench warc-filter")
    parser.add_argument("records", type=int, nargs="?", default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args(arguments)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name, share in MIXES:
            paths = list(_archives(Path(folder), asked.records, share))
            size = sum(Path(path).stat().st_size for path in paths)
            print(f"\n{name}: {asked.records:,} records in {len(paths)} archives, {size:,} bytes packed; "
                  f"{asked.jobs} processes", flush=True)
            best = _all_ways(paths, asked, [name for name in WAYS if share < 1 or name != "whole filter"])
            lines.append(_ratios(name, best))
            if share < 1:
                _tell_shares(paths[:SHOWN // ARCHIVE])
                _tell_profile(paths[:SHOWN // ARCHIVE])
            for path in paths:
                Path(path).unlink()
    print("\n" + "\n".join(lines))


def _archives(folder: Path, count: int, share: float) -> Iterator[str]:
    """The records in files of their own; those that tell of harm can be known by their address."""
    told, texts = zip(*mixed(count, share), strict=True)
    batch: list[bytes] = []
    for number, page in enumerate(pages(count, told=texts)):
        url = page.url + (HARM if told[number] else "")
        batch.append(record_of(number, page, url))
        if len(batch) == ARCHIVE or number == count - 1:
            path = folder / f"crawl-{share}-{number:07}.warc.gz"
            path.write_bytes(b"".join(batch))
            batch = []
            yield str(path)


def _all_ways(paths: Sequence[str], asked: argparse.Namespace, names: Sequence[str]) -> dict[str, Taken]:
    """The best of some rounds of each way, printed as they end."""
    best: dict[str, Taken] = {}
    for _ in range(asked.rounds):
        for name in names:
            with multiprocessing.get_context("spawn").Pool(asked.jobs) as pool:
                pool.map(_warmed, [name] * asked.jobs, 1)
                with Clock() as clock:
                    count = sum(pool.imap_unordered(WAYS[name], paths, 1))
                taken = clock.taken(count)
            print(f"  {name:<16} {taken.told()}", flush=True)
            if name not in best or taken.clock < best[name].clock:
                best[name] = taken
    return best


def _ratios(mix: str, best: dict[str, Taken]) -> str:
    told = []
    for name in (name for name in best if name not in ("trafilatura", "bound")):
        clock = best["trafilatura"].clock / best[name].clock
        processors = best["trafilatura"].processors / best[name].processors
        told.append(f"{name} {clock:.1f} ({processors:.1f} by the processors' time)")
    bound = best["verdict"].processors / best["bound"].processors
    return (f"warc-filter, {mix}, times trafilatura extract(fast=True): {', '.join(told)}; "
            f"a verdict takes {bound:.1f} times what unpacking alone takes")


# ------------------------------------------------------------------------------------------------- the ways


def _warmed(name: str) -> None:
    """Load what a process needs, so that no way pays for it, and hold it until all have begun."""
    page = next(pages(1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "one.warc.gz")
        path.write_bytes(record_of(0, page, page.url))
        WAYS[name](str(path))
    time.sleep(0.5)


def _extracted(path: str) -> int:
    from trafilatura import extract

    count = 0
    for _, body in bodies(path):
        extract(body.decode(), fast=True)
        count += 1
    return count


def bodies(path: str) -> Iterator[tuple[str, bytes]]:
    """Addresses and payloads in the quickest way that fastwarc has."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for record in ArchiveIterator(path, record_types=WarcRecordType.response, parse_http=True, fsspec_args=False):
        yield record.headers.get("WARC-Target-URI") or "", record.reader.read()


def _judged(path: str, roughly: bool = False) -> int:
    from stemma.scale import relevance

    count = 0
    for piece in _pieces(path):
        (relevance.of_received if roughly else relevance.of_page)(piece.page or b"")
        count += 1
    return count


def _judged_roughly(path: str) -> int:
    return _judged(path, roughly=True)


def _pieces(path: str) -> Iterator:
    from stemma.model import Problem
    from stemma.scale.opening import pieces_of

    return (piece for piece in pieces_of(Path(path), path) if not isinstance(piece, Problem))


def _filtered(path: str) -> int:
    return _count(_steps(path))


def _read(path: str) -> int:
    return _count(_steps(path, read=True))


def _count(steps: Iterable[object]) -> int:
    return sum(1 for _ in steps)


def _steps(path: str, *, read: bool = False) -> Iterator[tuple[str | None, int]]:
    """The address of every record, and after how many of the filter's steps it still goes on."""
    from stemma.model import Problem
    from stemma.pipeline import read as read_document
    from stemma.scale import relevance

    for piece in _pieces(path):
        steps = 0
        if relevance.of_received(piece.page or b"").relevant:
            steps = 1
            for found in piece.read():
                if not isinstance(found, Problem) and relevance.of_document(found[0]).relevant:
                    steps = 2
                    if read and relevance.of_reading(read_document(found[0], "fast")).relevant:
                        steps = 3
        yield piece.url, steps


def _unpacked(path: str) -> int:
    """fastwarc's iterator alone, the quickest way to the bytes of every record that there is here."""
    return _count(bodies(path))


WAYS: dict[str, Callable[[str], int]] = {
    "trafilatura": _extracted, "verdict": _judged, "rough text": _judged_roughly, "filtered text": _filtered,
    "whole filter": _read, "bound": _unpacked,
}


# ------------------------------------------------------------------------------------------- shares, profile


def _tell_shares(paths: Sequence[str]) -> None:
    """Print how many records go on after each step, and how many of those that tell of harm do not."""
    found = [one for path in paths for one in _steps(path, read=True)]
    for told, some in (("ordinary pages", [steps for url, steps in found if not (url or "").endswith(HARM)]),
                       ("pages on people harmed", [steps for url, steps in found if (url or "").endswith(HARM)])):
        if some:
            shares = ", ".join(f"{name} {100 * sum(steps >= least for steps in some) / len(some):.1f} %"
                               for least, name in ((1, "page"), (2, "words"), (3, "whole")))
            print(f"  {told} that go on: {shares}, of {len(some):,}", flush=True)


def _tell_profile(paths: Sequence[str]) -> None:
    """Print what each part of a verdict takes, in one process, and what unpacking alone would."""
    from stemma.readers import warc
    from stemma.readers._members import Names
    from stemma.readers._warc_records import records, unpacked
    from stemma.scale import relevance

    raws = [Path(path).read_bytes() for path in paths]
    found = [one for raw in raws for one in records(raw)]
    bodies = [unpacked(one, 1 << 25) for one in found]
    shown = [relevance.shown(body) for body in bodies]
    doubtful = [body for body in bodies if (seen := relevance.of_page(body)).relevant and not seen.plain]
    parts = (
        ("unpacked by fastwarc alone", lambda: [_unpacked(path) for path in paths]),
        ("unpacked, checked, records", lambda: [_count(records(raw)) for raw in raws]),
        ("and what may be a report", lambda: [_count(warc.archived("", raw, "", Names())) for raw in raws]),
        ("what a page shows", lambda: [relevance.shown(body) for body in bodies]),
        ("its words", lambda: [relevance.of_shown(text) for text in shown]),
        ("rough text of what is in doubt", lambda: [relevance.of_markup(body) for body in doubtful]),
    )
    size = sum(map(len, bodies))
    print(f"  unpacked bytes copied once in memory: {1e6 * _copied(size) / len(found):.1f} microseconds a record")
    print("  where a verdict's time goes, microseconds a record in one process:")
    for name, part in parts:
        print(f"    {name:<30} {1e6 * _least(part) / len(found):6.0f}")


def _least(part: Callable[[], object]) -> float:
    """Seconds of the processor, the least of five times."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        part()
        taken.append(time.process_time() - began)
    return min(taken)


def _copied(count: int) -> float:
    """Seconds that memory takes to hand over so many bytes once."""
    block = bytes(count)
    return _least(lambda: bytearray(block))
