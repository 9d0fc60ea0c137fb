"""What else comes from outside: decisions, searches, settings, case files, timestamps, names for files."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import msgspec

from fuzz.contract import document_of, kept_whole, require, text_of
from fuzz.target import Target
from fuzz.targets._texts import REPORT, WORDS, reports
from stemma.coding import parse
from stemma.custody.der import CERTIFICATES, in_order
from stemma.custody.names import file_name
from stemma.errors import StemmaError, UsageError
from stemma.judgements.making import KINDS, document_target, make, question_of
from stemma.model import Target as Row
from stemma.pipeline import join, read
from stemma.store import open_case
from stemma.store.folding import folded, words_in
from stemma.store.search import Query
from stemma.values import Span
from stemma.watching import settings

AT = datetime(2031, 5, 3, tzinfo=UTC)
_CONVENTIONS = Path(parse.__code__.co_filename).parent.parent / "conventions"
_CLAIM = Row("claim", "c-1", "d-1", Span(0, 3), "Two", "killed")
_VALUES = (
    '{"field": "count", "to": {"low": 3, "high": null, "wording": "at_least", "text": "3"}}', '"A name"',
    '{"field": "scope", "to": "aggregate"}',
    '{"kind": "killed", "count": {"low": 1, "high": 2, "wording": "range", "text": ""}}',
    '{"status": "reviewed", "seen": "abc", "content": {"a": "b"}}',
    '{"field": "source", "to": {"kind": "person", "name": "A"}}')
_JSON = ('"field"', '"to"', '"count"', '"low"', '"high"', '"kind"', '"source"', '"when"', '"victims"', "null", "{", "}",
         "[",
         "]", ":", ",", "true", "-1", "1e400", "123456789012345678901234567890", '"\\ud83d"', '"\\u0000"',
         '"2031-05-03"', '""')


def judgement(data: bytes) -> object:
    """What a person's value may be: it is taken, or refused in one line; what is taken reads back as itself."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = _spoilt(data)
    found = []
    for kind, (least, _, rows, takes) in KINDS.items():
        target = document_target(document_of(b"Two died.")) if rows == {"document"} else _CLAIM
        with suppress(UsageError):
            made = make(kind, [target] * least, "A", AT, None if takes else "yes", value)
            require(msgspec.json.decode(made.value or "null") is not None or takes is None, "a value that is none")
            found.append((made, question_of(made)))
            made.value is None or made.value.encode()
    return found


def _spoilt(data: bytes) -> object:
    """A value that is valid but for one of its leaves, which is made of the input: most inputs are no JSON."""
    text = text_of(data)
    value = msgspec.json.decode(_VALUES[len(data) % len(_VALUES)])
    leaf = (text, len(text), -len(text) / 7, None, [text], {text[:9]: text}, text[:1] == "a", 10 ** len(text[:99]))
    at, key = value, None
    for step in data[:4]:
        if not isinstance(at if key is None else at[key], dict):
            break
        at = at if key is None else at[key]
        key = sorted(at)[step % len(at)]
    if key is None:
        return leaf[len(data) % len(leaf)]
    at[key] = leaf[sum(data) % len(leaf)]
    return value


@cache
def _case() -> object:
    """A case of two reports, made once in this process."""
    case = open_case(os.path.join(_folder(), "fuzz.case"), create=True)
    case.add([(document_of(raw, lang="en"), raw) for raw in (REPORT.encode(), b"Two died in Kareth, \xd0\x94.")])
    case.replace_record(join([read(document, "none") for document in case.documents()]))
    return case


def search(data: bytes) -> object:
    """Words to search by are words, never a command."""
    words = text_of(data)
    first, _, rest = words.partition(" ")
    query = Query(words, since=date(2000, 1, 1) if len(words) % 3 == 0 else None,
                  place=first[:9] if len(words) % 5 == 0 else None,
                  speaker=rest[:9] if len(words) % 7 == 0 else None, limit=len(words) % 11, offset=len(words) % 3)
    found = _case().search(query)
    require(found.total >= 0 and len(found.hits) <= max(found.total, 0), "more found than there is")
    return found


def words(data: bytes) -> object:
    """Words lie in their text; folded, they are plain."""
    text = text_of(data)
    found = list(words_in(text))
    kept_whole(text, (span.of(text) for span, _ in found))
    require(re.fullmatch(r"[a-z0-9 ]*", folded(text)) is not None, "a word that is not plain")
    require(folded(text).split() == [word for _, plain in found for word in plain], "other words")
    return folded(text)


def convention(data: bytes) -> object:
    """A convention's file is taken, or refused in one line."""
    for name in ("acled.toml", "mine.toml"):
        try:
            found = parse(name, data)
        except UsageError as error:
            told = str(error)
            require(told.startswith(name), "a refusal that does not name its file")
        else:
            told = msgspec.json.encode(found)
    return told


def watched(data: bytes) -> object:
    """A file that says what to watch is taken, or refused in one line."""
    path = Path(_folder(), "watch.toml")
    path.write_bytes(data)
    try:
        return settings.read(path)
    except UsageError as error:
        return str(error)


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="stemma-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _case_bytes() -> bytes:
    path = os.path.join(_folder(), "whole.case")
    with open_case(path, create=True) as case:
        case.add([(document_of(b"Two died in Kareth."), b"Two died in Kareth.")])
        case.add_judgement(make("copy_of", [Row("document", "d-1", "d-1", Span(0, 0), ""),
                                            Row("document", "d-2", "d-2", Span(0, 0), "")], "A", AT, "yes"))
        case.replace_record(join([read(document, "none") for document in case.documents()]))
    return Path(path).read_bytes()


def case_file(data: bytes) -> object:
    """A damaged case is refused in one line, or what is wrong with it is told; nothing else is raised."""
    path = os.path.join(_folder(), "damaged.case")
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.unlink(path + ending)
    Path(path).write_bytes(data)
    told: list[object] = []
    for look in (lambda case: [one.code for one in case.check()], lambda case: len(case.documents()),
                 lambda case: case.record() is None, lambda case: case.search(Query("Kareth")).total,
                 lambda case: len(case.log()), lambda case: len(case.items())):
        try:
            with open_case(path, readonly=True, wait=0.1) as case:
                told.append(look(case))
        except StemmaError as error:
            told.append(type(error).__name__)
    return told


def der(data: bytes) -> object:
    """A timestamp's answer comes back with its parts sorted, none lost; so does one whose certificates are the input in
    pieces."""
    found = in_order(data)
    require(sorted(found) == sorted(data), "bytes lost")
    parts = [_der(0x30 + len(piece) % 3, piece) for piece in data.split(data[:1] or b"0")]
    ordered = in_order(_answer(parts))
    require(ordered == _answer(sorted(parts)), "certificates out of order")
    require(in_order(ordered) == ordered, "what is in order is changed")
    return found


def _der(tag: int, content: bytes) -> bytes:
    """A value with its length before it, the short form where there is room."""
    size = len(content)
    length = bytes((size,)) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    return bytes((tag,)) + length + content


def _answer(certificates: Sequence[bytes]) -> bytes:
    """A TimeStampResp with these certificates, and nothing else that would be read."""
    signed = _der(0x30, b"".join((_der(2, b"\3"), _der(0x31, b""), _der(0x30, b""),
                                  _der(CERTIFICATES, b"".join(certificates)), _der(0x31, b""))))
    token = _der(0x30, _der(6, bytes.fromhex("2a864886f70d010702")) + _der(0xA0, signed))
    return _der(0x30, _der(0x30, _der(2, b"\0")) + token)


def called(data: bytes) -> object:
    """A file's name in a bundle is never a way out of its folder."""
    found = file_name(1, text_of(data))
    require(re.fullmatch(r"000001[a-z0-9.-]*", found) is not None and ".." not in found and len(found) < 100,
            "an odd name")
    return found


_DER = bytes.fromhex("301f300302010030180609608648016503040201a00b300906052b0e03021a0500")
_TOML = ("[[field]]", "[rules]", "[wordings]", "name = ", "kind = ", "low = ", "high = ", '"', "'''", "=", "[", "]",
         "{", "}",
         "1e999", "2031-05-03", "nan", "true", "[[", "]]", "a.b.c = 1", "\\u0000", "# ", "\n", "rule = ", "words = []")


def _conventions() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(_CONVENTIONS.glob("*.toml")))


TARGETS = (
    Target("judgement", "values of people's decisions", judgement, lambda: tuple(v.encode() for v in _VALUES), _JSON),
    Target("search", "what is searched for", search, reports, (*WORDS, "NEAR(", "OR", "NOT", "*", '"', "^", "col:",
                                                               "--", ";"),
           longest=400),
    Target("words", "words as they are searched by", words, reports, WORDS),
    Target("convention", "files of coding conventions", convention, _conventions, _TOML, longest=20_000),
    Target("watch-file", "files that say what to watch", watched,
           lambda: (b'urls = ["https://a.example/feed"]\ndelay = 2.0\nagain = "1d"\nallow_private = ["h:8080"]\n',),
           (*_TOML, "urls = ", "delay = ", "again = ", "allow_private = ", "[::1]:80", "http://", "1d", "never")),
    Target("case-file", "damaged case files", case_file, lambda: (_case_bytes(),), text=False, longest=1 << 20,
           seconds=3.0,
           most=20_000),
    Target("timestamp", "answers of timestamp authorities", der,
           lambda: (_DER, _answer([_der(0x30, b"b" * 200), _der(0x30, b"a")])), text=False,
           most=40_000),
    Target("file-name", "names for the files of a bundle", called,
           lambda: (b"http://a.example/../../etc/passwd", b"C:\\x\\..\\con", "отчёт.pdf".encode(), b"a/.b",
                    b"x.tar.gz"),
           guide="stemma.custody", words=("..", "/", "\\", "%2e", "%2f", "://", ".", "~", "nul", "con", "%00", "?")),
)
