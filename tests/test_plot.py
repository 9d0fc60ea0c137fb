"""`stemma plot`: files that stand alone, the same bytes each time, clear words where nothing can be drawn."""

from __future__ import annotations

import builtins
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from stemma.cli import plot as plots
from stemma.cli.app import app
from stemma.errors import UsageError
from stemma.model import Record
from tests import sample
from tests.factories import sample_record

SVG = "{http://www.w3.org/2000/svg}"


def placed() -> Record:
    """A small case whose main incident has coordinates."""
    record = sample_record()
    key = record.incidents[0].place
    return replace(record, places=tuple(replace(p, lat=48.0123, lon=37.0456, kind="town") if p.key == key else p
                                        for p in record.places))


def drawn(record: Record, what: str, incident: str | None = "1", coarsen: float | None = None) -> str:
    return plots.plot(record, incident, what, ".svg", coarsen).decode("utf-8")


@pytest.mark.parametrize("what", ["toll", "timeline"])
def test_a_plot_is_one_file_that_needs_nothing_else(what):
    svg = drawn(sample.record(), what)
    root = ElementTree.fromstring(svg.encode())
    assert root.tag == f"{SVG}svg"
    tags = [element.tag.removeprefix(SVG) for element in root.iter()]
    assert tags.count("svg") == 1 and not {"a", "image", "script", "use"} & set(tags)
    assert "href" not in svg and "var(" not in svg and "url(http" not in svg and "@media" not in svg
    used = {name for kind in re.findall(r'class="([^"]+)"', svg) for name in kind.split()}
    style = root.find(f"{SVG}style").text
    styled = {"dot", "grid", "lane", "words", "axis", "stand", "branch", "band"}
    assert len(used & styled) > 3 and all(f".{name}" in style for name in used & styled)
    assert svg == drawn(sample.record(), what)


def test_the_toll_names_its_charts():
    svg = drawn(sample.record(), "toll")
    assert "Killed, by source" in svg and "Killed, by day" in svg and "at least nine" in svg


def test_a_map_says_that_no_border_is_implied():
    svg = drawn(placed(), "map")
    said = "".join(ElementTree.fromstring(svg.encode()).itertext())
    assert "Land outlines only; no borders are implied." in said
    assert "not yet checked by a person" in said


def test_coarsened_places_are_drawn_no_finer_than_their_cell():
    fine, coarse = drawn(placed(), "map"), drawn(placed(), "map", coarsen=50.0)
    assert "circle of 5 km" in fine and "circle of 35 km" in coarse and "circle of 5 km" not in coarse
    assert "Coordinates are coarsened" in coarse
    moved = replace(placed(), places=tuple(replace(p, lat=p.lat + 0.002) if p.lat == 48.0123 else p
                                           for p in placed().places))
    assert drawn(moved, "map", coarsen=50.0) == coarse


def test_what_cannot_be_drawn_is_said():
    for record, what, message in ((sample.record(), "map", "no place has coordinates"),
                                  (Record(), "toll", "no incident")):
        with pytest.raises(UsageError, match=message):
            plots.plot(record, None, what, ".svg", None)
    with pytest.raises(UsageError, match=r"\.svg or \.png"):
        plots.plot(sample.record(), "1", "toll", ".gif", None)


def test_a_png_has_legible_words():
    pytest.importorskip("resvg_py")
    try:
        png = plots.plot(sample.record(), "1", "timeline", ".png", None)
    except UsageError as error:
        assert "font" in str(error)  # a system without any
        return
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 2 * 864
    assert len(png) > 50_000  # a file without its words is far smaller


def test_a_png_without_its_library_is_one_clear_line(monkeypatch):
    real = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name == "resvg_py":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"pip install 'stemma\[png\]'"):
        plots.plot(sample.record(), "1", "toll", ".png", None)


def test_a_png_without_a_font_is_one_clear_line(monkeypatch):
    resvg = pytest.importorskip("resvg_py")
    monkeypatch.setattr(resvg, "svg_to_bytes", lambda **options: b"blank")
    with pytest.raises(UsageError, match="No font was found"):
        plots.plot(sample.record(), "1", "toll", ".png", None)


def test_the_command_writes_the_file(tmp_path: Path, monkeypatch):
    from stemma import casework

    monkeypatch.setattr(casework, "record_of", lambda case: sample.record())
    out = tmp_path / "plots" / "timeline.SVG"
    done = CliRunner().invoke(app, ["plot", "a.case", "1", "--what", "timeline", "--out", str(out)])
    assert done.exit_code == 0 and "Written" in done.output
    assert out.read_text("utf-8").startswith("<?xml")
    wrong = CliRunner().invoke(app, ["plot", "a.case", "--what", "pie", "-o", str(out)])
    assert wrong.exit_code != 0 and "pie" in str(wrong.exception)
