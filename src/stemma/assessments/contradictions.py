"""Contradictions: where accounts of one happening differ, and who holds which. Both sides are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stemma.assessments.counted import conflicts_of_counts
from stemma.assessments.figures import by_kind, claims_by_id, gives_toll, is_indefinite, spoilt_rows
from stemma.assessments.own_side import of_its_side
from stemma.assessments.parts import conflicts_of_parts
from stemma.assessments.rebuttals import rebuttals
from stemma.ids import make_id
from stemma.keyed import holds_any
from stemma.model import Claim, Contradiction, Drift, Incident, Origin, Reading

# The means of an attack, by words in a weapon's name; the first row that fits counts.
MEANS = (
    ("air defence", ("interceptor", "air-defence", "air defence", "anti-aircraft")),
    ("aircraft", ("air", "plane", "jet", "helicopter", "warplane", "bomber")),
    ("drones", ("drone", "uav", "unmanned")),
    ("missiles", ("missile",)),
    ("ground fire", ("rocket", "artillery", "shell", "mortar", "grad", "howitzer", "grenade", "tank")),
    ("planted bombs", ("mine", "ied", "car bomb", "suicide", "buried", "home-made", "roadside", "booby")),
    ("small arms", ("gun", "rifle", "machete", "knife", "small arms")),
)
# Means that one strike has not both of. Planes and drones fire missiles, and those who shoot throw grenades.
EXCLUSIVE = (
    ("aircraft", "drones"),
    ("aircraft", "ground fire"),
    ("drones", "ground fire"),
    ("air defence", "missiles"),
    ("air defence", "ground fire"),
    *(("planted bombs", other) for other in ("aircraft", "drones", "missiles", "ground fire")),
)
# Launchers and munitions that are told apart by name.
NAMED_TYPES = tuple("""
grad smerch uragan tornado katyusha himars tochka iskander kalibr kinzhal shahed geran lancet scud qassam fajr
""".split())
TYPES = re.compile(rf"\b({'|'.join(NAMED_TYPES)})s?\b", re.IGNORECASE)
UNNAMED_SIDES = frozenset(
    "the of for and rebels rebel insurgents militants fighters forces force troops soldiers army military".split()
)
FEW = 3  # people; "a man was shot" is no figure of everybody hit
RISEN = re.compile(r"\b(?:rose|rises?|risen|rising|raised|climb\w*|increase\w*|jump\w*|up)\b[^.]{0,60}\bfrom\s$")
NEAR = 200  # characters: changes of one copy this close together are told as one
CLUSTER = ("cluster", "bomblet", "submunition", "phosphorus", "chemical", "thermobaric", "prohibited")


def contradictions(
    readings: Sequence[Reading],
    incidents: Sequence[Incident],
    origins: Sequence[Origin],
    speakers: Mapping[str, str],
    drifts: Sequence[Drift],
) -> tuple[Contradiction, ...]:
    """Everything on which the accounts of an incident differ."""
    claims = claims_by_id(readings)
    party = dict(speakers) | {row: origin.party for origin in origins for row in origin.claims}
    changed = spoilt_rows(claims.values(), drifts)
    voices = voices_of(readings, party)
    texts = {reading.document.id: reading.document.text for reading in readings}
    found: dict[str, Contradiction] = {}
    for incident in incidents:
        own = [claims[row] for row in incident.claims if row in claims]
        kinds = by_kind(own)
        for conflict in (
            *tolls(incident, kinds, party, changed, texts),
            *status(incident, own, party),
            *weapons(incident, own),
            *types_of_weapon(incident, own, party, texts),
            *impossible(incident, kinds, party),
            *perpetrators(incident, own, party, voices),
            *controls(incident, own, party),
            *(make(incident.id, one.about, one.rows, one.why) for one in conflicts_of_parts(own, party)),
            *(make(incident.id, one.about, one.rows, one.why) for one in conflicts_of_counts(own, party, texts)),
            *(make(incident.id, one.about, one.rows, one.why) for one in rebuttals(own, party)),
        ):
            found[conflict.id] = conflict
    home = {row: incident.id for incident in incidents for row in incident.claims}
    told: dict[str, list[frozenset[str]]] = defaultdict(list)
    for other in found.values():
        told[other.why].append(frozenset(other.items))
    for conflict in spoilt(readings, drifts, home):
        if not any(items.issuperset(conflict.items) for items in told[conflict.why]):
            told[conflict.why].append(frozenset(conflict.items))
            found.setdefault(conflict.id, conflict)
    return tuple(sorted(found.values(), key=lambda c: c.id))


def make(incident: str | None, about: str, rows: Sequence[Claim], why: str) -> Contradiction:
    """A contradiction between rows, in the order of documents and text."""
    items = tuple(row.id for row in sorted(rows, key=lambda r: (r.doc, r.span, r.id)))
    return Contradiction(make_id("x", about, *items), incident, about, items, why)


def words(claim: Claim) -> str:
    """A figure as written."""
    return claim.count.text if claim.count and claim.count.text else claim.value


def holder(claim: Claim, party: Mapping[str, str]) -> str:
    """Who holds a figure: its source, or else the document that gives none."""
    return party.get(claim.id) or f"document:{claim.doc}"


def tolls(
    incident: Incident,
    kinds: Mapping[str, Sequence[Claim]],
    party: Mapping[str, str],
    changed: frozenset[str],
    texts: Mapping[str, str],
):
    """Different figures for one toll: between sources, and from one source or within one report."""
    for harm in ("killed", "injured", "missing", "casualties", "captured"):
        rows = [claim for claim in kinds.get(harm, ()) if gives_toll(claim) and not is_indefinite(claim)]
        rows = [row for row in rows if row.count.wording not in ("several", "few")]
        figures: dict[tuple, list[Claim]] = defaultdict(list)
        for row in rows:
            figures[row.count.low, row.count.high].append(row)
        if len(figures) < 2:
            continue
        about = harm if harm in ("killed", "injured") else "other"
        told = "; ".join(f"“{words(group[0])}”" for _, group in sorted(figures.items(), key=lambda f: str(f[0])))
        holders = {holder(row, party) for row in rows}
        if len(holders) > 1:
            yield make(incident.id, about, rows, f"different figures for the {harm}: {told}")
        # What a copy made of a figure is told as the copy's change, not as another figure of the same source.
        kept = [row for row in rows if row.id not in changed and not risen_from(row, texts)]
        yield from within(incident, about, kept, party)


def risen_from(row: Claim, texts: Mapping[str, str]) -> bool:
    """Whether a figure is told as the one that another replaces: "the toll rose to 64 from 43"."""
    text, end = texts[row.doc], row.span.end - len(words(row))
    if "from" not in text[max(0, end - 6) : max(0, end)].lower():  # with a blank and a line's end: soon told
        return False
    return RISEN.search(text, max(0, row.span.start - 100), end) is not None


def within(incident: Incident, about: str, rows: Sequence[Claim], party: Mapping[str, str]):
    """One source that gives two figures, and a headline that its own report does not bear out."""
    by_source: dict[tuple[str, bool], list[Claim]] = defaultdict(list)
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        by_source[holder(row, party), row.victims.status == "combatant"].append(row)
        by_doc[row.doc].append(row)
    for (source, _), own in sorted(by_source.items()):
        if not source.startswith("document:") and not same_value(own) and len(by_source) > 1:
            yield make(incident.id, about, own, "one source gives different figures: " + told_by(own))
    for _, own in sorted(by_doc.items()):
        top = [row for row in own if row.sentence == 0 and row.id not in party]
        rest = [row for row in own if row.sentence > 0]
        if top and rest and not any(agree(top[0], row) for row in rest):
            nearest = min(rest, key=lambda row: (abs((row.count.low or 0) - (top[0].count.low or 0)), row.span))
            yield make(
                incident.id,
                about,
                [*top, nearest],
                f"the headline says “{words(top[0])}”, the report “{words(nearest)}”",
            )


def agree(one: Claim, other: Claim) -> bool:
    """Whether two figures can both be true: "more than 60", "64"; or are the same number however it is hedged."""
    low = max(one.count.low or 0, other.count.low or 0)
    high = min((row.count.high for row in (one, other) if row.count.high is not None), default=low)
    closed = one.count.high is not None or other.count.high is not None
    return one.count.low == other.count.low or (closed and low <= high)


def same_value(rows: Sequence[Claim]) -> bool:
    """Whether figures agree: the same number, or one within what the other leaves open."""
    return len(set(map(number, rows))) < 2


def number(row: Claim) -> int | None:
    """The number that a figure names, however it is hedged."""
    return row.count.low if row.count.low is not None else row.count.high


def told_by(rows: Sequence[Claim]) -> str:
    """The figures as first written, each number once: "Thirty-eight" and "38" are no two figures."""
    texts: dict[int | None, str] = {}
    for row in rows:
        texts.setdefault(number(row), words(row))
    return ", ".join(f"“{text}”" for text in texts.values())


def status(incident: Incident, own: Sequence[Claim], party: Mapping[str, str]):
    """Victims who are civilians in one account and fighters in another."""
    rows = [claim for claim in own if claim.kind in ("killed", "casualties") and claim.count is not None]
    fighters = [
        row
        for row in rows
        if row.scope in ("incident", "other") and row.victims.status == "combatant" and row.count.wording != "none"
    ]
    civilians = [
        row
        for row in rows
        if row.victims.status == "civilian"
        and row.stance != "denied"
        or row.victims.status == "combatant"
        and row.count.wording == "none"
    ]
    apart = {holder(row, party) for row in fighters} ^ {holder(row, party) for row in civilians}
    if fighters and civilians and len(apart) > 1:
        yield make(
            incident.id,
            "other",
            [*fighters, *civilians],
            "status of the victims: fighters in one account, civilians in another",
        )


def means_of(claim: Claim) -> str | None:
    """The means of attack that a weapon claim names."""
    value = claim.value.casefold()
    return next((name for name, marks in MEANS if any(mark in value for mark in marks)), None)


def weapons(incident: Incident, own: Sequence[Claim]):
    """Different means for one attack; and a prohibited weapon that some state and others have not verified."""
    rows = [claim for claim in own if claim.kind == "weapon"]
    by_means: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        if means := means_of(row):
            by_means[means].append(row)
    pairs = [pair for pair in EXCLUSIVE if by_means.keys() >= {*pair}]
    by_means = {means: group for means, group in by_means.items() if any(means in pair for pair in pairs)}
    if by_means:
        held = "; ".join(f"{means} ({told_values(group)})" for means, group in sorted(by_means.items()))
        yield make(
            incident.id,
            "weapon",
            [row for group in by_means.values() for row in group],
            f"different means of attack: {held}",
        )
    special = [row for row in rows if any(mark in row.value.casefold() for mark in CLUSTER)]
    sure, unsure = (
        [row for row in special if (row.stance in ("asserted", "confirmed")) is flag] for flag in (True, False)
    )
    if sure and unsure:
        yield make(
            incident.id, "weapon", [*sure, *unsure], f"{told_values(special)}: stated by some, not verified by others"
        )


def types_of_weapon(incident: Incident, own: Sequence[Claim], party: Mapping[str, str], texts: Mapping[str, str]):
    """Different launchers named by different sources: "Grad rockets" and "Smerch"; both may have been used."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for row in (row for row in own if row.kind == "weapon"):
        said = row.span.of(texts[row.doc])
        types = {found.lower() for found in TYPES.findall(said)} if holds_any(said.lower(), NAMED_TYPES) else set()
        if len(types) == 1:
            named[types.pop()].append(row)
    rows = [row for group in named.values() for row in group]
    if len(named) > 1 and len({holder(row, party) for row in rows}) > 1:
        yield make(incident.id, "weapon", rows, f"different types of weapon named: {', '.join(sorted(named))}")


def impossible(incident: Incident, kinds: Mapping[str, Sequence[Claim]], party: Mapping[str, str]):
    """Fewer dead and wounded together in one account than dead, or wounded, in another."""
    together = [row for row in kinds.get("casualties", ()) if gives_toll(row) and (row.count.high or 0) > FEW]
    for harm in ("killed", "injured") if together else ():
        alone = [row for row in kinds.get(harm, ()) if gives_toll(row) and row.count.low is not None]
        alone = [row for row in alone if any(row.count.low > whole.count.high for whole in together)]
        rows = [whole for whole in together if any(row.count.low > whole.count.high for row in alone)]
        if len({holder(row, party) for row in (*rows, *alone)}) > 1:
            figures = f"“{words(rows[0])}” dead and wounded together, “{words(alone[0])}” {harm} alone"
            yield make(incident.id, "other", [*rows, *alone], figures)


def told_values(rows: Sequence[Claim]) -> str:
    """Values of claims, each once, at most three."""
    values = list(dict.fromkeys(row.value for row in rows if row.value))
    return ", ".join(values[:3]) + (" …" if len(values) > 3 else "")


def voices_of(readings: Sequence[Reading], party: Mapping[str, str]) -> dict[str, str]:
    """Party key -> the roles in which its words are quoted: who speaks for an army is named so once, not each time."""
    roles: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for row in (*reading.statements, *reading.claims):
            if row.id in party and row.source.role:
                roles[party[row.id]].add(row.source.role)
    return {key: " ".join(sorted(said)) for key, said in roles.items()}


def perpetrators(incident: Incident, own: Sequence[Claim], party: Mapping[str, str], voices: Mapping[str, str]):
    """An attack that is laid to one side, and that this or another account denies."""
    accused = [claim for claim in own if claim.kind == "perpetrator" and claim.stance != "denied"]
    accused = [claim for claim in accused if not of_its_side(claim, voices.get(party.get(claim.id, ""), ""))] or accused
    denials = [claim for claim in own if claim.kind == "denial"]
    if all(claim.value == "says only military targets were struck" for claim in denials):
        denials = []  # who says so does not deny having struck
    sides = {claim.value.casefold() for claim in accused if claim.value} - {"unknown", "not identified"}
    if denials and accused:
        yield make(
            incident.id,
            "perpetrator",
            [*accused, *denials],
            f"attributed to {told_values(accused)}; denied: {told_values(denials)}",
        )
    elif len(sides) > 1 and len({holder(claim, party) for claim in accused}) > 1:
        yield make(incident.id, "perpetrator", accused, f"attributed to different sides: {told_values(accused)}")


def controls(incident: Incident, own: Sequence[Claim], party: Mapping[str, str]):
    """Who holds a place, where accounts name different sides; one side that besieges and surrounds is no conflict."""
    rows = [claim for claim in own if claim.kind == "control"]
    sides = {row.value.partition(":")[0].casefold() for row in rows if ":" in row.value}
    if different_sides(sides) and len({holder(row, party) for row in rows}) > 1:
        yield make(incident.id, "control", rows, f"who holds the place: {told_values(rows)}")


def different_sides(names: Iterable[str]) -> bool:
    """Whether names stand for more than one side: "rebels" and "the Front" tell nobody apart, nor do "Kasra Front" and
    "Front for Kasra", which share a word."""
    known = [words for name in sorted(names) if (words := set(name.split()) - UNNAMED_SIDES)]
    joined = known[0] if known else set()
    for _ in known:  # a name may join two others that share no word themselves
        joined = joined.union(*(words for words in known if words & joined))
    return any(not words & joined for words in known)


def spoilt(readings: Sequence[Reading], drifts: Sequence[Drift], home: Mapping[str, str]):
    """Figures that a copy has changed against the text that it was copied from; one for each changed figure."""
    by_doc: dict[str, list[Claim]] = defaultdict(list)
    for reading in readings:
        by_doc[reading.document.id].extend(claim for claim in reading.claims if claim.count is not None)
    changed: dict[tuple, list[Drift]] = defaultdict(list)
    for drift in drifts:
        if drift.kind in ("number", "harm"):
            changed[drift.doc, drift.span.start // NEAR].append(drift)
    for group in changed.values():
        rows = {
            claim.id: claim
            for drift in group
            for doc, span in ((drift.doc, drift.span), (drift.against, drift.against_span))
            for claim in by_doc[doc]
            if claim.span.overlaps(span)
        }
        if len({row.doc for row in rows.values()}) > 1:
            kinds = {row.kind for row in rows.values()}
            about = "killed" if "killed" in kinds else "injured" if "injured" in kinds else "other"
            why = "a copy changed the figure: " + "; ".join(dict.fromkeys(drift.why for drift in group))
            yield make(home.get(min(rows)), about, list(rows.values()), why)
