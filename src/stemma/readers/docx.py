"""Word documents (.docx): the text of the body, one line for each paragraph; what was struck out is left out.

The file's own dates tell when it was written, which is no day of publication.
"""

from __future__ import annotations

from collections.abc import Iterator

from stemma.model import Document, Problem
from stemma.readers._documents import STAGE, found, make_document, stem_of
from stemma.readers._kinds import described
from stemma.readers._zips import opened_zip, zip_member, zip_names

EXTENSIONS = (".docx", ".docm")

LARGEST_FILE = 256 << 20  # bytes, pictures included
LARGEST_BODY = 32 << 20  # bytes of its XML, unpacked
_FEWEST_WORDS = 5
_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
_LEFT_OUT = frozenset(("del", "moveFrom", "instrText", "Fallback", "pict"))  # Fallback repeats what stands beside it


def recognise(raw: bytes) -> int:
    """2 for a ZIP archive that names the body of a Word document."""
    return 2 * (_BODY.encode() in zip_names(raw))


def read(path: str, raw: bytes) -> Iterator[tuple[Document, bytes] | Problem]:
    """The one report in a Word document."""
    if len(raw) > LARGEST_FILE:
        yield Problem(STAGE, path, "too-large", f"Skipped: a document of {len(raw):,} bytes.")
        return
    archive = opened_zip(raw)
    if isinstance(archive, str):
        yield Problem(STAGE, path, "bad-docx",
                      f"Skipped: no Word document; it looks like {described(raw)}, and {archive}.")
        return
    with archive:
        body = zip_member(archive, _BODY, LARGEST_BODY)
        properties = zip_member(archive, _PROPERTIES, LARGEST_BODY)
    text = f"of its text {body}" if isinstance(body, str) else _text(body)
    if text is None or isinstance(body, str):
        why = f"its text: {body}" if isinstance(body, str) else "its text is no sound XML"
        yield Problem(STAGE, path, "bad-docx", f"Skipped: the Word document cannot be read; {why}.")
    elif len(text.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        yield Problem(STAGE, path, "no-text", "Skipped: the document has no text.")
    else:
        document = make_document(
            name=stem_of(path, EXTENSIONS), raw=raw, text=text, path=path, title=_title(properties),
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        yield from found(document, raw)


def _root(raw: bytes):
    """The root of an XML part, None where it is broken or has a document type, which no such part has."""
    from lxml import etree

    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    try:
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return None


def _text(raw: bytes) -> str | None:
    """The text of a body's XML; tabs, line breaks and paragraphs as characters."""
    from lxml import etree

    root = _root(raw)
    if root is None:
        return None
    parts: list[str] = []
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if not isinstance(element.tag, str):
            continue
        space, _, name = element.tag.rpartition("}")
        ours = space + "}" in (_WORD, _STRICT)
        if event == "start":
            if name in _LEFT_OUT:
                events.skip_subtree()
            elif ours and name == "t":
                parts.append(element.text or "")
        elif ours and name in _ENDS:
            parts.append(_ENDS[name])
    return "".join(parts).strip("\n")


def _title(raw: bytes | str) -> str | None:
    """The title that the document states."""
    root = _root(raw) if isinstance(raw, bytes) else None
    title = root.findtext("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
    return " ".join((title or "").split())[:1000] or None
