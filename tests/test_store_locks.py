"""A case that one program has open several times while others write to it: nothing that was stored is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stemma.errors import NotACase
from stemma.model import Problem
from stemma.store import open_case

WRITE = """
import sys
from stemma.model import Problem
from stemma.store import open_case
with open_case(sys.argv[1]) as case:
    print(len(case.problems()))
    case.add_problems([Problem("read", sys.argv[2], "empty-file", "It is empty.")])
"""


def elsewhere(path: Path, subject: str) -> int:
    """Adds a problem in a process of its own; how many there were before."""
    done = subprocess.run([sys.executable, "-c", WRITE, str(path), subject], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_second_opening_keeps_what_is_written_through_the_first(path: Path) -> None:
    with open_case(str(path), create=True) as first:
        open_case(str(path)).close()
        assert elsewhere(path, "a.txt") == 0
        first.add_problems([Problem("read", "b.txt", "empty-file", "It is empty.")])
        with open_case(str(path)) as second:
            assert elsewhere(path, "c.txt") == 2
            second.add_problems([Problem("read", "d.txt", "empty-file", "It is empty.")])
        assert elsewhere(path, "e.txt") == 4
        assert [problem.subject for problem in first.problems()] == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]


def test_a_file_put_in_the_place_of_an_open_one_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "sample.case"
    with open_case(str(path), create=True):
        path.rename(path.with_suffix(".old"))
        path.write_bytes(b"no database" * 20)
        with pytest.raises(NotACase):
            open_case(str(path))
        assert path.read_bytes() == b"no database" * 20
