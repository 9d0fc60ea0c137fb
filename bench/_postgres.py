"""A PostgreSQL server of a measurement's own, in a folder that may be kept, on loopback, as PostgreSQL comes.

Unlike the server of the tests, it writes what it was told to the disk before it says so, as a team's server does.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

ACCESS = "host all all 127.0.0.1/32 trust\nlocal all all trust\n"


class Server(postgres.Server):
    """A running server whose databases have names that last."""

    def has(self, database: str) -> bool:
        """Whether there is a database of this name."""
        return bool(self.run(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def fresh(self, database: str, like: str = "template0") -> str:
        """The address of a new database, in the place of one of that name; a copy of `like`, which nobody has open."""
        self.drop(self.url(database))
        self.run(f"CREATE DATABASE {database} TEMPLATE {like} ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        return self.url(database)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """The server whose data lie in a folder, begun there where none are; stopped at the end, its data stay."""
    home, user = postgres.programs(), postgres.server_user()
    if home is None:
        raise SystemExit("No PostgreSQL found (initdb).")
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user)

    def call(program: str, *arguments: str) -> None:
        subprocess.run([home / program, "-D", folder / "data", *arguments], cwd=folder, user=user, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    if not (folder / "data").exists():
        call("initdb", "-U", postgres.OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        (folder / "data" / "pg_hba.conf").write_text(ACCESS)
    port = postgres.free_port()
    call("pg_ctl", "-w", "-l", str(folder / "log"), "-o",
         f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start")
    try:
        yield Server(port)
    finally:
        call("pg_ctl", "-w", "-m", "fast", "stop")
