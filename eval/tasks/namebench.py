"""Likeness of two names (name_bench): people as people, everything else as organisations."""

from __future__ import annotations

from stemma.names.likeness import likeness_of_bodies, likeness_of_people


def answer(given: dict) -> dict:
    """A likeness from 0 to 1 for each pair."""
    return {"pairs": {key: likeness(row) for key, row in given["pairs"].items()}}


def likeness(row: dict) -> float:
    """The likeness of one pair's names."""
    compare = likeness_of_people if row.get("schema") == "Person" else likeness_of_bodies
    return compare(row["name1"], row["name2"])
