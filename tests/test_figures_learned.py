"""Figures that a trained reader finds: which of them become claims, and with what count."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from stemma import kinds
from stemma.model import FigureMention
from stemma.pipeline import open_page, read
from stemma.readers._documents import make_document
from stemma.values import Span

WAR = "Rebels shelled the town of Orvane overnight."


def claims(sentence: str, words: str, *, harm: str = "killed", scope: str = "incident", sure: float = 0.95,
           lead: str = WAR) -> list[tuple]:
    """The claims of a report whose second paragraph is a sentence of which the reader has marked some words."""
    text = f"{lead}\n\n{sentence}"
    page = open_page(make_document(name="r", raw=text.encode(), text=text, media_type="text/plain", path=None,
                                   title=None, published=None, url=None))
    start = text.index(words, len(lead))
    figure = FigureMention(Span(start, start + len(words)), harm, scope, sure)
    found = kinds.claims_of(replace(page, figures=(figure,)), ())
    return [(c.kind, c.scope, c.count.low, c.count.high) for c in found if c.count and c.span.start >= len(lead)]


def test_a_figure_without_a_word_of_harm():
    assert claims("The clinic has fourteen, the imam twelve.", "fourteen") == [("killed", "incident", 14, 14)]


def test_its_hedge_and_its_scope():
    assert claims("The list at the clinic runs to at least nine.", "at least nine", scope="partial") == [
        ("killed", "partial", 9, None)]


def test_the_grammar_has_the_first_word():
    assert claims("Nine people were wounded.", "Nine people", harm="killed") == [("injured", "incident", 9, 9)]


@pytest.mark.parametrize(("sentence", "words"), [
    ("The survey counted 31 burned houses.", "31"),
    ("A girl of seven came through it.", "seven"),
    ("Marek Tolvan, 29, keeps the list.", "29"),
    ("The bus left platform nine.", "nine"),
    ("The mayor speaks of the rest.", "the rest"),
], ids=["houses", "an age", "an age between commas", "a platform", "no number"])
def test_what_counts_no_people_is_no_figure(sentence, words):
    assert claims(sentence, words) == []


def test_a_doubtful_figure_is_left_alone():
    assert claims("The clinic has fourteen.", "fourteen", sure=0.5) == []


def test_reports_of_other_things_than_war_are_not_asked():
    assert claims("The clinic has fourteen.", "fourteen", lead="A bus left the road near Orvane.") == []


def test_what_a_quoted_person_gives_for_another_is_nobodys():
    assert claims("“The governor says eleven,” she told a visitor.", "eleven") == []


@pytest.mark.parametrize(("lead", "asked"), [(WAR, True), ("A bus left the road near Orvane.", False)])
def test_figures_are_looked_for_only_where_they_can_become_claims(lead, asked):
    text = f"{lead}\n\nNine people were killed and 14 wounded, the governor said."
    document = make_document(name="r", raw=text.encode(), text=text, media_type="text/plain", path=None, title=None,
                             published=None, url=None)
    assert bool(read(document, "fast").page.figures) == asked == kinds.takes_figures(open_page(document))
