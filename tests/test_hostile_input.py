"""Files of bad will through the whole program: build, check, report, export, bundle.

What a file says is kept as it was received, offsets hold in it, and nothing that is made of it is broken by it. Bombs
and tricks with paths cost one problem each. What pages of the workbench make of such words: test_web_hostile.py.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import os
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stemma import casework, cli
from stemma.changes import Change
from stemma.custody import bundle
from stemma.exporters import Options, export, formats
from stemma.model import Document, Problem, Record
from stemma.pipeline import read
from stemma.readers import open_paths, read_bytes, read_paths
from stemma.readers._documents import make_document
from stemma.store import open_case
from stemma.store.checking import spans_in
from stemma.store.noted import Noted
from stemma.watching.atom import feed
from tests import archives
from tests.office import docx

AT = datetime(2033, 5, 6, tzinfo=UTC)
TOLL = "At least 14 people were killed in Velmora on Tuesday, Governor Osk Marren said."
ODD = {  # what stands before and after the toll, and in its midst
    "right-to-left": "\u202e\u2067אבג\u2069\u202c",
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff",
    "homoglyphs": "Vеlmоrа Аrmу",  # Cyrillic letters among Latin ones
    "mixed-scripts": "Велмора فيلمورا 維爾莫拉 เวลโมรา",
    "combining": "Z\u0351\u0323a\u0300\u0301\u0302lgo" + "\u0337" * 50,
    "controls": "\x01\x07\x1b[31m\x7f\x9b31m",
    "line-ends": "a\r\nb\rc\nd\u2028e\u2029f\x85g\x0bh\x0ci\x1cj",
    "marks-within": "\ufeffx\ufeff",
    "noncharacters": "\ufffe\uffff\ufdd0\U0001ffff\ue000\U000e0041\ufffc",
    "astral": "🕊️👨‍👩‍👧‍👦𝐕𝐞𝐥𝐦𝐨𝐫𝐚",
    "case-changes": "İstanbul ŉ ǰ ß ẞ ﬁ ΐ ᾳ Ǆ",
    "formulas": "=HYPERLINK(\"http://e.example\") +1 -1 @SUM(A1) \t=1",
    "markup": "]]> <![CDATA[ <!-- --> &#0; &lt; <script>alert(1)</script> \\u0000 \\\" {{7*7}}",
    "quotation-marks": "“‘«„\"'`” he said “" * 3,
}


def text_with(odd: str) -> str:
    """A report with something odd in every place: a headline, a name, a quotation, a figure."""
    return (f"Toll in Velmora {odd} rises\n\nVELMORA, May 4 - {TOLL}{odd}\n\n“We{odd} counted 9 wounded,” Ada {odd} "
            f"Lorn said. {odd}{TOLL}\n\n1{odd}4 people{odd} were wounded in Velmora on Tuesday, the {odd} army said.\n")


def files() -> dict[str, bytes]:
    """Files by name."""
    found = {f"{name}.txt": text_with(odd).encode() for name, odd in ODD.items()}
    text = text_with("é")
    found |= {
        "utf-16-marked.txt": codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "utf-16.txt": TOLL.encode("utf-16-le"),
        "utf-8-marked.txt": codecs.BOM_UTF8 + text.encode(), "latin.txt": text.encode("cp1252"),
        "overlong.txt": TOLL.encode() + b" \xc0\xaf \xe0\x80\xaf", "half-pairs.txt": TOLL.encode() + b" \xed\xa0\xbd",
        "nul.txt": TOLL.encode() + b"\0" + TOLL.encode(),
        "lines.jsonl": b"\n".join((
            json.dumps({"id": "half", "text": f"{TOLL} \ud83d"}).encode(),
            json.dumps({"id": "whole", "text": f"{TOLL} \ud83d\udd4a", "outlet": "A\x01\uffff", "title": "\x0b\u202et",
                        "url": "http://e.example/\x01"}).encode(),
            b'{"id": "bytes", "text": "' + TOLL.encode() + b' \xed\xa0\xbd"}',
            json.dumps({"id": "nul", "text": f"{TOLL}\0"}).encode(),
            json.dumps({"id": "\ud800", "text": TOLL}).encode(),
            json.dumps({"id": "../../etc/passwd", "text": text_with(ODD["controls"])}).encode())),
        "page.html": f"<html><title>T &#x1; &#0;</title><p>{TOLL} &#xD83D; &#0; &#x202e;</p><p>{TOLL}</p>".encode(),
        "sheet.csv": f'Link,Archive status,Text content\n"http://e.example/a\x01",ok,"{TOLL}\x0b\r\n=1+1"\n'.encode(),
        "letter.eml": f"From: =?utf-8?b?77+/AQ==?= <a@b>\nSubject: =?x?q?=00?=\nDate: x\nMIME-Version: 1\n\n{TOLL}"
        .encode(),
        "feed.xml": f"<rss><channel><title>&#x202e;C</title><item><guid>=</guid><description>{TOLL} &#1;</description>"
        "</item></channel></rss>".encode(),
        "word.docx": docx(f"<w:p><w:r><w:t>{TOLL} \u202e\ufeff</w:t></w:r></w:p>"),
    }
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes], list[Problem]]:
    """The case, the files that it was built of, and the problems of building it."""
    folder = tmp_path_factory.mktemp("hostile")
    given = files()
    for name, raw in given.items():
        (folder / name).write_bytes(raw)
    (folder / os.fsdecode(b"not-\xff-unicode.txt")).write_bytes(TOLL.encode())
    (folder / ("long" * 60 + ".txt")).write_bytes(TOLL.encode())
    case = str(folder.parent / f"{folder.name}.case")
    told = casework.build(case, [str(folder)], 1, tagger="none", by="A", at=AT)
    return case, given, list(told.problems)


@pytest.fixture(scope="module")
def record(built) -> Record:
    return casework.record_of(built[0])


def documents(case: str) -> list[tuple[Document, bytes]]:
    with open_case(case, readonly=True) as opened:
        return [(document, opened.raw(document.sha256)) for document in opened.documents()]


@pytest.mark.parametrize("name", ODD)
def test_a_text_is_kept_as_it_was_received(built, name: str):
    case, given, _ = built
    (found,) = [(document, raw) for document, raw in documents(case) if document.name == name]
    assert found[1] == given[f"{name}.txt"] and found[0].text == given[f"{name}.txt"].decode()


def test_other_encodings_are_kept_too(built):
    case, given, problems = built
    found = {document.name: (document, raw) for document, raw in documents(case)}
    assert all(raw == given[f"{name}.txt"] for name, (_, raw) in found.items() if f"{name}.txt" in given)
    assert found["utf-16-marked"][0].text == "\ufeff" + text_with("é") and found["utf-16"][0].text == TOLL
    assert found["utf-8-marked"][0].text == "\ufeff" + text_with("é") and found["latin"][0].text == text_with("é")
    assert found["overlong"][0].text == given["overlong.txt"].decode("cp1252")  # what it is taken for
    told = {(Path(problem.subject).name, problem.place or "", problem.code) for problem in problems}
    assert ("nul.txt", "", "binary") in told and "nul" not in found
    assert {("lines.jsonl", "line 1", "half-pairs"), ("lines.jsonl", "line 4", "binary"),
            ("lines.jsonl", "line 5", "half-pairs")} <= told
    assert found["half"][0].text == f"{TOLL} \ufffd" and rb"\ud83d" in found["half"][1]
    assert found["whole"][0].text.endswith("\U0001f54a") and "../../etc/passwd" in found
    assert sorted(name for name in found if name.startswith("not-")) == [r"not-\udcff-unicode"]


@pytest.mark.parametrize("sign", ["²", "①②⑦", "٣²", "½", "7" * 5000])
def test_signs_that_are_digits_and_no_numbers_keep_no_report_from_being_read(sign: str):
    text = (f"Up to {sign} or {sign} thousand fled, and {sign} of the {sign} were women. A {sign}-year-old man, {sign} "
            f"of them, died in Velmora. Ivan Petrov, {sign}, was shot; Olha, aged {sign}, said {sign} rockets fell at "
            f"{sign}:30 on {sign} May 2031. {TOLL}")
    document = make_document(name="a", raw=text.encode(), text=text, media_type="text/plain", path="a.txt")
    reading = read(document, "none")
    assert reading.claims and all(0 <= span.start < span.end <= len(text) for span in spans_in(reading.claims))


def test_every_figure_and_span_quotes_its_text(record: Record):
    figures = 0
    for reading in record.readings:
        text = reading.document.text
        for row in (reading.page, reading.statements, reading.claims, reading.victims):
            assert all(0 <= span.start < span.end <= len(text) for span in spans_in(row))
        figures += sum(claim.kind == "killed" and claim.count.low == 14 for claim in reading.claims)
    assert figures >= len(ODD)  # odd signs around a sentence do not hide what it says


def test_the_case_is_whole_and_gives_the_same_again(built):
    assert casework.check(built[0], rebuild=True) == []


def valid(ending: str, content: bytes) -> Iterator[str]:
    """What is wrong with an export's file."""
    if ending == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                assert not name.startswith("/") and ".." not in name
                yield from valid(os.path.splitext(name)[1], packed.read(name))
    elif ending in (".csv", ".txt"):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
        if ending == ".csv":
            yield from (f"row of {len(row)} cells" for row in rows if len(row) != len(rows[0]))
            yield from (f"a formula: {cell[:40]!r}" for row in rows for cell in row
                        if re.match(r"[=+@\t\r\n]|-\D", cell) and len(cell) > 1)
    elif ending in (".json", ".geojson", ".jsonld"):
        json.loads(content.decode(), parse_constant=lambda name: pytest.fail(name))
    elif ending in (".ftm", ".jsonl"):
        for line in content.decode().split("\n"):
            if line:
                json.loads(line)
    elif ending == ".parquet":
        pyarrow = pytest.importorskip("pyarrow.parquet")
        assert pyarrow.read_table(io.BytesIO(content)).num_rows > 0


@pytest.mark.parametrize("name", formats())
def test_every_export_is_valid(record: Record, name: str):
    module = formats()[name]
    content = export(module, record, Options())
    assert content and list(valid(module.EXTENSION, content)) == []


def test_the_page_and_the_plots_can_be_read(built, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    page = tmp_path / "page.html"
    assert cli.run(["report", built[0], "-o", str(page)]) == 0, capsys.readouterr().err
    content = page.read_bytes().decode()
    assert "\0" not in content and "<script>alert(1)" not in content and "{{7*7}}" in content
    for what in ("toll", "timeline"):
        drawn = tmp_path / f"{what}.svg"
        assert cli.run(["plot", built[0], "--what", what, "-o", str(drawn)]) == 0, capsys.readouterr().err
        ElementTree.fromstring(drawn.read_bytes())


def test_the_terminal_shows_no_control_sign_of_a_report(built, capsys: pytest.CaptureFixture[str]):
    assert cli.run(["show", built[0]]) == 0
    assert not re.search(r"[\x01\x07\x9b]|\x1b\[31m\x7f", capsys.readouterr().out)


def test_a_feed_of_changes_is_xml_whatever_was_changed():
    words = "".join(ODD.values()) + "\ud83d"
    noted = Noted(1, AT, Change("toll", (), words, 1, docs=("d",)))
    assert ElementTree.fromstring(feed("x", words, [noted], {"d": "http://e.example/\x01"}, AT)) is not None


def test_a_bundle_keeps_every_byte_under_names_that_lead_nowhere(built, tmp_path: Path):
    case, given, _ = built
    bundle.write(case, tmp_path / "bag")
    inside = [path for path in (tmp_path / "bag").rglob("*") if path.is_file()]
    assert all(path.resolve().is_relative_to(tmp_path / "bag") for path in inside)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", path.name) for path in inside)
    kept = {path.read_bytes() for path in inside}
    assert all(raw in kept for name, raw in given.items() if name.startswith(tuple(ODD)) and name.endswith(".txt"))


# ------------------------------------------------------------------------------------------------- paths and archives


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in entries:
            archive.writestr(name, raw)
    return out.getvalue()


def test_names_in_an_archive_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing of an archive is written anywhere; its members are read wherever they say that they lie."""
    monkeypatch.chdir(tmp_path)
    page = archives.page()
    link = zipfile.ZipInfo("archive/link.warc")
    link.external_attr = 0o120777 << 16
    names = ["archive/../../up.warc", "/archive/absolute.warc", "archive/C:\\dos.warc", "archive/con.warc",
             "archive/" + "long" * 5000 + ".warc", "archive/twice.warc", "archive/tab\t\x01.warc"]
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = zipped(*((name, archives.response(f"http://e.example/{n}", page, number=n)) for n,
                       name in enumerate(names)),
                     (link, b"/etc/hostname"), ("archive/twice.warc", b"no archive"), ("archive/nul\0.warc", b"x"))
    found = list(read_bytes("in.wacz", raw))
    assert sorted(item[0].url for item in found if isinstance(item, tuple)) == [
        f"http://e.example/{n}" for n in range(len(names)) if n != 5]
    assert not [item for item in found if isinstance(item, tuple) and b"/etc" in item[1]]
    assert list(tmp_path.iterdir()) == [] and not (tmp_path.parent / "up.warc").exists()


def test_a_link_in_a_folder_fetches_nothing_from_outside(tmp_path: Path):
    secret, sent = tmp_path / "secret.txt", tmp_path / "sent"
    sent.mkdir()
    secret.write_text(TOLL)
    (sent / "own.txt").write_text(TOLL)
    (sent / "a.txt").symlink_to(secret)
    (sent / "b.txt").symlink_to("../secret.txt")
    (sent / "c.txt").symlink_to("own.txt")
    (sent / "d").symlink_to(tmp_path)
    (sent / "e.txt").symlink_to("/dev/zero")
    os.mkfifo(sent / "f.txt")
    found = list(read_paths([sent]))
    told = {(Path(item.subject).name, item.code) for item in found if isinstance(item, Problem)}
    assert told == {("a.txt", "link"), ("b.txt", "link"), ("e.txt", "link"), ("f.txt", "not-a-file")}
    assert [item[0].name for item in found if isinstance(item, tuple)] == ["c"]  # the file behind it is read once
    assert not isinstance(next(open_paths([sent / "a.txt"])), Problem)  # who names it means it


def bomb(size: int) -> bytes:
    return gzip.compress(bytes(size), 9, mtime=0)


NESTED = gzip.compress(bomb(64 << 20), 9, mtime=0)
ENTITIES = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>")
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
BOMBS = {
    "gzip.txt.gz": bomb(256 << 20), "gzip in gzip.gz": NESTED, "lines.jsonl.gz": bomb(256 << 20),
    "zip.docx": zipped(("word/document.xml", b" " * (256 << 20))), "zip.wacz": zipped(("archive/a.warc",
                                                                                       bytes(256 << 20))),
    "entities.xml": f"{ENTITIES}<rss><item><description>&j; {TOLL}</description></item></rss>".encode(),
    "outside.xml": f"{OUTSIDE}<rss><item><description>&f; {TOLL}</description></item></rss>".encode(),
    "entities.docx": docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", prolog=ENTITIES),
    "outside.docx": docx(f"<w:p><w:r><w:t>&f; {TOLL}</w:t></w:r></w:p>", prolog=OUTSIDE),
    "page.warc.gz": archives.packed(archives.response("http://e.example/", bomb(256 << 20),
                                                      http={"Content_Encoding": "gzip"})),
    "entities.html": f"{ENTITIES}<html><p>&j; {TOLL}</p></html>".encode(),
    "deep.html": b"<div>" * 200_000 + TOLL.encode(), "deep.xml": b"<rss><a>" + b"<a>" * 200_000,
    "deep.jsonl": b'{"text": ' + b"[" * 500_000,
    "deep.json": b'[{"maintext":' + b'{"date_publish":' * 200_000 + b'title_page":',
    "parts.eml": b"From: a\nSubject: b\nDate: c\nMIME-Version: 1.0\n"
                 + b"Content-Type: multipart/mixed; boundary=e\n\n--e\n" * 300,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_one_problem_and_little_memory(name: str):
    tracemalloc.start()
    try:
        found = list(read_bytes(name, BOMBS[name]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found and peak < 200 << 20
    texts = [item[0].text for item in found if isinstance(item, tuple)]
    assert all(len(text) < 100_000 for text in texts)
    own = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else ""
    assert not own or not any(text.startswith(own) for text in texts)
