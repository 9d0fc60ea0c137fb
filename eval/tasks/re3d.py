"""re3d: what the pages name, by the corpus's types.

The corpus marks whole phrases ("the Government of Iraq", "five ISIL fighters"), offices without a name, and personal
pronouns; a state that acts is an organisation, one where something is, is a location.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.reports import documents
from stemma.kinds._lexicon_actors import actors_of
from stemma.kinds._lexicon_weapons import WEAPONS
from stemma.kinds._phrases import Hit, Line, lines
from stemma.model import Mention, Page
from stemma.pipeline import open_page
from stemma.reading.nations import BY_DEMONYM, nation_of
from stemma.reading.titles import HONORIFICS, RANKS, ROLE_NOUNS
from stemma.reading.truecase import truecased
from stemma.values import Span

Found = tuple[Span, str]

# Behind one of these a state is where something is, not who does it.
_WHERE = re.compile(r"\b(?:in|into|from|to|across|inside|outside|around|throughout|near|within|of|over|between|and|"
                    r"northern|southern|eastern|western|central)\s+(?:the\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[Tt]he\s+$")
_SMALL = re.compile(r"(?:[Tt]he|[Aa]n?|[Oo]ur|[Ii]ts|[Tt]heir|[Ss]everal|[Mm]ultiple)\s+(?:\w+\s+)?$")
_TITLES = ROLE_NOUNS | RANKS | HONORIFICS
_SITES = (r"areas?|cit(?:y|ies)|towns?|villages?|regions?|provinces?|districts?|hospitals?|mosques?|buildings?|"
          r"compounds?|camps?|bases?|borders?|country|bridges?|schools?|positions?|facilit(?:y|ies)|routes?")
_GROUPS = (r"government|regime|opposition|coalition|community|forces|people|civilians|victims|families|partners|allies|"
           r"countries|nations|leaders|militants|terrorists|fighters|refugees|children|residents|group|organi[sz]ation|"
           r"team|units?|army|military|navy|police|staff|women|journalists|citizens|members|parties|ministry|council|"
           r"committee|embassy|authorities|enemy")
_OFFICE = (r"(?:[A-Z][a-z]+ ){0,2}(?:Minister|President|Secretary|Ambassador|Envoy|Spokes(?:man|woman|person)|"
           r"Commander|General)")
# Phrases that the corpus marks and Stemma's pages do not hold, with their type; the first one that fits is taken.
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((kind, re.compile(source)) for kind, source in (
    ("Money", r"(?:US)?[$£€]\s?\d[\d,.]*(?:\s(?:million|billion|thousand))?|\bmoney\b"),
    ("DocumentReference", r"\b(?:(?:UN |U\.N\. )?(?:Security Council )?Resolutions? \d{3,4}|Executive Order \d+|"
                          r"[Tt]he [Rr]esolution|[a-z]+ (?:report|agreement|constitution))\b"),
    ("MilitaryPlatform", r"\b(?:HMS|USS|FS) [A-Z]\w+(?: [A-Z]\w+)?|\b(?:tanks?|helicopters?|warships?|frigates?|"
                         r"drones?|(?:armou?red|military) vehicles?|(?:[\w-]+ )?aircraft(?: carrier)?|UAVs?|"
                         r"bulldozers?|fighter jets?)\b"),
    ("Vehicle", r"\b(?:vehicles?|trucks?|excavators?|boats?|cars?)\b"),
    ("Organisation", r"\b(?:[Ww]e|[Tt]hey)\b"),
    ("Person", rf"\b(?:I|[Hh]e|[Ss]he)\b|\b[Tt]he {_OFFICE}\b"),
    ("Organisation", rf"\b(?:[Tt]he|[Oo]ur|[Ii]ts|[Tt]heir|all|both)(?: [\w’'-]+){{0,2}}? (?:{_GROUPS})\b"),
    ("Organisation", r"\b(?:civilians|people|militants|terrorists|fighters|partners|children|journalists|refugees)\b"),
    ("Location", rf"\b(?:[Tt]he|an?|that|this)(?: [\w’'-]+)?? (?:{_SITES})\b"),
    ("Weapon", r"\b(?:strikes?|weapons?(?: systems)?|chemicals|VBIEDs?|IEDs?)\b"),
    ("Quantity", r"(?<![\w.,°$£€-])(?<![A-Z]\s)(?:\d[\d,]*(?:\.\d+)?"
                 r"(?: (?:million|thousand|percent|per cent|kilomet(?:er|re)s|miles))?(?=%|\s[a-z])%?|"
                 r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens)(?![\w-])"),
))


def answer(given: dict) -> dict:
    """{"docs": {id: [{"start", "end", "type"}]}}"""
    docs = {}
    for document in documents(given):
        page = open_page(truecased(document))
        docs[document.name] = [{"start": s.start, "end": s.end, "type": kind} for s, kind in entities(page)]
    return {"docs": docs}


def entities(page: Page) -> list[Found]:
    """Everything found, the surest first; of what overlaps the first is kept."""
    kept: list[Found] = []
    for span, kind in (*times(page), *names(page), *weapons(page), *actors(page), *phrases(page), *nationalities(page)):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, kind))
    return sorted(kept)


def times(page: Page) -> Iterator[Found]:
    for time in page.times:
        if time.kind in ("date", "duration"):
            yield time.span, "Temporal"


def names(page: Page) -> Iterator[Found]:
    """People with their titles, organisations and places with their articles."""
    for mention in page.mentions:
        if mention.kind == "person":
            yield with_title(page.text, mention.span), "Person"
        elif mention.kind == "org":
            yield as_group(page.text, mention.span), "Organisation"
        elif place_type(page.text, mention) == "Location":
            yield as_location(page.text, mention.span), "Location"
        else:
            yield as_group(page.text, mention.span), "Organisation"


def place_type(text: str, mention: Mention) -> str:
    """A state is a location where something is in it, and an organisation where it acts."""
    state = mention.geo is not None and mention.geo.kind == "country"
    acts = state and not _WHERE.search(text[max(0, mention.span.start - 24) : mention.span.start])
    return "Organisation" if acts else "Location"


def with_article(text: str, span: Span) -> Span:
    article = _ARTICLE.search(text[max(0, span.start - 5) : span.start])
    return Span(span.start - len(article.group()), span.end) if article else span


_LOCATION_BEFORE = re.compile(
    r"(?:\b(?:[Tt]he\s(?:\w+\s)?)?(?:city|town|village|district|province|island|heart|outskirts|area)\sof\s(?:the\s)?|"
    r"\b[Tt]he\s)$")
_BEHIND_COMMA = re.compile(r",\s[A-Z]\w+(?:\s[A-Z]\w+)?(?=[\s.,;)])")


def as_location(text: str, span: Span) -> Span:
    """A place with what it is called: "the city of Orvel", "the Red Sea"; "Orvel, Tasch" is one."""
    before = _LOCATION_BEFORE.search(text[max(0, span.start - 30) : span.start])
    behind = _BEHIND_COMMA.match(text, span.end)
    state = behind and nation_of(behind.group()[2:], capitals=False)
    return Span(span.start - (len(before.group()) if before else 0), behind.end() if behind and state else span.end)


_FOLLOWING = re.compile(
    r"(?:[’']s)?(?:\s(?:military|tactical|terrorist|security|government|service|ground|armed|air|support|combat)){0,2}"
    rf"\s(?:{_GROUPS}|members|operatives|troops|soldiers|ships|officials|companies|citizens)\b")
_QUALIFIER = re.compile(
    r"(?:\b(?:international|regional|local|foreign|enemy|terrorist|government|other|global|wider|armed|innocent|military|"
    r"vulnerable|moderate|[A-Z][\w’'-]+)\s)$")


def as_group(text: str, span: Span) -> Span:
    """A name with the people it belongs to, and a group with its adjectives: "ISIL fighters", "the Iraqi people"."""
    following = _FOLLOWING.match(text, span.end)
    start, end = span.start, following.end() if following else span.end
    for _ in range(2 if text[span.start].islower() else 0):
        before = _QUALIFIER.search(text[max(0, start - 24) : start])
        if before is None or before.group().strip() in ("The", "In", "And", "But", "A"):
            break
        start -= len(before.group())
    return with_article(text, Span(start, end))


_WORD_BEFORE = re.compile(r"([A-Z][\w.-]*)\s$")


def with_title(text: str, span: Span) -> Span:
    """The name with ranks, offices and forms of address before it: "Foreign Minister Jon Tasch"."""
    start, first = span.start, span.start
    while word := _WORD_BEFORE.search(text[max(0, start - 24) : start]):
        start -= len(word.group())
        if word[1].rstrip(".").lower() in _TITLES:
            first = start
        elif span.start - start > 60:
            break
    return with_article(text, Span(first, span.end)) if first < span.start else span


def weapons(page: Page) -> Iterator[Found]:
    for line in lines(page):
        for hit in WEAPONS.find_in(line):
            if hit.tag != "event":
                yield span_of(line, hit), "MilitaryPlatform" if hit.tag == "platform" else "Weapon"


def actors(page: Page) -> Iterator[Found]:
    """Armed groups, forces and the generic words for them."""
    find = actors_of(page)
    for line in lines(page):
        for hit in find.of(line):
            if hit.tag != "state":
                yield as_group(page.text, span_of(line, hit)), "Organisation"


def span_of(line: Line, hit: Hit) -> Span:
    return Span(line.words[hit.first].start, line.words[hit.last].end)


def phrases(page: Page) -> Iterator[Found]:
    for kind, pattern in PHRASES:
        for sentence in page.sentences:
            for match in pattern.finditer(page.text, sentence.span.start, sentence.span.end):
                group = kind == "Organisation" and match.group().islower()
                yield as_group(page.text, Span(*match.span())) if group else Span(*match.span()), kind


_DEMONYM = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, BY_DEMONYM), key=len, reverse=True)) + r")\b")


def nationalities(page: Page) -> Iterator[Found]:
    """Adjectives of states that belong to no other name."""
    for match in _DEMONYM.finditer(page.text):
        if not match.group().endswith("s") and page.text[match.end() : match.end() + 2].strip().islower():
            yield Span(*match.span()), "Nationality"
