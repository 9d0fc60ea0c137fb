"""Private exports: no name of a private person in any file, whatever the format; officials and figures stay.

What is looked for is written down here, and not worked out by the program; everybody in these reports is invented.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import casework, cli, exporters
from stemma.errors import StemmaError
from stemma.exporters import Options, formats
from stemma.exporters._people import is_public
from stemma.exporters._private import refuse_leaks, withheld
from stemma.exporters._withholding import COVER, Names, covered
from stemma.judgements import make, target_of
from stemma.model import Judgement, Record
from stemma.store import open_case
from tests import web
from tests.factories import sample_record

REPORTS = Path(__file__).parent / "cases" / "privacy"
PRIVATE = ("ada lund", "lund", "lundd", "mira lund", "tomas lund", "zoe", "brand-keller", "brand keller", "keller",
           "ilya marren", "sarah quell", "quell", "adalund")
STAYS = ("osk marren", "petr dorn", "viktor hald", "velmora")
NAMES = [pytest.param(name, marks=pytest.mark.skipif(
    find_spec(getattr(module, "NEEDS", "json")) is None, reason=f"{getattr(module, 'NEEDS', '')} is not installed"))
    for name, module in formats().items()]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The case, with what people decided and wrote about it."""
    path = web.built(tmp_path_factory.mktemp("private") / "velmora.case", REPORTS)
    with open_case(path) as opened:
        for judgement in decided(opened.record()):
            opened.add_judgement(judgement)
    casework.rebuild(path)
    return path


def decided(record: Record) -> Iterator[Judgement]:
    at = datetime(2033, 5, 8, tzinfo=UTC)
    reading = next(one for one in record.readings if "ada_lund" in one.document.name)
    claim = next(one for one in reading.claims if one.count is not None)
    target = target_of(claim, reading.document)
    yield make("claim", [target], "R. Coder", at, "yes", note="Ada Lund is one of them, says Sarah Quell")
    source = {"kind": "person", "name": "Zoë Bränd-Keller", "role": "husband of Ada Lund"}
    yield make("value", [target], "R. Coder", at, value={"field": "source", "to": source})


@pytest.fixture(scope="module")
def record(case: str) -> Record:
    return casework.reviewed(case)[0]


@pytest.fixture(scope="module")
def options(case: str) -> Options:
    return Options(private=True, judgements=casework.judgements_of(case))


def words_in(content: bytes) -> str:
    """All text of a file, whatever it is packed in, in Latin small letters without accents."""
    from anyascii import anyascii

    if content.startswith(b"PAR1"):
        from pyarrow import parquet

        text = json.dumps(parquet.read_table(io.BytesIO(content)).to_pylist(), ensure_ascii=False, default=str)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            text = "\n".join(name + "\n" + packed.read(name).decode() for name in packed.namelist())
    else:
        text = content.decode("utf-8-sig")
    return anyascii(unicodedata.normalize("NFKC", unquote(text).replace("\\n", "\n"))).lower()


def found_in(content: bytes, names: tuple[str, ...]) -> list[str]:
    text = words_in(content)
    return [name for name in names
            if re.search(rf"(?<![a-z]){'[^a-z0-9]{0,4}'.join(map(re.escape, re.split('[ -]', name)))}(?![a-z])", text)]


# ------------------------------------------------------------------------------------------- every exporter, every byte


@pytest.mark.parametrize("name", NAMES)
def test_no_spelling_of_a_private_name_is_in_any_format(name: str, record: Record, options: Options) -> None:
    content = exporters.export(formats()[name], record, options)
    assert found_in(content, PRIVATE) == []


def test_without_the_profile_the_names_are_there(record: Record, options: Options) -> None:
    plain = Options(judgements=options.judgements)
    there = {name for format_ in ("dossier", "csv") for name in
             found_in(exporters.export(formats()[format_], record, plain), PRIVATE)}
    assert {"ada lund", "zoe", "sarah quell", "tomas lund"} <= there


def test_what_ties_a_private_person_to_somebody_is_gone(record: Record, options: Options) -> None:
    text = exporters.export(formats()["dossier"], record, options).decode()
    assert "cousin of the governor" in exporters.export(formats()["dossier"], record).decode()
    assert "cousin" not in text
    assert "governor of Sarrow province" in text


def test_officials_and_places_stay(record: Record, options: Options) -> None:
    assert found_in(exporters.export(formats()["dossier"], record, options), STAYS) == list(STAYS)


@pytest.mark.parametrize("name", NAMES)
def test_a_private_export_has_as_many_rows_as_a_plain_one(name: str, record: Record, options: Options) -> None:
    """Figures, sources and links are the same: nothing but names and coordinates is gone."""
    module = formats()[name]
    private, plain = exporters.export(module, record, options), exporters.export(module, record)
    if module.MEDIA_TYPE == "text/csv" and name != "ftm-statements":  # which has a row for each spelling
        assert private.count(b"\r\n") == plain.count(b"\r\n")
    if name == "dossier":
        one, other = json.loads(private), json.loads(plain)
        for part in ("documents", "statements", "casualties", "claims", "incidents", "people", "origins", "estimates"):
            assert len(one[part]) == len(other[part]), part
        tolls = [sorted((row["id"], row["low"], row["high"]) for row in made["casualties"]) for made in (one, other)]
        assert tolls[0] == tolls[1]
    if name == "ftm":
        assert private.count(b"\n") == plain.count(b"\n")


def test_every_span_of_a_private_dossier_quotes_the_covered_text(record: Record, options: Options) -> None:
    made = withheld(record, options).record
    for before, after in zip(record.readings, made.readings, strict=True):
        assert len(before.document.text) == len(after.document.text)
        assert before.document.id == after.document.id
        assert [(row.id, row.span) for row in before.claims] == [(row.id, row.span) for row in after.claims]
        for a, b in zip(before.document.text, after.document.text, strict=True):
            assert a == b or b == COVER


def test_it_is_the_same_whatever_the_order_of_readings(record: Record, options: Options) -> None:
    from msgspec.structs import replace

    turned = replace(record, readings=record.readings[::-1])
    for name in ("dossier", "csv"):
        assert exporters.export(formats()[name], record, options) == exporters.export(formats()[name], turned, options)


@pytest.mark.parametrize("name", NAMES)
def test_the_record_of_the_tests_can_be_exported_so_too(name: str) -> None:
    assert exporters.export(formats()[name], sample_record(), Options(private=True)) is not None
    assert exporters.export(formats()[name], Record(), Options(private=True)) is not None


def test_coordinates_are_coarsened_and_it_is_said(record: Record, options: Options) -> None:
    made = withheld(record, options)
    assert made.options.coarsen == 10
    assert withheld(record, Options(private=True, coarsen=50)).options.coarsen == 50
    (first, *_) = exporters.remarks(formats()["csv"], record, options)
    assert "withheld" in first and "read the file" in first
    said = "\n".join(exporters.remarks(formats()["geojson"], record, options))
    assert found_in(said.encode(), PRIVATE) == []


def test_a_file_in_which_a_name_is_left_is_not_given_out() -> None:
    names = Names(["Ada Lund"], [])
    for content in (b"x\nby ada-lund.txt", b'{"a": "ADA  LUND"}', "Ада Лунд".encode(), b"/%41da%20Lund"):
        with pytest.raises(StemmaError, match="nothing was written"):
            refuse_leaks(content, names)
    refuse_leaks(b"adamant lunderstood c-ada123456789 4d2alund", names)


# ------------------------------------------------------------------------------------- at the terminal and at the desk


def test_at_the_terminal(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    assert cli.run(["export", case, "--to", "csv", "--private", "-o", str(out)]) == 0
    assert found_in(out.read_bytes(), PRIVATE) == []
    assert "withheld" in capsys.readouterr().err


def test_in_the_workbench(case: str, tmp_path: Path) -> None:
    with web.bench(web.copied(case, tmp_path)) as browser:
        page = browser.get("/export?to=dossier&private=true").text
        assert "private=true" in page
        assert "read the file before you hand it on" in page
        (link,) = re.findall(r'href="(/export/dossier[^"]*)"', page)
        private = browser.get(link.replace("&amp;", "&"))
        assert found_in(private.content, PRIVATE) == []
        assert found_in(browser.get("/export/dossier").content, PRIVATE) != []


# ------------------------------------------------------------------------------------------------------- who is private


@pytest.mark.parametrize(("role", "so"), [
    ("governor of Sarrow province", True), ("the mayor of Velmora", True), ("police spokesman", True),
    ("adviser to the interior ministry", True), ("head of the regional administration", True), ("Col", True),
    ("Maj. Gen.", True), ("commander of the Third Brigade", True), ("rebel leader", True), ("defence minister", True),
    ("member of the city council", True), ("deputy governor", True), ("deputy police chief", True),
    ("", False), ("resident of Velmora", False), ("teacher", False), ("the mayor's wife", False),
    ("wife of the governor", False), ("brother of General Hald", False), ("a former minister", False),
    ("driver of the governor", False), ("community leader", False), ("director of a bakery", False),
    ("governor's bodyguard", False), ("witness", False), ("private", False), ("a police officer's son", False),
    ("survivor, a retired judge", False), ("head of the family", False), ("Mrs", False), ("doctor", False),
])
def test_who_stays_is_told_by_the_role(role: str, so: bool) -> None:
    assert is_public([role]) == so


def test_who_is_a_private_person_in_one_report_is_one_in_all() -> None:
    assert is_public(["mayor of Velmora", ""])
    assert not is_public(["mayor of Velmora", "a resident"])


# -------------------------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize("text", [
    "Ada Lund", "ADA LUND", "ada_lund.txt", "Ada\nLund", "Lund, Ada", "Adá Lünd", "Ada Lünd", "Ада Лунд", "adalund",
    "Ada-Lund's", "“Lund”", "ＡＤＡ ＬＵＮＤ", "mrs lund",
])
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert Names(["Ada Lund"], []).places(f"of {text} it") != []


@pytest.mark.parametrize(("private", "public", "text"), [
    ("Ada Lund", "Osk Lund", "Governor Lund"), ("Rose Hill", "", "a rose on the hill"), ("May", "", "they may"),
    ("Ada Lund", "", "c-ada123456789"), ("Ada Lund", "", "adamant blundering"), ("Ada Lund", "Ada Lund", "Ada Lund"),
])
def test_what_is_no_private_name_stays(private: str, public: str, text: str) -> None:
    assert Names([private], [public]).places(text) == []


@pytest.mark.parametrize(("text", "shown"), [
    ("Ada Lund, 34, died.", "████████, 3█, died."), ("the 7-year-old Ada Lund", "the █-year-old ████████"),
    ("Ada Lund (104) ran", "████████ (███) ran"), ("Ada Lund, aged 61, ran", "████████, aged 6█, ran"),
    ("twelve-year-old Ada Lund", "██████-year-old ████████"), ("Her brother Ada Lund ran", "Her ███████ ████████ ran"),
    ("Ada\nLund", "███\n████"), ("Ada Lund came. A man, 34, ran. His brother too.",
                                 "████████ came. A man, 34, ran. His brother too."),
    ("Ada Lund carried two children", "████████ carried two children"),
    ("Ada Lund and her two children", "████████ and her two ████████"),
    ("34 people died. Ada Lund saw it", "34 people died. ████████ saw it"),
])
def test_names_ages_and_relations_are_covered_and_nothing_else(text: str, shown: str) -> None:
    assert covered(text, Names(["Ada Lund"], [])) == shown


WORDS = st.text("aAdDaäåнНл lLuUnNüd-_.,;'’\n\t0193()%é\u0301", max_size=80)


@settings(deadline=None, derandomize=True)
@given(WORDS, st.lists(st.sampled_from(["Ada Lund", "Lund", "Adá Lünd", "А. Лунд", "Dan", "Nadal Und", "ada-lu"]),
                       min_size=1, max_size=3))
def test_whatever_a_text_holds_no_name_is_left_and_no_offset_moves(text: str, private: list[str]) -> None:
    names = Names(private, [])
    found = covered(f"{text} {private[0]} {text}", names)
    assert len(found) == 2 * len(text) + len(private[0]) + 2
    assert names.places(found) == []
    assert names.places(names.without(f"{text} {private[0]}")) == []
