"""Which reader gets a file: told by what is in it, whatever it is called."""

from __future__ import annotations

import gzip
import json
from functools import partial

import pytest

from stemma import readers
from stemma.model import Problem
from stemma.readers import _packing
from stemma.readers._members import Names

REPORT = "Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn."
PAGE = f"<!DOCTYPE html><html><body><article><p>{REPORT}</p><p>{REPORT}</p></article></body></html>".encode()
LINE = json.dumps({"id": "r1", "text": REPORT}).encode()
packed = partial(gzip.compress, mtime=0)


def read(name, raw):
    """(documents, problem codes) of bytes called so."""
    found = list(readers.read_bytes(name, raw))
    return ([item[0] for item in found if not isinstance(item, Problem)],
            [item.code for item in found if isinstance(item, Problem)])


@pytest.mark.parametrize(("name", "raw", "media_type", "told"), [
    ("page.txt", PAGE, "text/html", True), ("page.xml", PAGE, "text/html", True), ("page", PAGE, "text/html", False),
    ("page.html", PAGE, "text/html", False), ("page.htm.gz", packed(PAGE), "text/html", False),
    ("page", packed(PAGE), "text/html", False),
    ("page.xml", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- saved --> <html xmlns="x">' + PAGE[15:], "text/html", True),
    ("pile.dat", LINE, "application/json", False), ("pile.txt", LINE, "application/json", True),
    ("pile", packed(LINE), "application/json", False), ("a.txt.gz", packed(REPORT.encode()), "text/plain",
                                                               False),
])
def test_content_decides_and_a_wrong_name_is_told(name, raw, media_type, told):
    [document], codes = read(name, raw)
    assert document.media_type == media_type and REPORT in document.text
    assert ("wrong-extension" in codes) is told


@pytest.mark.parametrize(("name", "raw", "seen"), [
    ("notes.xyz", REPORT.encode(), "plain text"), ("photo.bin", b"\xff\xd8\xff\xe0" + b"\0" * 60, "a JPEG picture"),
    ("map.svg", b"<svg xmlns='x'></svg>", "XML of the kind <svg>"), ("x", b"\0\1\2" * 50, "binary"),
    ("data.bin", b"[1, 2]", "JSON"), ("s.map", b"<?xml version='1.0'?><urlset></urlset>", "a sitemap"),
    ("x.gz", packed(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "a PNG picture"),
    ("x", packed(packed(PAGE)), "a gzip file"),
])
def test_an_unknown_kind_says_what_was_seen(name, raw, seen):
    [problem] = list(readers.read_bytes(name, raw))
    assert problem.code == "unknown-format" and seen in problem.message


def test_a_text_that_speaks_of_markup_stays_a_text():
    text = f"{REPORT}\nThe page began with <html> and <body>, the paper said.\n" + LINE.decode()
    [document], codes = read("a.txt", text.encode())
    assert document.text == text and document.media_type == "text/plain" and not codes


@pytest.mark.parametrize(("raw", "code"), [
    (packed(PAGE)[:-20], "bad-gzip"), (packed(PAGE + b" " * (20 << 20)), "too-large"),
])
def test_packed_pages_that_cannot_be_unpacked(raw, code):
    assert read("page.html.gz", raw) == ([], [code])


def test_unpacking_stops_at_the_limit_and_counts_what_it_used():
    raw = packed(b"a" * 1000) + packed(b"b" * 1000)
    assert _packing.gunzip(raw, 5000) == _packing.Unpacked(b"a" * 1000 + b"b" * 1000, "", len(raw))
    assert _packing.gunzip(raw, 1500).raw == b"a" * 1000 + b"b" * 500
    assert _packing.gunzip(raw, 1500).trouble == "too-large"
    first = _packing.gunzip(raw, 5000, members=1)
    assert first.raw == b"a" * 1000 and raw[first.taken:first.taken + 2] == b"\x1f\x8b"
    assert _packing.gunzip(raw[:-9], 5000).trouble == "cut-off"


def test_names_come_once():
    names = Names()
    assert [names.fresh("a", "a@1"), names.fresh("a", "a@1"), names.fresh("a", "a@1"), names.fresh("a", "a@1")] == [
        "a", "a@1", "a@1 (2)", "a@1 (3)"]
