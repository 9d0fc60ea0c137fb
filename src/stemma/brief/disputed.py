"""*Disputed*: where accounts differ, each side with who holds it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from stemma.assessments.contradictions import means_of
from stemma.assessments.figures import is_vague
from stemma.assessments.versions import figures_of, replaced
from stemma.brief.circumstances import accused, denials
from stemma.brief.desk import File, party_of
from stemma.brief.known import cite
from stemma.brief.nouns import Sentence
from stemma.brief.wording import TOLL_WORDS, figure, has_source, holders, quoted, titled
from stemma.model import Claim, Estimate
from stemma.report import words
from stemma.values import Count

MOST_SIDES = 8  # in one sentence; the others are counted
ORDER = ("killed", "injured", "perpetrator", "weapon", "other", "place", "time", "control")
LONG = 80  # characters of a denial; beyond that longer is no better
NAMES = {"children": "children", "women": "women", "elderly": "elderly people", "journalists": "journalists",
         "medics": "medical staff", "aid_workers": "aid workers"}
SHORT = 20  # characters; a shorter denial says only that there was one
_UNFINISHED = frozenset("as that to of the a an against by for with in on at and or from than into".split())
_HOLDS = re.compile(
    r"\b(?:holds?|held|holding|controls?|controlled|captures?|captured|seizes?|seized|took|taken|retook|retaken)\b",
    re.IGNORECASE)
Side = tuple[str, list[Claim]]


def tolls(file: File, found: dict[str, Estimate]) -> Iterable[Sentence]:
    """Figures that cannot all be right, those of named sources first."""
    for harm, made in found.items():
        if made.grade != "X" and made.rule != "no-agreement":
            continue
        figures = figures_of(file.incident, harm, file.desk.books)
        gone = replaced(figures)
        told = sides(file, [row for at, one in enumerate(figures) if at not in gone for row in one.claims])
        if len(told) > 1:
            text = f"{words.sentence_case(TOLL_WORDS[harm])} is disputed: {'; '.join(text for text, _ in told)}."
            yield Sentence(text + best(made), cite(row for _, held in told for row in held))


def sides(file: File, rows: Sequence[Claim], fighters: bool = True) -> list[Side]:
    """("“seven”, from the adviser", its rows) for each figure, those of named sources first, low before high.

    fighters: whether figures of fighters are told as such.
    """
    merged: dict[tuple, list[Claim]] = defaultdict(list)
    open_ended = _open_ended(rows, file)
    for row in rows:
        count = _cautious(row, open_ended, file)
        key = (count.low or 0, count.high or 0, count.stated, count.wording == "about")
        merged[key].append(row)
    ordered = sorted(merged.items(), key=lambda item: (
        not any(has_source(file, row) for row in item[1]), is_vague(item[1][0]), item[0]))
    shown: list[Side] = []
    for _, held in ordered:
        named = [row for row in held if has_source(file, row)] or held
        text = figure(_cautious(named[0], open_ended, file))
        note = " (as verified)" if all(row.stance == "confirmed" for row in named) else ""
        of = " fighters" if fighters and all(row.victims.status == "combatant" for row in named) else ""
        shown.append((f"“{text}”{of}{note}, from {holders(file, named)}", named))
    if len(shown) > MOST_SIDES:
        rest = [row for _, held in shown[MOST_SIDES:] for row in held]
        shown = [*shown[:MOST_SIDES], (f"and {words.how_many(len(shown) - MOST_SIDES, 'other figure')}", rest)]
    return shown


def _open_ended(rows: Sequence[Claim], file: File) -> dict[tuple[str, int], Count]:
    """"At least 26" by its source and number."""
    found: dict[tuple[str, int], Count] = {}
    for row in rows:
        party = party_of(file, row)
        if party and row.count.high is None and row.count.low is not None:
            found.setdefault((party.key, row.count.low), row.count)
    return found


def _cautious(row: Claim, open_ended: dict[tuple[str, int], Count], file: File) -> Count:
    """The figure of a row; "at least 26" for "26" where the same source said both."""
    party, count = party_of(file, row), row.count
    exact = count.low is not None and count.low == count.high
    return open_ended.get((party.key, count.low), count) if party and exact else count


def best(made: Estimate) -> str:
    """The number that the rule leads to, where it leads to one."""
    if made.best is None:
        return " No figure has better support than the others: grade X."
    told = words.number(made.best)
    if made.rule == "latest-own-count":
        return f" The latest from a source that counts for itself is {told}; others contradict it: grade X."
    return f" Most independent sources for one number give {told}; as many or more contradict it: grade X."


def others(file: File) -> Iterable[Sentence]:
    """All but the whole tolls: who did it, with what, who the victims were, how many of a group, who is where."""
    own = {claim.id: claim for claim in file.claims}
    makers = {"perpetrator": perpetrators, "weapon": weapons, "control": control}
    place = {claim.id: at for at, claim in enumerate(file.claims)}
    for conflict in sorted(file.contradictions, key=lambda c: (ORDER.index(c.about), c.id)):
        rows = [own[row] for row in sorted(set(conflict.items) & own.keys(), key=place.__getitem__)]
        if conflict.about in makers:
            yield from makers[conflict.about](file, rows)
        elif "fighters in one account" in conflict.why:
            yield from status(file, rows)
        elif "destroyed" in conflict.why:
            yield from destroyed(file, rows)
        elif "different numbers of" in conflict.why:
            yield from groups(file, rows)


def perpetrators(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """Who is blamed by whom, and who denies what, in the denial's own words."""
    blamed, answers = accused(file, rows)[:MOST_SIDES], denials(rows)
    if not blamed or not (answers or len(blamed) > 1):
        return
    told, cited = [], []
    for value, held in blamed:
        named = [row for row in held if has_source(file, row)] or held
        told.append(f"{holders(file, named)} held {titled(value, file, named)} responsible")
        cited += named
    text = f"Who is responsible is disputed. {words.sentence_case('; '.join(told))}."
    for row in _one_each(file, answers)[:2]:
        said = f", {holders(file, [row])}: {quoted(file, row)}" if whole(file, row) else (
            f" stands a denial by {holders(file, [row])}")
        text += f" Against this{said}."
        cited.append(row)
    yield Sentence(text, cite(cited))


def whole(file: File, row: Claim) -> bool:
    """Whether a denial's words can stand by themselves."""
    text = quoted(file, row)
    return len(text) >= SHORT and text.strip("“”").split()[-1].casefold() not in _UNFINISHED


def _one_each(file: File, rows: Sequence[Claim]) -> list[Claim]:
    """One row for each who says it: named sources before others, text before headlines, whole sentences before bits."""
    found: dict[str, Claim] = {}
    order = sorted(rows, key=lambda r: (
        not has_source(file, r), not whole(file, r), r.sentence == 0, -min(len(r.span), LONG)))
    for row in order:
        party = party_of(file, row)
        found.setdefault(party.key if party else "", row)
    return list(found.values())


def weapons(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """Different means of attack; or a weapon that some name and others have not verified."""
    means: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        if name := means_of(row):
            means[name].append(row)
    if len(means) > 1:
        told, cited = [], []
        for _, held in sorted(means.items(), key=lambda item: (-len(item[1]), item[0])):
            named = [row for row in held if has_source(file, row)] or held
            values = words.some_of(list(dict.fromkeys(row.value for row in named)), 2)
            told.append(f"{values}, according to {holders(file, named)}")
            cited += named
        yield Sentence(f"Accounts differ on the weapon: {'; '.join(told)}.", cite(cited))
        return
    sure = [row for row in rows if row.stance in ("asserted", "confirmed")]
    unsure = [row for row in rows if row.stance not in ("asserted", "confirmed")]
    if sure and unsure:
        yield Sentence(f"The use of {sure[0].value} is stated by {holders(file, sure)}, and given as not verified by "
                       f"{holders(file, unsure)}.", cite([*sure, *unsure]))


def control(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """Who holds the place: only what somebody says of this very place."""
    place = file.desk.places.get(file.incident.place or "")
    own = set(place.mentions) if place else set()
    by_side: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        side, _, state = (part.strip() for part in row.value.partition(":"))
        firm = state in ("held", "captured", "retaken", "controlled") and _HOLDS.search(quoted(file, row))
        if firm and row.place in own and has_source(file, row):
            by_side[side].append(row)
    if len(by_side) > 1:
        told = [f"{side}: {quoted(file, held[0])}, according to {holders(file, held[:1])}"
                for side, held in sorted(by_side.items())]
        yield Sentence(f"Accounts differ on who holds the place. {'; '.join(told)}.",
                       cite(held[0] for _, held in sorted(by_side.items())))


def status(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """Civilians or fighters."""
    rows = sorted(rows, key=lambda row: (not has_source(file, row), row.sentence == 0, -min(len(row.span), LONG)))
    fighters = [r for r in rows if r.victims.status == "combatant" and r.count and r.count.wording != "none"][:1]
    civilians = [row for row in rows if row.victims.status == "civilian"][:1]
    if fighters and civilians:
        yield Sentence(
            f"Whether the victims were civilians is disputed: {quoted(file, fighters[0])}, according to "
            f"{holders(file, fighters)}; {quoted(file, civilians[0])}, according to {holders(file, civilians)}.",
            cite([*fighters, *civilians]))


def groups(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """How many children, women or fighters."""
    counted = [row for row in rows if row.count is not None]
    told = sides(file, counted, fighters=False)
    if len(told) > 1:
        who = NAMES.get(counted[0].victims.group or "", "fighters")
        harm = {"killed": "killed", "injured": "injured", "missing": "missing"}.get(counted[0].kind, "taken captive")
        yield Sentence(f"How many {who} were {harm} is disputed: {'; '.join(text for text, _ in told)}.",
                       cite(row for _, held in told for row in held))


def destroyed(file: File, rows: Sequence[Claim]) -> Iterable[Sentence]:
    """How many houses or vehicles."""
    values: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        if any(letter.isdigit() for letter in row.value):
            values[row.value].append(row)
    if len(values) > 1:
        told = [f"{value}, according to {holders(file, held)}" for value, held in sorted(values.items())]
        yield Sentence(f"Counts of what was destroyed differ: {'; '.join(told)}.",
                       cite(row for held in values.values() for row in held))
