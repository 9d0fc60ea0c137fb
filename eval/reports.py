"""What adapters share: documents made as a reader makes them, and their readings.

`Document.text` is the text given, unchanged, so that offsets are those of the scorer (Unicode code points).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date as day_of

from stemma.casework import read_all as read_documents
from stemma.model import Document, DocumentDate, Page, Problem, Reading
from stemma.readers._documents import make_document, stated_date
from stemma.tagging import DEFAULT, SIZES, Size

# Environment variables: number of processes that read, 1 where it is not set; which trained tagger reads beside the
# rules, the program's own choice where it is not set.
JOBS = "STEMMA_EVAL_JOBS"
TAGGER = "STEMMA_EVAL_TAGGER"


class BadInput(Exception):
    """The input is not of the form that the task asks for; said in one line, exit status 2."""


def document(text: str, *, id: str = "", title: str | None = None, date: str | day_of | None = None,
             url: str | None = None) -> Document:
    """A report as a reader would make it; `id` is the scorer's and becomes the name.

    date: the day of publication as ISO 8601 (a time of day is cut off), or None; what is no date is left out.
    """
    published = stated_date(date) if isinstance(date, str) else date
    return make_document(
        name=id, raw=text.encode("utf-8", "surrogatepass"), text=text, media_type="text/plain", path=None,
        title=title or None, published=published, url=url or None,
    )


def documents(given: dict) -> list[Document]:
    """The reports under "docs", in order: {id: text}, {id: {"text", "title", "date", "url"}} or a list of the latter.

    Those of a list are called by their number. Everything but the text may be missing.
    """
    docs = given["docs"]
    rows = docs.items() if isinstance(docs, dict) else enumerate(docs)
    found = []
    for key, row in rows:
        row = {"text": row} if isinstance(row, str) else row
        stated = {name: value for name in ("title", "date", "url") if isinstance(value := row.get(name), str)}
        found.append(document(row["text"], id=str(key), **stated))
    return found


def read_all(documents: Sequence[Document]) -> list[Reading]:
    """The reading of each document, in order; one that the rules fail on is read as empty, and said so on stderr."""
    jobs = os.environ.get(JOBS, "1")
    if not jobs.isdecimal() or int(jobs) < 1:
        raise BadInput(f"{JOBS} is {jobs!r}: it takes a number of processes, 1 or more.")
    readings, failed = read_documents(documents, jobs=int(jobs), tagger=tagger_size())
    for problem in failed:
        print(f"{problem.code}: {problem.message}", file=sys.stderr)
    return _in_order(documents, readings, failed)


def tagger_size(default: Size = DEFAULT) -> Size:
    """The size of the tagger that is asked for."""
    size = os.environ.get(TAGGER) or default
    if size not in SIZES:
        raise BadInput(f"{TAGGER} is {size!r}: it takes one of {', '.join(SIZES)}.")
    return size


def _in_order(documents: Sequence[Document], readings: Sequence[Reading], failed: Sequence[Problem]) -> list[Reading]:
    """One reading for each document; read_documents keeps the order and leaves out those that failed."""
    lost = {problem.subject for problem in failed}
    read = iter(readings)
    return [_empty(document) if document.id in lost else next(read) for document in documents]


def _empty(document: Document) -> Reading:
    page = Page(document=document, published=DocumentDate(document.published), furniture=(), sentences=(), quotes=(),
                dates=(), mentions=())
    return Reading(page=page, statements=(), claims=())
