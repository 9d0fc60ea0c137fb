"""Texts that a body publishes about its own work: "we have documented", "by our count" are its own words."""

from __future__ import annotations

import re

from stemma.keeping import kept_per_page
from stemma.model import Page
from stemma.values import Source, Span

HEAD = 500  # characters at a text's start in which it says that it is a release
FEWEST = 3  # sentences in the first person, outside quotations, from which on a text without that line is one

_RELEASE = re.compile(
    r"(?im)^[^\n.]{0,40}\b(?:(?:press|media|news|public|joint|official) (?:statement|release|communiqu[eé])|"
    r"for immediate release|communiqu[eé])\b[^\n.]{0,60}$"
)
# "Statement on the raid at Ostin": the title of a release, if the text goes on to say "we".
_TITLE = re.compile(r"(?m)^(?:(?:Joint|Open|Public) )?(?:Statement|Declaration|STATEMENT|DECLARATION|Open [Ll]etter) "
                    r"(?:on|by|of|from|about|concerning|regarding|ON|BY|OF|FROM|ABOUT)\b[^\n.]{0,120}$")
# What a body that watches and counts calls its own reports.
_REPORT = re.compile(
    r"(?im)^[^\n.]{0,40}\b(?:report summary|(?:situation|monitoring|incident|field|flash|fact-finding|investigation) "
    r"(?:reports?|updates?|summary|briefs?|notes?)|briefing (?:note|paper)|fact sheet)\b(?:[^\n.]|No\.){0,60}$"
)
_NAME = re.compile(r"\s*((?:[A-Z][\w’'-]*|of|the|for|and|in)(?: (?:[A-Z][\w’'-]*|of|the|for|and|in)){0,7})[ \t]*\r?\n")
# A line in capitals that names a publisher: "THE LANTERN DESK".
_SHOUTED = re.compile(r"(?m)^(?:THE )?((?:[^\W\d_a-z]{3,} ){1,3}[^\W\d_a-z]{3,})[ \t]*\r?$")
# "By Ana Kresh in Lumo", "Ana Kresh, Lumo", alone on a line above a text.
_BYLINE = re.compile(
    r"(?m)^[ \t]*(?:(?:[Bb]y|BY|[Ff]rom)[ \t]+)?((?:[A-Z][\w’'.-]+[ \t]+){1,2}[A-Z][\w’'-]+)"
    r"(?:,| in|,? reporting from| reports from)[ \t]+[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}[ \t]*\r?$"
    r"|^[ \t]*(?:[Bb]y|BY)[ \t]+((?:[A-Z][\w’'.-]+[ \t]+){1,2}[A-Z][\w’'-]+)[ \t]*\r?$"
)
_DESK = re.compile(r"(?i)\b(?:desk|staff|team|correspondents?|reporters?|agenc(?:y|ies)|news|editors?|service)\b")
_OURS = re.compile(r"[WwOo](?<!\w\w)(?:(?<=[Ww])e|(?<=[Oo])ur)\b")  # a first letter is found far sooner than \b


@kept_per_page
def publisher_of(page: Page) -> Source | None:
    """The body that speaks in a text which says in its head that it is a press statement; None for other texts.

    That is the outlet, or else the name that stands alone on the text's first line.
    """
    release = _RELEASE.search(page.text, 0, min(len(page.text), HEAD))
    release = release or _titled(page, _TITLE) or _titled(page, _REPORT)
    if release is None:
        return None
    if page.outlet is not None:
        return Source("org", page.outlet)
    first = _NAME.match(page.text, 0, release.start())
    return Source("org", first.group(1)) if first is not None else None


def author_of(page: Page) -> Source | None:
    """The one person whose name stands alone on a line above a text: who "I" is outside quotations."""
    head = min(len(page.text), HEAD)
    spans = [Span(*match.span(1 if match[1] else 2)) for match in _BYLINE.finditer(page.text, 0, head)]
    spans = [span for span in spans if not _DESK.search(span.of(page.text))]
    if len({span.of(page.text) for span in spans}) != 1:
        return None
    return Source("person", " ".join(spans[0].of(page.text).split()), "reporter", spans[0])


def _titled(page: Page, line: re.Pattern[str]) -> re.Match[str] | None:
    """The title line of a release that is told in the first person soon after it."""
    title = line.search(page.text, 0, min(len(page.text), HEAD))
    return title if title and _OURS.search(page.text, title.end(), title.end() + 2 * HEAD) else None


def ourselves(page: Page) -> Source | None:
    """Whom "we" and "our" mean outside quotations: the publisher of a text that keeps saying so."""
    publisher = publisher_of(page)
    if publisher is not None:
        return publisher
    shouted = _SHOUTED.search(page.text, 0, min(len(page.text), HEAD))
    outlet = page.outlet or (shouted[1].title() if shouted else None)
    if outlet is None or len(_OURS.findall(page.text)) < FEWEST:
        return None
    quotes = iter(page.quotes)
    quote, count = next(quotes, None), 0
    for sentence in page.sentences:
        while quote is not None and quote.outer.end <= sentence.span.start:
            quote = next(quotes, None)
        if quote is not None and quote.outer.start < sentence.span.end:
            continue
        end = min(sentence.span.end, sentence.span.start + HEAD)
        count += _OURS.search(page.text, sentence.span.start, end) is not None
    return Source("org", outlet) if count >= FEWEST else None
