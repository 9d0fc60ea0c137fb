"""What a convention's file may say: one struct for each strategy, its fields the file's keys.

A file is TOML. It names rules, how figures are read, what is recorded at all, and the convention's fields; each field
picks one strategy by name and gives its parameters. An unknown key or value is an error that names it
(`loading.py`), so a strategy that is not here needs code and everything else only a file.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stemma.values import Group, Harm, Status, Wording

Mark = Literal["verified", "secondary", "recollected", "ours"]
MARKS: tuple[Mark, ...] = ("verified", "secondary", "recollected", "ours")  # the firmer first
Precision = Literal["day", "days", "week", "month", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "days", "week", "month", "year")
Scalar = str | int | float
# Which row of the side-by-side table a field stands in.
Aspect = Literal["status", "killed", "injured", "date", "place", "event", "by whom", "harmed", "sources"]
ASPECTS: tuple[Aspect, ...] = (
    "status", "killed", "injured", "harmed", "date", "place", "event", "by whom", "sources")


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of a convention, in a sentence, and where it is known from."""

    text: str
    mark: Mark
    source: str = ""


class Larger(Struct, frozen=True, forbid_unknown_fields=True):
    """When the larger of two readings is proposed: by words in the phrase or sentence, or by the kind of event."""

    value: int
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class ReadAs(Struct, frozen=True, forbid_unknown_fields=True):
    """How a figure's words become numbers: an end of the plain reading, a number, or nothing ("unknown")."""

    rule: str
    low: Literal["low", "high", "unknown"] | int = "low"
    high: Literal["low", "high", "unknown"] | int = "high"
    larger: Larger | None = None
    review: bool = False
    words: tuple[str, ...] = ()  # [[phrase]]: words that the phrase holds; these come before the wording


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """How a share of a total becomes numbers: the total times each factor, rounded down and up."""

    rule: str
    words: tuple[str, ...]
    low: float
    high: float


class Who(Struct, frozen=True, forbid_unknown_fields=True):
    """Which people a field counts."""

    status: Status | None = None
    group: Group | None = None
    words: tuple[str, ...] = ()  # words that the claim's own words hold, any of them
    not_words: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------------- what is recorded


class DateTest(Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="date"):
    """The day is known at least this well."""

    rule: str
    least: Precision


class PlaceTest(Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="place"):
    """A place is known, and is not of these kinds."""

    rule: str
    not_kinds: tuple[str, ...] = ()


class HarmTest(Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="harm"):
    """So many people were harmed, by the highest account; people of one status alone do not count."""

    rule: str
    harms: tuple[Harm, ...]
    least: int = 1
    not_only: Status | None = None


Test = DateTest | PlaceTest | HarmTest


# ----------------------------------------------------------------------------------------------------- fields


class Field(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="strategy"):
    """What every field has."""

    name: str
    rule: str
    aspect: Aspect | None = None
    label: str = ""  # in the side-by-side table; the name if not given
    review: bool = False


class TollField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="toll"):
    """A number of people killed or injured.

    take: lowest, highest (open ends: see ReadAs), or corroborated: the stated figure that most independent sources
    carry, at least `sources`, of equals the latest and then the lowest; the lowest where there is none.
    unstated: what becomes of figures that do not say the status asked for: taken, taken for review, zero, or left.
    none_told and only_casualties: the values where nothing is told of this harm, or only of "casualties".
    """

    harm: Literal["killed", "injured"]
    take: Literal["lowest", "highest", "corroborated"]
    sources: int = 2
    who: Who | None = None
    unstated: Literal["take", "review", "zero", "leave"] = "take"
    none_told: int | None = None
    only_casualties: int | None = None
    stated_only: bool = False  # vague words do not enter
    unstated_rule: str = ""  # where the figure does not say who the people were
    casualties_rule: str = ""
    none_rule: str = ""


class PartField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="part"):
    """How many of the people in another field were of one kind; 0 where nobody says so."""

    of: str
    harm: Literal["killed", "injured"]
    who: Who


class RestField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="rest"):
    """What is left of one field without others."""

    of: str
    without: tuple[str, ...]


class ConstantField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="constant"):
    """The same for every incident; without a value: something that no report can give."""

    value: Scalar | None = None


class DateField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="date"):
    """A day: the first or last of a stretch, its middle, or the year."""

    part: Literal["first", "last", "middle", "year"]


class DatePrecisionField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="date_precision"):
    """A code for how exactly the day is known."""

    codes: dict[Precision, int]


class PlaceField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="place"):
    """A name or a coordinate; coordinates only of the kinds `exact`, where the gazetteer has them."""

    part: Literal["name", "country", "latitude", "longitude"]
    exact: tuple[str, ...] = ()


class PlacePrecisionField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="place_precision"):
    """A code for how exactly the place is known, by its kind; `near` where the reports say near, outside, around."""

    codes: dict[str, Scalar]
    near: Scalar | None = None
    near_kinds: tuple[str, ...] = ("city", "town", "village", "locality", "facility", "settlement")
    name_codes: dict[str, Scalar] = {}  # a word of the place's name that decides before its kind


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """One case: every condition that is given has to hold."""

    value: Scalar | None = None
    kinds: tuple[str, ...] | None = None  # Incident.kind
    weapons: tuple[str, ...] | None = None  # words of a weapon that a share of the weapon claims names
    share: float = 0.34  # of the weapon claims
    victims: tuple[Status, ...] | None = None  # of the dead and injured together
    actor: tuple[Literal["state", "other", "unidentified", "none"], ...] | None = None
    admitted: bool | None = None  # whether somebody says that his own side did it
    disputed: bool | None = None  # whether accounts lay it to different sides
    campaign: bool | None = None  # whether it went on for several days
    least_sources: int | None = None  # independent ones behind figures of this incident
    most_sources: int | None = None
    rule: str = ""
    review: bool = False


class CasesField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="cases"):
    """The first case that holds decides; nothing is coded where none does."""

    cases: tuple[Case, ...]
    otherwise: str = "the record does not say"


class ActorField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="actor"):
    """Who is held responsible, as alleged, or who was harmed."""

    who: Literal["perpetrator", "harmed"]
    unidentified: str = ""  # for attackers whom nobody can name; {country}
    civilians: str = ""  # for civilians as the only ones harmed; {country}


class CountField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="count"):
    """How many reports, outlets, or independent sources."""

    of: Literal["reports", "outlets", "independent"]


class SourcesField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="sources"):
    """A list over the reports or the sources behind figures, in one order in all fields of the convention."""

    of: Literal["outlets", "days", "titles", "urls", "parties"]
    join: str = "; "


class ScaleField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="scale"):
    """The scale of the outlets, where the file lists each of them; joined by hyphens."""

    outlets: dict[str, tuple[str, ...]]


class NamedField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="named"):
    """What the reports name: weapons, what was hit, who holds the place."""

    of: Literal["weapons", "targets", "control"]
    states: tuple[str, ...] = ()  # control: "held", "captured" ...; the sides of which that is said, not what they do
    most: int = 4
    join: str = "; "


class NotesField(Field, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="notes"):
    """Sentences: what, where, when; figures that differ, with those who give them; injuries; the split over days."""

    with_injuries: bool = True
    with_aggregates: bool = False  # tolls over several incidents, which are left out


AnyField = (TollField | PartField | RestField | ConstantField | DateField | DatePrecisionField | PlaceField
            | PlacePrecisionField | CasesField | ActorField | CountField | SourcesField | ScaleField | NamedField
            | NotesField)


class Days(Struct, frozen=True, forbid_unknown_fields=True):
    """One row for each day of an incident that went on for several, its total divided evenly."""

    rule: str
    date: str  # field that holds the day
    numbers: tuple[str, ...]  # fields that are divided; the remainder goes to the first days, one to a day
    year: str = ""
    notes: str = ""


class Convention(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A coding convention as its file says."""

    name: str
    title: str
    version: str
    about: str
    rules: dict[str, Rule]
    wordings: dict[Wording | Literal["default"], ReadAs]
    phrase: tuple[ReadAs, ...] = ()
    share: tuple[Part, ...] = ()
    include: tuple[Test, ...] = ()
    field: tuple[AnyField, ...]
    days: Days | None = None
    ordered: tuple[str, ...] = ()  # fields whose numbers may not fall: low, best, high
    caveat: str = ""  # stands under everything that is coded
