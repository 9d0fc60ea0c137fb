"""Noun phrases of a sentence, found by the small words, verbs and marks between them.

A shallow reader: no parse, only runs of nouns, adjectives and names. Positions are tokens of the sentence; offsets are
code points of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stemma.kinds._lexicon_verbs import conjugated
from stemma.reading.plain_words import FUNCTION
from stemma.reading.titles import CUE_VERBS
from stemma.values import Span

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*|[^\w\s]|_")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
DETERMINERS = frozenset("a an the this that these those some any each every all both another other such several many "
                        "few various no certain his her its their our my your more most".split())
_INNER = frozenset("certain other such more most few several many".split())  # may stand inside a phrase
NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen "
                                      "fourteen fifteen sixteen seventeen eighteen nineteen twenty".split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "dozen": 12}
BE = frozenset("is are was were be been being am".split())
HAVE = frozenset("has have had having".split())
AUXILIARY = BE | HAVE | frozenset("do does did will would shall should can could may might must cannot".split())
PREPOSITIONS = frozenset("of in on at by for with from to into onto upon over under above below between among against "
                         "across along around about after before behind beside near off outside inside past since "
                         "through throughout during until toward towards via without within despite amid except "
                         "like as than per besides beyond up down out back away".split())
_PRONOUNS = frozenset("i you he she it we they me him us them who whom which what himself herself itself themselves "
                      "ourselves whose where when while why how there here whether if because although though unless "
                      "so then thus also not never only just even still already yet ever again and or but nor "
                      "however therefore meanwhile moreover furthermore nevertheless later today yesterday tomorrow "
                      "now ago soon once very too quite almost nearly perhaps maybe instead else "
                      "that let".split())
# Verbs of news about violence whose plain form and -s form are more often verbs than nouns.
_PLAIN_VERBS = """
kill;murder;assassinate;destroy;kidnap;abduct;injure;explode;claim responsibility;burn;rob;steal;hurl;throw;place;
take;give;make;go;come;see;find;say;tell;ask;know;think;believe;want;try;get;become;leave;keep;hold;bring;begin;seem;
carry;occur;happen;take place;reach;enter;arrive;travel;walk;drive;move;run;escape;flee;die;remain;live;belong;include;
contain;continue;cause;suffer;receive;provide;support;oppose;demand;request;urge;warn;threaten;deny;confirm;announce;
add;state;stress;note;indicate;reveal;explain;declare;describe;accuse;blame;condemn;denounce;reject;accept;agree;
plan;decide;intend;attempt;prepare;operate;serve;work;study;meet;visit;return;join;lead;follow;accompany;
release;free;rescue;detain;arrest;capture;seize;occupy;surround;intercept;ambush;attack;assault;raid;storm;strafe;
fire;shoot;wound;hit;strike;bomb;blow;dynamite;detonate;plant;set;damage;shatter;threaten;harass;burst;break;
open;close;stop;begin;start;end;finish;allow;permit;force;help;use;identify;recognize;discover;locate;inform;
send;deliver;distribute;sign;publish;broadcast;issue;appear;disappear;show;prove;investigate;solve;punish;execute;
torture;massacre;machinegun;stab;hang;behead;dump;abandon;block;cut;interrupt;suspend;resume;negotiate;
"""


def _verb_forms() -> dict[str, str]:
    """Form -> "base", "s", "past", "part" or "ing", of the verbs above."""
    bases = [v.strip() for v in _PLAIN_VERBS.replace("\n", "").split(";") if v.strip() and " " not in v]
    irregular = dict.fromkeys("made gave took came saw knew thought became left kept held brought began got ate forgot "
                              "fought caught built bought felt heard met paid read rose sought spoke stood taught "
                              "understood wrote went did shot struck blew broke hid hung stole lost led hurt".split(),
                              "past")
    return irregular | {form: tag for form, (_, tag) in conjugated(bases).items()}


VERB_FORMS = _verb_forms()
# -ing and -ed words that are nouns or adjectives as a rule.
_NOUNS_IN_ING = frozenset("building buildings bombing killing shooting kidnapping meeting morning evening beginning "
                          "wing king ring spring during nothing something anything everything being feeling hearing "
                          "dwelling housing clothing training bearing ceiling warning burning offspring".split())
_ADJECTIVES_IN_ED = frozenset("armed unidentified hooded masked alleged suspected presumed so-called united wounded "
                              "injured uniformed unarmed retired unknown red hundred bed shed self-styled "
                              "unspecified heavily-armed masked-men organized displaced "
                              "noncommissioned commissioned".split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; a possessive ending is cut off and told by `owns`."""

    text: str
    low: str
    start: int
    end: int
    owns: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens [first, last) of a sentence; the head noun is the last."""

    sentence: int
    first: int
    last: int
    joined: int  # end of the phrase with what "of" ties to it; `last` where nothing does


def tokens_of(text: str, span: Span) -> list[Token]:
    """The words and marks of a sentence."""
    found = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        word, end = match.group(), match.end()
        ending = _POSSESSIVE.search(word) if len(word) > 2 else None
        if ending:
            word, end = word[: ending.start()], match.start() + ending.start()
        found.append(Token(word, word.lower(), match.start(), end, ending is not None))
    return found


def is_name(token: Token) -> bool:
    """Whether a word is written as a name is."""
    return token.text[:1].isupper() and token.low not in FUNCTION


def is_verb(tokens: list[Token], at: int, begun: bool) -> bool:
    """Whether the word is a verb rather than a noun or an adjective; `begun` if a noun phrase stands before it."""
    low, before = tokens[at].low, tokens[at - 1].low if at else ""
    if tokens[at].text[:1].isupper() and at and not tokens[at].text.isupper():
        return False
    if low in CUE_VERBS and low not in ("claims", "reports", "states", "notes", "demands", "hopes", "calls", "orders"):
        return before not in DETERMINERS
    form = VERB_FORMS.get(low)
    if before == "to" or before in AUXILIARY - BE - HAVE:
        return form in ("base", None) and not low.endswith("s")
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in ("injured", "wounded") and (after in DETERMINERS or after in NUMBERS or after.isdigit()):
        return before not in DETERMINERS
    if low.endswith("ed") and low not in _ADJECTIVES_IN_ED or form in ("past", "part") and not low.endswith("ed"):
        return begun or before in BE | HAVE or before in PREPOSITIONS - {"of"} and before != "by" or at == 0 or (
            before in _PRONOUNS or before.endswith("ly"))
    if low.endswith("ing") and low not in _NOUNS_IN_ING:
        return before not in DETERMINERS
    if form in ("base", "s"):
        ambiguous = before in DETERMINERS or before in PREPOSITIONS or at and is_name(tokens[at - 1])
        return before in _PRONOUNS or begun and not ambiguous and form == "base" and before.endswith("s")
    return False


def _breaks(tokens: list[Token], at: int, begun: bool) -> bool:
    """Whether no noun phrase goes through this word."""
    low = tokens[at].low
    if not (low[0].isalnum() or low[0] == "$"):
        return True
    if low in PREPOSITIONS or low in _PRONOUNS or low in AUXILIARY or low.endswith("ly") and not is_name(tokens[at]):
        return True
    return is_verb(tokens, at, begun)


def phrases_of(number: int, tokens: list[Token]) -> Iterator[Phrase]:
    """The noun phrases of a sentence in order, determiners and numbers included."""
    runs: list[tuple[int, int]] = []
    first = 0
    for at in range(len(tokens) + 1):
        over = at == len(tokens) or _breaks(tokens, at, at > first)
        begins = not over and tokens[at].low in DETERMINERS - _INNER or at > first and tokens[at - 1].owns
        if over or begins:
            if any(tokens[i].low not in DETERMINERS for i in range(first, at)):
                runs.append((first, at))
            first = at + 1 if over else at
    for here, (first, last) in enumerate(runs):
        joined = last
        following = runs[here + 1] if here + 1 < len(runs) else None
        if following and last < len(tokens) and tokens[last].low == "of" and following[0] == last + 1:
            joined = following[1]
        yield Phrase(number, first, last, joined)


def number_of(tokens: list[Token], phrase: Phrase) -> tuple[int, int | None] | None:
    """The number of things a phrase names, (low, high), high None for an open end; None where it names no number."""
    total = None
    for token in tokens[phrase.first : min(phrase.first + 4, phrase.last)]:
        if token.low.replace(",", "").isdigit() and len(token.low) < 7:
            total = int(token.low.replace(",", ""))
            break
        if token.low in NUMBERS:
            total = NUMBERS[token.low]
            break
    return None if total is None else (total, total)
