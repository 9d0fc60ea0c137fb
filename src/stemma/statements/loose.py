"""Statements whose cue is elsewhere: continued quotations, boxes with a source, "the figures were given by"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from stemma.model import Page, Quote
from stemma.statements.clauses import Line
from stemma.statements.contents import Draft
from stemma.statements.sources import Sources
from stemma.values import Source, Span

OPENING = 30  # characters from a sentence's start within which a person opens it
NEIGHBOURS = 16  # statements looked at for one that holds a quotation
_BOX_SOURCE = re.compile(r"(?i)sources?:\s*(.+)")


def loose_quotes(page: Page, drafts: list[Draft], outer: tuple[Quote, ...], sources: Sources) -> list[Draft]:
    """Quotations that are sentences of their own: said by whom their paragraph has heard or named before.

    One that nothing in its paragraph stands before is said by the person with whom the next sentence begins.
    """
    sentences = page.sentences
    starts = [s.span.start for s in sentences]
    by_start = sorted(drafts, key=lambda d: d.span.start)
    by_cue = sorted(by_start, key=_heard_at)
    paragraphs = _paragraph_starts(page)
    found: list[Draft] = []
    running: Draft | None = None
    for quote in outer:
        at = bisect_right(starts, quote.outer.start) - 1
        if at < 0:
            continue
        paragraph = sentences[at].paragraph
        near = bisect_left(by_start, quote.span.end, key=lambda d: d.span.start)
        holder = next((d for d in by_start[max(0, near - NEIGHBOURS) : near] if d.span.overlaps(quote.span)), None)
        opens = quote.outer.start - sentences[at].span.start <= 1
        if running is not None and opens and holder is None:
            merged = running._replace(span=Span(running.span.start, _end(page.text, quote)))
            found[-1] = merged
            running = merged if not quote.closed else None
            continue
        running = None
        if holder is not None or not opens or not _whole(page, quote, at):
            continue
        upto = bisect_left(by_cue, quote.outer.start, key=_heard_at)
        nearest = [*by_cue[max(0, upto - 1) : upto], *found[-1:]]
        nearest = [d for d in nearest if paragraphs[paragraph] <= (d.cue or d.span).start]
        before = max(nearest, key=_heard_at, default=None)
        if before is None:
            before = _opened(page, quote, at, paragraphs, sources)
        if before is None:
            continue
        draft = Draft(
            Span(quote.span.start, _end(page.text, quote)), before.cue, before.source, True, before.channel, before.via
        )
        found.append(draft)
        running = draft if not quote.closed else None
    return found


def _opened(page: Page, quote: Quote, at: int, paragraphs: dict[int, int], sources: Sources) -> Draft | None:
    """The person with whom the sentence before a quotation begins, or the one after it, in its paragraph."""
    sentences = page.sentences
    last = at
    while last + 1 < len(sentences) and sentences[last + 1].span.start < quote.outer.end:
        last += 1
    for near in (at - 1, last + 1):
        if not 0 <= near < len(sentences) or sentences[near].paragraph != sentences[at].paragraph:
            continue
        span = sentences[near].span
        first = bisect_left(sources.starts, span.start)
        for mention in sources.mentions[first : first + 3]:
            if mention.kind == "person" and mention.span.start - span.start < OPENING:
                name = mention.refers_to or mention.name
                source = Source("person", name, mention.role or sources.roles.get(name), mention.span)
                return Draft(quote.span, mention.span, source, True)
        if near < at:
            return None
    return None


def _end(text: str, quote: Quote) -> int:
    end = quote.span.end
    while end > quote.span.start and text[end - 1] in ", ":
        end -= 1
    return end


def _whole(page: Page, quote: Quote, at: int) -> bool:
    """Whether a quotation fills its sentences: nothing but marks between its end and the end of the last one."""
    last = at
    while last + 1 < len(page.sentences) and page.sentences[last + 1].span.start < quote.outer.end:
        last += 1
    rest = page.text[quote.outer.end : page.sentences[last].span.end]
    return not any(c.isalnum() for c in rest)


def _heard_at(draft: Draft) -> int:
    """Where a statement has been made: its content or its cue, whichever comes later."""
    return max(draft.span.start, (draft.cue or draft.span).start)


def _paragraph_starts(page: Page) -> dict[int, int]:
    """The offset at which each paragraph's first sentence begins."""
    starts: dict[int, int] = {}
    for sentence in page.sentences:
        starts.setdefault(sentence.paragraph, sentence.span.start)
    return starts


def box_drafts(page: Page, sources: Sources) -> list[Draft]:
    """The lines of a box that names its source in its last line."""
    found: list[Draft] = []
    lines = []
    for sentence in page.sentences:
        if sentence.part != "box":
            lines = []
            continue
        words = sentence.span.of(page.text)
        named = _BOX_SOURCE.match(words)
        if named and lines:
            name = re.split(r"[,;(]|\s[–-]\s", named.group(1))[0].strip(" .")
            orgs = sources.inside(sentence.span, "org")
            start = sentence.span.start + named.start(1)
            source = Source(
                "org", orgs[0].refers_to or orgs[0].name if orgs else name, None, Span(start, start + len(name))
            )
            cue = Span(sentence.span.start, start)
            found.append(Draft(Span(lines[0].start, lines[-1].end), cue, source, False))
            lines = []
        elif ":" in words:
            lines.append(sentence.span)
    return found


_POINTERS = frozenset("the these those both his her its".split())
_POINTING = re.compile(
    r"(?i)^(?:" + "|".join(sorted(_POINTERS)) + r") (?:latest |new |official |preliminary )?"
    r"(?:figures?|numbers?|tolls?|counts?|tally|tallies|information|details|account|report|reports|claim|claims|news|statement)"
    r" (?:was|were|came|has been|have been|had been) (?:given |supplied |provided |released |announced |issued |"
    r"confirmed |published |reported |disclosed |compiled )?(?:by|from)\b"
)
# The toll in a sentence: "..., leaving 31 people dead and 70 injured".
_TOLL = re.compile(r"(?:\b(?:leaving|left)\b (?P<toll>[^.;]{3,120}\b(?:dead|killed|wounded|injured|hurt|missing)\b))")


def pointing_drafts(line: Line, previous: Line | None, sources: Sources) -> list[Draft]:
    """ "The figures were given by X" gives the sentence before to X."""
    if previous is None or previous.sentence.part == "headline" or line.low(0) not in _POINTERS:
        return []
    pointing = _POINTING.match(line.text[line.start : min(line.end, line.start + 160)])
    if not pointing:
        return []
    by = next((n for n, w in enumerate(line.words) if w.low in ("by", "from")), None)
    speaker = sources.after(line, by) if by is not None else None
    if speaker is None:
        return []
    sources.remember(line.words[speaker.first].start, speaker.source)
    end = previous.end
    while end > previous.start and previous.text[end - 1] in ".!? ":
        end -= 1
    toll = _TOLL.search(previous.text, previous.start, end)
    start, end = toll.span("toll") if toll else (previous.start, end)
    return [Draft(Span(start, end), Span(line.start, line.start + pointing.end()), speaker.source, False)]


_OTHER_TELLING = frozenset(
    "number figure toll count version account story differently otherwise".split()
)
_OTHERWISE = re.compile(
    r"(?i)\b(?:has|have|had|gives?|gave|offers?|offered|tells?|told) (?:an? |another )(?:\w+ )?"
    r"(?:different |other |higher |lower |contrary )?"
    r"(?:number|figure|toll|count|version|account|story)\b|\btells? it (?:differently|otherwise)\b"
)


def otherwise_drafts(line: Line, previous: Line | None, sources: Sources, own: list[Draft]) -> list[Draft]:
    """ "Ada Lund has a different number. ..." gives the sentence after it to her, where that names nobody else."""
    if previous is None or own or previous.sentence.paragraph != line.sentence.paragraph:
        return []
    if line.quotes or not previous.has(_OTHER_TELLING):
        return []
    cue = _OTHERWISE.search(previous.text, previous.start, previous.end)
    if cue is None or any(c.isalnum() for c in previous.text[cue.end() : previous.end]):
        return []
    verb = next((n for n, w in enumerate(previous.words) if w.start >= cue.start()), None)
    speaker = sources.before(previous, verb, 0) if verb else None
    if speaker is None:
        return []
    end = line.end
    while end > line.start and line.text[end - 1] in ".!? ":
        end -= 1
    return [Draft(Span(line.start, end), Span(*cue.span()), speaker.source, False)]


def colon_drafts(line: Line, sources: Sources, own: list[Draft]) -> list[Draft]:
    """ "Our reporter Ada Lund, who is at the gate: <quoted>": a speaker and a colon, without a verb of saying."""
    for at in range(1, len(line.words) - 1 if line.quotes and line.has((":",)) else 0):
        if line.words[at].low != ":" or line.words[at].quote >= 0:
            continue
        quoted = line.words[at + 1].quote
        if quoted < 0 or any(d.span.overlaps(line.quotes[quoted].span) for d in own):
            return []
        speaker = sources.before(line, at, 0)
        if speaker is None or speaker.source.span in sources.doubtful or speaker.first > 2:
            return []
        sources.remember(line.words[speaker.first].start, speaker.source)
        quote = line.quotes[quoted]
        return [Draft(Span(quote.span.start, _end(line.text, quote)), line.span(at, at + 1), speaker.source, True)]
    return []
