"""ZIP archives, opened with a bound: their directory and every file in them."""

from __future__ import annotations

import io
import zipfile

from stemma.readers._packing import bound

ZIP = b"PK\x03\x04"
_MOST_ENTRIES = 100_000
_LARGEST_DIRECTORY = 32 << 20  # bytes; the directory is read before anything else can be judged
_END = 22 + 65_535  # bytes from the end in which the end record lies: itself and a comment


def zip_names(raw: bytes) -> bytes:
    """The bytes in which a ZIP archive names its files, b"" for what is none."""
    if not raw.startswith(ZIP):
        return b""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _END))
    if end < 0:
        return b""
    size = min(int.from_bytes(raw[end + 12:end + 16], "little"), _LARGEST_DIRECTORY)
    return raw[max(0, end - size):end]


def opened_zip(raw: bytes) -> zipfile.ZipFile | str:
    """A ZIP archive whose directory has a bearable size, else why not, as the end of a sentence."""
    if raw.count(b"PK\x01\x02", max(0, len(raw) - _LARGEST_DIRECTORY)) > _MOST_ENTRIES:
        return f"it holds over {_MOST_ENTRIES:,} files"
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _END))
    if end >= 0 and int.from_bytes(raw[end + 12:end + 16], "little") > min(len(raw), _LARGEST_DIRECTORY):
        return "its list of files is damaged or too long"
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except Exception as error:  # zipfile raises many kinds on broken input
        return f"it is damaged ({_reason(error)})"


def zip_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes | str:
    """One file of a ZIP archive, else why it cannot be had, as the end of a sentence."""
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            return "it is locked with a password"
        with archive.open(info) as member:
            raw = member.read(min(limit, bound(info.compress_size)) + 1)
    except KeyError:
        return "it is missing"
    except Exception as error:
        return f"it is damaged ({_reason(error)})"
    return "it unpacks to too many bytes" if len(raw) > min(limit, bound(info.compress_size)) else raw


def _reason(error: BaseException) -> str:
    """An error's words on one line."""
    return " ".join(str(error).split())[:100].rstrip(".") or type(error).__name__
