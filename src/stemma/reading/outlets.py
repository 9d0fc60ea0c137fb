"""Which outlet published a document: given beside it, read from its masthead, or plain from how it speaks of itself.

An agency whose story is printed is not the outlet; where nothing names one the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stemma.model import Document, Furniture
from stemma.reading.gazetteer import entries, name_key
from stemma.reading.organisations import OUTLET_NOUNS, OUTLETS
from stemma.values import Span

HEAD = 700  # characters in which a masthead stands
MOST_LINES = 12  # lines with text in which a masthead stands
LONGEST_NAME = 40  # characters of an outlet's name

_AGENCIES = frozenset((
    "reuters", "ap", "associated press", "the associated press", "afp", "agence france-presse", "dpa", "efe", "tass",
    "xinhua", "upi", "ansa", "kyodo", "interfax", "ria novosti", "anadolu", "anadolu agency", "press association",
    "pti", "press trust of india", "bloomberg", "yonhap",
))
_NO_FIRST_WORDS = frozenset("more read latest breaking all home share world top my by from source photo image related "
                            "live sign".split())
_CELLS = re.compile(r"\s[|·•/–—>-]+\s|\s?\|\s?|,\s|\s>>\s?")
_SITE = re.compile(r"(?:[A-Z][a-z]+[A-Z]\w{1,20}|[A-Z]\w{1,20}24|[\w-]{2,30}\.(?:com|org|net|info|news|co\.\w\w))$")
_CALENDAR = re.compile(r"(?i)\b(?:\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\d{1,2}[:.]\d\d")
_NAME = r"(?P<name>(?:The |the )?(?:[A-ZÀ-Þ][\w’'-]{0,20}\s){0,4}[A-ZÀ-Þ][\w’'-]{1,20})"
_OWN_REPORTING = re.compile(rf"\bwith (?:additional )?reporting by (?:the )?{_NAME}")
_SELF = re.compile(
    rf"(?:^|(?<=[.!?”\"’]\s)|(?<=\n)){_NAME} (?:spoke (?:with|to)|"
    r"(?:has|have) (?:not )?(?:independently )?(?:verified|reviewed|confirmed|seen|contacted|approached|geolocated)|"
    r"could not (?:independently |immediately )?(?:verify|confirm)|"
    r"was (?:not able|unable) to (?:independently )?(?:verify|confirm)|"
    r"cannot (?:independently )?(?:verify|confirm)|counted|understands|reviewed)\b", re.MULTILINE
)
_FOLLOW = re.compile(rf"^(?:Follow|Support|Download|Subscribe to) {_NAME} (?:on|for|from|app|today)\b", re.MULTILINE)


def outlet_of(document: Document, furniture: Sequence[Furniture]) -> str | None:
    """The outlet's name, or None. A name set in capitals is given in title case; a leading article stays."""
    if document.outlet:
        return document.outlet
    own = _OWN_REPORTING.search(document.text[:HEAD])
    if own and _sounds_like_outlet(own["name"]):
        return _tidy(own["name"])
    return _from_masthead(document, furniture) or _from_itself(document.text)


def _from_masthead(document: Document, furniture: Sequence[Furniture]) -> str | None:
    """A name on a line of its own, or before the date, among the first lines that are no report text."""
    heads = sorted((f.span, f.kind) for f in furniture if f.span.start < HEAD)
    dated = [s for s, kind in heads if kind == "dateline"]
    plain = [s for s, kind in heads if kind in ("other", "byline", "notice", "navigation", "related", "donation")]
    for spans in ([s for s, kind in heads if kind == "other"], dated, plain, list(_first_lines(document.text))):
        for span in spans:
            name = _name_on(span.of(document.text))
            if name:
                return name
    return None


def _first_lines(text: str) -> Iterator[Span]:
    at, count = 0, 0
    while at < min(len(text), HEAD) and count < MOST_LINES:
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if text[at : min(stop, at + LONGEST_NAME)].strip():
            count += 1
            if stop - at <= 2 * LONGEST_NAME:
                yield Span(at, stop)
        at = stop + 1


def _name_on(line: str) -> str | None:
    """The cell of a line that reads as an outlet's name."""
    if len(line) > 200:
        return None
    for cell in _CELLS.split(line.strip()):
        cell = cell.strip(" .-–—©*")
        if cell and len(cell) <= LONGEST_NAME and _sounds_like_outlet(cell) and not _CALENDAR.search(cell):
            return _tidy(cell)
    return None


def _sounds_like_outlet(name: str) -> bool:
    """A known outlet, a site's name, or a capitalised name that ends with a word such as Post or Courier."""
    if name.casefold() in _AGENCIES:
        return False
    if name in OUTLETS or name.removeprefix("The ").removeprefix("the ") in OUTLETS:
        return True
    if entries(name_key(name)):
        return False  # a town such as Newport News
    words = name.split()
    if len(words) == 1:
        return bool(_SITE.match(name))
    core = [w for w in words if not w.isdigit()]
    titled = all(w[0].isupper() or w[0].isdigit() or w in ("of", "the", "and", "&") for w in words)
    last = core[-1].casefold() if core else ""
    if not titled or last not in OUTLET_NOUNS | {"brief", "report", "network", "media", "agency", "insider", "online"}:
        return False
    first = core[0].casefold()
    return len(core) >= 2 and first not in _NO_FIRST_WORDS


def _tidy(name: str) -> str:
    """Single spaces, no article in small letters, no capitals throughout."""
    words = " ".join(name.split()).removeprefix("the ")
    if words.isupper() and len(words) > 5:
        words = " ".join(w if len(w) <= 3 and w not in ("THE", "SUN", "OF") else w.title() for w in words.split())
        words = words.replace(" Of ", " of ").replace("’S", "’s").replace("'S", "'s")
    return words


def _from_itself(text: str) -> str | None:
    """The only outlet that the report speaks of as itself: "Orvel News spoke with residents"."""
    names: dict[str, None] = {}
    for pattern in (_SELF, _FOLLOW):
        for match in pattern.finditer(text[:200_000]):
            name = match["name"]
            if _sounds_like_outlet(name):
                names[_tidy(name)] = None
    return next(iter(names)) if len(names) == 1 else None
