"""An invented news site on loopback: nginx for what a good server does, and a server of bare sockets for what no good
server would do. Every text is invented."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
Answer = bytes | Callable[["Asked"], None]

TOWNS = ("Orvane", "Velm", "Tarrow", "Kesten", "Marrowby", "Dunhollow", "Sarvik", "Ostrel", "Belgany", "Harnau")


def story(number: int, said: str = "") -> str:
    """One report of the invented paper; no two are alike."""
    town, dead = TOWNS[number % len(TOWNS)], number % 7 + 2
    return (f"Shells fell on the market of {town} in the morning of day {number}, and {dead} people were killed, the "
            f"town's mayor said. {said} Nurses at the clinic of {town} counted {dead + 3} wounded in ward {number}. "
            f"The regional administration said that {number + 20} houses had lost their windows.")


def page(number: int, said: str = "", head: str = "") -> bytes:
    """The report as a web page."""
    title = f"Shells fall on the market of {TOWNS[number % len(TOWNS)]}, day {number}"
    paragraphs = "".join(f"<p>{sentence.strip()}.</p>" for sentence in story(number, said).rstrip(".").split(". "))
    return (f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}"
            f"<meta property='og:site_name' content='The Orvane Post'></head><body><nav>Home News Sport</nav>"
            f"<article><h1>{title}</h1>{paragraphs}</article><footer>All rights kept</footer></body></html>").encode()


def feed(base: str, numbers: Iterator[int] | range, query: str = "?utm_source=feed&utm_medium=rss") -> bytes:
    """An RSS feed that points to these reports."""
    items = "".join(
        f"<item><title>Day {n}</title><link>{base}/news/{n}.html{query.replace('&', '&amp;')}</link>"
        f"<pubDate>Wed, {n % 28 + 1:02} Apr 2031 08:00:00 GMT</pubDate></item>" for n in numbers)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Orvane</title>{items}</channel></rss>".encode()


# ------------------------------------------------------------------------------------------------- a server of sockets


class Asked:
    """A request that came in, and the connection to answer on."""

    def __init__(self, connection: socket.socket, raw: bytes) -> None:
        self.connection, self.raw = connection, raw
        self.path = raw.split(b" ", 2)[1].decode("latin-1")
        lines = raw.decode("latin-1").split("\r\n")[1:]
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if value}
        self.at = time.monotonic()

    def send(self, raw: bytes) -> None:
        self.connection.sendall(raw)


class Server:
    """Answers each path as it is told to, byte for byte. `asked` notes every request."""

    def __init__(self, answers: Mapping[str, Answer] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.answers: dict[str, Answer] = {"/robots.txt": plain(404, b"none"), **(answers or {})}
        self.asked: list[Asked] = []
        self._socket = socket.create_server((HOST, 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self.base = f"http://{HOST}:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [one.path for one in self.asked]

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            raw = b""
            while b"\r\n\r\n" not in raw:
                piece = connection.recv(65536)
                if not piece:
                    return
                raw += piece
            asked = Asked(connection, raw)
            self.asked.append(asked)
            answer = self.answers.get(asked.path.partition("?")[0], plain(404, b"no such page"))
            answer(asked) if callable(answer) else asked.send(answer)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # else whoever waits in accept keeps the port open
        self._socket.close()


@contextmanager
def serving(answers: Mapping[str, Answer] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server of sockets on a free port of loopback."""
    server = Server(answers, tls)
    try:
        yield server
    finally:
        server.close()


def plain(status: int, body: bytes, *headers: str, kind: str = "text/html; charset=utf-8") -> bytes:
    """An answer as a good server writes it."""
    lines = [f"HTTP/1.1 {status} Told", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(where: str, status: int = 302) -> bytes:
    """A redirect."""
    return plain(status, b"", f"Location: {where}")


# --------------------------------------------------------------------------------------------------------------- nginx

_CONFIGURATION = """
daemon off; pid {home}/nginx.pid; error_log {home}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  types {{ text/html html; text/xml xml rss; text/plain txt; application/gzip gz; }}
  access_log {home}/access.log; etag on; gzip on; gzip_min_length 200; gzip_types text/html text/xml;
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  server {{
    listen {host}:{port}; root {home}/site; absolute_redirect off;
    location /old/ {{ rewrite ^/old/(.*)$ /news/$1 permanent; }}
    location /round/ {{ return 302 /round/again; }}
    location /gone/ {{ return 410; }}
    location /closed/ {{ return 403; }}
  }}
}}
"""


class Site:
    """nginx with a folder of files."""

    def __init__(self, home: Path, base: str) -> None:
        self.home, self.base = home, base

    def write(self, path: str, raw: bytes) -> None:
        """Put a file where the site shows it."""
        at = self.home / "site" / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(raw)

    def asked(self) -> list[tuple[str, int]]:
        """(path, status) of every request so far."""
        lines = (self.home / "access.log").read_text().splitlines()
        return [(line.split('"')[1].split()[1], int(line.split('"')[2].split()[0])) for line in lines]


@contextmanager
def nginx(program: str, home: Path) -> Iterator[Site]:
    """nginx on a free port of loopback, with everything that it writes in a folder of its own."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    (home / "site").mkdir(parents=True)
    home.chmod(0o755)
    (home / "nginx.conf").write_text(_CONFIGURATION.format(home=home, host=HOST, port=port))
    # Started by root, nginx would let its workers be somebody who may not read the folder.
    process = subprocess.Popen([program, "-e", str(home / "error.log"), "-p", str(home), "-c", str(home / "nginx.conf"),
                                "-g", "master_process off;"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection((HOST, port), 1):
                break
            time.sleep(0.02)
        yield Site(home, f"http://{HOST}:{port}")
    finally:
        process.terminate()
        process.wait(10)
