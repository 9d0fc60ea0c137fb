"""One place across documents, whatever the spellings.

Places that the gazetteer knows are one where their id is one. Names that it does not know are joined by spelling: a
transliteration may change vowels and a few consonants, an Arabic article may come and go, but two names that one
document keeps apart stay apart, and short names have to agree letter for letter. The order of documents plays no part.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from stemma.model import Mention, Place, Reading, Ties
from stemma.names.decided import Name, settled
from stemma.names.parties import slug
from stemma.names.spelling import VOWELS, alike, fold, plain
from stemma.values import Geo

LIKE_ENOUGH = 0.8  # of two folded spellings; set on made-up pairs of transliterations (tests/test_places.py)
WORD_LIKE_ENOUGH = 0.6  # of each word in a name of several words, where the whole is like enough
SHORT = 4  # folded letters; names up to this length have to fold to the same letters
_ARTICLE = re.compile(r"^(?:the|al|el|as|ash|an|ar|at|az|ad|es|ed|et|ez|en|er)[ -]+(?=\w{3})", re.IGNORECASE)

# Class nouns that make a place of its own beside the bare name, and nouns that mean the same kind.
_NOUNS = {
    "region": "province region governorate oblast state prefecture department republic territory canton emirate",
    "district": "district county raion municipality subdistrict woreda locality",
    "road": "road highway motorway street avenue",
    "airfield": "airport airfield airbase airstrip base",
    "camp": "camp", "port": "port", "river": "river canal", "lake": "lake reservoir", "sea": "sea gulf bay strait",
    "valley": "valley plain plains gorge basin", "mountains": "mountain mountains hills highlands heights plateau",
    "island": "island islands archipelago", "desert": "desert", "forest": "forest", "bridge": "bridge", "dam": "dam",
    "crossing": "crossing checkpoint", "prison": "prison", "barracks": "barracks", "peninsula": "peninsula coast",
    "square": "square", "corridor": "corridor zone", "quarter": "quarter neighbourhood neighborhood suburb borough",
}
CLASS_OF = {noun: group for group, nouns in _NOUNS.items() for noun in nouns.split()}
_TOWNS = frozenset(("village", "town", "city", "capital", "hamlet", "settlement"))
NOBODY = Ties()  # nobody decided anything
# A bare name stands for these where no document says that it is a town.
_TAKE_BARE = ("region", "airfield", "camp", "river", "island", "valley", "mountains", "desert", "forest")


@dataclass
class Spelling:
    """All mentions of one name of one class that no gazetteer settles."""

    core: str  # plain letters, article and class noun cut off
    group: str  # class ("" for towns and bare names)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.core}|{self.group}"


def places_of(readings: Sequence[Reading], ties: Ties = NOBODY, groups: list[list[Mention]] | None = None
              ) -> tuple[tuple[Place, ...], dict[str, str]]:
    """The places of a case, sorted by key, and the key of each place mention (Mention.id -> Place.key).

    ties: mentions that people hold to be one place, or two (decided.py). groups: what `groups_of` gave of these
    readings, where it was asked before.
    """
    return _as_places(_as_decided(groups_of(readings) if groups is None else groups, ties))


def groups_of(readings: Sequence[Reading]) -> list[list[Mention]]:
    """The mentions that name one place each, as far as texts and gazetteer show."""
    mentions = sorted(
        (m for reading in readings for m in reading.page.mentions if m.kind == "place"),
        key=lambda m: (m.doc, m.span, m.id),
    )
    known: dict[str, list[Mention]] = defaultdict(list)
    open_ones: list[Mention] = []
    for mention in mentions:
        if mention.geo is not None:
            known[mention.geo.id].append(mention)
        else:
            open_ones.append(mention)
    spellings = _spellings(open_ones)
    _settle(spellings, known)
    groups = [*known.values(), *_join(spellings)]
    _one_border(groups)
    _one_port(groups)
    return groups


def _as_decided(groups: list[list[Mention]], ties: Ties) -> list[list[Mention]]:
    """The groups as people will have them."""
    if ties == NOBODY:
        return groups
    names = [[Name(m.doc, m.span.start, m.name, m.role or "", (m.id,), m) for m in group]
             for group in sorted(groups, key=lambda group: min((m.doc, m.span, m.id) for m in group))]
    return [[name.row for name in group] for group in settled(names, ties, _alike)]


def _alike(a: str, b: str) -> float:
    """Likeness of two names of places as decisions weigh it."""
    one, other = core_of(a)[0], core_of(b)[0]
    return float(bool(one) and bool(other) and same_name(one, other))


# ------------------------------------------------------------------------------------- names without a point


@lru_cache(maxsize=65536)
def core_of(name: str) -> tuple[str, str]:
    """A name's plain letters without article and class noun, and the class that the noun stands for."""
    words = plain(_ARTICLE.sub("", name)).split()
    group = ""
    if len(words) > 1 and words[-1] in CLASS_OF:
        group = CLASS_OF[words.pop()]
    elif len(words) > 1 and words[-1] in _TOWNS:
        words.pop()
    return " ".join(words), group


def _spellings(mentions: Iterable[Mention]) -> list[Spelling]:
    """Mentions by plain name and class; bare names go to a province or airfield where nothing says town."""
    found: dict[tuple[str, str], Spelling] = {}
    towns: Counter[str] = Counter()  # mentions that say town or village, by skeleton
    areas: dict[str, Counter[str]] = defaultdict(Counter)  # mentions that say province or the like
    for mention in mentions:
        core, group = core_of(mention.name)
        if not core:
            continue
        role = (mention.role or "").casefold()
        if not group and CLASS_OF.get(role) in _TAKE_BARE:
            group = CLASS_OF[role]
        if role in _TOWNS and not group:
            towns[_skeleton(core)] += 1
        if group in _TAKE_BARE:
            areas[_skeleton(core)][group] += 1
        found.setdefault((core, group), Spelling(core, group)).mentions.append(mention)
    for (core, group), spelling in sorted(found.items()):
        classes = areas.get(_skeleton(core), Counter())
        if not group and len(classes) == 1 and classes.total() > towns[_skeleton(core)]:
            spelling.group = next(iter(classes))
    merged: dict[str, Spelling] = {}
    for spelling in (found[key] for key in sorted(found)):
        merged.setdefault(spelling.key, Spelling(spelling.core, spelling.group)).mentions.extend(spelling.mentions)
    return list(merged.values())


def _skeleton(core: str) -> str:
    """The consonants of a folded name; names with different ones are never compared."""
    folded = "".join(fold(word) for word in core.split())
    bare = "".join(c for c in folded if c not in VOWELS and c != "h")
    return re.sub(r"(.)\1+", r"\1", bare) or folded


def same_name(a: str, b: str) -> bool:
    """Whether two plain names may be spellings of one."""
    x, y = a.split(), b.split()
    if len(x) != len(y):
        return a.replace(" ", "") == b.replace(" ", "")
    if len(x) == 1:
        return _same_word(a, b)
    each = all(p == q or alike(p, q) >= WORD_LIKE_ENOUGH for p, q in zip(x, y, strict=True))
    return each and alike(a.replace(" ", ""), b.replace(" ", "")) >= LIKE_ENOUGH


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    x, y = fold(a), fold(b)
    if x == y:
        return len(x) >= 3
    return min(len(x), len(y)) > SHORT and alike(a, b) >= LIKE_ENOUGH


def _join(spellings: list[Spelling]) -> list[list[Mention]]:
    """Groups of mentions whose names are spellings of one, within one class."""
    by_class: dict[tuple[str, str], list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        if spelling.mentions:
            by_class[spelling.group, _skeleton(spelling.core)].append(spelling)
    groups: list[list[Mention]] = []
    for key in sorted(by_class):
        pots: list[list[Spelling]] = []
        for spelling in sorted(by_class[key], key=lambda s: (-len({m.doc for m in s.mentions}), s.core)):
            pot = next((p for p in pots if _fits(spelling, p)), None)
            if pot is None:
                pots.append([spelling])
            else:
                pot.append(spelling)
        groups += [[m for s in pot for m in s.mentions] for pot in pots]
    return groups


def _fits(spelling: Spelling, pot: list[Spelling]) -> bool:
    """Whether a spelling is like the commonest one of a group and no document uses both."""
    if not same_name(spelling.core, pot[0].core):
        return False
    docs = {m.doc for m in spelling.mentions}
    apart = any(docs & {m.doc for m in other.mentions} for other in pot if other.core != spelling.core)
    return not apart or fold(spelling.core.replace(" ", "")) == fold(pot[0].core.replace(" ", ""))


# ----------------------------------------------------------------------------------------- names with a point


def _settle(spellings: list[Spelling], known: dict[str, list[Mention]]) -> None:
    """Gives a name that one document left open to the one known place that others call so, or nearly so."""
    by_skeleton: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for number in sorted(known):
        cores = {core_of(name)[0] for m in known[number] for name in (m.name, m.geo.name if m.geo else "")}
        if known[number][0].geo and known[number][0].geo.kind in ("city", "town", "village", "region", "country"):
            for skeleton in {_skeleton(core) for core in cores if core}:
                by_skeleton[skeleton][number] = tuple(sorted(cores))
    for spelling in spellings:
        if spelling.group not in ("", "region"):
            continue
        near = by_skeleton.get(_skeleton(spelling.core), {})
        exact = [n for n, cores in near.items() if spelling.core in cores]
        alike_ones = exact or [n for n, cores in near.items() if _spelt_like(spelling, cores, known[n])]
        if len(alike_ones) == 1:
            known[alike_ones[0]].extend(spelling.mentions)
            spelling.mentions = []


def _spelt_like(spelling: Spelling, cores: tuple[str, ...], mentions: list[Mention]) -> bool:
    """A long name that differs in spelling only, and that no document has beside the known one."""
    if len(spelling.core) < 6 or {m.doc for m in spelling.mentions} & {m.doc for m in mentions}:
        return False
    return any(same_name(spelling.core, core) for core in cores if core)


# Words that are part of one place's name or left out: "Port Orvel", "the port of Orvel", "Orvel".
_CLASS_FIRST = ("port", "fort")


def _one_port(groups: list[list[Mention]]) -> None:
    """"The port of Orvel" and "Orvel" are the "Port Orvel" of other reports, where no gazetteer parts them."""
    named = {core_of(m.name)[0]: group for group in groups for m in group if m.name.split()[0].lower() in _CLASS_FIRST}
    for core, port in sorted(named.items()):
        bare = core.split(" ", 1)[-1]
        other = next((g for g in groups if g is not port and all(m.geo is None for m in g)
                      and any(core_of(m.name)[0] == bare for m in g)), None)
        if other is not None and bare != core and not any(core_of(m.name)[0] == core for m in other):
            port.extend(other)
            groups.remove(other)


def _one_border(groups: list[list[Mention]]) -> None:
    """"The Orvelian border" is the border of two states that other reports name, where only one fits."""
    borders = {m[0].geo.id: m for m in groups if m[0].geo is not None and m[0].geo.kind == "border"}
    for number in sorted(borders):
        code = number.removeprefix("border:")
        if "-" in code:
            continue
        fuller = [n for n in borders if "-" in n and code in n.removeprefix("border:").split("-")]
        if len(fuller) == 1:
            borders[fuller[0]].extend(borders[number])
            groups.remove(borders[number])


# ---------------------------------------------------------------------------------------------------- rows


def _as_places(groups: list[list[Mention]]) -> tuple[tuple[Place, ...], dict[str, str]]:
    """Rows with readable keys; where two places would share one, the country or a number follows."""
    ordered = sorted(groups, key=lambda group: (-len(group), min((m.doc, m.span, m.id) for m in group)))
    taken: set[str] = set()
    places: list[Place] = []
    keys: dict[str, str] = {}
    for group, geo in zip(ordered, _points(ordered), strict=True):
        place = _place(sorted(group, key=lambda m: (m.doc, m.span, m.id)), geo, taken)
        taken.add(place.key)
        places.append(place)
        keys.update((m, place.key) for m in place.mentions)
    return tuple(sorted(places, key=lambda place: place.key)), keys


def _place(group: list[Mention], geo: Geo | None, taken: set[str]) -> Place:
    variants = tuple(sorted({m.name for m in group}))
    name = geo.name if geo is not None and geo.kind != "border" else _best_name(group)
    key = slug(name) or "place"
    country = geo.country if geo else None
    if key in taken and country:
        key = f"{key}-{country.lower()}"
    if key in taken and geo is not None:
        key = f"{key}-{geo.kind}"
    number, base = 2, key
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    rivals = {g.id: g for m in group for g in m.rivals if geo is None or g.id != geo.id}
    return Place(
        key=key, name=name, variants=variants, kind=_kind(group, geo), country=country,
        lat=geo.lat if geo else None, lon=geo.lon if geo else None, mentions=tuple(m.id for m in group),
        rivals=tuple(rivals[number] for number in sorted(rivals)),
    )


def _points(groups: list[list[Mention]]) -> list[Geo | None]:
    """The point of each place. Of places that people keep apart one has the gazetteer's point, the one that is most
    often spelt as the gazetteer has it, else the commonest; the others have another reading of their own, or none."""
    points = [_point(group) for group in groups]
    sharing: dict[str, list[int]] = defaultdict(list)
    for at, geo in enumerate(points):
        if geo is not None:
            sharing[geo.id].append(at)
    for own in sharing.values():
        keeping = max(own, key=lambda at: (_spelt_so(groups[at], points[at]), len(groups[at]), -at))
        for at in own:
            if at != keeping:
                points[at] = _point(groups[at], sharing.keys())
    return points


def _spelt_so(group: list[Mention], geo: Geo | None) -> int:
    """How many mentions have the very name that the gazetteer gives the place."""
    return sum(geo is not None and core_of(m.name)[0] == core_of(geo.name)[0] for m in group)


def _point(group: list[Mention], without: Collection[str] = ()) -> Geo | None:
    """The reading that most mentions have. without: ids of readings that other places have."""
    counts = Counter(m.geo.id for m in group if m.geo is not None and m.geo.id not in without)
    if not counts:
        return None
    best = min(counts, key=lambda number: (-counts[number], number))
    return next(m.geo for m in group if m.geo is not None and m.geo.id == best)


def _best_name(group: list[Mention]) -> str:
    """The spelling of most documents; then of most mentions; then the first by letters."""
    docs: dict[str, set[str]] = defaultdict(set)
    for mention in group:
        docs[mention.name].add(mention.doc)
    counts = Counter(m.name for m in group)
    return min(docs, key=lambda name: (-len(docs[name]), -counts[name], name))


def _kind(group: list[Mention], geo: Geo | None) -> str:
    """The gazetteer's kind, else the class noun that most mentions have, else "locality"."""
    if geo is not None:
        return geo.kind
    roles = Counter("city" if m.role == "capital" else m.role for m in group if m.role)
    return min(roles, key=lambda role: (-roles[role], role)) if roles else "locality"


