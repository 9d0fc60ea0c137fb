"""stemma review, judge, withdraw and log on the sample case: what they print, keep and refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from stemma import casework, cli
from stemma.cli import judging
from stemma.errors import UsageError
from stemma.report.lookup import lookup
from stemma.store import open_case
from tests import factories, sample


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The shipped sample as a case, built once."""
    path = tmp_path_factory.mktemp("built") / "sample.case"
    casework.build(str(path), [str(sample.FOLDER)], tagger="none")
    return path


@pytest.fixture
def run(built, tmp_path, capsys):
    """Runs a command on a copy of the sample case: (exit status, standard output, standard error)."""
    path = tmp_path / "sample.case"
    shutil.copy(built, path)

    def call(command: str, *arguments: object) -> tuple[int, str, str]:
        status = cli.run([command, str(path), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err
    return call


def asked(run, *arguments: object) -> list[dict]:
    return json.loads(run("review", *arguments, "--json")[1])


def test_the_queue_is_printed_with_its_words_its_reasons_and_how_to_answer(run):
    status, out, _ = run("review")
    first = asked(run)[0]
    assert status == 0 and out.startswith("  1  ")
    assert first["id"] in out and first["ask"] in out
    assert f"“{first['targets'][0]['quoted']}”" in out and "To answer: stemma judge" in out


def test_the_queue_of_one_incident_is_a_part_of_it(run):
    own, whole = asked(run, 1), asked(run)
    assert 0 < len(own) < len(whole)
    assert {question["id"] for question in own} <= {question["id"] for question in whole}
    assert run("review", 99)[0] != 0


def test_an_answer_is_kept_built_in_shown_in_the_log_and_can_be_taken_back(run):
    question = next(question for question in asked(run) if question["kind"] == "value")
    status, out, _ = run("judge", question["id"], "--answer", "2", "--by", "Ada Quill", "--note", "one street only",
                         "--build")
    assert status == 0 and "value: scope: partial" in out and "The record is up to date." in out
    assert asked(run)[-1]["answered"]["by"] == "Ada Quill" or all(q["id"] != question["id"] for q in asked(run))
    (row,) = json.loads(run("log", "--json")[1])
    assert (row["by"], row["kind"], row["note"]) == ("Ada Quill", "value", "one street only")
    status, out, _ = run("withdraw", row["subject"][:8], "--by", "Ben Orsk", "--note", "read again")
    assert status == 0 and "stemma build" in out
    _, out, _ = run("log")
    assert "(withdrawn " in out and "Ben Orsk" in out and "Why: read again" in out and "Why: one street only" in out
    assert run("withdraw", row["subject"], "--by", "Ben Orsk")[2].startswith("stemma: ")


def test_the_queue_works_while_the_record_is_behind(run):
    first, second = asked(run)[:2]
    for question in (first, second):
        assert run("judge", question["id"][:10], "--unsure", "--by", "Ada")[0] == 0
    last = asked(run)[-2:]
    assert {question["id"] for question in last} == {first["id"], second["id"]}
    assert "two questions answered" in run("review")[1]


@pytest.mark.parametrize(("arguments", "said"), [
    (("q-000000000000", "--yes", "--by", "Ada"), "is no kind of judgement and no question"),
    (("claim", "c-nothing", "--no", "--by", "Ada"), "No claim or statement is called"),
    (("claim", "1", "--no"), "--by NAME"),
    (("claim", "1", "--no", "--yes", "--by", "Ada"), "cannot both be"),
    (("claim", "1", "--answer", "y", "--by", "Ada"), "--answer is for a question"),
    (("value", "1", "--set", "scope", "--by", "Ada"), "--set takes JSON"),
    (("copy_of", "A", "Nowhere", "--yes", "--by", "Ada"), "No report is called"),
    (("missed", "A", "--set", '{"kind": "killed"}', "--by", "Ada"), "--words"),
])
def test_what_is_not_clear_is_refused_in_one_line(run, arguments, said):
    status, out, err = run("judge", *arguments)
    assert status != 0 and not out and said in err and err.count("\n") == 1


def test_rows_are_named_as_people_name_them():
    record = factories.sample_record()
    look = lookup(record)
    toll = next(claim for claim in look.claims.values() if claim.count and claim.count.low == 30)

    def ids(kind: str, *named: str, words: str = "") -> list[str]:
        return [target.id for target in judging.targets_called(record, kind, named, words)]

    assert ids("claim", toll.id[:8]) == [toll.id]
    assert ids("copy_of", "A", "valley post") == [look.readings[0].document.id, factories.sample_documents()[1].id]
    (place,) = judging.targets_called(record, "same_place", ["courier:Orvadell"])
    assert (place.row, place.kind, place.quoted) == ("mention", "place", "Orvadell")
    (person,) = judging.targets_called(record, "same_party", ["post:Mira Tolvann"])
    assert person.quoted == "Mira Tolvann"
    (missed,) = judging.targets_called(record, "missed", ["gazette"], "nobody was hurt")
    assert missed.row == "document" and missed.quoted == "nobody was hurt"
    assert set(ids("sign_off", "1")) == set(record.incidents[0].claims)


@pytest.mark.parametrize(("kind", "name", "words", "said"), [
    ("same_place", "courier:Nowhere", "", "No name is called"),
    ("missed", "courier", "Orvadell", "more than once"),
    ("same_party", "post:Orvadel", "", "No name is called"),
])
def test_rows_that_cannot_be_meant(kind, name, words, said, tmp_path):
    path = str(tmp_path / "small.case")
    with open_case(path, create=True) as case:
        case.add(factories.sample_items())
        case.replace_record(factories.sample_record())
    with pytest.raises(UsageError, match=said):
        judging.judge(path, kind, [name, name], judging.Answer("yes", None, "Ada", ""), words=words)


def test_a_sentence_with_two_figures_has_to_be_named_by_id():
    record = factories.sample_record()
    look = lookup(record)
    toll = next(claim for claim in look.claims.values() if claim.count and claim.count.low == 30)
    with pytest.raises(UsageError, match="may be any of 2: .* Give the id"):
        judging.targets_called(record, "claim", [str(look.numbers[toll.id])])


def test_an_empty_queue_and_an_empty_log_say_so(tmp_path, capsys):
    path = str(tmp_path / "empty.case")
    with open_case(path, create=True) as case:
        case.add(factories.sample_items())
        case.replace_record(factories.sample_record().__class__())
    assert cli.run(["review", path]) == 0 and capsys.readouterr().out == "Nothing to decide.\n"
    assert cli.run(["log", path]) == 0 and "Nobody has decided anything yet" in capsys.readouterr().out


def a_claim(run) -> str:
    return next(q for q in asked(run) if q["kind"] == "claim")["targets"][0]["id"]


def test_what_could_never_hold_is_refused_in_plain_words(run):
    claim = a_claim(run)
    for arguments, said in (
        (("missed", "E", "--words", "struck", "--set", '{"kind": "killed"}'), "People harmed need a number"),
        (("missed", "E", "--words", "struck", "--set", '{"kind": "banana", "value": "x"}'), "no claim of kind"),
        (("copy_of", "B", "B", "--yes"), "Both are the same row"),
        (("claim", claim), "needs a verdict: yes, no or unsure"),
    ):
        status, _, err = run("judge", *arguments, "--by", "Ada")
        assert status != 0 and said in err
    assert "Nobody has decided" in run("log")[1]


def test_a_decision_that_does_not_hold_is_told_with_the_build(run):
    claim = next(q for q in asked(run) if q["kind"] == "claim" and "no source" in q["why"])["targets"][0]["id"]
    source = json.dumps({"field": "source", "to": {"kind": "person", "name": "Vera Holt"}})
    corrected = json.loads(run("judge", "value", claim, "--set", source, "--by", "Ada", "--build", "--json")[1])
    assert "It does not hold" not in run("judge", "party_name", claim, "--set", "V. Holt", "--by", "Ada", "--build")[1]
    run("withdraw", corrected["judgement"]["id"], "--by", "Ada")
    assert "It does not hold" in run("judge", "party_name", claim, "--set", "Vera", "--by", "Ada", "--build")[1]
