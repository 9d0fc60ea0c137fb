"""Retellings of one act of reporting by texts that are no copies of one another: its figure, words and teller's name.

An act is known by its source, and acts of one source on one day by one channel are one occasion: what differs between
reports of it was changed in the telling. Each report is held against the earliest one that carries the act. Where
several figures of one kind stand for the act in one report, nothing tells which of them another report retells, and
nothing is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from stemma.copies._drift_figures import figure_changes, number_keys
from stemma.copies._drift_sides import Found, Pair, Side, Texts, Whole, changed_to
from stemma.copies._drift_speech import quoted_words
from stemma.copies._drift_words import word_changes
from stemma.copies.wording import close_names, folded, words_of
from stemma.keeping import Notes, Topic
from stemma.model import Claim, Origin, Reading, Statement
from stemma.values import HARMS, INDEFINITE_WORDINGS, VAGUE_WORDINGS, Span

Row = TypeVar("Row", Claim, Statement)
Retold = tuple[Found, Reading, Reading, bool]  # what changed, the earlier report, the later one, whether that is known
ROOTS = Topic("roots", dict[str, tuple[str, ...]])
RETOLD = Topic("retold", tuple[tuple[Found, ...], ...])
_Spelt = dict[str, tuple[tuple[str, ...], Span]]  # document -> words of the teller's name, where it stands
_SAME_WORDS = 0.7  # share of content words in common (Dice) of two renderings that are one wording
_FEWEST = 4  # content words that both have
_COMMON = 30  # statements of one act that share a word; words in more of them find nothing
_HEDGED = {"at_least": "at least", "more_than": "more than", "at_most": "at most"}


class Twice(NamedTuple):
    """A statement of an earlier report and one of a later one, which may render one utterance."""

    old: Statement
    new: Statement

    @property
    def ids(self) -> tuple[str, str]:
        return self.new.id, self.old.id


def retellings(
    by_doc: Mapping[str, Reading], origins: Sequence[Origin], related: Mapping[str, str], copies: Collection[str],
    wholes: Callable[[str], Whole], notes: Notes,
) -> Iterator[Retold]:
    """Every change between reports of one act that belong to different families; what copies have from their originals
    is not told again."""
    found = list(_retellings(by_doc, origins, related, copies, notes))
    held = _held_against([one for one in found if isinstance(one, Twice)], by_doc, wholes, notes)
    for one in found:
        if isinstance(one, Twice):
            yield from _told(iter(held[one.ids]), by_doc[one.old.doc], by_doc[one.new.doc])
        else:
            yield one


def _retellings(by_doc: Mapping[str, Reading], origins: Sequence[Origin], related: Mapping[str, str],
                copies: Collection[str], notes: Notes) -> Iterator[Retold | Twice]:
    """The changes, and the utterances that two reports render, of which the changes have yet to be looked for."""
    roots = cache(lambda doc: notes.of(ROOTS, by_doc[doc], lambda: roots_of(by_doc[doc])))
    claims_by_id = {row.id: row for reading in by_doc.values() for row in reading.claims}
    said_by_id = {row.id: row for reading in by_doc.values() for row in reading.statements}
    tellers: dict[str, _Spelt] = defaultdict(dict)
    copied = frozenset(copies)
    for origin in _occasions(origins):
        docs = sorted(set(origin.docs) - copied, key=lambda doc: (_day(by_doc[doc]) or date.max, doc))
        if len({related.get(doc, doc) for doc in docs}) < 2:
            continue
        claims = _by_doc(claims_by_id, origin.claims)
        statements = _by_doc(said_by_id, origin.statements)
        for old, new, doc_old, doc_new in _figures(docs, claims, related):
            yield from _told(_figure(old, new, by_doc), by_doc[doc_old], by_doc[doc_new])
        yield from _utterances(docs, statements, roots, related)
        tellers[origin.party].update(_spelt(docs, statements))
    for _, spelt in sorted(tellers.items()):
        yield from _names(spelt, by_doc, related)


def _occasions(origins: Sequence[Origin]) -> list[Origin]:
    """The acts; those of one source on one stated day by one channel are one occasion, even if the figures differ."""
    found: dict[tuple, Origin] = {}
    for origin in sorted(origins, key=lambda o: o.id):
        known = origin.date is not None and origin.channel is not None
        key = (origin.party, origin.date, origin.channel) if known else (origin.id,)
        if key in found:
            other = found[key]
            origin = replace(other, docs=tuple(sorted({*other.docs, *origin.docs})),
                             claims=other.claims + origin.claims, statements=other.statements + origin.statements)
        found[key] = origin
    return list(found.values())


def _by_doc(rows: Mapping[str, Row], ids: Sequence[str]) -> dict[str, list[Row]]:
    """Rows of an act by document, in the order of the text."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted((rows[key] for key in ids if key in rows), key=lambda row: (row.doc, row.span, row.id)):
        found[row.doc].append(row)
    return found


def _day(reading: Reading) -> date | None:
    return reading.page.published.day


def _told(found: Iterator[Found], old: Reading, new: Reading) -> Iterator[Retold]:
    sure = None not in (_day(old), _day(new)) and _day(old) != _day(new)
    return ((one, old, new, sure) for one in found)


# ----------------------------------------------------------------------------------------------------- figures


def _figures(docs: Sequence[str], claims: Mapping[str, Sequence[Claim]], related: Mapping[str, str]):
    """(earlier claim, later claim, earlier document, later document) of one harm, where each report has one figure."""
    for harm in HARMS:
        first: tuple[str, Claim] | None = None
        for doc in docs:
            own = [c for c in claims[doc] if c.kind == harm and _is_figure(c)]
            if len({(c.count.low, c.count.high, c.victims.group) for c in own}) != 1:
                continue
            if first is None:
                first = (doc, own[0])
            elif related.get(doc, doc) != related.get(first[0], first[0]):
                yield first[1], own[0], first[0], doc


def _is_figure(claim: Claim) -> bool:
    count = claim.count
    return count is not None and claim.scope == "incident" and claim.stance != "denied" and count.wording not in (
        *VAGUE_WORDINGS, *INDEFINITE_WORDINGS, "none")


def _figure(old: Claim, new: Claim, by_doc: Mapping[str, Reading]) -> Iterator[Found]:
    """What a retelling did to the figure of an act."""
    if old.victims.group != new.victims.group:
        return
    told = changed_to(*(c.span.of(by_doc[c.doc].page.text) for c in (old, new)))
    if not set(_values(old)) & set(_values(new)):
        if _rounded(old, new):
            return
        yield Found("number", "high", old.span, new.span,
                    f"the same source's figure is told otherwise: {told}")
    elif old.count.wording in _HEDGED and new.count.wording == "exact":
        yield Found("hedge", "medium", old.span, new.span,
                    f"“{_HEDGED[old.count.wording]}” has been lost in the retelling: {told}")


def _values(claim: Claim) -> tuple[int, ...]:
    return tuple(v for v in (claim.count.low, claim.count.high) if v is not None)


def _rounded(old: Claim, new: Claim) -> bool:
    """"More than 30" told as "at least 30": 31 and 30."""
    a, b = min(_values(old), default=0), min(_values(new), default=0)
    return abs(a - b) <= 1 and {old.count.wording, new.count.wording} <= {"at_least", "more_than", "about"}


# ------------------------------------------------------------------------------------------------------- words


def roots_of(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The roots of the words of content in each statement of a report, in order."""
    return {statement.id: tuple(sorted({w.root for w in words_of(reading.page.text, statement.span) if w.content}))
            for statement in reading.statements}


def _utterances(docs: Sequence[str], statements: Mapping[str, Sequence[Statement]],
                roots: Callable[[str], Mapping[str, Collection[str]]], related: Mapping[str, str]) -> Iterator[Twice]:
    """Statements that may render one utterance, each beside the one before it that is most like it."""
    index: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    known: dict[str, Statement] = {}
    for doc in docs:
        for statement in statements[doc]:
            own = roots(doc)[statement.id]
            near = Counter((other, row.id) for root in own for other, row in index.get(root, ())
                           if related.get(other, other) != related.get(doc, doc))
            best = min(near, key=lambda key: (-near[key], key), default=None)
            if best is not None and near[best] >= _FEWEST:
                yield Twice(known[best[1]], statement)
            for root in own:
                if len(index[root]) < _COMMON:
                    index[root].append((doc, statement))
            known[statement.id] = statement


def _held_against(pairs: Iterable[Twice], by_doc: Mapping[str, Reading], wholes: Callable[[str], Whole], notes: Notes
                  ) -> dict[tuple[str, str], tuple[Found, ...]]:
    """What became of each utterance in the later report. Kept for each later report with all of its pairs, as long as
    these are the same and neither it nor any of the earlier ones has changed."""
    by_later: dict[str, dict[tuple[str, str], Twice]] = defaultdict(dict)
    for pair in pairs:
        by_later[pair.new.doc][pair.ids] = pair
    found: dict[tuple[str, str], tuple[Found, ...]] = {}
    for doc, held in by_later.items():
        own = [held[ids] for ids in sorted(held)]
        beside = [(pair.ids, notes.mark(by_doc[pair.old.doc])) for pair in own]
        changes = notes.of(RETOLD, by_doc[doc], lambda own=own: tuple(_changes(pair, wholes) for pair in own), *beside)
        found.update((pair.ids, told) for pair, told in zip(own, changes, strict=True))
    return found


def _changes(pair: Twice, wholes: Callable[[str], Whole]) -> tuple[Found, ...]:
    old, new = wholes(pair.old.doc), wholes(pair.new.doc)
    sides = Pair(Side(old.reading, pair.old.span), Side(new.reading, pair.new.span), "retelling")
    return tuple(_utterance(sides, Texts(old, new)))


def _utterance(pair: Pair, texts: Texts) -> Iterator[Found]:
    own, theirs = (sum(word.content for word in side.words) for side in (pair.old, pair.new))
    both = sum(pair.old.words[i].content for i in pair.kept)
    if both < _FEWEST or 2 * both < _SAME_WORDS * (own + theirs):
        return
    yield from quoted_words(pair)
    yield from figure_changes(pair, texts, number_keys(pair.old), number_keys(pair.new))
    yield from word_changes(pair, texts)


# ------------------------------------------------------------------------------------------------------- names


def _spelt(docs: Sequence[str], statements: Mapping[str, Sequence[Statement]]) -> _Spelt:
    """How each report spells the full name of the one who tells."""
    spelt: _Spelt = {}
    for doc in docs:
        for row in statements[doc]:
            if row.source.kind == "person" and row.source.span is not None and doc not in spelt:
                words = tuple(folded(token) for token in row.source.name.split())
                if len(words) >= 2:
                    spelt[doc] = (words, row.source.span)
    return spelt


def _names(spelt: _Spelt, by_doc: Mapping[str, Reading], related: Mapping[str, str]) -> Iterator[Retold]:
    """The teller's name as most reports spell it (else the earliest), and the others."""
    docs = sorted(spelt, key=lambda doc: (_day(by_doc[doc]) or date.max, doc))
    if not docs:
        return
    votes = Counter(words for words, _ in spelt.values())
    model = max(docs, key=lambda doc: (votes[spelt[doc][0]], -docs.index(doc)))
    usual = spelt[model][0]
    for doc in docs:
        if related.get(doc, doc) == related.get(model, model):
            continue
        words, span = spelt[doc]
        if len(words) == len(usual) and words != usual and all(a == b or close_names(a, b)
                                                               for a, b in zip(words, usual, strict=True)):
            was, now = spelt[model][1].of(by_doc[model].page.text), span.of(by_doc[doc].page.text)
            found = Found("name", "low", spelt[model][1], span,
                          f"a name is spelt in another way than in other reports: {changed_to(was, now)}")
            yield found, by_doc[model], by_doc[doc], True
