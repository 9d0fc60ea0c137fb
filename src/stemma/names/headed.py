"""Offices named after whoever holds them: "Varo's office" and "the mayor's office" where Varo is the mayor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from stemma.names.entries import Entry
from stemma.names.matching import name_words
from stemma.names.spelling import plain
from stemma.reading.nations import BY_DEMONYM, BY_NAME

_NAMED_AFTER = re.compile(r"(?P<whose>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,2}?)(?:['’]s?) office")
# Of these a place has one, and an office of the name.
_OFFICES = ("governor", "mayor", "president", "premier", "prime minister", "chancellor", "prefect", "prosecutor")
# Houses by which reports mean the office of a head of state or of government, by office and code of the state.
_HOUSES = {("president", "FR"): "elysee", ("president", "RU"): "kremlin", ("president", "US"): "white house",
           ("prime minister", "GB"): "downing street", ("president", "KR"): "blue house"}
_OFFICE = re.compile(rf"(?:(?:\w+ )?({'|'.join(_OFFICES)})s? office|office of the ({'|'.join(_OFFICES)}))(?: of .*)?")
_NOT_THE_HOLDER = re.compile(r"\b(?:deputy|vice|former|ex|late|spokes\w+|advis\w+|aide|candidate)\b")


def join_offices_of(bodies: Mapping[Entry, str], people: Mapping[Entry, str]) -> dict[Entry, str]:
    """Those bodies that are somebody's office, with the name that stands for the same office under its own name.

    The holder must be the one person of that surname, in the document or else in the case, the office the only one of
    its kind among the case's bodies.
    """
    roles: dict[str, set[str]] = defaultdict(set)
    surnames: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for e, head in people.items():
        if e.role:
            roles[head].add(e.role)
        if words := name_words(e.full):
            surnames[e.doc, words[-1]].add(head)
            surnames[None, words[-1]].add(head)
    own: dict[str, set[str]] = defaultdict(set)
    for e, head in bodies.items():
        if (of := _office_of(e.full)) is not None:
            own[of].add(head)
    found = {}
    for e, head in bodies.items():
        match = _NAMED_AFTER.fullmatch(e.full)
        words = name_words(match["whose"]) if match else ()
        if not words:
            continue
        holders = surnames.get((e.doc, words[-1])) or surnames.get((None, words[-1]), set())
        meant = {other for holder in holders for role in roles[holder] for of in _offices_in(role) for other in own[of]}
        if len(holders) == 1 and len(meant) == 1 and meant != {head}:
            found[e] = next(iter(meant))
    return found


def _office_of(name: str) -> str | None:
    """Which office a body's name means: "the mayor's office", "office of the governor", "Kremlin"."""
    text = plain(name).removesuffix(" palace")
    if text in _HOUSES.values():
        return text
    match = _OFFICE.fullmatch(text)
    return match and (match[1] or match[2])


def _offices_in(role: str) -> set[str]:
    """The offices that a role means, with the house that stands for them: "French president" is the Elysée's."""
    text = plain(role)
    if _NOT_THE_HOLDER.search(text):
        return set()
    found = {office for office in _OFFICES if re.search(rf"\b{office}\b", text)}
    words = re.findall(r"[^\W\d_]+", role)
    nations = [BY_DEMONYM.get(word) or BY_NAME.get(word) for word in words]
    return found | {_HOUSES[office, n.code] for office in found for n in nations if n and (office, n.code) in _HOUSES}
