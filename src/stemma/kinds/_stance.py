"""How a figure is put forward: asserted, confirmed, feared, denied, doubted."""

from __future__ import annotations

import re

from stemma.keyed import Keyed
from stemma.kinds._scan import Finding
from stemma.values import Source, Stance

_DENIED = Keyed(
    r"\b(?:den(?:y|ied|ies|ying)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|refut(?:ed|es|ing)|rebuff(?:ed|s))\b"
    r"(?![^“”\"]{0,200}\b(?:but|and) (?:said|says|claimed|insisted)\b)[^;:]{0,160}$",
    "deny|deni|dismiss|reject|refut|rebuff",
    flags=re.IGNORECASE | re.DOTALL,
)
_WITHDRAWN = Keyed(
    r"\b(?:an? )?(?:earlier|previous) version of this\b|\bwrongly (?:said|stated|reported)\b|"
    r"\bincorrectly\b",
    "version of this|wrongly |incorrectly",
)
_CONFIRMED = Keyed(
    r"\b(?:confirm(?:ed|s)?|verified|verifies)\b"
    r"(?! (?:the )?(?:cases?|infections?|attack|reports?|strike|footage|video))"
    r"[^;:]{0,60}$",
    "confirm|verifi",
)
_CONFIRMED_INSIDE = Keyed(r"\bverified\b|\bconfirmed\b", "verified|confirmed", flags=0)
_NOT = re.compile(r"\b(?:not|n't|never|nor|cannot|yet to)\b[^;:]{0,60}$", re.IGNORECASE)
_ESTIMATE = Keyed(
    r"\b(?:feared?|fears|believed?|estimat(?:e|es|ed|ing)|presumed|thought to|likely|suspected to|may have|might have|"
    r"could have|projected|probably)\b(?:(?!\bwho\b)[^;:]){0,60}$",
    "fear|believe|estimat|presumed|thought to|likely|suspected to|may have|might have|could have|projected|"
    "probably",
)
_ESTIMATE_INSIDE = Keyed(
    r"\b(?:feared|estimated|believed|presumed|thought to|may have|might have)\b",
    "feared|estimated|believed|presumed|thought to|may have|might have",
)
# Reports as a noun; "the agency reports that" is a source like any other.
_REPORTS = (r"(?:(?:^|\b(?:amid|by|to|of|on|the|these|several|some|other|media|local|earlier|initial|after|with|in|"
            r"denied|dismissed|rejected)) +[“\"‘']?reports?|^\W*reports) (?:suggest\w*|of|that|from|said|say)")
_ESTIMATE_OF_DEED = re.compile(r"\b(?:to have|may have|might have|could have|estimat\w+|feared?|probably)\b",
                               re.IGNORECASE)
_UNVERIFIED = Keyed(
    r"\b(?:purport\w*|unconfirmed|unverified|rumou?rs?|" + _REPORTS + r"|"
    r"according to (?:\w+ )?reports?|allegedly)\b[^;:]{0,120}$",
    "purport|unconfirmed|unverified|rumo|report|allegedly",
)
_UNDERCOUNT = Keyed(
    r"\bunder-?count\w*|\bunder-?estimat\w*|\bunderstate\w*|\bcount from below\b|"
    r"\b(?:true|real|actual|full|final) (?:death )?(?:toll|number|figure|count)s?\b[^.]{0,60}\bhigher\b|"
    r"\bfar higher\b",
    "under-|undercount|underestimat|understate|count from below|higher",
)
# A count that is still going on: what it has reached is the least that it will give.
_RUNNING = Keyed(
    r"\bnot (?:yet )?finished counting\b|\bstill (?:counting|writing|being counted)\b|"
    r"\bonly the ones\b|\bcounting (?:continues|goes on)\b",
    "finished counting|still |only the ones|counting ",
)
_NEXT_UNVERIFIED = Keyed(
    r"\b(?:claims?|reports?|figures?|numbers?|tolls?|casualt\w+|that|this|these|it)\b[^.]{0,40}\b"
    r"(?:could|can|has|have) (?:not|n't)(?: yet)? (?:be|been)\b[^.]{0,20}\b(?:verified|confirmed|corroborated|"
    r"substantiated)\b|\b(?:claims?|reports?|figures?|numbers?|tolls?) (?:could not|cannot|can't) be\b[^.]{0,20}"
    r"\b(?:verified|confirmed)\b",
    "verified|confirmed|corroborated|substantiated",
)
_NUMBER_UNVERIFIED = Keyed(
    r"\b(?:not|n't|unable to|cannot|never)\b[^.]{0,30}\b(?:confirm|verif|corroborat|check)\w*\b[^.]{0,30}\b"
    r"(?:number|toll|figure|casualt|death|how many)\w*",
    "confirm|verif|corroborat|check",
)
# A sentence that turns to another place or event is not covered by the doubt before it.
TURNS_AWAY = re.compile(r"^\W*(?:in|at|near) the (?:nearby |neighbouring )?(?:village|town|city|district|port) of\b|"
                        r"^\W*(?:elsewhere|meanwhile|separately|in a separate|in another)\b", re.IGNORECASE)
_NEXT_DISPUTED = Keyed(
    r"\b(?:(?:called|dismissed|described) (?:it|that|this|them|the (?:figure|claim|toll|number|report)s?) (?:as )?"
    r"[“\"‘']?(?:an? |pure |enemy |total )*(?:too|insult|lie|lies|false|fake|nonsense|propaganda|exaggerat|invent|"
    r"baseless|fabricat|untrue|theatre|fiction|rumou?r)|"
    r"(?:disputed|rejected|denied|contested) (?:(?:it|this|that)(?=[\s,.;]*(?:$|[,.;]|saying|as))|"
    r"(?:this|that|the|these|those) (?:figures?|claims?|tolls?|numbers?|accounts?|reports?)\b)|"
    r"too (?:high|low)\b|exaggerat\w+|inflated\b|saw no such\b|no such bodies\b)",
    "called |dismissed |described |disputed |rejected |denied |contested |too |exaggerat|inflated|no such",
)


def stance_of(finding: Finding, before: str, words: str, after: str, source: Source) -> Stance:
    """The stance that the figure's own sentence gives: the text before it, its own words, the text after it."""
    if finding.count.wording == "none" and finding.victims.status == "civilian" and finding.active:
        return "denied"
    low, low_words = before.lower(), words.lower()
    if _WITHDRAWN.search(before, low) or _DENIED.search(before[-220:], low):
        return "denied"
    if finding.rejected:
        return "disputed"
    if _UNDERCOUNT.search(after, after.lower()):
        return "undercount"
    near = before[-90:]
    agents = finding.active and not _ESTIMATE_OF_DEED.search(near)  # "gunmen believed to be rebels killed ..."
    if _ESTIMATE.search(near, low) and not agents or _ESTIMATE_INSIDE.search(words, low_words):
        return "estimate"
    if _UNVERIFIED.search(before[-160:], low) or "purport" in words:
        return "unverified"
    if _CONFIRMED_INSIDE.search(words, low_words) or _CONFIRMED.search(near, low) and not _NOT.search(near):
        return "confirmed"
    if finding.count.wording == "range" and source.kind == "unnamed":
        return "estimate"
    return "asserted"


def running(after: str) -> bool:
    """Whether the words after a figure say that the counting goes on."""
    return bool(_RUNNING.search(after, after.lower()))


def doubted(following: str, reach: int) -> Stance | None:
    """What the next sentence says of the figures before it: undercount, disputed, unverified or nothing.

    `reach` is the offset in it of its own first figure: what is said after that is said of that figure.
    """
    following = following[:reach]
    low = following.lower()
    if _UNDERCOUNT.search(following, low) or _RUNNING.search(following, low):
        return "undercount"
    if _NEXT_UNVERIFIED.search(following, low):
        return "unverified"
    if _NEXT_DISPUTED.search(following, low):
        return "disputed"
    return None


def questions_number(sentence: str) -> bool:
    """Whether the outlet says here that it could not check the number of victims."""
    return bool(_NUMBER_UNVERIFIED.search(sentence, sentence.lower()))
