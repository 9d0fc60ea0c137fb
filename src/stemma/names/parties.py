"""People and organisations of a case across documents, spellings and scripts; and who stands behind each row.

Entries (mentions and sources) are resolved inside their document first, then full names are compared across
documents. Parties are built by complete linkage, so that a new document never bridges two names that differ.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from stemma.keeping import Notes, Topic
from stemma.model import Party, Reading, Ties
from stemma.names.bodies import join_bodies, without_seat
from stemma.names.decided import Name, settled
from stemma.names.entries import Entry, bare, entries_of
from stemma.names.headed import join_offices_of
from stemma.names.introduced import join_introduced
from stemma.names.likeness import likeness_of_bodies, likeness_of_people
from stemma.names.matching import content_words, name_words, undotted
from stemma.names.offices import join_offices
from stemma.names.roles import MUCH, best_role, telling
from stemma.names.scripts import bracketed, is_latin, join_named, with_known_scripts
from stemma.names.shouted import with_shouted_people
from stemma.names.spelling import plain
from stemma.names.unnamed import join_unnamed, shorter_forms
from stemma.reading.organisations import HEADS, KNOWN, OUTLET_NOUNS
from stemma.reading.titles import HONORIFICS, RANKS, ROLE_NOUNS

ENTRIES = Topic("entries", tuple[Entry, ...])
NOBODY = Ties()  # nobody decided anything
Groups = Mapping[tuple[str, str], list[Entry]]  # by kind and the name that stands for a party
_KINDS = ("person", "org", "unnamed")  # what a party is whose rows are of several kinds, the most telling first


def parties_of(
    readings: Sequence[Reading], ties: Ties = NOBODY, names: Sequence[tuple[str, str]] = (), notes: Notes | None = None,
    groups: Groups | None = None,
) -> tuple[tuple[Party, ...], dict[str, str]]:
    """The parties of a case, sorted by key, and the party of every statement and claim that has a source.

    The order of the readings does not matter. Rows whose source is the narrator are not in the mapping.
    ties: rows that people hold to be one party, or two (decided.py). names: rows with the names that people chose for
    their parties; of two for one party the last is taken.
    notes: what earlier builds worked out of each reading. groups: what `groups_of` gave of these readings, where it was
    asked before.
    """
    groups = groups_of(readings, notes) if groups is None else groups
    chosen = dict(names)
    rank = {row: at for at, (row, _) in enumerate(names)}
    parties, speakers, taken = [], {}, set()
    for (kind, _), members in _as_decided(groups, ties):
        named = max((row for e in members for row in (e.row, e.mention) if row in chosen), key=rank.get, default=None)
        party = _party(kind, members, taken, chosen.get(named))
        taken.add(party.key)
        parties.append(party)
        speakers.update({e.row: party.key for e in members if e.row})
    return tuple(sorted(parties, key=lambda p: p.key)), dict(sorted(speakers.items()))


def groups_of(readings: Sequence[Reading], notes: Notes | None = None) -> Groups:
    """What names one party each, as far as the texts show: by kind and by the name that stands for it."""
    notes = notes or Notes()
    found = [entry for reading in readings
             for entry in notes.of(ENTRIES, reading, lambda own=reading: tuple(entries_of(own)))]
    entries = sorted(dict.fromkeys(with_shouted_people(with_known_scripts(found, bracketed(readings)))),
                     key=lambda e: (e.doc, e.at, e.kind, e.name, e.row or "", e.mention or ""))
    of = {kind: [e for e in entries if e.kind == kind] for kind in ("person", "org", "unnamed")}
    people, named = join_named(of["person"], of["unnamed"])
    unnamed = join_unnamed([e for e in of["unnamed"] if e not in named])
    heads = {"person": people, "org": join_bodies(of["org"]), "unnamed": unnamed}
    heads["org"] |= join_offices_of(heads["org"], heads["person"])
    texts = {reading.document.id: reading.document.text for reading in readings}
    offices = join_introduced(heads["unnamed"], heads["person"], texts)
    offices |= join_offices(heads["unnamed"], heads["person"])
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for kind, own in heads.items():
        for entry, head in own.items():
            groups[("person", offices[entry]) if entry in offices else (kind, head)].append(entry)
    return groups


def _as_decided(groups: Mapping[tuple[str, str], list[Entry]], ties: Ties
                ) -> list[tuple[tuple[str, str], list[Entry]]]:
    """The groups as people will have them, sorted, each with its kind and the name that stands for it."""
    if ties == NOBODY:
        return sorted(groups.items())
    known = {e: key for key, members in groups.items() for e in members}
    names = [[Name(e.doc, e.at, e.full, e.role or "", tuple(id for id in (e.row, e.mention) if id), e)
              for e in members] for _, members in sorted(groups.items())]
    found = []
    for own in settled(names, ties, _alike):
        members = [name.row for name in own]
        kind = min((e.kind for e in members), key=_KINDS.index)
        head = min(known[e] if known[e][0] == kind else (kind, known[e][1]) for e in members if e.kind == kind)
        found.append((head, members))
    return sorted(found, key=lambda item: (item[0], min((e.doc, e.at, e.row or e.mention or "") for e in item[1])))


def _alike(a: str, b: str) -> float:
    """Likeness of two names of parties as decisions weigh it."""
    return max(likeness_of_people(a, b), likeness_of_bodies(a, b))


def _party(kind: str, members: list[Entry], taken: set[str], chosen: str | None = None) -> Party:
    """One party. chosen: the name that people want it called by; the others stay spellings of it."""
    own = _best_name(kind, members)
    name = chosen or own
    prefix = "unnamed:" if kind == "unnamed" else ""
    key = prefix + slug(name)
    while key in taken:  # "Front" the person and "Front" the body; groups come sorted, so this is stable
        key += "-2"
    return Party(
        key=key, kind=kind, name=name, role=_role(kind, name, members),
        variants=tuple(sorted({v for e in members for v in _variants(kind, e)} | ({chosen, own} if chosen else set()))),
        mentions=tuple(sorted({e.mention for e in members if e.mention})),
        docs=tuple(sorted({e.doc for e in members})),
    )


def slug(name: str) -> str:
    """A readable key: Latin letters, lower case, hyphens."""
    return re.sub(r" +", "-", plain(undotted(name))) or "name"


def _variants(kind: str, entry: Entry) -> list[str]:
    if entry.kind == "unnamed":
        return shorter_forms(entry.name) if kind == "unnamed" else []  # an office is no spelling of a name
    names = [entry.name, entry.full, *([entry.styled] if entry.styled else [])]
    return names + [without_seat(name) for name in names] if kind == "org" else names


def _best_name(kind: str, members: list[Entry]) -> str:
    """The fullest spelling in Latin letters, in capitals only where there is no other.

    Of equally full ones the most frequent, then the first in the alphabet."""
    members = [e for e in members if e.kind == kind]
    counts = Counter(name for e in members for name in (e.full, e.name))
    if kind == "unnamed":
        return min(counts, key=lambda n: (-len(n.split()), -counts[n], n))
    if kind == "org":
        counts = Counter({name: n for name, n in counts.items() if without_seat(name) == name} or counts)
        return _uncapitalised(
            min(counts, key=lambda n: (not is_latin(n), -len(content_words(n)), n.isupper(), -counts[n], n)))
    return min(
        counts, key=lambda n: (not is_latin(n), _titled(n), n.isupper(), -min(3, len(name_words(n))), -counts[n], n))


def _uncapitalised(name: str) -> str:
    """A body that is nowhere written but in capitals, as mastheads are, in mixed case: "LAMP POST" as "Lamp Post"."""
    if not name.isupper() or len(name.split()) < 2:
        return name
    return " ".join(_mixed_case(word) for word in name.split())


def _mixed_case(word: str) -> str:
    """One word of a masthead; abbreviations ("FM", "BBC") stay."""
    if word.lower() in ("of", "the", "and", "for", "in"):
        return word.lower()
    known = word.lower() in OUTLET_NOUNS | HEADS
    short = len(word) <= 3 and not known or not set(word) & set("AEIOUY")
    return word if short or word in KNOWN else re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda m: m[0].capitalize(), word)


def _titled(name: str) -> bool:
    """Whether a name begins with a title, as aliases do ("Commander Sol")."""
    first = name.split()[0].lower().strip(".")
    return first in HONORIFICS or first in RANKS or first in ROLE_NOUNS


def _role(kind: str, name: str, members: list[Entry]) -> str | None:
    """What the reports say that somebody is; phrases that stand for a named person ("the governor") say it too."""
    roles = [e.role.split("(")[0].replace(name, "").rstrip() for e in members if e.role and bare(e.role) != name]
    roles = [role for role in roles if role]
    if kind == "person" and not any(telling(role) >= MUCH for role in roles):
        roles += [e.name for e in members if e.kind == "unnamed"]
    elif kind == "unnamed":
        return max((e.role for e in members if e.role), key=lambda r: (len(r), r), default=None)
    return best_role(roles)
