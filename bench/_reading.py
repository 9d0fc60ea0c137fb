"""Ways of reading, timed side by side: the same invented reports, one process a core, in turn and in several rounds.

A way is a module-level function from a document to anything, so that it reaches the processes by its name. Each process
reads some reports before the clock runs: networks, lists and the gazetteer are loaded by then. No process is timed on a
report that it has read before, so that nothing is won by remembering.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import resources
from itertools import islice
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from bench._reports import reports
from stemma.model import Document
from stemma.pipeline import read
from stemma.readers._documents import make_document
from stemma.tagging import Size

PROCESSES = 2
ROUNDS = 3
WARMING = 8  # reports
FEWEST_WORDS = 450  # shorter tellings of the invented happenings are left out

Way = Callable[[Document], object]


def rounds_of(count: int) -> list[list[Document]]:
    """The reports to warm up with, then so many for each round."""
    found = _documents(WARMING + ROUNDS * count)
    return [found[:WARMING], *(found[start : start + count] for start in range(WARMING, len(found), count))]


def _documents(count: int) -> list[Document]:
    texts = (text for text in reports(3 * count) if len(text.split()) >= FEWEST_WORDS)
    return [make_document(name=f"{number:06}", raw=text.encode(), text=text, media_type="text/plain",
                          path=f"{number:06}.txt") for number, text in enumerate(islice(texts, count))]


def reading(size: Size) -> Way:
    """The whole reading of a document with the tagger of a size, as a build does it."""
    return partial(read, tagger=size)


def is_packaged(size: Size) -> bool:
    """Whether the networks of this size are in the package."""
    folder = resources.files("stemma").joinpath("data", "tagger", size)
    return size == "none" or all(folder.joinpath(f"{part}.onnx").is_file() for part in ("encoder", "linker", "figures"))


def rates(ways: dict[str, Way], rounds: Sequence[Sequence[Document]]) -> dict[str, float]:
    """Documents a second of each way: the median of the rounds, in each of which the ways take turns.

    The first round warms up and is not counted.
    """
    found: dict[str, list[float]] = {name: [] for name in ways}
    pools = {name: [ProcessPoolExecutor(1, get_context("spawn")) for _ in range(PROCESSES)] for name in ways}
    try:
        for number, given in enumerate(rounds):
            for name, way in ways.items():
                seconds = _run(pools[name], way, [given[start::PROCESSES] for start in range(PROCESSES)])
                found[name] += [len(given) / seconds] if number else []
    finally:
        for pool in (pool for each in pools.values() for pool in each):
            pool.shutdown()
    return {name: median(figures) for name, figures in found.items()}


def _run(pools: Sequence[ProcessPoolExecutor], way: Way, parts: Sequence[Sequence[Document]]) -> float:
    """Seconds until every process has read its part."""
    started = perf_counter()
    running = [pool.submit(_read_all, way, part) for pool, part in zip(pools, parts, strict=True)]
    for each in running:
        each.result()
    return perf_counter() - started


def _read_all(way: Way, given: Sequence[Document]) -> None:
    for document in given:
        way(document)


def report(rounds: Sequence[Sequence[Document]], found: dict[str, float]) -> None:
    """Print what was read and each way's figure."""
    given = rounds[-1]
    words = sum(len(document.text.split()) for document in given) // len(given)
    print(f"{len(given):,} reports of {words:,} words a round, {PROCESSES} processes, median of {ROUNDS} rounds")
    for name, figure in found.items():
        print(f"{name:<46} {figure:7.1f} documents/s")
