"""The sample case that comes with the package: invented reports, read by the same rules as any other."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from msgspec import Struct

from stemma import casework
from stemma.casework import Built, Tell
from stemma.errors import StemmaError
from stemma.model import Record


class Made(Struct, frozen=True):
    """What the demo made."""

    built: Built
    record: Record
    page: str


def make(out: Path, tell: Tell) -> Made:
    """Build the sample case anew in a folder, and write its page beside it."""
    from stemma.cli.console import write_file
    from stemma.report import render

    with resources.as_file(resources.files("stemma") / "sample") as folder:
        if not any(folder.glob("*.txt")):
            raise StemmaError("This copy of Stemma came without its sample reports; try stemma build on your own.")
        out.mkdir(parents=True, exist_ok=True)
        case, page = out / "demo.case", out / "demo.html"
        for leftover in out.glob("demo.case*"):  # an earlier demo's, perhaps with other reports
            leftover.unlink()
        built = casework.build(str(case), [str(folder)], tell=tell)
    record = casework.record_of(str(case))
    write_file(page, render(record, None).encode("utf-8"))
    return Made(built, record, str(page))
