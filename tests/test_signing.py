"""Sign-off: what is signed, what has changed since, and where a signature goes when incidents change."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma import cli, exporters
from stemma.cli import record as terminal
from stemma.errors import UsageError
from stemma.exporters import Options
from stemma.judgements.making import Signature, make, target_of
from stemma.judgements.signing import changes, content_of, digest_of, sign, sign_offs, signature_of, unplaced
from stemma.model import Incident, Judgement, Reading, Record
from stemma.pipeline import join, read
from tests.test_incidents import document

AT = datetime(2033, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2033, 6, 2, 12, tzinfo=UTC)
TEXTS = {
    "courier": """Shelling of Orvadell market kills 14

ORVADELL, May 2, 2033 - Fourteen people were killed and 20 were wounded when shells hit the covered market in Orvadell \
on Monday, governor Mira Tolvan said.
""",
    "herald": """At least 14 killed in Orvadell market

ORVADELL, May 3, 2033 - At least 14 people were killed on Monday when shells hit the covered market in Orvadell, \
governor Mira Tolvan told reporters.
""",
    "wire": """Orvadell market shelling leaves 17 dead

ORVADELL, May 3, 2033 - Seventeen people died on Monday when shells struck the covered market in Orvadell, surgeon \
Ilko Brandt said. The army fired the shells, Brandt said.
""",
}


@cache
def reading(name: str) -> Reading:
    return read(document(name, TEXTS[name]))


@cache
def case(*names: str) -> Record:
    return join([reading(name) for name in names])


def main(record: Record) -> Incident:
    return next(incident for incident in record.incidents if incident.main)


def signed(record: Record, status: str = "published", by: str = "Ana", at: datetime = AT) -> Judgement:
    return sign(record, main(record), status, by, at)


# --------------------------------------------------------------------------------------------- what is signed


def test_content_is_told_in_plain_lines():
    record = case("courier", "herald")
    content = content_of(record, main(record))
    assert content["place"].startswith("Orvadell") and content["day"] == "2 May 2033"
    assert content["killed"] == "14 or more" and content["injured"] == "20"
    assert content["best killed"].startswith("14 (grade ")
    assert "source: of the killed, Mira Tolvan" in content
    assert {"report: courier", "report: herald"} <= content.keys()
    assert content["figure: “At least 14 people were killed” (herald)"] == "killed, 14 or more, by Mira Tolvan"


def test_the_digest_is_of_the_lines_whatever_their_order():
    content = content_of(case("courier"), main(case("courier")))
    assert digest_of(dict(reversed(content.items()))) == digest_of(content) != digest_of(content | {"place": "Halm"})


def test_documents_of_one_name_are_told_apart():
    one, other = (read(document("same", TEXTS[name])) for name in ("courier", "herald"))
    record = join([one, other])
    assert {"report: same", "report: same (2)"} <= content_of(record, main(record)).keys()


def test_a_signature_is_of_the_incident_with_most_of_the_claims():
    record = two()
    (other,) = [one for one in record.incidents if not one.main and "Halm" in one.title]
    targets = [*signed(record).targets[:1], *sign(record, other, "draft", "Ana", AT).targets]
    found = signature_of(record, targets, "reviewed")
    assert (found.status, found.content) == ("reviewed", content_of(record, other))
    for wrong, status in ((targets, "final"), (targets, None), ([replace(targets[0], id="c-0")], "reviewed")):
        with pytest.raises(UsageError):
            signature_of(record, wrong, status)


def test_at_the_terminal_a_signature_keeps_what_was_seen(tmp_path, capsys):
    case_file, reports = str(tmp_path / "orvadell.case"), tmp_path / "reports"
    reports.mkdir()
    (reports / "courier.txt").write_text(TEXTS["courier"], encoding="utf-8")
    assert cli.run(["build", case_file, str(reports)]) == 0
    assert cli.run(["judge", case_file, "sign_off", "1", "--set", "published", "--by", "Ana", "--build"]) == 0
    (reports / "wire.txt").write_text(TEXTS["wire"], encoding="utf-8")
    assert cli.run(["build", case_file, str(reports)]) == 0
    capsys.readouterr()
    assert cli.run(["show", case_file, "1"]) == 0
    shown = capsys.readouterr().out
    assert "Published: signed by Ana on" in shown and "killed: was 14, is 14 to 17" in shown
    assert cli.run(["export", case_file, "--to", "csv", "--status", "published"]) == 0
    told = capsys.readouterr()
    assert "has changed since it was published: killed: was 14, is 14 to 17" in told.err and "Seventeen" in told.out
    assert cli.run(["judge", case_file, "sign_off", "1", "--set", "final", "--by", "Ana"]) == 2
    assert cli.run(["export", case_file, "--to", "csv", "--status", "final"]) == 2


def test_nobody_signs_without_a_name_and_nothing_without_a_claim():
    record = case("courier")
    with pytest.raises(UsageError):
        sign(record, main(record), "reviewed", " ", AT)
    with pytest.raises(UsageError):
        sign(record, replace(main(record), claims=()), "reviewed", "Ana", AT)


# -------------------------------------------------------------------------------------------- what has changed


def test_without_a_signature_every_incident_is_a_draft():
    record = case("courier", "wire")
    assert [(one.incident, one.status, one.judgement, one.changes) for one in sign_offs(record, ())] == [
        (incident.id, "draft", None, ()) for incident in record.incidents]


def test_what_was_signed_and_is_the_same_has_no_changes():
    record = case("courier", "herald")
    judgement = signed(record)
    (found,) = [one for one in sign_offs(record, [judgement]) if one.incident == main(record).id]
    assert (found.status, found.judgement, found.by, found.at, found.changes) == (
        "published", judgement.id, "Ana", AT, ())


def test_a_report_that_was_added_since_is_told_line_by_line():
    judgement, record = signed(case("courier")), case("courier", "wire")
    (found,) = [one for one in sign_offs(record, [judgement]) if one.judgement]
    assert found.status == "published"
    assert "killed: was 14, is 14 to 17" in found.changes
    assert "a new report: wire" in found.changes
    assert "a new independent source of the killed, Ilko Brandt" in found.changes
    assert any(line.startswith("a new figure: “Seventeen people died” (wire): killed, 17") for line in found.changes)
    assert any(line.startswith("accounts differ anew: killed: ") for line in found.changes)
    assert not any("injured" in line for line in found.changes)


def test_every_line_has_its_words():
    was = {"killed": "3", "weapons": "shells", "report: a": "Courier", "figure: “three” (a)": "killed, 3"}
    now = {"killed": "4", "day": "2 May 2033", "report: b": "", "figure: “three” (a)": "killed, 3, denied"}
    assert changes(was, now) == (
        "killed: was 3, is 4", "day: was not given, is 2 May 2033", "a new report: b",
        "the figure “three” (a): was killed, 3, is killed, 3, denied",
        "weapons: was shells, is not given any more", "a report is gone: a: Courier")


SINGLE, MANY = ["killed", "day"], ["report: a", "report: b", "source: of the killed, X", "figure: “x”"]
lines = st.tuples(st.dictionaries(st.sampled_from(SINGLE), st.sampled_from(["1", "2"])),
                  st.dictionaries(st.sampled_from(MANY), st.sampled_from(["", "1", "2"]))
                  ).map(lambda two: two[0] | two[1])


@given(lines, lines)
def test_each_difference_is_told_once_and_nothing_else(was: dict[str, str], now: dict[str, str]):
    different = {line for line in was.keys() | now.keys() if was.get(line) != now.get(line)}
    told = changes(was, now)
    assert len(told) == len(set(told)) == len(different)


def test_a_signature_that_kept_no_content_still_tells_that_there_is_a_change():
    record = case("courier")
    bare = make("sign_off", [target_of(reading("courier").claims[0], reading("courier").document)], "Ana", AT,
                value=Signature("reviewed", "another"))
    (found,) = [one for one in sign_offs(record, [bare]) if one.judgement]
    assert len(found.changes) == 1 and "not kept" in found.changes[0]


# ------------------------------------------------------------------------------------------- where it belongs


def test_the_latest_signature_holds_and_withdrawing_it_gives_back_the_one_before():
    record = case("courier", "herald")
    first, second = signed(record, "reviewed"), signed(record, "published", "Bo", LATER)
    both = sign_offs(record, [first, second])
    assert both == sign_offs(record, [second, first])
    assert [one.by for one in both if one.judgement] == ["Bo"]
    assert sign_offs(record, [first, replace(second, withdrawn=LATER)]) == sign_offs(record, [first])


def test_who_signs_it_as_a_draft_takes_it_back():
    record = case("courier", "herald")
    (found,) = [one for one in sign_offs(record, [signed(record), signed(record, "draft", "Bo", LATER)])
                if one.judgement]
    assert (found.status, found.by, found.changes) == ("draft", "Bo", ())


def split(record: Record, doc: str) -> Record:
    """The record with its main incident in two: the claims of one document, and the others."""
    whole = main(record)
    own = {claim.id for claim in next(r for r in record.readings if r.document.name == doc).claims}
    parts = (replace(whole, claims=tuple(row for row in whole.claims if row not in own)),
             replace(whole, id="i-part", main=False, claims=tuple(row for row in whole.claims if row in own)))
    rest = [incident for incident in record.incidents if incident is not whole]
    return replace(record, incidents=(*parts, *rest))


def test_after_a_split_it_goes_with_most_of_its_claims_and_tells_what_has_gone():
    record = case("courier", "herald")
    own = {claim.doc: 0 for r in record.readings for claim in r.claims}
    for row in main(record).claims:
        own[next(claim.doc for r in record.readings for claim in r.claims if claim.id == row)] += 1
    fewest = min(own, key=own.get)
    apart = split(record, next(r.document.name for r in record.readings if r.document.id == fewest))
    found = {one.incident: one for one in sign_offs(apart, [signed(record)])}
    assert found["i-part"].status == "draft"
    assert found[main(record).id].status == "published"
    assert any(line.startswith("a figure is gone: ") for line in found[main(record).id].changes)


def test_a_signature_of_no_incident_is_a_problem_and_not_forgotten():
    record = case("courier", "herald")
    judgement = signed(record)
    gone = replace(record, incidents=())
    assert unplaced(record, [judgement]) == () and sign_offs(gone, [judgement]) == ()
    (found,) = unplaced(gone, [judgement])
    assert (found.stage, found.subject, found.code) == ("judgements", judgement.id, "unplaced")
    assert found.message.startswith("Ana decided on 2033-06-01")
    assert unplaced(gone, [replace(judgement, withdrawn=LATER)]) == ()


def test_a_signature_that_cannot_be_read_is_a_problem_and_the_one_before_holds():
    record = case("courier", "herald")
    first = signed(record, "reviewed")
    spoilt = replace(signed(record, "published", "Bo", LATER), value="{}", subject="another")
    assert [one.status for one in sign_offs(record, [first, spoilt]) if one.judgement] == ["reviewed"]
    assert [problem.code for problem in unplaced(record, [first, spoilt])] == ["unreadable"]


@settings(max_examples=20, deadline=None)
@given(st.permutations(["courier", "herald", "wire"]), st.integers(1, 3))
def test_the_order_of_reports_and_signatures_changes_nothing(names: list[str], count: int):
    record = join([reading(name) for name in names])
    judgements = [signed(case(*sorted(names)[:number]), "reviewed", f"Ana {number}") for number in range(1, count + 1)]
    whole = case("courier", "herald", "wire")
    assert sign_offs(record, judgements) == sign_offs(whole, judgements[::-1])


# ----------------------------------------------------------------------------------------------------- exports

HALM = """Two killed by gunmen in Halm

HALM, May 4, 2033 - Gunmen killed two people in Halm on Wednesday, police chief Dario Kess said.
"""


@cache
def two() -> Record:
    """A case of two incidents, each with reports of its own."""
    return join([*(reading(name) for name in TEXTS), read(document("halm", HALM))])


def with_sign_offs(record: Record, judgements: list[Judgement]) -> Record:
    return replace(record, sign_offs=sign_offs(record, judgements))


def lines_of(name: str, record: Record, options: Options) -> list[str]:
    return exporters.export(exporters.formats()[name], record, options).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("name", sorted(exporters.formats()))
def test_what_is_all_published_is_exported_as_without_asking(name: str):
    record = case(*TEXTS)
    record = with_sign_offs(record, [sign(record, one, "published", "Ana", AT) for one in record.incidents])
    module = exporters.formats()[name]
    assert exporters.export(module, record, Options(status="published")) == exporters.export(module, record)
    assert list(exporters.remarks(module, record, Options(status="published"))) == list(
        exporters.remarks(module, record))


@pytest.mark.parametrize("name", sorted(exporters.formats()))
def test_nothing_of_a_draft_is_exported(name: str):
    record = with_sign_offs(two(), [sign(two(), main(two()), "reviewed", "Ana", AT)])
    module = exporters.formats()[name]
    held = exporters.export(module, record, Options(status="reviewed"))
    text = held.decode("utf-8", "replace")
    assert "Halm" not in text and "Kess" not in text
    assert exporters.export(module, record, Options(status="published")) == exporters.export(
        module, replace(Record(), sign_offs=()), Options(status="published"))
    assert list(exporters.remarks(module, record, Options(status="reviewed")))[0] == (
        "1 incident is not in the file: not reviewed or published yet.")


@pytest.mark.parametrize("name", ["acled", "ucdp", "ibc", "hxl", "csv"])
def test_rows_that_are_exported_are_those_of_the_whole_case(name: str):
    record = with_sign_offs(two(), [sign(two(), main(two()), "published", "Ana", AT)])
    held, whole = lines_of(name, record, Options(status="published")), lines_of(name, record, Options())
    assert len(held) < len(whole) and [line for line in whole if line in held] == held


def test_an_export_says_what_has_changed_since_it_was_signed():
    record = with_sign_offs(case("courier", "wire"), [signed(case("courier"))])
    told = list(exporters.remarks(exporters.formats()["csv"], record, Options(status="published")))
    assert len(told) == 1
    assert told[0].startswith(f"{main(record).title} ({main(record).id}) has changed since it was published: killed: ")


def test_only_reviewed_and_published_can_be_asked_for():
    with pytest.raises(UsageError, match="reviewed or published"):
        Options(status="draft")


def test_the_dossier_holds_what_was_decided_signed_and_found_changed():
    judgement = signed(case("courier"))
    record = join([reading("courier"), reading("wire")], [judgement])
    found = json.loads(exporters.export(exporters.formats()["dossier"], record, Options(judgements=(judgement,))))
    (sign_off,) = found["sign_offs"]
    assert sign_off["incident"] == main(record).id and sign_off["judgement"] == judgement.id
    assert "a new report: wire" in sign_off["changes"]
    assert [one["judgement"] for one in found["judged"]] == [judgement.id]
    (row,) = found["judgements"]
    assert len(row["targets"]) == len(judgement.targets) and row["targets"][0]["doc"] == "courier"


def test_the_terminal_says_how_far_an_incident_is():
    record = with_sign_offs(case("courier", "wire"), [signed(case("courier"), "reviewed")])
    view = terminal.case_view(record)
    shown = "\n".join(terminal.incident_lines(view, view.incidents[0], 100))
    assert "Reviewed: signed by Ana on 1 June 2033" in shown and "killed: was 14, is 14 to 17" in shown
    assert "Reviewed: 1" in terminal.list_lines(view, 100)
    draft = terminal.case_view(case("courier"))
    assert "signed" not in "\n".join(terminal.incident_lines(draft, draft.incidents[0], 100))
    assert not any("Reviewed" in line for line in terminal.list_lines(draft, 100))
