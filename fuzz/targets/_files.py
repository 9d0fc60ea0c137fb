"""Invented files of every kind, made from their parts."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile

from fuzz.targets._texts import REPORT

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def page(*, plain: bool = False) -> bytes:
    """A web page with a report in it."""
    text = "".join(f"<p>{part}</p>" for part in REPORT.split("\n\n"))
    about = json.dumps({"@type": "NewsArticle", "headline": "Toll rises", "datePublished": "2031-05-03T10:00:00Z",
                        "publisher": {"name": "Courier"}})
    head = "" if plain else (
        "<meta charset='utf-8'><meta property='og:title' content='Toll rises'><link rel=canonical href='http://a.example/b'>"
        f"<script type='application/ld+json'>{about}</script><style>p {{}}</style>")
    return (f"<!doctype html><html><head><title>Toll rises</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>Toll rises</h1><time datetime='2031-05-03'>3 May</time>{text}</article></body></html>"
            ).encode()


def entry(tag: str) -> str:
    """An entry of a feed."""
    return (f"<{tag}><title>Toll &amp; talks</title><link>http://a.example/1</link><guid>1</guid><id>1</id>"
            "<pubDate>Sat, 03 May 2031 10:00:00 +0200</pubDate><published>2031-05-03T10:00:00Z</published>"
            f"<description><![CDATA[<p>{REPORT[:200]}</p>]]></description></{tag}>")


def message(*, html: bool = False, attached: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """An e-mail."""
    head = ("Received: from a.example; Sat, 3 May 2031 10:00:00 +0000\r\n"
            "From: =?utf-8?q?Mira_T=C3=B6?= <m@a.example>\r\nTo: n@a.example\r\nSubject: Toll\r\n"
            "Date: Sat, 3 May 2031 12:00:00 +0200\r\nMIME-Version: 1.0\r\n")
    if not attached:
        kind, body = ("html", page().decode()) if html else ("plain", REPORT)
        return f"{head}Content-Type: text/{kind}; charset=utf-8\r\n\r\n{body}".encode()
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{REPORT[:300]}\r\n"]
    for name, raw in attached:
        kind = "message/rfc822" if name.endswith(".eml") else "application/octet-stream"
        coding, body = ("7bit", raw.decode("latin-1")) if kind[0] == "m" else ("base64",
                                                                               base64.encodebytes(raw).decode())
        parts.append(f"Content-Type: {kind}\r\nContent-Disposition: attachment; filename={name}\r\n"
                     f"Content-Transfer-Encoding: {coding}\r\n\r\n{body}\r\n")
    edge = f"edge{len(attached[0][1])}"
    inside = "".join(f"--{edge}\r\n{part}" for part in parts)
    return f"{head}Content-Type: multipart/mixed; boundary={edge}\r\n\r\n{inside}--{edge}--\r\n".encode("utf-8",
                                                                                                        "replace")


def docx(text: str) -> bytes:
    """A Word document, stored without packing, so that what changes in it reaches its reader."""
    body = "".join(f"<w:p><w:r><w:t>{line.replace('&', '').replace('<', '')}</w:t></w:r></w:p>"
                   for line in text.split("\n") if line)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page."""
    drawn = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line.translate({40: None, 41: None})}) Tj T*"
                                                        for line in lines) + " ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
               "/Resources << /Font << /F1 3 0 R >> >> >>",
               f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"]
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (f"{out}xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n"
            "%%EOF\n").encode("latin-1", "replace")


def _records(*bodies: bytes, chunked: bool = False) -> list[bytes]:
    found = []
    for number, body in enumerate(bodies):
        kind = b"text/html" if body.startswith(b"<!doctype") else b"text/plain"
        coded = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
        more = b"Transfer-Encoding: chunked\r\n" if chunked else b""
        block = b"HTTP/1.1 200 OK\r\nContent-Type: %s; charset=utf-8\r\n%s\r\n%s" % (kind, more, coded)
        head = ("WARC/1.1\r\nWARC-Type: response\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
                f"WARC-Date: 2031-05-03T10:00:00Z\r\nWARC-Target-URI: http://a.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n")
        found.append(head.encode() + block + b"\r\n\r\n")
    return found


def warc(*bodies: bytes, chunked: bool = False) -> bytes:
    """A WARC archive that is not packed."""
    return b"".join(_records(*bodies, chunked=chunked))


def archive(*bodies: bytes) -> bytes:
    """A packed one."""
    return b"".join(gzip.compress(record, 1, mtime=0) for record in _records(*bodies))


def wacz(*archives: bytes) -> bytes:
    """A WACZ of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr("datapackage.json", json.dumps({"resources": [{"path": "archive/0.warc.gz",
                                                                       "hash": "sha256:0"}]}))
        for number, raw in enumerate(archives):
            zipped.writestr(f"archive/{number}.warc.gz", raw)
    return out.getvalue()


def sheet() -> tuple[bytes, bytes]:
    """A sheet of auto-archiver, as CSV and as TSV."""
    head = ("Link", "Archive status", "Archive date", "Upload timestamp", "Upload title", "Text content")
    row = ("http://a.example/1", "success", "2031-05-03T10:00:00+00:00", "2031-05-02", "Toll",
           '"Two died,\nhe ""said""."')
    return (f"{','.join(head)}\n{','.join(row)}\n{','.join(row)}\n".encode(),
            "\t".join(head).encode() + b"\n" + "\t".join(row).encode())
