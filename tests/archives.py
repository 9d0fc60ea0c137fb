"""WARC and WACZ archives for tests, written byte by byte."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import uuid
import zipfile
from base64 import b32encode

REPORT = ("Four people were killed in Orvane on Monday, the mayor said. Two of them were from the village of Tarn, and "
          "their families have been told.")


def page(number=1, title="Shelling of Orvane"):
    """A small web page about one happening."""
    text = "".join(f"<p>{REPORT} This is paragraph {part} of report {number}.</p>" for part in range(4))
    return (f"<!doctype html><html><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>{title}</h1>{text}</article></body></html>").encode()


def sha1(raw):
    return "sha1:" + b32encode(hashlib.sha1(raw).digest()).decode()


def record(kind, url, block, *, content_type="application/http; msgtype=response", at="2031-02-03T10:00:00Z",
           number=0, **more):
    """One record; further header lines as keywords, `_` for `-`."""
    own = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {url} {at} {number}')}>"
    head = {"WARC-Type": kind, "WARC-Record-ID": own, "WARC-Date": at, "WARC-Target-URI": url,
            "Content-Type": content_type, "WARC-Block-Digest": sha1(block), "Content-Length": str(len(block))}
    head |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value is not None)
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def answer(body, content_type="text/html; charset=utf-8", status="200 OK", **headers):
    """An HTTP answer."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{lines}\r\n".encode() + body


def response(url, body, *, at="2031-02-03T10:00:00Z", number=0, http=None, **more):
    """A response record, its payload's digest stated."""
    return record("response", url, answer(body, **(http or {})), at=at, number=number,
                  **({"WARC_Payload_Digest": sha1(body)} | more))


def revisit(url, of, of_url, *, at="2031-03-01T10:00:00Z"):
    """A record that says that a payload was seen again."""
    return record("revisit", url, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", at=at,
                  WARC_Payload_Digest=sha1(of), WARC_Refers_To_Target_URI=of_url,
                  WARC_Refers_To_Date="2031-02-03T10:00:00Z")


def packed(*records):
    """One gzip member for each record, as archives have them."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def wacz(archives, *, digests=None, listed=None):
    """A WACZ of WARC archives by name; digests and names in the list may be made wrong."""
    files = {f"archive/{name}": raw for name, raw in archives.items()} | {"pages/pages.jsonl": b"{}\n"}
    resources = [{"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}
                 for name, raw in files.items()]
    for one in resources:
        one["hash"] = (digests or {}).get(one["path"], one["hash"])
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1",
                          "resources": resources + (listed or [])}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", package)
        archive.writestr("datapackage-digest.json", json.dumps(
            {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}))
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()
