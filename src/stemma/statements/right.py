"""What may begin to the right of a reporting verb: "that", a quotation, a clause, an object; adjuncts are skipped."""

from __future__ import annotations

from stemma.statements.clauses import Line
from stemma.statements.cues import DETERMINERS, PREPOSITIONS, TIME_WORDS, Verb
from stemma.statements.nouns import PRONOUNS

FAR = 18  # words after a verb within which "that" or a quotation still belongs to it


def right_of(line: Line, at: int, verb: Verb) -> tuple[int, str]:
    """Where what is said begins after a verb, and what begins it; "" if nothing can."""
    if verb.lemma in _SPECIAL:
        return _special(line, at + 1, verb)
    return plain_right_of(line, at + 1, verb)


def plain_right_of(line: Line, nxt: int, verb: Verb) -> tuple[int, str]:
    """What begins after a verb without words of its own, at word `nxt`."""
    if "n" in verb.frames and line.low(nxt) == "to":
        return nxt, "to"
    if "a" in verb.frames and line.low(nxt) != "that":
        nxt = addressee_end(line, nxt)
        apposed = _that_after_apposition(line, nxt)
        if apposed:
            return apposed, "that"
    found = _that_or_quote(line, nxt, verb)
    if found is not None:
        return found
    nxt = skip_adjuncts(line, nxt)
    if _nothing_said(line, nxt, verb):
        return nxt, "end"
    return _figure_said(line, nxt, verb) or _by_frame(line, nxt, verb)


_STOPS = frozenset((",", ".", ";", "!", "?", ")", "-", "–", "—", "when", "who", "and", "while"))


def _nothing_said(line: Line, nxt: int, verb: Verb) -> bool:
    """Whether the sentence or the clause ends here, or goes on with where and when only."""
    if nxt >= len(line.words) or line.low(nxt) in _STOPS:
        return True
    return line.low(nxt) in PREPOSITIONS and "o" not in verb.frames and _bare_phrase(line, nxt)


def _figure_said(line: Line, nxt: int, verb: Verb) -> tuple[int, str] | None:
    """A bare figure after "report" or "say", and whom "blame" names after "on"."""
    if verb.lemma == "report" and any(_is_number(line, n) for n in range(nxt, min(nxt + 4, len(line.words)))):
        return nxt, "object"
    alone = nxt + 1 >= len(line.words) or not line.words[nxt + 1].is_word
    if verb.lemma == "say" and _is_number(line, nxt) and alone:
        return nxt, "object"  # "the rebels said 14"
    if verb.lemma == "blame" and line.low(nxt) == "on":
        return nxt + 1, "object"  # "the attack, which he blamed on rebels"
    return None


def _is_number(line: Line, n: int) -> bool:
    return line.low(n)[:1].isdigit() or line.low(n) in NUMBERS


def _by_frame(line: Line, nxt: int, verb: Verb) -> tuple[int, str]:
    """What the verb's frames let begin here: an object, a clause, or nothing."""
    if "o" in verb.frames:
        unnamed = verb.lemma == "ask" and line.low(nxt) in ("not", "for", "to", "if", "whether", "about")
        return (nxt, "end") if unnamed else (nxt, "object")
    if "c" in verb.frames or ("a" in verb.frames and verb.lemma == "tell"):
        plain = verb.lemma in ("say", "tell", "believe", "think") and (
            _subject_begins(line, nxt) or (verb.form != "ing" and line.finite(nxt))
        )
        return (nxt, "clause") if plain or _clause_follows(line, nxt) else (nxt, "end")
    if "t" in verb.frames and verb.form in ("past", "s") and _clause_follows(line, nxt) and verb.lemma not in _WEAK:
        return nxt, "clause"
    return (nxt, "end") if "p" in verb.frames else (nxt, "")


_WEAK = frozenset("find hear learn show know understand report note write observe reveal post advise".split())


def _that_or_quote(line: Line, nxt: int, verb: Verb) -> tuple[int, str] | None:
    """ "that", a colon or a quotation, if only adjuncts stand between it and the verb."""
    for n in range(nxt, min(nxt + FAR, len(line.words))):
        word = line.words[n]
        if word.quote >= 0:
            between = line.low(n - 1)
            if (
                n == nxt
                or between == ":"
                or (
                    "q" in verb.frames
                    and not line.any_finite(nxt, n)
                    and (between in (",", "that") or _adjunct_only(line, nxt, n))
                )
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
    """Whether only a phrase without a verb stands here before the next mark: "in the capital", "after flying"."""
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
    if not line.words[at].is_word or line.low(at) in ("so", "nothing", "yes"):
        return False
    return any(line.finite(n) or line.low(n).endswith("ed") for n in range(at + 1, stop))


def _adjunct_only(line: Line, first: int, stop: int) -> bool:
    """Whether a range of words can only say when, where or how something was said."""
    low = line.low(first)
    if line.low(stop - 1) != "," and any(line.low(n) == "," for n in range(first + 1, stop)):
        return False  # "said on Friday, days after a raid that ..."
    if low == "," and first + 1 < stop:
        return line.low(first + 1) in PREPOSITIONS or line.low(first + 1) in TIME_WORDS
    timed = low in TIME_WORDS and low not in ("the", "of", "may", "here", "there")
    return (
        low in PREPOSITIONS
        or timed
        or low in ("out", "again", "speaking", "posting", "via", "publicly")
        or low.endswith("ly")
    )


def addressee_end(line: Line, first: int) -> int:
    """The index after the person or outlet that is told something."""
    at = first
    if at < len(line.words) and line.low(at) in DETERMINERS:
        at += 1
        while (
            at < len(line.words)
            and line.words[at].is_word
            and at - first < 7
            and not _ends_addressee(line, at, first + 1)
        ):
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
        if low in (
            "yesterday",
            "today",
            "earlier",
            "later",
            "again",
            "anew",
            "late",
            "early",
            "recently",
            "separately",
            "overnight",
            "online",
        ) or (low in _WEEKDAYS):
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
_DATING = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec a.m p.m am pm local hours".split()
)
_CARRIERS = frozenset(
    "statement post tweet message interview briefing conference report video address speech letter call telephone "
    "phone television tv radio facebook telegram twitter instagram x email channel media broadcast release "
    "meeting press remarks comments tweets posts website thread note dispatch account".split()
)
_GOING_ON = PREPOSITIONS | TIME_WORDS | _CARRIERS


def _adjunct_end(line: Line, at: int) -> int:
    """The index after a prepositional phrase of time or channel that begins at `at`; `at` itself if it is another."""
    n = at + 1
    last = at
    while n < len(line.words) and n - at < 9:
        low = line.low(n)
        dated = low[:1].isdigit() and (line.low(n - 1) in _DATING or line.low(n + 1) in _DATING)
        if low in _CARRIERS or low in _WEEKDAYS or (low in TIME_WORDS and low not in _SMALL) or dated:
            last = n
        elif (
            not (low in DETERMINERS or low in PREPOSITIONS or low in TIME_WORDS or line.words[n].is_word)
            or low in DETERMINERS
            and last > at
            and not line.words[n].capital
            or low in PRONOUNS
            or low == "that"
            or line.words[n].is_word
            and last == at
            and n - at > 6
        ) or last > at and not line.words[n].capital and low not in _GOING_ON:
            break
        n += 1
    return last + 1 if last > at else at


_OBJECTS = frozenset("it that them this him her".split())
_SMALL = frozenset("the of in on at this last next shortly before here there may".split())

_SPECIAL = frozenset(
    "call put speak point count register record identify find enrol appeal describe talk cite claim own withdraw "
    "retract express voice give name list attribute raise revise lower update recall verify advise admit".split()
)
_TOLL_WORDS = frozenset(
    "toll number numbers dead figure figures count tally killed wounded injured casualties deaths losses total "
    "missing".split()
)


_RETRACTED = frozenset("statement claim allegation accusation account remark remarks version denial figure".split())
_CONCERN = frozenset(
    "concern concerns alarm fear fears doubt doubts outrage shock dismay regret regrets sorrow grief condolences "
    "support hope anger solidarity sympathy readiness willingness scepticism skepticism confidence".split()
)


def _special(line: Line, nxt: int, verb: Verb) -> tuple[int, str]:
    """Verbs that say something only with certain words after them."""
    low = line.low(nxt)
    rest = [line.low(n) for n in range(nxt, min(nxt + 12, len(line.words)))]
    number = any(r[:1].isdigit() or r in NUMBERS for r in rest[:5])
    if verb.lemma in _FALL_BACK:
        return _fall_back(line, nxt, verb, rest)
    if verb.lemma in ("call", "appeal"):
        return _called(line, nxt, verb)
    if verb.lemma in ("put", "give"):
        if low == "it" and verb.lemma == "put":
            found = _that_or_quote(line, nxt + 1, verb._replace(frames="q"))
            return found if found and found[1] == "quote" else (nxt, "")
        fitting = {"at"} if verb.lemma == "put" else {"of", "as", "at"}
        return (nxt, "object") if fitting & set(rest) and set(rest) & _TOLL_WORDS else (nxt, "")
    if verb.lemma in ("raise", "revise", "lower", "update"):
        return (nxt, "object") if set(rest[:5]) & _TOLL_WORDS and "to" in rest and number_after_to(rest) else (nxt, "")
    if verb.lemma in ("speak", "talk"):
        nxt += low in ("only", "merely", "also")
        return (nxt + 1, "object") if line.low(nxt) == "of" else (nxt, "")
    if verb.lemma == "point":
        return _pointed(line, nxt, verb, rest)
    if verb.lemma in ("count", "register", "record", "enrol", "list"):
        return (nxt, "object") if number else (nxt, "")
    if verb.lemma == "find":
        evidence = low in ("no", "evidence", "signs", "traces", "proof") and set(rest[:3]) & _EVIDENCE
        return (nxt + 1, "that") if low == "that" else (nxt, "object") if evidence else (nxt, "")
    if verb.lemma == "describe":
        how = low in ("how", "what") or (low.endswith("ing") and len(low) > 4)
        return (nxt, "object") if "as" in rest or how else (nxt, "")
    if verb.lemma == "identify":
        return nxt, "object"
    if verb.lemma in ("name", "attribute"):
        return (nxt, "object") if {"name": "as", "attribute": "to"}[verb.lemma] in rest else (nxt, "")
    if verb.lemma == "own":
        return (nxt + 2, "object") if rest[:2] == ["up", "to"] else (nxt, "")
    if verb.lemma in ("withdraw", "retract"):
        return (nxt, "object") if set(rest[:6]) & _RETRACTED else (nxt, "")
    if verb.lemma in ("express", "voice"):
        return (nxt, "object") if set(rest[:4]) & _CONCERN else (nxt, "")
    return nxt, ""


def number_after_to(words: list[str]) -> bool:
    """Whether "to" leads to a number soon: "raised his toll from 22 to at least 26"."""
    ahead = words[words.index("to") + 1 :][:4]
    return any(w[:1].isdigit() or w in NUMBERS or w.split("-")[0] in NUMBERS for w in ahead)


_EVIDENCE = frozenset("evidence sign signs trace traces proof indication indications indicator".split())
# Verbs that say something as others do, and in some way of their own besides.
_FALL_BACK = frozenset("claim recall verify advise admit".split())


def _fall_back(line: Line, nxt: int, verb: Verb, rest: list[str]) -> tuple[int, str]:
    """ "claimed responsibility on Telegram" says no more than that; "recalled soldiers shouting" says what."""
    if verb.lemma == "claim" and rest[:1] == ["responsibility"] and not {"for", "of"} & set(rest[1:2]):
        return nxt, ""
    if verb.lemma == "claim" and {"life", "lives", "victims"} & set(rest[:7]):
        return nxt, ""  # "the fire claimed 31 lives"
    if verb.lemma == "advise" and rest[:1] == ["against"]:
        return nxt, "object"
    found, how = plain_right_of(line, nxt, verb)
    if how:
        return found, how
    if verb.lemma == "recall" and any(r.endswith("ing") and len(r) > 5 for r in rest[:6]):
        return nxt, "object"
    return found, how


def _called(line: Line, nxt: int, verb: Verb) -> tuple[int, str]:
    """ "called on both sides to", "appealed for blood", "called it a lie"."""
    low = line.low(nxt)
    if low in ("on", "for", "to", "upon"):
        return nxt + 1, "object"
    quoted = any(line.words[n].quote >= 0 for n in range(nxt, min(nxt + 30, len(line.words))))
    as_said = low in DETERMINERS and {"a", "an"} & {line.low(n) for n in range(nxt + 1, nxt + 7)}
    if verb.lemma == "call" and verb.form != "base" and (quoted or low in _OBJECTS or as_said):
        return nxt, "named"
    return nxt, ""


def _pointed(line: Line, nxt: int, verb: Verb, rest: list[str]) -> tuple[int, str]:
    """ "pointed out that", "pointed to", "pointed the finger at"."""
    low = line.low(nxt)
    if low == "out":
        found = _that_or_quote(line, nxt + 1, verb._replace(frames="t"))
        return found if found and found[1] == "that" else (nxt + 1, "end")
    if low in ("at", "to"):
        return nxt + 1, "object"
    if rest[:3] == ["the", "finger", "at"] or rest[:3] == ["a", "finger", "at"]:
        return nxt + 3, "object"
    return nxt, ""


NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds dozens thousand "
    "thousands scores".split()
)
