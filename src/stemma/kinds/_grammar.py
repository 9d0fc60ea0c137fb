"""One sentence's figures of harm: which number belongs to which word of harm.

A small grammar over tokens, read from left to right. Subjects are looked for to the left of a passive or intransitive
word, objects to the right of an active one; conjuncts share the word of harm, subsets ("including seven children")
point at the figure they are a part of. Every search looks at a bounded number of tokens, so that the time taken grows
with the length of the text alone.
"""

from __future__ import annotations

from msgspec import structs

from stemma.kinds._kin import with_relatives
from stemma.kinds._lexicon import Predicate, predicates_of
from stemma.kinds._links import beside, link_adjacent, link_object, link_subject, note, one_object, starts_at
from stemma.kinds._noun_phrases import is_age, noun_phrases
from stemma.kinds._parts import harm_inside, subsets, there_are
from stemma.kinds._remainders import remainders
from stemma.kinds._scan import ADVERBS, BE, GAP, HAVE, INSIDE, SEEM, Finding, Scan, future, maybe_missing, unreal
from stemma.kinds._tolls import anaphors, titles
from stemma.kinds._victims import People, victims_of
from stemma.reading.quantities import NUMBER_WORDS, Quantity, Token, quantities_of
from stemma.values import Count, Victims


def findings_of(text: str, tokens: tuple[Token, ...]) -> list[Finding]:
    """Every figure of harm in one sentence, in the order found; `parent` and token numbers refer to this sentence."""
    predicates = predicates_of(tokens)
    counted = any(token.low in NUMBER_WORDS or token.low.isdigit() for token in tokens[:2])
    vocabulary = frozenset([token.low for token in tokens])
    cued = predicates or counted or not _CUES.isdisjoint(vocabulary)
    if not cued and _WEAK_CUES.isdisjoint(vocabulary):
        return []
    quantities = [q for q in quantities_of(text, tokens) if not is_age(tokens, q)]
    if not (cued or any(q.sure for q in quantities)) and _UNCOUNTED.isdisjoint(vocabulary):
        return []
    people = with_relatives(text, tokens, noun_phrases(text, tokens, quantities, predicates), vocabulary)
    scan = Scan(text, tokens, quantities, people, predicates, vocabulary, [], set())
    titles(scan)
    for predicate in predicates:
        if not _boxed(scan, predicate):
            _READERS[predicate.role](scan, predicate)
    harm_inside(scan)
    there_are(scan)
    subsets(scan)
    remainders(scan)
    anaphors(scan, quantities)
    return scan.found


# Words without which a sentence that has no word of harm cannot tell a figure of harm.
_CUES = frozenset(INSIDE) | {"figure", "count", "number", "total", "toll", "speak", "speaks", "spoke", "spoken", "them",
                             "other", "others", "rest", "remaining", "among", "home", "these",
                             "burns", "wounds", "fractures", "concussion"}
# "Nine of the 31", "55 by that of the priest": with these words a sentence needs a number as well, or one of the
# nouns that tell of the harmed without one.
_WEAK_CUES = frozenset({"of", "by"})
_UNCOUNTED = frozenset({"victims", "fatalities", "remainder"})


def _boxed(scan: Scan, p: Predicate) -> bool:
    """"Killed: 64", "Injuries – 12": a line of a box, and its figure noted."""
    if p.first > 1 or scan.low(p.last) not in {":", "–", "—", "-"}:
        return False
    figure = starts_at(scan, p.last + 1)
    if figure is None or figure.quantity is None or not figure.quantity.sure or figure.head:
        return False
    if any(q.first == figure.last for q in scan.predicates):
        return False  # "Casualties: 12 dead, 30 injured"
    note(scan, p, figure, p.first, figure.last)
    return True


def _participle(scan: Scan, p: Predicate) -> None:
    """"were killed" has a subject, "has killed" and "killed three" an object, "31 killed" stands beside its number."""
    at = p.first - 1
    while at > 0 and scan.low(at) in ADVERBS:
        at -= 1
    if _negated(scan, p) or _then_died(scan, p) or _on_paper(scan, p):
        return
    if scan.low(p.first) == "struck" and scan.low(at) not in BE:
        return
    if p.clinical and scan.low(p.last) in {"as", "like", "with", "unfairly", "differently", "equally"}:
        return
    if scan.low(at) in BE or (scan.low(at) in SEEM and scan.low(at) not in {"said", "to"}):
        link_subject(scan, p)
        return
    if p.first <= 1 and _inverted(scan, p):
        return
    if _transitive(scan, p):
        link_object(scan, p, p.last)
        return
    if p.clinical and not _patients(scan, p):
        return
    before, after = beside(scan, p), starts_at(scan, p.last)
    if before and after and _next_row(scan, before, after):
        after = None
    agent = after is not None and after.first == p.last and (after.quantity or not before or not before.quantity)
    if scan.low(at) not in HAVE and before and not agent:
        link_adjacent(scan, p, before)
        return
    link_object(scan, p, p.last)


def _next_row(scan: Scan, before: People, after: People) -> bool:
    """"1 killed 3 wounded", a headline without its comma: each number stands before its own word of harm."""
    bare = all(people.quantity and people.quantity.sure and not people.head for people in (before, after))
    return bare and any(q.first == after.last for q in scan.predicates)


def _transitive(scan: Scan, p: Predicate) -> bool:
    """"an officer killed a dog": an object of its own follows, and no time ("killed the day before")."""
    return scan.low(p.last) in _ARTICLES and not _TIMES & set(scan.words(p.last + 1, p.last + 4))


_ARTICLES = frozenset("a an the his her their its".split())
_TIMES = frozenset("day night week month year hour morning evening afternoon weekend moment minute minutes time same "
                   "previous last following next few couple".split())


def _on_paper(scan: Scan, p: Predicate) -> bool:
    """"executed two search warrants": no person is executed."""
    return scan.low(p.first) == "executed" and bool(_PAPERS & set(scan.words(p.first - 5, p.last + 5)))


_PAPERS = frozenset("warrant warrants order orders plan plans operation operations attack contract raid".split())


def _then_died(scan: Scan, p: Predicate) -> bool:
    """"four wounded died overnight": the last word on them is that they died."""
    bare = next((q for q in scan.quantities if q.last == p.first), None)
    apart = bare is None or scan.low(bare.first - 1) in {"the", "of"} or scan.low(p.last) in {"and", ","}
    if p.harm != "injured" or apart:
        return False
    return any(q.harm == "killed" and q.role == "intransitive" and p.last <= q.first <= p.last + 1
               for q in scan.predicates)


def _patients(scan: Scan, p: Predicate) -> bool:
    """"admitted 34 of the wounded", "34 admitted", and not "he admitted that"."""
    after, before = starts_at(scan, p.last), beside(scan, p)
    return any(people and people.quantity and people.quantity.sure for people in (after, before))


def _negated(scan: Scan, p: Predicate) -> bool:
    """"was not injured", "weren't hurt": nobody is told to be harmed."""
    return any(word == "not" or word.endswith("n't") for word in scan.words(p.first - 2, p.first))


def _inverted(scan: Scan, p: Predicate) -> bool:
    """"Killed in the attack were three nurses and a guard" """
    for at in range(p.last, min(p.last + 9, len(scan.tokens))):
        if scan.low(at) in {"were", "was"} and scan.low(p.last) in {"in", "by", "along", "on", "at", "were", "was"}:
            people = starts_at(scan, at + 1)
            return bool(people and people.first == at + 1 and people.head and link_object(scan, p, at + 1))
    return False


_INJURY_KINDS = frozenset("gunshot bullet stab shrapnel knife head leg chest serious multiple minor severe deep open "
                          "war their his her of with from the and".split())


def _active(scan: Scan, p: Predicate) -> None:
    if scan.low(p.first) == "wounds" and (scan.low(p.first - 1) in _INJURY_KINDS or scan.low(p.last) == "and"):
        return  # "two gunshot wounds"
    link_object(scan, p, p.last)


def _intransitive(scan: Scan, p: Predicate) -> None:
    if unreal(scan, p.first) and not maybe_missing(scan, p) or _negated(scan, p):
        return
    if scan.low(p.last - 1) == "on" and scan.low(p.first) == "operated" and scan.low(p.first - 1) not in BE:
        link_object(scan, p, p.last)  # "has operated on 19 people"
        return
    if scan.low(p.last - 1) == "save":
        link_object(scan, p, p.last)  # "battled to save 27 patients"
        return
    if scan.low(p.first) == "among":
        at = p.last + (scan.low(p.last) == "there")
        if (scan.low(at) in BE or scan.low(at) == ":") and (starts_at(scan, at + 1) or one_object(scan, at + 1)):
            link_object(scan, p, at + 1, part=True)
            return
    link_subject(scan, _in_hospital(scan, p))


def _in_hospital(scan: Scan, p: Predicate) -> Predicate:
    """"Six died on the spot and three in hospital": the verb goes on, so the three died as well."""
    told = any(q.last <= p.first and {"more", "others", "later", "then"} >= set(scan.words(q.last, p.first))
               for q in scan.quantities)
    if scan.low(p.last - 1) != "hospital" or not told:
        return p
    died = any(q.harm == "killed" and q.role == "intransitive" and q.last < p.first for q in scan.predicates)
    return structs.replace(p, harm="killed", clinical=False) if died else p


def _state(scan: Scan, p: Predicate) -> None:
    """"38 dead", "are missing", "feared dead" """
    before = beside(scan, p)
    if before:
        link_adjacent(scan, p, before)
        return
    at = p.first - 1
    while at > 0 and scan.low(at) in ADVERBS:
        at -= 1
    left = {"left", "leaving", "leaves"} & set(scan.words(p.first - GAP, p.first))
    if scan.low(at) in BE or scan.low(at) in SEEM or left:
        link_subject(scan, p)
    elif scan.low(p.last) in {"now", ":"} and scan.low(p.first - 1) not in {"the", "of"}:
        link_object(scan, p, p.last + 1)


def _noun(scan: Scan, p: Predicate) -> None:
    """"19 bodies", "at least 52 deaths", "heavy casualties", "no deaths" """
    last = p.first
    victims = Victims()
    if scan.low(p.last) in {"row", "penalty", "sentence", "sentences", "threat", "threats", "certificate", "squad",
                            "squads", "camp", "camps"}:
        return
    if scan.low(p.last - 1) == "names" and not _ROLLS & {t.low for t in scan.tokens}:
        return
    if p.harm == "captured" and {"freed", "released", "rescued", "swapped", "exchanged"} & set(
            scan.words(p.first - 4, p.last + 4)):
        return
    if p.harm == "captured" and scan.low(p.first - 1) in BE:
        link_subject(scan, p)
        return
    for at in range(p.first - 1, max(p.first - 4, -1), -1):
        quantity = next((q for q in scan.quantities if q.last == at + 1), None)
        if quantity and (quantity.sure or quantity.count.low != 1):
            _counted(scan, p, quantity, victims)
            return
        if victims_of([scan.low(at)]):
            victims = victims_of([scan.low(at)]) or victims
        verb = scan.low(at) in _SHOWN or scan.low(at).endswith("ed") and scan.low(at) not in _STATES_OF_BODIES
        if not scan.low(at).isalpha() or verb or scan.low(at) in _BEFORE_NOUNS:
            break
        last = at
    _bare_noun(scan, p, last, victims)


_BEFORE_NOUNS = BE | HAVE | {"the", "of", "and"}
_ROLLS = frozenset("list lists listed register registers roll".split())
_SHOWN = frozenset("show shows saw see found took left buried with".split())
_STATES_OF_BODIES = frozenset("unidentified charred burned reported recorded confirmed decomposed alleged "
                              "related".split())


def _counted(scan: Scan, p: Predicate, quantity: Quantity, victims: Victims) -> None:
    if quantity.first in scan.used or scan.low(p.last) in {"fewer", "less"} or scan.low(quantity.last) == "fewer":
        return  # "one death fewer than the mayor"
    scan.used.add(quantity.first)
    last = p.last
    if p.harm == "casualties" and scan.low(last) == ",":
        last = _apposition(scan, last)
    group = People(quantity.first, p.last, quantity, "", victims)
    scan.found.append(Finding(p.harm, quantity.first, last, quantity.count, victims, group))


def _apposition(scan: Scan, comma: int) -> int:
    """The end of "90 casualties, dead and wounded together"; the words belong to the evidence."""
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
    told = first == p.first and scan.low(p.last) in {"confirmed", "reported"} and p.last + 1 >= len(scan.tokens) and (
        scan.low(p.first - 1) in {"", ":", "-", "–", "—"})  # "Mayor: deaths reported"
    casualties = words[-1] in {"casualties", "fatalities", "deaths"} and (heavy or told) and not future(scan, p.first)
    if not ((bodies and (shown or words[0] == "dead") and not unreal(scan, first)) or casualties):
        return
    if scan.low(p.first - 1) in {"such", "their", "no", "the"} and not casualties:
        return
    begin = p.first - 1 if heavy else p.first
    text = scan.text[scan.tokens[begin].start : scan.tokens[p.last - 1].end]
    count = Count(low=1, high=None, wording="indefinite", text=text)
    scan.found.append(Finding(p.harm, begin, p.last + told, count, victims))


def _title(scan: Scan, p: Predicate) -> None:
    """Read before all else, by `titles`."""


_READERS = {"participle": _participle, "active": _active, "intransitive": _intransitive, "state": _state,
            "noun": _noun, "title": _title}
