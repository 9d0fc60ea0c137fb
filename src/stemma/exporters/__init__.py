"""Exports: one file per format, found by name.

A module here exposes `FORMAT` (what people type), `MEDIA_TYPE`, `EXTENSION` (with its dot) and
`export(record, options) -> bytes`, a pure function of the record; `options` may be left out. It need not know of
`Options.status` and `Options.private`: `export` here hands it the record held to what people have signed, and without
the names of private people. Modules whose name begins with an underscore are shared. It may have

- `remarks(record, options)`, one line for each incident that the format cannot hold;
- `COORDINATES = True`, where it writes coordinates, which it then takes from the coarsened record;
- `COLUMNS` and `MEANINGS`, and where people may choose from the columns `CHOOSE = True`;
- `NEEDS`, the name of a package that does not come with Stemma.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType, ModuleType

from stemma.exporters import _held, _private
from stemma.exporters._coarsening import coarsened, coarsening_note
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

__all__ = ["PLAIN", "Options", "coarsened", "coarsening_note", "export", "formats", "remarks"]


@cache
def formats() -> MappingProxyType[str, ModuleType]:
    """Every exporter found in this folder, by FORMAT, in alphabetical order."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    found = {module.FORMAT: module for module in (importlib.import_module(f"{__name__}.{name}") for name in names)}
    return MappingProxyType(dict(sorted(found.items())))


def export(module: ModuleType, record: Record, options: Options = PLAIN) -> bytes:
    """An export's bytes, held to what people have signed and without names of private people where that was asked.

    Raises UsageError, and StemmaError where a name that should be withheld is still there.
    """
    held, options = _held.held(record, options)
    if not options.private:
        return module.export(held, options)
    without = _private.withheld(held, options)
    content = module.export(without.record, without.options)
    _private.refuse_leaks(content, without.names)
    return content


def remarks(module: ModuleType, record: Record, options: Options = PLAIN) -> Iterator[str]:
    """What people should know of an export: one line for each incident that it cannot hold, or not in full."""
    found = _remarks(module, record, options)
    return _private.told(_held.held(record, options)[0], options, found) if options.private else found


def _remarks(module: ModuleType, record: Record, options: Options) -> Iterator[str]:
    if options.coarsen is not None and not getattr(module, "COORDINATES", False):
        yield f"The format {module.FORMAT} holds no coordinates: nothing was coarsened."
    if options.columns:
        yield from _unknown(module, options)
    yield from _held.remarks(record, options)
    if hasattr(module, "remarks"):
        yield from module.remarks(*_held.held(record, options))


def _unknown(module: ModuleType, options: Options) -> Iterator[str]:
    """Columns that were asked for and are not there."""
    if not getattr(module, "CHOOSE", False):
        yield f"The format {module.FORMAT} is no single table: its columns cannot be chosen."
        return
    missing = [name for name in options.columns if name not in module.COLUMNS]
    if missing:
        yield (f"The format {module.FORMAT} has no column {' or '.join(map(repr, missing))}: left out. There are: "
               f"{', '.join(module.COLUMNS)}.")
