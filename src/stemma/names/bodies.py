"""Organisations across documents: the same content words, known abbreviations, and bodies named in general terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from stemma.names.entries import Entry
from stemma.names.linkage import clusters
from stemma.names.matching import content_words, initials_of, same_body
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.organisations import HEADS, KNOWN, OUTLET_NOUNS

ALIKE = 0.85
MOST_DESCRIBED = 3  # words that a description in small letters must share with a proper name, and the name exceed
# Names of one body that share no words; the first of a row stands for all.
_ALIASES = """
United Nations;UN;U.N.
UN human rights office;U.N. human rights office;OHCHR;Office of the High Commissioner for Human Rights;UN Human Rights
Office;United Nations human rights office
UN refugee agency;U.N. refugee agency;UNHCR;United Nations refugee agency
UN children's fund;Unicef;UNICEF
World Health Organization;WHO;World Health Organisation
World Food Programme;WFP;World Food Program
Agence France-Presse;AFP;Agence France Presse
Associated Press;AP
Human Rights Watch;HRW
Amnesty International;Amnesty
Doctors Without Borders;MSF;Médecins Sans Frontières;Medecins Sans Frontieres
International Committee of the Red Cross;ICRC
Islamic State;ISIS;ISIL;Isis;Daesh;Da'esh;Dae'sh;Da’esh;Daish;Islamic State group;Islamic State of Iraq and Syria
Hezbollah;Hizbollah;Hizbullah
Taliban;Taleban
European Union;EU
African Union;AU
International Criminal Court;ICC
International Organization for Migration;IOM
Syrian Observatory for Human Rights;SOHR
Syrian Network for Human Rights;SNHR
Institute for the Study of War;ISW
NATO;Nato
Radio Free Europe/Radio Liberty;RFE/RL
Elysée Palace;Elysée;Élysée;Elysee;Élysée Palace
"""
_ALIAS_OF = {alias: row.split(";")[0] for row in _ALIASES.strip().replace("House\n", "House ").splitlines()
             for alias in row.split(";")}
_SEAT = re.compile(r"(?<=[a-z]) in (?=[^\W\d_a-z])[^,]*$")
_FORCES = re.compile(r"\b(?:armed forces|defen[cs]e forces|military)$", re.IGNORECASE)
_AGENCY = re.compile(r"(?<=\w) news agency$", re.IGNORECASE)
_FREQUENCY = re.compile(r"(?<=\bFM) \d{2,3}(?:[.,]\d{1,2})?(?: MHz)?$", re.IGNORECASE)  # "Valley FM 91.4"
# Words that say whose or where a body is, beside demonyms and names in capitals.
_WHOSE = frozenset("federal national central state official local country's".split())


def without_seat(name: str) -> str:
    """"police in Brod" without the town."""
    return _SEAT.sub("", name)


def canonical(name: str) -> str:
    """A body's name for comparison: aliases resolved, "military" and "armed forces" read as army."""
    name = _FREQUENCY.sub("", _ALIAS_OF.get(name, name))
    if name.lower() in ("military council", "ruling military council"):
        return name
    return _FORCES.sub("army", _AGENCY.sub("", name))


def join_bodies(entries: Sequence[Entry]) -> dict[Entry, str]:
    """Each entry with the name that stands for its body."""
    long_forms = _long_forms(entries)
    full = {e: canonical(long_forms.get((e.doc, e.full)) or e.full) for e in entries}
    heads = clusters(full.values(), _keys, same_body, ALIKE)
    found = {e: heads[name] for e, name in full.items()}
    return _within(_short_forms(_described(_lowered(_generic(found, full), full), full), full), full)


def _lowered(found: dict[Entry, str], full: dict[Entry, str]) -> dict[Entry, str]:
    """"the rescue service" is the "State Rescue Service": small letters for the last words of the one longer name that
    the document has."""
    longer: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for e, head in found.items():
        words = full[e].split()
        if len(words) > 2 and words[-2][0].isupper() and not full[e].isupper():
            for at in range(1, len(words) - 1):
                longer[e.doc, tuple(word.lower() for word in words[at:])].add(head)
    out = {}
    for e, head in found.items():
        meant = longer.get((e.doc, tuple(full[e].split())), set()) if full[e].islower() else set()
        out[e] = next(iter(meant)) if len(meant) == 1 else head
    return out


def _described(found: dict[Entry, str], full: dict[Entry, str]) -> dict[Entry, str]:
    """"Kasra's state border service" is the "State Service for Border and Customs Protection": a body described in
    small letters by three or more words, all of them in the one longer proper name that its document has."""
    proper: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for e, head in found.items():
        words = content_words(full[e])
        if len(words) > MOST_DESCRIBED and full[e][0].isupper() and full[e].split()[-1][0].isupper():
            proper[e.doc][head] = proper[e.doc].get(head, frozenset()) | words
    out = dict(found)
    for e, head in found.items():
        if not proper[e.doc] or not full[e].split()[-1].islower():
            continue
        words = content_words(" ".join(word for word in full[e].split() if word.islower()))
        meant = {other for other, longer in proper[e.doc].items() if words <= longer} - {head}
        if len(words) >= MOST_DESCRIBED and len(meant) == 1:
            out[e] = next(iter(meant))
    return out


def _within(found: dict[Entry, str], full: dict[Entry, str]) -> dict[Entry, str]:
    """A proper name of two words joins the one body whose name has one more: "Rebirth Movement", "Movement for the
    Rebirth of Kasra"."""
    words = {name: content_words(name) for name in set(full.values()) if name not in KNOWN}
    wider: dict[frozenset[str], set[str]] = defaultdict(set)
    for e, head in found.items():
        if full[e][0].isupper() and len(own := words.get(full[e], frozenset())) > 2:
            for word in own:
                wider[own - {word}].add(head)
    out = {}
    for e, head in found.items():
        proper = all(w[0].isupper() for w in full[e].split()) and not full[e].isupper()
        meant = wider.get(words.get(full[e], frozenset()), set()) - {head} if proper else set()
        out[e] = next(iter(meant)) if len(meant) == 1 and full[e].split()[-1].lower() in HEADS else head
    return out


def _short_forms(found: dict[Entry, str], full: dict[Entry, str]) -> dict[Entry, str]:
    """"the Front", "the rebel Front": the one body of the case with a longer name that has this head."""
    longer: dict[str, set[str]] = defaultdict(set)
    for e, head in found.items():
        words = full[e].split()
        for word in (words[0], words[-1]) if len(words) > 1 and words[0][0].isupper() else ():
            if word.lower() in HEADS | OUTLET_NOUNS and word[0].isupper():
                longer[word].add(head)
    out = {}
    for e, head in found.items():
        *before, last = full[e].split()
        short = last[0].isupper() and all(word.islower() for word in before)
        meant = longer.get(last, set()) - {head} if short else set()
        out[e] = next(iter(meant)) if len(meant) == 1 else head
    return out


def _keys(name: str) -> list[tuple[int, str]]:
    words = content_words(name)
    return [(len(words), word) for word in words]


def _long_forms(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """What an abbreviation stands for, by document: its own, else what all other documents agree on."""
    own = {(e.doc, e.name): e.full for e in entries if e.full != e.name}
    agreed: dict[str, set[str]] = defaultdict(set)
    for e in entries:
        if e.name.isupper() and e.full != e.name:
            agreed[e.name].add(canonical(e.full))
    initials: dict[str, set[str]] = defaultdict(set)
    for e in entries:
        if len(e.full.split()) > 2:
            initials[initials_of(e.full)].add(canonical(e.full))
    found = dict(own)
    for e in entries:
        if (e.doc, e.name) in own or not e.name.isupper() or len(e.name) < 3 or " " in e.name:
            continue
        meant = agreed.get(e.name) or initials.get(e.name, set())
        if len({content_words(name) for name in meant}) == 1:
            found[e.doc, e.full] = min(meant)
    return found


def _generic(found: dict[Entry, str], full: dict[Entry, str]) -> dict[Entry, str]:
    """"the army" and "the health ministry" join the one army or ministry that the document, or the case, qualifies."""
    by_core: dict[frozenset[str], set[str]] = defaultdict(set)
    in_doc: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    for e, head in found.items():
        core = _core(full[e])
        if core and core != content_words(full[e]):
            by_core[core].add(head)
            in_doc[e.doc, core].add(head)
    out = {}
    for e, head in found.items():
        words = content_words(full[e])
        wider = in_doc.get((e.doc, words)) or by_core.get(words, set())
        out[e] = next(iter(wider)) if len(wider) == 1 and _core(full[e]) == words else head
    return out


def _core(name: str) -> frozenset[str]:
    """The words of a body in general terms, without those that say whose it is; empty for proper names."""
    kept = [word for word in without_seat(name).split() if not _says_whose(word)]
    if _is_own_army(name.split()):
        return frozenset()
    if len(kept) > 2 and kept[0].lower() in _LEVELS:
        kept = kept[1:]  # "the provincial health department"
    head = kept[-1] if kept else ""
    general = head and (head.islower() or head.lower() in ("ministry", "army", "police", "government", "parliament"))
    if general or (kept and kept[0] == "Ministry"):
        return content_words(" ".join(kept))
    return frozenset()


_LEVELS = frozenset("provincial regional district municipal city's city state province's".split())


def _is_own_army(words: list[str]) -> bool:
    """Whether an army has a name of its own, as rebels' have: "Hilltop Army", not "Kasran Army" or "Kasra army"."""
    state = words[0] in BY_DEMONYM or words[0] in BY_NAME or words[0].lower() in _WHOSE
    state = state or words[0].endswith(("an", "i", "ese", "ish"))
    return len(words) > 1 and words[-1] == "Army" and not state


def _says_whose(word: str) -> bool:
    plain_word = re.sub(r"['’]s$", "", word)
    if plain_word in BY_DEMONYM or plain_word in BY_NAME or word.lower() in _WHOSE:
        return True
    return word[0].isupper() and word.lower() not in _GENERAL_WORDS


_GENERAL_WORDS = frozenset("""
ministry of defence defense interior health foreign affairs army police government parliament navy air force justice
the for and internal security public
""".split())
