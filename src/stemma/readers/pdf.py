"""PDF: the text of its pages as it stands in the file, with a form feed between pages and words left hyphenated.

Scanned pages hold pictures and no text: that is said, nothing is guessed from the picture. The file's own dates tell
when it was made, which is no day of publication.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from stemma.model import Document, Problem
from stemma.readers._documents import STAGE, found, make_document, stem_of
from stemma.readers._kinds import described

EXTENSIONS = (".pdf",)

LARGEST_PDF = 64 << 20  # bytes
LARGEST_STREAM = 16 << 20  # bytes of one stream, unpacked
MOST_PAGES = 2000
MOST_STEPS = 3_000_000  # drawing commands of all pages: a page of text has some thousand, a bomb of forms no end
MOST_IN_STREAM = 750_000  # commands and what they are given, of one stream
MOST_TEXT = 16 << 20  # characters
_FEWEST_WORDS = 5


class _EnoughError(BaseException):
    """The file asks for more steps than any report needs. No Exception: the library would go on after one."""


def recognise(raw: bytes) -> int:
    """2 for what begins as a PDF; some have a few bytes before that."""
    return 2 * (b"%PDF-" in raw[:1024] and (raw.startswith(b"%PDF-") or b"%%EOF" in raw[-2048:]))


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """The one report in a PDF."""
    if len(raw) > LARGEST_PDF:
        yield Problem(STAGE, path, "too-large", f"Skipped: a PDF of {len(raw):,} bytes.")
        return
    if b"%PDF-" not in raw[:1024]:
        yield Problem(STAGE, path, "bad-pdf", f"Skipped: no PDF; it looks like {described(raw)}.")
        return
    problems: list[Problem] = []
    try:
        pages, title = _pages(path, raw, problems)
    except Exception as error:  # a third party's parser on an arbitrary file
        yield Problem(STAGE, path, "bad-pdf", f"Skipped: the PDF cannot be read ({type(error).__name__}).")
        return
    yield from problems
    text = "\f".join(pages)
    if len(text.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        if not problems:
            yield Problem(STAGE, path, "no-text", "Skipped: the PDF holds no text; its pages may be scanned pictures.")
        return
    document = make_document(name=stem_of(path, EXTENSIONS), raw=raw, text=text, media_type="application/pdf",
                             path=path, title=title)
    yield from found(document, raw)


def _pages(path: str, raw: bytes, problems: list[Problem]) -> tuple[list[str], str | None]:
    """The pages' texts and the title; what stood in the way goes to the problems."""
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with apply_configuration(
            zlib_maximum_output_length=LARGEST_STREAM, lzw_maximum_output_length=LARGEST_STREAM,
            run_length_maximum_output_length=LARGEST_STREAM, brotli_maximum_output_length=LARGEST_STREAM,
            array_based_stream_maximum_output_length=LARGEST_STREAM, maximum_declared_stream_length=LARGEST_PDF,
            stream_parsing_work_maximum_count=MOST_IN_STREAM):
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not _opened(reader):
            problems.append(Problem(STAGE, path, "locked", "Skipped: the PDF is locked; save it without a password."))
            return [], None
        return _texts(path, reader, problems), _title(reader)


def _opened(reader) -> bool:
    """Whether a PDF that only forbids changes opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # also where the cipher is not at hand
        return False


def _texts(path: str, reader, problems: list[Problem]) -> list[str]:
    """The text of every page; a page that cannot be read is empty and told."""
    texts: list[str] = []
    steps = size = 0

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise _EnoughError

    total = len(reader.pages)
    for number in range(total):
        try:
            text = reader.pages[number].extract_text(visitor_operand_before=step)
        except _EnoughError:
            problems.append(Problem(STAGE, path, "too-large",
                                    f"Stopped at page {number + 1} of {total}: it has no end."))
            break
        except Exception as error:
            kind = type(error).__name__
            problems.append(Problem(STAGE, path, "bad-page", f"A page cannot be read ({kind}).", f"page {number + 1}"))
            text = ""
        texts.append(text.replace("\0", "").encode("utf-8", "replace").decode("utf-8"))
        size += len(text)
        if size > MOST_TEXT or number + 1 >= MOST_PAGES:
            problems.append(Problem(STAGE, path, "too-large", f"Stopped after page {number + 1} of {total}."))
            break
    return texts


def _title(reader) -> str | None:
    """The title that the file states, None where it is none."""
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:
        return None
    return " ".join(title.split())[:1000] or None if isinstance(title, str) else None
