"""Sources, what reports name, and notes: what a coder copies out of the reports beside the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stemma.coding import sides
from stemma.coding.circumstances import independent_sources, span_of
from stemma.coding.facts import Facts, lasting, parts, whole
from stemma.coding.phrases import day, quoted, sentence
from stemma.coding.readings import Figure, figures
from stemma.coding.spec import (
    Convention,
    CountField,
    NamedField,
    NotesField,
    ScaleField,
    SourcesField,
)
from stemma.coding.tolls import coded
from stemma.model import Coded, Reading
from stemma.report.words import how_many, listed, some_of

MOST = 6  # figures that a note tells of one by one


def reports_of(facts: Facts) -> list[Reading]:
    """The incident's reports, the oldest first."""
    found = [facts.readings[doc] for doc in facts.incident.docs if doc in facts.readings]
    return sorted(found, key=lambda r: (r.page.published.day is None, r.page.published.day or 0, r.document.name,
                                        r.document.id))


def outlet_of(reading: Reading) -> str:
    """The outlet's name, or the report's where the outlet is not known."""
    return reading.page.outlet or reading.document.outlet or reading.document.name


def count(facts: Facts, convention: Convention, field: CountField) -> Coded:
    """How many reports, outlets or independent sources."""
    reports = reports_of(facts)
    outlets = {outlet_of(report) for report in reports}
    sources = independent_sources(facts)
    value = {"reports": len(reports), "outlets": len(outlets), "independent": len(sources)}[field.of]
    why = f"{how_many(len(reports), 'report')}, {how_many(len(sources), 'independent source')} behind them"
    return coded(convention, field.name, value, (why,), (field.rule,), (), field.review)


def sources(facts: Facts, convention: Convention, field: SourcesField) -> Coded:
    """A list over reports or parties. Lists over reports are parallel: an unknown entry stays as an empty one."""
    reports = reports_of(facts)
    if field.of == "parties":
        names = [facts.parties.get(key, key) for key in independent_sources(facts)]
        said = "Those who are independent sources of figures"
        return coded(convention, field.name, field.join.join(names) or None, (said,), (field.rule,), (), field.review)
    if field.of == "outlets":
        names = list(dict.fromkeys(outlet_of(report) for report in reports))
        return coded(convention, field.name, field.join.join(names) or None, ("The outlets of its reports",),
                     (field.rule,), (), field.review)
    made = {
        "days": lambda r: r.page.published.day.isoformat() if r.page.published.day else "",
        "titles": lambda r: r.document.title or _headline(r), "urls": lambda r: r.document.url or "",
    }[field.of]
    found = [" ".join(made(report).split()) for report in reports]
    unknown = found.count("")
    said = "One for each report" + (f"; {unknown} not known" if unknown else "")
    return coded(convention, field.name, field.join.join(found) if any(found) else None, (said,), (field.rule,), (),
                 field.review)


def _headline(reading: Reading) -> str:
    first = next((s for s in reading.page.sentences if s.part == "headline"), None)
    return first.span.of(reading.page.text) if first else ""


def scale(facts: Facts, convention: Convention, field: ScaleField) -> Coded:
    """The scale of the outlets; nothing where one of them is not listed in the file."""
    names = list(dict.fromkeys(outlet_of(report) for report in reports_of(facts)))
    listed_as = {name.casefold(): kind for kind, outlets in field.outlets.items() for name in outlets}
    unknown = [name for name in names if name.casefold().removeprefix("the ") not in listed_as]
    if unknown or not names:
        said = f"The file does not say of what scale {some_of(unknown, 2)} {'is' if len(unknown) == 1 else 'are'}"
        return coded(convention, field.name, None, (said,), (field.rule,), (), True)
    kinds = {listed_as[name.casefold().removeprefix("the ")] for name in names}
    value = "-".join(kind for kind in field.outlets if kind in kinds)
    return coded(convention, field.name, value, (f"The outlets are {listed(names)}",), (field.rule,), (), field.review)


def named(facts: Facts, convention: Convention, field: NamedField) -> Coded:
    """What the reports name, most often first."""
    incident = facts.incident
    if field.of == "control":
        found = _holders(facts, field.states)
    else:
        found = list(incident.weapons if field.of == "weapons" else incident.targets)
    kind = {"weapons": "weapon", "targets": "damage", "control": "control"}[field.of]
    shown = tuple(found[: field.most])
    rows = [claim.id for claim in facts.claims if claim.kind == kind and (
        claim.value.startswith(tuple(f"{name}:" for name in shown)) if field.of == "control" else claim.value in shown)]
    if not found:
        return coded(convention, field.name, None, ("No report names any",), (field.rule,))
    beyond = len(found) - field.most
    more = "" if beyond < 1 else "One more is named" if beyond == 1 else f"{beyond} more are named"
    said = "Named in the reports, the most often named first" if field.of != "control" else "As the reports say"
    return coded(convention, field.name, field.join.join(found[: field.most]), (said, more), (field.rule,), rows,
                 field.review)


def _holders(facts: Facts, states: tuple[str, ...]) -> list[str]:
    """The sides of which these states are told, the most often named first."""
    told = [claim.value.partition(": ") for claim in facts.claims
            if claim.kind == "control" and claim.stance != "denied"]
    counted = Counter(side for side, _, state in told if state and (not states or state in states))
    return sorted(counted, key=lambda side: (-counted[side], side))


# -------------------------------------------------------------------------------------------------- notes


def notes(facts: Facts, convention: Convention, field: NotesField) -> Coded:
    """Sentences about the incident, nothing in them that is not in the record."""
    said = [_head(facts), _figures(facts, convention, "killed", "fatalities")]
    said += [_figures(facts, convention, "injured", "injured")] if field.with_injuries else []
    said += [_parts(facts, convention), _blame(facts)]
    said += [_aggregates(facts)] if field.with_aggregates else []
    text = " ".join(sentence(part) for part in said if part)
    return coded(convention, field.name, text, ("Put together from the record",), (field.rule,), (), field.review)


def _head(facts: Facts) -> str:
    span = span_of(facts.incident.when)
    when = "On an unknown date" if span is None else (
        f"On {day(span[0])}" if span[0] == span[1] else f"From {day(span[0])} to {day(span[1])}" if lasting(facts)
        else f"Between {day(span[0])} and {day(span[1])}")
    what = "an incident" if facts.incident.kind == "other" else facts.incident.kind.replace("_", " ")
    where = f"{'near' if facts.near else 'at'} {facts.place.name}" if facts.place else "at an unknown place"
    weapons = f" ({some_of(facts.incident.weapons, 2)})" if facts.incident.weapons else ""
    return f"{when}, {what} {where}{weapons}"


def _figures(facts: Facts, convention: Convention, harm: str, label: str) -> str:
    found = figures(facts, convention, whole(facts, harm))
    if not found:
        return f"No figure for {label}"
    told = [_by_whom(figure) for figure in found]
    more = f"; and {len(told) - MOST} more" if len(told) > MOST else ""
    conflict = "Conflicting figures" if len(found) > 1 else "Figure"
    return f"{conflict} for {label}: {'; '.join(told[:MOST])}{more}"


def _by_whom(figure: Figure) -> str:
    who = some_of(figure.names, 2) if figure.names else "no source named"
    later = ", later replaced" if figure.superseded else ", a copy's change" if figure.changed else ""
    return f"{figure.quoted}, {who}{later}"


def _parts(facts: Facts, convention: Convention) -> str:
    found = figures(facts, convention, [row for row in parts(facts, "killed") if row.victims.group])
    told = [f"{figure.quoted}{_group(figure)}" for figure in found if figure.stands]
    return f"Among the dead: {'; '.join(dict.fromkeys(told))}" if told else ""


def _aggregates(facts: Facts) -> str:
    """Tolls that count more than this incident."""
    assessed = facts.assessments.get("killed")
    rows = [facts.by_id[link.row] for link in (assessed.excluded if assessed else ()) if link.row in facts.by_id]
    told = [quoted(row.count) for row in rows if row.scope == "aggregate" and row.count is not None]
    return f"Left out, since they count more than this incident: {'; '.join(dict.fromkeys(told))}" if told else ""


def _group(figure: Figure) -> str:
    """The group, where the words shown do not tell it."""
    group = (figure.claims[0].victims.group or "").replace("_", " ")
    return "" if figure.count.low == figure.count.high == 1 else f" {group}"


def _blame(facts: Facts) -> str:
    groups = sides.sides(facts)
    if not groups:
        return "The attackers are not known" if sides.unidentified(facts) else "Nobody is held responsible"
    denied: Sequence = [c for c in facts.claims if c.kind == "denial"]
    return f"Laid to {listed([side[0] for side in groups])}, as alleged" + ("; denials are told" if denied else "")
