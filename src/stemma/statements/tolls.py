"""Figures without a verb of saying: posted by somebody, listed by a body, or found by those whose text it is."""

from __future__ import annotations

import re

from stemma.statements.clauses import Line
from stemma.statements.contents import Draft
from stemma.statements.nouns import POSSESSIVE, is_body, is_human
from stemma.statements.right import NUMBERS
from stemma.statements.sources import Sources, Speaker
from stemma.values import Source, Span

_MADE_KNOWN = frozenset("posted released published issued announced given supplied provided cited compiled".split())
_FIGURE = frozenset("figure figures toll count number tally estimate".split())
# What "we" do in a text of our own, and thereby say: "We could match 16 deaths with notices".
_FOUND = re.compile(
    r"\b(?:We (?:(?:have|had|could|can|were able to|were unable to|also|now|so far|not|cannot) ){0,3}"
    r"(?:match(?:ed)?|seen|see|saw|establish|found|find|identif(?:y|ied)|trace[d]?|count(?:ed)?|document(?:ed)?|"
    r"record(?:ed)?|determine[d]?|visit(?:ed)?|confirmed|verified|registered)"
    r"|Our (?:field |own )?(?:teams?|monitors|researchers|investigators|staff|observers|delegates) "
    r"(?:(?:have|has|had|also|so far) ){0,2}(?:counted|documented|recorded|confirmed|verified|registered|identified)"
    r") (?P<that>that )?"
)
_PERCEIVED = frozenset("saw seen watched counted heard filmed photographed".split())
_WITNESSED = frozenset("bodies corpses coffins graves stretchers dead wounded injured people men women children "
                       "victims casualties explosions blasts shells rockets ambulances buses lorries trucks".split())
_STAFF = frozenset("correspondent correspondents reporter reporters photographer photographers journalist journalists "
                   "producer stringer cameraman".split())
_OUR_PEOPLE = frozenset("man woman team crew colleague colleagues".split())
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|[a-z]\)|[•*–-])\s+")
_HARM = re.compile(
    r"(?i)\b(?:killed|died|dead|deaths?|wounded|injured|hurt|missing|abducted|kidnapped|detained|arrested|displaced|"
    r"fled|executed|bodies|victims|casualties|raped|taken|held|burned|burnt|destroyed|"
    r"are (?:girls|boys|women|children))\b"
)
_THEIRS = re.compile(r"(?i)\b(?:figures?|tolls?|counts?|tall(?:y|ies)) of\b")  # told of as somebody's, and not ours


def toll_drafts(line: Line, previous: Line | None, sources: Sources, own: list[Draft], last: Draft | None
                ) -> list[Draft]:
    """The figures of a sentence that other rules have left without a source; `last` is the statement before it."""
    found = _posted(line, sources) + _listed(line, sources) + _seen(line, sources)
    if sources.we is not None and not own and not found:
        found = _found_by_us(line, sources)
        if not found and not _another_speaks(line, previous, sources, last):
            found = _in_a_release(line, sources)
    return [d for d in found if not any(d.span.overlaps(o.span) for o in own)]


def _number(line: Line, at: int) -> bool:
    return line.low(at)[:1].isdigit() or line.low(at) in NUMBERS or line.low(at).split("-")[0] in NUMBERS


def _posted(line: Line, sources: Sources) -> list[Draft]:
    """ "The figure of more than 30 dead, posted by the deputy governor, ..."."""
    for at in range(4, len(line.words) - 2 if line.has(_MADE_KNOWN) else 0):
        if line.low(at) not in _MADE_KNOWN or line.low(at + 1) != "by" or line.words[at].quote >= 0:
            continue
        stop = at - 1 if line.low(at - 1) == "," else at
        noun = next((n for n in range(stop - 1, max(-1, stop - 12), -1) if line.low(n) in _FIGURE), None)
        if noun is None or line.low(noun + 1) != "of" or not any(_number(line, n) for n in range(noun + 2, stop)):
            continue
        speaker = sources.after(line, at + 1)
        if speaker is not None:
            sources.remember(line.words[speaker.first].start, speaker.source)
            return [Draft(line.span(noun + 2, stop), line.span(at, at + 2), speaker.source, False)]
    return []


def _listed(line: Line, sources: Sources) -> list[Draft]:
    """ "The town hall lists 27 names": the form is a noun elsewhere."""
    for at in range(1, len(line.words) - 2 if line.has(("lists",)) else 0):
        if line.low(at) != "lists" or not _number(line, at + 1) or line.words[at].quote >= 0:
            continue
        noun = line.low(at - 1)
        speaker = sources.before(line, at, 0) if is_body(noun) or is_human(noun) or line.words[at - 1].capital else None
        if speaker is None:
            continue
        stop = at + 1
        while stop < len(line.words) and line.words[stop].is_word and line.low(stop) not in ("and", "but"):
            stop += 1
        return [Draft(line.span(at + 1, stop), line.span(at, at + 1), speaker.source, False)]
    return []


def _seen(line: Line, sources: Sources) -> list[Draft]:
    """What an outlet's own people have seen: "A correspondent of the Herald saw nine bodies"; or whoever's name stands
    above the text: "I counted 14 coffins"."""
    for at in range(1, len(line.words) - 2 if line.has(_PERCEIVED) else 0):
        if line.low(at) not in _PERCEIVED or line.words[at].quote >= 0 or line.low(at + 1) in ("by", "in", "on"):
            continue
        ahead = range(at + 1, min(at + 6, len(line.words)))
        if not any(_number(line, n) for n in ahead) or not _WITNESSED & {line.low(n) for n in ahead}:
            continue
        i = line.low(at - 1) == "i" or line.low(at - 2) == "i" and line.low(at - 1) in ("have", "had", "also", "myself")
        if i and sources.author is not None:
            return [Draft(_trimmed(line, line.words[at + 1].start), line.span(at, at + 1), sources.author, False)]
        before = [POSSESSIVE.sub("", line.low(n)) for n in range(max(0, at - 9), at)]
        staff = _STAFF & set(before) or ("our" in before and _OUR_PEOPLE & set(before))
        if not staff:
            continue
        has = at - 1 if line.low(at - 1) in ("has", "have", "had") else at
        speaker = sources.before(line, has, 0) or _ours(line, has)
        if speaker is not None:
            span = _trimmed(line, line.words[at + 1].start)
            return [Draft(span, line.span(at, at + 1), speaker.source, False)]
    return []


def _ours(line: Line, verb: int) -> Speaker | None:
    """ "Our man in Dolm": somebody of an outlet that is not named."""
    first = next((n for n in range(verb - 1, max(-1, verb - 8), -1) if line.low(n) == "our"), None)
    if first is None:
        return None
    span = line.span(first, verb)
    return Speaker(Source("unnamed", line.of(first, verb), line.of(first + 1, verb), span), first, verb)


def _found_by_us(line: Line, sources: Sources) -> list[Draft]:
    """What "we" have found or counted, by our own account."""
    match = _FOUND.search(line.text, line.start, line.end)
    if match is None or any(q.outer.start <= match.start() < q.outer.end for q in line.quotes):
        return []
    span = _trimmed(line, match.end())
    return [Draft(span, Span(match.start(), match.end()), sources.we, False)] if len(span) > 3 else []


def _in_a_release(line: Line, sources: Sources) -> list[Draft]:
    """A sentence that counts harm in a text that a body publishes as its own statement."""
    if not sources.release or line.quotes or line.sentence.part != "body":
        return []
    item = _ITEM.match(line.text, line.start, line.end)
    start = item.end() if item else line.start
    counts = any(_number(line, n) for n in range(len(line.words)) if line.words[n].start >= start)
    if not counts or not _HARM.search(line.text, start, line.end) or _THEIRS.search(line.text, start, line.end):
        return []
    return [Draft(_trimmed(line, start), None, sources.we, False)]


def _another_speaks(line: Line, previous: Line | None, sources: Sources, last: Draft | None) -> bool:
    """Whether the sentence before, in the same paragraph, is somebody else's."""
    if previous is None or last is None or previous.sentence.paragraph != line.sentence.paragraph:
        return False
    return last.span.end > previous.start and last.source != sources.we


def _trimmed(line: Line, start: int) -> Span:
    end = line.end
    while end > start and line.text[end - 1] in ".!? \r\n\t":
        end -= 1
    return Span(start, max(start, end))
