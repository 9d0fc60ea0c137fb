"""A timestamp authority of our own: made with openssl, asked over HTTP on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec import Struct

CONFIG = """
[ req ]
distinguished_name = name
prompt = no
[ name ]
O = Invented Time Office
CN = {name}
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[ stamper ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = office
[ office ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority(Struct):
    """Where it is asked, and the certificate of whoever vouches for it."""

    url: str
    root: Path
    folder: Path
    asked: list[bytes]
    answer: bytes | None = None  # given instead of its own, where set
    status: int = 200


def openssl() -> str:
    """Path of openssl. Without it: skipped at a desk, a failure where CI=true."""
    found = shutil.which("openssl")
    if found is None:
        reason = "openssl is not there: on Debian, apt-get install openssl"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def run(*words: str | Path, **given) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=30, **given)


def made(folder: Path, name: str = "Root", days: int = 3650) -> Path:
    """Keys and certificates of an authority; the path of its root certificate."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "openssl.cnf"
    config.write_text(CONFIG.format(name=name, folder=folder))
    tool = openssl()
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run(tool, "req", "-x509", *key, "-keyout", folder / "root.key", "-out", folder / "root.pem", "-days", str(days),
        "-config", config, "-extensions", "root")
    run(tool, "req", *key, "-keyout", folder / "stamper.key", "-out", folder / "stamper.csr", "-config", config,
        "-subj", f"/O=Invented Time Office/CN=Stamper of {name}")
    run(tool, "x509", "-req", "-in", folder / "stamper.csr", "-CA", folder / "root.pem", "-CAkey", folder / "root.key",
        "-out", folder / "stamper.pem", "-days", str(days), "-extfile", config, "-extensions", "stamper",
        "-set_serial", "7")
    (folder / "serial").write_text("01\n")
    return folder / "root.pem"


@contextmanager
def served(folder: Path, name: str = "Root") -> Iterator[Authority]:
    """An authority that answers on this machine."""
    root = made(folder, name)
    authority = Authority("", root, folder, [])
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            right = self.headers["Content-Type"] == "application/timestamp-query"
            with turn:
                authority.asked.append(query)
                answer = authority.answer if authority.answer is not None else _answer(folder, query)
            self.send_response(authority.status if right else 415)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/stamp"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(folder: Path, query: bytes) -> bytes:
    (folder / "query.tsq").write_bytes(query)
    run(openssl(), "ts", "-reply", "-config", folder / "openssl.cnf", "-section", "office", "-queryfile",
        folder / "query.tsq", "-out", folder / "reply.tsr")
    return (folder / "reply.tsr").read_bytes()
