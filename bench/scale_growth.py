"""Whether a larger archive costs more for each document: time and memory of `stemma scale` from 10,000 documents up.

`python -m bench scale-growth [DOCUMENTS ...] [--relevant SHARE] [--jobs N] [--plot FILE.svg]`; 10,000, 40,000 and
160,000 documents in JSONL files of 2,500, of which 3 in 100 tell of people harmed, and two processes if not given. The
documents of a size are the first of the largest; they are made before the clock runs. Time is that of the whole
command, memory that of all its processes together at most, what they share counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bench._ordinary import mixed
from bench.archive import run

LINES = 2_500  # in a file
GROWTH = 0.25  # more time for each document that is allowed from the smallest to the largest


class Point(Struct, frozen=True):
    """One size."""

    documents: int
    kept: int
    seconds: float
    used: float  # seconds of the processors
    memory: int  # bytes
    tables: int  # bytes

    @property
    def each(self) -> float:
        """Milliseconds for each document."""
        return 1000 * self.seconds / self.documents


def measure(arguments: list[str]) -> None:
    """Print a line for each size, and how much more the largest takes for each document than the smallest."""
    parser = argparse.ArgumentParser(prog="python -m bench scale-growth")
    parser.add_argument("documents", type=int, nargs="*", default=[10_000, 40_000, 160_000])
    parser.add_argument("--relevant", type=float, default=0.03)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args(arguments)
    sizes = sorted(asked.documents)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        files = _files(folder / "in", sizes[-1], asked.relevant)
        print(f"{asked.relevant:.0%} of the documents tell of people harmed; files of {LINES:,}; {asked.jobs} "
              f"processes; load before: {os.getloadavg()[0]:.1f}\n", flush=True)
        print(f"{'documents':>10}{'kept':>9}{'seconds':>10}{'ms each':>9}{'of processors':>15}{'MB':>7}"
              f"{'MB of tables':>14}")
        points = []
        for size in sizes:
            points.append(_point(files[:-(-size // LINES)], size, folder / "out", asked.jobs))
            _tell(points[-1])
    first, last = points[0], points[-1]
    print(f"\nscale-growth: {first.documents:,} -> {last.documents:,} documents, time for each "
          f"{last.each / first.each - 1:+.0%} (allowed {GROWTH:+.0%}), of the processors "
          f"{_used(last) / _used(first) - 1:+.0%}; memory at most "
          f"{first.memory / 1e6:,.0f} -> {last.memory / 1e6:,.0f} MB")
    if asked.plot:
        asked.plot.write_text(plot(points), encoding="utf-8")
        print(f"Written: {asked.plot}")


def _files(folder: Path, count: int, relevant: float) -> list[Path]:
    """The documents as lines of JSON, in files."""
    folder.mkdir()
    found, files = enumerate(mixed(count, relevant)), []
    while batch := list(islice(found, LINES)):
        path = folder / f"news-{len(files):05}.jsonl"
        path.write_text("".join(_line(number, text) for number, (_, text) in batch), encoding="utf-8")
        files.append(path)
    return files


def _line(number: int, text: str) -> str:
    day = date(2021, 1, 1) + timedelta(days=number % 730)
    return json.dumps({"id": f"n{number}", "text": text, "published": day.isoformat(),
                       "url": f"https://post.example/{number}"}) + "\n"


def _point(files: Sequence[Path], size: int, out: Path, jobs: int) -> Point:
    done = run(["scale", *map(str, files), "--out", str(out), "--workers", str(jobs), "--json"])
    tables = sum(path.stat().st_size for path in out.rglob("*.parquet"))
    shutil.rmtree(out)
    return Point(int(done.found["seen"]), int(done.found["kept"]), done.seconds, done.used, done.memory, tables)


def _used(point: Point) -> float:
    return point.used / point.documents


def _tell(point: Point) -> None:
    print(f"{point.documents:>10,}{point.kept:>9,}{point.seconds:>10.1f}{point.each:>9.2f}{1000 * _used(point):>15.2f}"
          f"{point.memory / 1e6:>7,.0f}{point.tables / 1e6:>14,.0f}", flush=True)


# --------------------------------------------------------------------------------------------------------------- plot

_WIDE, _HIGH, _LEFT, _TOP = 300, 170, 60, 40


def plot(points: Sequence[Point]) -> str:
    """Time for each document and memory over the number of documents, as SVG."""
    panels = [("Milliseconds for each document", [point.each for point in points]),
              ("Memory of all processes at most, MB", [point.memory / 1e6 for point in points])]
    width = len(panels) * (_WIDE + _LEFT + 20)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_TOP + _HIGH + 50}" '
             f'role="img" font-family="sans-serif" font-size="12" fill="#222">'
             '<title>stemma scale: cost over the size of an archive</title>'
             '<rect width="100%" height="100%" fill="#fff"/>']
    for number, (title, values) in enumerate(panels):
        parts.append(_panel(number * (_WIDE + _LEFT + 20) + _LEFT, title, [p.documents for p in points], values))
    return "\n".join([*parts, "</svg>\n"])


def _panel(left: float, title: str, sizes: Sequence[int], values: Sequence[float]) -> str:
    """One panel: sizes at even distances, values from nought."""
    most = 1.25 * max(values)
    steps = max(1, len(sizes) - 1)
    spots = [(left + 20 + at * (_WIDE - 40) / steps, _TOP + _HIGH * (1 - value / most))
             for at, value in enumerate(values)]
    floor = _TOP + _HIGH
    parts = [f'<text x="{left}" y="{_TOP - 16}" font-weight="bold">{title}</text>',
             f'<path d="M{left} {_TOP}V{floor}H{left + _WIDE}" fill="none" stroke="#888"/>',
             f'<text x="{left - 8}" y="{floor + 4}" text-anchor="end">0</text>',
             f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in spots)}" fill="none" stroke="#1f5f8b" '
             'stroke-width="2"/>']
    for (x, y), size, value in zip(spots, sizes, values, strict=True):
        shown = f"{value:,.0f}" if value >= 20 else f"{value:.2f}"
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#1f5f8b"/>',
                  f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{shown}</text>',
                  f'<text x="{x:.1f}" y="{floor + 18}" text-anchor="middle">{size:,}</text>']
    parts.append(f'<text x="{left + _WIDE / 2}" y="{floor + 38}" text-anchor="middle">documents</text>')
    return "\n".join(parts)
