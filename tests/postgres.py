"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, gone when the tests are done."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

OWNER = "owner"  # may do everything on this server
GUARDED, PASSWORD = "guarded", "s3cret word"  # a role that must give a password
READER = "reader"  # a role that may look at whatever owner has made, and change nothing
SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "shared_buffers": "64MB", "max_connections": "60", "listen_addresses": "127.0.0.1",
}
ACCESS = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n"


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest there is; distributions keep them out of PATH."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: float(home.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    return next((home for home in (*homes, *on_path) if (home / "initdb").exists()), None)


def server_user() -> str | None:
    """Who runs the server where this is root, which PostgreSQL refuses; None where this user can."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("there is no user to run PostgreSQL as")


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server; new() makes an empty database."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)

    def url(self, database: str = "postgres", user: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new(self, like: str | None = None) -> str:
        """The address of a new database: an empty one, or one like that at another address."""
        name = f"case_{next(self._numbers)}"
        template = "template0" if like is None else like.rpartition("/")[2]
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is connected."""
        self.run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def run(self, sql: str) -> list[tuple]:
        """Run a statement as the owner of the server; the rows, where it gives any."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as db:
            found = db.execute(sql)
            return found.fetchall() if found.description else []


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """A server from these programs, stopped and removed at the end."""
    user = server_user()
    folder = Path(tempfile.mkdtemp(prefix="stemma-postgresql-"))
    if user is not None:
        shutil.chown(folder, user)

    def call(program: str, *arguments: str) -> None:
        subprocess.run([home / program, "-D", folder / "data", *arguments], cwd=folder, user=user, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    try:
        call("initdb", "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        (folder / "data" / "pg_hba.conf").write_text(ACCESS)
        port = free_port()
        settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)}
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        try:
            call("pg_ctl", "-w", "-l", str(folder / "log"), "start")
        except subprocess.CalledProcessError:
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}") from None
        try:
            server = Server(port)
            server.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            server.run(f"CREATE ROLE {READER} LOGIN IN ROLE pg_read_all_data")
            yield server
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
