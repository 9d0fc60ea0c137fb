"""Are these two one person, or one organisation? Asked of sources with alike names that were kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from stemma.model import Claim, Mention, Party, Statement
from stemma.names.matching import content_words, initials_of, name_words, same_body, same_person
from stemma.names.spelling import VOWELS, fold
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index
from stemma.review._question import Question, asked, weighed

KIND = "same_party"
MEET = 5  # parties after it, in the order of their keys, that a party of the same key is held against
NAMES = 20  # mentions looked through for one that gives the party's name
# Rough doubt that two parties kept apart are one, by what they have in common.
BARE, SHORTER, INITIALS, SPELT = 0.5, 0.4, 0.5, 0.6
LEAST_LIKE = 0.7  # of `same_person`, below which two names are told apart
ONE_ROLE, BOTH_USED = 0.1, -0.25  # the same role; one report has both names
ACRONYM = range(2, 7)  # letters


def find(index: Index) -> Iterator[Question]:
    """Questions about two parties of which one at least is a source, each pair once."""
    for a, b in candidates(index):
        likeness, why = index.once.of(("parties alike", a.key, b.key), (a, b), lambda a=a, b=b: alike(a, b))
        if likeness and (question := _question(index, a, b, likeness, why)):
            yield question


def candidates(index: Index) -> list[tuple[Party, Party]]:
    """Pairs of persons or of organisations that share a key of their names."""
    blocks: dict[Hashable, list[Party]] = defaultdict(list)
    for party in index.record.parties:
        for key in index.once.of(("names of party", party.key), (party,), lambda one=party: set(_keys(one))):
            blocks[key].append(party)
    found = {}
    for block in blocks.values():
        for at, a in enumerate(block):
            for b in block[at + 1 : at + 1 + MEET]:
                if a.key in index.spoken or b.key in index.spoken:
                    found[a.key, b.key] = a, b
    return [found[pair] for pair in sorted(found)]


def _keys(party: Party) -> Iterable[Hashable]:
    """Sounds of the names of people; the words of bodies, all and without one; and initials."""
    if party.kind == "person":
        own = name_words(party.name)
        if own:
            yield "family", _sounds(own[-1]), fold(own[0])[:1] if len(own) > 1 else ""
            yield "bare", _sounds(own[-1])
        if len(own) > 1:
            yield "given", fold(own[0]), fold(own[1])
    elif party.kind == "org":
        own = content_words(party.name)
        yield "words", own
        if 3 <= len(own) <= 8:
            yield from (("words", own - {word}) for word in sorted(own))
        short = party.name if party.name.isupper() and " " not in party.name else initials_of(party.name)
        if len(short) in ACRONYM:
            yield "initials", short


def _sounds(word: str) -> str:
    return "".join(letter for letter in fold(word) if letter not in VOWELS) or fold(word)


def alike(a: Party, b: Party) -> tuple[float, str]:
    """(doubt that two parties are two, what they have in common); 0.0 where their names tell them apart."""
    if a.kind != b.kind:
        return 0.0, ""
    doubt, why = _people_alike(a.name, b.name) if a.kind == "person" else _bodies_alike(a.name, b.name)
    if not doubt:
        return 0.0, ""
    if a.role and b.role and a.role.casefold() == b.role.casefold():
        doubt, why = doubt + ONE_ROLE, f"{why}, and both are called {a.role}"
    if set(a.docs) & set(b.docs):
        doubt, why = doubt + BOTH_USED, f"{why}, but one report has both names"
    return doubt, why


def _people_alike(a: str, b: str) -> tuple[float, str]:
    short, long = sorted((a, b), key=lambda name: len(name_words(name)))
    if len(name_words(short)) == 1:
        if len(name_words(long)) > 1 and _sounds(name_words(short)[0]) == _sounds(name_words(long)[-1]):
            return BARE, f"{short} may be {long}, or somebody else of that family name"
        return 0.0, ""
    likeness = same_person(a, b)
    return (likeness - LEAST_LIKE) / (1 - LEAST_LIKE) if likeness > LEAST_LIKE else 0.0, "their names are alike"


def _bodies_alike(a: str, b: str) -> tuple[float, str]:
    x, y = content_words(a), content_words(b)
    if same_body(a, b):
        return SPELT, "their names are alike"
    if min(len(x), len(y)) > 1 and (x < y or y < x):
        return SHORTER, "one name may be short for the other"
    for short, long in ((a, b), (b, a)):
        if len(short) in ACRONYM and short.isupper() and initials_of(long) == short and " " in long:
            return INITIALS, f"{short} may be short for {long}"
    return 0.0, ""


def row_of(index: Index, party: Party) -> Mention | Claim | Statement | None:
    """The row that shows a party best: where its full name stands, else what it says."""
    mentions = [mention for key in party.mentions[:NAMES] if (mention := index.mentions.get(key))]
    spoken = index.spoken.get(party.key, ())
    return min(mentions, key=lambda m: (m.name != party.name, m.doc, m.span), default=spoken[0] if spoken else None)


def _question(index: Index, a: Party, b: Party, doubt: float, why: str) -> Question | None:
    first, second = row_of(index, a), row_of(index, b)
    if first is None or second is None:
        return None
    people, told = effect(index, a, b)
    noun = "person" if a.kind == "person" else "organisation"
    return asked(KIND, f"Are {a.name} and {b.name} one {noun}?", [index.target(first), index.target(second)],
                 f"{words.sentence_case(why)}. {told}", incidents_of(index, a, b), weighed(people, doubt),
                 sides=(a.key, b.key))


def incidents_of(index: Index, *parties: Party) -> list[str]:
    """The incidents that parties speak of, by how many figures and other claims."""
    counted: dict[str, int] = defaultdict(int)
    for party in parties:
        for incident, rows in index.speaks_of.get(party.key, {}).items():
            counted[incident] += rows
    return sorted(counted, key=lambda incident: (-counted[incident], incident))


def effect(index: Index, a: Party, b: Party) -> tuple[float, str]:
    """(people that the change weighs, what would change in words) if two parties are one."""
    both = index.speaks_of.get(a.key, {}).keys() & index.speaks_of.get(b.key, {}).keys()
    fewer = [assessment for incident in incidents_of(index, a, b) if incident in both
             for assessment in index.assessments.get(incident, ()) if {a.key, b.key} <= set(assessment.sources)]
    people = sum(_stakes.SOURCE * _stakes.WEIGHTS.get(assessment.kind, 0.0) for assessment in fewer)
    if not fewer:
        return 0.0, "If they are one, no toll changes, only who is named as its source."
    first = fewer[0]
    now = words.how_many(len(first.sources), "independent source")
    more = f", and {words.how_many(len(fewer) - 1, 'other toll')} too" if len(fewer) > 1 else ""
    return people, (f"If they are one, the figure of people {_stakes.word_of(first.kind)} in "
                    f"{index.incident_name(index.incidents[first.incident])} rests on one independent source less "
                    f"(now {now}){more}.")
