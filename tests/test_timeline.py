"""The timeline: who told what when, told and published kept apart, readable with few acts and sane with many."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import pytest

from stemma.report import render
from stemma.report.drawing import text_width
from stemma.report.timeline import Carrier, Stand, Telling, Timeline, columns
from stemma.report.timeline_drawing import LEFT, MOST_DRAWN, WIDTH, timeline_drawing, timeline_pieces
from stemma.report.views import IncidentView, case_view
from tests import sample
from tests.factories import sample_record

START = date(2031, 5, 1)


@cache
def main() -> IncidentView:
    """The main incident of the sample case."""
    return case_view(sample.record(), side_by_side=False).incidents[0]


def telling(number: int, day: date | None, reports: int = 1, told: bool = True, who: str = "") -> Telling:
    carriers = tuple(Carrier(f"A{chr(65 + i % 26)}", "Hill Courier", day, "retold", i > 0, i == 2, f"#c-{i}")
                     for i in range(reports))
    return Telling(f"party-{number}", who or f"Marek Tolvan {number}", "governor of a long-named northern province",
                   "on Telegram", day, told, f"“{number}” killed", (), carriers)


def timeline(tellings: list[Telling], stands: tuple[Stand, ...] = ()) -> Timeline:
    days = {t.day for t in tellings} | {c.day for t in tellings for c in t.carriers}
    return Timeline("t", tuple(tellings), columns(days), stands)


# ------------------------------------------------------------------------------------------ of the sample


def test_each_source_has_its_acts_on_their_days():
    found = [(t.who, t.channel, t.told, t.day, t.figures) for t in main().timeline.tellings]
    assert ("Marek Tolvan", "on Facebook", True, date(2032, 3, 9)) in {row[:4] for row in found}
    assert ("Davit Orsen", "at a briefing", True, date(2032, 3, 10), "“Twelve” killed") in found
    lanes = [key for key, _ in groupby(t.key for t in main().timeline.tellings)]
    assert len(lanes) == len(set(lanes))


def test_a_day_that_no_report_gives_is_the_day_of_publication_and_says_so():
    view = main().timeline
    published = [t for t in view.tellings if not t.told and t.day]
    assert published and all(t.when.startswith("published ") for t in published)
    for one in published:
        assert one.day == min(c.day for c in one.carriers if c.day)
    drawn = timeline_drawing(view, view.tellings)
    assert drawn.count("dot published") == len(published)


def test_a_report_without_a_source_is_an_act_of_its_own_and_comes_last():
    last = case_view(sample_record()).incidents[0].timeline.tellings[-1]
    assert last.who == "No source named" and not last.key and len(last.carriers) == 1


def test_copies_hang_on_their_act():
    act = next(t for t in main().timeline.tellings if t.who == "Marek Tolvan")
    letters = {c.letter: c for c in act.carriers}
    assert {"B", "D", "E", "F"} <= letters.keys()
    assert letters["E"].copy and letters["E"].changed and "rewrite of " in letters["E"].how
    assert all(c.href.startswith("#") for c in act.carriers)


def test_the_toll_of_each_day_stands_above():
    killed = [(s.day, s.span) for s in main().timeline.stands if s.harm == "killed"]
    assert [day for day, _ in killed] == sorted(day for day, _ in killed) and len(killed) > 1
    assert "all accounts so far" in timeline_drawing(main().timeline, main().timeline.tellings)


def test_the_page_has_the_drawing_the_list_and_the_table():
    page = render(sample.record())
    assert 'class="timeline"' in page and 'class="nested tellings"' in page
    assert "Acts of reporting, source by source" in page
    anchors = set(re.findall(r' id="([^"]+)"', page))
    for drawn in re.findall(r'<svg class="timeline".*?</svg>', page, re.DOTALL):
        assert set(re.findall(r'href="#([^"]+)"', drawn)) <= anchors


# ----------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(("every", "count", "label"), [
    (1, 5, "1 May 2031"), (1, 30, "28 Apr –"), (7, 30, "May 2031"), (60, 40, "2031"),
])
def test_days_are_put_together_where_there_are_too_many(every, count, label):
    found = columns(START + timedelta(days=every * i) for i in range(count))
    assert found[0].label == label and len(found) <= 9
    assert all(a.last < b.first for a, b in zip(found, found[1:], strict=False))


def test_unknown_dates_stand_at_the_end():
    found = columns([START, None])
    assert [c.label for c in found] == ["1 May 2031", "date unknown"]
    view = timeline([telling(1, START), telling(2, None, told=False)])
    assert view.column(None) == 1 and view.column(START) == 0
    assert view.tellings[1].when == "date unknown"


@pytest.mark.parametrize("days", [[date.min, date.max], [date(1, 1, 3)] * 3, [date.max - timedelta(days=i * 3)
                                                                              for i in range(40)], []])
def test_the_ends_of_the_calendar_do_no_harm(days):
    found = columns(days)
    assert len(found) <= max(9, 1) and all(c.first <= c.last for c in found)


# ----------------------------------------------------------------------------------------------- drawing


def texts(drawn: str) -> list[tuple[float, float, float]]:
    """x of both ends and y of every text that begins at its x."""
    found = []
    for x, y, rest, words in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"([^>]*)>(.*?)</text>', drawn):
        plain = re.sub("<[^>]+>", "", words)
        wide = text_width(plain, 12.0) * 0.9
        start = float(x) - wide if 'text-anchor="end"' in rest else float(x)
        found.append((start, start + wide, float(y)))
    return found


@pytest.mark.parametrize("reports", [1, 3, 60])
@pytest.mark.parametrize("days", [1, 6, 60])
def test_nothing_collides_and_nothing_leaves_the_drawing(reports, days):
    view = timeline([telling(i, START + timedelta(days=i % days), reports, told=i % 3 > 0) for i in range(60)],
                    tuple(Stand("killed", START + timedelta(days=i), f"{i} – 1{i}") for i in range(min(days, 6))))
    for part, piece in enumerate(timeline_pieces(view)):
        assert len(piece) <= MOST_DRAWN
        found = texts(timeline_drawing(view, piece, part))
        assert all(start >= -1 and end <= WIDTH + 2 for start, end, _ in found)
        for a, (start, end, y) in enumerate(found):
            assert not [other for other in found[a + 1:]
                        if abs(other[2] - y) < 10 and start < other[1] - 1 and other[0] < end - 1]


def test_reports_without_room_are_counted():
    view = timeline([telling(1, START, 60), *(telling(i, START + timedelta(days=i)) for i in range(2, 9))])
    shown = re.findall(r'class="carrier(?: copy)?"', timeline_drawing(view, view.tellings[:1]))
    rest = int(re.search(r">\+(\d+)<", timeline_drawing(view, view.tellings[:1]))[1])
    assert len(shown) + rest == 60


def test_gaps_between_days_are_drawn():
    close = timeline([telling(1, START), telling(2, START + timedelta(days=1))])
    apart = timeline([telling(1, START), telling(2, START + timedelta(days=20))])
    assert "axis gap" not in timeline_drawing(close, close.tellings)
    assert timeline_drawing(apart, apart.tellings).count("axis gap") == 1


def test_names_are_escaped():
    view = timeline([telling(1, START, who="<script>alert(1)</script>"), telling(2, START)])
    assert "<script>" not in timeline_drawing(view, view.tellings)


def test_labels_turn_left_where_the_right_is_too_narrow():
    view = timeline([telling(i, START + timedelta(days=i)) for i in range(9)])
    drawn = timeline_drawing(view, view.tellings)
    assert 'text-anchor="end"' in drawn and LEFT < WIDTH
