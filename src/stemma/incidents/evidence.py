"""Evidence: what speaks for and against two reports being about one happening, each sign with its points.

Points are logarithms of odds, as in record linkage: they add up, and 0 speaks neither way. They were fitted on one half
of a register's reports on shootings (parted by incident), checked on the other, and rounded. Vetoes are no matter of
points.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, exp, log1p, radians, sin, sqrt

from msgspec import Struct

from stemma.incidents.accounts import Account, Hours
from stemma.values import HARMS

APART_DAYS = 2  # plainly told days so far apart are two happenings; attacks at night are told of either day
FAR = 60.0  # kilometres between the nearest places that two reports name
SOON, LATE = 2, 10  # days from a happening to a report on it
TRIALS = 0.5  # of the time between two reports that counts where they name one person: trials come late
ALL_SIGNS = -3.0  # points where nothing speaks either way
PARTICULAR = 5  # people; a number from here on is seldom shared by chance

# Points and words of each sign. What has no words is not worth telling.
SIGNS: dict[str, tuple[float, str]] = {
    "likeness": (6.8, "the same names and numbers"),
    "person": (1.3, "the same person named"),
    "victim": (1.7, "the same victim named"),
    "age": (1.5, "the same age told"),
    "other_ages": (-2.0, ""),
    "other_block": (-1.5, ""),
    "place": (0.5, "the same place"),
    "names_place": (2.2, "one names the other's place"),
    "far": (-1.5, ""),
    "told_apart": (-0.5, ""),
    "elsewhere_then": (-2.0, ""),
    "same_day": (2.2, "the same day"),
    "next_day": (0.5, "days next to each other"),
    "other_day": (-0.7, ""),
    "soon": (1.4, "reported within two days"),
    "late": (-0.3, ""),
    "published_apart": (-0.75, ""),
    "toll": (1.2, "the same number of victims"),
    "other_toll": (-0.6, ""),
    "other_hour": (-2.0, ""),
    "other_kind": (-1.5, ""),
    "second": (-3.0, ""),
    "copy": (2.0, "copies of one text"),
}


class Side(Struct, frozen=True):
    """One of two things compared: an account, and where it lies among the places of the case."""

    doc: str
    account: Account
    place: str | None  # Place.key of what the report is about
    named: frozenset[str]  # Place.key of every town, village and site that it names
    points: tuple[tuple[float, float], ...]  # of those with coordinates: degrees of latitude and longitude


def veto(a: Side, b: Side) -> bool:
    """Whether two accounts cannot be of one happening: plainly told days apart, or a report from before it.

    At two places one day apart is enough. A victim of the same name in both lifts it: then one of the days was told or
    read wrong.
    """
    if a.doc == b.doc:
        return True
    x, y = a.account, b.account
    if x.victims & y.victims:
        return False
    if x.day and y.day and x.plain and y.plain:
        elsewhere = a.place and b.place and a.place != b.place
        if abs((x.day - y.day).days) >= (1 if elsewhere else APART_DAYS):
            return True
    return too_early(x, y) or too_early(y, x)


def too_early(x: Account, y: Account) -> bool:
    """Whether one report was published days before what the other plainly tells of."""
    return bool(x.published and y.day and y.plain and (y.day - x.published).days >= APART_DAYS)


def signs(a: Side, b: Side, likeness: float, copies: bool = False, apart: bool = False) -> dict[str, float]:
    """The signs that two accounts show, with how strongly (1 for most).

    likeness: cosine of their names and numbers; copies: whether they hold one text; apart: whether some report tells
    of their places as of two happenings.
    """
    x, y = a.account, b.account
    found = {"likeness": sqrt(max(likeness, 0.0))}
    if copies:
        found["copy"] = 1.0
    if x.people & y.people:
        found["person"] = 1.0 if len(x.people & y.people) == 1 else 1.5
    if x.victims & y.victims:
        found["victim"] = 1.0
    if x.harmed & y.ages or y.harmed & x.ages:
        found["age"] = 1.0
    elif x.harmed and y.harmed and not any(abs(m - n) < 2 for m in x.harmed for n in y.harmed):
        found["other_ages"] = 1.0
    if x.blocks and y.blocks and not x.blocks & y.blocks:
        found["other_block"] = 1.0
    found |= {"told_apart": 1.0} if apart else signs_of_place(a, b)
    found |= signs_of_day(x, y)
    if "person" in found and "published_apart" in found:
        found["published_apart"] *= TRIALS
    if a.place and b.place and a.place != b.place and x.day and y.day and x.day != y.day:
        found["elsewhere_then"] = 1.0 if x.plain or y.plain else 0.5
        found.pop("next_day", None)
    found |= signs_of_toll(x, y)
    if x.hours and y.hours and not overlap(x.hours, y.hours):
        found["other_hour"] = 1.0
    if x.second != y.second:
        found["second"] = 1.0
    if x.kinds and y.kinds and not x.kinds & y.kinds:
        found["other_kind"] = 1.0
    return found


def signs_of_place(a: Side, b: Side) -> dict[str, float]:
    """The same place, one that the other report names, or places far from each other."""
    found: dict[str, float] = {}
    if a.place is not None and a.place == b.place:
        found["place"] = 1.0
    if a.place in b.named or b.place in a.named:
        found["names_place"] = 1.0
    elif a.points and b.points and not a.named & b.named and not near(a.points, b.points):
        found["far"] = 1.0
    return found


def near(a: Sequence[tuple[float, float]], b: Sequence[tuple[float, float]]) -> bool:
    """Whether any two points are within FAR of each other."""
    return any(kilometres(p, q) <= FAR for p in a for q in b)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points in degrees on a sphere of the Earth's mean radius."""
    (north, east), (other, away) = ((radians(lat), radians(lon)) for lat, lon in (a, b))
    half = sin((other - north) / 2) ** 2 + cos(north) * cos(other) * sin((away - east) / 2) ** 2
    return 12742 * asin(sqrt(min(half, 1.0)))


def signs_of_day(x: Account, y: Account) -> dict[str, float]:
    """How the days told and the days of publication lie to each other."""
    found: dict[str, float] = {}
    if x.published and y.published:
        found["published_apart"] = log1p(max(0, abs((x.published - y.published).days) - 4))
    if x.day and y.day:
        apart = abs((x.day - y.day).days)
        found["same_day" if apart == 0 else "next_day" if apart == 1 else "other_day"] = 1.0
    elif x.day or y.day:
        told, reported = (x.day, y.published) if x.day else (y.day, x.published)
        later = (reported - told).days if told and reported else None
        if later is not None and 0 <= later <= SOON:
            found["soon"] = 1.0
        elif later is not None and later > LATE:
            found["late"] = 1.0
    return found


def signs_of_toll(x: Account, y: Account) -> dict[str, float]:
    """A number of victims that both state, or numbers of the same harm of which none agrees."""
    found: dict[str, float] = {}
    for harm in HARMS:
        mine, theirs = x.tolls.get(harm), y.tolls.get(harm)
        if not mine or not theirs:
            continue
        shared = mine & theirs
        if any(number >= PARTICULAR for number in shared):
            found["toll"] = max(found.get("toll", 0.0), 1.5)
        elif any(number > 2 for number in shared):
            found["toll"] = max(found.get("toll", 0.0), 1.0)
        elif not shared:
            found["other_toll"] = found.get("other_toll", 0.0) + 1.0
    return found


def overlap(a: Hours, b: Hours) -> bool:
    """Whether two sets of stretches have any time in common."""
    return any(start < end_b and start_b < end for start, end in a for start_b, end_b in b)


def points(found: dict[str, float]) -> float:
    """The points of all signs together."""
    return ALL_SIGNS + sum(SIGNS[sign][0] * strength for sign, strength in found.items())


def odds(total: float) -> float:
    """The probability that points stand for, 0..1."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def in_words(found: dict[str, float]) -> tuple[str, ...]:
    """The signs that speak for one happening, the strongest first."""
    told = [(SIGNS[sign][0] * strength, SIGNS[sign][1]) for sign, strength in found.items()]
    ranked = sorted(told, key=lambda item: (-item[0], item[1]))
    return tuple(words for weight, words in ranked if words and weight > 0.2)
