"""Search: any words, in any script, and only ever as words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.model import Document, DocumentDate, Page, Party, Reading, Record
from stemma.store import CaseFile, open_case
from stemma.store.folding import folded
from stemma.store.search import Query, snippet
from tests.factories import document, query, sample_items, sample_record


@pytest.fixture
def case(path: Path):
    with open_case(path, create=True) as made:
        made.add(sample_items())
        made.replace_record(sample_record())
        yield made


def names(case: CaseFile, **fields: object) -> list[tuple[str, str]]:
    """What is found: the row, and the document's name or the party's or place's key."""
    called = {d.id: d.name for d in case.documents()}
    return sorted((hit.row, called.get(hit.doc, hit.id)) for hit in case.search(Query(**fields)).hits)


@pytest.mark.parametrize(("fields", "due"), [
    ({"words": "covered market", "where": "reports"}, [("report", "courier"), ("report", "post")]),
    ({"words": "MARKET cov", "where": "reports"}, [("report", "courier"), ("report", "post")]),
    ({"words": "cov market", "where": "reports"}, []),
    ({"words": "gazette", "where": "reports"}, [("report", "gazette")]),
    ({"words": "market", "where": "reports", "since": date(2033, 5, 3)}, [("report", "post")]),
    ({"words": "market", "where": "reports", "until": date(2033, 5, 2)}, [("report", "courier")]),
    ({"words": "sellin", "where": "reports", "place": "orvadell"}, []),
    ({"words": "tolvan", "where": "names"}, [("party", "mira-tolvan")]),
    ({"words": "orv", "where": "names", "kind": "place"}, [("place", "orvadell")]),
    ({"words": "orv", "where": "names", "kind": "person"}, []),
    ({"words": "dozens", "where": "statements", "speaker": "mira-tolvan"},
     [("claim", "courier"), ("claim", "post"), ("statement", "courier"), ("statement", "post")]),
    ({"where": "reports", "place": "port-sellin"}, [("report", "gazette")]),
    ({"words": "?!"}, []),
])
def test_what_is_found(case: CaseFile, fields: dict, due: list) -> None:
    found = names(case, **fields)
    if fields.get("speaker"):
        assert found and set(found) <= set(due)
    else:
        assert found == due


def test_pages_of_hits_add_up(case: CaseFile) -> None:
    whole = case.search(Query("or", limit=100))
    assert whole.total == len(whole.hits) > 5
    assert whole.hits[0].row in ("party", "place")
    pages = [case.search(Query("or", limit=3, offset=at)).hits for at in range(0, whole.total, 3)]
    assert tuple(hit for page in pages for hit in page) == whole.hits


def test_a_hit_shows_the_words_as_they_stand_there(case: CaseFile) -> None:
    (hit,) = case.search(Query("civilians", where="reports")).hits
    assert "".join(p.text for p in hit.snippet).strip(" …") in case.document(hit.doc).text
    assert [p.text for p in hit.snippet if p.marked] == ["civilians"]
    assert (hit.by, hit.incidents) == ("North Wire", ("i-orvadell-2033-05-02",))


def test_spellings_in_several_scripts_meet(case: CaseFile) -> None:
    assert folded("Ташавір’я, Taʼizz Ta'izz 1,200 governor’s") == "tashavirya taizz taizz 1200 governor"
    party = Party("marena-dovk", "person", "Марена Довк", None, ("Марена Довк",), (), ())
    case.replace_record(replace(sample_record(), parties=(*sample_record().parties, party)))
    assert names(case, words="marena dovk", where="names") == [("party", "marena-dovk")]
    assert names(case, words="Довк", where="names") == [("party", "marena-dovk")]


def test_a_snippet_lies_around_the_words_and_marks_them() -> None:
    text = "Nothing here. " * 60 + "A lamp stood at the harbour wall. " + "Nothing there. " * 60
    pieces = snippet(text, ("lamp", "harb"))
    assert [p.text for p in pieces if p.marked] == ["lamp", "harbour"]
    assert pieces[0].text == "… " and pieces[-1].text == " …"
    assert "".join(p.text for p in pieces[1:-1]) in text


def small(name: str, text: str) -> tuple[Document, Reading]:
    made = document(name, text)
    return made, Reading(Page(made, DocumentDate(None), (), (), (), (), ()), (), ())


def test_only_what_changed_is_indexed_again(path: Path) -> None:
    (a, first), (b, second) = small("a", "A lamp at the harbour."), small("b", "A mast at the quay.")
    with open_case(path, create=True) as case:
        case.add([(d, d.text.encode()) for d in (a, b)])
        case.replace_record(Record((first,)))
        before = query(path, "SELECT number, id FROM search_row")
        case.replace_record(Record((first, second)))
        assert query(path, "SELECT number, id FROM search_row ORDER BY number")[:1] == before
        assert case.search(Query("quay")).total == 1
        case.replace_record(Record((second,)))
        assert case.search(Query("harbour")).total == 0
        assert case.check() == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with open_case(tmp_path_factory.mktemp("any") / "any.case", create=True) as made:
        made.add(sample_items())
        made.replace_record(sample_record())
        yield made


HOSTILE = st.sampled_from(
    ['"', "'", "*", "AND", "OR", "NOT", "NEAR(", ")", "^", "-", ":", "sort:report", "%", "\0", "a"])
TEXT = st.text(max_size=30) | st.lists(HOSTILE, max_size=8).map(" ".join)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT, st.sampled_from(["all", "reports", "statements", "names"]), st.none() | TEXT, st.none() | TEXT)
def test_any_text_may_be_searched_for(shared: CaseFile, words: str, where: str, place: str | None,
                                      kind: str | None) -> None:
    found = shared.search(Query(words, where, place=place and place.encode(errors="replace").decode(),
                                kind=kind and kind.encode(errors="replace").decode()))
    assert len(found.hits) == min(found.total, 20)
