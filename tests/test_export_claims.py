"""Claims as schema.org JSON-LD, and as Parquet: who said what and where, and nothing about whether it is true."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from msgspec.structs import replace

from stemma.errors import UsageError
from stemma.exporters import Options, formats, tables_csv
from stemma.model import Origin, Record
from tests.factories import sample_judgement, sample_readings, sample_record

# Properties of schema.org that a node of each type may have.
SCHEMA = {
    "NewsArticle": {"headline", "url", "datePublished", "inLanguage", "publisher", "identifier"},
    "Person": {"name", "alternateName", "jobTitle"},
    "Organization": {"name", "alternateName", "description"},
    "Thing": {"name", "alternateName", "description"},
    "Event": {"name", "startDate", "endDate", "location"},
    "Claim": {"name", "text", "author", "datePublished", "about", "appearance", "firstAppearance", "identifier",
              "description"},
}


def graph(record: Record | None = None, options: Options | None = None) -> list[dict]:
    found = json.loads(formats()["claims-jsonld"].export(record or sample_record(), options or Options()))
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def claims(record: Record | None = None) -> list[dict]:
    return [node for node in graph(record) if node["@type"] == "Claim"]


def doc(name: str) -> str:
    return next(f"#{r.document.id}" for r in sample_readings() if r.document.name == name)


def test_nodes_keep_to_the_vocabulary_and_refer_to_nodes_that_are_there() -> None:
    nodes = graph()
    ids = [node["@id"] for node in nodes]
    assert len(ids) == len(set(ids))
    for node in nodes:
        assert set(node) - {"@type", "@id"} <= SCHEMA[node["@type"]], node["@type"]
        for name in ("author", "about", "firstAppearance"):
            assert name not in node or node[name]["@id"] in ids
        assert all(one["@id"] in ids for one in node.get("appearance", ()))


def test_there_is_never_a_review() -> None:
    """Not even where a person decided something: that is about rows, not about truth."""
    text = json.dumps(graph(None, Options(judgements=(sample_judgement(),))))
    assert "Review" not in text and "rating" not in text.lower()


def test_every_claim_of_the_record_is_in_one_node() -> None:
    told = [row for node in claims() for row in node["identifier"]]
    assert sorted(told) == sorted(claim.id for r in sample_readings() for claim in r.claims)


def test_a_claim_says_who_what_where_and_where_first() -> None:
    node = next(node for node in claims() if node["name"] == "Injured: dozens")
    assert node["text"] == "“There are dozens of wounded,” Tolvan said."
    assert (node["author"], node["about"], node["datePublished"]) == (
        {"@id": "#mira-tolvan"}, {"@id": "#i-orvadell-2033-05-02"}, "2033-05-02")
    assert node["appearance"] == [{"@id": doc("courier")}] and node["firstAppearance"] == {"@id": doc("courier")}


def test_a_copy_counts_once_and_the_first_is_known_by_its_date() -> None:
    record = sample_record()
    own, retold = (r.claims[1 if r.document.name == "post" else 0] for r in sample_readings()[:2])
    same = replace(retold, count=own.count)
    readings = tuple(replace(r, claims=tuple(same if c.id == retold.id else c for c in r.claims))
                     for r in record.readings)
    record = replace(record, readings=readings, drifts=())
    node = next(node for node in claims(record) if own.id in node["identifier"])
    assert node["identifier"] == [own.id, retold.id]
    assert node["appearance"] == [{"@id": doc("courier")}, {"@id": doc("post")}]
    assert node["firstAppearance"] == {"@id": doc("courier")}
    undated = tuple(replace(r, page=replace(r.page, published=replace(r.page.published, day=None),
                                            document=replace(r.document, published=None))) for r in readings)
    node = next(node for node in claims(replace(record, readings=undated)) if own.id in node["identifier"])
    assert "firstAppearance" not in node and len(node["appearance"]) == 2


def test_a_figure_that_a_copy_changed_has_no_author() -> None:
    changed = sample_readings()[1].claims[1]
    node = next(node for node in claims() if changed.id in node["identifier"])
    assert "author" not in node and "datePublished" not in node
    assert node["description"] == "Changed by a copy: in the report it was copied from, the source is quoted otherwise."


def test_what_is_denied_is_not_said_to_be_claimed() -> None:
    record = sample_record()
    target = sample_readings()[2].claims[3]
    record = replace(record, readings=tuple(replace(r, claims=tuple(
        replace(c, stance="denied") if c.id == target.id else c for c in r.claims)) for r in record.readings))
    node = next(node for node in claims(record) if target.id in node["identifier"])
    assert node["name"] == "Denied: perpetrator: the army"


def test_one_claim_without_a_source_for_each_family() -> None:
    record = replace(sample_record(), origins=(), drifts=(), speakers={})
    found = [node for node in claims(record) if node["name"] in ("Injured: dozens", "Injured: Dozens")]
    assert [len(node["appearance"]) for node in found] == [2] and "author" not in found[0]


def test_an_author_that_no_party_stands_for_is_left_out() -> None:
    record = replace(sample_record(), parties=())
    assert all("author" not in node for node in claims(record))
    assert isinstance(record.origins[0], Origin)


# --------------------------------------------------------------------------------------------------------- Parquet


def test_parquet_is_the_table_with_types() -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    files = pytest.importorskip("pyarrow.parquet")
    whole = files.read_table(io.BytesIO(formats()["parquet"].export(sample_record())))
    assert tuple(whole.column_names) == tables_csv.COLUMNS
    types = {field.name: field.type for field in whole.schema}
    assert (types["low"], types["published"], types["quoted"]) == (arrow.int64(), arrow.date32(), arrow.string())
    written = list(tables_csv.claim_rows(sample_record()))
    for row, expected in zip(whole.to_pylist(), written, strict=True):
        assert {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} == {
            name: expected.get(name) or (0 if expected.get(name) == 0 else None) for name in row}


def test_parquet_takes_columns_and_any_number() -> None:
    files = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    record = sample_record()
    huge = tuple(replace(r, claims=tuple(replace(c, count=replace(c.count, low=10**30, high=10**30)) if c.count else c
                                         for c in r.claims)) for r in record.readings)
    content = formats()["parquet"].export(replace(record, readings=huge), Options(columns=("high", "figure")))
    whole = files.read_table(io.BytesIO(content))
    assert whole.column_names == ["high", "figure"]
    assert set(whole["high"].to_pylist()) == {None} and "At least 14" in whole["figure"].to_pylist()


def test_without_pyarrow_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'stemma\[parquet\]'"):
        formats()["parquet"].export(sample_record())
