"""Cues of a sentence: the verb, the speaker beside it, and where what is said would begin."""

from __future__ import annotations

from typing import NamedTuple

from stemma.statements.clauses import Line
from stemma.statements.cues import BE, BETWEEN, PREPOSITIONS, TIME_WORDS, VERBS, Verb
from stemma.statements.nouns import PRONOUNS, is_adverb
from stemma.statements.right import right_of, skip_adjuncts
from stemma.statements.sources import Sources, Speaker

_CUES = frozenset(VERBS) | {"according", "words", "per"}
LONGEST_SUBJECT = 12  # words before "..., said X" beyond which they are what is said


class Hit(NamedTuple):
    """One cue. Indexes are of the line's words."""

    verb: int
    lemma: str
    frames: str
    speaker: Speaker
    right: int  # where the content would begin, to the right
    how: str  # what begins there: "that", "quote", "colon", "clause", "object", "to", "end"
    left: bool  # whether what is said may stand to the left
    shared: bool = False  # whether the speaker is that of an earlier cue
    passive: bool = False
    via: str | None = None  # the outlet that carries what somebody else said

    @property
    def first(self) -> int:
        """The first word of the cue with its speaker."""
        return min(self.verb, self.speaker.first) if not self.shared else self.verb


def hits_of(line: Line, sources: Sources) -> list[Hit]:
    """The cues of a line outside quotation marks, in order."""
    hits: list[Hit] = []
    free = 0
    for at in [at for at, low in enumerate(line.lows) if low in _CUES] if line.has(_CUES) else ():
        if at < free:
            continue
        word = line.words[at]
        hit = None
        if word.quote < 0 and (not word.capital or at == 0 or line.titled or _after_number(line, at)):
            if word.low == "according" and line.low(at + 1) == "to":
                hit = _according(line, at, sources)
            elif word.low == "words" and line.low(at - 1) == "the" and line.low(at - 2) == "in":
                hit = _according(line, at, sources, at - 2) if line.low(at + 1) == "of" else None
            elif word.low == "per" and line.low(at - 1) == "," and line.low(at + 1) in ("the", "its", "a"):
                hit = _according(line, at - 1, sources, at)  # "Nine died, per the prosecutor's office"
            elif word.low in VERBS:
                hit = _verb(line, at, VERBS[word.low], hits, sources)
        if hit is not None:
            hit = _carried(line, hit, sources)
            hits.append(hit)
            sources.remember(line.words[hit.speaker.first].start, hit.speaker.source)
            if hit.lemma == "tell":
                sources.remember_told(line, hit.verb + 1, min(hit.verb + 8, len(line.words)))
            free = min(hit.right, at + 2)
    return hits


def _after_number(line: Line, at: int) -> bool:
    """Whether a word is the first after the number of an item: "4. According to ..."."""
    return at == 2 and line.low(1) in (".", ")") and line.low(0).isdigit()


def _according(line: Line, at: int, sources: Sources, first: int | None = None) -> Hit | None:
    """ "according to X", "in the words of X": what is said stands before it, or after it at a sentence's start."""
    speaker = sources.after(line, at + 1) or sources.possessed(line, at + 2)
    if speaker is None or line.low(sources.head(line, speaker.first, speaker.stop)) in _SHOWN:
        return None
    stop, first = speaker.stop, at if first is None else first
    numbered = 2 if first >= 2 and _after_number(line, 2) else 0  # "4. According to ..."
    if all(w.low in ("but", "and", "meanwhile", "however", ",") for w in line.words[numbered:first]):
        right = stop
        if line.low(right) == "," and line.low(right + 1) in ("which", "who", "citing", "quoting"):
            cited = next((n for n in range(right + 1, right + 4) if line.low(n) in _CITING), None)
            quoted = sources.after(line, cited) if cited is not None else None
            if quoted is not None:
                speaker = Speaker(quoted.source, speaker.first, quoted.stop)
            right = next((n for n in range(right + 1, len(line.words)) if line.low(n) == ","), right)
        while right < len(line.words) and line.low(right) != ",":
            right += 1
        return Hit(at, "according", "p", speaker, right + 1, "clause", False)
    return Hit(first, "according", "p", speaker, stop, "end", True)


_CITING = frozenset("citing quoting cited quoted cites quotes".split())
_SHOWN = frozenset(
    "footage video videos image images photographs photos pictures map maps data clip clips plan".split()
)


_COMPOUNDS = frozenset("tank tanks rate center centre".split())  # "think tank", "report centre"
_BEFORE_NOUNS = frozenset("the a an of to no these those such some any its their his her our your my".split())


def _verb(line: Line, at: int, verb: Verb, hits: list[Hit], sources: Sources) -> Hit | None:
    """A reporting verb with its speaker, if it is one here."""
    if verb.form == "base" and line.low(at - 1) == "to":
        return _went_on(line, at, verb, sources)
    if line.low(at + 1) in _COMPOUNDS or line.low(at - 1) in _BEFORE_NOUNS:
        return None
    if verb.form == "ing":
        return _participle(line, at, verb, hits, sources)
    if _is_passive(line, at):
        return _passive(line, at, verb, sources)
    if _negated(line, at) and verb.lemma not in ("deny", "tell", "say") and not _own_check(line, at, verb):
        return None
    if "nor" in line.lows[max(0, at - 8) : at]:
        return None  # "neither the army nor the rebels said"
    if verb.form == "base" and (line.words[at - 1].possessive or not _plural_before(line, at)):
        return None
    if (
        verb.form in ("s", "base")
        and at + 1 < len(line.words)
        and line.finite(at + 1)
        and verb.lemma not in ("say", "think", "believe", "insist", "allege")
    ):
        return None  # a noun: "the claims cannot be verified"
    relative = _relative(line, at, hits)
    if relative is not None:
        right, how = right_of(line, at, verb)
        return Hit(at, verb.lemma, verb.frames, relative, right, how, False, True) if how not in ("", "end") else None
    floor = (
        hits[-1].right
        if hits and hits[-1].how != "end" and hits[-1].right <= at
        else (hits[-1].verb + 1 if hits else 0)
    )
    if "i" in verb.frames:
        hit = _inverted(line, at, verb, sources)
        if hit is not None:
            return hit
    speaker, shared = sources.before(line, at, floor), False
    if speaker is None:
        speaker, shared = _shared(line, at, hits, sources), True
    if speaker is None or speaker.source.name.casefold() in PRONOUNS:
        return None
    if speaker.source.span in sources.doubtful and verb.lemma not in _SAYING:
        return None
    return _said(line, at, verb, speaker, shared, sources)


def _said(line: Line, at: int, verb: Verb, speaker: Speaker, shared: bool, sources: Sources) -> Hit | None:
    """The hit of a verb whose speaker is known; None where nothing on either side is what was said."""
    right, how = right_of(line, at, verb)
    if how == "" and verb.lemma == "claim":
        sources.remember(line.words[speaker.first].start, speaker.source)  # "claimed responsibility. It said ..."
    if how == "" or (how == "end" and "p" not in verb.frames):
        return None
    if how == "clause" and line.low(right) in PREPOSITIONS and speaker.first and line.words[speaker.first - 1].is_mark:
        how = "end"  # what is said are the quoted words before: "<quoted>, she told Ostpress at the clinic, ..."
    left = not shared and "p" in verb.frames and _stands_after(line, speaker.first, how)
    if how == "end" and not left:
        return None
    return Hit(at, verb.lemma, verb.frames, speaker, right, how, left, shared)


# Verbs whose subject speaks, whatever it is.
_SAYING = frozenset("say tell write announce add warn declare insist".split())


def _negated(line: Line, at: int) -> bool:
    before = line.lows[max(0, at - 3) : at]
    return any(low in ("not", "never") or low.endswith(("n't", "n’t")) for low in before)


def _went_on(line: Line, at: int, verb: Verb, sources: Sources) -> Hit | None:
    """ "went on to say that", "were quick to deny that": said all the same."""
    back = at - 2
    if line.low(back) not in ("on", "continued", "continues", "continue", "quick", "swift", "keen"):
        return None
    back -= line.low(back) in ("on", "quick", "swift", "keen")
    speaker = sources.before(line, back, 0) if back > 0 and line.finite(back) else None
    right, how = right_of(line, at, verb)
    if speaker is None or speaker.source.name.casefold() in PRONOUNS or how in ("", "end"):
        return None
    return Hit(at, verb.lemma, verb.frames, speaker, right, how, False)


def _own_check(line: Line, at: int, verb: Verb) -> bool:
    """ "We could not confirm the claim": what a body says of its own checks is a statement of its own."""
    checks = verb.lemma in ("confirm", "verify", "corroborate")
    return checks and any(line.low(n) == "we" for n in range(max(0, at - 4), at))


_SELDOM_NOUNS = frozenset("say speak tell believe think argue insist deny warn allege acknowledge add accuse".split())
_MODALS = frozenset("to would could should can will may might must did not n't let cannot who'd".split())


def _plural_before(line: Line, at: int) -> bool:
    """Whether the word before a verb in its base form can be its subject."""
    back = at - 1
    while back > 0 and (line.low(back) in BETWEEN or is_adverb(line.low(back))):
        back -= 1
    low = line.low(back)
    if line.low(at + 1) == "that" and _plural_head(line, back):
        return True
    if line.low(at) == "speak" and line.low(at + 1) in ("of", "only"):
        return True
    if line.low(at) in _SELDOM_NOUNS:
        return line.low(at - 1) not in _MODALS
    return low.endswith("s") or low in (
        "they",
        "we",
        "i",
        "police",
        "people",
        "men",
        "women",
        "and",
        "sides",
        "who",
        "there",
        "media",
    )


def _plural_head(line: Line, back: int) -> bool:
    """Whether a plural stands before the preposition of a subject: "sources within the hospital confirm that"."""
    link = next((n for n in range(back - 1, max(0, back - 6), -1) if line.low(n) in PREPOSITIONS), None)
    return link is not None and line.low(link - 1).endswith("s") and not line.any_finite(link, back)


def _relative(line: Line, at: int, hits: list[Hit]) -> Speaker | None:
    """The speaker before "who", where a cue has just named it: "..., said Ada Lund, who blamed the army"."""
    if not hits:
        return None
    last = hits[-1].speaker
    if line.low(at - 1) == "," and line.low(hits[-1].verb - 1) in ("who", "which", "has", "have", "had", "also"):
        near = {line.low(n) for n in range(max(0, hits[-1].verb - 3), hits[-1].verb)}
        if near & {"who", "which"} and hits[-1].speaker.stop < hits[-1].verb:
            return last  # "the group, which has claimed the attack, insists"
    who = last.stop + (1 if line.low(last.stop) == "," else 0)
    if line.low(who) == "who" and who < at <= who + 7 and not line.any_finite(who + 1, at - 1):
        return last
    if line.low(who) == "who" and who < at <= who + 7 and line.low(at - 1) in ("had", "has", "have", "also"):
        return last
    return None


def _stands_after(line: Line, first: int, how: str) -> bool:
    """Whether a comma or a quotation's end before the speaker says that the content stands to the left."""
    if first == 0:
        return False
    before = line.words[first - 1]
    if before.is_mark and before.quote >= 0:
        return True
    return how == "end" and (before.low in (",", "-", "–", "—") or before.is_mark)


def _is_passive(line: Line, at: int) -> bool:
    back = at - 1
    while back >= 0 and (line.low(back) in BETWEEN or is_adverb(line.low(back))):
        if line.low(back) in BE:
            return VERBS[line.low(at)].form == "past"
        back -= 1
    return False


def _passive(line: Line, at: int, verb: Verb, sources: Sources) -> Hit | None:
    """ "has been accused by X of ...", "were confirmed by X": the speaker follows "by"."""
    by = next((n for n in range(at + 1, min(at + 4, len(line.words))) if line.low(n) == "by"), None)
    if by is None or "o" not in verb.frames:
        return None
    speaker = sources.after(line, by)
    if speaker is None:
        return None
    stop = speaker.stop
    for n in range(speaker.first + 1, stop):
        if line.low(n) in ("of", "for") and verb.lemma in ("accuse", "blame"):
            source = sources.phrase(line, speaker.first, n)
            if source is None:
                return None
            speaker, stop = Speaker(source, speaker.first, n), n
            break
    if line.low(stop) in ("of", "for") and verb.lemma in (
        "accuse",
        "blame",
        "condemn",
        "denounce",
        "criticise",
        "criticize",
    ):
        return Hit(at, verb.lemma, verb.frames, speaker, stop + 1, "object", False, True, True)
    return Hit(at, verb.lemma, verb.frames, speaker, stop, "subject", False, True, True)


def _inverted(line: Line, at: int, verb: Verb, sources: Sources) -> Hit | None:
    """ "..., said Ada Lund": the verb stands behind a comma or a quotation, the speaker after it."""
    if at == 0:
        return None
    has = at - 1
    while has > 0 and line.low(has) in ("has", "have", "had"):
        has -= 1  # word order of some translations: "..., has declared on Tuesday an adviser"
    before = line.words[has]
    if not (before.low in (",", "-", "–", "—") or before.is_mark):
        return None
    speaker = sources.after(line, skip_adjuncts(line, at + 1) - 1)
    if speaker is None or speaker.source.name.casefold() in PRONOUNS:
        return None
    if speaker.source.span in sources.doubtful and not before.is_mark:
        return None
    following = line.low(speaker.stop)
    closes = (
        speaker.stop >= len(line.words)
        or following in (",", ".", ";", "!", "?", ":", "who")
        or (following in PREPOSITIONS or following in TIME_WORDS or following in ("when", "as", "while"))
        or line.words[speaker.stop].is_mark
    )
    if not closes:
        return None
    if before.low == "," and speaker.source.kind != "person" and not _fresh(line, has + 1, sources):
        return None
    if has < at - 1:
        speaker = speaker._replace(first=has + 1)
    return Hit(at, verb.lemma, verb.frames, speaker, speaker.stop, "end", True)


def _fresh(line: Line, at: int, sources: Sources) -> bool:
    """Whether the words before "..., said X" are what is said, not a speaker with an apposition."""
    speaker = sources.before(line, at, 0)
    if speaker is None or speaker.first > 0 or at - speaker.first > LONGEST_SUBJECT:
        return True
    return line.any_finite(0, at - 1)


def _shared(line: Line, at: int, hits: list[Hit], sources: Sources) -> Speaker | None:
    """The speaker of "... and said": that of the cue before, or the sentence's subject."""
    back = at - 1
    while back >= 0 and (line.low(back) in BETWEEN or is_adverb(line.low(back))):
        back -= 1
    if line.low(back) not in ("and", "but", "or", "then"):
        return None
    if hits and not hits[-1].passive:
        return hits[-1].speaker
    last = next((n for n in range(back - 1, 0, -1) if line.finite(n) and line.words[n].quote < 0), None)
    near = sources.before(line, last, 0) if last is not None else None
    return near or subject_of(line, sources, at)


def subject_of(line: Line, sources: Sources, upto: int) -> Speaker | None:
    """The subject of the sentence's first finite verb."""
    first = next((n for n in range(1, upto) if line.finite(n) and line.words[n].quote < 0), None)
    return sources.before(line, first, 0) if first is not None else None


def _participle(line: Line, at: int, verb: Verb, hits: list[Hit], sources: Sources) -> Hit | None:
    """ ", saying ...", "with the minister warning that ..."."""
    right, how = right_of(line, at, verb)
    if how == "end" and verb.lemma == "say" and line.low(at - 1) == "as":
        return _quoted_last(line, at, verb, right, sources)
    bare = how == "clause" and verb.lemma in ("say", "tell", "claim")
    asking = how == "object" and verb.lemma in ("accuse", "blame", "urge", "describe")
    if not (how in ("that", "quote", "colon", "named") or bare or asking):
        return None
    before = line.low(at - 1)
    if before == "as" and verb.lemma == "say":
        speaker = _quoted_speaker(line, at, sources)
        return Hit(at, verb.lemma, verb.frames, speaker, right, how, False) if speaker else None
    if before in ("is", "are", "was", "were", "be", "been", "by", "of", "without", "for", "in", "from", "not"):
        return None
    if before in (",", "and") or line.words[at - 1].is_mark or at == 0:
        speaker = hits[-1].speaker if hits else subject_of(line, sources, at)
        if at == 0:
            nominative = next((n for n in range(at + 1, len(line.words)) if line.low(n) == ","), None)
            finite = next((n for n in range(nominative or 0, len(line.words)) if line.finite(n)), None)
            speaker = sources.before(line, finite, nominative or 0) if finite else None
        return Hit(at, verb.lemma, verb.frames, speaker, right, how, False, True) if speaker else None
    speaker = sources.before(line, at, hits[-1].right if hits and hits[-1].right <= at else 0)
    if speaker is None or speaker.source.span in sources.doubtful:
        return None
    return Hit(at, verb.lemma, verb.frames, speaker, right, how, False)


def _quoted_last(line: Line, at: int, verb: Verb, right: int, sources: Sources) -> Hit | None:
    """ "Nine had died, state television quoted the mayor as saying": what is said stands before the outlet."""
    speaker = _quoted_speaker(line, at, sources)
    quoting = next((n for n in range(at - 2, max(0, at - 16), -1) if line.low(n) in ("quoted", "cited")), None)
    outlet = sources.before(line, quoting, 0) if speaker is not None and quoting is not None else None
    if speaker is None or outlet is None or outlet.first == 0:
        return None
    before = line.words[outlet.first - 1]
    if before.low != "," and not before.is_mark:
        return None
    via = outlet.source.name if outlet.source.kind == "org" and outlet.source.name != speaker.source.name else None
    first = Speaker(speaker.source, outlet.first, at + 1)
    return Hit(at, verb.lemma, verb.frames, first, right, "end", True, via=via)


def _quoted_speaker(line: Line, at: int, sources: Sources) -> Speaker | None:
    """Who is quoted in "X was quoted by Y as saying" and "Y quoted X as saying"."""
    verb = next(
        (n for n in range(at - 2, max(-1, at - 16), -1) if line.low(n) in ("quoted", "cited", "quotes", "cites")), None
    )
    if verb is None:
        return None
    if any(line.low(n) in BE for n in range(max(0, verb - 3), verb)):
        return sources.before(line, verb, 0)
    return sources.after(line, verb)


def _carried(line: Line, hit: Hit, sources: Sources) -> Hit:
    """ "..., the agency reported, citing a medic": the medic speaks, the agency carries it."""
    if line.low(0) in ("citing", "quoting") and line.low(hit.speaker.first - 1) == "," and not hit.shared:
        speaker = sources.after(line, 0)  # "Citing police, the agency reported that ..."
        if speaker is not None and speaker.stop == hit.speaker.first - 1:
            via = hit.speaker.source.name if hit.speaker.source.kind == "org" else None
            return hit._replace(speaker=Speaker(speaker.source, hit.speaker.first, hit.speaker.stop), via=via)
    at = hit.verb + 1 if hit.speaker.first < hit.verb else hit.speaker.stop
    while at < len(line.words) and at - hit.verb < 6 and line.low(at) in TIME_WORDS:
        at += 1
    at += 1 if line.low(at) == "," else 0
    if hit.how == "end" and line.low(at) in ("citing", "quoting"):
        speaker = sources.after(line, at)
        if speaker is not None:
            first = hit.first
            via = hit.speaker.source.name if hit.speaker.source.kind == "org" else None
            return hit._replace(speaker=Speaker(speaker.source, first, speaker.stop), right=speaker.stop, via=via)
    return hit
