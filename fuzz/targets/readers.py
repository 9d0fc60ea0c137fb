"""Files of every kind, also within one another."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from functools import cache, partial

from fuzz.contract import file_holds
from fuzz.target import Target
from fuzz.targets._files import archive, docx, entry, message, page, pdf, sheet, wacz, warc
from fuzz.targets._texts import REPORT, SHORT, WORDS

_MARKUP = ("<p>", "</p>", "<div>", "</div>", "<a href='x'>", "<table>", "<!--", "-->", "<![CDATA[", "]]>", "<script>",
           "</script>", "<meta property='article:published_time' content='2031-05-03'>", "<title>", "&amp;", "&#0;",
           "&#xD800;", "&#x10FFFF;", "&bogus;", "<!ENTITY a 'b'>", "<!DOCTYPE html>", "<html>", "<body>", "<time>",
           "<svg>", "<math>", "<br>", "<article>", "<base href='//x'>", "<meta charset=utf-7>", "<?xml version='1.0'?>")
_FEED = ("<item>", "</item>", "<entry>", "</entry>", "<guid>", "<link>", "<pubDate>", "<description>",
         "<content:encoded>",
         "<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<updated>", "<id>", *_MARKUP)
_JSON = ('"id":', '"text":', '"html":', '"date":', '"published":', '"title":', '"url":', "{", "}", "[", "]", ",",
         "null",
         "1e999", "-0", '"\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', "\\", '"', '"maintext":', '"date_publish":',
         '"source_domain":', '"date_download":', '"2031-05-03"', '"2031-13-99T99:99:99+99:99"', "\n")
_MAIL = ("From: ", "Date: ", "Subject: ", "Content-Type: text/html; charset=utf-16\n",
         "Content-Transfer-Encoding: base64\n",
         "=?utf-8?B?8J+Yig==?=", "=?x?q?=00?=", "\n\n", "--edge\n", "--edge--\n",
         "Content-Type: multipart/mixed; boundary=edge\n",
         "Content-Disposition: attachment; filename=../../x.jsonl\n", "Received: x; Mon, 99 Foo 2031 25:61:61 +9999\n",
         "Content-Type: message/rfc822\n", "boundary=\"\"", "filename*=utf-8''%ff%00")
_WARC = ("WARC/1.1\r\n", "WARC/1.0\r\n", "WARC-Type: response\r\n", "WARC-Type: revisit\r\n", "Content-Length: 0\r\n",
         "Content-Length: 99999999999\r\n", "Content-Length: -1\r\n", "WARC-Target-URI: http://[::1\r\n", "\r\n\r\n",
         "HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip, br, zstd\r\n",
         "FFFFFFFF\r\n",
         "WARC-Refers-To-Date: 2031-02-03T10:00:00Z\r\n", "WARC-Date: 9999-99-99\r\n",
         "WARC-Block-Digest: sha1:AAAA\r\n")
_PDF = ("obj", "endobj", "stream\n", "endstream", "<<", ">>", "/Length 99999999", "/Filter /FlateDecode",
        "/Kids [2 0 R]",
        "/Count -1", "BT", "ET", "Tj", "1 0 R", "xref", "trailer", "startxref", "/Encrypt 1 0 R", "%%EOF", "Do",
        "/Parent 3 0 R")


def _seeds(*raws: bytes) -> Callable[[], Sequence[bytes]]:
    return lambda: raws


@cache
def _jsonl() -> tuple[bytes, ...]:
    lines = [json.dumps({"id": f"r{n}", "url": f"http://courier.example/2031/05/0{n + 1}/a", "outlet": "Courier",
                         "published": f"2031-05-0{n + 1}", "title": "T", "text": text}) for n,
             text in enumerate(SHORT[:5])]
    return ("\n".join(lines).encode(), json.dumps({"html": page().decode(), "date": "2031-05-03"}).encode(),
            json.dumps({"id": 5, "text": REPORT}, ensure_ascii=False).encode())


def _article() -> bytes:
    return json.dumps([{"maintext": REPORT[:300], "date_publish": "2031-05-03 10:00:00", "date_download": "2031-05-04",
                        "source_domain": "courier.example", "title_page": "T", "url": "http://courier.example/a",
                        "filename": "a.json"}]).encode()


def _feeds() -> tuple[bytes, ...]:
    rss = ("<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Courier</title>"
           f"{entry('item')}{entry('item')}</channel></rss>")
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Courier</title>{entry('entry')}</feed>"
    return rss.encode(), atom.encode()


def _within() -> tuple[bytes, ...]:
    """Kinds within kinds."""
    inner = message(attached=(("a.jsonl", _jsonl()[0]), ("p.html", page())))
    return (message(attached=(("inner.eml", inner), ("w.warc", warc(page())))), gzip.compress(warc(page(), inner),
                                                                                              mtime=0),
            gzip.compress(gzip.compress(_jsonl()[0], mtime=0), mtime=0), wacz(archive(page(), pdf(SHORT[0]))),
            wacz(gzip.compress(warc(_feeds()[0]), mtime=0)), gzip.compress(docx(REPORT), mtime=0))


def _of(path: str, data: bytes) -> object:
    return file_holds(path, data)


def _named(data: bytes) -> object:
    """Bytes under a name that the first of them chooses: what a file is called says little of what it is."""
    endings = (".txt", ".html", ".jsonl", ".json", ".csv", ".xml", ".eml", ".docx", ".pdf", ".warc", ".warc.gz",
               ".wacz",
               ".gz", ".exe", "", ".jsonl.gz", ".mht")
    charsets = (None, None, "utf-16", "cp1251", "utf-7", "idna", "base64", "unknown", "utf-8-sig", "punycode", "zlib")
    first = data[0] if data else 0
    return file_holds(f"in{endings[first % len(endings)]}", data[1:], charsets[first % len(charsets)])


def _reader(name: str, path: str, about: str, seeds: Callable[[], Sequence[bytes]], words: tuple[str, ...],
            text: bool = True, **more: float) -> Target:
    return Target(f"reader-{name}", about, partial(_of, path), seeds, words, text, **more)


TARGETS = (
    _reader("text", "in.txt", "plain text", _seeds(REPORT.encode(), REPORT.encode("utf-16"), REPORT.encode("cp1252",
                                                                                                           "replace"),
                                                   "Погибли 14".encode("cp1251"),
                                                   b"\xef\xbb\xbfA\xef\xbb\xbfB\r\nC\rD"),
            WORDS, text=False),
    _reader("jsonl", "in.jsonl", "JSON lines", _jsonl, _JSON),
    _reader("jsonl-bytes", "in.jsonl", "JSON lines with broken bytes", _jsonl, _JSON, text=False),
    _reader("newsplease", "in.json", "articles of news-please", _seeds(_article(), _article()[1:-1]), _JSON),
    _reader("autoarchiver", "in.csv", "sheets of auto-archiver", _seeds(*sheet()), ('"', '""', ",", "\n", "\r\n", "\t",
                                                                                    ";",
            "Link", "Archive status", "Text content", "Upload timestamp", "2031-05-03T10:00:00+00:00", '"\n"')),
    _reader("feed", "in.xml", "RSS and Atom", _feeds, _FEED, seconds=2.0),
    _reader("html", "in.html", "web pages", _seeds(page(), page(plain=True)), _MARKUP, seconds=3.0),
    _reader("eml", "in.eml", "e-mail", _seeds(message(), message(html=True), message(attached=(("a.txt", b"Two died."),
                                                                                               ))),
            _MAIL, seconds=2.0),
    _reader("docx", "in.docx", "Word documents", _seeds(docx(REPORT)), ("word/document.xml", "PK\x01\x02",
                                                                        "PK\x05\x06"),
            text=False),
    _reader("pdf", "in.pdf", "PDF", _seeds(pdf(*SHORT[:3]), pdf("One", "Two died")), _PDF, text=False, seconds=4.0,
            most=60_000),
    _reader("warc", "in.warc", "WARC archives", _seeds(warc(page()), warc(page(), b"plain text of five words",
                                                                          chunked=True)),
            _WARC, text=False, seconds=3.0),
    _reader("warc-packed", "in.warc.gz", "packed WARC archives", _seeds(archive(page()), archive(page(), page())),
            _WARC,
            text=False, seconds=3.0),
    _reader("wacz", "in.wacz", "WACZ archives", _seeds(wacz(archive(page()))), ("archive/", "datapackage.json",
                                                                                ".warc.gz"),
            text=False, seconds=3.0),
    _reader("within", "in.bin", "kinds within kinds", _within, (*_MAIL, *_WARC), text=False, seconds=4.0),
    Target("reader-any", "bytes of every kind under names of every other", _named,
           lambda: tuple(bytes([n]) + raw for n, raw in enumerate((*_jsonl(), *_feeds(), page(), message(),
                                                                   docx(REPORT),
                                                                   pdf(SHORT[0]), warc(page()), *_within(),
                                                                   _article()))),
           _MARKUP, text=False, seconds=4.0),
)
