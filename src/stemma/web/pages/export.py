"""The case as a file: which format, what of it, and what people should know of it before."""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType

import msgspec
from msgspec import Struct

from stemma import exporters
from stemma.errors import UsageError
from stemma.web.addresses import address
from stemma.web.desk import Desk
from stemma.web.pages._incident_rows import IncidentRow, indexed

PATH = "/export"
TITLE = "Export"
TEMPLATE = "export.html"


class Query(Struct, frozen=True):
    """What is to be exported."""

    to: str = ""  # the format
    coarsen: float | None = None  # kilometres
    status: str = ""  # reviewed, published
    columns: str = ""  # of a table, with commas between them
    sel: tuple[str, ...] = ()  # Incident.id; all where none is named
    private: bool = False  # names of private people are withheld


class ExportFormat(Struct, frozen=True):
    """A format."""

    name: str
    about: str
    extension: str
    columns: tuple[str, ...]  # that people may choose from
    coordinates: bool
    needs: str  # a package that is not there; "" where nothing is missing


class Context(Struct, frozen=True):
    """What may be asked for, and what was."""

    asked: Query
    formats: tuple[ExportFormat, ...]
    chosen: tuple[IncidentRow, ...]
    total: int  # incidents of the case
    file: str  # address of the file; "" while no format is chosen
    remarks: tuple[str, ...]
    pending: int  # decisions that it does not show


def show(desk: Desk, query: Query) -> Context:
    """Raises UsageError for what cannot be exported so."""
    rows = indexed(desk.snapshot)
    query = msgspec.structs.replace(query, sel=tuple(id_ for id_ in dict.fromkeys(query.sel) if id_ in rows))
    remarks: tuple[str, ...] = ()
    if query.to:
        remarks = tuple(exporters.remarks(named(query.to), desk.snapshot.record, options(desk, query)))
    return Context(
        asked=query, formats=tuple(_format(module) for module in exporters.formats().values()),
        chosen=tuple(rows[id_].row for id_ in query.sel), total=len(rows),
        file=address(f"/export/{query.to}", query, to="") if query.to else "", remarks=remarks,
        pending=len(desk.pending),
    )


def named(format_: str) -> ModuleType:
    """The exporter of this name, whose package is there. Raises UsageError."""
    found = exporters.formats().get(format_)
    if found is None:
        raise UsageError(f"No format is called {format_!r}; there are: {', '.join(exporters.formats())}.")
    if missing := _missing(found):
        raise UsageError(f"The format {format_} needs {missing}, which is not installed here.")
    return found


def options(desk: Desk, query: Query) -> exporters.Options:
    """What was asked for. Raises UsageError."""
    columns = tuple(name.strip() for name in query.columns.split(",") if name.strip())
    return exporters.Options(query.coarsen, desk.judgements, columns, query.status or None, query.sel,
                             query.private)


def _missing(module: ModuleType) -> str:
    needs = getattr(module, "NEEDS", "")
    return needs if needs and find_spec(needs) is None else ""


def _format(module: ModuleType) -> ExportFormat:
    about = (module.__doc__ or "").strip().split(". ")[0].splitlines()[0].rstrip(".:")
    return ExportFormat(
        module.FORMAT, about, module.EXTENSION, tuple(module.COLUMNS) if getattr(module, "CHOOSE", False) else (),
        getattr(module, "COORDINATES", False), _missing(module))
