"""From what was fetched to reports: the readers read it, and what only the fetch knows is filled in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from stemma.collecting.addresses import name_of
from stemma.collecting.following import Link
from stemma.collecting.visiting import Visit
from stemma.ids import make_id
from stemma.model import Document, Problem

STAGE = "collect"

# By the kind that a server names, where neither the bytes nor the address say it.
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
            "application/x-ndjson": ".jsonl"}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_BY_DEFAULT = frozenset({"iso8859-1", "ascii", "utf-8"})  # said of pages that nobody looked at; not UTF-8, they are not
_ON_NAMES = frozenset({"wrong-extension"})  # the end of a web address says nothing of the kind


class Read(Struct, frozen=True):
    """The reports in an answer, with their bytes, and what stood in the way."""

    documents: tuple[tuple[Document, bytes], ...]
    problems: tuple[Problem, ...]


def read(visit: Visit, link: Link | None = None) -> Read:
    """The reports in a whole answer; link: what pointed to it, which knows a day where the page states none."""
    answer = visit.last
    assert answer is not None
    documents: list[tuple[Document, bytes]] = []
    problems: list[Problem] = []
    if answer.beyond:
        message = f"The server counts {answer.beyond} bytes less than it sent; all of them were read."
        problems.append(Problem(STAGE, answer.url, "wrong-length", message))
    for found in _found(visit):
        if isinstance(found, Problem):
            if found.code not in _ON_NAMES:
                problems.append(replace(found, subject=answer.url))
        else:
            documents.append(found)
    several = len(documents) > 1
    return Read(tuple((_placed(document, visit, link, several), raw) for document, raw in documents), tuple(problems))


def _found(visit: Visit) -> Iterator[tuple[Document, bytes] | Problem]:
    from stemma.readers import read_bytes, reader_for, told_by_content

    answer = visit.last
    assert answer is not None
    said = answer.header("content-type") or ""
    path = answer.url.partition("?")[0]
    charset, problem = _charset(said, visit.body)
    if problem:
        yield problem
    ending = _ENDINGS.get(said.partition(";")[0].strip().lower(), "")
    if told_by_content(visit.body) is None and reader_for(path) is None:
        path += ending
    yield from read_bytes(path, visit.body, charset)


def _charset(said: str, body: bytes) -> tuple[str | None, Problem | None]:
    """The encoding that a server states, where bytes that are not UTF-8 need one; and a note where the page itself
    states another. The server's word counts, as in browsers, but not the one that servers give of every page unasked.
    """
    from stemma.readers.html import stated_encoding

    match = _CHARSET.search(said)
    if match is None or _is_utf8(body):
        return None, None
    served, written = match.group(1), stated_encoding(body)
    if written is None or _codec(written) == _codec(served):
        return served, None
    used = written if _codec(served) in _BY_DEFAULT or not _codec(served) else served
    message = f"The server says {served}, the page says {written}; read as {used}."
    return used, Problem("read", "", "charsets-differ", message)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _codec(name: str) -> str:
    """One name for all names of an encoding; "" for one that is not known."""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _placed(document: Document, visit: Visit, link: Link | None, several: bool) -> Document:
    """The document under its address, with when it was fetched."""
    answer = visit.last
    assert answer is not None
    name = name_of(answer.url)
    if several:
        name = f"{name}#{document.name}"
    return replace(
        document, name=name, id=make_id("d", document.sha256, name), path=answer.url, url=document.url or answer.url,
        retrieved=answer.at, published=document.published or (link.published if link else None))
