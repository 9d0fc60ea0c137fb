"""What this program is: a digest that changes whenever what it reads from a report may change."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# They show, keep or hand on what was read, and read nothing themselves.
_OUTSIDE = frozenset({"brief", "cli", "coding", "collecting", "conventions", "exporters", "judgements", "report",
                      "review", "sample", "scale", "store", "web"})
_LIBRARIES = ("anyascii", "numpy", "onnxruntime", "tokenizers")


@cache
def reader() -> str:
    """SHA-256 over the code and data that read a report, and the versions of the libraries they read it with."""
    root = Path(__file__).parent
    total = hashlib.sha256("\n".join(f"{name} {_version(name)}" for name in _LIBRARIES).encode())
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        inside = path.relative_to(root)
        if inside.parts[0] not in _OUTSIDE:
            total.update(f"\n{inside.as_posix()} {path.stat().st_size}\n".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
