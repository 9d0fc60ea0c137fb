"""Plots of a case or an incident as files of their own: the toll, the map, the timeline."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

from stemma.cli.record import chosen
from stemma.errors import UsageError
from stemma.exporters import Options, coarsened, coarsening_note
from stemma.model import Incident, Record
from stemma.report import words
from stemma.report.chart import chart
from stemma.report.figures import Figures
from stemma.report.lookup import lookup
from stemma.report.map import MapView, atlas_of, case_map, incident_map
from stemma.report.map_drawing import NO_BORDERS, map_drawing
from stemma.report.standalone import Plot, png_file, svg_file
from stemma.report.timeline_drawing import timeline_drawing, timeline_pieces
from stemma.report.views import CaseView, IncidentView, case_view

What = Literal["toll", "map", "timeline"]
ENDINGS = (".svg", ".png")
TOGETHER = ("killed", "injured", "casualties")  # charts that share an axis
CIRCLES = ("A circle shows how exactly the place is named: rough sizes, not the ground that was hit. Dashed and "
           "hollow: what a name may mean, where the reports do not settle it.")
MARKS = ("Full mark: the day it was told. Dashed mark: no report says when; the day it was first published. Letters: "
         "the reports that carry it, on the day they appeared; in grey those that copied another report; ▲ what it "
         "carries was changed.")
NO_PNG = "A PNG needs one more library: pip install 'stemma[png]'. An .svg file needs nothing."
NO_FONT = ("No font was found on this system, so a PNG would have no words; install one, such as DejaVu Sans or "
           "Liberation Sans, or ask for an .svg file.")


def plot(record: Record, incident: str | None, what: What, ending: str, coarsen: float | None) -> bytes:
    """The file. ending: ".svg" or ".png". coarsen: km of the grid that places are put on, as the exports do it."""
    if ending not in ENDINGS:
        raise UsageError(f"A plot is written as .svg or .png, not as {ending or 'a file without ending'!r}.")
    options = Options(coarsen, ())
    record = coarsened(record, options)
    view = case_view(record, None, side_by_side=False)
    one = chosen(view, incident) if incident is not None else view.incidents[0] if view.incidents else None
    if one is None:
        raise UsageError("There is nothing to draw: the case has no incident.")
    if what == "map":
        made = _map(record, view, None if incident is None else one, options)
    else:
        made = _toll(one) if what == "toll" else _timeline(one)
    svg = svg_file(Plot(made.title, made.drawings, (*made.notes, _provenance(view))))
    return svg.encode("utf-8") if ending == ".svg" else _png(svg)


def _provenance(view: CaseView) -> str:
    return (f"{view.summary} Draft: read by a program, not yet checked by a person. Stemma {view.version}, digest of "
            f"the case {view.digest[:16]}.")


def _png(svg: str) -> bytes:
    try:
        return png_file(svg)
    except ModuleNotFoundError:
        raise UsageError(NO_PNG) from None
    except LookupError:
        raise UsageError(NO_FONT) from None


def _head(one: IncidentView) -> str:
    return one.title if "unknown" in one.day.lower() else f"{one.title}, {one.day}"


def _toll(one: IncidentView) -> Plot:
    """The figures by source, and by day where they were given on more days than one."""
    drawn = [(f"{figures.label}, by {'day' if number >= len(one.figures) else 'source'}",
              chart(f"toll-{number}", figures.label, figures.lanes, _scale(figures, one)))
             for number, figures in enumerate((*one.figures, *one.dated)) if figures.lanes]
    if not drawn:
        raise UsageError("There is nothing to draw: fewer than two figures of this incident's toll are numbers.")
    key = ("Logarithmic: each step to the right is a multiple, not a sum. Dot: a stated number; arrow: that many or "
           "more, or fewer; dashed band: a word, not a number; bar: from one number to another.")
    return Plot(f"{_head(one)}: the toll as told", tuple(drawn), (key,))


def _scale(figures: Figures, one: IncidentView) -> tuple:
    """The lanes that share an axis with these."""
    beside = one.dated if figures in one.dated else one.figures
    if figures.harm not in TOGETHER:
        return figures.lanes
    return tuple(lane for other in beside if other.harm in TOGETHER for lane in other.lanes)


def _timeline(one: IncidentView) -> Plot:
    if one.timeline is None:
        raise UsageError("There is nothing to draw: fewer than two acts of reporting give figures of this incident.")
    pieces = timeline_pieces(one.timeline)
    drawn = tuple(("", timeline_drawing(one.timeline, piece, part)) for part, piece in enumerate(pieces))
    return Plot(f"{_head(one)}: who told what when", drawn, (MARKS,))


def _map(record: Record, view: CaseView, one: IncidentView | None, options: Options) -> Plot:
    """The map of one incident, or of all of them."""
    atlas = atlas_of(lookup(record), (options.coarsen or 0.0) * math.sqrt(0.5))  # from the middle of a cell to a corner
    by_id: dict[str, Incident] = {incident.id: incident for incident in record.incidents}
    if one is None:
        found = case_map(atlas, [by_id[incident.anchor] for incident in view.incidents], view.title)
    else:
        found = incident_map(atlas, by_id[one.anchor]) or MapView(one.anchor, one.title, (), ())
    if not found.spots:
        left = "; ".join(f"{left.name} ({left.reason})" for left in found.unplaced[:7]) or "no report says where"
        raise UsageError(f"There is nothing to draw: no place has coordinates. Not placed: {left}.")
    notes = [f"{NO_BORDERS} {CIRCLES}"]
    notes += [coarsening_note(options)] if options.coarsen else []
    for hollow, label in ((True, "Not settled"), (False, "Not placed")):
        left = [f"{left.name} ({left.reason})" for left in found.unplaced if left.hollow is hollow]
        notes += [f"{label}: {words.some_of(left, 7)}."] if left else []
    where = f"{_head(one)}: on the map" if one else f"{view.title}: the incidents on the map"
    return Plot(where, (("", map_drawing(found)),), tuple(notes))


def ending_of(path: Path) -> str:
    """The ending of a file's name in small letters."""
    return path.suffix.lower()
