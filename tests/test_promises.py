"""The page of promises: every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = PAGE.partition("| promise |")[2].partition("\n\n")[0].splitlines()[2:]


def named(text: str) -> list[tuple[str, str]]:
    """(file, test) of every test that a piece of the page names."""
    return re.findall(r"(test_\w+\.py)(?:\]\([^)]*\))?`?::(test_\w+)", text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_every_promise_names_tests_that_are_there(row: str) -> None:
    promise, tests, runs, found, left = (cell.strip() for cell in row.strip().strip("|").split("|"))
    files = re.findall(r"\btest_\w+\.py\b", tests)
    assert promise and runs and found and left and files
    assert not [file for file in files if not (ROOT / "tests" / file).exists()]
    for file, test in named(tests):
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{file}::{test}"


def test_the_page_has_promises() -> None:
    assert len(ROWS) >= 10
