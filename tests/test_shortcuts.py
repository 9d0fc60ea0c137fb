"""What spares a search finds nothing else than the search: cheap looks before it, and what an earlier build kept."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench._mixed import reports
from stemma import casework
from stemma.assessments import contradictions
from stemma.copies import _drift_retold as retold
from stemma.copies.sources import Houses, same_house
from stemma.names import known
from stemma.names.known import _may_lack, with_mentions, words_of
from stemma.pipeline import open_page, read
from stemma.store import open_case
from stemma.values import Span
from tests.factories import claim, document

BODIES = ("Kasra army", "government", "Ostrel provincial administration", "police", "Rebirth Movement", "the hospital",
          "Ministry of Health of Kasra", "defence forces", "Ambel town council", "authorities", "Hill Courier")
ROLES = ("army spokesman", "governor of Ostrel province", "head of the Ostrel administration", "mayor of Ambel",
         "police superintendent", "minister of health", "hospital director", "spokeswoman for the Rebirth Movement",
         "air force general", "resident", "chairman of the town council", "prefect",
         "head of the regional administration")


def test_no_role_of_a_house_is_passed_over() -> None:
    houses = Houses(ROLES)
    found = {(role, body) for body in BODIES for role in houses.near(body) if same_house(role, body)}
    assert found == {(role, body) for body in BODIES for role in ROLES if same_house(role, body)}
    assert len(found) > 8
    assert len(houses.near("Hill Courier")) == 0


NAMES = ("Orvel", "Orvel Heights", "Sul Kara", "Kara", "Sul", "Tharn", "Tharn-Ebel")


@pytest.mark.parametrize("text", [
    "Shells fell on Orvel Heights and on Orvel.", "Nobody was hurt at all.", "Orvelian troops left Tharn-Ebel.",
    "They went from Sul Kara to Kara's port.", "Tharn. Orvel! Kara?", "The Sul", "(Tharn)", "Orvel Heightsward"])
def test_names_that_may_lack_are_those_that_do(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = {"Orvel": ["Orvel Heights", "Orvel"], "Sul": ["Sul Kara", "Sul"], "Kara": ["Kara"],
             "Tharn": ["Tharn-Ebel", "Tharn"]}
    reading = read(document("a", text), "none")
    found = with_mentions(reading, begun)
    monkeypatch.setattr(known, "_may_lack", lambda *given: True)
    assert with_mentions(reading, begun) == found
    once = with_mentions(found, begun)
    assert once == found, "nothing is lacking any more"


def test_a_name_before_a_sentence_that_is_cut_within_a_word_is_seen() -> None:
    from msgspec.structs import replace

    page = open_page(document("a", "They left Orvelian land."))
    (sentence,) = page.sentences
    cut = replace(page, sentences=(replace(sentence, span=Span(0, len("They left Orvel"))),), mentions=())
    assert words_of(cut) == ("Orvel", "Orvelian", "They")
    assert _may_lack(cut.text, words_of(cut), [], [], {"Orvel": ["Orvel"]})
    assert not _may_lack(page.text, words_of(page), [], [], {"Tharn": ["Tharn"]})


@pytest.mark.parametrize("text", [
    "The toll rose to 64 from 43", "rising to 64 FROM\n43", "up to 64 people, 43", "climbed from 43", "43",
    "The number of the dead has risen to 64 from\t43", "was raised to 64 on Monday. From 43"])
def test_a_figure_that_another_replaces_is_known(text: str) -> None:
    report = document("a", text)
    row = claim(report, "killed", "43", value="43")
    long = contradictions.RISEN.search(text, 0, row.span.start) is not None
    assert contradictions.risen_from(row, {report.id: text}) is long


def _pile(folder: Path, first: int, last: int) -> str:
    folder.mkdir()
    for number, text in enumerate(islice(reports(last), first, last), start=first):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def test_utterances_are_held_against_each_other_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, str]] = []
    real = retold._changes
    monkeypatch.setattr(retold, "_changes", lambda pair, wholes: done.append(pair.ids) or real(pair, wholes))
    first, more = _pile(tmp_path / "first", 0, 60), _pile(tmp_path / "more", 60, 63)
    grown, fresh = str(tmp_path / "grown.case"), str(tmp_path / "fresh.case")
    casework.build(grown, [first], 1, None, "none")
    before = Counter(done)
    assert len(before) > 5
    done.clear()
    casework.build(grown, [], 1, None, "none")
    assert done == []
    casework.build(grown, [more], 1, None, "none")
    assert len(done) < len(before) / 2
    folders = [first, more]
    random.Random(5).shuffle(folders)
    casework.build(fresh, folders, 1, None, "none")
    with open_case(grown) as one, open_case(fresh) as other:
        assert one.record() == other.record()
        assert one.check() == []
