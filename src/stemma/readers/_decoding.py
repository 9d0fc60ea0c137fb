"""From bytes to text without changing a character: offsets must hold in the file as received.

A byte order mark stays as a character and line ends stay as they are. Nothing is ever replaced: bytes that fit no
encoding strictly are not read.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "utf-8": "UTF-8", "cp1252": "Windows-1252 (Western European)", "cp1251": "Windows-1251 (Cyrillic)",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}
# Python's own ways to write text, which no file is in: they would read "\\n" or "xn--" as something else.
_NO_ENCODINGS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined"})
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))  # controls that no text file has a use for
_HALF = re.compile("[\ud800-\udfff]")
_HIGH_LETTERS = bytes(range(0xC0, 0x100))  # Cyrillic letters in cp1251, accented Latin ones in cp1252
_ASCII_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_SAMPLE = 1 << 16


class Decoded(Struct, frozen=True):
    """A text, the Python codec that gave it, and whether that codec was assumed rather than stated."""

    text: str
    encoding: str
    assumed: bool

    @property
    def encoding_name(self) -> str:
        """The encoding as people call it."""
        return _NAMES.get(self.encoding, self.encoding)


def decode(raw: bytes, stated: str | None = None) -> Decoded | None:
    """The text of these bytes, or None where they are not text.

    UTF-8 where it is valid; then a byte order mark; then the encoding that the file states about itself; then
    Windows-1251 or 1252, whichever the share of high letters speaks for.
    """
    text = _strictly(raw, "utf-8")
    if text is not None and b"\0" not in raw:
        return Decoded(text, "utf-8", assumed=False)
    wide = _wide_encoding(raw)
    if wide is not None:
        return _checked(raw, wide, assumed=not raw.startswith(tuple(mark for mark, _ in _MARKS)))
    if looks_binary(raw):
        return None
    if stated and (decoded := _checked(raw, stated, assumed=False)):
        return decoded
    for encoding in _by_likelihood(raw):
        if decoded := _checked(raw, encoding, assumed=True):
            return decoded
    return None


def looks_binary(raw: bytes) -> bool:
    """Whether bytes hold a NUL, or more than one control character in fifty."""
    sample = raw[:_SAMPLE]
    return b"\0" in raw or (len(sample) - len(sample.translate(None, _CONTROLS))) * 50 > len(sample)


def _strictly(raw: bytes, encoding: str) -> str | None:
    """The text, or None where one byte does not fit or the codec is unknown or none for text."""
    try:
        return str(raw, encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _checked(raw: bytes, encoding: str, *, assumed: bool) -> Decoded | None:
    text = _strictly(raw, encoding)
    if text is None or "\0" in text or (encoding not in _NAMES and _is_no_text(text, encoding)):
        return None
    return Decoded(text, encoding, assumed)


def _is_no_text(text: str, encoding: str) -> bool:
    """Whether an encoding that was stated is none of texts, or gave halves of pairs, as UTF-7 may."""
    return codecs.lookup(encoding).name in _NO_ENCODINGS or _HALF.search(text) is not None


def _wide_encoding(raw: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark or, for UTF-16 in Latin script, by a NUL at nearly every second byte."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    sample = raw[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs >= 4:
        if sample[1::2].count(0) > 0.8 * pairs and not sample[::2].count(0):
            return "utf-16-le"
        if sample[::2].count(0) > 0.8 * pairs and not sample[1::2].count(0):
            return "utf-16-be"
    return None


def _by_likelihood(raw: bytes) -> tuple[str, str]:
    """Cyrillic first where over two in five letters are high ones; accents never are that dense."""
    sample = raw[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, _HIGH_LETTERS))
    low = len(sample) - len(sample.translate(None, _ASCII_LETTERS))
    return ("cp1251", "cp1252") if high * 3 > low * 2 else ("cp1252", "cp1251")
