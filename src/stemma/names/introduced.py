"""A source in general terms that a report names in its next statement: "a top official said. Ada Birk, the deputy
governor, wrote ..."."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping

from stemma.names.entries import Entry
from stemma.names.spelling import plain

NEAR = 420  # characters from the phrase to the name
_MEANS = {
    noun: frozenset(f"{noun} {roles}".split())
    for noun, roles in {
        "official": "governor deputy minister mayor commissioner administrator prefect secretary adviser councillor "
                    "head chief spokesman spokeswoman",
        "surgeon": "dr doctor medic physician", "doctor": "dr surgeon physician medic",
        "medic": "dr doctor nurse surgeon paramedic", "politician": "minister mayor senator lawmaker mp deputy",
        "cleric": "bishop imam priest pastor",
        "officer": "captain major colonel general lieutenant inspector sergeant superintendent commander",
        "commander": "general colonel captain major lieutenant", "diplomat": "ambassador envoy consul",
        "gran": "pensioner grandmother", "analyst": "researcher expert", "expert": "analyst researcher professor",
    }.items()
}
_ANONYMOUS = re.compile(r"(?i)anonym|not to be named|be identified|withh|declined to be|not authori[sz]ed")
_ONE = re.compile(r"(?:an?|one)\s+$", re.IGNORECASE)


def join_introduced(
    unnamed: Mapping[Entry, str], people: Mapping[Entry, str], texts: Mapping[str, str]
) -> dict[Entry, str]:
    """Those of the unnamed entries that the next speaker of the document, named for the first time, turns out to be."""
    rows: dict[str, list[int]] = defaultdict(list)
    for e in (*unnamed, *people):
        if e.row:
            rows[e.doc].append(e.at)
    for places in rows.values():
        places.sort()
    first: dict[tuple[str, str], Entry] = {}
    speakers: dict[str, list[Entry]] = defaultdict(list)
    for e, head in sorted(people.items(), key=lambda pair: pair[0].at):
        first.setdefault((e.doc, head), e)
        if e.row:
            speakers[e.doc].append(e)
    found = {}
    for e in unnamed:
        noun = _noun(e, texts)
        if noun is None:
            continue
        later = bisect_right(speakers[e.doc], e.at, key=lambda p: p.at)
        after = speakers[e.doc][later] if later < len(speakers[e.doc]) else None
        if after is None or after.at - e.at > NEAR or first[after.doc, people[after]].at < e.at:
            continue
        text = texts[e.doc]
        between = text[e.at : after.at]
        breaks = sum(bool(line.strip()) for line in between.splitlines()) - 1
        own = rows[e.doc]
        following = bisect_right(own, e.at)
        if breaks > (own[0] == e.at) or (following < len(own) and own[following] < after.at):
            continue
        if _ANONYMOUS.search(between):
            continue
        roles = plain(f"{text[max(0, after.at - 24) : after.at]} {after.role or ''} {_apposed(text, after)}").split()
        if _MEANS[noun] & set(roles):
            found[e] = people[after]
    return found


def _noun(e: Entry, texts: Mapping[str, str]) -> str | None:
    """The noun of a phrase in the singular with "a": "a surgeon at the hospital"."""
    text = texts.get(e.doc, "")
    if e.at < 0 or not (_ONE.search(text, max(0, e.at - 4), e.at) or _ONE.match(text, e.at, e.at + 4)):
        return None
    return next((word for word in plain(e.name).split()[:4] if word in _MEANS), None)


def _apposed(text: str, e: Entry) -> str:
    """What stands in apposition after a name."""
    rest = text[e.at + len(e.name) : e.at + len(e.name) + 60]
    return rest.split(",")[1] if rest.startswith(",") and rest.count(",") > 1 else ""
