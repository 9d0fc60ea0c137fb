"""Conventions from their files. A bad file is one clear error: which file, which key, and what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from stemma.coding.spec import (
    CasesField,
    Convention,
    PartField,
    PlaceField,
    RestField,
    TollField,
)
from stemma.errors import BadConvention, UsageError
from stemma.values import Wording

ENDING = ".toml"
WORDINGS: tuple[str, ...] = Wording.__args__  # type: ignore[attr-defined]
_AT = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_ITEM = re.compile(r"\.?(\w+)\[(\d+)\]")


def conventions() -> tuple[Convention, ...]:
    """The conventions that come with Stemma, by name: every file in its folder that can be used."""
    return tuple(found for found in in_folder() if isinstance(found, Convention))


def bad_files() -> tuple[BadConvention, ...]:
    """What is wrong with the files of that folder that cannot be used; the others can."""
    return tuple(found for found in in_folder() if isinstance(found, BadConvention))


@cache
def in_folder() -> tuple[Convention | BadConvention, ...]:
    """Every file of the folder, by name: its convention, or what is wrong with it."""
    folder = files("stemma") / "conventions"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(ENDING))
    return tuple(_tried(name, (folder / name).read_bytes()) for name in names)


def _tried(name: str, raw: bytes) -> Convention | BadConvention:
    try:
        return parse(name, raw)
    except BadConvention as error:
        return error


def named(wanted: str) -> Convention:
    """The convention with this name, or the one in this file."""
    if wanted.endswith(ENDING):
        try:
            return parse(Path(wanted).name, Path(wanted).read_bytes())
        except OSError as error:
            raise UsageError(f"{wanted}: {error.strerror or error}.") from None
    known = {convention.name: convention for convention in conventions()}
    for error in bad_files():
        if str(error).startswith(f"{wanted}{ENDING}: "):
            raise error
    if wanted not in known:
        raise UsageError(f"No convention is called {wanted!r}; there are: {', '.join(known)}, or any file that ends "
                         f"in {ENDING}.")
    return known[wanted]


def parse(file: str, raw: bytes) -> Convention:
    """The convention in a file's bytes. Raises BadConvention."""
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadConvention(f"{file}: not UTF-8 text (byte {error.start}).") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConvention(f"{file}: not TOML: {error}.") from None
    except RecursionError:
        raise BadConvention(f"{file}: lists or tables within one another too deep.") from None
    try:
        convention = msgspec.convert(data, Convention)
    except msgspec.ValidationError as error:
        raise BadConvention(f"{file}: {_where(str(error), data)}.") from None
    for key, wrong in faults(convention, file):
        raise BadConvention(f"{file}: {key}: {wrong}.")
    return convention


def _where(message: str, data: dict) -> str:
    """A message of the checker with its key in front; a field of a list is called by its name."""
    found = _AT.search(message)
    if found is None:
        return message[:1].lower() + message[1:]
    path = found["path"]
    for item in _ITEM.finditer(path):
        listed = data.get(item[1])
        entry = listed[int(item[2])] if isinstance(listed, list) and int(item[2]) < len(listed) else None
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            path = path.replace(item[0], f'.{item[1]} "{entry["name"]}"', 1)
    said = message[: found.start()]
    return f"{path.strip('.') or 'the file'}: {said[:1].lower()}{said[1:]}"


def faults(convention: Convention, file: str) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it), of what types alone do not tell."""
    if file.removesuffix(ENDING) != convention.name:
        yield "name", f"{convention.name!r} is not the name of the file"
    if not convention.version.strip():
        yield "version", "is empty"
    yield from _readings(convention)
    yield from _rules(convention)
    yield from _fields(convention)


def _readings(convention: Convention) -> Iterator[tuple[str, str]]:
    missing = [wording for wording in WORDINGS if wording not in convention.wordings]
    if missing and "default" not in convention.wordings:
        yield "wordings", f"says nothing of {', '.join(missing)}, and has no default"
    for number, phrase in enumerate(convention.phrase):
        if not phrase.words:
            yield f"phrase[{number}].words", "a phrase needs words to be known by"
    for key, reading in (*convention.wordings.items(), *enumerate(convention.phrase)):
        if isinstance(reading.low, int) and isinstance(reading.high, int) and reading.low > reading.high:
            yield f"reading of {key}", f"low {reading.low} is above high {reading.high}"


def _rules(convention: Convention) -> Iterator[tuple[str, str]]:
    for key, rule in used_rules(convention):
        if rule and rule not in convention.rules:
            yield key, f"no rule is called {rule!r}"


def used_rules(convention: Convention) -> Iterable[tuple[str, str]]:
    """(where, rule) of every rule that the file refers to."""
    yield from ((f"wordings.{key}.rule", reading.rule) for key, reading in convention.wordings.items())
    yield from ((f"phrase {phrase.words}.rule", phrase.rule) for phrase in convention.phrase)
    yield from ((f"share {part.words}.rule", part.rule) for part in convention.share)
    yield from ((f"include[{number}].rule", test.rule) for number, test in enumerate(convention.include))
    for field in convention.field:
        at = f'field "{field.name}"'
        yield f"{at}.rule", field.rule
        if isinstance(field, TollField):
            more = ("unstated_rule", "casualties_rule", "none_rule")
            yield from ((f"{at}.{key}", getattr(field, key)) for key in more)
        if isinstance(field, CasesField):
            yield from ((f"{at}.cases[{number}].rule", case.rule) for number, case in enumerate(field.cases))
    if convention.days:
        yield "days.rule", convention.days.rule


def _fields(convention: Convention) -> Iterator[tuple[str, str]]:
    before: set[str] = set()
    for field in convention.field:
        at = f'field "{field.name}"'
        if field.name in before:
            yield at, "there are two fields of this name"
        needed = {PartField: lambda f: (f.of,), RestField: lambda f: (f.of, *f.without)}.get(type(field))
        for name in needed(field) if needed else ():
            if name not in before:
                yield at, f"needs the field {name!r}, which has to stand before it"
        if isinstance(field, PlaceField) and field.part in ("latitude", "longitude") and not field.exact:
            yield f"{at}.exact", "says of no kind of place that its coordinates are exact enough"
        before.add(field.name)
    days = convention.days
    split = (days.date, *days.numbers, days.year, days.notes) if days else ()
    for key, names in (("ordered", convention.ordered), ("days", split)):
        for name in names:
            if name and name not in before:
                yield key, f"there is no field {name!r}"
