"""When, where, what and by whom, as a convention writes them. Where the record does not say, nothing is coded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from stemma.coding import sides
from stemma.coding.facts import Facts, all_figures, harmed, holds, lasting, sources_of
from stemma.coding.phrases import day
from stemma.coding.spec import (
    ActorField,
    Case,
    CasesField,
    Convention,
    DateField,
    DatePrecisionField,
    PlaceField,
    PlacePrecisionField,
    Precision,
)
from stemma.coding.tolls import coded
from stemma.model import Coded
from stemma.report.words import how_many, listed, some_of
from stemma.values import When

WEEK, MONTH, YEAR = 7, 31, 366  # days


# --------------------------------------------------------------------------------------------------- when


def span_of(when: When) -> tuple[date, date] | None:
    """First and last day, both inclusive; None where no date is known."""
    if when.start is None:
        return None
    return when.start, max(when.start, when.end or when.start)


def precision_of(when: When) -> Precision | None:
    """How exactly the day is known: by the stretch that is given, whatever it is called."""
    span = span_of(when)
    if span is None:
        return None
    length = (span[1] - span[0]).days + 1
    if when.precision in ("week", "month", "year"):
        return when.precision
    if length == 1:
        return "day"
    return "days" if length < WEEK else "week" if length == WEEK else "month" if length <= MONTH else "year"


def undated(when: When) -> str:
    """Why there is no date, with the words that there are."""
    if not when.text:
        return "No report says on what date"
    return f"“{when.text}”: no report says which date that is"


def date_of(facts: Facts, convention: Convention, field: DateField) -> Coded:
    """A day, or the year."""
    when = facts.incident.when
    span = span_of(when)
    if span is None:
        return coded(convention, field.name, None, (undated(when),), (field.rule,))
    first, last = span
    said = f"“{when.text}” is {day(first)}" + (f" to {day(last)}" if last != first else "")
    if field.part == "year":
        if first.year != last.year:
            return coded(convention, field.name, None, (said,), (field.rule,), (), True)
        return coded(convention, field.name, first.year, (said,), (field.rule,))
    if last == first:
        return coded(convention, field.name, first.isoformat(), (said,), (field.rule,), (), field.review)
    if field.part == "middle" and lasting(facts):
        return coded(convention, field.name, first.isoformat(), (f"{said}; it lasted, and this is its first day",),
                     (field.rule,), (), field.review)
    middle, why = _middle(when, first, last)
    value = {"first": first, "last": last, "middle": middle}[field.part]
    reason = f"{said}; {why}" if field.part == "middle" else said
    return coded(convention, field.name, value.isoformat(), (reason,), (field.rule,), (), field.review)


def _middle(when: When, first: date, last: date) -> tuple[date, str]:
    """The middle day, of an even number the earlier; of the beginning or end of a month its first or last day."""
    said = when.text.casefold()
    if when.precision == "month" and any(word in said for word in ("beginning", "start of", "early")):
        return first, "the beginning of a month is its first day"
    if when.precision == "month" and any(word in said for word in ("end of", "late ")):
        return last, "the end of a month is its last day"
    return first + timedelta(days=(last - first).days // 2), "the day is the middle of that time"


def date_precision(facts: Facts, convention: Convention, field: DatePrecisionField) -> Coded:
    """The code for how exactly the day is known."""
    when = facts.incident.when
    known = "day" if lasting(facts) else precision_of(when)
    value = field.codes.get(known) if known else None
    if known is None:
        reason = undated(when)
    else:
        reason = {"day": f"“{when.text}” is known to the day", "days": f"“{when.text}”: one of several days",
                  "week": f"“{when.text}”: within a week", "month": f"“{when.text}”: within a month",
                  "year": f"“{when.text}”: no more than the year"}[known]
        reason = f"“{when.text}”: it lasted for days that are known" if lasting(facts) else reason
    return coded(convention, field.name, value, (reason,), (field.rule,), (), field.review)


# -------------------------------------------------------------------------------------------------- where


def place_of(facts: Facts, convention: Convention, field: PlaceField) -> Coded:
    """A name or a coordinate."""
    place = facts.place
    if place is None:
        return coded(convention, field.name, None, ("No report says where",), (field.rule,))
    if field.part == "name":
        spellings = [name for name in place.variants if name != place.name]
        also = f"also written {some_of(spellings, 3)}" if spellings else ""
        return coded(convention, field.name, place.name, (f"The reports place it at {place.name}", also),
                     (field.rule,), (), field.review)
    if field.part == "country":
        why = f"{place.name} is in the gazetteer" if place.country else f"{place.name} is not in the gazetteer"
        return coded(convention, field.name, facts.country, (why,), (field.rule,), (), field.review)
    value = place.lat if field.part == "latitude" else place.lon
    if value is None:
        return coded(convention, field.name, None, (f"{place.name} is not in the gazetteer",), (field.rule,), (), True)
    if place.kind not in field.exact:
        why = (f"{place.name} is a {place.kind}: its middle point is no place of the event, and the record does not "
               "know the point that stands for it here")
        return coded(convention, field.name, None, (why,), (field.rule,), (), True)
    review = field.review or facts.near
    near = f"The reports say near {place.name}; this is {place.name}" if facts.near else f"{place.name}, gazetteer"
    return coded(convention, field.name, round(value, 4), (near,), (field.rule,), (), review)


def place_precision(facts: Facts, convention: Convention, field: PlacePrecisionField) -> Coded:
    """The code for how exactly the place is known."""
    place = facts.place
    if place is None:
        return coded(convention, field.name, None, ("No report says where",), (field.rule,))
    words = set(place.name.casefold().split())
    by_name = next((code for word, code in sorted(field.name_codes.items()) if word in words), None)
    if by_name is not None:
        return coded(convention, field.name, by_name, (f"{place.name} is named so",), (field.rule,), (), field.review)
    if facts.near and field.near is not None and place.kind in field.near_kinds:
        return coded(convention, field.name, field.near, (f"The reports say near {place.name}",), (field.rule,), (),
                     field.review)
    value = field.codes.get(place.kind)
    if value is None:
        why = (f"{place.name} is named, but nobody says what sort of place it is, and the code depends on it"
               if place.kind == "locality" else
               f"{place.name} is a {place.kind}, for which the convention's file has no code")
        return coded(convention, field.name, None, (why,), (field.rule,), (), True)
    # A locality is a name without any word for what it is and without an entry in the gazetteer.
    unsure = place.kind == "locality"
    why = f"{place.name} is named, but nobody says what sort of place it is" if unsure else (
        f"{place.name} is a {place.kind}")
    return coded(convention, field.name, value, (why,), (field.rule,), (), field.review or unsure)


# ---------------------------------------------------------------------------------------- what and by whom


def by_cases(facts: Facts, convention: Convention, field: CasesField) -> Coded:
    """The first case whose conditions hold."""
    for case in field.cases:
        reasons = _holds(facts, case)
        if reasons is not None:
            said = "; ".join(reasons) or "In every other case"
            return coded(convention, field.name, case.value, (said,), (case.rule or field.rule,), (),
                         field.review or case.review)
    return coded(convention, field.name, None, (field.otherwise,), (field.rule,), (), field.review)


def _holds(facts: Facts, case: Case) -> list[str] | None:
    """Why a case holds, in words; None where one of its conditions does not."""
    reasons: list[str] = []
    for asked, test in _TESTS:
        wanted = getattr(case, asked)
        if wanted is None:
            continue
        said = test(facts, wanted, case)
        if said is None:
            return None
        reasons.append(said)
    return reasons


def _kind(facts: Facts, wanted: tuple[str, ...], case: Case) -> str | None:
    kind = facts.incident.kind
    return f"the reports mostly tell of: {kind.replace('_', ' ')}" if kind in wanted else None


def _weapons(facts: Facts, wanted: tuple[str, ...], case: Case) -> str | None:
    claims = [claim for claim in facts.claims if claim.kind == "weapon" and claim.value and claim.stance != "denied"]
    named = [claim.value for claim in claims if holds(claim.value, wanted)]
    if not named or len(named) < case.share * len(claims):
        return None
    return f"weapons named: {some_of(list(dict.fromkeys(named)), 2)}"


def _victims(facts: Facts, wanted: tuple[str, ...], case: Case) -> str | None:
    status = harmed(facts)
    words = {"civilian": "those harmed are told to be civilians", "combatant": "those harmed are told to be fighters",
             "mixed": "civilians and fighters were harmed", "unspecified": "nobody says who those harmed were"}
    return words[status] if status in wanted else None


def _actor(facts: Facts, wanted: tuple[str, ...], case: Case) -> str | None:
    sort = sides.sort_of_attacker(facts)
    names = sides.accused(facts)
    said = {"state": f"laid to {names[0] if names else ''}, a state's force by its name",
            "other": f"laid to {names[0] if names else ''}, by its name no state's force",
            "unidentified": "the attackers are not known", "none": "nobody is held responsible"}
    return said[sort] if sort in wanted else None


def _admitted(facts: Facts, wanted: bool, case: Case) -> str | None:
    names = list(dict.fromkeys(claim.value for claim in sides.admissions(facts)))
    if bool(names) is not wanted:
        return None
    return f"{listed(names)} is named by a source of its own side" if names else "no side says that it was its doing"


def _disputed(facts: Facts, wanted: bool, case: Case) -> str | None:
    if sides.is_disputed(facts) is not wanted:
        return None
    return f"accounts lay it to {listed([side[0] for side in sides.sides(facts)])}" if wanted else (
        "accounts do not lay it to different sides")


def _campaign(facts: Facts, wanted: bool, case: Case) -> str | None:
    if lasting(facts) is not wanted:
        return None
    return "it went on for several days" if wanted else "it is told as one event"


def independent_sources(facts: Facts) -> tuple[str, ...]:
    """Independent sources behind the figures of people harmed; where there are no figures, behind anything told."""
    figures = all_figures(facts)
    return sources_of(facts, figures or facts.claims)


def _least(facts: Facts, wanted: int, case: Case) -> str | None:
    count = len(independent_sources(facts))
    return how_many(count, "independent source") if count >= wanted else None


def _most(facts: Facts, wanted: int, case: Case) -> str | None:
    count = len(independent_sources(facts))
    return how_many(count, "independent source") if count <= wanted else None


_TESTS: tuple[tuple[str, Callable[..., str | None]], ...] = (
    ("kinds", _kind), ("weapons", _weapons), ("victims", _victims), ("actor", _actor), ("admitted", _admitted),
    ("disputed", _disputed), ("campaign", _campaign), ("least_sources", _least), ("most_sources", _most),
)


def actor(facts: Facts, convention: Convention, field: ActorField) -> Coded:
    """Who is held responsible, as alleged, or who was harmed."""
    country = f" ({facts.country})" if facts.country else ""
    if field.who == "harmed":
        if harmed(facts) != "civilian" or not field.civilians:
            said = {"combatant": "Those harmed are told to be fighters; of which side is not in the record",
                    "mixed": "Civilians and fighters were harmed; of which side is not in the record"}
            return coded(convention, field.name, None, (said.get(harmed(facts), "Nobody says who was harmed"),),
                         (field.rule,), (), True)
        value = field.civilians.format(country=country).strip()
        return coded(convention, field.name, value, ("Those harmed are told to be civilians",), (field.rule,), (),
                     field.review)
    claims = sides.alleged(facts)
    names = sides.accused(facts)
    if not names:
        unknown = sides.unidentified(facts)
        value = field.unidentified.format(country=country).strip() if unknown and field.unidentified else None
        said = "The reports say that the attackers are not known" if unknown else "Nobody is held responsible"
        return coded(convention, field.name, value, (said,), (field.rule,), [claim.id for claim in claims],
                     field.review)
    others, own = sides.laid(facts, names[0])
    held = others or own
    by = [facts.parties.get(key, key) for key in sources_of(facts, held)]
    docs = how_many(len({claim.doc for claim in held}), "report")
    how = "as alleged" if others else "by its own account"
    reason = [f"Laid to {names[0]}, {how}, in {docs}" + (f" by {some_of(by, 3)}" if by else "; no source named")]
    if sides.is_disputed(facts):
        reason.append(f"Accounts differ: {listed([side[0] for side in sides.sides(facts)])}")
    elif also := [name for name in names[1:] if sides.laid(facts, name)[0]]:
        reason.append(f"Also named: {some_of(also, 3)}")
    return coded(convention, field.name, names[0], reason, (field.rule,), [claim.id for claim in held],
                 field.review or sides.is_disputed(facts))
