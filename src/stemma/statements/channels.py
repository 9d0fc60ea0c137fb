"""By which way something was said, and which outlet carried it first, as far as the words around the cue tell."""

from __future__ import annotations

import re

from stemma.keyed import Keyed
from stemma.model import Mention
from stemma.reading.organisations import OUTLET_NOUNS, OUTLETS
from stemma.values import Channel

# In order: a "statement on Telegram" is a Telegram post, an "interview with state television" went out on television.
_CHANNELS: tuple[tuple[Channel, Keyed], ...] = (
    (
        "un_meeting",
        Keyed(
            r"\b(?:security council|general assembly|human rights council|"
            r"(?:UN|U\.N\.|united nations) (?:meeting|session))\b",
            "council|assembly|meeting|session",
        ),
    ),
    ("facebook", Keyed(r"\bfacebook\b", "facebook")),
    ("telegram", Keyed(r"\btelegram\b", "telegram")),
    (
        "twitter",
        Keyed(r"\btwitter\b|\btweet(?:s|ed|ing)?\b|\b(?:on|post on|wrote on|via) X\b", "twitter|tweet|on x|via x"),
    ),
    (
        "tv",
        Keyed(
            r"\b(?:television|tv|televised|broadcaster|channel \d+|al[- ]?jazeera|bbc|cnn|sky news|fox news)\b",
            "tv|televis|broadcaster|channel|jazeera|bbc|cnn|sky news|fox news",
        ),
    ),
    (
        "briefing",
        Keyed(
            r"\b(?:briefings?|news conference|press conference|pressers?|"
            r"told (?:reporters|journalists|the press|newsmen)|"
            r"to reporters)\b",
            "briefing|conference|presser|told |to reporters",
        ),
    ),
    (
        "interview",
        Keyed(
            r"\binterview(?:s|ed)?\b|\bby (?:tele)?phone\b|\bby satellite (?:tele)?phone\b|\bwhen asked\b",
            "interview|phone|when asked",
        ),
    ),
    (
        "press_release",
        Keyed(
            r"\b(?:in|by|issued|according to|released) (?:a|an|its|his|her|their|the|another|this)? ?"
            r"(?:[\w-]+ ){0,3}(?:statement|press release|communiqu[eé]|announcement)\b|\bread out on (?:radio|state)\b",
            "statement|press release|communiqu|announcement|read out on",
        ),
    ),
)

_OUTLETS = frozenset(outlet.casefold() for outlet in OUTLETS)


def channel_of(words: str, *, told_outlet: bool = False) -> Channel | None:
    """The channel that the words around a cue name; someone who told an outlet something gave an interview."""
    low = words.lower()
    for channel, pattern in _CHANNELS:
        if channel == "tv" and told_outlet and not re.search(r"(?i)television|\btv\b|televised", words):
            continue
        if pattern.search(words, low):
            return channel
    return "interview" if told_outlet else None


def is_outlet(name: str, page_outlet: str | None = None) -> bool:
    """Whether a name is a news outlet's or agency's."""
    plain = name.removeprefix("The ").removeprefix("the ")
    if page_outlet and plain.casefold() in page_outlet.casefold():
        return True
    known = plain in OUTLETS or name in OUTLETS or plain.casefold() in _OUTLETS
    words = plain.casefold().split()
    return known or (
        bool(words) and plain[0].isupper() and (words[-1] in OUTLET_NOUNS or words[0] in ("radio", "channel"))
    )


def outlet_among(orgs: list[Mention], page_outlet: str | None) -> Mention | None:
    """The first of some organisations that is an outlet."""
    return next(
        (m for m in orgs if is_outlet(m.refers_to or m.name, page_outlet) or is_outlet(m.name, page_outlet)), None
    )
