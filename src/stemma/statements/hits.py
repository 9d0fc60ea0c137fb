"""Cues of a sentence: the verb, the speaker beside it, and where what is said would begin."""

from __future__ import annotations

from typing import NamedTuple

from stemma.model import Page
from stemma.statements.clauses import Line
from stemma.statements.cues import BE, BETWEEN, DETERMINERS, PREPOSITIONS, TIME_WORDS, VERBS, Verb
from stemma.statements.sources import PRONOUNS, Sources, Speaker

FAR = 18  # words after a verb within which "that" or a quotation still belongs to it


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


def hits_of(line: Line, sources: Sources, page: Page) -> list[Hit]:
    """The cues of a line outside quotation marks, in order."""
    hits: list[Hit] = []
    at = 0
    while at < len(line.words):
        word = line.words[at]
        hit = None
        if word.quote < 0 and word.is_word and (not word.capital or at == 0 or line.titled):
            if word.low == "according" and line.low(at + 1) == "to":
                hit = _according(line, at, sources)
            elif word.low in VERBS:
                hit = _verb(line, at, VERBS[word.low], hits, sources)
        if hit is not None:
            hit = _carried(line, hit, sources)
            hits.append(hit)
            sources.remember(line.words[hit.speaker.first].start, hit.speaker.source)
            at = max(at + 1, min(hit.right, at + 2))
        else:
            at += 1
    return hits


def _according(line: Line, at: int, sources: Sources) -> Hit | None:
    """ "according to X": the speaker follows; what is said stands before it, or after it at a sentence's start."""
    speaker = sources.after(line, at + 1) or sources.possessed(line, at + 2)
    if speaker is None or line.low(sources.head(line, speaker.first, speaker.stop)) in _SHOWN:
        return None
    stop = speaker.stop
    if all(w.low in ("but", "and", "meanwhile", "however", ",") for w in line.words[:at]):
        right = stop
        while right < len(line.words) and line.low(right) != ",":
            right += 1
        return Hit(at, "according", "p", speaker, right + 1, "clause", False)
    return Hit(at, "according", "p", speaker, stop, "end", True)


_SHOWN = frozenset("footage video videos image images photographs photos pictures map maps data clip clips plan".split())


def _verb(line: Line, at: int, verb: Verb, hits: list[Hit], sources: Sources) -> Hit | None:
    """A reporting verb with its speaker, if it is one here."""
    if line.low(at + 1) in ("tank", "tanks", "rate", "center", "centre") or line.low(at - 1) in ("the", "a", "an", "of", "to", "no", "these", "those", "such", "some", "any", "its", "their"):
        return None
    if verb.form == "ing":
        return _participle(line, at, verb, hits, sources)
    if _is_passive(line, at):
        return _passive(line, at, verb, sources)
    if _negated(line, at) and verb.lemma not in ("deny", "tell", "say"):
        return None
    if verb.form == "base" and not _plural_before(line, at):
        return None
    if verb.form in ("s", "base") and at + 1 < len(line.words) and line.finite(at + 1):
        return None  # a noun: "the claims cannot be verified"
    relative = _relative(line, at, hits)
    if relative is not None:
        right, how = _right(line, at, verb)
        return Hit(at, verb.lemma, verb.frames, relative, right, how, False, True) if how not in ("", "end") else None
    floor = hits[-1].right if hits and hits[-1].how != "end" and hits[-1].right <= at else (hits[-1].verb + 1 if hits else 0)
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
    right, how = _right(line, at, verb)
    if how == "" or (how == "end" and "p" not in verb.frames):
        return None
    left = not shared and "p" in verb.frames and _stands_after(line, speaker.first, how)
    if how == "end" and not left:
        return None
    return Hit(at, verb.lemma, verb.frames, speaker, right, how, left, shared)


# Verbs whose subject speaks, whatever it is.
_SAYING = frozenset("say tell write announce add warn declare insist".split())


def _negated(line: Line, at: int) -> bool:
    return any(line.low(n) in ("not", "never", "n't") or line.low(n).endswith(("n't", "n’t")) for n in range(max(0, at - 3), at))


_SELDOM_NOUNS = frozenset("say speak tell believe think argue insist deny warn allege acknowledge add accuse".split())
_MODALS = frozenset("to would could should can will may might must did not n't let cannot who'd".split())


def _plural_before(line: Line, at: int) -> bool:
    """Whether the word before a verb in its base form can be its subject."""
    back = at - 1
    while back > 0 and (line.low(back) in BETWEEN or line.low(back).endswith("ly")):
        back -= 1
    low = line.low(back)
    if line.low(at) in _SELDOM_NOUNS:
        return line.low(at - 1) not in _MODALS
    return low.endswith("s") or low in ("they", "we", "i", "police", "people", "men", "women", "and", "sides", "who", "there", "media")


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
    while back >= 0 and (line.low(back) in BETWEEN or line.low(back).endswith("ly")):
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
    if line.low(stop) in ("of", "for") and verb.lemma in ("accuse", "blame", "condemn", "denounce", "criticise", "criticize"):
        return Hit(at, verb.lemma, verb.frames, speaker, stop + 1, "object", False, True, True)
    return Hit(at, verb.lemma, verb.frames, speaker, stop, "subject", False, True, True)


def _inverted(line: Line, at: int, verb: Verb, sources: Sources) -> Hit | None:
    """ "..., said Ada Lund": the verb stands behind a comma or a quotation, the speaker after it."""
    if at == 0:
        return None
    before = line.words[at - 1]
    if not (before.low in (",", "-", "–", "—") or before.is_mark):
        return None
    speaker = sources.after(line, at)
    if speaker is None or speaker.source.name.casefold() in PRONOUNS:
        return None
    following = line.low(speaker.stop)
    closes = speaker.stop >= len(line.words) or following in (",", ".", ";", "!", "?", ":", "who") or (
        following in PREPOSITIONS or following in TIME_WORDS or following in ("when", "as", "while")
    ) or line.words[speaker.stop].is_mark
    if not closes:
        return None
    if before.low == "," and sources.before(line, at, 0) is not None and not _fresh(line, at, sources):
        return None
    return Hit(at, verb.lemma, verb.frames, speaker, speaker.stop, "end", True)


def _fresh(line: Line, at: int, sources: Sources) -> bool:
    """Whether the words before "..., said X" are what is said, not a speaker with an apposition."""
    speaker = sources.before(line, at, 0)
    return speaker is None or speaker.first > 0 or line.any_finite(0, at - 1)


def _shared(line: Line, at: int, hits: list[Hit], sources: Sources) -> Speaker | None:
    """The speaker of "... and said": that of the cue before, or the sentence's subject."""
    back = at - 1
    while back >= 0 and (line.low(back) in BETWEEN or line.low(back).endswith("ly")):
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
    right, how = _right(line, at, verb)
    if how not in ("that", "quote", "colon") and not (how == "clause" and verb.lemma in ("say", "tell", "claim")):
        if not (how == "object" and verb.lemma in ("accuse", "blame", "urge", "describe")) and how != "named":
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


def _quoted_speaker(line: Line, at: int, sources: Sources) -> Speaker | None:
    """Who is quoted in "X was quoted by Y as saying" and "Y quoted X as saying"."""
    verb = next((n for n in range(at - 2, max(-1, at - 16), -1) if line.low(n) in ("quoted", "cited", "quotes", "cites")), None)
    if verb is None:
        return None
    if any(line.low(n) in BE for n in range(max(0, verb - 3), verb)):
        return sources.before(line, verb, 0)
    return sources.after(line, verb)


def _carried(line: Line, hit: Hit, sources: Sources) -> Hit:
    """ "..., the agency reported, citing a medic": the medic speaks, the agency carries it."""
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


# ------------------------------------------------------------------------------------- right of the verb


def _right(line: Line, at: int, verb: Verb) -> tuple[int, str]:
    """Where what is said begins after a verb, and what begins it; "" if nothing can."""
    nxt = at + 1
    if verb.lemma in _SPECIAL:
        return _special(line, nxt, verb)
    if "a" in verb.frames:
        nxt = addressee_end(line, nxt)
        apposed = _that_after_apposition(line, nxt)
        if apposed:
            return apposed, "that"
    found = _that_or_quote(line, nxt, verb)
    if found is not None:
        return found
    nxt = skip_adjuncts(line, nxt)
    if "n" in verb.frames and line.low(nxt) == "to":
        return nxt, "to"
    if nxt < len(line.words) and line.low(nxt) in PREPOSITIONS and "o" not in verb.frames and _bare_phrase(line, nxt):
        return nxt, "end"
    if nxt >= len(line.words) or line.low(nxt) in (",", ".", ";", "!", "?", ")", "-", "–", "—", "when", "who", "and", "while"):
        return nxt, "end"
    if verb.lemma == "report" and any(
        line.low(n)[:1].isdigit() or line.low(n) in _NUMBERS for n in range(nxt, min(nxt + 4, len(line.words)))
    ):
        return nxt, "object"
    if "o" in verb.frames:
        unnamed = verb.lemma == "ask" and line.low(nxt) in ("not", "for", "to", "if", "whether", "about")
        return (nxt, "end") if unnamed else (nxt, "object")
    if "c" in verb.frames or ("a" in verb.frames and verb.lemma == "tell"):
        plain = verb.lemma in ("say", "tell", "believe", "think") and _subject_begins(line, nxt)
        return (nxt, "clause") if plain or _clause_follows(line, nxt) else (nxt, "end")
    if "t" in verb.frames and verb.form in ("past", "s") and _clause_follows(line, nxt) and verb.lemma not in _WEAK:
        return nxt, "clause"
    return (nxt, "end") if "p" in verb.frames else (nxt, "")


_WEAK = frozenset("find hear learn show know understand report note write observe reveal".split())


def _that_or_quote(line: Line, nxt: int, verb: Verb) -> tuple[int, str] | None:
    """ "that", a colon or a quotation, if only adjuncts stand between it and the verb."""
    for n in range(nxt, min(nxt + FAR, len(line.words))):
        word = line.words[n]
        if word.quote >= 0:
            between = line.low(n - 1)
            if n == nxt or between == ":" or (
                "q" in verb.frames and not line.any_finite(nxt, n) and (between in (",", "that") or _adjunct_only(line, nxt, n))
            ):
                return n, "quote"
            return None
        if word.low == "that":
            if "t" not in verb.frames and "c" not in verb.frames:
                return None
            return (n + 1, "that") if n == nxt or _adjunct_only(line, nxt, n) else None
        if word.low == ":":
            return (n + 1, "colon") if n == nxt or _adjunct_only(line, nxt, n) else None
        if word.low in (";", ".", "!", "?", "who", "which", "but"):
            return None
        if n > nxt and line.finite(n):
            return None
    return None


def _that_after_apposition(line: Line, at: int) -> int:
    """The index after "that" in "told Ada Lund, a surgeon in the town, that ..."; 0 if it is not so."""
    if line.low(at) != ",":
        return 0
    for n in range(at + 1, min(at + 14, len(line.words) - 1)):
        if line.low(n) == "that" and line.low(n - 1) == ",":
            return n + 1
        if line.words[n].quote >= 0 or line.finite(n):
            return 0
    return 0


def _subject_begins(line: Line, at: int) -> bool:
    """Whether a pronoun or a determiner begins a clause here, with more after it."""
    low = line.low(at).replace("’", "'").split("'")[0]
    return at + 2 < len(line.words) and (low in PRONOUNS or low in DETERMINERS) and line.words[at + 1].is_word


def _bare_phrase(line: Line, at: int) -> bool:
    """Whether only a phrase without a verb of its own stands here before the next mark: "in the capital", "after flying"."""
    for n in range(at, min(at + 16, len(line.words))):
        if line.words[n].quote >= 0 or line.low(n) == "that":
            return False
        if line.low(n) in (",", ".", ";"):
            return line.low(n) != "," or line.low(at) not in ("after", "since", "as", "in", "on", "at")
        if line.finite(n):
            return False
    return True


def _clause_follows(line: Line, at: int) -> bool:
    """Whether a clause without "that" can begin here."""
    stop = min(at + 40, len(line.words))
    if not line.words[at].is_word or line.low(at) in ("so", "nothing", "yes", "more", "about"):
        return False
    return any(line.finite(n) or line.low(n).endswith("ed") for n in range(at + 1, stop))


def _adjunct_only(line: Line, first: int, stop: int) -> bool:
    """Whether a range of words can only say when, where or how something was said."""
    low = line.low(first)
    if low == "," and first + 1 < stop:
        return line.low(first + 1) in PREPOSITIONS or line.low(first + 1) in TIME_WORDS
    timed = low in TIME_WORDS and low not in ("the", "of", "may", "here", "there")
    return (low in PREPOSITIONS or timed or low in ("out", "again", "speaking", "posting", "via", "publicly")
            or low.endswith("ly"))


def addressee_end(line: Line, first: int) -> int:
    """The index after the person or outlet that is told something."""
    at = first
    if at < len(line.words) and line.low(at) in DETERMINERS:
        at += 1
        while at < len(line.words) and line.words[at].is_word and at - first < 7 and not _ends_addressee(line, at, first + 1):
            at += 1
        return at
    while at < len(line.words) and line.words[at].capital and line.words[at].quote < 0 and at - first < 6:
        at += 1
    if at > first:
        return at
    while at < len(line.words) and line.words[at].is_word and at - first < 4 and not _ends_addressee(line, at, first):
        at += 1
        if at < len(line.words) and line.finite(at):
            return first + 1
    return at


def _ends_addressee(line: Line, at: int, first: int) -> bool:
    low = line.low(at)
    if line.words[at].quote >= 0 or low in ("that", "to", "if", "whether", "how"):
        return True
    if low in PREPOSITIONS or (low in TIME_WORDS and not line.words[at].capital) or low in _WEEKDAYS:
        return True
    if low in DETERMINERS or low in PRONOUNS or low in ("there", "him", "me", "us", "them"):
        return at > first
    return at > first and line.words[at].capital != line.words[at - 1].capital


_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())


def skip_adjuncts(line: Line, at: int) -> int:
    """Steps over "on Monday", "in a statement", "by telephone", "yesterday" after a cue."""
    while at < len(line.words):
        low = line.low(at)
        if low in ("yesterday", "today", "earlier", "later", "again", "anew", "late", "early", "recently", "separately") or (
            low in _WEEKDAYS
        ):
            at += 1
            continue
        if low in ("this", "last") and line.low(at + 1) in ("week", "month", "morning", "evening", "year", "night"):
            at += 2
            continue
        if low in _ADJUNCTS:
            end = _adjunct_end(line, at)
            if end == at:
                return at
            at = end
            continue
        return at
    return at


_ADJUNCTS = frozenset("on in at by via during through to after before from over late early".split())
_CARRIERS = frozenset(
    "statement post tweet message interview briefing conference report video address speech letter call telephone "
    "phone television tv radio facebook telegram twitter instagram x email channel media broadcast release "
    "meeting press remarks comments tweets posts website thread note dispatch account".split()
)


def _adjunct_end(line: Line, at: int) -> int:
    """The index after a prepositional phrase of time or channel that begins at `at`; `at` itself if it is another."""
    n = at + 1
    last = at
    while n < len(line.words) and n - at < 9:
        low = line.low(n)
        dated = low[:1].isdigit() and (line.low(n - 1) in TIME_WORDS or line.low(n + 1) in TIME_WORDS)
        if low in _CARRIERS or low in _WEEKDAYS or (low in TIME_WORDS and low not in _SMALL) or dated:
            last = n
        elif not (low in DETERMINERS or low in PREPOSITIONS or low in TIME_WORDS or line.words[n].is_word) or low in DETERMINERS and last > at or low in PRONOUNS or low == "that" or line.words[n].is_word and last == at and n - at > 6:
            break
        elif last > at and low not in PREPOSITIONS and low not in TIME_WORDS and low not in _CARRIERS:
            if not line.words[n].capital:
                break
        n += 1
    return last + 1 if last > at else at


_SMALL = frozenset("the of in on at this last next shortly before here there may".split())

_SPECIAL = frozenset("call put speak point count register record identify find enrol appeal describe post talk cite".split())
_TOLL_WORDS = frozenset("toll number dead figure count tally killed wounded injured casualties deaths losses total".split())


def _special(line: Line, nxt: int, verb: Verb) -> tuple[int, str]:
    """Verbs that say something only with certain words after them."""
    low = line.low(nxt)
    rest = [line.low(n) for n in range(nxt, min(nxt + 12, len(line.words)))]
    if verb.lemma in ("call", "appeal"):
        if low in ("on", "for", "to", "upon"):
            return nxt + 1, "object"
        if verb.lemma == "call" and verb.form != "base" and rest:
            if any(line.words[n].quote >= 0 for n in range(nxt, min(nxt + 30, len(line.words)))) or low in (
                "it", "that", "them", "this", "him", "her"
            ):
                return nxt, "named"
        return nxt, ""
    if verb.lemma == "put":
        return (nxt, "object") if "at" in rest and set(rest) & _TOLL_WORDS else (nxt, "")
    if verb.lemma in ("speak", "talk"):
        return (nxt + 1, "object") if low in ("of",) else (nxt, "")
    if verb.lemma == "point":
        if low == "out":
            found = _that_or_quote(line, nxt + 1, verb._replace(frames="t"))
            return found if found and found[1] == "that" else (nxt + 1, "end")
        if low == "at" or rest[:3] == ["the", "finger", "at"] or rest[:3] == ["a", "finger", "at"]:
            return nxt + (1 if low == "at" else 3), "object"
        return nxt, ""
    if verb.lemma in ("count", "register", "record", "enrol"):
        number = any(r[:1].isdigit() or r in _NUMBERS for r in rest[:5])
        return (nxt, "object") if number else (nxt, "")
    if verb.lemma == "find":
        return (nxt + 1, "that") if low == "that" else (nxt, "")
    if verb.lemma == "describe":
        return (nxt, "object") if "as" in rest else (nxt, "")
    if verb.lemma == "identify":
        return nxt, "object"
    if verb.lemma == "post":
        found = _that_or_quote(line, nxt, verb)
        return found if found else (nxt, "end")
    return nxt, ""


_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds dozens thousand "
    "thousands scores".split()
)
