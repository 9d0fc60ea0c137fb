"""A process that has everything loaded and forks one child for each command, so that a run costs no start.

The child is the program itself: the same code, under the library of faults, killed and failed like any other. Run as
`python -m faults.nursery` it is the server; `Nursery` is what the harness holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import io
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from msgspec import Struct

from faults.shim import Fault, calls

ROOT = Path(__file__).parent.parent
LONGEST = 300.0  # seconds for one command on a busy machine; more is a hang
LEFT_OUT = ("stemma.scale", "stemma.__main__")  # heavy, or a program


class Order(Struct, frozen=True):
    """A command to start."""

    arguments: tuple[str, ...]
    out: str  # files
    err: str
    fault: str = ""
    given: str = ""  # on standard input


class Done(Struct, frozen=True):
    """How a command ended."""

    status: int | None  # the exit status; below 0 the signal that ended it; None where it hung and was ended
    out: str
    err: str
    calls: int = 0  # that were counted
    seconds: float = 0.0
    pid: int = 0  # and the number of its group of processes

    @property
    def acknowledged(self) -> bool:
        """Whether it said that all is done."""
        return self.status == 0

    def lines(self) -> list[str]:
        """The lines that it printed whole."""
        return [line.rstrip("\n") for line in self.out.splitlines(keepends=True) if line.endswith("\n")]


class Running(Struct, frozen=True):
    """A command that was started."""

    pid: int
    order: Order
    tally: Path
    began: float


class Nursery:
    """The harness's end of it. Use it in a `with` block."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._library = library

    def __enter__(self) -> Nursery:
        environment = environment_of(self._library)
        self._process = subprocess.Popen([sys.executable, "-m", "faults.nursery"], cwd=ROOT, env=environment,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def _ask(self, *words: object) -> object:
        self._process.stdin.write(msgspec.json.encode(words) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that starts the commands has ended")
        return msgspec.json.decode(line)

    def start(self, arguments: list[str], fault: Fault | None = None, under: Path | None = None,
              given: str = "") -> Running:
        """Start `stemma` with these arguments. What it prints goes into files below `under`, where faults reach it."""
        self._number += 1
        said = (under or self._folder) / f"said-{self._number}"
        tally = self._folder / f"tally-{self._number}"
        words = fault.words(under or self._folder, tally) if fault else ""
        order = Order(tuple(arguments), f"{said}.out", f"{said}.err", words, given)
        return Running(self._ask("start", order), order, tally, time.monotonic())

    def wait(self, running: Running, longest: float = LONGEST) -> Done:
        """How it ended."""
        status = self._ask("wait", running.pid, longest)
        counted = calls(running.tally)
        running.tally.unlink(missing_ok=True)
        out, err = (_taken(Path(name)) for name in (running.order.out, running.order.err))
        return Done(status, out, err, counted, time.monotonic() - running.began, running.pid)

    def run(self, arguments: list[str], fault: Fault | None = None, under: Path | None = None, given: str = "") -> Done:
        """Start it and wait for its end."""
        return self.wait(self.start(arguments, fault, under, given))


def environment_of(library: Path) -> dict[str, str]:
    """The surroundings of a process under the library of faults."""
    return {**os.environ, "LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _taken(path: Path) -> str:
    text = path.read_bytes().decode(errors="replace") if path.exists() else ""
    path.unlink(missing_ok=True)
    return text


# ------------------------------------------------------------------------------------------------- the process itself


def main() -> None:
    """Take orders until there are no more."""
    _load()
    arm = ctypes.CDLL(None).faults_arm
    ended: dict[int, int] = {}
    for line in sys.stdin.buffer:
        word, *rest = msgspec.json.decode(line)
        if word == "start":
            order = msgspec.convert(rest[0], Order)
            child = os.fork()
            if child == 0:
                return _be(order, arm)
            answer: int | None = child
        else:
            answer = _status(*rest, ended)
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    return None


def _load() -> None:
    """Import all of the program, so that no child has to, and none finds files that were changed meanwhile."""
    import stemma

    for found in pkgutil.walk_packages(stemma.__path__, "stemma."):
        if not found.name.startswith(LEFT_OUT):
            with contextlib.suppress(ImportError):  # an extra that is not installed
                importlib.import_module(found.name)
    importlib.import_module("stemma.program").reader()
    _warm()
    gc.freeze()  # so that a child's search for garbage does not copy all of it


def _warm() -> None:
    """Do once what the commands do, so that what they load and keep for themselves is there."""
    from stemma import cli

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        case, report = f"{folder}/sample.case", Path(folder, "a.txt")
        report.write_text("VELM, May 2, 2031 - Two people were killed in Velm on Friday, the mayor said.\n")
        for command in (["build", case, str(report), "--tagger", "none"], ["check", case], ["review", case],
                        ["export", case, "--to", "csv"], ["report", case, "-o", f"{folder}/a.html"]):
            if cli.run(command):
                raise RuntimeError(f"stemma {command[0]} does not work here")


def _be(order: Order, arm) -> None:
    """In the child: become the program."""
    from stemma import cli

    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    reader, writer = os.pipe()
    os.write(writer, order.given.encode())
    os.close(writer)
    os.dup2(reader, 0)
    for number, path in ((1, order.out), (2, order.err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    # They stay open for as long as the process lives.
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False)  # noqa: SIM115
                                         for number, mode in ((0, "r"), (1, "w"), (2, "w")))
    sys.argv = ["stemma", *order.arguments]
    if order.fault:
        os.environ["FAULTS"] = order.fault  # for the processes that it starts
        if arm(order.fault.encode()):
            raise AssertionError(order.fault)
    sys.exit(cli.main())


def _status(pid: int, longest: float, ended: dict[int, int]) -> int | None:
    """The end of a child; None where it took too long and was killed."""
    until = time.monotonic() + longest
    while pid not in ended:
        found, status = os.waitpid(-1, os.WNOHANG)
        if found:
            ended[found] = os.waitstatus_to_exitcode(status)
        elif time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return None
        else:
            time.sleep(0.002)
    return ended.pop(pid)


if __name__ == "__main__":
    main()
