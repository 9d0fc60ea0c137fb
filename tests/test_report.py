"""The report page: what it says, that every value leads to its sentence, and that hostile text stays text."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from importlib import resources

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.model import Claim, Document, Edge, Family, Link, Place, Record
from stemma.report import render, words
from stemma.report.chart import Lane, Mark, _rows, axis_for, chart, ticks
from stemma.report.drawing import text_width
from stemma.report.lookup import holders_of, letter, lookup
from stemma.report.origins import origins_of
from stemma.report.trees import tree
from stemma.report.views import case_view, digest
from stemma.values import Count, Span, When
from tests.factories import sample_record

EMPTY = Record()
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"alert(1)\" ' {{7*7}} {% x %} \u202e"


class Reader(HTMLParser):
    """Tags, attributes and the text inside the reports, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.bodies: dict[str, str] = {}  # of style and script
        self.texts: list[str] = []  # of div.text
        self.seen: list[str] = []
        self._inside = ""
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._inside = tag
        if self._depth:
            self._depth += tag in ("div", "span")
        elif tag == "div" and ("class", "text") in attrs:
            self._depth = 1
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if self._depth:
            self._depth -= tag in ("div", "span")

    def handle_data(self, data: str) -> None:
        if self._inside in ("style", "script"):
            self.bodies[self._inside] = data
        else:
            self.seen.append(data)
        if self._depth:
            self.texts[-1] += data

    def values(self, name: str) -> list[str]:
        return [value for _, found, value in self.attributes if found == name]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.seen).split())


@pytest.fixture(scope="module")
def record() -> Record:
    return sample_record()


@pytest.fixture(scope="module")
def page(record: Record) -> Reader:
    return Reader(render(record))


def test_first_screen_answers_what_where_when_and_how_many(page: Reader) -> None:
    for said in ("Rocket attack on Orvadell", "Orvadell", "known to the day", "14 – 30",
                 "Two independent sources", "read as 14 or more", "Held responsible: the army"):
        assert said in page.words


def test_the_ends_of_a_range_have_their_words_and_holders(record: Record) -> None:
    killed = case_view(record).incidents[0].tolls[0]
    lowest, highest = killed.ends
    assert {s.text for s in lowest.sayings} == {"At least 14", "14"}
    assert [h.name for h in lowest.holders] == ["Mira Tolvan"]
    assert [h.name for h in highest.holders] == ["Free Hills Movement"]
    assert lowest.support.startswith("one independent source; reports")


def test_no_number_is_made_up(record: Record) -> None:
    bounds = {bound for a in record.assessments for bound in (a.low, a.high) if bound is not None}
    shown = {int(n.replace(",", "")) for incident in case_view(record).incidents for toll in incident.tolls
             for n in re.findall(r"[\d,]+", toll.span)}
    assert shown <= bounds


def test_a_harm_without_figures_is_unknown_not_nought(record: Record) -> None:
    side = case_view(record).incidents[1]
    assert [(t.harm, t.span) for t in side.tolls] == [("killed", "unknown"), ("injured", "0")]


def test_every_link_in_the_page_has_its_place_and_ids_are_unique(page: Reader) -> None:
    ids = page.values("id")
    assert not [name for name, count in Counter(ids).items() if count > 1]
    inner = [href for href in page.values("href") if href.startswith("#")]
    assert len(inner) > 30
    assert not {href[1:] for href in inner} - set(ids)


def test_every_claim_can_be_reached(page: Reader, record: Record) -> None:
    claims = {claim.id for reading in record.readings for claim in reading.claims}
    assert claims <= set(page.values("id"))


def test_texts_are_shown_whole_and_unchanged(page: Reader, record: Record) -> None:
    texts = [reading.page.text for reading in lookup(record).readings]
    assert page.texts == texts


def test_numbers_run_through_the_reports(record: Record) -> None:
    view = case_view(record)
    printed = [block.number for doc in view.documents for block in doc.blocks if block.number is not None]
    assert printed == list(range(1, len(printed) + 1))
    assert [doc.letter for doc in view.documents] == ["A", "B", "C", "D"]


def test_policy_allows_only_this_style_and_this_script(page: Reader) -> None:
    policy = next(v for v in page.values("content") if v.startswith("default-src"))
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        digest_of = base64.b64encode(hashlib.sha256(page.bodies[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest_of}'" in policy
    assert page.tags["script"] == page.tags["style"] == 1


def test_nothing_is_loaded(page: Reader) -> None:
    assert not page.values("src") and not page.values("srcset") and not page.values("style")
    assert not page.tags.keys() & {"link", "img", "iframe", "object", "embed", "base", "form", "image"}
    assert all(target.startswith("#") for tag, name, target in page.attributes if tag == "use" and "href" in name)
    assert "url(" not in page.bodies["style"] and "@import" not in page.bodies["style"]


def spoiled(value: object, inside: type | None = None, field: str = "") -> object:
    """The same record with hostile text in every free field."""
    if isinstance(value, msgspec.Struct):
        return type(value)(*(spoiled(getattr(value, name), type(value), name) for name in value.__struct_fields__))
    if isinstance(value, tuple):
        return tuple(spoiled(entry, inside, field) for entry in value)
    if isinstance(value, dict):
        return value
    if not isinstance(value, str) or field in FIXED:
        return value
    return value + EVIL


FIXED = {"id", "doc", "a", "b", "docs", "claims", "statements", "items", "origins", "sources", "party", "key",
         "subject", "statement", "part_of", "place", "incident", "row", "against", "parent", "sha256", "mentions",
         "precision", "wording", "stance", "scope", "status", "group", "channel", "basis", "how", "direction",
         "severity", "about", "part", "rule"}


def test_hostile_text_stays_text(record: Record) -> None:
    html = render(spoiled(record), title=EVIL)
    found = Reader(html)
    assert found.tags["script"] == 1 and found.tags["img"] == 0
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert "49" not in re.findall(r"\b49\b", found.words)
    assert "\u202e" not in html
    assert "alert(1)" not in found.bodies["script"] + found.bodies["style"]


def test_only_web_addresses_become_links(record: Record) -> None:
    reading = record.readings[0]
    document = msgspec.structs.replace(reading.document, url="javascript:alert(1)")
    page_of = msgspec.structs.replace(reading.page, document=document)
    spoilt = msgspec.structs.replace(record, readings=(msgspec.structs.replace(reading, page=page_of),
                                                       *record.readings[1:]))
    assert not [href for href in Reader(render(spoilt)).values("href") if href.startswith("javascript")]


def test_characters_that_html_cannot_hold_are_shown(record: Record) -> None:
    odd = msgspec.structs.replace(record.incidents[0], title="a\x00b\ud800c\x1b")
    html = render(msgspec.structs.replace(record, incidents=(odd, *record.incidents[1:])))
    html.encode("utf-8")
    assert "a\u2400b\ufffdc\u241b" in html


def test_the_same_record_gives_the_same_page(record: Record) -> None:
    turned = msgspec.structs.replace(record, readings=record.readings[::-1])
    assert render(record) == render(turned)
    assert digest(record) == digest(turned)


def test_states_without_data() -> None:
    assert "No reports in this case" in render(EMPTY)
    record = sample_record()
    bare = Record(record.readings)
    shown = Reader(render(bare)).words
    assert "No incident was found" in shown
    assert "Figures of no incident here" in shown


def test_figures_that_are_not_the_toll_stand_apart(record: Record) -> None:
    main = case_view(record).incidents[0]
    assert any("120" in row.value and "period" in row.note for row in main.not_toll)
    charted = [mark.words for item in main.figures for lane in item.lanes for mark in lane.marks]
    assert "120" not in charted and "nine" not in charted
    assert any("nine" in row.value for row in main.parts)


def test_a_vague_word_outside_the_range_is_still_drawn_and_its_reason_told(record: Record) -> None:
    vague = next(c.id for r in record.readings for c in r.claims if c.kind == "injured" and c.scope == "incident")
    said = (Link(vague, "a vague word"),)
    assessed = tuple(
        msgspec.structs.replace(a, claims=tuple(c for c in a.claims if c != vague), excluded=said)
        if a.kind == "injured" and a.incident == record.incidents[0].id else a for a in record.assessments)
    main = case_view(msgspec.structs.replace(record, assessments=assessed)).incidents[0]
    assert [row.note for row in main.left_out] == ["A vague word"]
    assert not any("Injured" in row.value for row in main.not_toll)
    injured = next(item for item in main.figures if item.harm == "injured")
    assert [lane.label for lane in injured.lanes] == ["Mira Tolvan", "Report C, no source named"]


def test_a_copy_hangs_below_what_it_was_copied_from(record: Record) -> None:
    look = lookup(record)
    main = record.incidents[0]
    claims = [look.claims[row] for row in main.claims]
    behind, _ = origins_of(look, claims, claims)
    governor = next(view for view in behind if view.name == "Mira Tolvan")
    first, copy = governor.leaves
    assert (first.depth, copy.depth, copy.parent) == (0, 1, 0)
    assert copy.how.startswith("rewrite of A")
    assert any("at least" in why for why in copy.drift)
    assert "changed:" in tree(governor)


def test_accounts_are_grouped_by_value_with_all_their_holders(record: Record) -> None:
    main = case_view(record).incidents[0]
    (killed,) = main.differing
    assert killed.about == "Number killed"
    held = {row.value: [holder.name for holder in row.holders] for row in killed.rows}
    assert held == {"“At least 14” (14 or more)": ["Mira Tolvan"], "30": ["Free Hills Movement"]}


def test_reports_that_name_no_source_stand_together_and_last(record: Record) -> None:
    look = lookup(record)
    claims = [claim for claim in look.claims.values() if claim.kind == "injured"]
    assert [holder.name for holder in holders_of(look, claims)] == [
        "Mira Tolvan", "reports B and C, no source named"]


def test_an_end_says_how_firmly_it_is_held(record: Record) -> None:
    readings = tuple(msgspec.structs.replace(r, claims=tuple(msgspec.structs.replace(c, stance="unverified")
                                                             for c in r.claims)) for r in record.readings)
    killed = case_view(msgspec.structs.replace(record, readings=readings)).incidents[0].tolls[0]
    assert all("not verified" in saying.note for end in killed.ends for saying in end.sayings)


def test_the_reason_for_joining_a_claim_is_kept_with_it(page: Reader) -> None:
    assert page.values("data-joined") == ["Rocket attack on Orvadell: the same town and day"]


def test_drawings_have_words_for_those_who_cannot_see_them(page: Reader) -> None:
    labelled = [value for tag, name, value in page.attributes if (tag, name) == ("svg", "aria-labelledby")]
    assert labelled and {part for value in labelled for part in value.split()} <= set(page.values("id"))
    assert page.tags["caption"] == page.tags["table"]


def test_copies_in_a_circle_do_not_hang(record: Record) -> None:
    docs = tuple(reading.document.id for reading in record.readings)
    edges = tuple(Edge(a, b, "reprint", 0.9, (), "b_from_a") for a, b in zip(docs, docs[1:] + docs[:1], strict=True))
    circular = msgspec.structs.replace(record, families=(Family("f", docs, edges),))
    assert "Mira Tolvan" in render(circular)


@pytest.mark.parametrize(("when", "said", "exactly"), [
    (When("Monday", date(2033, 5, 2), date(2033, 5, 2), "day"), "Monday 2 May 2033", "known to the day"),
    (When("in May", date(2033, 5, 1), date(2033, 5, 31), "month"), "May 2033", "known to the month, not to the day"),
    (When("2 and 3 May", date(2033, 5, 2), date(2033, 5, 3), "days"), "Monday 2 May 2033 to Tuesday 3 May 2033",
     "a stretch of days; the day itself is not stated"),
    (When("on Tuesday", weekday=1), "a Tuesday, date unknown", "no report says on what date"),
    (When("4 March", month_day=(3, 4)), "4 March, year unknown", "no report says on what date"),
    (When(""), "date unknown", "no report says on what date"),
])
def test_days_are_as_exact_as_they_are_known(when: When, said: str, exactly: str) -> None:
    assert (words.when(when), words.precision(when)) == (said, exactly)


@pytest.mark.parametrize(("count", "said"), [
    (Count(11, None, "at_least", "at least 11"), "11 or more"),
    (Count(None, 30, "at_most", "up to 30"), "30 or fewer"),
    (Count(24, 99, "dozens", "dozens"), "24 to 99"),
    (Count(2400, 2400, "about", "about 2,400"), "2,400"),
    (Count(1, None, "some", "some"), "no number"),
    (Count(0, 0, "none", "no one"), "0"),
])
def test_readings_of_counts(count: Count, said: str) -> None:
    assert words.reading(count) == said


def test_places_say_how_exactly_they_are_known() -> None:
    known = Place("k", "Kharkiv", (), "city", "UA", 49.99, -36.25, ())
    assert words.place(known) == "Kharkiv, Ukraine"
    assert words.place_precision(known) == "named to the city; 49.99° N, 36.25° W"
    assert words.place(None) == "place unknown"


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 52, 702)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


counts = st.one_of(
    st.integers(0, 2_000_000).map(lambda n: Mark(n, n, True, str(n), "#c", "t")),
    st.integers(0, 2_000_000).map(lambda n: Mark(n, None, True, f"at least {n}", "#c", "t")),
    st.integers(0, 2_000_000).map(lambda n: Mark(None, n, True, f"up to {n}", "#c", "t")),
    st.tuples(st.integers(0, 900_000), st.integers(0, 900_000), st.booleans()).map(
        lambda t: Mark(min(t[:2]), max(t[:2]), t[2], "so many words that they hardly fit", "#c", "t")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(counts, min_size=1, max_size=12), st.sampled_from(((8.0, 323.0), (248.0, 780.0))))
def test_words_and_marks_never_collide(marks: list[Mark], ends: tuple[float, float]) -> None:
    lanes = [Lane("who", "", "killed", tuple(marks))]
    axis = axis_for(lanes, *ends)
    for row in _rows(marks, axis):
        spans = sorted((placed.start, placed.end) for placed in row)
        assert all(a[1] < b[0] for a, b in zip(spans, spans[1:], strict=False))
    shown = ticks(axis)
    for (x, label), (y, after) in zip(shown, shown[1:], strict=False):
        assert y - x >= (text_width(label, 12) + text_width(after, 12)) / 2


def test_shapes_tell_what_kind_of_figure_it_is() -> None:
    def drawn(*bounds: object) -> str:
        return chart("x", "t", [Lane("w", "", "killed", (Mark(*bounds, "words", "#c", "t"),))],
                     [Lane("w", "", "killed", (Mark(*bounds, "words", "#c", "t"),))])

    assert 'class="dot"' in drawn(11, 11, True) and 'class="open"' not in drawn(11, 11, True)
    assert 'class="open"' in drawn(11, None, True) and 'class="open"' in drawn(None, 30, True)
    assert 'class="band"' in drawn(24, 99, False)
    assert 'class="bar"' in drawn(11, 15, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=14))
def test_overlapping_marks_keep_the_text_whole(edges: list[tuple[int, int]]) -> None:
    record = sample_record()
    reading = record.readings[0]
    claims = tuple(
        Claim(f"c{n}", reading.document.id, "killed", Span(min(e), max(e)), reading.claims[0].source, 0,
              count=Count(1, 1, "exact", "1")) for n, e in enumerate(edges))
    spoilt = msgspec.structs.replace(reading, claims=claims)
    view = case_view(Record((spoilt,)))
    text = "".join(piece.text for block in view.documents[0].blocks for piece in block.pieces)
    assert text == reading.page.text


def test_a_long_report_takes_linear_time() -> None:
    record = sample_record()
    reading = record.readings[0]
    text = "One person died here. " * 20_000
    document = Document("d-long", "long", "0" * 64, text, "text/plain")
    claims = tuple(Claim(f"c{n}", "d-long", "killed", Span(n * 22, n * 22 + 15), reading.claims[0].source, 0,
                         count=Count(1, 1, "exact", "One")) for n in range(5_000))
    long = msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, document=document, sentences=(),
                                                                         furniture=()), claims=claims, statements=())
    start = time.process_time()
    render(Record((long,)))
    assert time.process_time() - start < 5


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_in_light_dark_and_print() -> None:
    """WCAG 2 contrast of every text colour on every ground it is used on."""
    style = resources.files("stemma.report").joinpath("templates", "style.css").read_text("utf-8")
    themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{3,6})", block)) for block in
              re.findall(r":root \{(.*?)\n? *\}", style, re.S)]
    assert len(themes) == 3
    for theme in themes:
        theme = themes[0] | theme
        for ground in ("paper", "sheet", "tint", "tint-strong", "second-tint"):
            for ink in ("ink", "soft", "faint", "accent", "second"):
                if ground.startswith(("tint", "second")) and ink != "ink":
                    continue  # only ink is set on tints
                pair = sorted(_light(theme[c] if len(theme[c]) == 7 else "#" + "".join(2 * x for x in theme[c][1:]))
                              for c in (ground, ink))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ground, ink, theme[ground], theme[ink])
