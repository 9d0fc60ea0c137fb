"""What is done to a case while faults happen: one module for a group of scenes, found by lying here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from faults.scenes._scene import Ground, Scene


def scenes() -> Iterator[type[Scene]]:
    """Every scene there is, by module and in the module's order."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        if not found.name.startswith("_"):
            yield from importlib.import_module(f"{__name__}.{found.name}").SCENES


__all__ = ["Ground", "Scene", "scenes"]
