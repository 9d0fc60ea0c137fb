"""What the relevance filter of `stemma scale` keeps and lets through: `python -m eval.relevance [NAME ...] [-v]`.

Documents in which the gold has people killed, hurt, missing or otherwise harmed must pass; documents that have none,
and ordinary news, should not. Each is looked at after every step: as the page that `of_page` sees (its paragraphs
within what news sites put around them), by the words and the language of the page's rough text and of the report, and
whole, with the fast reader. The fast reader only reads what has come so far. `-v` names every document that is lost.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bench._web_pages import page_of
from eval.catalogue import read_sets
from eval.reports import BadInput, document
from stemma.casework import read_all
from stemma.model import Document, Problem
from stemma.readers import read_paths
from stemma.scale import relevance

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("page", "words", "whole")
TAGGER = "fast"
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")


class Known(Struct, frozen=True):
    """A document and whether it holds a figure of people harmed; None where the gold leaves that open."""

    document: Document
    holds: bool | None


class Figures(Struct, frozen=True):
    """How many documents there are of a sort, and how many of them go on after each step."""

    documents: int
    through: dict[str, int]

    def share(self, step: str) -> float:
        """The share that goes on; 1 where there are no documents."""
        return self.through[step] / self.documents if self.documents else 1.0


# ------------------------------------------------------------------------------------------- the collections


def _cis530p(corpora: Path) -> Iterator[Known]:
    for row in _rows(corpora, "cis530p", "dev", "train"):
        yield Known(_document(row), (row["gold"]["killed"] or 0) + (row["gold"]["injured"] or 0) > 0)


def _violent(corpora: Path) -> Iterator[Known]:
    for row in _rows(corpora, "violent", "dev"):
        yield Known(_document(row), (row["gold"]["killed"] or 0) + (row["gold"]["injured"] or 0) > 0)


def _muc4(corpora: Path) -> Iterator[Known]:
    for row in _rows(corpora, "muc4", "dev", "tst1", "tst2"):
        counts = [count for incident in row["gold"] for count in (incident["killed"], incident["injured"])]
        some = any(count is not None and count[1] != 0 for count in counts)
        yield Known(_document(row), True if some else None if row["gold"] else False)


def _clusters(corpora: Path) -> Iterator[Known]:
    """Every report of the annotated clusters; its gold rows say whether it holds a figure."""
    for each in read_sets(ROOT / "eval" / "tasks.toml"):
        for part in each.part:
            if part.gold and part.texts:
                gold = json.loads(_place(part.gold, corpora).read_text(encoding="utf-8"))
                files = {row["file"]: row["id"] for row in gold["documents"]}
                holding = {row["doc"] for row in gold["casualties"] if row["wording"] != "none"}
                for found in read_paths([str(_place(part.texts, corpora))]):
                    if not isinstance(found, Problem) and (name := Path(found[0].path or "").name) in files:
                        yield Known(found[0], files[name] in holding)


def _place(given: str, corpora: Path) -> Path:
    root, _, path = given.partition(":")
    return (corpora.parent if root == "shared" else ROOT) / path


def _ordinary(corpus: str, of: str = "") -> Callable[[Path], Iterator[Known]]:
    """News on all sorts of matters, about harm too: what share of it goes on, whatever it holds."""
    def found(corpora: Path) -> Iterator[Known]:
        return (Known(_document(row), False) for row in _rows(corpora, corpus, "dev") if row.get("set", "") == of)
    return found


COLLECTIONS: dict[str, Callable[[Path], Iterator[Known]]] = {
    "cis530p": _cis530p, "violent": _violent, "muc4": _muc4, "clusters": _clusters,
    "polnear": _ordinary("polnear"), "lgl": _ordinary("geo", "lgl"), "trnews": _ordinary("geo", "trnews"),
    "timebank": _ordinary("timex", "TimeBank"), "ecbplus": _ordinary("ecbplus"),
}


def _rows(corpora: Path, corpus: str, *splits: str) -> Iterator[dict]:
    for split in splits:
        try:
            with gzip.open(corpora / corpus / f"{split}.jsonl.gz", "rt", encoding="utf-8") as file:
                yield from map(json.loads, file)
        except OSError as error:
            raise BadInput(f"{corpora / corpus} cannot be read: {error.strerror or error}.") from error


def _document(row: dict) -> Document:
    return document(row["text"], id=row["id"], title=row.get("title"), date=row.get("date"), url=row.get("url"))


# --------------------------------------------------------------------------------------------- what passes


def passed(known: Sequence[Known], jobs: int | None = 1) -> dict[str, set[str]]:
    """Ids of the documents that go on after each step."""
    pages = [(one.document, as_page(number, one.document)) for number, one in enumerate(known)]
    page = {report.id for report, raw in pages if relevance.of_page(raw).relevant}
    words = {report.id for report, raw in pages
             if relevance.of_received(raw).relevant and relevance.of_document(report).relevant}
    readings, _ = read_all([one.document for one in known if one.document.id in words], jobs=jobs, tagger=TAGGER)
    whole = {reading.document.id for reading in readings if relevance.of_reading(reading).relevant}
    return {"page": page, "words": words, "whole": whole}


def as_page(number: int, report: Document) -> bytes:
    """A report as a page of a news site, laid out in the number's way."""
    headline, *paragraphs = [part for part in _PARAGRAPH.split(report.text) if part] or [""]
    paragraphs = [headline, *paragraphs] if report.title else paragraphs
    paragraphs += [""] * (2 - len(paragraphs))
    return page_of(number, report.title or headline, paragraphs).html.encode()


def figures(known: Sequence[Known], through: dict[str, set[str]], holds: bool) -> Figures:
    """The figures of the documents that hold harm, or of those that do not."""
    ids = [one.document.id for one in known if one.holds is holds]
    return Figures(len(ids), {step: sum(one in through[step] for one in ids) for step in STEPS})


def main(arguments: Sequence[str]) -> int:
    """Print for each collection what is kept of what holds harm, and what is kept out of the rest."""
    parser = argparse.ArgumentParser(prog="python -m eval.relevance", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"collections, of {', '.join(COLLECTIONS)}")
    parser.add_argument("--corpora", type=Path, help="the corpora's folder; ../shared/corpora if not given",
                        default=Path(os.environ.get("STEMMA_CORPORA") or ROOT.parent / "shared" / "corpora"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("-v", "--verbose", action="store_true", help="name what is lost")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in COLLECTIONS]
    if unknown:
        print(f"There is no collection called {unknown[0]!r}; there are: {', '.join(COLLECTIONS)}.", file=sys.stderr)
        return 2
    try:
        for name in options.names or COLLECTIONS:
            _tell(name, list(COLLECTIONS[name](options.corpora.resolve())), options.jobs, options.verbose)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _tell(name: str, known: Sequence[Known], jobs: int, verbose: bool) -> None:
    through = passed(known, jobs)
    print(name)
    for told, holds in (("kept of those that hold harm", True), ("let through of the others", False)):
        found = figures(known, through, holds)
        if found.documents:
            shares = ", ".join(f"{step} {found.share(step):.3f}" for step in STEPS)
            print(f"  {told}: {shares}, of {found.documents:,}", flush=True)
            if not holds:
                shares = ", ".join(f"{step} {1 - found.share(step):.3f}" for step in STEPS)
                print(f"  kept out of the others: {shares}", flush=True)
    for one in known if verbose else ():
        if one.holds and one.document.id not in through["whole"]:
            step = next(step for step in STEPS if one.document.id not in through[step])
            print(f"  lost ({step}): {one.document.name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
