"""Dependences: sources that plainly draw on other sources of the case, with the words that say so.

Only what a text says counts: somebody "citing the ministry", a tally "based on police figures", a group that repeats
the governor's post, an adviser who is quoted as quoting the ministry. That two sources give one number, or work in
one town, says nothing. A body and its spokesperson are one source already (copies/sources.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from stemma.copies.sources import Houses, Offices, figure, holders_by_role, role_words, roles_of, same_house
from stemma.keeping import Notes, Topic
from stemma.model import Claim, Dependence, Mention, Origin, Party, Reading, Statement
from stemma.values import HARMS, Span

# Words after which the source that is drawn on stands.
DRAWS = re.compile(
    r"\b(?:citing|quoting|(?:cit|quot)e[sd]?(?!\s+(?:by|as)\b)|refer(?:s|ring|red)\s+to|rel(?:ies|ied|ying)\s+on|"
    r"based\s+on|on\s+the\s+basis\s+of|dr(?:aws|ew|awn|awing)\s+(?:on|from)|(?:compiled|taken|collected|copied)\s+from|"
    r"as\s+(?:reported|stated|announced)\s+by|(?:passed\s+on|relayed|provided|supplied|given\s+to\s+\w+)\s+by|"
    r"received\s+from|(?:informed|briefed)\s+by|tells?\s+of\s+what)\s+",
    re.IGNORECASE,
)
# Says on whom a speaker draws only within that speaker's words; elsewhere it names the speaker.
INSIDE = re.compile(r"\b(?:according\s+to|as\s+per)\s+", re.IGNORECASE)
REPEATS = re.compile(
    r"\b(?:repeat(?:s|ed|ing)?|echo(?:es|ed|ing)?|repost(?:s|ed|ing)?|relay(?:s|ed|ing)?|shar(?:es|ed|ing)|"
    r"forward(?:s|ed|ing)?|retweet(?:s|ed|ing)?)\s+(?=[^.;:!?]{2,80}?"
    r"\b(?:figures?|tolls?|counts?|numbers?|posts?|messages?|statements?|claims?|tall(?:y|ies)|data)\b)",
    re.IGNORECASE,
)
PATTERNS = (DRAWS, REPEATS, INSIDE)
# What may stand between such a word and the name: "citing the latest figures of the ...".
FILLER = re.compile(
    r"(?:(?:the|an?|latest|new|initial|preliminary|earlier|figures?|tolls?|data|numbers?|statistics|information|records?|"
    r"reports?|statements?|posts?|messages?|tall(?:y|ies)|lists?|counts?|by|from|of|released|issued|provided|published|"
    r"compiled|kept|collected|gathered|what)\s+)*", re.IGNORECASE)
END = re.compile(r"[.;:!?\"“”»)\n]|\b(?:that|said|says|who|which|as|and|but|for|when|after)\b")
NAMED = re.compile(r",|" + END.pattern)
WORDS = re.compile(r"\w+(?:['’-]\w+)*")
NEAR = 90  # characters between who draws and the words that say so
LONGEST = 80  # characters in which the name drawn on must stand

SAYING_SO = Topic("draws", tuple[int, ...])

Item = Statement | Claim


class Case(Struct, frozen=True):
    """What names are looked up in."""

    parties: dict[str, Party]
    speakers: dict[str, str]
    stands: dict[str, str]  # the party under which most rows of a party are counted
    holder: dict[str, str]  # Mention.id -> Party.key
    spelt: dict[str, list[tuple[tuple[str, ...], str]]]  # first word of a spelling -> (its words, Party.key)
    roles: dict[str, set[str]]  # of people who are heard, by Party.key
    offices: Offices
    tellers: dict[tuple, dict[str, str]]  # a figure -> who gives it, and the row that shows it


def dependences(
    readings: Sequence[Reading], parties: Sequence[Party], speakers: dict[str, str], origins: Sequence[Origin],
    notes: Notes | None = None,
) -> tuple[Dependence, ...]:
    """Every such pair of sources, sorted; both are named as origins count them.

    notes: what earlier builds worked out of each reading.
    """
    notes = notes or Notes()
    case = case_of(readings, parties, speakers, origins)
    rows: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    found = (found for reading in readings for found in (*told(reading, case, notes), *nested(reading, case)))
    for party, on, row, reason in (*found, *of_one_house(case)):
        party, on = case.stands.get(party, party), case.stands.get(on, on)
        if party != on:
            rows[party, on][row] = min(reason, rows[party, on].get(row, reason))
    return tuple(
        Dependence(party, on, own[min(own)], tuple(sorted(own))) for (party, on), own in sorted(rows.items())
    )


def case_of(
    readings: Sequence[Reading], parties: Sequence[Party], speakers: dict[str, str], origins: Sequence[Origin]
) -> Case:
    """The indexes of a case."""
    known = {party.key: party for party in parties}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for origin in origins:
        for row in (*origin.claims, *origin.statements):
            if row in speakers:
                counted[speakers[row]][origin.party] += 1
    spelt: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    used = set(speakers.values())
    roles = {key: roles for key, roles in roles_of(readings, known, speakers).items() if key in used}
    for key in sorted(used & set(known)):
        for name in {known[key].name, *known[key].variants}:
            words = words_of(name)
            if words and known[key].kind != "person":
                spelt[words[0]].append((words, key))
    return Case(
        parties=known,
        speakers=speakers,
        stands={key: min(own, key=lambda party: (-own[party], party)) for key, own in counted.items()},
        holder={mention: party.key for party in parties if party.key in used for mention in party.mentions},
        spelt=spelt,
        tellers=tellers_of(readings, known, speakers),
        roles=roles,
        offices=Offices(roles),
    )


def tellers_of(
    readings: Sequence[Reading], known: dict[str, Party], speakers: dict[str, str]
) -> dict[tuple, dict[str, str]]:
    """Who gives each figure of people harmed, as a figure of their own."""
    found: dict[tuple, dict[str, str]] = defaultdict(dict)
    for reading in readings:
        for claim in reading.claims:
            if speakers.get(claim.id) in known and claim.kind in HARMS and figure(claim) and claim.stance != "denied":
                found[figure(claim)].setdefault(speakers[claim.id], claim.id)
    return dict(found)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters, without article and possessive."""
    words = [re.sub(r"['’]s?$", "", word.casefold()) for word in WORDS.findall(name)]
    return tuple(words[1:] if words and words[0] in ("the", "a", "an") else words)


def saying_so(reading: Reading) -> tuple[int, ...]:
    """The numbers of the sentences with words by which somebody may draw on somebody else."""
    text, spans = reading.page.text, (sentence.span for sentence in reading.page.sentences)
    return tuple(number for number, span in enumerate(spans)
                 if any(pattern.search(text, span.start, span.end) for pattern in PATTERNS))


def told(reading: Reading, case: Case, notes: Notes) -> Iterator[tuple[str, str, str, str]]:
    """(who draws, on whom, a row, the reason) wherever a sentence says so."""
    text = reading.page.text
    numbers = notes.of(SAYING_SO, reading, lambda: saying_so(reading))
    by_sentence = rows_by_sentence(reading, case) if numbers else {}
    for number, rows in ((number, by_sentence[number]) for number in numbers if number in by_sentence):
        sentence = reading.page.sentences[number].span
        for pattern in PATTERNS:
            for match in pattern.finditer(text, sentence.start, sentence.end):
                on = named_after(Span(match.end(), sentence.end), reading, case)
                before = Span(max(sentence.start, match.start() - NEAR), match.start())
                party = drawing(before, rows, on, reading, case, pattern is INSIDE) if on else None
                if party:
                    words = text[match.start() : sentence.end]
                    reason = f"a report says “{quoted(words, match.end() - match.start())}”"
                    yield from ((party, on, row.id, reason) for row in rows
                                if case.speakers[row.id] in (party, on) and isinstance(row, Claim))


def mentions_in(region: Span, reading: Reading, case: Case) -> list[Mention]:
    """The names of sources that lie in a stretch of text."""
    mentions = reading.page.mentions
    first = bisect_left(mentions, region.start, key=lambda m: m.span.start)
    last = bisect_left(mentions, region.end, key=lambda m: m.span.start)
    return [m for m in mentions[first:last] if m.id in case.holder and m.span.end <= region.end]


def quoted(words: str, past: int) -> str:
    """The words that say so, to the end of the name after them, on one line."""
    stop = NAMED.search(words, past)
    line = " ".join(words[: stop.start() if stop else len(words)].split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"


def rows_by_sentence(reading: Reading, case: Case) -> dict[int, list[Item]]:
    """The rows with a source by the number of their sentence; only sentences that tell a figure of people harmed."""
    starts = [sentence.span.start for sentence in reading.page.sentences]
    found: dict[int, list[Item]] = defaultdict(list)
    for item in (*reading.statements, *reading.claims):
        if case.speakers.get(item.id) in case.parties:
            found[max(0, bisect_right(starts, item.span.start) - 1)].append(item)
    return {number: rows for number, rows in found.items()
            if any(isinstance(row, Claim) and row.kind in HARMS for row in rows)}


def named_after(words: Span, reading: Reading, case: Case) -> str | None:
    """The source of the case that a stretch of text begins with: by name, by what it is called, or by its office."""
    text = reading.page.text
    start = FILLER.match(text, words.start, words.end).end()
    limit = min(words.end, start + LONGEST)
    stop = END.search(text, start, limit)
    region = Span(start, stop.start() if stop else limit)
    comma = text.find(",", region.start, region.end)
    first = Span(region.start, comma if comma >= 0 else region.end)
    named = [m for m in mentions_in(region, reading, case) if m.span.start <= first.end + 2]
    people = [m for m in named if m.kind == "person"]
    if people:
        return case.holder[people[0].id]
    called = words_of(text[first.start : first.end])
    spelt = [(len(name), key) for name, key in case.spelt.get(called[0] if called else "", ())
             if called[: len(name)] == name]
    if spelt:
        return max(spelt)[1]
    if named and named[0].span.start <= region.start + 4:
        return case.holder[named[0].id]
    return office(re.sub(r"['’]s\b.*$", "", text[first.start : first.end], flags=re.DOTALL), case)


def office(phrase: str, case: Case) -> str | None:
    """The one source of the case who holds an office."""
    if not role_words(phrase):
        return None
    holders = case.offices.holders(phrase)
    return holders[0] if len(holders) == 1 else None


def drawing(before: Span, rows: Sequence[Item], on: str, reading: Reading, case: Case, inside: bool) -> str | None:
    """Whose words these are: the only other source of the sentence, else the last that is named before them."""
    at = before.end
    own = {case.speakers[row.id] for row in rows if case.speakers[row.id] != on
           and (not inside or isinstance(row, Statement) and row.span.start <= at < row.span.end)}
    if own or inside:
        return next(iter(own)) if len(own) == 1 else None
    named = [m for m in mentions_in(before, reading, case) if case.holder[m.id] != on]
    return case.holder[named[-1].id] if named else None


def nested(reading: Reading, case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Sources that are quoted as telling a figure of somebody else's which they also give as their own.

    "The adviser said the ministry had counted twelve" beside the adviser's own twelve; whoever only mentions another
    one's figure, or denies it, does not draw on it.
    """
    said = {statement.id: statement for statement in reading.statements}
    for claim in reading.claims:
        inner = said.get(claim.statement or "")
        outer = said.get(inner.parent or "") if inner is not None else None
        if outer is None or figure(claim) is None:
            continue
        party, on = case.speakers.get(outer.id), case.speakers.get(claim.id)
        if party in case.parties and on in case.parties and party in case.tellers.get(figure(claim), {}):
            reason = f"quoted as telling what {case.parties[on].name} said"
            yield party, on, claim.id, reason


def of_one_house(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """People of a body who give a figure that the body gives too: several of one house are no more than the house."""
    holding = holders_by_role(case.roles)
    houses = Houses(holding)

    @cache
    def house_of(name: str) -> dict[str, str]:
        """Everybody of a body's house with the first of the roles that say so."""
        roles = sorted(role for role in houses.near(name) if same_house(role, name))
        return {person: role for role in reversed(roles) for person in holding[role]}

    for holders in case.tellers.values():
        for body in (key for key in holders if case.parties[key].kind == "org"):
            name = case.parties[body].name
            for party, role in house_of(name).items():
                if party in holders:
                    yield party, body, holders[party], f"in the role of {role}, gives the figure of {name}"
