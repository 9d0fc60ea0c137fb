"""The command line. It holds no logic: commands call the library and print what comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

INTERRUPTED = 130  # 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE: the reader of our output went away, as `head` does


def main() -> NoReturn:
    """Entry point of the `stemma` command."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; every failure is one line on standard error."""
    from stemma.errors import StemmaError

    _speak_utf8()
    try:
        from stemma.cli.app import app  # here, so that Ctrl-C is caught while it loads

        status = app(list(arguments) or ["--help"], prog_name="stemma", standalone_mode=False)
        sys.stdout.flush()
        if status == INTERRUPTED:  # the argument parser turns Ctrl-C into a status
            raise KeyboardInterrupt
        return status if isinstance(status, int) else 0
    except StemmaError as error:
        return _fail(str(error), error.exit_status)
    except (KeyboardInterrupt, EOFError):
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _close_output()
        return BROKEN_PIPE
    except SystemExit as stop:  # the argument parser's way to say that a pipe broke
        return _closed(stop)
    except Exception as error:
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """Usage errors of the argument parser, a full disk, and our own faults."""
    if hasattr(error, "format_message"):
        context = getattr(error, "ctx", None)
        hint = f" Try '{context.command_path} --help'." if context is not None else ""
        return _fail(f"{error.format_message().rstrip('.')}.{hint}", getattr(error, "exit_code", 2))
    if type(error).__name__ == "Abort":
        return _fail("interrupted", INTERRUPTED)
    if isinstance(error, OSError):
        return _fail(f"{error.filename or 'output'}: {error.strerror or error}", 1)
    if os.environ.get("STEMMA_TRACEBACK"):
        raise error
    named = f"{type(error).__name__}: {error}"
    return _fail(f"a fault in Stemma ({named}); set STEMMA_TRACEBACK=1 to see where", 70)


def _fail(message: str, status: int) -> int:
    print(f"stemma: {' '.join(message.split())}", file=sys.stderr)
    return status


def _closed(stop: SystemExit) -> int:
    _close_output()
    return BROKEN_PIPE if stop.code == 1 else int(stop.code or 0)


def _close_output() -> None:
    """Point standard output nowhere, so that leaving does not try to write to the broken pipe once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Names must survive whatever the system's default encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
