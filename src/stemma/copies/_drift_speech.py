"""What a copy did to who says something and how surely: hedges, attributions, quotation marks and quoted words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stemma.copies._drift_sides import Found, Pair, Side
from stemma.copies._drift_synonyms import has_akin
from stemma.copies.features import STOP
from stemma.copies.wording import Word, clipped
from stemma.values import Span

# Words by which a sentence says that what it tells is not certain. "Could not" and "may" as a month are no hedges.
_DOUBT = frozenset("""
believed alleged allegedly suspected presumed presumably reportedly unconfirmed apparently apparent possibly possible
perhaps probably probable likely might may could feared supposedly purported purportedly seemingly seems seem seemed
appears appear appeared thought suspects suspect believes believe rumoured rumored unverified potentially maybe
estimated suggests suggest suggested indicates indicated
""".split())
# Words that hedge in the copy as well as those above do.
_HEDGES = _DOUBT | frozenset("fear fears claims claimed unclear unknown expected tentative uncertain".split())
_SAYING = frozenset("""
said says say saying told tells tell stated states announced announces reported reports report according added adds
claimed claims alleged alleges declared declares wrote writes posted confirmed confirms insisted insists recalled
recalls explained explains argued argues noted notes acknowledged acknowledges admitted admits accused accuses blamed
blames denied denies rejected rejects warned warns spoke speaks counted put called calls affirmed affirms communicated
communicates remarked estimated estimates gave described describes quoted vowed predicted revealed shared maintains
maintained believed believes suspects suspected asserted asserts contended conceded hinted replied answered
""".split())
_WEAK = frozenset("put called calls gave counted spoke shared report reports estimated believed quoted".split())
_FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())
_NEGATIONS = frozenset("not no never none nobody nothing without n't cannot don't didn't won't isn't aren't".split())
_LONG_QUOTE = 4  # words; shorter quotations are terms, and editors drop their marks freely
_KEPT_QUOTE = 0.6  # share of quoted content words that must stand in the copy to speak of the same words
_NEAR = 6  # words of the original around a hedge that must have a counterpart


def speech_changes(pair: Pair, led: bool, hedged: bool) -> Iterator[Found]:
    """Lost hedges, lost sources, lost marks, changed quotations.

    `led`: whether the sentence after it in the copy names who says this one; `hedged`: whether the lost hedge of a
    figure has been told already.
    """
    if not hedged:
        yield from _doubts(pair)
    if not led:
        yield from _unsaid(pair)
    yield from _marks(pair)
    yield from quoted_words(pair)


# ------------------------------------------------------------------------------------------------------ hedges


def _doubts(pair: Pair) -> Iterator[Found]:
    """A doubt that the original states and the copy does not."""
    if any(_hedging(pair.new, j) for j in range(len(pair.new.words))) or pair.likeness < 0.3:
        return
    for i in range(len(pair.old.words)):
        if _doubting(pair.old, i) and not pair.old.quoted(i) and (place := _place(pair, i)):
            was, now = pair.old.readable(i, i), place
            word = pair.old.words[i].text
            yield Found("hedge", "medium", was, now,
                        f"what was “{word}” is now told as a fact: {pair.told(was, now)}")
            return


def _doubting(side: Side, at: int) -> bool:
    key = side.keys[at]
    if key not in _DOUBT:
        return False
    following = side.keys[at + 1] if at + 1 < len(side.keys) else ""
    if key in ("may", "might", "could"):
        return following != "not" and not side.words[at].text[0].isupper() and "not" not in side.keys[max(0, at - 1):at]
    return key != "estimated" or following not in ("at", "to")


def _hedging(side: Side, at: int) -> bool:
    return side.keys[at] in _HEDGES and not (side.keys[at] == "may" and side.words[at].capital)


def _place(pair: Pair, at: int) -> Span | None:
    """The words of the copy that stand where the doubt stood, if what it was about stands there."""
    near = [i for i in range(max(0, at - _NEAR), min(len(pair.old.words), at + _NEAR + 1))
            if i in pair.kept and pair.old.words[i].content and i != at]
    if not near:
        return None
    after = [i for i in near if i > at][:2] or near[-2:]
    where = sorted(pair.kept[i] for i in after)
    first, last = where[0], where[-1] if where[-1] - where[0] <= 6 else where[0]
    return pair.new.readable(first, last)


# ------------------------------------------------------------------------------------------------- attribution


def cues_of(side: Side, strict: bool = False) -> list[int]:
    """Words outside quotation marks by which a sentence says who tells it; strictly, without those that often mean
    something else."""
    words = _SAYING - _WEAK if strict else _SAYING
    return [at for at, key in enumerate(side.keys)
            if key in words and not side.quoted(at) and not _other_sense(side, at)]


def _other_sense(side: Side, at: int) -> bool:
    """"Claimed at least 31 lives", "and said so": no words of a source."""
    following = side.keys[at + 1 : at + 6]
    return side.keys[at] in ("claimed", "claims") and bool({"life", "lives", "responsibility"} & set(following)) or (
        following[:1] == ["so"])


def said_by(side: Side) -> bool:
    """Whether a passage says who tells it."""
    if cues_of(side):
        return True
    statements = side.reading.statements
    return any(s.cue is not None and s.cue.overlaps(side.span) for s in statements)


def _unsaid(pair: Pair) -> Iterator[Found]:
    """A source that the original names and the copy does not, so that a claim has become a fact."""
    cues = cues_of(pair.old, strict=True)
    if _headline(pair.new) or not cues or said_by(pair.new) or pair.likeness < 0.35 or _in_quotes(pair.new):
        return
    at = cues[0]
    source = _source_words(pair.old, at)
    content = [i for i in range(len(pair.old.words)) if not source[0] <= i <= source[1]]
    kept = [pair.kept.get(i, pair.akin.get(i, 0)) for i in content if i in pair.kept or i in pair.akin]
    if sum(pair.new.words[j].content for j in kept) < 3 or _still_named(pair, source, at):
        return
    was = pair.old.shown(*source)
    now = _gist(pair.new, kept)
    told = clipped(was.of(pair.old.text))
    yield Found("attribution", "medium", was, now, f"who says so has been left out (“{told}”), a claim is now told as "
                f"a fact: “{clipped(now.of(pair.new.text))}”")


def _headline(side: Side) -> bool:
    """Whether a passage is a headline: these leave sources out for brevity."""
    return any(s.part == "headline" and s.span.overlaps(side.span) for s in side.reading.page.sentences)


def _still_named(pair: Pair, source: tuple[int, int], cue: int) -> bool:
    """Whether a word of the source stands in the copy, so that it may still be read as saying it."""
    own = (i for i in range(source[0], source[1] + 1) if i != cue and pair.old.words[i].content)
    return any(i in pair.kept or i in pair.respelt for i in own if pair.old.words[i].capital)


def _source_words(side: Side, at: int) -> tuple[int, int]:
    """A cue and the words of its source: to the end of the clause or, where none follow, from its beginning."""
    first = last = at
    while last + 1 < len(side.words) and last - at < 7 and not _breaks(side, last, last + 1):
        last += 1
    while first > 0 and at - first < 7 and not _breaks(side, first - 1, first):
        first -= 1
    if side.keys[at] == "according" or last - at >= 2 and side.keys[at + 1] not in ("that", "the", "it", "he", "she"):
        first = at
    elif first < at:
        last = at
    return first, last


def _breaks(side: Side, one: int, other: int) -> bool:
    between = side.text[side.words[one].span.end : side.words[other].span.start]
    return any(mark in between for mark in ",;:.!?\"“”\n")


def _gist(side: Side, kept: Sequence[int]) -> Span:
    """The first words of what is now told as a fact, up to a clause's end."""
    first = min(kept)
    while first > 0 and not _breaks(side, first - 1, first) and min(kept) - first < 4:
        first -= 1
    last = min(len(side.words) - 1, first + 9)
    return side.shown(first, last)


def _in_quotes(side: Side) -> bool:
    """Whether most of a passage stands in quotation marks: whoever is quoted says it."""
    return sum(side.quoted(at) for at in range(len(side.words))) * 2 >= len(side.words)


# --------------------------------------------------------------------------------------------------- quotation


def _marks(pair: Pair) -> Iterator[Found]:
    """Quoted words that the copy tells in its own voice."""
    inside = [i for i in range(len(pair.old.words)) if pair.old.quoted(i)]
    if len(inside) < _LONG_QUOTE or any(pair.new.quoted(j) for j in range(len(pair.new.words))):
        return
    content = [i for i in inside if pair.old.words[i].content]
    there = [j for i in inside if (j := pair.kept.get(i)) is not None]
    if not there or _open_quote(pair.new):
        return
    kept = sum(i in pair.kept for i in content) >= _KEPT_QUOTE * len(content)
    outside = set(pair.old.keys) - {pair.old.keys[i] for i in inside}
    own_voice = {key for key in pair.new.keys if key in _FIRST_PERSON} - outside
    spoken = bool(own_voice & {pair.old.keys[i] for i in inside})
    if spoken or kept and len(content) >= 3 and _in_a_row(pair, inside) >= _LONG_QUOTE:
        first, last = min(there), max(there)
        was, now = _cut(pair.old, inside[0], inside[-1]), _cut(pair.new, first, last)
        yield Found("quotation", "medium", was, now, "quoted words stand without quotation marks: "
                    f"{pair.told(was, now)}")


def _open_quote(side: Side) -> bool:
    """Whether marks stand at or in the passage though no quotation was read there."""
    around = side.text[max(0, side.span.start - 2) : side.span.end + 2]
    return any(mark in around for mark in "\"“”„«»")


def _in_a_row(pair: Pair, inside: Sequence[int]) -> int:
    """The longest run of quoted words that stand side by side in the copy too."""
    best = run = 0
    for before, i in zip((None, *inside), inside, strict=False):
        follows = before is not None and i == before + 1 and pair.kept.get(i, -9) == pair.kept.get(before, -5) + 1
        run = run + 1 if follows else int(i in pair.kept)
        best = max(best, run)
    return best


def _cut(side: Side, first: int, last: int, most: int = 14) -> Span:
    return side.shown(first, min(last, first + most - 1))


def quoted_words(pair: Pair) -> Iterator[Found]:
    """Words inside quotation marks that are not those of the original's quotation."""
    rows = [(i, j) for i, j in sorted(pair.kept.items()) if pair.old.quoted(i) and pair.new.quoted(j)]
    near = sum(pair.old.quoted(i) and pair.new.quoted(j) for i, j in pair.akin.items())
    if _one_in_the_other(pair):
        return
    if len(rows) < 2 or sum(pair.old.words[i].content for i, _ in rows) + near < 2:
        return
    # The ends of a quotation may be cut by an editor; between the first and the last common word nothing may change.
    (first_i, _), (last_i, _) = rows[0], rows[-1]
    first_j, last_j = min(j for _, j in rows), max(j for _, j in rows)
    first_i, first_j = _to_the_mark(pair, first_i, first_j, -1)
    last_i, last_j = _to_the_mark(pair, last_i, last_j, 1)
    lost = [i for i in range(first_i, last_i + 1) if i not in pair.kept and pair.old.quoted(i)]
    come = [j for j in range(first_j, last_j + 1) if j not in pair.kept_new and pair.new.quoted(j)]
    lost = [i for i in lost if _counts(pair.old.words[i])]
    come = [j for j in come if _counts(pair.new.words[j])]
    if not lost and not come:
        return
    harmless = _only_synonyms(pair, lost, come)
    was = pair.old.readable(lost[0], lost[-1]) if lost else _opposite_old(pair, come)
    now = pair.new.readable(come[0], come[-1]) if come else _opposite_new(pair, lost)
    if was is None or now is None:
        return
    yield Found("quotation", "low" if harmless else "medium", was, now,
                f"words inside quotation marks have been changed: {pair.told(was, now)}")


def _one_in_the_other(pair: Pair) -> bool:
    """Whether the quoted words of one side stand word for word in a row in the other's: a quotation cut short."""
    old, new = (" ".join(word.key for at, word in enumerate(side.words) if side.quoted(at))
                for side in (pair.old, pair.new))
    return f" {old} " in f" {new} " or f" {new} " in f" {old} "


def _to_the_mark(pair: Pair, i: int, j: int, step: int) -> tuple[int, int]:
    """Beyond the last common word, as far as both sides have words against each other inside their marks."""
    while (0 <= i + step < len(pair.old.words) and 0 <= j + step < len(pair.new.words)
           and pair.old.quoted(i + step) and pair.new.quoted(j + step)):
        i, j = i + step, j + step
    return i, j


def _counts(word: Word) -> bool:
    """Whether a changed word of a quotation changes what was said: content, numbers, negations."""
    if word.number:
        return word.key != "#1"
    return word.key in _NEGATIONS or word.key not in STOP and len(word.key) > 2


def _only_synonyms(pair: Pair, lost: Sequence[int], come: Sequence[int]) -> bool:
    """Whether every changed word has a near-synonym on the other side."""
    old, new = pair.old.words, pair.new.words
    return all(has_akin(old[i], pair.new.senses) for i in lost) and all(has_akin(new[j], pair.old.senses) for j in come)


def _opposite_new(pair: Pair, lost: Sequence[int]) -> Span | None:
    facing = pair.facing(lost[0], lost[-1])
    return pair.new.readable(*facing) if facing else None


def _opposite_old(pair: Pair, come: Sequence[int]) -> Span | None:
    turned = {j: i for i, j in pair.kept.items()}
    before = next((turned[j] for j in range(come[0], -1, -1) if j in turned), None)
    return pair.old.readable(before, min(len(pair.old.words) - 1, before + 1)) if before is not None else None
