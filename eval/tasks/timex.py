"""timex: dates and times of the pages, by the conventions of the corpus."""

from __future__ import annotations

from eval.reports import documents
from stemma.model import TimeMention
from stemma.pipeline import open_page
from stemma.reading.truecase import truecased


def answer(given: dict) -> dict:
    """{"docs": {id: [{"start", "end", "value"}]}}"""
    docs = {}
    for document in documents(given):
        page = open_page(truecased(document))
        docs[document.name] = [row(time) for time in page.times if wanted(time, document.text)]
    return {"docs": docs}


def wanted(time: TimeMention, text: str) -> bool:
    """The corpus has dates and times of day, no durations and no repetitions.

    Of the words for the past, the present and the future it marks "now", "the future" and "years ago", the rest rarely.
    """
    words = time.span.of(text).casefold()
    if time.kind == "reference":
        return time.value == "PRESENT_REF" or words.endswith((" future", " ago")) or words == "future"
    return time.kind == "date" and bool(time.value)


def row(time: TimeMention) -> dict:
    return {"start": time.span.start, "end": time.span.end, "value": time.value}
