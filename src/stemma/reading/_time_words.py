"""The patterns of English words that tell a time without naming a day: durations, quarters, "now", "a year earlier".

Every quantifier is bounded, so that work grows with the text only. A pattern is tried only on a sentence that contains
one of its keys, in small letters and with spaces for hyphens and line ends.
"""

from __future__ import annotations

import re

from stemma.reading._date_words import NUMBERS as SMALL_NUMBERS
from stemma.reading._sieve import Pattern, Sieve

TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
UNITS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
         "seventeen": 17, "eighteen": 18, "nineteen": 19}
NUMBERS = dict(SMALL_NUMBERS) | UNITS | TEENS | TENS | {"another": 1, "a dozen": 12, "a hundred": 100}
ORDINALS = {word: n for n, words in enumerate((
    "first 1st", "second 2nd", "third 3rd", "fourth 4th final"), 1) for word in words.split()}
CENTURIES = {word: n for n, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(), 1)}
DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
           "nineties": 9}

_TENS = "|".join(TENS)
_UNIT_WORDS = "|".join(UNITS)
_WORD_NUMBER = rf"(?:(?:{_TENS})(?:[-\s](?:{_UNIT_WORDS}))?|{'|'.join(TEENS)}|{_UNIT_WORDS})"
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?(?![\d,.:])|an?\sdozen|an?\shundred|{_WORD_NUMBER}|an?|another)"
_VAGUE = (r"(?:several|a\sfew|a\scouple(?:\sof)?|some|many|various|"
          r"(?:the\spast|the\slast|the\snext|the\scoming)\s(?:few|several|couple\sof))")
_ABOUT = (r"(?:(?:about|around|nearly|almost|more\sthan|less\sthan|at\sleast|over|under|roughly|up\sto|only|just|"
          r"approximately|some)\s)?")
_LENGTH = (r"(?P<unit>second|minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade|century|"
           r"centurie)s?")
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:(?P<year>{_YEAR})|(?P<turn>last|this|next|the)\syear)"
_ZONE = r"(?:\s(?:GMT|UTC|[ECMPAB]S?T|[ECMP]DT|local(?:\stime)?))?"
_REL = (r"(?:(?P<rel>latest|current|most\srecent|same|previous|prior|preceding|following|next|last|year-ago|"
        r"year-earlier|comparable|corresponding|fiscal|whole|full)[\s-]){0,2}")
_DET = r"(?:(?P<det>the|its|this|that|their|last|next|a)\s)?"
_PAST_UNITS = r"second|minute|hour|day|night|week|weekend|month|quarter|year|decade|century|few|several|\d"

_HOUR_WORDS = ("noon", "midnight", "midday", "clock")
_UNIT_KEYS = tuple(f" {unit}" for unit in (
    "second minute hour day night morning evening afternoon week fortnight month quarter year decade centur".split()))
_SOURCES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("clock", (".m.", " am", " pm", "0am", "0pm", "1am", "1pm", ":", " gmt", " utc", " hours", " hrs", *_HOUR_WORDS),
     r"(?<![\d.:$€£/-])(?:(?P<about>(?i:around|about|(?:shortly|just)\s(?:before|after)))\s)?"
     r"(?:(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s?"
     r"(?P<half>[ap]\.\s?m\.|[ap]m\b|[AP]M\b|[AP]\.M\.)"
     r"|(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
     r"|(?P<hour3>[01]\d|2[0-4])\.?(?P<minute3>[0-5]\d)(?=\s?(?:GMT|UTC|hours|hrs|local\stime))(?:\s(?:hours|hrs)\b)?"
     rf"|(?P<hour4>[01]?\d|{_UNIT_WORDS}|ten|eleven|twelve)\s?o[’']clock\b"
     rf"|(?P<word>(?i:noon|midnight|midday))\b){_ZONE}"),
    ("quarter", ("quarter", "half of", "first half", "second half"),
     rf"\b(?i:{_DET}{_REL}(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th)[\s-](?:fiscal[\s-])?"
     rf"(?P<unit>quarter|half)(?!\w|-?final)(?:,?\s(?:of\s)?(?:fiscal\s)?{_OF_YEAR})?)"),
    ("period", ("quarter", "period"),
     rf"\b(?i:{_DET}{_REL}(?P<unit>quarter|period))\b"
     r"(?!\s(?:of\s(?:the|a|all|its|their|an)\s(?!year)|century|mile|million|hour|final))"),
    ("compared", ("year earlier", "year ago", "year before"),
     r"\b(?i:(?:(?P<det>the|a|its)\s)?year-(?P<way>ago|earlier|before))\b"),
    ("halfyear", ("quarters of", "months of"),
     rf"\b(?i:(?:the\s)?(?P<nth>first|last)\s(?:two\squarters|six\smonths)\sof\s{_OF_YEAR})"),
    ("ended", (" year",),
     r"\b(?i:(?:(?<=for )|(?<=of )|(?<=in )|(?<=during )|(?<=through )|(?<=into ))"
     r"the\s(?:(?P<rel>full|whole|entire|fiscal|current|same|previous|following)\s){0,2}year)\b"
     r"(?!\s(?:earlier|before|after|ago))"
     r"|\b(?i:the\s(?:full|fiscal|current|same|previous|following|preceding)\s(?:fiscal\s)?year)\b"),
    ("fiscal", ("fiscal",), rf"\b[Ff]iscal\s(?:year\s)?(?P<year>{_YEAR})\b"),
    ("decade", ("0s", "ties"),
     r"\b(?:(?P<year>1[5-9]|20)(?P<ten>\d)0[’']?s|(?:nineteen[\s-])?"
     rf"(?P<word>{'|'.join(DECADES)}))\b|(?<!\w)[’'‘](?P<ten2>[2-9])0s\b"),
    ("century", ("century",),
     r"\b(?i:(?:the\s)?(?:(?:early|late|mid)[\s-])?(?:(?P<number>\d{1,2})(?:st|nd|rd|th)|"
     rf"(?P<word>{'|'.join(reversed(CENTURIES))}))[\s-]century|(?P<turn>this|last|next)\scentury)\b"),
    ("spelled", ("nineteen", "two thousand"),
     rf"\b(?i:(?:the\syear\s)?(?:nineteen[\s-](?P<tens>{_TENS}|{'|'.join(TEENS)})(?:[\s-](?P<ones>{_UNIT_WORDS}))?"
     rf"|two\sthousand(?:\sand)?(?:\s(?P<after>{_WORD_NUMBER}))?))\b"),
    ("season", ("spring", "summer", "autumn", "fall", "winter"),
     r"\b(?i:(?:(?P<turn>last|this|next|the|that)\s)?(?:(?P<part>early|late|mid)[\s-])?"
     r"(?P<season>spring|summer|autumn|fall|winter))"
     rf"(?:,?\s(?:of\s)?(?:(?P<year>{_YEAR})|(?P<turn2>last|this|next)\syear))?\b"),
    ("yearend", ("year end", "yearend", "end of the year", "end of this year", "end of last year", "’s end", "'s end"),
     r"\b(?i:(?:(?P<turn>this|last|next)\s)?year-?end|(?:the\s)?end\sof\s(?P<turn2>the|this|last|next)\syear|"
     r"(?:the\s)?year[’']s\send)\b"),
    ("weekof", ("week of", "easter week"), r"\b(?i:(?:the\s)?(?:(?P<easter>easter)\sweek|week\sof\s(?=[A-Z0-9])))"),
    ("anchored", _UNIT_KEYS,
     r"\b(?i:(?P<det>the|that)\s(?:(?P<rel>same|very|next|following|previous|preceding)\s)?"
     r"(?P<unit>day|night|morning|afternoon|evening|week|month|year))\b(?!\s(?:to|when|that|of|since)\b)"
     r"|\b(?i:(?P<unit2>day)\s(?P<way>before|after))(?=[,.;]|$)"),
    ("ago", ("ago", "earlier", "later", "before", "after"),
     rf"\b(?i:{_ABOUT}(?:(?P<count>{_NUMBER})|(?P<vague>{_VAGUE}))\s(?:more\s)?{_LENGTH}\s"
     r"(?P<way>ago|earlier|later|before|after)\b)"
     r"|\b(?i:(?P<long>(?:some\stime|long|not\slong|years|months|weeks|days|decades|centuries)\sago))\b"),
    ("repeated", ("daily", "weekly", "monthly", "annual", "yearly", "hourly", "quarterly", "nightly", "every", "each",
                  "once a", "twice a", "times a", "per ", "days", "weekends"),
     r"\b(?i:(?P<adverb>daily|nightly|weekly|biweekly|monthly|quarterly|annual(?:ly)?|yearly|hourly)"
     r"|(?:every|each)\s(?P<other>other\s)?"
     r"(?:(?P<unit>second|minute|hour|day|night|morning|evening|weekend|week|month|quarter|year)"
     rf"|(?P<count>{_NUMBER})\s(?P<units>seconds|minutes|hours|days|weeks|months|years)"
     r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
     r"|(?:once|twice|times)\s(?:a|an|each|every|per)\s(?P<unit2>minute|hour|day|week|month|year)"
     r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends)\b"),
    ("duration", _UNIT_KEYS,
     rf"\b(?i:{_ABOUT}(?:the\s(?:past|last|first|next|coming|previous|following)\s)?"
     rf"(?:(?P<count>{_NUMBER})(?:\s(?:and\s)?(?P<half>a\shalf|half))?|(?P<vague>{_VAGUE})|(?P<halfof>half\san?))"
     rf"[\s-](?:and\sa\shalf\s)?{_LENGTH}\b)(?!-old|\sold|\sof\sage)"
     r"|\b(?i:(?:for|over|in|after|within|during|through)\s"
     r"(?P<bare>(?:the\s(?:past|last|next|coming)\s(?P<one>day|week|month|year|decade|century)"
     r"|(?:the\s(?:past|last|next|coming)\s)?"
     r"(?P<many>seconds|minutes|hours|days|nights|weeks|months|years|decades|centuries))))\b"),
    ("present", ("now", "current", "present", "these days", "moment"),
     r"\b(?i:(?:right\s|just\s|until\s|till\s|by\s)?now(?![-’'])|currently|current(?=\s[a-z])|at\spresent|presently|"
     r"nowadays|(?<!in )these\sdays|"
     r"(?:at\s)?(?:the|this)\s(?:present\s|current\s|very\s)?moment(?!\s(?:of|when|that|the|he|she|they|a)\b))\b"),
    ("past", ("recent", "lately", "the past", "previously", "formerly", "the time", "that time", "back then"),
     r"\b(?i:(?:more\s|most\s)?recently|(?:in\s)?recent\s(?:days|weeks|months|years|decades|times|hours)|"
     r"recent(?=\s[a-z])|lately|previously|formerly|back\sthen|(?:at|by)\s(?:the|that)\stime(?!\sof)|"
     rf"(?:in\s)?the\s(?:recent\s|distant\s)?past(?!\s(?:\w+\s)?(?:{_PAST_UNITS})))\b"),
    ("future", ("future", "soon", "coming", "some day", "someday"),
     r"\b(?i:(?:(?:in\s)?the\s)?(?:(?:near|foreseeable|distant|immediate)\s)?future(?!s\b)|"
     r"(?:very\s)?soon(?!\safter|\sas)|as\ssoon\sas\spossible|"
     r"(?:in\s)?(?:the\s)?coming\s(?:days|weeks|months|quarters|years|decades)|someday|some\sday)\b"),
)
# What every match of a pattern holds, in small letters; far quicker to look for than the pattern itself.
_CORES = {
    "clock": re.compile(r"\d|noon|midnight|midday|clock"),
    "ago": re.compile(r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|century|"
                      r"centurie)s?\s(?:ago|earlier|later|before|after)|(?:time|long)\sago"),
    # The ends of the words that may stand before a unit: numbers, "several", "a few", "for", "over", "the past" ...
    "duration": re.compile(r"\s(?=second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur)"
                           r"(?:(?<=(?:al|an|ed|ee|en|er|ew|gh|ht|in|ix|le|lf|me|ne|ng|ny|of|or|st|ty|ur|us|ve|wo|xt)\s)"
                           r"|(?<=[\da]\s))"),
}
TIMES = Sieve([Pattern(kind, re.compile(source), keys, _CORES.get(kind)) for kind, keys, source in _SOURCES])


def patterns_for(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The kinds of expressions, with their patterns, that a stretch of text may hold."""
    return TIMES.of(text.lower().replace("-", " ").replace("\n", " "))


# Words that belong to the expression that follows them: "the early 1980s", "later this week", "the end of March".
LEAD = re.compile(
    r"(?:\b(?:(?:the\s)?(?:early|late|mid|end\sof|beginning\sof|start\sof|middle\sof)|earlier|later|the)[\s-])$",
    re.IGNORECASE)
# Parts of a day as TIMEX3 writes them behind the T.
PARTS_OF_DAY = {"morning": "MO", "midday": "MI", "noon": "12:00", "afternoon": "AF", "lunchtime": "MI",
                "evening": "EV", "night": "NI", "tonight": "NI", "midnight": "24:00", "overnight": "NI"}
