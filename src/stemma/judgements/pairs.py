"""What people decided of pairs of rows, as ties between the rows at hand.

Answers to several questions can contradict each other: a is b, b is c, a is not c. Then the later ones hold, and a
Problem tells of the earlier one that cannot hold beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from stemma.judgements.claims import UNREADABLE, overruled
from stemma.judgements.placing import Placed, Row, problem, value_of
from stemma.judgements.standing import answer_of
from stemma.model import Claim, Decisions, Document, Judged, Mention, Party, Problem, Ties

_KINDS = {"same_party": "parties", "same_place": "places", "same_incident": "incidents", "copy_of": "copies"}


class Decided(Struct, frozen=True):
    """Decisions on pairs and names, with the judgements that they were read from."""

    decisions: Decisions
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    named: tuple[Placed, ...] = ()  # judgements that name a party, earliest first


def decisions(placed: Iterable[Placed], claims: Mapping[str, Claim]) -> Decided:
    """What people decided of pairs, earliest first, and of the names of parties.

    claims: by id, as people have corrected them; a pair of which they have taken out a claim ties nothing.
    """
    by_sort: dict[str, list[Placed]] = defaultdict(list)
    named, judged, problems = [], [], []
    for one in placed:
        fault = _fault(one, claims)
        if fault is not None:
            problems.append(fault)
            continue
        if one.judgement.kind == "party_name":
            named += [one] if one.judgement.verdict != "unsure" else []
        elif one.judgement.kind in _KINDS:
            by_sort[_KINDS[one.judgement.kind]].append(one)
        else:
            continue
        judged.append(Judged(one.judgement.id, one.ids, ""))
    ties = {}
    for sort, ones in by_sort.items():
        ties[sort], given_way = _ties(ones, claims, transitive=sort != "copies")
        problems += given_way
    gone = {one.subject for one in problems}
    names = tuple((one.ids[0], str(value_of(one.judgement))) for one in named)
    return Decided(Decisions(**ties, party_names=names), tuple(one for one in judged if one.judgement not in gone),
                   tuple(problems), tuple(named))


def _fault(one: Placed, claims: Mapping[str, Claim]) -> Problem | None:
    """Why a decision ties nothing, where it cannot."""
    judgement = one.judgement
    if judgement.kind in _KINDS and len(one.rows) != 2:
        return problem(judgement, "unreadable", UNREADABLE)
    if judgement.kind in _KINDS and judgement.verdict == "no" and one.ids[0] == one.ids[1]:
        return problem(judgement, "unplaced", "Both are one row of the report now. Please decide it again, or withdraw "
                       "it.")
    if judgement.kind in ("same_party", "party_name") and not all(
            _names_party(claims.get(row.id, row)) for row in one.rows):
        return problem(judgement, "no-party", "These words name no source any more. Please decide it again, or "
                       "withdraw it.")
    if judgement.kind == "party_name":
        try:
            value_of(judgement)
        except msgspec.DecodeError:
            return problem(judgement, "unreadable", UNREADABLE)
    return None


def _names_party(row: Row) -> bool:
    if isinstance(row, Mention):
        return row.kind in ("person", "org")
    return not isinstance(row, Document) and row.source.known and bool(row.source.name.strip())


# ------------------------------------------------------------------------------------------------------------ ties


def _ties(placed: Sequence[Placed], claims: Mapping[str, Claim], transitive: bool) -> tuple[Ties, list[Problem]]:
    """The ties of one sort, and the decisions that cannot hold beside later ones.

    transitive: what is one with a third is one with each other, as parties are; of copies each pair stands alone.
    """
    last: dict[tuple[str, ...], Placed] = {}
    problems = []
    for one in placed:
        pair = tuple(sorted(one.ids))
        before = last.pop(pair, None)
        if before is not None and answer_of(before.judgement) != answer_of(one.judgement):
            problems.append(overruled(before.judgement, one.judgement))
        last[pair] = one
    groups = _Groups()
    one_, two = [], []
    for one in reversed(last.values()):  # the latest first, so that an earlier one gives way to it
        a, b = one.ids
        if one.judgement.verdict not in ("yes", "no") or a == b:
            continue
        if transitive and not groups.take(a, b, one.judgement.verdict == "yes"):
            problems.append(problem(one.judgement, "overruled", "Later decisions on the same rows say otherwise, and "
                                    "they hold."))
        elif not any(isinstance(row, Claim) and row.id not in claims for row in one.rows):
            (one_ if one.judgement.verdict == "yes" else two).append((a, b))
    return Ties(tuple(sorted(one_)), tuple(sorted(two))), problems


class _Groups:
    """Rows that decisions make one, and pairs of such groups that decisions keep apart."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def take(self, a: str, b: str, one: bool) -> bool:
        """Takes a decision in; False, and nothing is changed, where those taken before say otherwise."""
        x, y = self._of(a), self._of(b)
        if one and y in self._apart[x] or not one and x == y:
            return False
        if not one:
            self._apart[x].add(y)
            self._apart[y].add(x)
        elif x != y:
            self._root[y] = x
            for other in self._apart.pop(y, set()):
                self._apart[other].discard(y)
                self._apart[other].add(x)
                self._apart[x].add(other)
        return True

    def _of(self, row: str) -> str:
        while (above := self._root.get(row, row)) != row:
            row = above
        return row


# --------------------------------------------------------------------------------------------------------- parties


def party_of_rows(parties: Iterable[Party], speakers: Mapping[str, str]) -> dict[str, str]:
    """The party of every claim, statement and mention that has one."""
    return {**speakers, **{mention: party.key for party in parties for mention in party.mentions}}


def names_given_way(named: Sequence[Placed], of: Mapping[str, str]) -> tuple[Problem, ...]:
    """Names that people chose for parties which later got another one, through another row. of: the party of a row."""
    last: dict[str, Placed] = {}
    problems = []
    for one in named:
        party = of.get(one.ids[0])
        if party is None:
            continue
        before = last.get(party)
        if before is not None and before.judgement.value != one.judgement.value:
            problems.append(overruled(before.judgement, one.judgement))
        last[party] = one
    return tuple(problems)


def kept_apart(ties: Ties, of: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Pairs of parties, in both orders, that people hold to be two sources. of: the party of a row."""
    found = {(of[a], of[b]) for a, b in ties.two if a in of and b in of}
    return frozenset(found | {(b, a) for a, b in found})
