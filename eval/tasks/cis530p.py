"""cis530p: killed, injured, day and address of the main happening of one report at a time."""

from __future__ import annotations

import re

from eval.reports import documents, read_all
from eval.tasks._main_incident import asked_day, main_incident
from stemma.model import Reading

_WAY = (r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Way|Parkway|Pkwy|Highway|"
        r"Hwy|Terrace|Circle|Trail|Pike|Row|Square|Loop|Alley|Expressway|Freeway)\b")
_NAME = r"(?:[NSEW]\.? |[NSEW]{2} |North |South |East |West )?(?:(?:[A-Z][\w'’.-]*|\d+(?:st|nd|rd|th)) ){1,4}?"
# The register writes what the report writes: a block, else a house, else a crossing, else a street.
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b\d+ block of {_NAME}{_WAY}",
        r"\b\d+ block of (?:[A-Z][\w.]* ?){1,4}",
        rf"\b\d+ {_NAME}{_WAY}",
        rf"\b{_NAME}{_WAY} (?:and|near|at) {_NAME}{_WAY}",
        rf"\b{_NAME}{_WAY}",
    )
)


def answer(given: dict) -> dict:
    """{"docs": [{"killed", "injured", "date", "address"}]}, in the order given."""
    return {"docs": [row(reading) for reading in read_all(documents(given))]}


def row(reading: Reading) -> dict:
    """What the register wants to know of one report."""
    told = main_incident(reading)
    day = asked_day(told, reading)
    return {"killed": told.toll.killed, "injured": told.toll.injured, "date": day.isoformat() if day else None,
            "address": address(reading.document.text)}


def address(text: str) -> str:
    """The first street address, as written."""
    found = (pattern.search(text) for pattern in _ADDRESSES)
    return next((match.group().strip() for match in found if match), "")
