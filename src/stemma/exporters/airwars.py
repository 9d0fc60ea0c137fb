"""Incidents in the columns of Airwars' tables, in one zip.

It holds incidents.csv, casualties.csv and sources.csv. The codes are those of `stemma code CASE --convention airwars`,
which gives the reason for each. Unknown is an empty cell, never 0. Every side that accounts name has its own columns
`belligerent_N_*`, as alleged; what a side concedes is kept apart from what is reported. Names of terms that Airwars
chooses from lists of its own are empty where the convention's file has none. An incident without a day or a place
stands there with those cells empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stemma.coding.facts import facts_of
from stemma.exporters._cells import Cell, bundle, table
from stemma.exporters._coarsening import coarsened, coarsening_note
from stemma.exporters._coded import CodedRow, cells_of, coding_remarks, shown_rows
from stemma.exporters._incidents import Row, blamed, day_of, incident_rows, iso, outlet_of
from stemma.exporters._options import PLAIN, Options
from stemma.model import Record

FORMAT = "airwars"
MEDIA_TYPE = "application/zip"
EXTENSION = ".zip"
CONVENTION = "airwars"
COORDINATES = True

INCIDENTS = (
    "code", "previous_codes", "date_type", "date", "date_end", "local_time_type", "local_time", "local_time_start",
    "local_time_end", "local_time_of_day", "local_first_reported_date_time", "local_first_reported_by",
    "local_first_reported_url", "country_name", "location_name", "location_name_arabic", "location_name_hebrew",
    "location_name_ukrainian", "region", "strike_status_name", "infrastructure_name", "strike_type_name",
    "targeted_belligerent_name", "observation_name", "impact_name", "total_strikes", "civilian_harm_reported",
    "civilian_harm_status_name", "cause_of_death_injury_name", "latitude", "longitude", "geolocation_status_name",
    "geolocation_accuracy_name", "geolocation_notes", "geolocation_sign_off_assessor",
    "geolocation_sign_off_date_time", "num_victims", "num_victims_named", "num_families", "num_sources",
    "num_sources_twitter", "num_sources_facebook", "num_sources_telegram", "num_sources_other",
    "civilian_non_combatants_killed_min", "civilian_non_combatants_killed_max", "civilian_non_combatants_injured_min",
    "civilian_non_combatants_injured_max", "belligerents_killed_min", "belligerents_killed_max",
)
BELLIGERENT = (
    "belligerent_name", "type", "assessment_name", "deaths_conceded_min", "deaths_conceded_max",
    "injuries_conceded_min", "injuries_conceded_max", "location", "mgrs_coordinate", "mgrs_accuracy",
    "civcas_statements", "strike_reports",
)
CASUALTIES = (
    "code", "casualty_type_taxonomy", "casualty_type_name", "casualty_affiliation_name", "while_working", "killed_min",
    "killed_max", "injured_min", "injured_max",
)
SOURCES = ("code", "date", "name", "language", "url", "archive_url", "media")
FIGURES = ("killed_min", "killed_max", "injured_min", "injured_max")
# Prefix of the convention's fields, and the type's name; taxonomy where Airwars' own is known.
CLASSES = (
    ("civilian_non_combatants", "Civilians", "casualty"), ("children", "Children", "casualty"),
    ("women", "Women", "casualty"), ("men", "Men", "casualty"), ("belligerents", "Belligerents", "casualty"),
    ("medics", "Medics", ""), ("journalists", "Journalists", ""),
)
FIELDS = (*INCIDENTS, *BELLIGERENT, *(f"{prefix}_{figure}" for prefix, _, _ in CLASSES for figure in FIGURES))

_MEANT = {
    "code": "id of the incident in the case; not a code of Airwars'",
    "date": "first day, ISO 8601",
    "date_end": "last day, ISO 8601",
    "country_name": "usual English name",
    "location_name": "name of the place",
    "strike_type_name": "type of strike, by what was done",
    "civilian_harm_reported": "Yes or No, as far as somebody says who was harmed",
    "civilian_harm_status_name": "the grade: Confirmed, Fair, Weak, Contested or Discounted",
    "cause_of_death_injury_name": "weapons named",
    "latitude": "degrees, four decimals",
    "longitude": "degrees, four decimals",
    "geolocation_accuracy_name": "city, town, village, district ...",
    "geolocation_notes": "that the coordinates are generic or coarsened, and why Airwars would not record the incident",
    "num_sources": "how many reports",
    "civilian_non_combatants_killed_min": "civilians killed, the least that is reported",
    "civilian_non_combatants_killed_max": "the most",
    "civilian_non_combatants_injured_min": "civilians injured, the least",
    "civilian_non_combatants_injured_max": "the most",
    "belligerents_killed_min": "fighters killed, the least",
    "belligerents_killed_max": "the most",
}
_EMPTY = "empty: not in the record"
MEANINGS = {
    **{f"incidents.{name}": _MEANT.get(name, _EMPTY) for name in INCIDENTS},
    **{f"incidents.belligerent_N_{name}": _EMPTY for name in BELLIGERENT},
    "incidents.belligerent_N_belligerent_name": "a side that is held responsible, as alleged; N from 1",
    "incidents.belligerent_N_deaths_conceded_min": "deaths that this side admits, where the record has them",
    "incidents.belligerent_N_deaths_conceded_max": "the most of them",
    "casualties.code": "the incident",
    "casualties.casualty_type_taxonomy": "casualty; empty for classes whose taxonomy is not known",
    "casualties.casualty_type_name": "Civilians, Children, Women, Men, Belligerents, Medics or Journalists",
    "casualties.casualty_affiliation_name": _EMPTY,
    "casualties.while_working": _EMPTY,
    "casualties.killed_min": "people killed, the least",
    "casualties.killed_max": "the most",
    "casualties.injured_min": "people injured, the least",
    "casualties.injured_max": "the most",
    "sources.code": "the incident",
    "sources.date": "day of publication, ISO 8601",
    "sources.name": "the outlet, or the report's name",
    "sources.language": "ISO 639-1",
    "sources.url": "its address, where the file states one",
    "sources.archive_url": _EMPTY,
    "sources.media": _EMPTY,
}
COLUMNS = tuple(MEANINGS)


def export(record: Record, options: Options = PLAIN) -> bytes:
    """The zip file; its tables are UTF-8 CSV."""
    coarse = coarsened(record, options)
    rows = list(shown_rows(coarse, CONVENTION))
    names = {row.id: blamed(facts_of(row.book, row.incident.id)) for row in rows}
    most = max((len(found) for found in names.values()), default=0) or 1
    columns = (*INCIDENTS, *(f"belligerent_{n}_{name}" for n in range(1, most + 1) for name in BELLIGERENT))
    shown = {row.incident.id for row in rows}
    return bundle({
        "incidents.csv": table(columns, (_incident(row, names[row.id], columns, options) for row in rows)),
        "casualties.csv": table(CASUALTIES, (line for row in rows for line in _casualties(row))),
        "sources.csv": table(SOURCES, (line for row in incident_rows(coarse, PLAIN) if row.incident.id in shown
                                       for line in _sources(row))),
    })


def remarks(record: Record, options: Options = PLAIN) -> Iterator[str]:
    """One line for each incident that Airwars would not record."""
    return coding_remarks(record, CONVENTION, FIELDS)


def _incident(row: CodedRow, names: Sequence[str], columns: Sequence[str], options: Options) -> dict[str, Cell]:
    found = cells_of(row, columns)
    placed = found["latitude"] is not None
    notes = (row.left_out, found["geolocation_notes"] if placed else "", coarsening_note(options) if placed else "")
    found |= {"code": row.id, "geolocation_notes": " ".join(str(part) for part in notes if part)}
    for number, name in enumerate(names, start=1):
        found[f"belligerent_{number}_belligerent_name"] = name
    for name in ("deaths_conceded_min", "deaths_conceded_max"):
        found[f"belligerent_1_{name}"] = row.values.get(name)
    return found


def _casualties(row: CodedRow) -> Iterator[dict[str, Cell]]:
    """A line for each class of people of whom somebody was killed or injured."""
    for prefix, name, taxonomy in CLASSES:
        figures = _figures(row.values, prefix)
        if any(figures.values()):
            yield dict.fromkeys(CASUALTIES) | {
                "code": row.id, "casualty_type_taxonomy": taxonomy, "casualty_type_name": name} | figures


def _figures(values: Mapping[str, Cell], prefix: str) -> dict[str, Cell]:
    return {figure: values.get(f"{prefix}_{figure}") for figure in FIGURES}


def _sources(row: Row) -> Iterator[dict[str, Cell]]:
    for report in row.reports:
        document = report.document
        yield dict.fromkeys(SOURCES) | {
            "code": row.incident.id, "date": iso(day_of(report)),
            "name": outlet_of(report) or document.name, "language": document.lang, "url": document.url}
