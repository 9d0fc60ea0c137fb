"""Pages that say something else than before: the same address with another text. Both versions are kept as reports.

A page that has none of the figures of people harmed any more that it had is called a retraction; what its editors
meant is not guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher

from stemma.changes.nouns import Change, Passage, weight_of
from stemma.changes.standing import Ledger, clipped, report_name
from stemma.copies.wording import compare, words_of
from stemma.model import Document, Incident, Reading
from stemma.report import words
from stemma.values import HARMS, Span

MOST_TOLD = 3  # passages that are quoted
MOST_KEPT = 40


def edits(ledger: Ledger, known: Set[str]) -> Iterator[Change]:
    """Each report that is new and has an earlier version. known: Document.id of those that were there before."""
    versions = _by_address(ledger)
    homes: dict[str, set[str]] = defaultdict(set)
    for incident in ledger.record.incidents:
        for doc in _docs(incident, ledger):
            homes[doc].add(incident.id)
    for doc in sorted(ledger.pages.keys() - known):
        document = ledger.pages[doc].document
        earlier = _earlier(document, versions.get(document.url or "", ()), known)
        if earlier is not None and (document.text, document.title) != (earlier.text, earlier.title):
            yield _edit(ledger.pages[earlier.id], ledger.pages[doc], ledger, sorted(homes[earlier.id] | homes[doc]))


def _by_address(ledger: Ledger) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = defaultdict(list)
    for reading in ledger.pages.values():
        if reading.document.url:
            found[reading.document.url].append(reading.document)
    return found


def _earlier(document: Document, others: Sequence[Document], known: Set[str]) -> Document | None:
    """The last version before this one: of the same name, or the only one at the address."""
    def fetched(one: Document) -> str:
        return one.retrieved.isoformat() if one.retrieved else ""

    before = [one for one in others if one.id != document.id and (
        one.id in known or ("" < fetched(one) < fetched(document)))]
    named = [one for one in before if one.name == document.name]
    if not named and len({one.name for one in before}) > 1:
        return None  # several reports share the address: nothing says which of them this was
    return max(named or before, key=lambda one: (fetched(one), one.id), default=None)


def _edit(was: Reading, now: Reading, ledger: Ledger, incidents: Sequence[str]) -> Change:
    """What became of a page."""
    passages = sorted(_passages(was, now), key=lambda one: not _has_number(one))  # stable: figures first
    old, new = _figures(was), _figures(now)
    name, address = report_name(now), now.document.url
    if old and not new:
        gone = words.listed([f"“{clipped(figure, 80)}”" for figure in old[:MOST_TOLD]])
        kind, said = "retraction", f"{name} no longer gives the figures that it gave at {address}: {gone}"
    else:
        told = "; ".join(_told(one) for one in passages[:MOST_TOLD])
        if len(passages) > MOST_TOLD:
            told += f"; and {words.how_many(len(passages) - MOST_TOLD, 'more passage')}"
        if was.document.title != now.document.title:
            title = f"the title was “{clipped(was.document.title or '')}”, is “{clipped(now.document.title or '')}”"
            told = f"{title}; {told}" if told else title
        kind, said = "edited", f"{name} has changed its page {address}: {told or 'only spaces or marks are different'}"
    rows = tuple(claim.id for claim in now.claims if claim.kind in HARMS)
    return Change(kind, tuple(incidents), f"{said}. Both versions are kept.", weight_of(kind), rows,
                  (now.document.id,), (was.document.id,), tuple(passages[:MOST_KEPT]))


def _docs(incident: Incident, ledger: Ledger) -> set[str]:
    return {ledger.claims[row].doc for row in incident.claims if row in ledger.claims}


def _figures(reading: Reading) -> list[str]:
    """The words of a page's figures of people harmed that somebody stands by."""
    return list(dict.fromkeys(
        " ".join(claim.span.of(reading.document.text).split()) for claim in reading.claims
        if claim.kind in HARMS and claim.count is not None and claim.stance != "denied"))


# ------------------------------------------------------------------------------------------------------ word by word


def _passages(was: Reading, now: Reading) -> Iterator[Passage]:
    """What is different, word by word: sentences are held against each other first, then the words of those that
    differ."""
    old, new = _lines(was), _lines(now)
    a = [_folded(was, span) for span in old]
    b = [_folded(now, span) for span in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if tag == "replace":
            yield from _between(was, now, old[i1:i2], new[j1:j2])
            continue
        for span in old[i1:i2]:
            yield Passage(span, None, clipped(span.of(was.document.text)), "", "")
        for span in new[j1:j2]:
            yield Passage(None, span, "", clipped(span.of(now.document.text)), "")


def _between(was: Reading, now: Reading, old: Sequence[Span], new: Sequence[Span]) -> Iterator[Passage]:
    """The words that differ in a run of sentences."""
    here, there = was.document.text, now.document.text
    for change in compare(here, Span(old[0].start, old[-1].end), there, Span(new[0].start, new[-1].end)):
        if change.kind == "same" and _one_line(here, change.a) == _one_line(there, change.b):
            continue
        if change.kind == "same" and not _new_number(here, change.a, there, change.b):
            continue  # other spaces or marks, another form of a word
        within = next((span for span in new if change.b and span.overlaps(change.b)), None)
        within_old = next((span for span in old if change.a and span.overlaps(change.a)), None)
        line = within.of(there) if within else within_old.of(here) if within_old else ""
        yield Passage(change.a, change.b, _one_line(here, change.a), _one_line(there, change.b), clipped(line))


def _new_number(here: str, a: Span | None, there: str, b: Span | None) -> bool:
    """Whether stretches of the same words give another number all the same."""
    return bool(a and b) and [w.key for w in words_of(here, a) if w.number] != [
        w.key for w in words_of(there, b) if w.number]


def _lines(reading: Reading) -> list[Span]:
    """The sentences of a page; all of its text where none could be told apart."""
    found = [sentence.span for sentence in reading.page.sentences]
    length = len(reading.document.text)
    return found or ([Span(0, length)] if length else [])


def _folded(reading: Reading, span: Span) -> str:
    return " ".join(span.of(reading.document.text).split())


def _one_line(text: str, span: Span | None) -> str:
    return clipped(span.of(text)) if span else ""


def _has_number(passage: Passage) -> bool:
    said = [words_of(part, Span(0, len(part))) for part in (passage.was, passage.now) if part]
    return any(word.number for part in said for word in part)


def _told(passage: Passage) -> str:
    if not passage.was:
        return f"put in: “{passage.now}”"
    if not passage.now:
        return f"left out: “{passage.was}”"
    return f"“{passage.was}” is now “{passage.now}”" + (f" in “{passage.within.rstrip('.')}”" if passage.within else "")
