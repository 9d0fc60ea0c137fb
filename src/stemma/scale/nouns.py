"""The nouns of scale: files to be read, what is wanted of them, and what became of each. They travel as MessagePack."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from stemma.model import Problem

Runner = Literal["native", "ray"]
RUNNERS: tuple[Runner, ...] = ("native", "ray")


class Wanted(Struct, frozen=True):
    """Which reports are kept; each field that is not given lets all through."""

    since: date | None = None  # day of publication, inclusive; reports without a day are kept
    until: date | None = None  # inclusive
    country: str | None = None  # ISO 3166-1 alpha-2, of a place that the report names
    kind: str | None = None  # of a claim that the report holds: "killed", "weapon" ...


class Unit(Struct, frozen=True):
    """One file of the input: what is read in one piece, and done again in one piece where its bytes have changed."""

    id: str  # make_id("u", path)
    path: str  # absolute path, or s3://bucket/key
    size: int  # bytes
    mark: str  # what changes with the bytes: time of the last change in nanoseconds, or the object's etag


class Task(Struct, frozen=True):
    """A unit with all that a worker must know to do it."""

    unit: Unit
    out: str  # folder or s3://bucket/prefix
    wanted: Wanted


class Written(Struct, frozen=True):
    """One file of a table."""

    path: str  # below the output, with forward slashes
    rows: int
    size: int  # bytes


class UnitDone(Struct, frozen=True, tag="done"):
    """What became of a unit: its entry in the manifest, written when all its tables are in place."""

    unit: Unit
    sha256: str  # of the unit's bytes
    seen: int  # documents and pages looked at
    kept: int
    passed_over: dict[str, int]  # reason: how many; the rows are in the table passed_over
    problems: dict[str, int]  # code: how many
    rows: dict[str, int]  # table: rows
    files: tuple[Written, ...]


class UnitFailed(Struct, frozen=True, tag="failed"):
    """Why a unit could not be done; it has no entry, so that the next run tries again."""

    unit: Unit
    problem: Problem


class Scaled(Struct, frozen=True):
    """What a run found, over all that lies in the output."""

    out: str
    units: int
    new: int  # units done in this run
    seen: int
    kept: int
    passed_over: dict[str, int]
    problems: dict[str, int]
    failed: tuple[UnitFailed, ...]
    unread: tuple[Problem, ...]  # inputs that are no units
    rows: dict[str, int]  # table: rows
    seconds: float
