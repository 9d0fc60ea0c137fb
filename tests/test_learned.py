"""What a tagger's attributions add to the statements that the rules find."""

from __future__ import annotations

import pytest

from stemma.pipeline import open_page
from stemma.readers._documents import make_document
from stemma.statements import statements_of
from stemma.tagging import Attribution, Cue

TEXT = (
    "Shells fall on Orvane\n\n"
    "Ilar Tomek, the deputy governor, has it that nine people died at the depot. Later he let it be known that the "
    "road was shut.\n\n"
    "\"We slept in the cellar,\" went the account of a baker, \"and nobody came.\"\n\n"
    "The mayor said the bridge was down."
)


def page():
    return open_page(make_document(name="r", raw=TEXT.encode(), text=TEXT, media_type="text/plain", path=None,
                                   title=None, published=None, url=None))


def found(cue: str, source: str, *content: str, speech: float = 0.9, sure: float = 0.9) -> Attribution:
    def at(words: str, start: int = 0) -> tuple[int, int]:
        begin = TEXT.index(words, start)
        return begin, begin + len(words)

    spoken_by = (at(source, max(0, TEXT.index(cue) - 33)),) if source else ()
    return Attribution((at(cue),), spoken_by, tuple(at(c) for c in content), speech, sure)


def added(*attributions: Attribution):
    before = statements_of(page())
    return [s for s in statements_of(page(), attributions) if s not in before]


def test_a_construction_that_no_rule_knows_becomes_a_statement_of_the_person_named():
    statement, = added(found("has it", "Ilar Tomek, the deputy governor,", "that nine people died at the depot"))
    assert statement.span.of(TEXT) == "nine people died at the depot"
    assert (statement.source.name, statement.source.role) == ("Ilar Tomek", "the deputy governor")
    assert statement.cue.of(TEXT) == "has it"
    assert not statement.direct


def test_a_pronoun_means_whom_the_text_named_before():
    first = found("has it", "Ilar Tomek, the deputy governor,", "that nine people died at the depot")
    second = found("let it be known", " he", "that the road was shut")
    assert [s.source.name for s in added(first, second)] == ["Ilar Tomek", "Ilar Tomek"]


def test_what_is_said_in_two_stretches_is_two_contents_of_one_source():
    pair = added(found("went the account of", " a baker", '"We slept in the cellar,"', '"and nobody came."'))
    assert [s.span.of(TEXT) for s in pair] == ["We slept in the cellar", "and nobody came"]
    assert all(s.direct for s in pair)
    assert len({s.source.name for s in pair}) == 1


@pytest.mark.parametrize("attribution", [
    found("has it", "Ilar Tomek, the deputy governor,", "that nine people died at the depot", speech=0.2),
    found("has it", "Ilar Tomek, the deputy governor,", "that nine people died at the depot", sure=0.2),
    found("has it", "", "that nine people died at the depot"),
    found("has it", "Ilar Tomek, the deputy governor,"),
    found("said", "The mayor", "the bridge was down"),
], ids=["an attitude", "doubtful", "nobody speaks", "nothing is said", "the rules have it"])
def test_what_adds_nothing(attribution):
    assert added(attribution) == []


def test_nobody_is_asked_who_speaks_where_the_rules_know_it():
    asked = []

    def heard(attribution: Attribution) -> Cue:
        return Cue(attribution.cue, attribution.sure, lambda: asked.append(attribution) or attribution)

    known = found("said", "The mayor", "the bridge was down")
    unsure = found("let it be known", " he", "that the road was shut", sure=0.5)
    new = found("has it", "Ilar Tomek, the deputy governor,", "that nine people died at the depot")
    statements = statements_of(page(), [heard(a) for a in (known, unsure, new)])
    assert statements == statements_of(page(), (known, unsure, new))
    assert asked == [new]
