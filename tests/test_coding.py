"""Coding conventions: every worked example, what must hold of every convention, bad files, and a convention of one's
own."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stemma.cli import coding as cli
from stemma.cli import run
from stemma.coding import code, conventions, loading, named, parse, readings, rows, split
from stemma.coding.loading import WORDINGS, used_rules
from stemma.coding.spec import ASPECTS, MARKS, AnyField
from stemma.errors import BadConvention, UsageError
from stemma.store import open_case
from tests.codings import Block, blocks, outcome, record
from tests.factories import sample_items, sample_record

HERE = Path(__file__).parent / "cases" / "coding"
EXAMPLES = [block for path in sorted(HERE.glob("*.txt")) for block in blocks(path)]
SHIPPED = ("acled", "airwars", "ibc", "ohchr", "ucdp")
REGISTER = HERE / "register.toml"


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: f"{block.by}: {block.title}")
def test_example(block: Block) -> None:
    by = named(block.by if not block.by.endswith(".toml") else str(HERE / block.by))
    assert block.expected
    assert [outcome(line, rows(block.record, "i-1", by)) for line in block.expected] == block.expected


# -------------------------------------------------------------------------------------- every convention


@pytest.fixture(params=SHIPPED)
def convention(request):
    return named(request.param)


def test_five_conventions_come_with_stemma() -> None:
    assert tuple(convention.name for convention in conventions()) == SHIPPED
    assert {path.name for path in (files("stemma") / "conventions").iterdir() if path.name.endswith(".toml")} == {
        f"{name}.toml" for name in SHIPPED}


def test_the_files_are_packaged() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert "**/*.toml" in project["tool"]["setuptools"]["package-data"]["stemma"]


def test_every_rule_is_used_and_marked(convention) -> None:
    assert set(convention.rules) == {rule for _, rule in used_rules(convention) if rule}
    assert all(rule.mark in MARKS and rule.text for rule in convention.rules.values())
    assert all(rule.source for rule in convention.rules.values() if rule.mark == "verified")


def test_every_wording_is_read(convention) -> None:
    assert all(wording in convention.wordings or "default" in convention.wordings for wording in WORDINGS)


def test_what_was_not_found_is_marked_as_ours() -> None:
    ours = {name: {key for key, rule in named(name).rules.items() if rule.mark == "ours"} for name in SHIPPED}
    assert {"up-to", "unknown-number", "source-scale"} <= ours["acled"]
    assert {"bounds", "best"} <= ours["ucdp"]
    assert {"vague", "open-end"} <= ours["airwars"]
    assert "bounds" in ours["ibc"] and "pending" in ours["ohchr"]


def test_the_sample_is_coded(convention) -> None:
    made = sample_record()
    claims = {claim.id for reading in made.readings for claim in reading.claims}
    for incident in made.incidents:
        coding = code(made, incident.id, convention)
        assert coding.why
        if not coding.included:
            assert coding.values == () and coding.why.startswith("Not coded: ")
            continue
        assert [value.field for value in coding.values] == [field.name for field in convention.field]
        for value in coding.values:
            assert value.reason and value.mark == convention.rules[value.rule].mark
            assert set(value.rows) <= claims


def test_order_of_documents_changes_nothing(convention) -> None:
    made = sample_record()
    turned = replace(made, readings=made.readings[::-1], places=made.places[::-1], origins=made.origins[::-1],
                     assessments=made.assessments[::-1], drifts=made.drifts[::-1])
    for incident in made.incidents:
        assert code(made, incident.id, convention) == code(turned, incident.id, convention)


def test_a_date_of_publication_never_stands_for_a_day(convention) -> None:
    made = record(["a 2033-06-09 | governor | [Nine] civilians were killed | killed | 9..9 exact civilian"],
                  "unknown “Friday”")
    coding = code(made, "i-1", convention)
    assert not coding.included and "“Friday”" in coding.why and "2033" not in coding.why


FIGURES = st.lists(st.tuples(
    st.sampled_from("abc"), st.sampled_from(["governor", "doctor", "org: Hill League", "-"]),
    st.sampled_from(["9..9 exact", "11.. at_least", "..30 at_most", "24..99 dozens", "3..9 several", "1.. indefinite",
                     "40..60 range", "0..0 none", "12.. more_than"]),
    st.sampled_from(["", "civilian", "combatant", "mixed", "partial", "partial civilian children", "aggregate"]),
    st.sampled_from(["killed", "injured", "casualties"])), min_size=1, max_size=7)


def lines_of(figures) -> list[str]:
    return [f"{doc} 2033-05-0{ord(doc) - 94} | {who} | [{figure.split('..')[0] or 'up to'}] people | {harm} | "
            f"{figure} {more}" for doc, who, figure, more, harm in figures]


@settings(max_examples=60, deadline=None)
@given(FIGURES)
def test_whatever_is_reported_the_sums_and_the_order_hold(figures) -> None:
    made = record(lines_of(figures))
    values = {value.field: value.value for value in code(made, "i-1", named("ucdp")).values}
    if values and values["best"] is None:  # only figures of a part, or of other happenings
        assert values["low"] is None and values["high"] is None
    elif values:
        assert values["low"] <= values["best"] and (values["high"] is None or values["best"] <= values["high"])
        assert values["best"] == sum(values[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown"))
    for name in ("airwars", "ibc"):
        found = {value.field: value.value for value in code(made, "i-1", named(name)).values}
        for low in (field for field in found if field.endswith(("_min", " minimum"))):
            high = low.replace("_min", "_max").replace("minimum", "maximum")
            assert found[low] is None or found[high] is None or found[low] <= found[high]
    for convention in conventions():
        assert rows(made, "i-1", convention)


@given(st.integers(0, 10_000), st.integers(1, 31))
def test_a_divided_total_loses_nobody(total: int, days: int) -> None:
    parts = split(total, days)
    assert sum(parts) == total and len(parts) == days
    assert list(parts) == sorted(parts, reverse=True) and max(parts) - min(parts) <= 1


def test_what_was_written_its_reading_and_the_value_stay_side_by_side() -> None:
    made = record(["a 2033-05-02 | governor | [Dozens] of people were killed | killed | 24..99 dozens"])
    (figure,) = readings(made, "i-1", named("acled"), "killed")
    assert (figure.words, figure.count.low, figure.count.high, figure.low, figure.high) == ("Dozens", 24, 99, 12, 12)


# -------------------------------------------------------------------------------------------- bad files

GOOD = REGISTER.read_text(encoding="utf-8")
BAD = {
    "not TOML": (lambda text: text + "\n[[", "not TOML"),
    "unknown key": (lambda text: text.replace('take = "lowest"', 'tkae = "lowest"', 1), "tkae"),
    "missing key": (lambda text: text.replace('version = "1"\n', ""), "`version`"),
    "unknown strategy": (lambda text: text.replace('strategy = "toll"', 'strategy = "guess"', 1), "'guess'"),
    "unknown value": (lambda text: text.replace('take = "lowest"', 'take = "average"', 1), 'field "dead".take'),
    "wrong type": (lambda text: text.replace('least = "month"', "least = 3"), "include[0].least"),
    "unknown rule": (lambda text: text.replace('rule = "least"', 'rule = "leest"', 1), "no rule is called 'leest'"),
    "unknown mark": (lambda text: text.replace('mark = "ours"', 'mark = "sure"', 1), "mark"),
    "unread wording": (lambda text: text.replace("default = {", "few = {"), "has no default"),
    "two fields": (lambda text: text.replace('name = "hurt"', 'name = "dead"'), "two fields of this name"),
    "field before its total": (lambda text: text.replace('of = "dead"', 'of = "all"'), "'all'"),
    "other name": (lambda text: text.replace('name = "register"', 'name = "registry"'), "not the name of the file"),
    "ends crossed": (lambda text: text.replace("low = 24, high = 24", "low = 25, high = 24"), "low 25 is above high"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_one_clear_error(kind: str) -> None:
    change, said = BAD[kind]
    assert change(GOOD) != GOOD
    with pytest.raises(BadConvention) as error:
        parse("register.toml", change(GOOD).encode())
    message = str(error.value)
    assert message.startswith("register.toml: ") and said in message and "\n" not in message


def test_a_bad_file_in_the_folder_leaves_the_others_usable(tmp_path, monkeypatch, case, capsys) -> None:
    folder = tmp_path / "conventions"
    folder.mkdir()
    (folder / "register.toml").write_text(GOOD, encoding="utf-8")
    (folder / "valley.toml").write_text("name = 3", encoding="utf-8")
    monkeypatch.setattr(loading, "files", lambda package: tmp_path)
    loading.in_folder.cache_clear()
    try:
        assert [convention.name for convention in conventions()] == ["register"]
        assert run(["code", case]) == 0
        said = capsys.readouterr()
        assert "REGISTER" in said.out and said.err.startswith("stemma: left out: valley.toml: ")
        with pytest.raises(BadConvention, match="valley.toml: name: expected `str`, got `int`"):
            named("valley")
    finally:
        loading.in_folder.cache_clear()


def test_text_in_another_encoding() -> None:
    with pytest.raises(BadConvention, match="register.toml: not UTF-8"):
        parse("register.toml", b"\xff\xfe")


# -------------------------------------------------------------------------------------- on the command line


def printed(incident: str | None, by: str | None, width: int = 80) -> list[str]:
    made = sample_record()
    return cli.lines_of(made, cli.coded(made, incident, by), incident is not None, width)


@pytest.mark.parametrize("width", [60, 80, 110])
@pytest.mark.parametrize("by", [None, *SHIPPED, str(REGISTER)])
@pytest.mark.parametrize("incident", [None, "1", "2", "i-orvadell"])
def test_lines_fit_the_terminal(incident: str | None, by: str | None, width: int) -> None:
    lines = printed(incident, by, width)
    assert max(map(len, lines)) <= width and not any("None" in line for line in lines)


def test_side_by_side_says_what_each_convention_makes_of_it_and_why() -> None:
    text = "\n".join(printed("1", None))
    assert all(name.upper() in text for name in SHIPPED)
    assert re.search(r"^killed +14", text, re.MULTILINE)
    for aspect in ASPECTS:
        assert f"{aspect.upper()} ─" in text
    assert "our default" in text and "ohchr: Actual figures are likely higher." in text


def test_an_incident_without_a_date_says_so_in_every_convention() -> None:
    text = "\n".join(printed("2", None))
    assert text.count("Not coded: ") == len(SHIPPED)
    assert re.sub(r"\s+", " ", text).count("“Tuesday”: no report says which date that is") == len(SHIPPED)


def test_numbers_lead_to_the_sentences() -> None:
    text = "\n".join(printed("1", "acled"))
    assert re.search(r"fatalities: 14\n(?:.*\n)*? +.*\[\d", text)
    assert "HOW FIGURES ARE READ: KILLED" in text and "RULES" in text


def test_a_convention_of_ones_own_needs_one_file() -> None:
    text = "\n".join(printed("1", str(REGISTER)))
    assert "Register of the Upper Valley" in text and "dead: 14" in text


@pytest.mark.parametrize(("incident", "by", "said"), [
    ("1", "aclde", "No convention is called 'aclde'; there are: acled, airwars, ibc, ohchr, ucdp"),
    ("9", "acled", "No incident is called '9'"),
    ("1", "none/such.toml", "none/such.toml: No such file"),
])
def test_what_does_not_exist_is_said_in_one_line(incident: str, by: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        printed(incident, by)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case with the record built by hand, as a build would have left it."""
    path = str(tmp_path / "sample.case")
    with open_case(path, create=True) as opened:
        opened.add(sample_items())
        opened.replace_record(sample_record())
    return path


@pytest.mark.parametrize("arguments", [(), ("1",), ("1", "--convention", "acled"), ("2", "--convention", "ibc"),
                                       ("--convention", str(REGISTER))])
def test_the_command(case: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", case, *arguments]) == 0
    said = capsys.readouterr()
    assert said.out.strip() and not said.err
    assert run(["code", case, *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"convention", "included", "why", "values", "figures"} <= set(found[0])


def test_the_command_says_what_is_wrong(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(GOOD.replace('name = "register"', 'name = "bad"').replace('take = "lowest"', 'take = "most"', 1))
    for arguments, said in ((("1", "--convention", "aclde"), "No convention is called 'aclde'"),
                            (("7",), "No incident is called '7'"),
                            (("1", "--convention", str(bad)), "bad.toml: field \"dead\".take: invalid enum value")):
        assert run(["code", case, *arguments]) == 2
        err = capsys.readouterr().err
        assert err.startswith("stemma: ") and said in err and err.count("\n") == 1
    assert run(["code", "--help"]) == 0 and "Examples: stemma code" in capsys.readouterr().out


def test_an_unknown_id_in_the_library() -> None:
    with pytest.raises(UsageError, match="no incident 'i-none'"):
        code(sample_record(), "i-none", named("acled"))


def test_the_page_on_conventions_is_whole() -> None:
    text = (Path(__file__).parent.parent / "docs" / "conventions.md").read_text(encoding="utf-8")
    for field in AnyField.__args__:
        assert f"`{field.__struct_config__.tag}`" in text
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1]
    assert parse("valley.toml", example.encode()).field[0].name == "dead"
    assert all(f"`{mark}`" in text for mark in MARKS)
