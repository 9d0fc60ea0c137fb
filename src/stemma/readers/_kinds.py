"""What bytes look like, in words, and the marks by which readers tell their formats."""

from __future__ import annotations

import re

from stemma.readers._decoding import looks_binary

HEAD = 1 << 16  # bytes in which a mark is looked for

_MAGIC = (
    (b"%PDF-", "a PDF"), (b"WARC/", "a WARC archive"), (b"\x1f\x8b", "a gzip file"), (b"PK\x03\x04", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"), (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"), (b"GIF8", "a GIF picture"), (b"RIFF", "a RIFF picture, sound or film"),
    (b"ID3", "a sound file"), (b"OggS", "an Ogg sound or film"), (b"\x1a\x45\xdf\xa3", "a Matroska film"),
    (b"{\\rtf", "an RTF text"), (b"BZh", "a bzip2 file"), (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"SQLite format 3\x00", "a SQLite database"), (b"\x7fELF", "a program"), (b"MZ", "a program"),
)
_XML_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)


def opening(raw: bytes) -> bytes:
    """A file's first bytes without byte order mark, blank space, XML declaration, comments and document types."""
    head = raw[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    while head.startswith((b"<?", b"<!--")) or (head[:9].lower() == b"<!doctype" and not _HTML.match(head)):
        mark = b"-->" if head.startswith(b"<!--") else b">"
        end = head.find(mark)
        if end < 0:
            return head
        head = head[end + len(mark):].lstrip()
    return head


def is_html(raw: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return _HTML.match(opening(raw)) is not None


def xml_root(raw: bytes) -> str:
    """The name of the first element, without a prefix, in small letters; "" where the file does not begin with one."""
    match = _XML_ROOT.match(opening(raw))
    return match.group(1).decode("ascii").casefold() if match else ""


def described(raw: bytes) -> str:
    """What the bytes seem to be, with an article, to be put into a sentence."""
    for mark, words in _MAGIC:
        if raw.startswith(mark):
            return words
    if raw[4:8] == b"ftyp":
        return "an MP4 film"
    if raw[257:262] == b"ustar":
        return "a tar archive"
    if is_html(raw):
        return "a web page"
    root = xml_root(raw)
    if root in ("urlset", "sitemapindex"):
        return "a sitemap"
    if root:
        return f"XML of the kind <{root}>"
    if looks_binary(raw[:HEAD]):
        return "binary"
    return "JSON" if opening(raw)[:1] in (b"{", b"[") else "plain text"
