"""What is read of news pages, beside trafilatura alone: `python -m eval.pages [-v]`.

The pages in `eval/pages/` are invented, and beside each lies what a reader sees: the report's sentences, its day of
publication and its outlet, or `none`. Lines that begin with `~` (captions, headings, pull quotes) may be kept or not.
Three ways are compared: Stemma's reader of saved pages, its reader of archives, and trafilatura's own functions. A day
or an outlet that is told where a reader sees none counts as wrong. `-v` names every page and value that is not right.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from stemma import readers
from stemma.model import Document, Problem
from stemma.readers._evidence import evidence_of

FOLDER = Path(__file__).resolve().parent / "pages"
_FEWEST = 4  # words of a piece that counts as a sentence let in; shorter ones are labels and times
_LATEST = "2025-12-31"  # no day after it is looked for by trafilatura, so that the figures do not depend on the clock


class Expected(Struct, frozen=True):
    """A page and what a reader sees on it."""

    name: str
    raw: bytes
    about: str
    url: str
    title: str
    published: str | None
    outlet: str | None
    sentences: tuple[str, ...]
    optional: tuple[str, ...]


class Read(Struct, frozen=True):
    """What one way reads of a page; `basis` says where the day stands."""

    text: str
    title: str | None
    published: str | None
    outlet: str | None
    basis: str = ""


def expected_pages(folder: Path = FOLDER) -> list[Expected]:
    """Every page of a folder with the file beside it, by name."""
    return [_expected(path) for path in sorted(folder.glob("*.txt"))]


def _expected(path: Path) -> Expected:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    lines = [line for line in body.splitlines() if line.strip()]
    known = {key: None if value == "none" else value for key, value in fields.items()}
    return Expected(
        path.stem, path.with_suffix(".html").read_bytes(), fields["about"], fields["url"], fields["title"],
        known["published"], known["outlet"], tuple(line for line in lines if not line.startswith("~ ")),
        tuple(line[2:] for line in lines if line.startswith("~ ")))


def saved(page: Expected) -> Read:
    """A page as Stemma reads a saved file."""
    return _read(f"{page.name}.html", page.raw)


def archived(page: Expected) -> Read:
    """The same page as the only record of an archive."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.raw
    head = (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
            f"WARC-Date: 2025-01-01T00:00:00Z\r\nWARC-Target-URI: {page.url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n")
    return _read("pages.warc", head.encode() + block + b"\r\n\r\n")


def _read(path: str, raw: bytes) -> Read:
    for item in readers.read_bytes(path, raw):
        if not isinstance(item, Problem):
            return _told(*item)
    return Read("", None, None, None)


def _told(document: Document, kept: bytes) -> Read:
    day = str(document.published) if document.published else None
    bases = [one.basis for one in evidence_of(document, kept) if one.field == "published" and str(one.day) == day]
    return Read(document.text, document.title, day, document.outlet, bases[0] if bases else "")


def alone(page: Expected) -> Read:
    """The same page by trafilatura alone: `extract` for the text, `bare_extraction` for the rest."""
    import trafilatura
    from trafilatura.settings import set_date_params

    text = trafilatura.extract(page.raw, url=page.url, include_comments=False) or ""
    dates = set_date_params() | {"max_date": _LATEST}
    found = trafilatura.bare_extraction(page.raw, url=page.url, include_comments=False, with_metadata=True,
                                        date_extraction_params=dates)
    return Read(text, found.title, found.date, found.sitename) if found else Read(text, None, None, None)


WAYS: dict[str, Callable[[Expected], Read]] = {
    "Stemma, saved page": saved, "Stemma, archive": archived, "trafilatura alone": alone}


class Figures(Struct, frozen=True):
    """Counts over pages, and what was not right."""

    pages: int
    sentences: int
    kept: int
    let_in: int
    counts: Counter[str]  # "title right", "date right", "date wrong", "date unknown", the same with "outlet"
    notes: tuple[str, ...]


def compare(pages: Sequence[Expected], way: Callable[[Expected], Read]) -> Figures:
    """How one way reads these pages."""
    total = kept = let_in = 0
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for page in pages:
        read = way(page)
        missing, other = missed(page, read.text), others(page, read.text)
        total, let_in = total + len(page.sentences), let_in + len(other)
        kept += len(page.sentences) - len(missing)
        notes += [f"{page.name}: missing: {line}" for line in missing] + [f"{page.name}: other: {line}"
                                                                        for line in other]
        for field, seen, told in (("title", page.title, read.title), ("date", page.published, read.published),
                                  ("outlet", page.outlet, read.outlet)):
            verdict = _verdict(seen, told, loose=field == "title")
            counts[f"{field} {verdict}"] += 1
            if not verdict.endswith("right"):
                notes.append(f"{page.name}: {field} {verdict}: {told} ({read.basis}), seen: {seen}")
    return Figures(len(pages), total, kept, let_in, counts, tuple(notes))


def _verdict(seen: str | None, told: str | None, *, loose: bool) -> str:
    """Right, wrong or unknown; "none right" where rightly nothing is told. A title may be followed by the outlet."""
    if seen is None:
        return "none right" if told is None else "wrong"
    if not told:
        return "unknown"
    same = _plain(told).startswith(_plain(seen)) if loose else _plain(told) == _plain(seen)
    return "right" if same else "wrong"


def _plain(text: str) -> str:
    """Text as it is compared: one space between words, no capitals, no lines between the cells of tables."""
    return " ".join(text.replace("|", " ").split()).casefold()


def missed(page: Expected, text: str) -> list[str]:
    """The report's sentences that a text lacks."""
    plain = _plain(text)
    return [line for line in page.sentences if _plain(line) not in plain]


def others(page: Expected, text: str) -> list[str]:
    """Sentences of a text that are none of the report's, of four words or more."""
    plain = "\n".join(_plain(line) for line in text.splitlines())
    for line in sorted({page.title, *page.sentences, *page.optional}, key=len, reverse=True):
        plain = plain.replace(_plain(line), "\n")
    return [piece for piece in _pieces(plain) if len(re.findall(r"[^\W_]+", piece)) >= _FEWEST]


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from (piece.strip() for piece in re.split(r"(?<=[.!?…])\s+", line))


def table(figures: dict[str, Figures]) -> str:
    """The figures in Markdown."""
    pages = next(iter(figures.values())).pages
    rows = ["| way | sentences kept | others let in | titles right | dates right / wrong / unknown | "
            "outlets right / wrong / unknown |", "| --- | --- | --- | --- | --- | --- |"]
    for way, found in figures.items():
        counts = found.counts
        three = [" / ".join(str(sum(counts[f"{field} {part}"] for part in parts)) for parts in
                            (("right", "none right"), ("wrong",), ("unknown",))) for field in ("date", "outlet")]
        rows.append(f"| {way} | {found.kept} of {found.sentences} ({found.kept / found.sentences:.0%}) | {found.let_in}"
                    f" | {counts['title right']} of {pages} | {three[0]} | {three[1]} |")
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    """Print the table for the pages of `eval/pages/`."""
    parser = argparse.ArgumentParser(prog="python -m eval.pages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="name what is not right")
    options = parser.parse_args(arguments)
    pages = expected_pages()
    figures = {name: compare(pages, way) for name, way in WAYS.items()}
    if options.verbose:
        for name, found in figures.items():
            print("\n".join([name, *(f"  {note}" for note in found.notes), ""]))
    print(f"{len(pages)} pages\n\n{table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
