"""FollowTheMoney entities and statements: by a list of the schema's properties, and by the library where it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date

import pytest
from msgspec.structs import replace

from stemma.exporters import Options, formats
from stemma.exporters._ftm import PROPERTIES
from stemma.model import Record
from stemma.values import When
from tests.factories import sample_record

ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
STATEMENT = ("id entity_id canonical_id prop prop_type schema value original_value dataset origin lang external "
             "first_seen last_seen").split()
# From followthemoney/schema/*.yaml: what must be there, and what entity a property refers to.
REQUIRED = {"Article": ["fileName"], "Event": ["name"], "Documentation": ["document", "entity"], "Person": ["name"],
            "Organization": ["name"], "Mention": ["document", "name"]}
RANGES = {("Documentation", "document"): {"Article"}, ("Documentation", "entity"): {"Event"},
          ("Mention", "document"): {"Article"}, ("Mention", "resolved"): {"Person", "Organization"}}


def entities(record: Record | None = None) -> list[dict]:
    return [json.loads(line) for line in formats()["ftm"].export(record or sample_record()).splitlines()]


def statements(record: Record | None = None) -> list[dict[str, str]]:
    text = formats()["ftm-statements"].export(record or sample_record()).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def of_schema(schema: str, record: Record | None = None) -> list[dict]:
    return [one for one in entities(record) if one["schema"] == schema]


def test_entities_keep_to_the_schema() -> None:
    found = entities()
    schema_of = {one["id"]: one["schema"] for one in found}
    assert len(schema_of) == len(found) == 17
    for one in found:
        assert list(one) == ["id", "schema", "properties"] and ID.fullmatch(one["id"])
        assert set(one["properties"]) <= PROPERTIES[one["schema"]].keys()
        assert all(one["properties"].get(name) for name in REQUIRED[one["schema"]])
        for name, values in one["properties"].items():
            assert all(isinstance(value, str) and value.strip() == value != "" for value in values)
            if PROPERTIES[one["schema"]][name] == "entity":
                assert {schema_of[value] for value in values} <= RANGES[(one["schema"], name)]


def test_a_report_is_an_article() -> None:
    article = next(one for one in of_schema("Article") if "Valley Post" in one["properties"]["publisher"])
    assert article["properties"] == {
        "fileName": ["post"], "title": ["14 killed in Orvadell market attack"], "publisher": ["Valley Post"],
        "publishedAt": ["2033-05-03"], "language": ["eng"], "mimeType": ["text/plain"],
        "retrievedAt": ["2033-05-06T07:08:09"]}


def test_an_incident_is_an_event_and_its_figures_stand_in_the_summary() -> None:
    first, second = of_schema("Event")
    assert first["properties"]["date"] == ["2033-05-02"] and first["properties"]["recordId"] == [
        "i-orvadell-2033-05-02"]
    assert "Killed: 14 to 30 (2 independent sources)." in first["properties"]["summary"][0]
    assert not {"date", "startDate", "endDate"} & second["properties"].keys()
    longer = When("May", date(2033, 5, 1), date(2033, 5, 31), "month")
    record = replace(sample_record(), incidents=(replace(sample_record().incidents[0], when=longer),))
    (event,) = of_schema("Event", record)
    assert (event["properties"]["startDate"], event["properties"]["endDate"]) == (["2033-05-01"], ["2033-05-31"])
    assert "date" not in event["properties"]


def test_who_is_blamed_is_nobodys_property() -> None:
    """An allegation is words in a summary; no entity is made of it and none is said to be involved."""
    assert [one for one in entities() if "the army" in json.dumps(one["properties"])] == [of_schema("Event")[0]]
    assert not {"involved", "organizer"} & set(PROPERTIES["Event"])


def test_spellings_travel_with_the_reports_that_have_them() -> None:
    (tolvan,) = (one for one in of_schema("Person") if "Mira Tolvan" in one["properties"]["name"])
    assert tolvan["properties"] == {"name": ["Mira Tolvan"], "alias": ["Mira Tolvann"], "weakAlias": ["Tolvan"],
                                    "position": ["regional governor"]}
    names = {one["properties"]["document"][0]: one["properties"]["name"] for one in of_schema("Mention")
             if one["properties"]["resolved"] == [tolvan["id"]]}
    assert sorted(names.values()) == [["Mira Tolvan", "Tolvan"], ["Mira Tolvann"]]
    origins = {row["value"]: row["origin"] for row in statements() if row["entity_id"] == tolvan["id"]}
    assert origins == {tolvan["id"]: "", "Mira Tolvan": "courier", "Tolvan": "courier", "Mira Tolvann": "post",
                       "regional governor": ""}


def test_sources_without_a_name_are_left_out() -> None:
    assert "doctor" not in formats()["ftm"].export(sample_record()).decode()


def test_statements_are_the_entities_value_by_value() -> None:
    rows = statements()
    assert list(rows[0]) == STATEMENT
    rebuilt: dict[str, dict] = {}
    for row in rows:
        one = rebuilt.setdefault(row["entity_id"], {"id": row["entity_id"], "schema": row["schema"], "properties": {}})
        if row["prop"] == "id":
            assert (row["value"], row["prop_type"]) == (row["entity_id"], "id")
        else:
            assert row["prop_type"] == PROPERTIES[row["schema"]][row["prop"]]
            one["properties"].setdefault(row["prop"], []).append(row["value"])
    assert list(rebuilt.values()) == entities()
    for row in rows:
        key = f"{row['dataset']}.{row['entity_id']}.{row['prop']}.{row['value']}"
        assert row["id"] == hashlib.sha1(key.encode()).hexdigest()
        assert (row["canonical_id"], row["external"], row["first_seen"]) == (row["entity_id"], "f", "")
    assert len({row["id"] for row in rows}) == len(rows)


def test_no_coordinates_to_coarsen() -> None:
    assert formats()["ftm"].export(sample_record(), Options(coarsen=10)) == formats()["ftm"].export(sample_record())


def test_the_library_takes_them_as_they_are() -> None:
    """It needs a compiled ICU, which most machines lack."""
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed", exc_type=ImportError)
    for one in entities():
        ftm.model.get(one["schema"]).validate(one)
        back = ftm.model.get_proxy(one, cleaned=False).to_dict()
        assert {name: sorted(values) for name, values in back["properties"].items()} == {
            name: sorted(values) for name, values in one["properties"].items()}
    from followthemoney.statement.serialize import read_csv_statements

    rows = io.BytesIO(formats()["ftm-statements"].export(sample_record()))
    assert all(statement.id == statement.generate_key() for statement in read_csv_statements(rows))
