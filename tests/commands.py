"""Commands run in this process on a case that holds the small sample of `factories`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stemma import cli
from stemma.store import open_case
from tests import factories

Call = Callable[..., tuple[int, str, str]]


def on_sample(command: str, capsys: pytest.CaptureFixture[str], folder: Path) -> Call:
    """What runs a command with its arguments behind the case: (exit status, standard output, standard error)."""
    path = str(folder / "sample.case")
    with open_case(path, create=True) as opened:
        opened.add(factories.sample_items())
        opened.replace_record(factories.sample_record())

    def call(*arguments: object) -> tuple[int, str, str]:
        status = cli.run([command, path, *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err
    return call
