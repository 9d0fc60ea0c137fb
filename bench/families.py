"""How many documents a second go from text to families of copies, beside datasketch's MinHashLSH.

`python -m bench families [DOCUMENTS] [JOBS]`; 20,000 documents and two processes if not given. Then the time that 5,000
to 80,000 documents take, or as many as are given after these two. Needs datasketch, which is in the extra "bench".

Stemma: texts to hashed five-word shingles and keys (in JOBS processes), documents that meet at keys
(stemma.copies.candidates, as in a build), shingles in common of every two that met, edges, families. Not in it:
aligned passages, directions, rewrites that keep no five words in a row, and reading the reports, which a build does
beside this.
datasketch: the same shingles, as sets of byte strings; MinHash.generator with 128 permutations and its own hash;
MinHashLSH, filled in one insertion session, asked for each document; families from the pairs that it gives. It has no
way to use two processes. Its index knows pairs that are likely alike, not how alike they are.

Each measurement is made in a process of its own; peak memory counts that process and its workers. Seconds are those of
the clock; on a machine that does other work too, those of the processors tell more. Stemma hashes its shingles and
picks its keys while it makes them; to tell the making apart, the keys are made once more, alone, in one process.

One run on two cores with nothing else to do, 20,000 documents: Stemma 2.6 s from text to families, of which 1.2 s make
shingles; datasketch 13.9 s (Jaccard 0.5) and 15.4 s (0.25), of which 3.7 s make shingles. With the shingles given to
both that is 6.4 and 7.5 times the throughput, with both making them 5.4 and 6.0 times. Copies in one family with their
original: 1.000 against 0.722 and 0.967. From 5,000 to 80,000 documents the seconds for each n ln n fall from 15.5 to
12.0 millionths; 80,000 take 10.8 s and 1.7 GB.
"""

from __future__ import annotations

import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np
from msgspec import Struct

from bench._copies import KINDS, Pile, pile
from stemma.copies.candidates import copied
from stemma.copies.shingles import SHINGLE, Sketch, sketches, winnowed, words_of
from stemma.model import Edge

SIZES = (5_000, 10_000, 20_000, 40_000, 80_000)
THRESHOLDS = (0.5, 0.25)  # of datasketch's index: Jaccard
COPY = 0.4  # share of the smaller text's shingles from which two documents are one family
CHUNK = 250  # documents handed to a process at a time

Pair = tuple[int, int]


class Result(Struct):
    """What one side did with a pile: seconds of each step, pairs of one family and all pairs found."""

    steps: dict[str, float]
    joined: list[Pair]
    found: list[Pair]
    given: float  # seconds beside the making of shingles
    processors: float = 0.0  # seconds of all processes together
    memory: float = 0.0  # MB, with workers

    @property
    def seconds(self) -> float:
        return sum(self.steps.values())


class Clock:
    """Seconds of steps that follow one another."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        """End a step."""
        now = time.perf_counter()
        self.steps[step], self._last = now - self._last, now


def measure(arguments: list[str]) -> None:
    """Print both sides' seconds, documents a second and recall of planted copies; then the table of growth."""
    count = int(arguments[0]) if arguments else 20_000
    jobs = int(arguments[1]) if len(arguments) > 1 else 2
    sizes = [int(size) for size in arguments[2:]] or SIZES
    made = pile(count)
    print(f"{count:,} invented reports of {sum(map(len, made.texts)) // count:,} characters; planted copies: "
          + ", ".join(f"{kinds:,} {kind}" for kind, kinds in Counter(own.kind for own in made.planted).items()))
    ours = alone(stemma, count, jobs)
    report(f"Stemma, {jobs} processes", ours, made)
    for threshold in THRESHOLDS:
        theirs = alone(datasketch, count, threshold)
        report(f"datasketch MinHashLSH, Jaccard {threshold}, one process", theirs, made)
        print(f"  Throughput of Stemma over that of datasketch: {theirs.given / ours.given:.1f} with shingles given to "
              f"both, {theirs.seconds / ours.seconds:.1f} with both making them, {theirs.given / ours.seconds:.1f} "
              "with them given to datasketch alone")
    print(f"\nStemma, {jobs} processes:\n{'documents':>10}{'seconds':>9}{'s/(n ln n)':>12}{'joined':>8}{'memory':>9}")
    for size in sizes:
        result = alone(stemma, size, jobs)
        joined = recall(result.joined, pile(size))[0]
        print(f"{size:>10,}{result.seconds:>9.2f}{1e6 * result.seconds / (size * math.log(size)):>10.2f}e-6"
              f"{joined:>8.3f}{result.memory:>6.0f} MB", flush=True)


def report(name: str, result: Result, made: Pile) -> None:
    """Print what one side did."""
    count = len(made.texts)
    steps = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in result.steps.items())
    joined, pairs = recall(result.joined, made), recall(result.found, made, direct=True)
    wrong = sum(not made.drawn[a] & made.drawn[b] for a, b in result.joined)
    print(f"\n{name}: {result.seconds:.2f} s, {count / result.seconds:,.0f} documents/s; processors "
          f"{result.processors:.2f} s, {result.memory:.0f} MB\n  {steps}\n"
          f"  {len(result.found):,} pairs, {len(result.joined):,} of them joined; of these "
          f"{wrong:,} of reports that have nothing to do with one another\n"
          f"  in one family with its original: {_shares(joined)}\n"
          f"  found as a pair:                 {_shares(pairs)}", flush=True)


def _shares(recalls: list[float]) -> str:
    kinds = ", ".join(f"{kind} {part:.3f}" for kind, part in zip(KINDS, recalls[1:], strict=True))
    return f"{recalls[0]:.3f} ({kinds})"


def recall(pairs: Iterable[Pair], made: Pile, direct: bool = False) -> list[float]:
    """Share of planted copies of whole reports that are with their original, and that of each kind of copy.

    With direct as a pair; else in one family, however far apart in it. One paragraph of a report in another's own text
    makes no family: it counts as a kind, not among all copies.
    """
    pairs = set(pairs)
    root = families(len(made.texts), () if direct else pairs)
    total, hit = Counter(), Counter()
    for own in made.planted:
        total[own.kind] += 1
        hit[own.kind] += (own.original, own.copy) in pairs or (not direct and root[own.original] == root[own.copy])
    whole = [kind for kind in KINDS if kind != "passage"]
    return [sum(hit[kind] for kind in whole) / max(1, sum(total[kind] for kind in whole)),
            *(hit[kind] / max(1, total[kind]) for kind in KINDS)]


def families(count: int, pairs: Iterable[Pair]) -> list[int]:
    """The first document of each document's family."""
    root = list(range(count))
    for pair in pairs:
        low, high = sorted(_first(root, doc) for doc in pair)
        root[high] = low
    return [_first(root, doc) for doc in range(count)]


def _first(root: list[int], doc: int) -> int:
    while root[doc] != doc:
        root[doc] = doc = root[root[doc]]
    return doc


def stemma(made: Pile, jobs: int) -> Result:
    """Texts to families, with edges that say how much the two have in common."""
    clock = Clock()
    read = sketched(made.texts, jobs)
    clock.lap("shingles and keys")
    pairs, common = copied(read, [None] * len(read))
    clock.lap("candidates, checked")
    edges = edges_of(read, pairs.tolist(), common.tolist())
    joined = [(int(edge.a), int(edge.b)) for edge in edges if edge.how != "shared_passage"]
    families(len(made.texts), joined)
    clock.lap("edges and families")
    keys = Clock()
    for own in read:
        winnowed(own.shingles.astype(np.uint64))
    keys.lap("keys")
    given = sum(clock.steps.values()) - clock.steps["shingles and keys"] + keys.steps["keys"]
    return Result(clock.steps, joined, [(int(edge.a), int(edge.b)) for edge in edges], given)


def sketched(texts: Sequence[str], jobs: int) -> list[Sketch]:
    """Shingles and keys of all texts. This process works too, on the chunks that no other one has begun."""
    chunks = [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]
    if jobs == 1:
        return sketches(texts)
    own: dict[int, list[Sketch]] = {}
    with ProcessPoolExecutor(jobs - 1, get_context("spawn")) as pool:
        tasks = [pool.submit(sketches, chunk) for chunk in chunks]
        for at in reversed(range(len(chunks))):
            if tasks[at].cancel():
                own[at] = sketches(chunks[at])
        return list(chain.from_iterable(own.get(at) or task.result() for at, task in enumerate(tasks)))


def edges_of(sketches: Sequence[Sketch], pairs: Sequence[Sequence[int]], common: Sequence[int]) -> list[Edge]:
    """Every pair with the share of the smaller text that both have."""
    edges = []
    for (a, b), shared in zip(pairs, common, strict=True):
        share = min(1.0, shared / min(sketches[a].distinct, sketches[b].distinct))
        how = "verbatim" if share > 0.95 else "reprint" if share >= COPY else "shared_passage"
        edges.append(Edge(str(a), str(b), how, round(share, 3), ()))
    return edges


def datasketch(made: Pile, threshold: float) -> Result:
    """The same with datasketch, in its ordinary way."""
    from datasketch import MinHash, MinHashLSH

    clock = Clock()
    shingles = [_shingles(text) for text in made.texts]
    clock.lap("shingles")
    hashes = list(MinHash.generator(shingles, num_perm=128))
    clock.lap("MinHash")
    index = MinHashLSH(threshold=threshold, num_perm=128)
    with index.insertion_session() as session:
        for number, own in enumerate(hashes):
            session.insert(number, own)
    clock.lap("insert")
    pairs = {(other, number) for number, own in enumerate(hashes) for other in index.query(own) if other < number}
    clock.lap("query")
    families(len(made.texts), pairs)
    clock.lap("families")
    given = sum(clock.steps.values()) - clock.steps["shingles"]
    return Result(clock.steps, sorted(pairs), sorted(pairs), given)


def _shingles(text: str) -> list[bytes]:
    """The different shingles of a text as bytes."""
    words = words_of(text)
    return list({b" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)})


def alone(side: Callable[[Pile, float], Result], count: int, setting: float) -> Result:
    """What a side does with a pile of this size, in a process of its own."""
    context = get_context("spawn")
    mine, other = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(other, side, count, setting))
    process.start()
    other.close()
    try:
        return mine.recv()
    except EOFError:
        sys.exit("The measurement ended early; what it printed says why.")
    finally:
        process.join()


def _run(channel: Connection, side: Callable[[Pile, float], Result], count: int, setting: float) -> None:
    made = pile(count)
    before = _processors()
    result = side(made, setting)
    result.processors = _processors() - before
    own, largest = (resource.getrusage(who).ru_maxrss / 1024
                    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    result.memory = own + (largest * (setting - 1) if side is stemma else 0)  # as if all were the largest
    channel.send(result)


def _processors() -> float:
    """Seconds that this process and those that it started have computed."""
    return sum(use.ru_utime + use.ru_stime
               for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
