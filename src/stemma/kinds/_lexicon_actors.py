"""Who fights: states and their forces, armed groups, and the generic words for them.

`ActorFinder` finds them in one line. A generic attacker who could be anybody ("gunmen", "armed men", "the attackers")
is no actor here: a report that says no more has not said who did it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stemma.keeping import kept_per_page
from stemma.kinds._lexicon_nations import nations_in
from stemma.kinds._phrases import Hit, Line, Word, WordList, lines
from stemma.model import Mention, Page
from stemma.reading.nations import AMBIGUOUS, BY_DEMONYM, BY_NAME, Nation

# Forces that a state or group name goes before: "Russian troops", "Israeli jets".
FORCES = WordList.of("""
forces;force;troops;army;military;air force;navy;soldiers;soldier;warplanes;warplane;jets;jet;aircraft;planes;plane
helicopters;drones;artillery;rocket artillery;missiles;rockets;tanks;fighters;army positions;positions;gunners
pilots;helicopter gunships;attack helicopters;combat helicopters;fighter planes;combat planes;patrol;patrols
government;regime;authorities;police;security forces;armed forces;paramilitaries;paramilitary forces;militia
militias;militiamen;commandos;marines;rebels;militants;separatists;insurgents;guerrillas;nationalists;bombers
fighter jets;gunships;batteries;snipers;navy ships;warships;units;unit;coalition;special forces;defence forces
defense forces;state;junta;intelligence;mercenaries;border guards;air defences;air defenses;combat forces
military forces;ground forces;missile;rocket;drone;shell;shells;bomb;bombs;battery;mortars;howitzers;guns;gunboat
gunboats;warship;tank;gunship;air defence;air defense;warlords;generals;commander;commanders;helicopter
defence ministry;defense ministry;ministry of defence;ministry of defense;general staff;high command
occupiers;invaders;aggressors;side
""")
# Words that stand for a side of their own when no name goes before.
GENERIC = WordList.of("""
army;military;air force;navy;government forces;security forces;government troops;armed forces;regime;rebels;rebel
rebel forces;insurgents;militants;militia;militias;militiamen;separatists;paramilitaries;paramilitary forces
jihadists;extremists;islamists;guerrillas;junta;troops;soldiers;police;coalition;coalition forces
pro-government forces;occupation forces;settlers;mercenaries;government soldiers;government;loyalists;army soldiers
regime forces;riot police;rebel fighters;militant group;rebel group;armed group;islamist militants;jihadist fighters
herders;vigilantes;cartel;gang;gangs;bandits;pirates;rustlers;cattle rustlers;cattle raiders;tribesmen;death squad
death squads;drug traffickers;home guard;home guards;national guard;village guards;village militia;self-defence group
self-defense group;self-defence groups;self-defense groups;self-defence militia;vigilante group;vigilante groups
occupying forces;peacekeepers;presidential guard;secret police;security services
""")
# Names of groups end like this: "Free Valley Front", "Northern Resistance Army".
GROUP_HEADS = frozenset(
    "Front Army Movement Guard Guards Brigade Brigades Militia Militias Forces Force Jihad Corps Resistance Rebels "
    "Battalion Battalions Alliance Coalition State Command Volunteers Fighters Taliban Group Legion Units".split()
)
# Groups whose names have no such head; a general list.
GROUPS = WordList.of("""
Hamas;Hezbollah;Islamic State;ISIS;ISIL;IS;Daesh;Taliban;Boko Haram;al-Shabaab;al-Shabab;al Shabaab;al-Qaeda
al Qaeda;al-Qaida;Houthis;Houthi;Houthi rebels;Wagner;Wagner Group;Rapid Support Forces;RSF;M23;FDLR;ADF
Allied Democratic Forces;ISWAP;JNIM;Jabhat al-Nusra;Nusra Front;Hayat Tahrir al-Sham;HTS;PKK;YPG
Syrian Democratic Forces;SDF;FARC;ELN;LTTE;Tamil Tigers;Lord's Resistance Army;LRA;Seleka;Anti-balaka;Janjaweed;Fano
TPLF;Ansar Allah;Islamic Jihad;Palestinian Islamic Jihad;Tehreek-e-Taliban Pakistan;TTP;Pakistani Taliban
Afghan Taliban;Lashkar-e-Taiba;Jaish-e-Mohammed;Lashkar-e-Jhangvi;IDF;Israel Defense Forces;Abu Sayyaf
Jemaah Islamiyah;New People's Army;Shining Path;Naxalites;Maoists;Maoist rebels;Arakan Army;Tatmadaw
Popular Mobilization Forces;Kataib Hezbollah;Revolutionary Guards;Revolutionary Guard;IRGC;NATO;Saudi-led coalition
US-led coalition;U.S.-led coalition;Libyan National Army;Azov;Donetsk People's Republic;Luhansk People's Republic
Islamic State group;Islamic State in Khorasan;ISIS-K;Sendero Luminoso;FMLN;ETA;IRA;UNITA;RENAMO;Khmer Rouge
al-Nusra Front
""")
# Organisations that report, help or judge, and so are not taken for attackers.
_BYSTANDERS = frozenset("""
news agency press times post herald courier tv radio television journal broadcasting reuters afp ap bbc cnn media un
nations unhcr unicef ohchr cross crescent amnesty watch rights hospital clinic ministry university committee
commission council observatory bureau office institute court union relief monitor children doctors médecins msf ngo
charity church department service services parliament school company corporation bank party embassy fund foundation
""".split())


# Of the words that are more often something else, those that reports of conflict use for the state.
_UNSURE = AMBIGUOUS - {"Turkey", "Congo", "Guinea", "Congolese", "Emirates"}
# Forces that an unknown name or adjective makes a side of its own: "Vesmar army", "Hill militants".
_NAMED_FORCES = frozenset("""
army military navy troops forces militants rebels separatists fighters militia militias militiamen insurgents
""".split()) | {"air force", "armed forces"}
_CALENDAR = frozenset("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december security government armed special
""".split())
_LOYAL = frozenset("""
forces troops fighters militias militiamen gunmen militants rebels soldiers units groups paramilitaries tribesmen
""".split())
_LOYAL_TO = frozenset({"loyal to", "allied to", "allied with", "aligned with", "backed by", "linked to", "faithful to"})
_PATRONS = frozenset("the government state president regime army ousted former junta opposition".split())
_DEMONYM_GAP = 2  # words that may stand between a demonym and its force: "Russian combat aircraft"
_PLAIN = frozenset({"security forces", "armed forces", "army", "military", "police", "government", "special forces"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "own", "some"})


_BEGINNINGS = GENERIC.first_words | GROUPS.first_words | _LOYAL


def _first_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in names)


class States(NamedTuple):
    """The states that a report can name, by name and by adjective."""

    names: dict[str, Nation]
    demonyms: dict[str, Nation]
    beginnings: frozenset[str]  # the first words of both
    lows: frozenset[str]  # the same in small letters

    def may_begin(self, word: Word) -> bool:
        """Whether a name or an adjective can begin with this word, as written or as in a headline in capitals."""
        text = word.text
        return text in self.beginnings or text.isupper() and text.title() in self.beginnings


def _states(names: dict[str, Nation], demonyms: dict[str, Nation]) -> States:
    first = _first_words((*names, *demonyms))
    return States(names, demonyms, first, frozenset(word.lower() for word in first))


_WORLD = _states(BY_NAME, BY_DEMONYM)


def _with_learnt(learnt: Sequence[Nation]) -> States:
    """The states of the world and those that a report itself makes plain."""
    if not learnt:
        return _WORLD
    names = {name: nation for nation in learnt for name in nation.names}
    demonyms = {name: nation for nation in learnt for name in nation.demonyms}
    added = _states(names, demonyms)
    return States(BY_NAME | names, BY_DEMONYM | demonyms, _WORLD.beginnings | added.beginnings,
                  _WORLD.lows | added.lows)


class ActorFinder:
    """Actors of one page, line by line; the initials of groups are learnt from the whole page first.

    Tags of the hits: state ("Russia"), force (of a state or a named group: "Russian troops"), group ("the Free Valley
    Front"), generic ("the army"). The name of a state's force is the state, as coders write it.
    """

    def __init__(self, page: Page):
        self._named = [m for m in page.mentions if m.kind == "org" and m.name.lower() not in _PLAIN]
        self._starts = [m.span.start for m in self._named]
        self._initials = _groups_by_initials(lines(page))
        self._states = _with_learnt(nations_in(lines(page), FORCES))
        self._found: dict[int, tuple[Hit, ...]] = {}  # by the start of the line

    @property
    def demonyms(self) -> dict[str, Nation]:
        """Adjective -> state: those of the world list and those that the report itself makes plain."""
        return self._states.demonyms

    def of(self, line: Line) -> tuple[Hit, ...]:
        """Actors of a line in the order of the text: first and last word, name, and how it was recognised."""
        start = line.words[0].start
        if start not in self._found:
            self._found[start] = tuple(self._read(line))
        return self._found[start]

    def _read(self, line: Line) -> list[Hit]:
        words, known, states = line.words, self._initials, self._states
        first, stop = (bisect_left(self._starts, at) for at in (words[0].start, words[-1].end))
        mentioned = _mentioned(self._named[first:stop], line) if first < stop else {}
        if known:
            short = {at: Hit(at, at, known[w.text], "group") for at, w in enumerate(words) if w.text in known}
            mentioned = short | mentioned
        if not (mentioned or line.has(_LEADING) or line.has(states.lows)):
            return []
        any_name = line.has(_NAMING)  # else a capital begins an actor only where a state or a listed group is named
        hits: list[Hit] = []
        free = 0
        for at, word in enumerate(words):
            if at < free:
                continue
            begins = word.low in _BEGINNINGS or at in mentioned
            if not begins and not (word.text[0].isupper() and (any_name or states.may_begin(word))):
                continue
            if hit := _actor_at(words, at, mentioned, states):
                hits.append(hit)
                free = hit.last + 1
        return _with_owners(words, hits)


# The kinds that need actors ask the same page for them; what one of them has read, the others take.
actors_of = kept_per_page(ActorFinder)


def _with_owners(words: tuple[Word, ...], hits: list[Hit]) -> list[Hit]:
    """"the rebels of the Free Valley Front" are the Front: a generic word takes the name that follows it."""
    out: list[Hit] = []
    for hit in hits:
        last = out[-1] if out else None
        between = [word.low for word in words[last.last + 1 : hit.first]] if last else []
        if last and last.tag == "group" and hit.tag == "generic" and not between:
            out[-1] = last._replace(last=hit.last)  # "Islamic State militants"
            continue
        named = last is not None and last.tag == "generic" and hit.tag == "group"
        if named and between in ([], ["of"], ["of", "the"], ["from", "the"]):
            out[-1] = Hit(last.first, hit.last, hit.value, "group")
        else:
            out.append(hit)
    return out


_OWN_PEOPLE = WordList.of("men;members;gunmen;volunteers;people on the ground")
_STAFF = frozenset({"defence", "defense", "staff", "command", "headquarters"})  # whose forces are the state's


def borrowed(line: Line, owner: str | None, actors: Sequence[Hit]) -> list[Hit]:
    """"its planes", "their fighters": forces of the side that was named last, in this line or before it."""
    found = []
    for at, word in enumerate(line.words[:-1] if line.has(("its", "their")) else ()):
        if word.low not in ("its", "their"):
            continue
        if force := FORCES.at(line.words, at + 1) or _OWN_PEOPLE.at(line.words, at + 1):
            before = [actor.value for actor in actors if actor.last < at]
            staff = "armed forces" if _STAFF.intersection(w.low for w in line.words[:at]) else None
            if name := before[0] if before else owner or staff:
                found.append(Hit(at, force.last, name, "force"))
    return found


def _actor_at(words: tuple[Word, ...], at: int, mentioned: dict[int, Hit], states: States) -> Hit | None:
    if not words[at].text[:1].isupper() and words[at].low not in _BEGINNINGS:
        return mentioned.get(at)
    hit = _known_group(words, at) or _loyal(words, at) or _force(words, at, states) or _named_group(words, at)
    return hit or _state(words, at, states) or mentioned.get(at) or _generic(words, at)


def _loyal(words: tuple[Word, ...], at: int) -> Hit | None:
    """"forces loyal to General Vell": a force that is known by whom it serves."""
    if words[at].low not in _LOYAL or " ".join(word.low for word in words[at + 1 : at + 3]) not in _LOYAL_TO:
        return None
    last = at + 2
    while last + 1 < len(words) and last - at < 7 and (words[last + 1].capital or words[last + 1].low in _PATRONS):
        last += 1
    return Hit(at, last, " ".join(word.text for word in words[at : last + 1]), "group") if last > at + 2 else None


def _generic(words: tuple[Word, ...], at: int) -> Hit | None:
    hit = GENERIC.at(words, at)
    if not hit:
        return None
    force = FORCES.at(words, hit.last + 1) if hit.last + 1 < len(words) else None
    value = "rebels" if hit.value == "rebel" else hit.value
    return hit._replace(tag="generic", last=force.last if force else hit.last, value=value)


def _groups_by_initials(page_lines: tuple[Line, ...]) -> dict[str, str]:
    """"Free Valley Front (FVF)": initials -> the group, wherever the report explains them."""
    found = {}
    for line in page_lines:
        words = line.words if line.has(("(",)) else ()
        for at in range(1, len(words) - 2):
            if words[at].low == "(" and words[at + 2].low == ")" and words[at + 1].text.isupper():
                named = (_named_group(words, first) for first in range(max(0, at - 8), at))
                hit = next((hit for hit in named if hit and hit.last == at + 2), None)
                if hit:
                    found[words[at + 1].text] = hit.value
    return found


def _mentioned(named: Sequence[Mention], line: Line) -> dict[int, Hit]:
    """Organisations that the names stage found in this line, by their first word; bystanders left out."""
    found = {}
    for mention in named:
        at = [i for i, word in enumerate(line.words) if mention.span.start <= word.start < mention.span.end]
        if any(_known_group(line.words, inner) for inner in at[1:]):
            continue
        if at and not _is_bystander(line.words[at[0] : at[-1] + 1]) and not _is_bystander_name(mention.refers_to):
            found[at[0]] = Hit(at[0], at[-1], mention.refers_to or mention.name, "group")
    return found


def _is_bystander(words: tuple[Word, ...]) -> bool:
    return any(word.low in _BYSTANDERS for word in words) and words[-1].text not in GROUP_HEADS


def _is_bystander_name(name: str | None) -> bool:
    return bool(name) and any(word.lower() in _BYSTANDERS for word in name.split())


def _known_group(words: tuple[Word, ...], at: int) -> Hit | None:
    """A group of the general list; an all-capital name must be written so ("IS", not "is")."""
    hit = GROUPS.at(words, at)
    if not hit or (hit.value == "IS" and words[at].shouted):
        return None
    if hit.value.isupper() and words[at].text != hit.value.split()[0]:
        return None
    return hit._replace(tag="group") if any(w.text[:1].isupper() for w in words[hit.first : hit.last + 1]) else None


def _state_at(words: tuple[Word, ...], at: int, names: dict[str, Nation]) -> tuple[int, Nation] | None:
    """Index of the last word of a state's name or demonym that begins here, up to four words."""
    if not words[at].text[:1].isupper():
        return None
    for last in range(min(at + 3, len(words) - 1), at - 1, -1):
        text = " ".join(word.text for word in words[at : last + 1])
        text = text.title() if text.isupper() and len(text) > 3 else text  # headlines in capitals
        if text in names and text not in _UNSURE:
            return last, names[text]
    return None


def _force(words: tuple[Word, ...], at: int, states: States) -> Hit | None:
    """"Russian troops", "Russia's air force", "Tamra air force": a name and, at most two words on, a force."""
    state = None
    if states.may_begin(words[at]):
        state = _state_at(words, at, states.demonyms) or _state_at(words, at, states.names)
    after = (state[0] if state else at) + 1
    owned = state is not None and [w.low for w in words[after : after + 2]] in (["'", "s"], ["’", "s"])
    after += 2 if owned else 0
    adjective = state is not None and (owned or " ".join(w.text for w in words[at : state[0] + 1]) in states.demonyms)
    if not state and (not words[at].capital or at == 0 or words[at].low in _DETERMINERS):
        return None
    for gap in range(_DEMONYM_GAP + 1 if adjective else 1):
        force = FORCES.at(words, after + gap) if after + gap < len(words) else None
        if force and state:
            return Hit(at, force.last, state[1].name, "force")
        if force and force.value in _NAMED_FORCES and words[at].low not in _CALENDAR:
            return Hit(at, force.last, f"{words[at].text} {force.value}", "force")
        if after + gap < len(words) and not words[after + gap].low.isalpha():
            return None
    return None


def _state(words: tuple[Word, ...], at: int, states: States) -> Hit | None:
    """A state by name ("Russia"), or its people as a side ("the Russians")."""
    if not states.may_begin(words[at]):
        return None
    if named := _state_at(words, at, states.names):
        return Hit(at, named[0], named[1].name, "state")
    people = _state_at(words, at, states.demonyms)
    if people and words[people[0]].text.endswith("s") and at and words[at - 1].low == "the":
        return Hit(at, people[0], people[1].name, "state")
    return None


def _named_group(words: tuple[Word, ...], at: int) -> Hit | None:
    """Capitalised words that end like the name of an armed group: "Free Valley Front", "the Guard"."""
    if not words[at].capital or words[at].low in _DETERMINERS:
        return None
    last = at
    while last - at < 8 and (step := _next_capital(words, last)):
        last = step
    if _HEADS.isdisjoint(word.text for word in words[at : last + 1]):
        return None
    if any(_known_group(words, inner) for inner in range(at + 1, last + 1)):
        return None
    for end in range(last, at - 1, -1):
        named = end > at or (at and words[at - 1].low == "the")
        if named and (words[end].text in GROUP_HEADS or _is_martial(words[at : end + 1])):
            return Hit(at, _with_tail(words, end), _written(words[at : end + 1]), "group")
    return None


# Heads that many peaceful bodies share, and the words that make an armed group of them.
_LOOSE_HEADS = frozenset("""
Union League Council Committee Party Congress Organisation Organization Network Column Company Squad Squads Cell Band
Group Association
""".split())
_HEADS = GROUP_HEADS | _LOOSE_HEADS
# One of these words stands in a line that names a force or a group by no more than a capital: "Vesmar army".
_NAMING = FORCES.telling | {head.lower() for head in _HEADS}
_LEADING = _NAMING | _BEGINNINGS
_MARTIAL = frozenset("""
Defence Defense Defenders Liberation Resistance Revolutionary Patriotic Jihad Guerrilla Armed Warriors Martyrs Militia
Fighters
""".split())


def _is_martial(words: tuple[Word, ...]) -> bool:
    """"Hill Self-Defence Union": the name of an armed group with a head that says nothing."""
    return words[-1].text in _LOOSE_HEADS and any(w.text in _MARTIAL for w in words) and words[0].text != "National"


def _next_capital(words: tuple[Word, ...], at: int) -> int | None:
    """The capitalised word that follows at once, or after a possessive or hyphen: "People's Front"."""
    joined = at + 2 < len(words) and words[at + 1].low == "-" and words[at + 1].start == words[at].end
    if joined and words[at + 2].start == words[at + 1].end and words[at + 2].text[:1].isupper():
        return at + 2
    if at + 1 < len(words) and words[at + 1].capital:
        return at + 1
    owned = at + 3 < len(words) and words[at + 1].low == "'" and words[at + 2].low == "s" and words[at + 3].capital
    return at + 3 if owned else None


def _written(words: tuple[Word, ...]) -> str:
    """The words as written, one space between them and none before an apostrophe."""
    gaps = (" " if after.start > before.end else "" for before, after in zip(words, words[1:], strict=False))
    return "".join(f"{word.text}{gap}" for word, gap in zip(words, (*gaps, ""), strict=True)).replace("’", "'")


def _with_tail(words: tuple[Word, ...], end: int) -> int:
    """The end of "Front for the Liberation of Ruva" or of "Front (FVF)"."""
    if end + 3 < len(words) and words[end + 1].low == "(" and words[end + 3].low == ")":
        return end + 3
    at = end
    while at + 1 < len(words) and at - end < 7 and (words[at + 1].capital or words[at + 1].low in {"for", "of", "the"}):
        at += 1
    return at if words[at].capital and at > end + 1 and words[end + 1].low in {"for", "of"} else end
