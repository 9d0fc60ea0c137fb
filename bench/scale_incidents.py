"""Candidate incidents at scale beside the incidents of a build: how often documents of one incident share a candidate.

`python -m bench scale-incidents [REPORTS]`; 1,000 invented reports (bench/_mixed.py) if not given, read by rules alone.
Needs no extra. A candidate is made by place and days alone, so that some documents of an incident that a build joins by
what else they tell (names, figures, victims; reports of weeks later) share none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Sized
from itertools import combinations

from bench._mixed import reports
from stemma.model import Problem, Reading
from stemma.names.places import core_of
from stemma.pipeline import join, read
from stemma.readers.text import read as read_text
from stemma.scale.incidents import Candidate, candidates, placed
from stemma.scale.keys import Happening, happenings_of
from stemma.values import HARMS


def measure(arguments: list[str]) -> None:
    """Print recall and precision of pairs, and of documents."""
    count = int(arguments[0]) if arguments else 1_000
    texts = ((f"{number:06d}.txt", text.encode()) for number, text in enumerate(reports(count)))
    found = [one for name, raw in texts for one in read_text(name, raw)]
    print(compared([read(one[0], "none") for one in found if not isinstance(one, Problem)]))


def compared(readings: Sequence[Reading]) -> str:
    """What candidates bring together of what a build does, among documents that tell of people harmed."""
    kept = {one.document.id for one in readings if any(claim.kind in HARMS for claim in one.claims)}
    homes: dict[str, set[int]] = defaultdict(set)
    made = candidates_of(readings)
    for number, one in enumerate(made):
        for told in one.told:
            homes[told.doc].add(number)
    incidents = [sorted(kept.intersection(one.docs)) for one in join(readings).incidents]
    pairs = {pair for docs in incidents for pair in combinations(docs, 2)}
    together = {pair for one in made for pair in combinations(sorted({told.doc for told in one.told}), 2)}
    both = pairs & together
    docs = {doc for pair in pairs for doc in pair}
    reached = {doc for pair in both for doc in pair}
    return "\n".join((
        f"{len(kept):,} documents that tell of people harmed, {len(homes):,} with a place and days",
        f"{len(made):,} candidates",
        f"of {len(pairs):,} pairs of one incident {_share(both, pairs)} share a candidate",
        f"of {len(docs):,} documents of such pairs {_share(reached, docs)} share one with another of their incident",
        f"of {len(together):,} pairs that candidates bring together {_share(both, together)} are of one incident"))


def _share(part: Sized, whole: Sized) -> str:
    return f"{len(part) / max(1, len(whole)):.3f}"


def candidates_of(readings: Sequence[Reading]) -> list[Candidate]:
    """The candidates that the joins at scale make of these readings."""
    names: dict[str, list[Happening]] = defaultdict(list)
    for told in (told for reading in readings for told in happenings_of(reading)):
        names[core_of(told.place)[0]].append(told)
    cells: dict[str, list[Happening]] = defaultdict(list)
    for told in (told for name in sorted(names) for told in placed(names[name])):
        cells[told.cell].append(told)
    return [one for cell in sorted(cells) for one in candidates(cells[cell])]
