"""The library that makes faults (shim.c): built once for a run, and asked for in words."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

SOURCE = Path(__file__).parent / "shim.c"
COMPILERS = ("cc", "gcc", "clang")


class Fault(Struct, frozen=True):
    """One fault. shim.c says what the kinds are; powerend is a power cut right after the program has ended."""

    kind: str
    at: int = 0  # which call, from 1
    seed: int = 1
    port: int = 0  # count what is sent to this port of loopback, not what is written to files
    group: bool = False  # a kill is for the whole group of processes

    def words(self, under: Path, tally: Path) -> str:
        """As the library takes it. under: the folder whose files count. tally: the file that the count is kept in."""
        kind, at = ("power", 0) if self.kind == "powerend" else (self.kind, self.at)
        said = {"what": kind, "at": at, "seed": self.seed, "port": self.port, "group": int(self.group),
                "under": os.path.realpath(under), "tally": tally}
        return ";".join(f"{name}={value}" for name, value in said.items())


def compiler() -> str | None:
    """The C compiler of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, COMPILERS)), None)


def built(folder: Path) -> Path:
    """The library, compiled into that folder. RuntimeError where there is no compiler, or it has no C library's
    headers: on Debian both are in the packages gcc and libc6-dev."""
    program = compiler()
    if program is None:
        raise RuntimeError("no C compiler found (cc): on Debian, apt-get install gcc libc6-dev")
    made = folder / "shim.so"
    done = subprocess.run([program, "-O1", "-fPIC", "-shared", "-o", str(made), str(SOURCE), "-ldl"],
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{program} could not build {SOURCE.name}: {done.stderr.strip()[:500]}")
    return made


def calls(tally: Path) -> int:
    """How many calls were counted."""
    return int.from_bytes(tally.read_bytes()[:8], "little") if tally.exists() else 0
