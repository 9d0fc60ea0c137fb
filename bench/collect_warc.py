"""Records of a WARC archive to stored, filtered text: how many a second, beside trafilatura's `extract` on the same.

`python -m bench collect-warc [RECORDS] [--jobs N] [--rounds N]`; 4,000 pages of `bench._web_pages`, about 30 kB each,
and two processes if not given. Both ways take the records from the archive in one process and read the pages in the
others. Stemma's way tells the kind, finds the article's text and its language, title, outlet, address and day of
publication, and writes page and text into a case file; trafilatura's way finds the text and throws it away. Then both
texts are compared with what the pages were made of. The pages were written by those who wrote the extractor: what they
call a box is what it knows as a box, so the figures say little of sites with other habits.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bench._web_pages import WebPage, pages
from stemma.model import Problem

CHUNK = 16  # records that a process is given at once
JUDGED = 800  # pages whose texts are compared


class Taken(Struct, frozen=True):
    """Seconds by the clock and of all processors together, for so many texts."""

    texts: int
    clock: float
    processors: float

    def told(self) -> str:
        """In words."""
        each = 1000 * self.processors / self.texts
        return f"{self.texts / self.clock:6.0f} records/s  {self.clock:5.1f} s  {each:.2f} ms of the processors each"


def measure(arguments: list[str]) -> None:
    """Print records a second of both ways, how the texts compare, and the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench collect-warc")
    parser.add_argument("records", type=int, nargs="?", default=4000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args(arguments)
    raw = b"".join(record_of(number, page) for number, page in enumerate(pages(asked.records)))
    print(f"{asked.records:,} records, {len(raw):,} bytes packed; {asked.jobs} processes", flush=True)
    best: dict[str, Taken] = {}
    with multiprocessing.get_context("fork").Pool(asked.jobs) as pool:
        pool.map(_warmed, range(4 * asked.jobs))
        for _ in range(asked.rounds):
            for name, way in (("stemma", _stored), ("trafilatura", _extracted)):
                taken = way(raw, pool)
                print(f"  {name:<12} {taken.told()}", flush=True)
                if name not in best or taken.clock < best[name].clock:
                    best[name] = taken
    _compare(list(pages(min(JUDGED, asked.records))))
    ours, theirs = best["stemma"], best["trafilatura"]
    ratio = theirs.processors / theirs.texts / (ours.processors / ours.texts)
    print(f"\nby the time of the processors {ratio:.1f} times")
    print(f"collect-warc: {ours.texts / ours.clock:.0f} records/s to stored text, "
          f"{ours.texts / ours.clock / (theirs.texts / theirs.clock):.1f} times trafilatura's "
          f"{theirs.texts / theirs.clock:.0f}")


def record_of(number: int, page: WebPage, url: str = "") -> bytes:
    """A page as the response record of a crawl, a gzip member of its own. url: if it is not the page's."""
    body = page.html.encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2032-12-01T00:00:00Z\r\nWARC-Target-URI: {url or page.url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def _archived(raw: bytes) -> Iterator:
    from stemma.readers import warc
    from stemma.readers._members import Names

    return (one for one in warc.archived("crawl.warc.gz", raw, "crawl", Names()) if not isinstance(one, Problem))


def _warmed(_: int) -> None:
    """Load what a process needs, so that no way pays for it."""
    page = next(pages(1))
    _extract(page.html.encode())
    _quick(page.html)


def _stored(raw: bytes, pool) -> Taken:
    """Records to a case file."""
    from stemma.store import open_case

    def found() -> Iterator:
        for batch in pool.imap(_reports, _chunks(_archived(raw)), 1):
            yield from batch

    with (tempfile.TemporaryDirectory() as folder, Clock() as clock,
          open_case(str(Path(folder, "bench.case")), create=True) as case):
        count = case.add(found())
    return clock.taken(count)


def _reports(batch: Sequence) -> list:
    from stemma.readers import warc

    return [item for one in batch for item in warc.reports("crawl.warc.gz", one) if not isinstance(item, Problem)]


def _extracted(raw: bytes, pool) -> Taken:
    """Records to text, which nobody keeps."""
    with Clock() as clock:
        bodies = (one.record.payload for one in _archived(raw))
        count = sum(pool.imap(_lengths, _chunks(bodies), 1))
    return clock.taken(count)


def _lengths(batch: Sequence[bytes]) -> int:
    return sum(bool(_extract(body)) for body in batch)


def _extract(body: bytes) -> str:
    import trafilatura

    return trafilatura.extract(body.decode()) or ""


def _quick(page: str) -> str:
    from stemma.readers.html import text_and_evidence

    return text_and_evidence(page, quick=True)[0]


def _chunks(items: Iterable) -> Iterator[list]:
    batch: list = []
    for item in items:
        batch.append(item)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


class Clock:
    """Seconds by the clock, and of this process and those it waits for."""

    def __enter__(self) -> Clock:
        self._began, self._used = time.perf_counter(), _processors()
        return self

    def __exit__(self, *_: object) -> None:
        self.clock, self.used = time.perf_counter() - self._began, _processors() - self._used

    def taken(self, texts: int) -> Taken:
        """What it took for so many texts."""
        return Taken(texts, self.clock, self.used)


def _processors() -> float:
    """Seconds of the processors so far; of processes that still run by what the system tells of them."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    total = own.ru_utime + own.ru_stime
    for child in multiprocessing.active_children():
        try:
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / 100  # clock ticks, 100 to the second on Linux
    return total


def _compare(judged: Sequence[WebPage]) -> None:
    """Print which share of the articles' paragraphs each text keeps, and of what surrounds them."""
    from stemma.readers._main_text import main_text
    from stemma.readers._pages import parse_plainly
    from stemma.readers.html import text_and_evidence

    print(f"\ntexts of {len(judged):,} pages: paragraphs kept, other sentences let in, pages without either fault")
    ways: dict[str, Callable[[str], str]] = {
        "stemma, archives": _quick, "stemma, saved pages": lambda page: text_and_evidence(page)[0],
        "trafilatura": lambda page: _extract(page.encode())}
    unsure = sum(main_text(parse_plainly(page.html)) is None for page in judged)
    print(f"  {100 * unsure / len(judged):.1f} % of the archives' pages are left to trafilatura")
    marked = [page for page in judged if page.marked]
    for told, some in (("boxes named", marked), ("boxes not named", [page for page in judged if not page.marked])):
        for name, way in ways.items():
            _judge(f"{name}, {told}", way, some)
    _judge_days(judged)


def _judge_days(judged: Sequence[WebPage]) -> None:
    """Print how often the day of publication was found, and how often another one."""
    from trafilatura import extract_metadata

    from stemma.readers._evidence import first, in_address, the_day
    from stemma.readers.html import text_and_evidence

    def stated(page: WebPage) -> str:
        evidence = text_and_evidence(page.html, quick=True)[1]
        address = in_address(first(evidence, "url"))
        return str(the_day((*evidence, *([address] if address else ()))) or "")

    def guessed(page: WebPage) -> str:
        return extract_metadata(page.html, default_url=page.url).date or ""

    for name, way in (("stemma", stated), ("trafilatura", guessed)):
        found = [(way(page), str(page.day)) for page in judged]
        right, none = sum(day == own for day, own in found), sum(not day for day, _ in found)
        shares = [100 * some / len(found) for some in (right, len(found) - right - none, none)]
        print(f"  {name:<36} day of publication right {shares[0]:5.1f} %, wrong {shares[1]:4.1f} %, "
              f"unknown {shares[2]:4.1f} %")


def _judge(name: str, way: Callable[[str], str], judged: Sequence[WebPage]) -> None:
    """Print the shares for one way to a text."""
    kept = let = paragraphs = around = exact = 0
    for page in judged:
        text = " ".join(way(page.html).split())
        own = [" ".join(part.split()) in text for part in page.paragraphs]
        other = [part in text for part in page.around]
        kept, paragraphs = kept + sum(own), paragraphs + len(own)
        let, around = let + sum(other), around + len(other)
        exact += all(own) and not any(other)
    print(f"  {name:<36} kept {100 * kept / paragraphs:5.1f} %, let in "
          f"{100 * let / around:4.1f} %, faultless {100 * exact / len(judged):5.1f} %")
