"""The marked reports read as they are marked, and faults in the marking are found."""

from __future__ import annotations

import pytest

from training import war


def _quoted(text: str, attribution: dict) -> dict:
    return {role: [text[start:end] for start, end in attribution[role]] for role in war.ROLES}


def test_a_statement_in_pieces_keeps_its_words_and_offsets():
    marked = '{s1.content|"We counted nine,"} {s1.source|she} {s1.cue|said}. {s1.content|"There may be more."}'
    text, [statement] = war.parse(marked)
    assert text == '"We counted nine," she said. "There may be more."'
    assert statement["act"] == "speech"
    assert _quoted(text, statement) == {
        "source": ["she"],
        "cue": ["said"],
        "content": ['"We counted nine,"', '"There may be more."'],
    }


def test_nested_and_shared_pieces():
    marked = (
        "{s1+a1.source|The clinic} {s1.cue|said} {s1.content|that {s2.source|the mayor} {s2.cue|had put} "
        "{s2.content|the toll at nine}} and {a1.cue|feared} {a1.content|worse}."
    )
    text, attributions = war.parse(marked)
    by_id = {a["id"]: a for a in attributions}
    assert text == "The clinic said that the mayor had put the toll at nine and feared worse."
    assert by_id["s1"]["source"] == by_id["a1"]["source"] == [[0, 10]]
    assert _quoted(text, by_id["s1"])["content"] == ["that the mayor had put the toll at nine"]
    assert _quoted(text, by_id["s2"])["content"] == ["the toll at nine"]
    assert by_id["a1"]["act"] == "attitude"
    assert war.check("Headline\n\n" + marked) == []


@pytest.mark.parametrize(
    "marked, fault",
    [
        ("{s1.source|He} {s1.cue|said} so.", "no content"),
        ("{s1.source|He} said {s1.content|so}.", "0 cues"),
        ("{s1.cue|said} {s1.cue|again} {s1.content|so}.", "2 cues"),
        ("{s1.cue|said {s1.content|so}.", "never closed"),
        ("{s1.cue|said} {s1.content|so}}.", "closes nothing"),
        ("{s1.verb|said} {s1.content|so}.", "opens nothing"),
        ("{s1.cue|said }{s1.content|so}.", "loose spaces"),
        ("{s1.cue|sa}id {s1.content|so}.", "ends inside a word"),
        ("{s1.cue|said {s2.cue|so}} {s1+s2.content|it}.", "overlap"),
        ("{s1.content|so {s1.cue|said} he}.", "holds its own cue"),
    ],
)
def test_faults_in_the_marking_are_found(marked: str, fault: str):
    assert any(fault in line for line in war.check(marked))


@pytest.mark.parametrize("path", war.files(), ids=lambda path: path.stem)
def test_every_report_reads(path):
    assert war.check(path.read_text(encoding="utf-8").rstrip("\n")) == []
    text, attributions = war.read(path)
    for attribution in attributions:
        for role in war.ROLES:
            for start, end in attribution[role]:
                assert 0 <= start < end <= len(text)
