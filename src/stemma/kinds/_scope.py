"""Whether a figure is the whole toll of an incident, a part of it, a toll over a period, or another incident's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date as Day
from datetime import timedelta

from stemma.keyed import Keyed, holds_any
from stemma.kinds._scan import Finding
from stemma.model import DateMention, Mention, Page, Sentence
from stemma.values import Scope

_MONTH = ("(?:January|February|March|April|May|June|July|August|September|October|November|December)")

# One \b before all alternatives: they are then tried at the beginnings of words alone, in a quarter of the time.
# Said before the figure: the toll is that of another happening.
_OTHER_BEFORE = Keyed(
    r"\b(?:(?:deadliest|worst|bloodiest|biggest|heaviest)\b.{0,120}\bsince\b[^,]{0,80}\b(?:ambush|attack|bombing|"
    r"massacre|raid|strike|blast|explosion|shooting|assault|siege|killings?)\b|"
    r"(?:came|comes|coming|happened|occurred|took place|follow\w*) [\w ]{0,20}"
    r"(?:hours?|days?|weeks?|months?|years?) (?:after|before)\b|(?:weeks?|months?|years?) (?:ago|earlier)\b|"
    r"since (?:at least |about |some |more than )?$|"
    r"separate(?:ly)?\b|elsewhere\b|in another\b|another (?:attack|strike|bomb|blast|incident|raid)\b|"
    r"previous(?:ly)? (?:attack|strike|bombing|raid|massacre)|last (?:year|month|week|"
    + _MONTH + r")\b|" + _MONTH + r" last year\b|"
    r"last (?:year|month|week|winter|spring|summer|autumn|fall|night before)['’]s \w+ (?:on|at|in|of)\b|"
    r"in the past\b(?! (?:\w+ )?(?:hours?|days?|weeks?|months?|years?|decade))|"
    r"(?:also|likewise) (?:landed|fell|hit|struck|came down|exploded|attacked|bombed|shelled)\b|"
    r"(?:marks?|marked|anniversary|commemorat\w+)\b)",
    "since| after| before| ago| earlier|separate|elsewhere|another|previous|last |the past|also |likewise |"
    "mark|anniversary|commemorat",
    flags=re.IGNORECASE | re.DOTALL,
)
# Said just after it.
_OTHER_AFTER = Keyed(
    r"^[^.;]{0,60}\b(?:last (?:year|month|week|" + _MONTH + r")|(?:years?|months?|weeks?) (?:ago|earlier)|"
    r"the previous (?:day|week|month|year)|in a separate|in another)\b",
    "last | ago| earlier|the previous |in a separate|in another",
)
_NEW_EVENT = re.compile(
    r"^\W*(?:\w+ )?(?:minutes|hours|days|weeks) (?:after|before) the \w+,? (?:a|an|another|two|three)\b", re.IGNORECASE)
_AGGREGATE = Keyed(
    r"\b(?:(?<!years )since (?:the |[A-Z]\w+|last |early |late |mid|it |fighting|hostilities|then|\d)|"
    r"across (?:the (?:country|region|province|territory)|[A-Z])|nationwide\b|"
    r"(?:in|during|of|throughout) (?:the|its|this|a) (?:\w+[- ]){0,2}(?:war|conflict|insurgency|campaign|offensive|"
    r"uprising|fighting|unrest|violence|invasion)\b|so far this (?:year|month|week)\b|"
    r"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ww]ithin|[Ff]or) the (?:past|last|previous) (?:\w+ )?"
    r"(?:hours|days?|weeks?|months?|years?|decades?)|(?:[Oo]ver|[Dd]uring) the day\b|"
    r"[Ii]n the first (?:\w+ )?(?:half|quarter|weeks|months|days)\b|[Bb]etween " + _MONTH + " and " + _MONTH + r"|"
    r"in recent (?:days|weeks|months|years)\b|this year\b|"
    r"[Ii]n (?:the )?(?:two|three|four|five|several|\d+|both|a series of|a string of) (?:\w+ )?"
    r"(?:attacks|strikes|bombings|incidents|raids|clashes|explosions|blasts|shootings)\b|"
    r"in (?:the )?(?:two|three|four|five|several|\d+|both) (?:\w+ )?(?:districts|provinces|regions|states|cities|"
    r"towns|villages|countries|places|communities)\b|"
    r"(?:attacks|strikes|bombings|raids|blasts|explosions|shootings)\b"
    r"(?:[^.;]{0,60}\bbetween them\b| together\b| combined\b)|"
    r"[Tt]win (?:attacks|raids)\b|"
    r"(?:attacks|raids|bombings|strikes) on the \w+ of [A-Z]\w+ and [A-Z]|"
    r"(?:two|three|four|five|six|seven|\d+) (?:days|weeks|months|years) of\b|every (?:day|week|month|year)\b)",
    "since |across |nationwide|war|conflict|insurgency|campaign|offensive|uprising|fighting|unrest|violence|"
    "invasion|so far this|the past |the last |the previous |the day|the first |between |in recent |this year|"
    "attacks|strikes|bombings|incidents|raids|clashes|explosions|blasts|shootings|districts|provinces|"
    "regions|states|cities|towns|villages|countries|places|communities|days of|weeks of|months of|years of|"
    "every ",
    flags=0,
)
# "The war has killed ...": the toll of all of it.
_WAR_SUBJECT = Keyed(
    r"\b(?:war|conflict|insurgency|unrest|crisis|violence|uprising|rebellion|campaign)(?: that)?"
    r"(?: has| have| had)?(?: already| so far| now| also)?(?: (?:killed|left|claimed)[^.;]{0,60}\band| leaving)?\s*$",
    "war|conflict|insurgency|unrest|crisis|violence|uprising|rebellion|campaign",
    flags=0,
)
_NOT_AGGREGATE = re.compile(r"\b(?:deadliest|worst|bloodiest|biggest|heaviest|first (?:since|time|such|on|of its))\b",
                            re.IGNORECASE)
_PARTIAL = Keyed(
    r"\b(?:(?:hospitals?|clinics?|infirmary|morgue|mortuary|ward|doctors?|surgeons?|medics?)\b[^.;]{0,80}\b"
    r"(?:received|admitted|treat(?:ed|ing)|taken in|took in|conceded|brought)\b|"
    r"brought to (?:the|a|his|her) (?:hospital|clinic|morgue)|from (?:his|her|one|my|the same) (?:quarter|family|"
    r"street|house|household|village|neighbou?rhood)\b|"
    r"by the (?:first|second|third)\b|the (?:first|second|third) (?:bomb|blast|explosion|strike|attack|"
    r"missile|rocket|shell)?\s?(?:killed|wounded|injured)|"
    r"in the (?:first|second|third)(?: (?:bomb|blast|explosion|strike|attack|raid))?\s*[.,;]|"
    r"(?:reached|arrived at|were taken to) the [\w ]{0,30}hospital)",
    "hospital|clinic|infirmary|morgue|mortuary|ward|doctor|surgeon|medic|from his |from her |from one |"
    "from my |from the same |the first|the second|the third",
)
# One hospital's patients or dead, and the deaths that somebody could trace; not the patients of a hospital under fire.
_PATIENTS = Keyed(r"\bpatients?\b", "patient")
_UNDER_FIRE = re.compile(r"\b(?:killed|attack\w*|hit|struck|shell\w*|bomb\w*|raid\w*|stormed)\b", re.IGNORECASE)
_ONE_HOUSE = Keyed(
    r"\bbod(?:y|ies)\b.*\b(?:its|the|our|his) (?:mortuary|morgue)\b|\b[Hh]ospital(?: No\.? ?\d+)? (?:says|said|counts|"
    r"counted|registered) |\b(?:match|matched|trace|traced) \d+ (?:deaths|dead|names)",
    "mortuary|morgue|ospital|match|trace",
    flags=0,
)
_IN_HOSPITAL = re.compile(r"\b(?:dead|killed|died|deaths),? (?:and |with )?$")
_HERE = re.compile(r"^\s*here\b")
_IMAGES = re.compile(r"\b(?:images?|videos?|footage|photos?|photographs?|pictures?|others) (?:\w+ ){0,3}(?:show|"
                     r"purport)\w*", re.IGNORECASE)
_SIDE_NOUNS = frozenset("attackers assailants gunmen raiders bombers bomber attacker gunman assailant".split())
_MANY_CAPTURED = 200  # likewise for prisoners
_LONG_AGO = timedelta(days=21)
_MANY_DISPLACED = 10_000  # flight in such numbers is counted over an area and a period, never at one site


def first_scope(page: Page, sentence: Sentence, finding: Finding, start: int, end: int, home: str | None) -> Scope:
    """The scope that the words around one figure give; `start` and `end` are its offsets in the document.

    `home` is the country that most of the document's places lie in.
    """
    text = page.text
    before, after = text[max(sentence.span.start, start - 300) : start], text[end : min(sentence.span.end, end + 200)]
    words = text[start:end]
    around = before + words + after
    low = around.lower()  # in which the keys of all patterns are sought
    if finding.harm == "displaced":
        return _flight_scope(finding, around)
    if holds_any(low, _PERIODS) and _PERIOD_AFTER.match(after):
        return "aggregate"
    if _elsewhere(page, sentence, start, home) or _long_ago(page, sentence, start, end):
        return "other"
    if _OTHER_BEFORE.search(before, low) or _OTHER_AFTER.search(after, low):
        return "other"
    if _NEW_EVENT.search(_opening(page, sentence)):
        return "other"
    if finding.harm == "captured" and (finding.count.low or 0) >= _MANY_CAPTURED:
        return "aggregate"
    clause = before + words + after.partition(";")[0]
    period = _AGGREGATE.search(clause, low)
    record = period and period.group().startswith("since") and _NOT_AGGREGATE.search(clause[: period.start()][-80:])
    if period and not record and not _NOT_AGGREGATE.search(after[:100]):
        return "aggregate"
    if _WAR_SUBJECT.search(before, low) or (finding.count.wording == "indefinite" and "on both sides" in after[:60]):
        return "aggregate"
    if finding.count.wording == "none" and finding.victims.status != "unspecified":
        return "partial"  # "no civilians": others may have been harmed
    if "more" in words and re.search(r"\bmore(?! than)\b", words) and re.search(r"\btoll\b", around):
        return "partial"  # "six more died, taking the toll to 33"
    if words.endswith("in hospital") and _IN_HOSPITAL.search(before) and re.match(r"\W|$", after):
        return "incident"  # "17 dead, dozens in hospital"
    if _ONE_HOUSE.search(around, low) or finding.harm in {"killed", "injured"} and (
            _PATIENTS.search(before + words, low) and not _UNDER_FIRE.search(around)):
        return "partial"
    if finding.count.wording == "none" and re.match(r"(?:\w+ ?){1,2} (?:in|at|inside|aboard) the ", words):
        return "partial"  # "nobody in the houses around the plant"
    if finding.clinical or finding.side or _PARTIAL.search(around, low) or _HERE.match(after):
        return "partial"
    if finding.people and (finding.people.of in _SIDE_NOUNS or finding.people.head in _SIDE_NOUNS):
        return "partial"
    if finding.count.wording == "indefinite" and _IMAGES.search(before):
        return "partial"
    return "incident"


_PERIODS = ("last year", "last month", "this year", "this month")
_PERIOD_AFTER = re.compile(r"[^.;,]{0,40}\bin the (?:country|province|region|state) (?:last|this) (?:year|month)\b")
_SITE = re.compile(r"^(?: \w+){0,3} (?:brought|laid|pulled|taken|delivered|recovered|carried|lay|lying|wheeled|"
                   r"arrived|received|dug)\b")
_LATER = re.compile(r"\b(?:succumbed|died (?:later|overnight|of (?:his|her|their|wounds|injuries))|further|"
                    r"more(?! than))\b")
_SHROUDED = re.compile(r"\b(?:stretchers|body bags|coffins|shroud\w*|(?:covered|sheeted) bodies)\b")  # one place's
_HOUSEHOLD = re.compile(r"\b(?:famil(?:y|ies)|household)\b")


def is_lesser(page: Page, finding: Finding, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the figure counts one family, one body's members, one place's bodies or later deaths alone.

    Such a figure is a part of any larger toll that the document tells, and the whole toll where it tells none.
    """
    people, words = finding.people, page.text[start:end]
    if people is not None and (people.kin or people.owned or people.head == "couple"):
        return True
    after = page.text[end : min(sentence.span.end, end + 60)]
    near = page.text[max(sentence.span.start, start - 30) : start] + after[:40]
    if "alone" in near and re.search(r"\balone\b", near):
        return True
    if finding.harm == "killed" and (_LATER.search(words) or re.match(r" (?:\w+ )?(?:later|overnight)\b", after)):
        return True
    if people is not None and people.head in {"members", "member"} and _HOUSEHOLD.search(words + after[:40]):
        return True
    if _SHROUDED.search(words) or "couple" in words and re.search(r"\b(?:The|the|a|A) couple\b", words):
        return True
    return "bodies" in words and bool(_SITE.match(after))


def is_apart(page: Page, sentence: Sentence, start: int) -> bool:
    """Whether the sentence opens with a place of its own: "In Ona six herders were killed" is no side of a toll."""
    return bool(re.match(r"\W*(?:\d+\. )?(?:In|At|Near|Over|Outside) "
                         r"(?:[A-Z]|the (?:\w+ ){1,3}(?:in|of|at|near) [A-Z])", page.text[sentence.span.start : start]))


def _flight_scope(finding: Finding, around: str) -> Scope:
    """Flight is counted from the day of the incident on, so "since Saturday" alone is no aggregate."""
    if (finding.count.low or 0) >= _MANY_DISPLACED:
        return "aggregate"
    if finding.clinical:
        return "partial"
    areas = re.search(r"\b(?:two|three|four|several|both) (?:\w+ )?"
                      r"(?:districts|provinces|regions|states|countries|villages|towns|cities)\b", around)
    return "aggregate" if areas else "incident"


def _opening(page: Page, sentence: Sentence) -> str:
    """The start of the sentence before, in the same paragraph: "Hours after the raid a drone hit ..."."""
    for other in page.sentences[max(sentence.number - 1, 0) : sentence.number]:
        if other.paragraph == sentence.paragraph:
            return page.text[other.span.start : min(other.span.end, other.span.start + 80)]
    return ""


def home_country(page: Page) -> str | None:
    """The country that most of the document's places lie in; None where no place is known."""
    counts = Counter(m.geo.country for m in page.mentions if m.kind == "place" and m.geo and m.geo.country)
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


_IN_A_PLACE = re.compile(r"\s*[“\"]?In [A-Z]")


def _elsewhere(page: Page, sentence: Sentence, start: int, home: str | None) -> bool:
    """A place in another country named just before the figure, as in "In X it killed thousands"."""
    if home is None:
        return False
    begin = max(sentence.span.start, start - 120)
    if not _IN_A_PLACE.match(page.text, sentence.span.start, start):
        return False
    near = [m for m in page.mentions[_first_from(page.mentions, begin) : _first_from(page.mentions, start)]
            if m.kind == "place" and m.geo]
    return bool(near) and all(m.geo and m.geo.country != home for m in near)


def _long_ago(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """A date of weeks before publication, in the sentence near the figure or in the one before."""
    day = page.published.day
    if day is None:
        return False
    floor = sentence.span.start - 160
    for date in page.dates[_first_from(page.dates, floor) : _first_from(page.dates, end + 61)]:
        since = page.text[max(date.span.start - 6, 0) : date.span.start].lower() == "since "
        if _is_past(date, day) and not since:
            return _same_paragraph(page.text, date.span.end, start)
    return False


def _first_from(items: Sequence[Mention] | Sequence[DateMention], at: int) -> int:
    """Position of the first item that begins at this offset or later."""
    return bisect_left(items, at, key=lambda item: item.span.start)


def _same_paragraph(text: str, a: int, b: int) -> bool:
    return "\n" not in text[min(a, b) : max(a, b)]


def _is_past(date: DateMention, day: Day) -> bool:
    return date.when.end is not None and not date.when.since and day - date.when.end > _LONG_AGO


def settle(scopes: list[Scope], findings: Sequence[Finding], parents: Sequence[int | None],
           lesser: Sequence[bool], apart: Sequence[bool]) -> list[Scope]:
    """Scopes that need the whole document: parts of a total, and one side's losses beside a larger toll.

    `lesser` says of each figure whether `is_lesser` holds, `apart` whether `is_apart` does.
    """
    out = _same_figure_same_scope(scopes, findings)
    largest: dict[str, int] = {}
    for scope, finding in zip(out, findings, strict=True):
        if scope == "incident" and not finding.part and finding.count.stated:
            largest[finding.harm] = max(largest.get(finding.harm, 0), _reach(finding))
    totals: dict[str, int] = {}  # the first total that the document gives
    for scope, finding in zip(out, findings, strict=True):
        low = finding.count.low
        if scope == "incident" and not finding.part and low and finding.count.wording != "indefinite" and (
                finding.victims.status == "unspecified" or low >= 20):
            totals.setdefault(finding.harm, low)
    for i, finding in enumerate(findings):
        parent = parents[i]
        if finding.part and (finding.harm not in {"missing", "captured"} or finding.victims.group):
            whole = out[parent] if parent is not None else "incident"
            out[i] = ("incident" if finding.origin else "aggregate") if whole == "aggregate" else "partial"
        elif finding.like is not None:
            out[i] = out[finding.like]
        elif out[i] == "incident" and finding.harm != "missing" and (
                not apart[i] and _is_side(finding, totals.get(finding.harm, 0)) or (
                lesser[i] and _reach(finding) < largest.get(finding.harm, 0))):
            out[i] = "partial"
    return _side_by_side(out, findings, lesser)


def _side_by_side(scopes: list[Scope], findings: Sequence[Finding], lesser: Sequence[bool]) -> list[Scope]:
    """"Fourteen bodies were laid out ...; two more people died": two counts of which neither is the whole."""
    out = list(scopes)
    before: int | None = None
    for i, finding in enumerate(findings):
        if finding.harm != "killed" or finding.part:
            continue
        if lesser[i] and before is not None and lesser[before] and out[i] in {"incident", "partial"}:
            out[i] = "partial"
            out[before] = "partial" if out[before] == "incident" else out[before]
        before = i
    return out


def _reach(finding: Finding) -> int:
    return max(finding.count.low or 0, finding.count.high or 0)


def _same_figure_same_scope(scopes: Sequence[Scope], findings: Sequence[Finding]) -> list[Scope]:
    """A figure that a document repeats has one scope: the one that some sentence gives it in words."""
    told: dict[tuple, Scope] = {}
    keys = [(f.harm, f.count.low, f.count.high) for f in findings]
    for key, scope, finding in zip(keys, scopes, findings, strict=True):
        if scope in {"aggregate", "other"} and finding.count.stated and (finding.count.low or 0) >= 10:
            told.setdefault(key, scope)
    return [told.get(key, scope) if scope == "incident" else scope for key, scope in zip(keys, scopes, strict=True)]


def _is_side(finding: Finding, total: int) -> bool:
    """A small figure of named victims beside a far larger toll: one site, one side or one person."""
    high = finding.count.high if finding.count.high is not None else finding.count.low
    specific = finding.victims.status in {"civilian", "combatant"} or finding.count.high == 1
    return specific and high is not None and high * 2 < total and finding.count.wording not in {"indefinite"}
