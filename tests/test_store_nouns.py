"""Any record comes back exactly, whatever the stages put into it."""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal, Union, get_args, get_origin

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields, replace

from stemma.ids import sha256
from stemma.model import Document, Judgement, Problem, Reading, Record
from stemma.store import nouns, open_case
from stemma.values import Count
from tests.conftest import Address

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
PLAIN = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**62), 2**62),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.sampled_from([None, UTC])),
}
MANY = {"max_examples": 25, "derandomize": True, "deadline": None, "suppress_health_check": list(HealthCheck)}


@cache
def any_of(kind: object) -> st.SearchStrategy:
    """Values of a type as the nouns declare it."""
    if kind in PLAIN:
        return PLAIN[kind]
    if kind is type(None):
        return st.none()
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(any_of, args))
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(any_of(args[0]), max_size=1).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, args))
    if origin is dict:
        return st.dictionaries(any_of(args[0]), any_of(args[1]), max_size=3)
    if kind is Count:  # figures may be larger than any machine integer
        return st.builds(Count, *(st.none() | st.integers(-(10**30), 10**30),) * 2, st.just("exact"), TEXT)
    assert issubclass(kind, Struct), kind
    return st.builds(kind, **{field.name: any_of(field.type) for field in fields(kind)})


def with_document(reading: Reading, number: int) -> Reading:
    """The reading, about a document that can be stored."""
    raw = f"{number} {reading.document.name}".encode()
    document = replace(reading.document, id=f"d-{number}", sha256=sha256(raw))
    return replace(reading, page=replace(reading.page, document=document))


RECORDS = any_of(Record).map(
    lambda record: replace(record, readings=tuple(with_document(r, i) for i, r in enumerate(record.readings))))


@settings(**MANY)
@given(RECORDS)
def test_any_record_comes_back_exactly(new_case: Callable[[], Address], record: Record) -> None:
    with open_case(new_case(), create=True) as case:
        case.add((r.document, f"{i} {r.document.name}".encode()) for i, r in enumerate(record.readings))
        case.replace_record(record)
        assert case.record() == record
        assert not {p.code for p in case.check(lambda documents, judgements: record)} & {
            "rows-differ", "rebuild-differs", "damaged", "dangling-reference"}
        case.replace_record(record)
        assert case.record() == record


@settings(**MANY)
@given(st.lists(any_of(Judgement), max_size=3, unique_by=lambda j: j.id), st.lists(any_of(Problem), max_size=4))
def test_any_judgement_and_problem_comes_back_exactly(
    new_case: Callable[[], Address], judgements: list, problems: list
) -> None:
    with open_case(new_case(), create=True) as case:
        for judgement in judgements:
            assert case.add_judgement(judgement).new
            assert not case.add_judgement(judgement).new
        case.add_problems(problems)
        assert {j.id: j for j in case.judgements()} == {j.id: j for j in judgements}
        assert [e.subject for e in case.log()] == [j.id for j in judgements]
        assert set(case.problems()) == set(problems)
        assert len(case.problems()) == len(set(problems))


@settings(**MANY)
@given(any_of(Reading))
def test_equal_readings_are_equal_text(reading: Reading) -> None:
    documents = {reading.document.id: reading.document}
    encoded = nouns.encode_reading(reading)
    assert nouns.encode_reading(nouns.decode_reading(encoded, documents)) == encoded


def test_a_part_that_an_older_program_did_not_write_is_empty() -> None:
    record = nouns.decode_record((), {"parties": "[]", "unheard_of": "[1]"})
    assert record == Record()


def test_ids_decide_what_a_build_was_made_from(tmp_path: Path) -> None:
    assert nouns.basis(["d-1", "d-2"], ()) == nouns.basis(["d-2", "d-1"], ())
    assert nouns.basis(["d-1"], ()) != nouns.basis(["d-2"], ())
    assert nouns.digest(["a", "bc"]) != nouns.digest(["ab", "c"])


def test_a_column_added_later_breaks_no_seal() -> None:
    row = {"id": "d-1", "text": "A report.", "lang": None}
    assert nouns.seal(row) == nouns.seal(row | {"added_later": None})
    assert nouns.seal(row) != nouns.seal(row | {"lang": "en"})
    assert nouns.seal({"a": "bc"}) != nouns.seal({"ab": "c"})


def test_every_field_of_a_document_is_a_column(path: Address) -> None:
    with open_case(path, create=True) as case:
        assert case.columns("document") == (*(field.name for field in fields(Document)), "seal")
