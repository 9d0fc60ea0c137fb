"""What several test files share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import postgres

Address = Path | str  # of a case: a file's path, or a database's address

os.environ.pop("COLUMNS", None)  # pytest-xdist gives its workers 80 columns: the same line ends however tests are run

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Packed bytes hold the time they were packed at: a test called by them has another name in every process."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium to look at pages with. Without one: skipped at a desk, a failure where CI=true."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        without(f"no browser found ({', '.join(BROWSERS)}): on Debian, apt-get install chromium")
    return path


def without(reason: str) -> None:
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def nginx_program() -> str:
    """Path of nginx, to serve an invented news site with. Without one: skipped at a desk, a failure where CI=true."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if path is None:
        without("no web server found (nginx): on Debian, apt-get install nginx-light")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A PostgreSQL server of our own. Without its programs: skipped at a desk, a failure where CI=true."""
    home = postgres.programs()
    if home is None:
        without("no PostgreSQL found (initdb): on Debian, apt-get install postgresql")
    with postgres.running(home) as server:
        yield server


@pytest.fixture(scope="session")
def empty_database(postgresql: postgres.Server) -> str:
    """A database that holds an empty case; copying it takes a third of the time that making a case takes."""
    from stemma.store import open_case

    address = postgresql.new()
    open_case(address, create=True).close()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def new_case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Address]]:
    """Gives a place for one more case each time it is called; every test that uses it runs over both stores.

    On SQLite there is no file yet; on PostgreSQL the database holds an empty case.
    """
    if request.param == "sqlite":
        numbers = count(1)
        yield lambda: tmp_path / f"{next(numbers)}.case"
        return
    server, like = request.getfixturevalue("postgresql"), request.getfixturevalue("empty_database")
    made: list[str] = []

    def one_more() -> str:
        made.append(server.new(like))
        return made[-1]

    yield one_more
    for address in made:
        server.drop(address)


@pytest.fixture
def path(new_case: Callable[[], Address]) -> Address:
    """Where a case is about to be made, once for each store."""
    return new_case()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a case is about to be made in a file, for what only SQLite has."""
    return tmp_path / "sample.case"


@pytest.fixture(scope="session")
def sample_case_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample case, built once without the trained tagger. Tests that change it take a copy (tests.web.copied)."""
    from tests import web

    return web.built(tmp_path_factory.mktemp("web") / "sample.case", web.SAMPLE)


@pytest.fixture
def own_case(sample_case_path: str, tmp_path: Path) -> str:
    """A copy of the sample case that a test may change."""
    from tests import web

    return web.copied(sample_case_path, tmp_path)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with hardly any work; how much is argon2's own default is tested with the store."""
    from argon2 import PasswordHasher

    from stemma.store import accounts

    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
