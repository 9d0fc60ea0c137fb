"""Families over an archive: what the joins of `stemma scale` take, and whether they find what a build finds.

`python -m bench scale-families [DOCUMENTS] [SAMPLE]`; 160,000 documents and a sample of 5,000 if not given. Needs the
extra "scale". A sixteenth and a quarter of the documents go first, so that growth shows.

Invented reports of nine sentences (bench/_copies.py), a quarter of them copies of others, in files of 2,000, are put
where reading an archive leaves them: the tables `documents`, `keys` and `happenings`. Nothing is read by a tagger:
families need sentences alone. Measured are the joins, in two processes: seconds of the clock, and the most memory that
all processes held together, each shared page counted once (PSS, looked at four times a second).

Then the same edges are asked of the in-memory path, once from candidates over all documents, kept where both stand in
the sample: they must be the same. Once from the sample alone, as a build from a slice does: a key that more than FEW
hold in the archive may be held by few in the sample, so that some pairs more are looked at, and the other way round.
"""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from msgspec import Struct

from bench._copies import pile
from stemma.copies.candidates import Keys, candidates
from stemma.copies.edges import compare
from stemma.copies.families import edges_of
from stemma.copies.shingles import Sketch
from stemma.copies.telling import Telling
from stemma.ids import make_id, sha256
from stemma.model import Document, DocumentDate, Page, Reading
from stemma.reading.sentences import sentences_of
from stemma.scale import joining, manifest, rows, storage
from stemma.scale.nouns import Unit, UnitDone
from stemma.scale.schema import DOCUMENTS
from stemma.scale.tables import UnitTables

FILE = 2_000  # reports that stand in one file of the archive
FIRST = date(2033, 1, 3)  # day of the first reports
A_DAY = 400  # reports a day
SENTENCES, OWN = 9, 0.75  # of a report; part of the reports that are no copies
WORKERS = 2
LOOK = 0.25  # seconds between two looks at memory

Pair = tuple[str, str]


# ------------------------------------------------------------------------------------------------ the archive


def reading(name: str, text: str, day: date | None) -> Reading:
    """A report of which only the text and the day are known."""
    digest = sha256(text.encode())
    document = Document(make_id("d", digest, name), name, digest, text, "text/plain", published=day)
    page = Page(document, DocumentDate(day, "given"), (), sentences_of(document, ()), (), (), ())
    return Reading(page, (), (), victims=())


def put_unit(out: str, number: int, readings: Sequence[Reading]) -> None:
    """Write what reading one file of an archive leaves."""
    unit = Unit(make_id("u", number), f"/archive/{number:05d}", len(readings), "0")
    with storage.working_folder(out, unit.id) as folder:
        tables = UnitTables(folder, f"{number:05d}-{unit.id[2:]}")
        for one in readings:
            month = rows.month_of(one.page.published.day)
            tables.add(DOCUMENTS, rows.document_row(one, one.document.text.encode(), unit.id), month)
            for table, found in rows.rows_of(one):
                for row in found:
                    tables.add(table, row, month)
        files = tables.put(out)
    manifest.enter(out, UnitDone(unit, "0" * 64, len(readings), len(readings), {}, {}, tables.rows(), files))


def put_texts(out: str, first: int, texts: Sequence[str]) -> None:
    """The same of texts, of which the first has this number in the archive."""
    put_unit(out, first // FILE, [reading(str(number), text, FIRST + timedelta(number // A_DAY))
                                  for number, text in enumerate(texts, first)])


def put_archive(out: str, count: int) -> None:
    """Write what reading an archive of so many reports leaves."""
    texts = pile(count, sentences=SENTENCES, own=OWN).texts
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        tasks = [pool.submit(put_texts, out, first, texts[first : first + FILE]) for first in range(0, count, FILE)]
        for task in tasks:
            task.result()


# ------------------------------------------------------------------------------------------------- measuring


class Taken(Struct):
    """What a run took."""

    seconds: float
    memory: float  # MB, of all processes together
    steps: list[tuple[str, float]]


def measure(arguments: list[str]) -> None:
    """Print what the joins take as the archive grows, then whether a sample has the edges that a build finds."""
    count = int(arguments[0]) if arguments else 160_000
    size = int(arguments[1]) if len(arguments) > 1 else 5_000
    print(f"{'documents':>10}{'seconds':>9}{'s/(n ln n)':>12}{'memory':>10}{'edges':>10}{'families':>10}", flush=True)
    for documents in (count // 16, count // 4, count):
        out = tempfile.mkdtemp(prefix="stemma-families-")
        try:
            put_archive(out, documents)
            taken = alone(out)
            shown(out, documents, taken)
            if documents == count:
                print("  " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in taken.steps))
                compared(out, size)
        finally:
            shutil.rmtree(out)


def shown(out: str, documents: int, taken: Taken) -> None:
    """Print the line of one size."""
    families = {row["family"] for row in table_rows(out, "families", ["family", "documents"]) if row["documents"] > 1}
    edges = sum(1 for _ in table_rows(out, "edges", ["a"]))
    growth = 1e6 * taken.seconds / (documents * math.log(documents))
    print(f"{documents:>10,}{taken.seconds:>9.1f}{growth:>10.2f}e-6{taken.memory:>7,.0f} MB{edges:>10,}"
          f"{len(families):>10,}", flush=True)


def alone(out: str) -> Taken:
    """The joins, in a process of their own, with the most memory that it and those that it starts hold."""
    context = get_context("spawn")
    mine, other = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(other, out))
    process.start()
    other.close()
    most, over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, most, over))
    watch.start()
    try:
        steps = mine.recv()
    except EOFError:
        sys.exit("The measurement ended early; what it printed says why.")
    finally:
        over.set()
        watch.join()
        process.join()
    return Taken(sum(seconds for _, seconds in steps), most[0], steps)


def _run(channel: Connection, out: str) -> None:
    began: list[float] = []
    joining.join(out, "native", WORKERS, lambda what, done, total: began.append(time.perf_counter()))
    ends = [*began[1:], time.perf_counter()]
    channel.send([(step, end - start) for step, start, end in zip(joining.STEPS, began, ends, strict=True)])


def _watch(process: int, most: list[float], over: threading.Event) -> None:
    while not over.wait(LOOK):
        most[0] = max(most[0], sum(_held(one) for one in _with_children(process)))


def _with_children(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _with_children(int(child))


def _held(process: int) -> float:
    """MB that a process holds, shared pages by halves, thirds ..."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


# ------------------------------------------------------------------------------------- the same in memory


def compared(out: str, size: int) -> None:
    """Print how the edges of a sample compare with those that the in-memory path finds."""
    sample = sampled(out, size)
    scaled = {(row["a"], row["b"]): row["how"] for row in table_rows(out, "edges", ["a", "b", "how"])
              if row["a"] in sample and row["b"] in sample}
    readings = held(out, sample)
    began = time.perf_counter()
    whole = {}
    for a, b in candidates_in_memory(out):
        if a in readings and b in readings and (edge := compare(Telling(readings[a].page), Telling(readings[b].page))):
            whole[a, b] = edge.how
    print(f"  {len(sample):,} documents, {len(scaled):,} edges between them; in memory, candidates over all documents: "
          f"{_difference(scaled, whole)} ({time.perf_counter() - began:.0f} s)")
    own = {pair: edge.how for pair, edge in edges_of(list(readings.values())).items()}
    print(f"  in memory, the sample alone: {_difference(scaled, own)}")
    if scaled != whole:
        sys.exit("The joins and the in-memory path differ.")


def _difference(scaled: dict[Pair, str], other: dict[Pair, str]) -> str:
    if scaled == other:
        return "the same"
    kinds = [sum(how.startswith("shared") == shared for pair, how in one.items() if two.get(pair) != how)
             for one, two in ((scaled, other), (other, scaled)) for shared in (False, True)]
    return (f"{kinds[0]:,} copies and {kinds[1]:,} shared passages only at scale, {kinds[2]:,} and {kinds[3]:,} only "
            "in memory")


def sampled(out: str, size: int) -> set[str]:
    """Documents of whole families, half of the sample, and such as stand alone; always the same."""
    groups: dict[str, list[str]] = {}
    for row in table_rows(out, "families", ["doc", "family"]):
        groups.setdefault(row["family"], []).append(row["doc"])
    ordered = [groups[family] for family in sorted(groups)]
    chosen = {docs[0] for docs in islice((docs for docs in ordered if len(docs) == 1), size // 2)}
    for docs in (docs for docs in ordered if 1 < len(docs) <= size - len(chosen)):
        chosen.update(docs)
    return chosen


def candidates_in_memory(out: str) -> list[Pair]:
    """What a build of all these documents would compare."""
    keys: dict[str, Keys] = {}
    dated: list[Reading] = []
    for row in table_rows(out, "keys"):
        words, twos, stems = (np.frombuffer(row[name], "<u8") for name in ("words", "twos", "stems"))
        sketch = Sketch(np.frombuffer(row["shingles"], "<u4"), row["repeats"], words)
        keys[row["doc"]] = Keys(sketch, (twos, stems))
        document = Document(row["doc"], "", "", "", "")
        dated.append(Reading(Page(document, DocumentDate(row["day"]), (), (), (), (), ()), (), ()))
    return candidates(dated, keys)


def held(out: str, ids: set[str]) -> dict[str, Reading]:
    """The readings of some documents, by id."""
    found = {row["id"]: reading(row["name"], row["text"], row["published"])
             for row in table_rows(out, "documents", ["id", "name", "text", "published"]) if row["id"] in ids}
    return dict(sorted(found.items()))


def table_rows(out: str, name: str, columns: list[str] | None = None) -> Iterator[dict]:
    """The rows of a table."""
    import pyarrow.parquet as pq

    for path in sorted(Path(out, name).rglob("*.parquet")):
        with pq.ParquetFile(path) as file:
            yield from _rows(file.iter_batches(FILE, columns=columns))


def _rows(batches: Iterable) -> Iterator[dict]:
    for batch in batches:
        yield from batch.to_pylist()
