"""A PostgreSQL server of a measurement's own, in a folder that may be kept, on loopback, as PostgreSQL comes.

Unlike the server of the tests, it writes what it was told to the disk before it says so, as a team's server does.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "owner"
ACCESS = "host all all 127.0.0.1/32 trust\nlocal all all trust\n"


class Server:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str) -> list[tuple]:
        """Run a statement as the owner of the server; the rows, where it gives any."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as db:
            found = db.execute(sql)
            return found.fetchall() if found.description else []

    def has(self, database: str) -> bool:
        """Whether there is a database of this name."""
        return bool(self.run(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def fresh(self, database: str, like: str = "template0") -> str:
        """The address of a new database, in the place of one of that name; a copy of `like`, which nobody has open."""
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.run(f"CREATE DATABASE {database} TEMPLATE {like} ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        return self.url(database)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """The server whose data lie in a folder, begun there where none are; stopped at the end, its data stay."""
    home, user = _programs(), _user()
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user)

    def call(program: str, *arguments: str) -> None:
        subprocess.run([home / program, "-D", folder / "data", *arguments], cwd=folder, user=user, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    if not (folder / "data").exists():
        call("initdb", "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        (folder / "data" / "pg_hba.conf").write_text(ACCESS)
    port = _free_port()
    call("pg_ctl", "-w", "-l", str(folder / "log"), "-o",
         f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start")
    try:
        yield Server(port)
    finally:
        call("pg_ctl", "-w", "-m", "fast", "stop")


def _programs() -> Path:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: float(home.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    found = next((home for home in (*homes, *on_path) if (home / "initdb").exists()), None)
    if found is None:
        raise SystemExit("No PostgreSQL found (initdb).")
    return found


def _user() -> str | None:
    """Who runs the server where this is root, which PostgreSQL refuses; None where this user can."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("There is no user to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
