"""Addresses of pages: a path with what is asked for, only as far as it is not what is shown anyway."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct


def address(path: str, query: Struct, **changes: object) -> str:
    """The path with this query, some fields of it changed; fields that have their default are left out."""
    pairs = pairs_of(msgspec.structs.replace(query, **changes))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def pairs_of(query: Struct) -> list[tuple[str, str]]:
    """The fields of a query as they stand in an address, one pair for each value."""
    names, defaults = query.__struct_fields__, query.__struct_defaults__
    needed = len(names) - len(defaults)  # fields without a default come first
    found = []
    for at, name in enumerate(names):
        value = getattr(query, name)
        if at >= needed and value == defaults[at - needed]:
            continue
        found += [(name, _plain(one)) for one in (value if isinstance(value, tuple) else (value,))]
    return found


def part(text: str) -> str:
    """A key as it stands in a path."""
    return quote(text, safe=":/")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
