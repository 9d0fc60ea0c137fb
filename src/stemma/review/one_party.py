"""Is this one source, or two? Asked where one party has spellings that differ much, or stands for sources without a
name in several reports."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.model import Claim, Mention, Party, Statement
from stemma.names.matching import name_words, same_body, same_person
from stemma.names.scripts import is_latin
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Index
from stemma.review._question import Question, asked, weighed
from stemma.review.same_party import incidents_of

KIND = "same_party"
LIKE = 0.9  # likeness from which nobody is asked whether two spellings are of one name
UNLIKE, NO_NAME = 0.4, 0.35  # rough doubt
TEXTS = frozenset({"verbatim", "reprint", "rewrite", "translation", "summary"})


def find(index: Index) -> Iterator[Question]:
    """Questions about the rows of one party, for parties that are independent sources of a toll."""
    counted = {key for assessment in index.record.assessments for key in assessment.sources}
    for party in index.record.parties:
        if party.key in counted:
            found = _unnamed(index, party) if party.kind == "unnamed" else _spelt(index, party)
            if found:
                yield found


def _spelt(index: Index, party: Party) -> Question | None:
    """About the spelling that is least like the party's name."""
    mentions = [mention for key in party.mentions if (mention := index.mentions.get(key))]
    likeness = {name: _likeness(party, name) for name in {mention.name for mention in mentions}}
    odd = min(likeness, key=lambda name: (likeness[name], name), default=party.name)
    named = [mention for mention in mentions if mention.name == party.name]
    if likeness.get(odd, 1.0) >= LIKE or not named:
        return None
    first = min(named, key=_order)
    second = min((mention for mention in mentions if mention.name == odd), key=_order)
    noun = "person" if party.kind == "person" else "organisation"
    why = f"Taken for one {noun}, though the two spellings differ much."
    return _asked(index, party, f"Are {party.name} and {odd} one {noun}?", (first, second), why, UNLIKE,
                  (f"{party.key} {party.name}", f"{party.key} {odd}"))


def _likeness(party: Party, name: str) -> float:
    """Likeness of a spelling to the name of its party, 0..1; short forms and other scripts are no doubt."""
    if party.kind == "person":
        whole = len(name_words(name)) > 1 and len(name_words(party.name)) > 1
        return same_person(party.name, name) if whole and is_latin(name) else 1.0
    return 1.0 if len(name.split()) < 2 or name.isupper() or not is_latin(name) else same_body(party.name, name)


def _unnamed(index: Index, party: Party) -> Question | None:
    """About a source without a name in two reports neither of which copied the other."""
    rows = sorted((row for row in index.spoken.get(party.key, ()) if isinstance(row, Claim) and row.count), key=_order)
    for at, first in enumerate(rows[:1]):
        for second in rows[at + 1 :]:
            pair = min(first.doc, second.doc), max(first.doc, second.doc)
            edge = index.edges.get(pair)
            if first.doc != second.doc and not (edge and edge.how in TEXTS):
                many = words.sentence_case(words.how_many(len({row.doc for row in rows}), "report"))
                why = f"{many} have a source called “{party.name}”, without a name; it is counted once."
                ask = f"Is “{party.name}” one source in these two reports?"
                return _asked(index, party, ask, (first, second), why, NO_NAME,
                              (f"{party.key} {first.doc}", f"{party.key} {second.doc}"))
    return None


def _asked(index: Index, party: Party, ask: str, rows: tuple[Mention | Claim | Statement, ...], why: str, doubt: float,
           sides: tuple[str, str]) -> Question:
    incidents = incidents_of(index, party)
    resting = [assessment for incident in incidents for assessment in index.assessments.get(incident, ())
               if party.key in assessment.sources]
    people = _stakes.SOURCE * max((_stakes.WEIGHTS.get(assessment.kind, 0.0) for assessment in resting), default=0.0)
    told = [f" If they are two, the figure of people {_stakes.word_of(one.kind)} in "
            f"{index.incident_name(index.incidents[one.incident])} may rest on one independent source more (now "
            f"{words.how_many(len(one.sources), 'independent source')})." for one in resting[:1]]
    return asked(KIND, ask, [index.target(row) for row in rows], why + "".join(told), incidents, weighed(people, doubt),
                 sides=sides)


def _order(row: Mention | Claim) -> tuple:
    return row.doc, row.span, row.id
