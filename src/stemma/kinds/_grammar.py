"""One sentence's figures of harm: which number belongs to which word of harm.

A small grammar over tokens, read from left to right. Subjects are looked for to the left of a passive or intransitive
word, objects to the right of an active one; conjuncts share the word of harm, subsets ("including seven children")
point at the figure they are a part of. Every search looks at a bounded number of tokens, so that the time taken grows
with the length of the text alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from stemma.kinds._lexicon import Predicate, predicates_of
from stemma.kinds._victims import People, is_people, is_plural_people, people_at, victims_of
from stemma.reading.quantities import Quantity, Token, quantities_of
from stemma.values import Count, Group, Harm, Victims


class Finding(Struct, frozen=True):
    """A figure of harm over tokens [first, last) of its sentence."""

    harm: Harm
    first: int
    last: int
    count: Count
    victims: Victims
    people: People | None = None
    parent: int | None = None  # position in the sentence's findings of the figure that this is a part of
    part: bool = False  # a part of some figure named before
    clinical: bool = False
    anaphor: str = ""  # "same", "double": the count is that of the figure before; "figure": the harm is
    active: bool = False  # found as the object of an active verb
    withdrawn: bool = False  # the figure that a newer one replaces: "up from 43"
    side: bool = False  # counted beside another kind of victims: "15 fighters and 16 civilians"
    origin: bool = False  # a part told by where it comes from: "47 of the dead are from ..."
    like: int | None = None  # row of the document whose scope it shares


_BE = frozenset("was were is are be been being am get got gets getting 's 're wasn't weren't isn't aren't".split())
_HAVE = frozenset("has have had having hasn't haven't hadn't".split())
_SEEM = frozenset("feared believed reported confirmed presumed found pronounced declared left leaving thought listed "
                  "said known reportedly counted described lay lie considered assumed to".split())
_ADVERBS = frozenset(
    "also reportedly since already now still later then all both ever subsequently apparently allegedly instantly "
    "immediately outright so far seriously critically badly severely lightly slightly first additionally themselves "
    "only just initially eventually together simply not more others overnight yesterday today reported confirmed "
    "either tragically sadly recently brutally deliberately".split()
)
_BARRIERS = frozenset(
    "said says told saying how when while after before but because if though although whereas whether until ; : “ ” \" "
    "added claimed reported whose where including".split()
)
_MODALS = frozenset("will would could may might should can shall cannot must can't couldn't won't wouldn't".split())
_UNREAL = frozenset("to if threatened threatening avoid avoiding prevent preventing stop risk risking without "
                    "deny denying denies denied against plot plotted vowed vow than attempted any".split())
_SUBSET = frozenset("including among between includes include included comprising".split())
_GAP = 14  # tokens between a subject and its word of harm
_TITLE_GAP = 25  # tokens between "death toll" and its figure
_LINKS = frozenset("at to is was are were reached reaching hit of : above past topped topping passed exceeded exceeds "
                   "surpassed as over stands now by hits – - —".split())
_SHARES = frozenset("half most many some all several majority third quarter two-thirds both mostly part".split())
_CONDITIONS = frozenset("seriously critically gravely severely".split())


class Scan(Struct):
    """What is known of a sentence while it is read."""

    text: str
    tokens: tuple[Token, ...]
    quantities: list[Quantity]
    people: list[People]
    predicates: tuple[Predicate, ...]
    found: list[Finding] = []
    used: set[int] = set()  # first tokens of noun phrases that have found their word of harm

    def low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def words(self, first: int, last: int) -> list[str]:
        return [t.low for t in self.tokens[max(first, 0) : last]]


def findings_of(text: str, tokens: tuple[Token, ...]) -> list[Finding]:
    """Every figure of harm in one sentence, in the order found; `parent` and token numbers refer to this sentence."""
    predicates = predicates_of(tokens)
    quantities = [q for q in quantities_of(text, tokens) if not _is_age(tokens, q)]
    scan = Scan(text, tokens, quantities, _noun_phrases(text, tokens, quantities, predicates), predicates, [], set())
    _titles(scan)
    for predicate in predicates:
        _READERS[predicate.role](scan, predicate)
    _harm_inside(scan)
    _subsets(scan)
    _anaphors(scan, quantities)
    return scan.found


# ------------------------------------------------------------------------------------------- noun phrases


def _is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """A number that is somebody's age: "Jemal Kahsay, 29, ...", "a trader of 52"."""
    first, last, count = quantity.first, quantity.last, quantity.count
    if count.low is None or count.low > 110 or last != first + 1:
        return False
    before = tokens[first - 1].low if first else ""
    after = tokens[last].low if last < len(tokens) else "."
    if before == "," and after in {",", "."} and first >= 2:
        return tokens[first - 2].capital or is_people(tokens[first - 2].low)
    if before == "(" and after == ")":
        return True
    return before == "of" and after in {",", "."} and first >= 2 and is_people(tokens[first - 2].low)


def _noun_phrases(text: str, tokens: tuple[Token, ...], quantities: Sequence[Quantity],
                  predicates: Sequence[Predicate]) -> list[People]:
    """Numbered phrases and bare plurals that name people, left to right."""
    people: list[People] = []
    for quantity in quantities:
        phrase = people_at(tokens, quantity)
        if phrase is not None and not (people and quantity.first < people[-1].last):
            people.append(phrase)
    people += _single_people(text, tokens, {at for p in people for at in range(p.first, p.last)})
    taken = {at for p in people for at in range(p.first, p.last)}
    taken |= {at for p in predicates if p.role != "state" for at in range(p.first, p.last)}
    begin = 0
    for at, token in enumerate(tokens):
        if at in taken or not is_plural_people(token.low) or (at + 1 < len(tokens) and is_people(tokens[at + 1].low)):
            continue
        first = at
        while first > begin and first > at - 4 and _adjective(tokens, first - 1) and first - 1 not in taken:
            first -= 1
        before = tokens[first - 1].low if first else ""
        if before == "many" and first > 1 and tokens[first - 2].low in {"as", "how", "so"}:
            continue
        told = before == "of" and first > 1 and tokens[first - 2].low in _TOLD and tokens[first].low in _INSIDE
        if not told and before in {"the", "these", "those", "all", "its", "his", "their", "her", "of", "s", "other",
                                   "every", "our"}:
            continue
        victims = victims_of([t.low for t in tokens[first : at + 1]]) or Victims()
        people.append(People(first, at + 1, None, token.low, victims))
        begin = at + 1
    return sorted(people, key=lambda p: p.first)


_TOLD = frozenset("talk reports images footage pictures photos videos accounts rumours".split())
_PRONOUNS = frozenset({"he", "she"})
_DEFINITE = frozenset("the his her my their our this that".split())


def _single_people(text: str, tokens: tuple[Token, ...], taken: set[int]) -> list[People]:
    """One person without a number: "he", "the driver", "Maria Okello, 34," before a form of "to be" or "died"."""
    found: list[People] = []
    shouted = sum(t.text.isupper() for t in tokens) * 2 > len(tokens)  # capitals say nothing of names here
    for at, token in enumerate(tokens):
        if at in taken:
            continue
        bare = _headline_person(text, tokens, at)
        if bare:
            found.append(bare)
            continue
        if not _verb_follows(tokens, at + 1):
            continue
        if token.low in _PRONOUNS:
            found.append(_one(text, tokens, at, at + 1, token.low, Victims()))
        elif is_people(token.low) and not token.low.endswith("s") and not is_plural_people(token.low):
            first = next((i for i in range(at - 1, max(at - 6, -1), -1) if tokens[i].low in _DEFINITE), None)
            if first is not None:
                victims = victims_of([t.low for t in tokens[first + 1 : at + 1]]) or Victims()
                found.append(_one(text, tokens, first, at + 1, token.low, victims))
        elif token.capital and not shouted and at and tokens[at - 1].capital and tokens[at - 1].text.isalpha():
            first = at - 1
            while first and tokens[first - 1].capital and at - first < 4:
                first -= 1
            if not {t.low for t in tokens[first : at + 1]} & _NO_NAMES:
                victims = victims_of([t.low for t in tokens[first:first + 1]]) or Victims()
                found.append(_one(text, tokens, first, at + 1, "name", victims))
    return found


def _headline_person(text: str, tokens: Sequence[Token], at: int) -> People | None:
    """"Man shot dead in ...", "Police: 7-year-old girl killed": one person without article, early in a headline."""
    if at > 8 or not is_people(tokens[at].low) or tokens[at].low.endswith("s") or is_plural_people(tokens[at].low):
        return None
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following == "," and at + 4 < len(tokens) and tokens[at + 2].low.isdigit() and tokens[at + 3].low == ",":
        following = tokens[at + 4].low
    first = at
    while first and tokens[first - 1].low not in {":", "-", "–", "—"} and at - first < 5:
        first -= 1
    words = [t.low for t in tokens[first:at]]
    aged = "-" in words and any(w.startswith("year") for w in words)
    if following not in _HEADLINE_VERBS or (words and not aged) or {"a", "an", "the"} & set(words):
        return None
    return _one(text, tokens, first, at + 1, tokens[at].low, victims_of([*words, tokens[at].low]) or Victims())


_HEADLINE_VERBS = frozenset("killed dead dies shot wounded injured hurt slain fatally critically stabbed gunned "
                            "seriously missing kidnapped abducted murdered".split())
_NO_NAMES = frozenset("the army front party guard police forces state ministry city council government union court "
                      "company agency association republic islamic national university hospital united nations "
                      "monday tuesday wednesday thursday friday saturday sunday street avenue road county".split())


def _verb_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether "was" or "died" follows, an age or a short apposition aside: ", 29, was"."""
    if at + 2 < len(tokens) and tokens[at].low == "," and tokens[at + 1].low[0].isdigit() and tokens[at + 2].low == ",":
        at += 3
    if at < len(tokens) and tokens[at].low == "were":
        return any(t.low in {"his", "her", "their"} for t in tokens[max(0, at - 6) : at])
    return at < len(tokens) and tokens[at].low in {"was", "died", "is", "has", "had", "later", "also"}


def _one(text: str, tokens: Sequence[Token], first: int, last: int, head: str, victims: Victims) -> People:
    count = Count(low=1, high=1, wording="exact", text=text[tokens[first].start : tokens[last - 1].end])
    return People(first, last, Quantity(first, last, count, sure=False), head, victims)


def _adjective(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may stand before a bare plural as a modifier; a short closed list keeps verbs out."""
    low = tokens[at].low
    return low in {"innocent", "unarmed", "armed", "rebel", "government", "enemy", "dead", "wounded", "injured",
                   "young", "local", "civilian", "security", "police", "army", "severely", "critically", "seriously", "badly",
                   "aid", "health", "medical", "media", "elderly", "only", "helpless"} or (
        tokens[at].capital and low.endswith(("ian", "ish", "ese", "an", "i")))


def _count_of(scan: Scan, people: People) -> Count:
    if people.quantity:
        return people.quantity.count
    words = scan.text[scan.tokens[people.first].start : scan.tokens[people.last - 1].end]
    return Count(low=1, high=None, wording="indefinite", text=words)


def _add(scan: Scan, predicate: Predicate, people: People, first: int, last: int, *, parent: int | None = None,
         part: bool = False, active: bool = False, side: bool = False) -> None:
    """Notes a figure, unless the noun phrase is none for people where the word of harm needs one."""
    if predicate.people_only and (not people.head or not people.known or people.head == "name") and not people.of:
        vague = predicate.harm == "displaced" and _count_of(scan, people).wording in _CROWDS
        if people.head or not vague and not (predicate.harm == "captured" and scan.found):
            return
    if predicate.custody and not _in_custody(scan, people, last):
        return
    if predicate.harm == "captured" and people.head in _PRONOUNS:
        return
    if people.quantity is None and (predicate.clinical or predicate.harm == "affected"):
        return
    if predicate.harm == "displaced" and people.quantity and not people.quantity.sure and _count_of(
            scan, people).high == 1:
        return
    if people.first in scan.used:
        return
    scan.used.add(people.first)
    victims = people.victims
    if "prisoner" in scan.text[scan.tokens[first].start : scan.tokens[last - 1].end] and victims == Victims():
        victims = Victims(status="combatant")
    scan.found.append(Finding(
        predicate.harm, first, last, _count_of(scan, people), victims, people, parent,
        part or bool(people.of), predicate.clinical, active=active, side=side,
    ))


_CROWDS = frozenset({"dozens", "hundreds", "thousands", "several"})  # "thousands have fled" can only be people


def _in_custody(scan: Scan, people: People, last: int) -> bool:
    """Whether "took" or "holds" means captivity here: fighters, "four of them", or "hostage" beside."""
    near = set(scan.words(people.first, last + 4))
    return people.victims.status == "combatant" or people.of == "them" or bool(
        near & {"hostage", "hostages", "prisoner", "prisoners", "captive", "captives"})


# ------------------------------------------------------------------------------------------------ readers


def _participle(scan: Scan, p: Predicate) -> None:
    """"were killed" has a subject, "has killed" and "killed three" an object, "31 killed" stands beside its number."""
    at = p.first - 1
    while at > 0 and scan.low(at) in _ADVERBS:
        at -= 1
    if scan.low(at) in _BE or (scan.low(at) in _SEEM and scan.low(at) not in {"said", "to"}):
        _subject(scan, p)
        return
    if scan.low(p.last) == ":" and p.first <= 1:
        _object(scan, p, p.last + 1)
        return
    if p.first <= 1 and _inverted(scan, p):
        return
    before, after = _beside(scan, p), _starts_at(scan, p.last)
    agent = after is not None and after.first == p.last and (after.quantity or not before or not before.quantity)
    if scan.low(at) not in _HAVE and before and not agent:
        _adjacent(scan, p, before)
        return
    _object(scan, p, p.last)


def _inverted(scan: Scan, p: Predicate) -> bool:
    """"Killed in the attack were three nurses and a guard" """
    for at in range(p.last, min(p.last + 9, len(scan.tokens))):
        if scan.low(at) in {"were", "was"} and scan.low(p.last) in {"in", "by", "along", "on", "at", "were", "was"}:
            people = _starts_at(scan, at + 1)
            return bool(people and people.first == at + 1 and people.head and _object(scan, p, at + 1))
    return False


def _active(scan: Scan, p: Predicate) -> None:
    _object(scan, p, p.last)


def _intransitive(scan: Scan, p: Predicate) -> None:
    if _unreal(scan, p.first):
        return
    if scan.low(p.first) == "among" and scan.low(p.last) in _BE and _starts_at(scan, p.last + 1):
        _object(scan, p, p.last + 1, part=True)
        return
    _subject(scan, p)


def _state(scan: Scan, p: Predicate) -> None:
    """"38 dead", "are missing", "feared dead" """
    before = _beside(scan, p)
    if before:
        _adjacent(scan, p, before)
        return
    at = p.first - 1
    while at > 0 and scan.low(at) in _ADVERBS:
        at -= 1
    if scan.low(at) in _BE or scan.low(at) in _SEEM:
        _subject(scan, p)
    elif {"left", "leaving", "leaves"} & set(scan.words(p.first - _GAP, p.first)):
        _subject(scan, p)
    elif scan.low(p.last) in {"now", ":"} and scan.low(p.first - 1) not in {"the", "of"}:
        _object(scan, p, p.last + 1)


def _noun(scan: Scan, p: Predicate) -> None:
    """"19 bodies", "at least 52 deaths", "heavy casualties", "no deaths" """
    last = p.first
    victims = Victims()
    if scan.low(p.last) in {"row", "penalty", "sentence", "sentences", "threat", "threats", "certificate", "squad",
                            "squads", "camp", "camps"}:
        return
    if p.harm == "captured" and {"freed", "released", "rescued", "swapped", "exchanged"} & set(
            scan.words(p.first - 4, p.last + 4)):
        return
    for at in range(p.first - 1, max(p.first - 4, -1), -1):
        quantity = next((q for q in scan.quantities if q.last == at + 1), None)
        if quantity and (quantity.sure or quantity.count.low != 1):
            _counted(scan, p, quantity, victims)
            return
        if victims_of([scan.low(at)]):
            victims = victims_of([scan.low(at)]) or victims
        if not scan.low(at).isalpha() or scan.low(at) in _BE | _HAVE | {"the", "of", "and"}:
            break
        last = at
    _bare_noun(scan, p, last, victims)


def _counted(scan: Scan, p: Predicate, quantity: Quantity, victims: Victims) -> None:
    if quantity.first in scan.used:
        return
    scan.used.add(quantity.first)
    last = p.last
    if p.harm == "casualties" and scan.low(last) == ",":
        last = _apposition(scan, last)
    group = People(quantity.first, p.last, quantity, "", victims)
    scan.found.append(Finding(p.harm, quantity.first, last, quantity.count, victims, group))


def _apposition(scan: Scan, comma: int) -> int:
    """The end of "109 casualties, dead and wounded together"; the words belong to the evidence."""
    words = scan.words(comma + 1, comma + 4)
    if len(words) == 3 and words[0] in {"dead", "killed", "deceased"} and words[1] in {"and", "or"}:
        for people in scan.people:
            if comma < people.first < comma + 5:
                scan.used.add(people.first)
        return comma + 4
    return comma


def _bare_noun(scan: Scan, p: Predicate, first: int, victims: Victims) -> None:
    """"bodies lying", "heavy casualties being reported": somebody was harmed, no number."""
    words = scan.words(p.first, p.last)
    after = scan.words(p.last, p.last + 6)
    bodies = words[-1] in {"bodies", "corpses"} and not ({"of"} & set(after[:1]))
    shown = {"lying", "found", "recovered", "seen", "were", "pulled", "scattered", "strewn", "littered", "lay"} & set(
        after[:3])
    heavy = scan.low(p.first - 1) in {"heavy", "additional", "many", "numerous"}
    casualties = words[-1] in {"casualties", "fatalities", "deaths"} and heavy and not _future(scan, p.first)
    if not ((bodies and (shown or words[0] == "dead") and not _unreal(scan, first)) or casualties):
        return
    if scan.low(p.first - 1) in {"such", "their", "no", "the"} and not casualties:
        return
    begin = p.first - 1 if heavy else p.first
    text = scan.text[scan.tokens[begin].start : scan.tokens[p.last - 1].end]
    scan.found.append(Finding(p.harm, begin, p.last, Count(low=1, high=None, wording="indefinite", text=text), victims))


def _title(scan: Scan, p: Predicate) -> None:
    """Read before all else, by `_titles`."""


_READERS = {"participle": _participle, "active": _active, "intransitive": _intransitive, "state": _state,
            "noun": _noun, "title": _title}


# ----------------------------------------------------------------------------------------- objects, subjects


def _starts_at(scan: Scan, at: int) -> People | None:
    """The noun phrase that starts here or after one small word."""
    for people in scan.people:
        if people.first == at or (people.first == at + 1 and scan.low(at) in {"and", "the", "only", "another", "also",
                                                                            "all", ":", "together", "its", "his", '"',
                                                                            "“", "outright", "instantly"}):
            return people
        if people.first > at + 1:
            break
    return None


def _beside(scan: Scan, p: Predicate) -> People | None:
    """The noun phrase that ends just before the word of harm, adverbs aside."""
    at = p.first
    while at > 0 and (scan.low(at - 1) in _ADVERBS or scan.low(at - 1) in {"feared", "believed", "presumed", ","}
                      and at < p.first):
        at -= 1
    return next((g for g in scan.people if g.first not in scan.used and at <= g.last <= p.first), None)


def _future(scan: Scan, at: int) -> bool:
    return any(word in _MODALS for word in scan.words(at - 5, at))


def _unreal(scan: Scan, at: int) -> bool:
    """Whether the words before say that the harm is only possible, intended or warned of."""
    before = scan.words(at - 4, at)
    for i, word in enumerate(before):
        if word in _MODALS and "have" not in before[i:]:
            return True
    return bool(before) and before[-1] in _UNREAL or len(before) > 1 and before[-1] in _BE and before[-2] in _MODALS


def _adjacent(scan: Scan, p: Predicate, people: People) -> None:
    """"31 people dead", "dozens more wounded" and the conjuncts before them."""
    if people.quantity is None and scan.low(people.first - 1) in {"of", "for", "to", "with", "on"}:
        return
    _subject_group(scan, p, people)


def _subject(scan: Scan, p: Predicate) -> None:
    """Looks left for who was harmed."""
    if _unreal(scan, p.first) and not any(w in {"feared", "believed", "reported"} for w in
                                          scan.words(p.first - 3, p.first)):
        return
    group = _nearest_subject(scan, p)
    if group:
        _subject_group(scan, p, group)


def _nearest_subject(scan: Scan, p: Predicate) -> People | None:
    for people in reversed(scan.people):
        if people.last > p.first:
            continue
        gap = scan.words(people.last, p.first)
        if len(gap) > _GAP:
            return None
        if people.first in scan.used and not people.of:
            continue
        if not _transparent(scan, people, gap, p):
            if people.quantity and people.quantity.sure:
                return None
            continue
        return people
    return None


def _transparent(scan: Scan, people: People, gap: list[str], p: Predicate) -> bool:
    """Whether nothing between a noun phrase and a verb parts them."""
    inner = [w for w in gap if w not in _BE and w not in _HAVE and w not in _ADVERBS and w not in _SEEM]
    if people.quantity is None or not people.quantity.sure:
        loose = [w for w in inner if w not in {",", "who", "and"} and not w.isdigit()]
        if people.head in _PRONOUNS or people.head == "name" or scan.low(people.first) in _DEFINITE:
            return len(loose) <= (1 if people.head in _PRONOUNS else 2) and not _BARRIERS & set(gap)
        if people.quantity is None:
            return not inner or inner == ["and"]
        return len(loose) <= 8 and not (_BARRIERS & set(gap)) and scan.low(people.first - 1) != "of"
    if _BARRIERS & set(gap) or (people.quantity.count.wording == "none" and len(inner) > 4):
        return False
    between = [q for q in scan.predicates if people.last <= q.first < p.first and q.role not in {"state", "noun"}]
    return not any(q.role != "participle" or scan.low(q.first - 1) in _BE for q in between) or "who" in gap[:2]


def _subject_group(scan: Scan, p: Predicate, nearest: People) -> None:
    """The subject and, to its left, its conjuncts or the total that it is a subset of."""
    chain, subset = [nearest], []
    while True:
        left = chain[-1]
        before = _before(scan, left)
        if left.of == "them" and left.head:
            total = next((g for g in reversed(scan.people) if g.last == left.first - 1 and not g.of), None)
            if total is None:
                break
            subset, chain = [*subset, left], [total]
        elif (scan.low(left.first - 1) in _SUBSET and scan.low(left.first - 1) not in {"between", "among"}) or (scan.low(left.first - 1) == "them"
                                                  and scan.low(left.first - 2) in _SUBSET):
            subset, chain = subset + chain, []
            total = next((g for g in reversed(scan.people) if g.last <= left.first - 1 and g.first not in scan.used
                          and left.first - g.last <= 12), None)
            if total is None:
                chain, subset = subset, []
                break
            chain = [total]
        elif before and (chain or subset):
            chain.append(before)
        else:
            break
    _note_chain(scan, p, chain, subset)


def _before(scan: Scan, people: People) -> People | None:
    """The conjunct to the left: "15 fighters and 16 civilians"."""
    for other in reversed(scan.people):
        if other.last > people.first or other.first in scan.used:
            continue
        joint = scan.words(other.last, people.first)
        closed = scan.low(other.first - 1) in _SUBSET and "," in joint
        if joint and len(joint) <= 3 and all(w in _CONJUNCTIONS for w in joint) and not closed and (
                other.quantity is not None and people.quantity is not None):
            return other
        return None
    return None


_CONJUNCTIONS = frozenset("and , or as well along with plus her his their its \" “ ”".split())


def _note_chain(scan: Scan, p: Predicate, chain: list[People], subset: list[People]) -> None:
    statuses = {g.victims.status for g in chain}
    side = len(chain) > 1 and {"civilian", "combatant"} <= statuses
    hedged = chain[-1].quantity.count.wording == "at_least" if chain[-1].quantity else False
    parent = None
    for people in reversed(chain):
        if hedged and people is not chain[-1]:
            people = _hedge(people)
        parent = len(scan.found)
        last = p.last if people is chain[0] or len(chain) == 1 else people.last
        _add(scan, p, people, people.first, last, side=side)
    for people in reversed(subset):
        first = people.first - 1 if scan.low(people.first - 1) in _SUBSET else people.first
        _add(scan, p, people, first, people.last, parent=parent, part=True)


def _hedge(people: People) -> People:
    """The same phrase with "at least" carried over from the conjunct before it."""
    quantity = people.quantity
    if quantity is None or quantity.count.wording not in {"exact", "about"}:
        return people
    count = Count(low=quantity.count.low, high=None, wording="at_least", text=quantity.count.text)
    return People(people.first, people.last, Quantity(quantity.first, quantity.last, count, quantity.sure), people.head,
                  people.victims, people.of, people.known)


def _object(scan: Scan, p: Predicate, at: int, part: bool = False) -> bool:
    """Looks right for who was harmed; takes the conjuncts and leaves other verbs' subjects alone."""
    people = _starts_at(scan, at)
    if people is None or (people.quantity is None and _vague_object(scan, p, people)):
        return False
    if _unreal(scan, p.first) and not (p.role == "active" and people.quantity and people.quantity.sure
                                       and scan.low(p.first - 1) != "to" and not _future(scan, p.first)):
        return True
    first = p.first
    end = people.last
    while True:
        _add(scan, p, people, first, end, active=True, part=part)
        following = _after(scan, people)
        if following is None:
            return True
        people, first, end = following, following.first, following.last


def _vague_object(scan: Scan, p: Predicate, people: People) -> bool:
    """Bare plurals are objects only right beside a past or "-ing" form: "killed civilians"."""
    words = scan.words(p.first, p.last)
    return people.first > p.last or not words[-1].endswith(("ed", "ing", "of", "n")) or _future(scan, p.first)


def _after(scan: Scan, people: People) -> People | None:
    """The conjunct to the right, unless it is the subject of a word of harm of its own."""
    for other in scan.people:
        if other.first <= people.first or other.first < people.last:
            continue
        joint = scan.words(people.last, other.first)
        if len(joint) > 5 or not joint or not all(w in _CONJUNCTIONS for w in joint):
            return None
        follows = scan.words(other.last, other.last + 3)
        owned = any(q.first in (other.last, other.last + 1) and q.role != "active" for q in scan.predicates)
        if owned or (follows and (follows[0] in _BE | _HAVE)) or other.head in {"dead", "wounded", "injured"}:
            return None
        if other.of == "them" or (other.quantity is None and people.quantity is not None):
            return None
        return None if other.head == "others" and follows[:1] and follows[0] in _BE else other
    return None


# ------------------------------------------------------------------------------- figures without a plain verb


def _titles(scan: Scan) -> None:
    """"the death toll rose to 64, up from 43", "put the death toll at 43", "number of people killed ... at 47" """
    for p in (*[p for p in scan.predicates if p.role == "title"], *_counts_told(scan)):
        quantities = [q for q in scan.quantities if p.last <= q.first <= p.last + _TITLE_GAP and q.sure]
        figure = next((q for q in quantities if scan.low(q.first - 1) in _LINKS and _is_toll(scan, q, p)), None)
        if figure is None:
            continue
        scan.used.add(figure.first)
        _older(scan, p, figure, quantities)
        near = p.first if figure.first - p.last <= 4 else p.last
        verb = max((i for i in range(p.last, figure.first) if scan.low(i) in _TOLL_VERBS), default=p.first)
        first = near if near == p.first else p.first
        last = figure.last + (scan.low(figure.last) in {"people", "dead", "killed", "civilians"})
        scan.found.append(Finding(p.harm, min(first, verb), last, figure.count, Victims(),
                                  People(figure.first, last, figure, "", Victims())))
        _replaced(scan, p, figure)


def _older(scan: Scan, p: Predicate, figure: Quantity, quantities: Sequence[Quantity]) -> None:
    """The figures between the title and the new one: "revised the toll from 70 to 64", "put at 12, was raised to 19"."""
    for quantity in quantities:
        later = quantity.first > figure.first
        near = quantity.first - figure.last <= 6 if later else True
        raised = {"raised", "revised", "updated", "increased", "lowered", "risen", "rose", "cut"} & set(
            scan.words(figure.last, quantity.first))
        told = scan.low(quantity.first - 1) == ("to" if later else "from") and (raised or not later)
        if quantity.first in scan.used or not near or not told or not _is_toll(scan, quantity, p):
            continue
        scan.used.add(quantity.first)
        scan.found.append(Finding(p.harm, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                  People(quantity.first, quantity.last, quantity, "", Victims()), withdrawn=not later))


def _counts_told(scan: Scan) -> list[Predicate]:
    """"the number of army dead", "the count of villagers killed" as titles of a figure."""
    found = []
    titled = {at for p in scan.predicates if p.role == "title" for at in range(p.first, p.last)}
    for at in range(len(scan.tokens) - 2):
        if at in titled or scan.low(at) not in {"number", "count", "tally"} or scan.low(at + 1) != "of":
            continue
        inside = next((i for i in range(at + 2, at + 6) if scan.low(i) in _INSIDE), None)
        if inside is not None:
            found.append(Predicate(at, inside + 1, _INSIDE[scan.low(inside)], "title"))
    return found


_TOLL_VERBS = frozenset("rose risen rises climbed stands stood reached put revised raised passed".split())


def _is_toll(scan: Scan, quantity: Quantity, p: Predicate) -> bool:
    people = people_at(scan.tokens, quantity)
    inner = set(scan.words(p.last, quantity.first))
    if ";" in inner or (_MODALS & inner and "have" not in inner) or scan.low(quantity.first - 1) == "of" and quantity.first > p.last + 1:
        return False
    return people is not None and (people.known or not people.head)


def _replaced(scan: Scan, p: Predicate, figure: Quantity) -> None:
    """The older figure beside the new one: "up from 43 a day earlier", "to 58, from 64"."""
    for quantity in scan.quantities:
        if not figure.last <= quantity.first <= figure.last + 6 or not quantity.sure:
            continue
        joint = scan.words(figure.last, quantity.first)
        older = joint[-1:] == ["from"] or joint[-2:] in (["compared", "with"], ["compared", "to"], ["than", "the"])
        if older and not {"people", "aged", ";"} & set(joint):
            scan.used.add(quantity.first)
            scan.found.append(Finding(p.harm, quantity.first - 1, quantity.last, quantity.count, Victims(),
                                      People(quantity.first, quantity.last, quantity, "", Victims()), withdrawn=True))
            return


_INSIDE: dict[str, Harm] = {"dead": "killed", "deceased": "killed", "wounded": "injured", "injured": "injured",
                            "slain": "killed", "missing": "missing", "killed": "killed", "displaced": "displaced"}


def _harm_inside(scan: Scan) -> None:
    """The phrase itself says the harm: "dozens of dead", "12 injured soldiers", "34 of the wounded"."""
    for people in scan.people:
        if people.first in scan.used:
            continue
        words = scan.words(people.first, people.last)
        harm = next((_INSIDE[w] for w in words if w in _INSIDE), None)
        if people.of == "them" and scan.low(people.last - 1) == "those" and scan.low(people.last) in _INSIDE:
            harm = _INSIDE[scan.low(people.last)]
        if harm is None or _unreal(scan, people.first) and people.quantity is None:
            continue
        if people.quantity is None and not (harm in {"killed", "injured"} and _SEEN & set(
                scan.words(people.first - 12, people.first))):
            continue
        scan.used.add(people.first)
        scan.found.append(Finding(harm, people.first, people.last, _count_of(scan, people),
                                  _complement(scan, people) or people.victims, people, part=bool(people.of),
                                  clinical=_admitted(scan, people), origin=_from_place(scan, people)))


# Bare "dead children" is a figure only where somebody shows or tells of them.
_SEEN = _TOLD | frozenset("show shows showed showing shown saw seen see carried carrying found image photo photograph "
                          "photographs video clip clips".split())


def _admitted(scan: Scan, people: People) -> bool:
    near = scan.words(people.first - 3, people.first) + scan.words(people.last, people.last + 5)
    return bool({"admitted", "hospital", "clinic", "treated", "treating", "hospitals", "received"} & set(near))


def _complement(scan: Scan, people: People) -> Victims | None:
    """"Eleven of the dead were villagers and five were guardsmen": what the part of the dead is said to be."""
    at = people.last
    if scan.low(at) in _BE:
        at += 1
        for end in range(at + 1, min(at + 5, len(scan.tokens)) + 1):
            victims = victims_of(scan.words(at, end))
            if victims:
                return victims
    if scan.low(at) in {"belonged"} and {"guard", "army", "militia", "police", "force", "forces"} & set(
            scan.words(at, at + 6)):
        return Victims(status="combatant")
    return None


# ------------------------------------------------------------------------------------------ parts and anaphors


def _subsets(scan: Scan) -> None:
    """"including 12 children", "three of them under five", "more than 50 seriously", "nearly half of them women" """
    _of_the_dead(scan)
    _included(scan)
    for people in scan.people:
        if people.first in scan.used or people.quantity is None:
            continue
        parent = _parent(scan, people)
        before = scan.low(people.first - 1)
        opened = (before in _SUBSET and before not in {"between", "among"}) or (before == "them" and scan.low(people.first - 2) in _SUBSET) or before == "whom"
        chained = before in {"and", ","} and scan.found and scan.found[-1].part and (
            people.first - scan.found[-1].last <= 2) and bool(people.head)
        if opened and people.head or chained and people.known and people.head:
            _part(scan, people, parent, people.victims)
        elif people.of == "them":
            _part_of_them(scan, people, parent)
        elif people.of[:1].isdigit():
            scan.used.add(people.first)
            scan.found.append(Finding("killed", people.first, people.last, people.quantity.count, Victims(), people,
                                      part=True, anaphor="number"))
        elif parent is not None and not people.head and scan.low(people.last) in _CONDITIONS:
            _part(scan, people, parent, Victims(), last=people.last + 1)
    _shares(scan)


def _of_the_dead(scan: Scan) -> None:
    """"Of the dead, 47 are from ...", "Eleven of the dead were villagers and five were guardsmen" """
    opened = scan.low(0) == "of" and scan.low(1) in {"the", "those"}
    noun = next((w for w in scan.words(2, 4) if w in _INSIDE or w == "victims"), "") if opened else ""
    harm = _INSIDE.get(noun, "killed") if noun else None
    for people in scan.people:
        last = scan.found[-1] if scan.found else None
        parted = last is not None and last.people is not None and last.people.of in _INSIDE and (
            last.first < people.first <= last.last + 6)
        if people.first in scan.used or people.head or people.of or not people.quantity or not (harm or parted):
            continue
        if harm and people.first < 5 and scan.low(people.last) == noun:
            continue
        victims = _complement(scan, people)
        if victims is None and not harm:
            continue
        scan.used.add(people.first)
        scan.found.append(Finding(harm or _INSIDE[last.people.of], people.first, _told_end(scan, people),
                                  _count_of(scan, people), victims or Victims(), people, part=True,
                                  origin=_from_place(scan, people)))


def _included(scan: Scan) -> None:
    """"The dead included two nurses and a driver", "the injured at 41" """
    for at in range(1, len(scan.tokens) - 2):
        harm = _INSIDE.get(scan.low(at)) or {"victims": "killed", "fatalities": "killed"}.get(scan.low(at))
        if harm is None or scan.low(at - 1) not in {"the", "those"}:
            continue
        if scan.low(at + 1) in {"included", "include", "includes"}:
            _object(scan, Predicate(at, at + 2, harm, "active"), at + 2, part=True)
        elif scan.low(at + 1) in {"at", "to"} and scan.low(at) != "victims":
            figure = next((q for q in scan.quantities if q.first == at + 2 and q.first not in scan.used), None)
            people = figure and people_at(scan.tokens, figure)
            if people and not people.head:
                _add(scan, Predicate(at, at + 1, harm, "title"), people, at, people.last)


def _told_end(scan: Scan, people: People) -> int:
    """The end of "five were guardsmen"; the bare number where nothing is told."""
    return min(people.last + 2, len(scan.tokens)) if scan.low(people.last) in _BE | {"belonged"} else people.last


def _from_place(scan: Scan, people: People) -> bool:
    return scan.low(people.last) in _BE and scan.low(people.last + 1) == "from"


def _parent(scan: Scan, people: People) -> int | None:
    """The nearest figure before the phrase that is not itself a part."""
    best = None
    for number, finding in enumerate(scan.found):
        if finding.first < people.first and not finding.withdrawn and (
                best is None or finding.last >= scan.found[best].last) and not finding.part:
            best = number
    return best


def _part(scan: Scan, people: People, parent: int | None, victims: Victims, last: int | None = None) -> None:
    if parent is None:
        return
    whole = scan.found[parent]
    scan.used.add(people.first)
    opened = scan.low(people.first - 1) in _SUBSET
    scan.found.append(Finding(whole.harm, people.first - opened, last or people.last, _count_of(scan, people), victims,
                              people, parent, True, whole.clinical))


def _part_of_them(scan: Scan, people: People, parent: int | None) -> None:
    """"19 of them children", "three of them under five", "more than 50 of them seriously", "four of them were boys" """
    at = people.last
    if scan.low(at) in _BE:
        at += 1
    victims, last = None, people.last
    for end in range(at + 1, min(at + 5, len(scan.tokens)) + 1):
        victims = victims_of(scan.words(at, end))
        if victims:
            last = end
            break
    if people.head and people.victims != Victims():
        victims, last = people.victims, people.last
    if victims is None and scan.low(at) in {"under", "aged", "younger", "below"}:
        victims, last = Victims(status="civilian", group="children") if _young(scan, at) else Victims(), at + 2
    if victims is None and (scan.low(at) in _CONDITIONS or scan.low(at) == "in"):
        victims, last = Victims(), at + 1
    if victims is None:
        return
    if parent is None:
        scan.used.add(people.first)
        scan.found.append(Finding("casualties", people.first, last, _count_of(scan, people), victims, people,
                                  part=True, anaphor="figure"))
        return
    _part(scan, people, parent, victims, last)


def _young(scan: Scan, at: int) -> bool:
    ages = {"five": 5, "six": 6, "ten": 10, "twelve": 12, "one": 1, "two": 2, "three": 3}
    word = scan.low(at + 1)
    age = int(word) if word.isdigit() and len(word) < 4 else ages.get(word, 99)
    return age <= 18


_GROUP_WORDS: dict[str, Group] = {"women": "women", "children": "children", "elderly": "elderly",
                                  "journalists": "journalists", "minors": "children"}


def _shares(scan: Scan) -> None:
    """"nearly half of them women", "mostly women and children": a share has no number."""
    for at, token in enumerate(scan.tokens):
        if token.low not in _GROUP_WORDS and not (is_people(token.low) and token.low.endswith("s")):
            continue
        opened = scan.low(at - 1) == "them" and scan.low(at - 2) == "of" and scan.low(at - 3) in _SHARES
        if not (opened or scan.low(at - 1) == "mostly"):
            continue
        parent = next((i for i in range(len(scan.found) - 1, -1, -1) if scan.found[i].first < at
                       and not scan.found[i].part), None)
        victims = victims_of([token.low])
        if parent is None or victims is None or at - scan.found[parent].last > 10:
            continue
        first = at - 3 - (scan.low(at - 4) in {"nearly", "almost", "about", "over"}) if opened else at - 1
        words = scan.text[scan.tokens[first].start : token.end]
        count = Count(low=1, high=None, wording="indefinite", text=words)
        scan.found.append(Finding(scan.found[parent].harm, first, at + 1, count, victims, None, parent, True))


def _anaphors(scan: Scan, quantities: Sequence[Quantity]) -> None:
    """"the same number were hurt", "as many hurt", "twice as many wounded", "its own figure of 112" """
    for p in scan.predicates:
        taken = any(f.first <= p.first < f.last for f in scan.found)
        if taken or p.role not in {"participle", "state", "intransitive"}:
            continue
        before = scan.words(p.first - 6, p.first)
        text = " ".join(before)
        kind = "double" if text.find("twice as many") >= 0 or text.find("double that") >= 0 else (
            "same" if "the same number" in text or _as_many(before) or "a similar number" in text else "")
        if kind:
            first = p.first - len(before) + next(
                i for i, w in enumerate(before) if w in {"twice", "double", "the", "as", "a"})
            _refer(scan, p.harm, first, p.last, kind)
    for quantity in quantities:
        if quantity.sure and quantity.first not in scan.used and _bare(scan, quantity):
            _figure(scan, quantity)


def _as_many(before: Sequence[str]) -> bool:
    """"as many (people) hurt", and not "as many as"."""
    return any(before[i] == "as" and before[i + 1] == "many" and "as" not in before[i + 2 :]
               for i in range(len(before) - 1))


def _refer(scan: Scan, harm: Harm, first: int, last: int, kind: str) -> None:
    words = scan.text[scan.tokens[first].start : scan.tokens[last - 1].end]
    scan.found.append(Finding(harm, first, last, Count(low=None, high=None, wording="exact", text=words), Victims(),
                              anaphor=kind))


def _bare(scan: Scan, quantity: Quantity) -> bool:
    after = scan.low(quantity.last)
    return not after or not after[0].isalnum() or after in {"has", "have", "is", "was", "by", "and", "as", "remains"}


def _figure(scan: Scan, quantity: Quantity) -> None:
    """A figure whose harm was named before: "still speak of 16", "the figure is 63", "55 by that of the priest"."""
    before = scan.words(quantity.first - 3, quantity.first)
    spoken = before[-1:] == ["of"] and before[-2:-1] and before[-2] in {"speak", "speaks", "spoken", "spoke", "figure",
                                                                        "toll", "total", "count", "number"}
    stated = len(before) == 3 and before[-1] in {"is", "was", "at"} and before[-2] in {"figure", "count", "number"}
    rival = scan.low(quantity.last) == "by" and scan.low(quantity.last + 1) == "that" and bool(scan.found)
    if not (spoken or stated or rival):
        return
    scan.used.add(quantity.first)
    first = max(quantity.first - (0 if rival else 2), 0)
    people = People(quantity.first, quantity.last, quantity, "", Victims())
    scan.found.append(Finding("killed", first, quantity.last, quantity.count, Victims(), people, anaphor="figure"))
