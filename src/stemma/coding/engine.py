"""An incident coded by a convention: what is recorded at all, then field by field in the order of the file."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from stemma.coding import circumstances, papers, spec, tolls
from stemma.coding.circumstances import precision_of, span_of, undated
from stemma.coding.facts import Facts, Ledger, bare, facts_of, harmed, lasting, parts, whole
from stemma.coding.phrases import day, sentence
from stemma.coding.readings import Figure, figures, indefinite
from stemma.coding.spec import PRECISIONS, Convention, DateTest, HarmTest, PlaceTest, Test
from stemma.model import Coded, Coding, Record
from stemma.report.words import listed

MOST_DAYS = 31  # of one incident that is split into days; more is a war, not an incident


def code(record: Record | Ledger, incident_id: str, convention: Convention) -> Coding:
    """One incident by one convention; the values are empty where the convention does not record such an incident.

    Raises UsageError where the record has no incident of this id. The order of documents changes nothing. Whoever
    codes many incidents of one record gives its `ledger(record)` in place of the record, which is then indexed once.
    """
    return _coding(facts_of(record, incident_id), convention)


def rows(record: Record | Ledger, incident_id: str, convention: Convention) -> tuple[Coding, ...]:
    """The rows that the convention's table has for one incident: one, or one for each day that it lasted.

    Totals are divided evenly over the days, the remainder goes to the first days, one to a day.
    """
    facts = facts_of(record, incident_id)
    coding = _coding(facts, convention)
    span = span_of(facts.incident.when)
    if not coding.included or convention.days is None or span is None or not lasting(facts):
        return (coding,)
    length = (span[1] - span[0]).days + 1
    if length > MOST_DAYS:
        return (coding,)
    return tuple(_on_day(coding, convention, convention.days, number, length, span[0] + timedelta(days=number))
                 for number in range(length))


def readings(
    record: Record | Ledger, incident_id: str, convention: Convention, harm: str
) -> tuple[Figure, ...]:
    """Every figure of one harm as the convention reads it: the words, their plain reading, the convention's numbers."""
    facts = facts_of(record, incident_id)
    found = figures(facts, convention, whole(facts, harm))
    return tuple(found or indefinite(facts, convention, bare(facts, harm)))


def split(total: int, days: int) -> tuple[int, ...]:
    """A total over days (or places): evenly, the remainder one to a day from the first on. 12 over 3 is 4, 4, 4."""
    each, left = divmod(total, days)
    return tuple(each + (number < left) for number in range(days))


# ------------------------------------------------------------------------------------------------ recorded


def _coding(facts: Facts, convention: Convention) -> Coding:
    failed = [why for test in convention.include if (why := _failing(facts, convention, test))]
    if failed:
        return Coding(convention.name, convention.version, facts.incident.id, False,
                      f"Not coded: {'; '.join(failed)}.", ())
    why = "; ".join(dict.fromkeys(convention.rules[test.rule].text.rstrip(".") for test in convention.include))
    return Coding(convention.name, convention.version, facts.incident.id, True, sentence(why),
                  _values(facts, convention))


def _failing(facts: Facts, convention: Convention, test: Test) -> str | None:
    """Why a test keeps an incident out; None where it does not."""
    rule = f"asked for: “{convention.rules[test.rule].text.rstrip('.')}”"
    if isinstance(test, DateTest):
        known = precision_of(facts.incident.when)
        if known is None:
            said = undated(facts.incident.when)
            return f"{said[:1].lower()}{said[1:]} ({rule})"
        late = PRECISIONS.index(known) > PRECISIONS.index(test.least) and not lasting(facts)
        return f"“{facts.incident.when.text}” is known to the {known} only ({rule})" if late else None
    if isinstance(test, PlaceTest):
        if facts.place is None:
            return f"no report says where it was ({rule})"
        wide = facts.place.kind in test.not_kinds
        return f"{facts.place.name} is a {facts.place.kind} ({rule})" if wide else None
    return _harm_failing(facts, convention, test, rule)


def _harm_failing(facts: Facts, convention: Convention, test: HarmTest, rule: str) -> str | None:
    """Why the people harmed are too few, or are not those that are recorded."""
    most = 0
    for harm in test.harms:
        told = [f for f in figures(facts, convention, [*whole(facts, harm), *parts(facts, harm)]) if not f.changed]
        most = max([most, *(f.high or f.low or f.count.high or f.count.low or 0 for f in told)])
        most = max(most, 1 if bare(facts, harm) else 0)
    if most < test.least:
        words = listed(test.harms, "or")
        who = "anybody" if test.least == 1 else f"{test.least:,} or more"
        beside = "; ".join(filter(None, (tolls.told_beside(facts, harm) for harm in test.harms)))
        return f"no report tells of {who} {words}{f', but {beside}' if beside else ''} ({rule})"
    if test.not_only and harmed(facts) == test.not_only:
        who = {"combatant": "fighters", "civilian": "civilians"}.get(test.not_only, test.not_only)
        return f"all who were harmed are told to be {who} ({rule})"
    return None


# -------------------------------------------------------------------------------------------------- values


def _values(facts: Facts, convention: Convention) -> tuple[Coded, ...]:
    done: dict[str, Coded] = {}
    for field in convention.field:
        done[field.name] = _value(facts, convention, field, done)
        if field.name in convention.ordered:
            done[field.name] = _in_order(convention, done, field.name)
    return tuple(done.values())


def _value(facts: Facts, convention: Convention, field: spec.AnyField, done: dict[str, Coded]) -> Coded:
    if isinstance(field, spec.ConstantField):
        said = convention.rules[field.rule].text
        return tolls.coded(convention, field.name, field.value, (said,), (field.rule,), (), field.review)
    if isinstance(field, spec.PartField):
        return tolls.part(facts, convention, field, done)
    if isinstance(field, spec.RestField):
        return tolls.rest(convention, field, done)
    return STRATEGIES[type(field)](facts, convention, field)


STRATEGIES = {
    spec.TollField: tolls.toll, spec.DateField: circumstances.date_of,
    spec.DatePrecisionField: circumstances.date_precision, spec.PlaceField: circumstances.place_of,
    spec.PlacePrecisionField: circumstances.place_precision, spec.CasesField: circumstances.by_cases,
    spec.ActorField: circumstances.actor, spec.CountField: papers.count, spec.SourcesField: papers.sources,
    spec.ScaleField: papers.scale, spec.NamedField: papers.named, spec.NotesField: papers.notes,
}


def _in_order(convention: Convention, done: dict[str, Coded], name: str) -> Coded:
    """A number that would fall below the one before it is raised to it, and goes to a person."""
    before = [done[other].value for other in convention.ordered[: convention.ordered.index(name)] if other in done]
    least = max((value for value in before if isinstance(value, int)), default=None)
    found = done[name]
    if least is None or not isinstance(found.value, int) or found.value >= least:
        return found
    return replace(found, value=least, review=True,
                   reason=f"{found.reason} Raised to {least:,}: it may not be below {listed(convention.ordered[:-1])}.")


# --------------------------------------------------------------------------------------------------- days


def _on_day(coding: Coding, convention: Convention, days: spec.Days, number: int, length: int, on: object) -> Coding:
    """The row of one day."""
    rule = convention.rules[days.rule]
    values = []
    for value in coding.values:
        if value.field == days.date:
            value = replace(value, value=on.isoformat(), reason=f"Day {number + 1} of {length}: {day(on)}.")
        elif value.field == days.year:
            value = replace(value, value=on.year)
        elif value.field in days.numbers and isinstance(value.value, int):
            shares = split(value.value, length)
            said = f"{value.value:,} over {length} days: {', '.join(map(str, shares))}. {value.reason}"
            value = replace(value, value=shares[number], reason=said, rule=days.rule, mark=rule.mark)
        elif value.field == days.notes and isinstance(value.value, str):
            totals = [v for v in coding.values if v.field in days.numbers and isinstance(v.value, int)]
            told = [f"{v.field} {v.value:,} in all over {length} days, divided evenly" for v in totals]
            value = replace(value, value=" ".join([value.value, *(sentence(text) for text in told)]))
        values.append(value)
    return replace(coding, values=tuple(values))
