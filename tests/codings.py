"""Incidents written as readable lines, made into records: for tests of how conventions code them.

A block of a case file:

    ## Title
    by: acled                                   one convention for the block
    when: 2033-05-02                            or "2033-05-02..2033-05-04 days “from 2 to 4 May”", "unknown “Friday”"
    place: Orvadell | town | 12.5 44.25 | UA    or "unknown"
    kind: airstrike
    a 2033-05-02 | governor | [Dozens] of people were killed | killed | 24..99 dozens
    => fatalities: 12 (dozens)

Rows: report and its day | speaker (- is the narrator) | the sentence, its figure in brackets | kind of claim | figure
and wording, then scope, status, group or stance; of other kinds than harms the value. "part of 1" names the total's
row. Expected: "field: value", "?" where a person has to decide, the rule in brackets; "row 2 field: value" where
there is one row for each day; "not coded: words of the reason"; "why field: words of the reason".
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from stemma.assessments.weighing import assess
from stemma.copies.families import families
from stemma.copies.origins import origins
from stemma.ids import make_id, sha256
from stemma.model import (
    Claim,
    Coding,
    Document,
    DocumentDate,
    Incident,
    Mention,
    Page,
    Party,
    Place,
    Reading,
    Record,
    Sentence,
)
from stemma.values import HARMS, Count, Span, Victims, When
from tests.tracing import source

SCOPES = ("incident", "partial", "aggregate", "other")
STATUSES = ("civilian", "combatant", "mixed", "unspecified")
GROUPS = ("children", "women", "elderly", "journalists", "medics", "aid_workers")
STANCES = ("asserted", "confirmed", "unverified", "denied", "disputed", "estimate", "undercount")
HEADS = ("by", "when", "place", "kind")
DAY, PLACE = "2033-05-02", "Orvadell | town | 12.5 44.25"


class Block:
    """One block of a case file, with the record that it makes."""

    def __init__(self, title: str, lines: list[str], by: str = "") -> None:
        self.title = title
        heads = {}
        for line in lines:
            name, _, value = line.partition(":")
            if name in HEADS:
                heads[name] = value.strip()
        self.by = heads.get("by", by)
        self.expected = [line.removeprefix("=>").strip() for line in lines if line.startswith("=>")]
        rows = [line for line in lines if "|" in line and line.partition(":")[0] not in HEADS and line[:2] != "=>"]
        self.record = record(rows, heads.get("when", DAY), heads.get("place", PLACE), heads.get("kind", "shelling"))


def blocks(path: Path) -> list[Block]:
    """Every block of a case file; a "by:" line above the first block holds for all that have none."""
    top, *parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    by = next((line.partition(":")[2].strip() for line in top.splitlines() if line.startswith("by:")), "")
    found = []
    for part in parts:
        title, *lines = part.splitlines()
        found.append(Block(title, [line for line in lines if line.strip()], by))
    return found


def record(rows: list[str], when: str = DAY, where: str = PLACE, kind: str = "shelling") -> Record:
    """The record of one incident from rows as a block writes them."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    by_doc: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for row in cells:
        name, day = row[0].split()
        by_doc[name, day].append(row[1:])
    place = place_of(where)
    readings = tuple(reading(name, day, own, place) for (name, day), own in by_doc.items())
    claims = [claim for one in readings for claim in one.claims]
    mentions = tuple(m.id for one in readings for m in one.page.mentions)
    places = (replace(place, mentions=mentions),) if place else ()
    incident = Incident(
        "i-1", True, "An incident", when_of(when), place.key if place else None, kind,
        tuple(dict.fromkeys(c.value for c in claims if c.kind == "perpetrator" and c.stance != "denied")),
        tuple(dict.fromkeys(c.value for c in claims if c.kind == "weapon")),
        tuple(dict.fromkeys(c.value for c in claims if c.kind == "damage")),
        tuple(one.document.id for one in readings), tuple(c.id for c in claims if c.scope != "aggregate"))
    parties, speakers = parties_of(readings)
    related = families(readings)
    traced = origins(readings, parties, speakers, related)
    return Record(readings=readings, parties=parties, speakers=speakers, places=places, families=related,
                  origins=traced, incidents=(incident,),
                  assessments=assess(readings, [incident], traced, related, ()))


def parties_of(readings: tuple[Reading, ...]) -> tuple[tuple[Party, ...], dict[str, str]]:
    parties, speakers = {}, {}
    for claim in (claim for one in readings for claim in one.claims if claim.source.known):
        key = ("unnamed:" if claim.source.kind == "unnamed" else "") + claim.source.name.casefold().replace(" ", "-")
        speakers[claim.id] = key
        parties[key] = Party(key, claim.source.kind, claim.source.name, claim.source.role, (claim.source.name,), (), ())
    return tuple(parties[key] for key in sorted(parties)), speakers


def place_of(text: str) -> Place | None:
    """ "Orvadell | town | 12.5 44.25 | UA"."""
    if text == "unknown":
        return None
    name, kind, *rest = (part.strip() for part in text.split("|"))
    lat, lon = (float(end) for end in rest[0].split()) if rest and rest[0] else (None, None)
    return Place(name.casefold(), name, (name,), kind, rest[1] if len(rest) > 1 else None, lat, lon, ())


def when_of(text: str) -> When:
    """ "2033-05-02", "2033-05-02..2033-05-04 days “from 2 to 4 May”", "unknown “Friday”"."""
    words = (re.search(r"“(.*)”", text) or [None, ""])[1]
    if text.startswith("unknown"):
        return When(words)
    days, *precision = text.partition("“")[0].split()
    first, _, last = days.partition("..")
    return When(words or first, date.fromisoformat(first), date.fromisoformat(last or first),
                precision[0] if precision else "day")


def reading(name: str, day: str, rows: list[list[str]], place: Place | None) -> Reading:
    """One document, a sentence for each row."""
    lines = [sentence.replace("[", "").replace("]", "") for _, sentence, *_ in rows]
    text = "\n".join(lines)
    document = Document(make_id("d", name, text), name, sha256(text.encode()), text, "text/plain")
    sentences, claims, mentions, at = [], [], [], 0
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        span = Span(at, at + len(line))
        sentences.append(Sentence(span, number, number))
        found = line.find(place.name) if place else -1
        if found >= 0:
            mention_span = Span(at + found, at + found + len(place.name))
            mentions.append(Mention(make_id("m", document.id, at), document.id, "place", mention_span, place.name))
        claims.append(claim_of(document.id, span, number, row, claims, mentions[-1].id if found >= 0 else None))
        at = span.end + 1
    page = Page(document, DocumentDate(date.fromisoformat(day), "given"), (), tuple(sentences), (), (),
                tuple(mentions))
    return Reading(page, (), tuple(claims))


def claim_of(doc: str, span: Span, number: int, row: list[str], before: list[Claim], place: str | None) -> Claim:
    who, sentence, kind, rest = row
    whole = re.search(r"part of (\d+)", rest)
    words = re.sub(r"part of \d+", "", rest).split()

    def one(of: tuple[str, ...], default: str | None) -> str | None:
        return next((word for word in words if word in of), default)

    count, value = None, rest
    if kind in HARMS:
        low, high = (int(end) if end else None for end in words[0].split(".."))
        figure = (re.search(r"\[(.*?)\]", sentence) or [None, ""])[1]
        count, value = Count(low, high, words[1], figure), ""
    said = source(who)
    return Claim(make_id("c", doc, span.start, kind), doc, kind, span, said, number, one(STANCES, "asserted"),
                 one(SCOPES, "incident"), count, Victims(one(STATUSES, "unspecified"), one(GROUPS, None)), value,
                 part_of=before[int(whole[1]) - 1].id if whole else None, place=place)


def outcome(expected: str, rows: tuple[Coding, ...]) -> str:
    """What came out, written as the expected line is, so that both can be compared."""
    coding = rows[0]
    if expected.startswith("not coded"):
        wanted = expected.partition(":")[2].strip()
        return expected if not coding.included and wanted in coding.why else f"not coded: {coding.why}"
    row = re.match(r"row (\d+) ", expected)
    coding = rows[int(row[1]) - 1] if row else coding
    prefix = row[0] if row else ""
    name = expected.removeprefix(prefix).removeprefix("why ").partition(":")[0]
    value = next((value for value in coding.values if value.field == name), None)
    if value is None:
        return f"{name} is not coded: {coding.why}"
    if expected.startswith("why "):
        return expected if expected.partition(":")[2].strip() in value.reason else f"why {name}: {value.reason}"
    shown = "–" if value.value is None else value.value
    rule = f" ({value.rule})" if re.search(r" \([a-z0-9-]+\)$", expected) else ""
    return f"{prefix}{name}: {shown}{' ?' if value.review else ''}{rule}"
