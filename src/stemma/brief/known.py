"""*Known* and *claimed*: what happened and how many were harmed.

Known is what at least two independent sources give and nobody disputes, or what a source with own knowledge gives and
nobody disputes. Each figure says its grade (stemma.assessments.estimate.LADDER). All else that is said is claimed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from stemma.assessments.estimate import estimate
from stemma.assessments.figures import is_indefinite, is_vague
from stemma.assessments.knowledge import own_knowledge
from stemma.assessments.versions import figures_of, replaced
from stemma.brief.desk import File, party_of, sources_of
from stemma.brief.nouns import Sentence
from stemma.brief.wording import TOLL_WORDS, common, fate, figure, has_source, holders, people
from stemma.model import Claim, Estimate
from stemma.report import words
from stemma.values import HARMS

_HAPPENINGS = {
    "shelling": "shelling", "airstrike": "an air strike", "missile_strike": "a missile strike",
    "drone_strike": "a drone strike", "bombing": "a bombing", "suicide_attack": "a suicide attack",
    "armed_attack": "an armed attack", "massacre": "a mass killing", "clash": "fighting", "explosion": "an explosion",
    "other": "violence",
}
FIRM = ("asserted", "confirmed", "estimate", "undercount")
MOST_PARTS = 4  # of each of the two kinds, known and claimed
MOST_CITED = 4  # rows that show that it happened; the others stand in the record


def estimates(file: File) -> dict[str, Estimate]:
    """The estimate of each harm that a report of this incident tells of."""
    made = ((harm, estimate(file.record, file.incident.id, harm, file.desk.books)) for harm in HARMS)
    return {harm: one for harm, one in made if one is not None}


def cite(rows: Iterable[Claim]) -> tuple[str, ...]:
    """Their ids, each once."""
    return tuple(dict.fromkeys(row.id for row in rows))


# ------------------------------------------------------------------------------------------ the happening


def happening(file: File) -> Iterable[tuple[bool, Sentence]]:
    """(whether it is known, what happened, where and when) as far as the reports say."""
    rows = [claim for claim in file.claims if claim.scope in ("incident", "other", "partial") and claim.stance in FIRM
            and claim.kind in (*HARMS, "weapon", "damage", "perpetrator")]
    if not rows:
        return
    place = file.desk.places.get(file.incident.place or "")
    differs = any(conflict.about == "weapon" for conflict in file.contradictions)
    kind = "an attack" if differs else _HAPPENINGS.get(file.incident.kind, _HAPPENINGS["other"])
    said = f"There was {kind}" + (f" in {words.place(place)}" if place else "")
    if file.incident.when.start:
        said += f"{',' if place and ',' in words.place(place) else ''} {on(words.when(file.incident.when))}"
    count = len(sources_of(file, rows))
    shown = telling(rows, file)
    if count > 1:
        told = f"{said}. {words.sentence_case(words.counted(count))} independent sources tell of it."
    else:
        told = f"{said}, according to {holders(file, shown)}."
    yield count > 1, Sentence(told, cite(shown))


def on(when: str) -> str:
    """A day with "on", a stretch of days with "between", a month or a year with "in"."""
    if when.startswith("since"):
        return when
    if " to " in when:
        return f"between {when.replace(' to ', ' and ')}"
    return f"on {when}" if re.search(r"\d [A-Z]", when) else f"in {when}"


def telling(rows: Sequence[Claim], file: File) -> list[Claim]:
    """The rows that best show that and when it happened: one for each source, those with a day or a place first."""
    found: dict[str, Claim] = {}
    for row in sorted(rows, key=lambda r: (r.when is None, r.place is None)):
        party = party_of(file, row)
        found.setdefault(party.key if party else "?", row)
    chosen = sorted(found.items(), key=lambda item: (item[0] == "?", item[1].when is None, item[0]))
    return [row for _, row in chosen[:MOST_CITED]]


# ---------------------------------------------------------------------------------------------- the tolls


def tolls(file: File, found: dict[str, Estimate]) -> Iterable[tuple[bool, Sentence]]:
    """One sentence for each toll that is not disputed, and its earlier figures."""
    for harm, made in found.items():
        rows = [file.desk.books.claims[row] for row in made.claims]
        if harm == "casualties" and any((found[one].low or 0) >= (made.high or 1) for one in found if one != harm):
            continue  # one of the harmed told of alone, not the whole
        yield from ((True, one) for one in lowest(file, harm, made))
        yield from ((False, one) for one in earlier(file, harm))
        if made.grade == "X" or made.rule == "no-agreement" or not rows:
            continue
        if made.rule == "sum-of-parts":
            parts = words.listed([people(row.count, row.victims)[0] for row in rows])
            told = (f"{words.sentence_case(TOLL_WORDS[harm])} is told in parts that are said to be all: {parts}, "
                    f"{words.counted(made.best)} together, according to {holders(file, rows)}. {grade_words(made)}")
            yield False, Sentence(told, made.claims)
        else:
            yield made.grade in "ABC", toll(harm, rows, made, file)


def toll(harm: str, rows: Sequence[Claim], made: Estimate, file: File) -> Sentence:
    """"At least nine people were killed, according to ... Two independent sources: grade B"."""
    named = [row for row in rows if has_source(file, row)] or list(rows)
    alike = told_alike(named)
    if alike:
        told = f"{fate(alike[0].count, harm, common(alike))}, according to {holders(file, named)}"
    else:
        shown = words.listed([f"“{one}”" for one in dict.fromkeys(figure(row.count) for row in named)])
        told = f"{words.sentence_case(TOLL_WORDS[harm])} is given as {shown} by {holders(file, named)}"
    return Sentence(f"{told}. {grade_words(made)}", cite(named))


def told_alike(rows: Sequence[Claim]) -> list[Claim]:
    """The rows that give one figure; none where several are given. Of "nine" and "at least nine" the more cautious."""
    firm = [row for row in rows if not is_vague(row)] or list(rows)
    if len({(row.count.low, row.count.high) for row in firm}) == 1:
        return firm
    open_ended = [row for row in firm if row.count.high is None]
    return open_ended if len({row.count.low for row in firm}) == 1 else []


def grade_words(made: Estimate) -> str:
    """"Two independent sources: grade B"."""
    several = words.sentence_case(words.how_many(len(made.sources), "independent source"))
    if made.grade in "AC":
        who = next((reason.partition("(")[2].partition(")")[0] for reason in made.reasons
                    if reason.startswith(f"Grade {made.grade}")), "")
        first = f"{several}, one of which" if made.grade == "A" else "One source, which"
        return f"{first} counts for itself ({who}): grade {made.grade}."
    if made.grade == "B":
        return f"{several}: grade B."
    return "One source: grade D." if made.grade == "D" else "No source is named: grade E."


def earlier(file: File, harm: str) -> Iterable[Sentence]:
    """What a source gave first, where a later figure of its own replaced it."""
    figures = figures_of(file.incident, harm, file.desk.books)
    gone = replaced(figures)
    by_holder: dict[str, list[int]] = defaultdict(list)
    for at in sorted(gone):
        by_holder[figures[at].holder].append(at)
    for _, places in sorted(by_holder.items()):
        last = figures[max(gone[at][0] for at in places)]
        steps = [*(figures[at] for at in places), last]
        by_number = {step.claims[0].count.low: figure(step.claims[0].count) for step in reversed(steps)}
        shown = list(reversed(by_number.values()))
        if len(shown) < 2:
            continue
        told = f"first “{shown[0]}”, " + "".join(f"then “{one}”, " for one in shown[1:-1]) + f"later “{shown[-1]}”"
        rows = [row for step in steps for row in step.claims]
        day = f" ({words.day(last.day, weekday=False)})" if last.day else ""
        who = holders(file, rows, channels=False)
        yield Sentence(f"For {TOLL_WORDS[harm]}, {who} gave {told}{day}; the latest counts.", cite(rows))


def lowest(file: File, harm: str, made: Estimate) -> Iterable[Sentence]:
    """Where sources disagree on a toll: the number below which none of them goes."""
    if made.grade != "X" or harm not in ("killed", "injured"):
        return
    figures = figures_of(file.incident, harm, file.desk.books)
    gone = replaced(figures)
    held = [one for at, one in enumerate(figures) if at not in gone and not one.vague and one.holder]
    rows = [row for one in held for row in one.claims]
    lows = [row.count.low for row in rows]
    least = [row for row in rows if row.count.low == min(lows)] if all(lows) else []
    if least and len(sources_of(file, rows)) > 1:
        number = figure(least[0].count).split()[-1]
        told = f"No source that is named or described puts {TOLL_WORDS[harm]} lower than {number}."
        yield Sentence(told, cite([*least, *rows]))


# ---------------------------------------------------------------------------------------------- its parts


def parts(file: File) -> Iterable[tuple[bool, Sentence]]:
    """Figures for a part: children among the dead, one hospital; known where the source counts and nobody differs."""
    differing = {row for c in file.contradictions for row in c.items if "different numbers of" in c.why}
    same: dict[tuple, list[Claim]] = defaultdict(list)
    for row in file.claims:
        if is_part(row) and row.id not in differing:
            who = party_of(file, row)
            same[row.kind, row.count.low, row.count.high, row.victims, who.key if who else "?"].append(row)
    left = {True: MOST_PARTS, False: MOST_PARTS}
    for (harm, _, _, victims, _), rows in sorted(same.items(), key=_weight):
        party = party_of(file, rows[0])
        first = bool(party and own_knowledge(party, rows[0]))
        left[first] -= 1
        if left[first] >= 0:
            part = "" if victims.group else " (a part of the whole)"
            tail = " The source counts for itself." if first else ""
            told = f"{fate(rows[0].count, harm, victims)}{part}, according to {holders(file, rows)}.{tail}"
            yield first, Sentence(told, cite(rows))


def is_part(row: Claim) -> bool:
    """Whether a claim gives a figure for a part of the people killed, injured, missing or held."""
    return (row.kind in ("killed", "injured", "missing", "captured") and row.scope == "partial"
            and row.count is not None and row.count.wording != "none" and row.stance in FIRM
            and not is_indefinite(row))


def _weight(item: tuple) -> tuple:
    """Named sources before others, the dead first, groups of people before sites, large parts before small ones."""
    (harm, low, high, victims, who), _ = item
    whole = not (victims.group or victims.status != "unspecified")
    return who == "?", harm != "killed", whole, -(low or high or 0), str(victims), harm, who
