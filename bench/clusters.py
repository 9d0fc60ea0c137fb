"""How well the invented clusters in eval/clusters/ are read: the record held against annotations made by hand.

`python -m bench clusters`. A figure is found where a claim of the same harm and the same bounds overlaps the annotated
words; it has its speaker where the names are one. Only figures of people harmed are compared figure by figure.
"""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct

from stemma.casework import read_all
from stemma.model import Assessment, Claim, Problem, Record
from stemma.pipeline import join
from stemma.readers import read_paths
from stemma.values import Span

CLUSTERS = Path(__file__).resolve().parent.parent / "eval" / "clusters"
NARRATOR = "narrator"


class Score(Struct):
    """What was compared for one cluster, or for all."""

    gold: int = 0  # figures annotated
    read: int = 0  # figures that the program gives
    found: int = 0  # annotated figures that are among them
    right: int = 0  # figures read that are annotated
    speakers: int = 0  # found figures whose speaker is the annotated one

    def add(self, other: Score) -> None:
        """Add another cluster's counts."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        """The counts as one line."""
        return (f"{name:<26}{self.gold:>8}{_share(self.found, self.gold):>8}{_share(self.right, self.read):>9}"
                f"{_share(self.speakers, self.found):>10}")


def measure(arguments: list[str]) -> None:
    """Read every cluster and print what was found, tolls and sources beside the annotated ones."""
    total, lines = Score(), []
    print(f"{'cluster':<26}{'figures':>8}{'found':>8}{'correct':>9}{'speaker':>10}")
    for path in sorted(CLUSTERS.glob("*.json")):
        gold, record = json.loads(path.read_text(encoding="utf-8")), record_of(path.with_suffix(""))
        score = figures(gold, record)
        total.add(score)
        print(score.line(path.stem))
        lines += [f"{path.stem:<26}{line}" for line in tolls(gold, record)]
    print(total.line("all"))
    print("\nmain incident                     annotated              read")
    print("\n".join(lines))
    print(f"\nclusters: {_share(total.found, total.gold)} of {total.gold} figures found, "
          f"{_share(total.right, total.read)} of those read are correct")


def record_of(folder: Path) -> Record:
    """The record of a folder of reports."""
    documents = [found[0] for found in read_paths([folder]) if not isinstance(found, Problem)]
    return join(read_all(documents, jobs=1)[0])


def figures(gold: dict, record: Record) -> Score:
    """The figures of people harmed, one by one."""
    texts = {reading.document.name: reading.document.text for reading in record.readings}
    names = {reading.document.id: reading.document.name for reading in record.readings}
    speakers = {party.key: {_plain(name) for name in (party.name, *party.variants)} for party in record.parties}
    people = {row["key"]: {_plain(name) for name in (row["name"], *row["variants"])} for row in gold["people"]}
    read = [claim for reading in record.readings for claim in reading.claims if claim.count is not None]
    score, used = Score(gold=len(gold["casualties"]), read=len(read)), set()
    for row in gold["casualties"]:
        start = texts[row["doc"]].find(row["evidence"])
        where = Span(start, start + len(row["evidence"]))
        match = next((claim for claim in read if claim.id not in used and names[claim.doc] == row["doc"]
                      and same(claim, row) and claim.span.overlaps(where)), None)
        if match is not None:
            used.add(match.id)
            said, told = record.speakers.get(match.id), row["speaker"]
            alike = said is None if told == NARRATOR else bool(
                speakers.get(said or "", set()) & (people.get(told, set()) | {_plain(told)}))
            score.speakers += alike
    score.found = score.right = len(used)
    return score


def same(claim: Claim, row: dict) -> bool:
    """Whether harm and bounds are the same."""
    return (claim.kind, claim.count.low, claim.count.high) == (row["harm"], row["low"], row["high"])


def tolls(gold: dict, record: Record) -> list[str]:
    """The main incident's tolls and numbers of independent sources, annotated and read."""
    main = next((row for row in gold["incidents"] if row["main"]), None)
    read = {toll.kind: toll for toll in record.assessments
            if any(incident.main and incident.id == toll.incident for incident in record.incidents)}
    if main is None:
        return []
    return [f"{harm:<8}{_toll(main[harm]['low'], main[harm]['high'], main['independent_origins'][harm]):<23}"
            f"{_read(read.get(harm))}" for harm in ("killed", "injured")]


def _read(toll: Assessment | None) -> str:
    return _toll(toll.low, toll.high, len(toll.sources)) if toll else "nothing"


def _toll(low: int | None, high: int | None, sources: int) -> str:
    span = "unknown" if low is None and high is None else f"{low}-{high}"
    return f"{span}, {sources} source{'' if sources == 1 else 's'}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"
