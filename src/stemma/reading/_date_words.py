"""The patterns of English date expressions. Every quantifier is bounded, so that work grows with the text only."""

from __future__ import annotations

import re

from stemma.reading._feasts import FEAST, FEAST_KEYS
from stemma.reading._sieve import Pattern, Sieve

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")
NUMBERS = {word: n for n, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split())}
NUMBERS |= {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "a couple of": 2}

_MONTH = (r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June|Jun\.?|July|Jul\.?|"
          r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JAN(?:UARY)?|FEB(?:RUARY)?|"
          r"MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![a-z])")
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\.?"
_PART = r"(?:morning|afternoon|evening|night|midday|noon|midnight|lunchtime)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d-])"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
# The day's ordinal in words, as broadcasts write it: "March eighth".
DAY_WORDS = {word: n for n, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(), 1)}
_DAY_WORD = rf"(?P<day>{'|'.join(reversed(DAY_WORDS))})(?P<last>)(?!\s(?:and|or|quarter|half|to)\b)"
_LAST_DAY = (r"(?:\s?(?P<joint>-|–|—|to|through|till|until|and|/)\s?(?:the\s)?(?P<last>[0-3]?\d)(?:st|nd|rd|th)?"
             r"(?!\s?(?:[ap]\.?m\b|hours|o[’']clock|:\d)|\s(?:people|were|died|dead|killed|wounded|injured))\b)?")
_LEAD = rf"(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY})(?:\s{_PART})?,?\s(?:the\s)?)?"

_SOURCES = (
    ("iso", r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?:T[\d:.+Z-]{4,24})?(?!\d)"),
    ("digits", r"(?<![\d./])(?P<day>[0-3]?\d)(?P<mark>[./])(?P<number>[0-3]?\d)[./](?P<year>(?:19|20)\d\d)(?!\d)"),
    ("wire", r"\b(?P<day>[0-3]?\d)\s(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s"
             r"(?P<year>\d\d)\b(?![:.]\d)"),
    ("full", rf"\b{_LEAD}(?<![\d.:,$])(?<!\d )\b{_DAY}{_LAST_DAY}\s(?:of\s)?{_MONTH}"
             rf"(?:,?\s{_YEAR}|\s(?P<turn>last|this|next)\syear)?"),
    ("full", rf"\b{_LEAD}{_MONTH}\s{_DAY}(?!\d|[:,]\d){_LAST_DAY}(?!\s?(?:km|per cent|percent|people|million))"
             rf"(?:,?\s{_YEAR})?"),
    ("full", rf"\b{_LEAD}{_MONTH}\s(?:the\s)?{_DAY_WORD}\b(?:,?\s{_YEAR})?"),
    ("month", rf"\b(?:(?P<turn>[Ll]ast|[Tt]his|[Nn]ext|[Ll]ate|[Ee]arly|[Mm]id)[\s-])?{_MONTH}"
              rf"(?:,?\s(?:of\s)?{_YEAR}|,?\s(?:of\s)?(?P<after>last|this|next)\syear)?"),
    ("feast", rf"\b{FEAST}"),
    ("weekday", r"\b(?:(?P<turn>(?i:last|this|next|this\scoming|the\s(?:following|previous)))\s)?"
                rf"{_WEEKDAY}(?:\s{_PART})?"
                rf"|\b(?P<part>{_PART})(?:\son)?\s(?P<weekday2>{_WEEKDAY.replace('weekday', 'weekday3')})"),
    ("near", r"\b(?P<near>(?i:today|yesterday|tomorrow|tonight|last\snight|this\s(?:morning|afternoon|evening)|"
             r"overnight|the\sday\sbefore\syesterday))\b(?:\s(?:morning|afternoon|evening|night))?"),
    ("ago", r"\b(?i:(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
            r"twenty|thirty|several|some|a\sfew|a\scouple\sof)\s"
            r"(?P<unit>day|night|week|month|year|decade)s?\s(?P<ago>ago|earlier|before|later|after))\b"),
    ("period", r"\b(?i:(?:(?P<shift>earlier|later|late|early)\s)?(?P<turn>last|this|next|the\s(?:past|last|coming))\s"
               r"(?P<unit>week(?:end)?|month|year|spring|summer|autumn|fall|winter))\b"),
    ("weekend", r"\b(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n)\s(?P<weekend>the\sweekend)\b"),
    ("quarter", rf"\b(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter(?:\sof\s{_YEAR})?\b"),
    ("year", r"(?<![\d.,$€£#/:-])\b(?:(?:early|late|mid)[\s-])?(?P<year>(?:1[6-9]|20)\d\d)(?P<decade>s\b)?"
             r"(?![\d/:a-z]|[.,]\d|-\d|\s?(?:km|people|civilians|soldiers|troops|fighters|houses|homes|families|metres|meters|miles|dead|wounded|"
             r"per cent|%))"),
)
# A pattern is tried only on a sentence that has one of its keys, in small letters.
_MONTH_KEYS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_YEAR_KEYS = ("16", "17", "18", "19", "20")
_KEYS = {
    "iso": ("-0", "-1"), "digits": ("/19", "/20", ".19", ".20"), "wire": _MONTH_KEYS, "full": _MONTH_KEYS,
    "month": _MONTH_KEYS,
    "feast": FEAST_KEYS, "weekday": ("onday", "uesday", "nesday", "ursday", "riday", "turday", "sunday"),
    "near": ("today", "yesterday", "tomorrow", "tonight", "last night", "last\n", "this morning", "this afternoon",
             "this evening", "this\n", "overnight"),
    "ago": ("ago", "earlier", "later", "before", "after"),
    "period": ("week", "month", "year", "spring", "summer", "autumn", "fall", "winter"),
    "weekend": ("weekend",), "quarter": ("quarter",), "year": _YEAR_KEYS,
}
# What every match of a pattern holds, in small letters; far quicker to look for than the pattern itself.
_CORES = {
    "iso": r"\d-\d\d-\d", "digits": r"\d[./]\d{1,2}[./]\d", "wire": r"\d\s[a-z]{3}\s\d", "full": r"\d",
    "ago": r"(?:day|night|week|month|year|decade)s?\s(?:ago|earlier|before|later|after)", "year": r"(?:1[6-9]|20)\d\d",
    "period": r"(?:last|this|next|past|coming)\s(?:week|month|year|spring|summer|autumn|fall|winter)",
}
_DAY_FIRST = r"\d(?:st|nd|rd|th)?\s(?:of\s)?[jfmasond]"
_DAY_LAST = r"\s\d"


def _pattern(kind: str, source: str) -> Pattern:
    core = _CORES.get(kind)
    if kind == "full" and _DAY_WORD not in source:
        core = _DAY_LAST if source.index("<month>") < source.index("<day>") else _DAY_FIRST
    return Pattern(kind, re.compile(source), _KEYS[kind], re.compile(core) if core else None)


DATES = Sieve([_pattern(kind, source) for kind, source in _SOURCES])
# The kinds that can name a day without knowing the document's.
_FULL = ("iso", "digits", "wire", "full", "feast")
FULL_DATES = Sieve([pattern for pattern in DATES.patterns if pattern.kind in _FULL])


# Before a month that is a part of a name: "Camp Sept", "Fort March", "Saint-Oct"; not "mid-May".
NAME_BEFORE = re.compile(
    r"\b(?:(?i:camp|fort|mount|mt\.?|saint|sainte|st\.?|port|puerto|cape|lake|villa|san|santa)\s"
    r"|(?!(?i:mid|late|early|pre|post|non|until|from)-)[A-Za-z]+-)$")
# And behind one: "Sept-Ouest"; not "Sept-Oct".
NAME_AFTER = re.compile(r"-(?!(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[A-Z][A-Za-z]")
# Words before a bare month that show that "May" and "March" are months.
MONTH_BEFORE = re.compile(
    r"\b(?:in|since|of|until|till|by|from|during|before|after|through|to|and|between|early|late|mid|last|this|next|ended|ending|"
    r"began|on|for)[\s-]$", re.IGNORECASE
)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|until|till|by|from|during|before|after|through|to|and|between|early|late|mid|the|year|fiscal|around|"
    r"about|back|than|for|a|an|that|this|its|their|his|her|our|under|[’']s)|[(,–—-])\s?$", re.IGNORECASE
)
# Years before 1900 are numbers oftener than years: only after one of these they are read as such.
OLD_YEAR_BEFORE = re.compile(r"\b(?:in|since|year|until|summer of|spring of|back to)\s$", re.IGNORECASE)
ENDED = re.compile(r"\bended\s(?:on\s)?$", re.IGNORECASE)  # "the year ended Jan. 31" is over
EVERY = re.compile(r"\b(?:every|each|any)\s$", re.IGNORECASE)  # "every Friday" is no day
SINCE = re.compile(r"\bsince(?:\s(?:late|early|last|the|mid))?(?:\son)?\s$", re.IGNORECASE)
# In a clause with one of these a weekday is the coming one.
FUTURE = re.compile(
    r"\b(?:will|shall|won[’']t|(?<!had been )scheduled|slated|(?<!as )(?<!previously )planned|upcoming|deadline|until|"
    r"till|expected|expects|is due|are due|was due|were due|(?:is|are|was|were|set|going) to|called off|postponed|"
    r"put off|as (?:early|soon) as|"
    r"to (?:resume|meet|hold|be held|vote|visit|open|discuss|decide|return|arrive|attend|face|release)|starting|"
    r"(?:supposed|about|likely|hopes?|hoping|plans?|planning|intends?|aims?|due) to|would(?! have)|ready to|next)\b",
    re.IGNORECASE,
)
# Right before a date, whatever clause it stands in: "a summit set for Dolm in April".
SET_FOR = re.compile(
    r"\b(?:set|scheduled|slated|planned|due|expected|booked|called) (?:for|on|in|at)\b[^.;:,”\"()]{0,40}$",
    re.IGNORECASE)
# What shows that a clause speaks of the past, where a month or a season may lie on either side.
PASTISH = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|did|became|took|rose|fell|came|left|went|began|met|held|led|broke|shot|won|lost|made|"
    r"gave|got|hit|ran|sent|struck|thought|told|said|set up|fought|found|kept)\b", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:said|says|was (?:killed|found|shot|hit)|were (?:killed|found|shot|hit|wounded|injured)|killed|attacked|died|"
    r"happened|occurred|took place|told|reported|struck|began|announced|met|came|left|went|made|had)\b", re.IGNORECASE,
)
# Where a clause ends, as far as it matters here.
CLAUSE = re.compile(
    r"[;:,”\"()]|\b(?:and|but|that|which|who|with|when|where|after|before|because|since|while|for)\b"
)
