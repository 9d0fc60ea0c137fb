"""Exports: one file per format, found by name.

A module here exposes `FORMAT` (what people type), `MEDIA_TYPE`, `EXTENSION` (with its dot) and
`export(record) -> bytes`, a pure function of the record. Modules whose name begins with an underscore are shared.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType, ModuleType


@cache
def formats() -> MappingProxyType[str, ModuleType]:
    """Every exporter found in this folder, by FORMAT, in alphabetical order."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    found = {module.FORMAT: module for module in (importlib.import_module(f"{__name__}.{name}") for name in names)}
    return MappingProxyType(dict(sorted(found.items())))
