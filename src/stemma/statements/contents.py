"""What is said: the stretch of text that belongs to a cue, cut as a careful coder would cut it."""

from __future__ import annotations

from typing import NamedTuple

from stemma.model import Quote
from stemma.statements.channels import channel_of, is_outlet, outlet_among
from stemma.statements.clauses import Line
from stemma.statements.cues import CONNECTIVES, PREPOSITIONS, TAIL_WORDS, TIME_WORDS
from stemma.statements.hits import Hit
from stemma.statements.nouns import is_body, is_human
from stemma.statements.right import NUMBERS
from stemma.statements.sources import Sources
from stemma.values import Channel, Source, Span

LONG_CLAUSE = 24  # words from which on "according to" is held to give only the last clause of a sentence
NESTED = 0.5  # share of an outer content that an inner one takes up for the outer to be only the way it came


class Draft(NamedTuple):
    """A statement before it has an id."""

    span: Span
    cue: Span | None
    source: Source
    direct: bool
    channel: Channel | None = None
    via: str | None = None


# What stands inside somebody's statement with one of these is part of what is said, not a statement of its own.
_RECORDING = frozenset("record register count enrol estimate believe think know fear expect hope put identify".split())


def drafts_of(line: Line, hits: list[Hit], sources: Sources) -> list[Draft]:
    """The statements of one sentence."""
    found: list[tuple[Hit, Draft]] = []
    for number, hit in enumerate(hits):
        spans: list[tuple[Span, bool]] = []
        if hit.left:
            spans += _left(line, hits, number)
        if hit.how not in ("end", "subject"):
            spans += _right(line, hits, number)
        elif hit.how == "subject":
            spans += _subject(line, hit)
        elif hit.left:
            spans += _after_interruption(line, hits, number)
        channel, via = _way(line, hit, hits, number, sources)
        cue = line.span(hit.verb, min(max(hit.verb + 1, hit.right), len(line.words)))
        if hit.how not in ("end",):
            cue = line.span(hit.verb, hit.verb + 1)
        via = hit.via or via
        for span, direct in spans:
            if span.end > span.start:
                found.append((hit, Draft(span, cue, hit.speaker.source, direct, channel, via)))
    return _unnest(line, found)


def _unnest(line: Line, found: list[tuple[Hit, Draft]]) -> list[Draft]:
    """Leaves out an outer statement that only carries an inner one; an outlet becomes the inner one's `via`."""
    kept: list[Draft] = [draft for _, draft in found]
    for carrier, outer in found:
        if outer not in kept:
            continue
        inner = [d for hit, d in found if d in kept and _carries(line, outer, hit, d)]
        if not inner:
            continue
        reports = carrier.lemma == "report" and outer.source.name[:1].isupper()
        outlet = outer.source.kind == "org" and (reports or is_outlet(outer.source.name))
        recorded = [d for hit, d in found if d in inner and hit.lemma in _RECORDING]
        if recorded and not outlet:
            kept = [d for d in kept if d not in recorded]
            if len(recorded) == len(inner):
                continue
        kept.remove(outer)
        via = outer.source.name if outlet else outer.via
        if via:
            way = outer.channel if not outlet else None
            kept = [d._replace(via=d.via or via, channel=d.channel or way) if d in inner else d for d in kept]
    return kept


def _carries(line: Line, outer: Draft, hit: Hit, inner: Draft) -> bool:
    """Whether an outer content is hardly more than an inner statement with its own cue."""
    if inner is outer or inner.span == outer.span or not outer.span.covers(inner.span):
        return False
    opens = 0 <= line.words[hit.first].start - outer.span.start <= 12 and outer.span.end - inner.span.end <= 3
    return opens or len(inner.span) >= NESTED * len(outer.span)


# ------------------------------------------------------------------------------------------------- right


def _right(line: Line, hits: list[Hit], number: int) -> list[tuple[Span, bool]]:
    """What stands to the right of a cue; a clause with ", and that ..." gives two contents."""
    hit = hits[number]
    first, stop = hit.right, _limit(line, hits, number)
    if hit.how == "named":
        return _named(line, first, stop)
    if line.low(first) == "each" and line.low(first + 1) == "other":
        first += 3
    said = [n for n in range(first, stop) if line.words[n].is_word]
    if (
        len(said) <= 1
        and first < len(line.words)
        and line.low(first) in ("this", "that", "it", "them", "so", "him", "her")
    ):
        return []
    if hit.lemma in ("blame", "point"):
        stop = next((n for n in range(first, stop) if line.low(n) == "," and line.words[n].quote < 0), stop)
    pieces = _split_that(line, first, stop)
    found: list[tuple[Span, bool]] = []
    for begin, end in pieces:
        found += _content(line, begin, end)
    return found


def _limit(line: Line, hits: list[Hit], number: int) -> int:
    """The index after what is said: before the next speaker, the outlet's own comment, or the sentence's end."""
    hit = hits[number]
    stop = len(line.words)
    for other in hits[number + 1 :]:
        if other.left and not other.shared:
            stop = min(stop, other.first)
            break
        before = line.low(other.first - 1)
        if line.low(other.verb - 1) == "," and other.verb > hit.right:
            stop = min(stop, other.verb - 1)
            break
        if other.shared or before in ("and", "but", "while", ",", ";"):
            cut = other.first
            while cut > hit.right and line.low(cut - 1) in (
                "and",
                "but",
                "while",
                ",",
                ";",
                "who",
                "also",
                "has",
                "have",
                "had",
            ):
                cut -= 1
            stop = min(stop, cut)
            break
    for at in range(hit.right, stop):
        word = line.words[at]
        if word.quote >= 0:
            continue
        if word.low == ";" or (word.low == "," and line.low(at + 1) in TAIL_WORDS):
            return at
        if word.low == "," and line.low(at + 1) in ("a", "an", "the") and line.low(at + 2) in _REMARKS:
            return at
        if word.low in ("although", "though", "despite") and line.words[at - 1].is_mark:
            return at
        if word.low in ("after", "when", "following") and line.words[at - 1].is_mark and hit.lemma in _NAMING:
            return at  # 'admitted an "error" after nine people died'
        if word.low in _DASHES and line.low(at + 1) in _COMMENTS and not _dash_again(line, at + 1, stop):
            return at
        if word.low == "," and line.low(at + 1) == "but" and line.low(at + 2) != "that":
            return at
    return stop


_NAMING = frozenset("admit acknowledge call describe dismiss condemn denounce criticise criticize".split())
_REMARKS = frozenset("figure number claim toll charge accusation version assertion allegation account tally".split())
_DASHES = frozenset("-–—")
_COMMENTS = frozenset("a an the though although which but".split())


def _dash_again(line: Line, first: int, stop: int) -> bool:
    """Whether a second dash closes what a first one put in; one before "though" or "which" begins another comment."""
    return any(line.low(n) in _DASHES and line.low(n + 1) not in ("though", "which") for n in range(first, stop))


def _split_that(line: Line, first: int, stop: int) -> list[tuple[int, int]]:
    """Parts of a content that ", and that" joins."""
    parts, begin = [], first
    for at in range(first + 1, stop - 2):
        joint = line.low(at) in ("and", "but") and line.low(at + 1) == "that"
        after_mark = line.low(at - 1) == "," or line.words[at - 1].is_mark
        if joint and after_mark and line.words[at].quote < 0:
            parts.append((begin, at))
            begin = at + 2
    return [*parts, (begin, stop)]


_THIN = frozenset("there it he she they was were is are expects expected that a an".split())


def _content(line: Line, first: int, stop: int) -> list[tuple[Span, bool]]:
    """A trimmed content and whether its words are quoted; quotations that fill it are followed past the sentence."""
    while first < stop and line.low(first) in (",", ":", "that", "-", "–", "—"):
        first += 1
    while stop > first and (
        line.low(stop - 1) in (",", ".", ";", ":", "-", "–", "—") and line.words[stop - 1].quote < 0
    ):
        stop -= 1
    if first >= stop:
        return []
    lead = first
    while lead < stop and line.low(lead) in _THIN and lead - first < 3:
        lead += 1
    if lead < stop and line.words[lead].quote >= 0:
        quote = line.quotes[line.words[lead].quote]
        rest = [w for w in line.words[lead:stop] if w.quote != line.words[lead].quote]
        if not rest and (lead == first or line.low(lead - 1) not in ("a", "an", "it", "that", "they")):
            return [(_quoted(line, quote), True)]
        others = {w.quote for w in rest if w.quote >= 0}
        loose = [w for w in rest if w.quote < 0 and w.is_word]
        if lead == first and len(loose) <= 2 and others:
            return [(_quoted(line, quote), True), *((_quoted(line, line.quotes[n]), True) for n in sorted(others))]
    return [(_tight(line, first, stop), False)]


def _quoted(line: Line, quote: Quote) -> Span:
    """A quotation's words without the comma before its closing mark."""
    start, end = quote.span.start, quote.span.end
    while end > start and (line.text[end - 1] == "," or line.text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def _tight(line: Line, first: int, stop: int) -> Span:
    """The span of a range of words; a mark at its end stays only if its partner is inside."""
    span = line.span(first, stop)
    start, end = span.start, span.end
    last = line.words[stop - 1]
    if last.is_mark and last.quote >= 0 and line.quotes[last.quote].outer.start < start:
        end = line.words[stop - 2].end if stop - 1 > first else end
    if (
        line.words[first].is_mark
        and line.words[first].quote >= 0
        and line.quotes[line.words[first].quote].outer.end > end
    ):
        start = line.words[first + 1].start if first + 1 < stop else start
    while end > start and line.text[end - 1] in ",;: \n\r\t":
        end -= 1
    return Span(start, end)


def _named(line: Line, first: int, stop: int) -> list[tuple[Span, bool]]:
    """What follows "called": "called it <quoted>" keeps the quotation, "called the raid <quoted>" the whole."""
    if line.low(first) in ("it", "that", "this", "them", "him", "her"):
        at = first + 1
        if at < stop and line.words[at].quote >= 0:
            return [(_quoted(line, line.quotes[line.words[at].quote]), True)]
        joint = next((n for n in range(at, stop) if line.low(n) in (",", "and", "after")), stop)
        return [(_tight(line, first, joint), False)]
    last = max((n for n in range(first, stop) if line.words[n].quote >= 0), default=_trimmed(line, first, stop) - 1)
    return [(_tight(line, first, last + 1), False)]


# -------------------------------------------------------------------------------------------------- left


def _left(line: Line, hits: list[Hit], number: int) -> list[tuple[Span, bool]]:
    """What stands to the left of a cue: a quotation, or the clause up to the comma."""
    hit = hits[number]
    stop = hit.first
    while stop > 0 and line.low(stop - 1) in (",", "-", "–", "—") and line.words[stop - 1].quote < 0:
        stop -= 1
    if stop <= 0:
        return []
    first = _left_edge(line, hits, number, stop)
    first = _skip_connectives(line, first, stop)
    if first >= stop:
        return []
    near = line.words[stop - 1]
    if near.quote >= 0:
        quote = line.quotes[near.quote]
        inner = [n for n in range(first, stop) if line.words[n].quote != near.quote and line.words[n].is_word]
        if not inner:
            return [(_quoted(line, quote), True)]
    short = stop - first <= 5 or line.low(first) in PREPOSITIONS
    apposed = line.low(hit.right + 1) in ("a", "an", "the", "who", "which", "whose") and (
        hit.speaker.first > hit.verb or hit.lemma == "according" or line.low(hit.right + 1) in ("who", "which", "whose")
    )
    if hit.how == "end" and short and not line.any_finite(first, stop) and line.low(hit.right) == "," and not apposed:
        rest = next((n for n in range(hit.right, len(line.words)) if line.low(n) == ";"), len(line.words))
        if line.any_finite(hit.right, rest):
            return [(_tight(line, first, _trimmed(line, first, rest)), False)]  # "The Guard, he said, had fired"
    if hit.lemma == "according" and any(h.how == "end" for h in hits[:number]) and not line.any_finite(first, stop):
        return []  # "..., she said at the funeral, according to the paper": the paper carries what she said
    first = _skip_place(line, first, stop)
    if hit.lemma == "according" and stop - first > LONG_CLAUSE:
        first = _toll_clause(line, first, stop)
    return [(_tight(line, first, stop), False)]


_HARMING = frozenset("left killed killing wounded injured leaving claimed died".split())


def _toll_clause(line: Line, first: int, stop: int) -> int:
    """In a long sentence "according to" gives the toll in its last relative clause: "... a raid that left 61 dead"."""
    for at in range(stop - 3, first, -1):
        if line.low(at) in ("that", "which", "where") and line.words[at].quote < 0:
            near = {line.low(n) for n in range(at + 1, min(at + 5, stop))}
            figures = any(line.low(n)[:1].isdigit() for n in range(at + 1, stop))
            return at + 1 if near & _HARMING and figures else first
    return first


def _trimmed(line: Line, first: int, stop: int) -> int:
    while stop > first and not line.words[stop - 1].is_word:
        stop -= 1
    return stop


def _skip_place(line: Line, first: int, stop: int) -> int:
    """Leaves out "In the capital," before a clause: where something was said or happened, not what was said."""
    if line.low(first) not in ("at", "in", "inside", "near") or stop - first < 12:
        return first
    for n in range(first + 1, min(first + 9, stop)):
        if line.low(n) == ",":
            if line.low(n + 1) in ("where", "which"):
                return next((m + 1 for m in range(n + 2, min(n + 14, stop - 4)) if line.low(m) == ","), first)
            return n + 1
        if line.finite(n) or line.low(n)[:1].isdigit():
            return first
    return first


def _left_edge(line: Line, hits: list[Hit], number: int, stop: int) -> int:
    """The first word of the clause that ends before a cue."""
    edge = 0
    for other in hits[:number]:
        if other.left and other.how == "end" and other.right < stop:
            edge = max(edge, min(other.right, stop))
    for at in range(stop - 1, edge, -1):
        if line.low(at) == ";" and line.words[at].quote < 0:
            return at + 1
    while edge < stop and line.low(edge) in (",", ".", "and", "but", "when"):
        edge += 1
    return edge


def _skip_connectives(line: Line, first: int, stop: int) -> int:
    """Leaves out "But", "Meanwhile," and the like at the start of a clause."""
    while first < stop and line.low(first) in CONNECTIVES:
        if line.low(first + 1) == ",":
            first += 2
        elif line.low(first) in ("but", "and", "so", "yet"):
            first += 1
        else:
            break
    return first


def _subject(line: Line, hit: Hit) -> list[tuple[Span, bool]]:
    """ "The reports were confirmed by X": the subject is what is confirmed."""
    at = hit.verb - 1
    while at > 0 and (
        line.low(at) in ("were", "was", "been", "have", "has", "had", "also", "be", "being")
        or line.low(at).endswith("ly")
    ):
        at -= 1
    first = _skip_connectives(line, 0, at + 1)
    return [(_tight(line, first, at + 1), False)] if first <= at and at - first < 20 else []


def _after_interruption(line: Line, hits: list[Hit], number: int) -> list[tuple[Span, bool]]:
    """What goes on after ", she said,": another quotation, or a clause joined by "and" or "but"."""
    hit = hits[number]
    at, stop = hit.right, len(line.words)
    if number + 1 < len(hits):
        stop = min(stop, hits[number + 1].first)
    while at < stop and line.words[at].quote < 0 and line.low(at) not in (",", ";", ":"):
        at += 1
    if at + 1 >= stop:
        return []
    at += 0 if line.words[at].quote >= 0 else 1
    if line.words[at].quote >= 0:
        return [(_quoted(line, line.quotes[line.words[at].quote]), True)]
    if line.low(at - 1) == ";" and stop == len(line.words) and at - 1 - hit.right <= 6:
        return _content(line, at, stop)  # "..., he said; all the others were porters"
    if line.low(at - 1) == "," and _counts_on(line, at) and stop == len(line.words):
        return _content(line, at, stop)
    if (
        line.low(at - 1) == ","
        and line.low(at) in ("and", "but")
        and (hit.lemma != "according" or _counts(line, at + 1, stop))
        and stop == len(line.words)
    ):
        return _content(line, at + 1, stop)
    return []


def _counts(line: Line, first: int, stop: int) -> bool:
    """Whether a clause begins with a number of people or things: ", and 61 people remain in hospital"."""
    return any(line.low(n)[:1].isdigit() or line.low(n) in NUMBERS for n in range(first, min(first + 3, stop)))


def _counts_on(line: Line, at: int) -> bool:
    """Whether a tail goes on counting: "..., she said, among them 17 children", "..., 50 of them seriously"."""
    low = line.low(at)
    if low in ("among", "including"):
        return any(line.low(n)[:1].isdigit() or line.low(n) in NUMBERS for n in range(at + 1, at + 6))
    return (low[:1].isdigit() or low in NUMBERS or low in ("most", "many", "some", "half")) and line.low(at + 1) == "of"


# ---------------------------------------------------------------------------------------------- the way


def _way(line: Line, hit: Hit, hits: list[Hit], number: int, sources: Sources) -> tuple[Channel | None, str | None]:
    """The channel and the outlet that the words around a cue name."""
    last = hits[number + 1].first if number + 1 < len(hits) else len(line.words)
    end = hit.right if hit.how not in ("end",) else last
    words = [w for w in line.words[hit.verb : max(end, hit.verb + 1)] if w.quote < 0]
    around = " ".join(w.text for w in words[:30])
    if not hit.left and line.low(0) in PREPOSITIONS:
        around = line.of(0, max(1, hit.speaker.first)) + " " + around
    if hit.lemma == "according":
        around = line.of(hit.verb, hit.speaker.stop)
    orgs = sources.inside(Span(words[0].start, words[-1].end), "org") if words else []
    outlet = outlet_among(orgs, sources.page.outlet)
    via = (outlet.name if outlet else _told_name(line, hit, sources)) if hit.lemma == "tell" else None
    return channel_of(around, told_outlet=via is not None), via


def _told_name(line: Line, hit: Hit, sources: Sources) -> str | None:
    """A name in "told Ostpress" that is no person's, place's or body's: an outlet that no list knows."""
    first = hit.verb + 1 + (line.low(hit.verb + 1) == "the")
    stop = first
    while stop < len(line.words) and line.words[stop].capital and line.words[stop].quote < 0 and stop - first < 4:
        stop += 1
    while stop > first and line.low(stop - 1) in TIME_WORDS:
        stop -= 1
    if stop == first or is_body(line.low(stop - 1)) or line.low(stop - 1) in ("congress", "assembly", "house"):
        return None
    span = line.span(first, stop)
    others = [m for kind in ("person", "place") for m in sources.inside(span, kind)]
    return None if others or is_human(line.low(stop - 1)) else line.of(first, stop)

