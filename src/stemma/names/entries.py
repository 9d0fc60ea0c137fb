"""Names as the join sees them: one row for each mention or source, resolved as far as its own document allows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stemma.model import Mention, Reading
from stemma.names.roles import with_owner
from stemma.reading.plain_words import NOT_NAMES
from stemma.reading.titles import HONORIFICS, RANKS, STYLES
from stemma.values import Source

_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_THE = re.compile(r"the\s", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# "the rebels" are the group that the text introduces as "the rebels of the Kasra Front" or "the rebel Kasra Front".
_GROUP = re.compile(r"(?:rebel|insurgent|separatist|militant|guerrilla|jihadist)s?(?: group| movement| forces)?$",
                    re.IGNORECASE)
_INTRODUCED = re.compile(r"\b(rebel|insurgent|separatist|militant|guerrilla|jihadist)s?"
                         r"(?: (?:group|movement|army|alliance|coalition))?(?: (?:of|from|with))?(?: the)?,?\s+$",
                         re.IGNORECASE)
_CROWD = re.compile(
    r"(?:local |some |many )?(?:resident|inhabitant|local|villager|witness|eyewitness|survivor|relative|neighbour|"
    r"neighbor|refugee|worker|official|doctor|medic|elder|trader|driver)(?:e?s)?", re.IGNORECASE)
MOST_MENTIONS = 400  # from a text's start, in which a body and its head are introduced
HEAD = 700  # characters in which a masthead stands
_GIVEN_AS = re.compile(r"\bwho (?:gave (?:his|her|their) name(?: only)? as|identified (?:him|her|them)sel(?:f|ves)"
                       r"(?: only)? as|introduced (?:him|her)self as|calls? (?:him|her)self|"
                       r"asked to be (?:called|named)) ")
_OWN_OFFICE = re.compile(r"(?:his|her) (?:office|team|staff|aides)", re.IGNORECASE)
_HEADED = re.compile(r" of the ([a-z][a-z ]{2,40}(?:office|department|agency|service|mission|committee|commission))$")
_POSSESSIVE = re.compile(r"['’]s?$")


class Entry(NamedTuple):
    """One name in one document; `full` is the fullest form that the document gives for it."""

    doc: str
    kind: str  # person, org or unnamed
    name: str  # as written, without article
    full: str
    role: str | None
    at: int  # offset, -1 where the source has no span
    mention: str | None = None  # Mention.id
    row: str | None = None  # Statement.id or Claim.id
    definite: bool = False  # whether "the" stands before it
    styled: str | None = None  # the name with the form of address before it: "Hadj Brahim"


def bare(name: str) -> str:
    """A name on one line without article and possessive."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(name.split())))


def entries_of(reading: Reading) -> Iterator[Entry]:
    """Mentions of people and organisations, then the sources of statements and claims."""
    doc = reading.document.id
    mentions = _Mentions(m for m in reading.page.mentions if m.kind in ("person", "org"))
    for m in mentions.rows:
        styled = _styled(reading.page.text, m) if m.kind == "person" else _owned(reading.page.text, m)
        role = m.role and with_owner(reading.page.text, m.span.start, m.role, reading.page.outlet)
        yield Entry(doc, m.kind, bare(m.name), bare(m.refers_to or m.name), role, m.span.start, mention=m.id,
                    styled=styled)
    if outlet := _masthead(reading):
        yield Entry(doc, "org", bare(outlet), bare(outlet), None, 0)
    for row in (*reading.statements, *reading.claims):
        if row.source.known and row.source.name.strip():
            yield _source_entry(reading, row.source, row.id, mentions)


_RANKED = re.compile(r"(?<!\w)[^\W\d_a-z][\w-]{1,12}\.?(?:[ \t][^\W\d_a-z][\w-]{1,12}\.?)?(?=[ \t]$)")
_OWNER = re.compile(r"(?<!\w)([^\W\d_a-z][\w-]{2,20}['’]s)\s$")
_STYLE = re.compile(r"(?<!\w)([^\W\d_a-z][\w-]{1,12})\.?\s$")


def _styled(text: str, mention: Mention) -> str | None:
    """The name with what stands before it and stays with it; a name of one word keeps any title: "Captain Sol"."""
    ranks = _RANKED.search(text, max(0, mention.span.start - 40), mention.span.start) if " " in mention.name else None
    if ranks and all(word.lower().strip(".") in RANKS for word in ranks[0].split()):
        return f"{' '.join(ranks[0].split())} {bare(mention.name)}"  # "Major General Ada Lund" is a spelling of her
    style = _STYLE.search(text, max(0, mention.span.start - 16), mention.span.start)
    staying = STYLES if " " in mention.name else STYLES | RANKS | HONORIFICS
    return f"{style[1]} {bare(mention.name)}" if style and style[1].lower() in staying else None


def _owned(text: str, mention: Mention) -> str | None:
    """A body in general terms with whose it is: "Kasra's defence ministry"."""
    owner = _OWNER.search(text, max(0, mention.span.start - 40), mention.span.start)
    return f"{owner[1]} {bare(mention.name)}" if owner and mention.name[:1].islower() else None


def _masthead(reading: Reading) -> str | None:
    """The outlet as its own page spells it; else a first line in capitals that is no part of the report."""
    page = reading.page
    if page.outlet:
        at = page.text[:HEAD].casefold().find(page.outlet.casefold())
        return page.text[at : at + len(page.outlet)] if at >= 0 else page.outlet
    first = page.text.lstrip()[:HEAD].splitlines()[0].strip() if page.text.strip() else ""
    if (named := _TITLE_LINE.match(first)) and not _SENTENCE.search(named[1]):
        return named[1]
    lines = [line.strip() for line in page.text.lstrip()[:HEAD].splitlines() if line.strip()][:3]
    heads = zip(lines[:2], lines[1:], strict=False)
    return next((line for line, after in heads if _shouted(reading, line, after)), None)


def _shouted(reading: Reading, line: str, after: str) -> bool:
    """Whether a line in capitals at the head of a page is a masthead: part of the furniture, or a menu or a date after
    it."""
    page, words = reading.page, line.split()
    if not line.isupper() or len(words) > 4 or not all(word.isalpha() for word in words) or _NEWS.search(line):
        return False
    if any(m.kind == "place" and m.name.casefold() == line.casefold() for m in page.mentions):
        return False
    at = page.text.find(line)
    covered = any(f.span.start <= at < f.span.end for f in page.furniture)
    dated = re.search(r"\b\d{4}\b", after) is not None and len(after) < 60
    return (covered or dated or _MENU.fullmatch(after) is not None) and any(w.lower() not in NOT_NAMES for w in words)


# A first line that is the name of a paper: "THE DAILY LAMP", "The Lamp", "LAMP FM 90.1 | On air now".
_TITLE_LINE = re.compile(r"((?:THE|The)(?: [^\W\d_a-z][\w’'-]*){1,3}"
                         r"|(?:[^\W\d_a-z]{3,}\b ?)+(?:FM|TV|RADIO)\b(?: [\d.]+)?"
                         r"|[^\W\d_a-z]{4,}(?: [^\W\d_a-z]{4,}){1,2}(?= [-–|]\s)"
                         r"|[^\W\d_a-z]{4,} \d{1,3}(?= [-–|]\s))(?: ?[-–|]\s.*)?$")
_MENU = re.compile(r"[^|·•.]{2,25}(?: [|·•] [^|·•.]{2,25}){1,8}")  # "News | Sport | Weather"
_SENTENCE = re.compile(r"(?i)\b(?:of|in|on|at|is|are|was|were|has|have|as|killed|dead|attack|strike|war|siege|live)\b")
_NEWS = re.compile(r"(?i)\b(?:dead|dies?|killed|kills?|hits?|shot|raids?|attacks?|strikes?|war|siege|clashes|blasts?|"
                   r"toll|flee|fled)\b")


class _Mentions:
    """The named mentions of one document, found by span and by name."""

    def __init__(self, mentions: Iterable[Mention]):
        self.rows = sorted(mentions, key=lambda m: m.span)
        self._starts = [m.span.start for m in self.rows]
        self._named = {(m.kind, bare(m.name)): m for m in reversed(self.rows)}

    def meant(self, source: Source) -> Mention | None:
        """The mention at the source's span, else one of the same name."""
        if source.span:
            first = max(0, bisect_left(self._starts, source.span.start) - 1)
            near = [m for m in self.rows[first : bisect_left(self._starts, source.span.end)]
                    if m.span.overlaps(source.span)]
            for m in near:
                if m.kind == source.kind:
                    return m
            if len(near) == 1 and bare(source.name) in bare(near[0].name):
                return near[0]  # the case has corrected what the document was read as
        return self._named.get((source.kind, bare(source.name)))

    def named(self, name: str) -> Mention | None:
        """A mention of exactly this name, for a source that was not recognised as somebody."""
        return self._named.get(("org", name)) or self._named.get(("person", name)) if name[:1].isupper() else None

    def given_as(self, source: Source, text: str) -> Mention | None:
        """Who "a spokesman, who gave his name as Amal Reyes" is."""
        match = source.span and _GIVEN_AS.search(text, source.span.start, source.span.end + 90)
        if not match or match.start() > source.span.end + 4:
            return None
        first = bisect_left(self._starts, match.end())
        found = self.rows[first] if first < len(self.rows) else None
        near = found is not None and found.kind == "person" and text[match.end() : found.span.start].count(" ") < 2
        return found if near and found.span.start - match.end() < 16 else None

    def person_before(self, at: int) -> Mention | None:
        """The last person named before an offset: whose office "her office" is."""
        before = self.rows[: bisect_left(self._starts, at)]
        return next((m for m in reversed(before) if m.kind == "person"), None)

    def called(self, name: str, text: str) -> str | None:
        """The one body of the document that is introduced with a word like "rebels"."""
        stem = name.lower().split()[0].rstrip("s")
        bodies = {bare(m.refers_to or m.name) for m in self.rows if m.kind == "org"
                  and (match := _INTRODUCED.search(text[max(0, m.span.start - 40) : m.span.start]))
                  and match[1].lower() == stem}
        return next(iter(bodies)) if len(bodies) == 1 else None


def _headed(reading: Reading, owner: Mention) -> str | None:
    """The body that "her office" is, where the report calls her its head and names whose it is: "the human rights
    office of the League, its commissioner, Ada Birk, said"."""
    text, name = reading.page.text, owner.refers_to or owner.name
    mentions = reading.page.mentions[:MOST_MENTIONS]
    first = next((m for m in mentions if m.role and (m.refers_to or m.name) == name and m.kind == "person"), owner)
    role = first.role and with_owner(text, first.span.start, first.role, reading.page.outlet)
    headed = _HEADED.search(role or "")
    at = text.find(f"{headed[1]} of the ") if headed else -1
    begin = at + len(headed[1]) + len(" of the ") if headed else 0
    return next((bare(m.name) for m in mentions if at >= 0 and m.span.start == begin and m.kind == "org"), None)


def _source_entry(reading: Reading, source: Source, row: str, mentions: _Mentions) -> Entry:
    doc, text = reading.document.id, reading.document.text
    at = source.span.start if source.span else -1
    name = bare(source.name)
    mention = mentions.meant(source) if source.kind != "unnamed" else mentions.named(name)
    if _OWN_OFFICE.fullmatch(name) and (owner := mentions.person_before(at)):
        body = _headed(reading, owner)
        if body and not name.lower().endswith(("team", "staff", "aides")):
            return Entry(doc, "org", body, body, None, at, row=row)
        return Entry(doc, "person", bare(owner.name), bare(owner.refers_to or owner.name), owner.role, at, row=row)
    if source.kind == "unnamed" and (given := mentions.given_as(source, text)):
        return Entry(doc, "person", bare(given.name), bare(given.refers_to or given.name), name, at, row=row)
    if not mention:
        definite = _THE.match(source.name) or (at > 0 and _THE_BEFORE.search(text[max(0, at - 6) : at]))
        full = mentions.called(name, text) if _GROUP.match(name) else None
        if source.kind == "org" and not full and _CROWD.fullmatch(name):
            return Entry(doc, "unnamed", name, name, source.role, at, row=row, definite=bool(definite))
        return Entry(doc, "org" if full else source.kind, name, full or name, source.role, at, row=row,
                     definite=bool(definite))
    full = bare(mention.refers_to or mention.name)
    role = source.role or mention.role
    role = role and with_owner(text, mention.span.start, role, reading.page.outlet)
    return Entry(doc, mention.kind, bare(mention.name), full, role, at, row=row)
