"""What must hold of whatever a part gives back."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from fuzz.target import Broken
from stemma.ids import make_id, sha256
from stemma.model import Document, Page, Problem, Reading
from stemma.readers import read_bytes
from stemma.store.checking import spans_in


def document_of(data: bytes, **given: object) -> Document:
    """An input as the text of a report. Like every reader, this keeps no NUL and no half of a surrogate pair."""
    text = text_of(data)
    digest = sha256(data)
    return Document(id=make_id("d", digest, "input"), name="input", sha256=digest, text=text, media_type="text/plain",
                    **given)


def text_of(data: bytes) -> str:
    """An input as a text that a reader may hand over."""
    return data.decode("utf-8", "replace").replace("\0", "")


def spans_hold(found: object, text: str, *, empty: bool = False) -> None:
    """Every span in these nouns lies in the text and quotes words of it."""
    for span in spans_in(found):
        require(0 <= span.start <= span.end <= len(text), f"span outside the text: {type(found).__name__}")
        require(empty or span.start < span.end, f"empty span: {type(found).__name__}")


def page_holds(page: Page, text: str) -> None:
    """What a page holds lies in its text, in order where order is promised."""
    for part in (page.furniture, page.sentences, page.quotes, page.dates, page.mentions, page.times, page.figures):
        for one in part:
            spans_hold(one, text)
    starts = [sentence.span.start for sentence in page.sentences]
    require(starts == sorted(starts), "sentences out of order")
    require([s.number for s in page.sentences] == list(range(len(starts))), "sentences are not numbered")
    ends = [sentence.span.end for sentence in page.sentences]
    require(all(end <= start for end, start in zip(ends, starts[1:], strict=False)), "sentences overlap")


def reading_holds(reading: Reading, text: str) -> None:
    """What was read lies in the text, each row once, and refers to rows that are there."""
    require(reading.document.text == text, "the text has changed")
    page_holds(reading.page, text)
    for row in (*reading.statements, *reading.claims, *(reading.victims or ())):
        spans_hold(row, text)
    statements = {statement.id for statement in reading.statements}
    claims = {claim.id for claim in reading.claims}
    mentions = {mention.id for mention in reading.page.mentions}
    require(len(statements) == len(reading.statements), "two statements of one id")
    require(len(claims) == len(reading.claims), "two claims of one id")
    require(len(mentions) == len(reading.page.mentions), "two mentions of one id")
    folded = text.casefold()
    for claim in reading.claims:
        require(claim.statement is None or claim.statement in statements, "a claim of no statement")
        require(claim.part_of is None or claim.part_of in claims, "a part of no claim")
        require(claim.place is None or claim.place in mentions, "a claim at no place")
        require(0 <= claim.sentence < len(reading.page.sentences), "a claim in no sentence")
        if claim.count is not None:
            low, high = claim.count.low, claim.count.high
            require(low is None or low >= 0, "fewer than no people")
            require(low is None or high is None or low <= high, "at least more than at most")
            require(claim.count.text.casefold() in folded, "a count that the text does not state")
    for statement in reading.statements:
        require(statement.parent is None or statement.parent in statements, "a statement in no statement")
    encoded = msgspec.json.encode(reading)  # what the store keeps
    require(msgspec.json.decode(encoded, type=Reading) == reading, "a reading that cannot be kept")


def file_holds(path: str, raw: bytes, charset: str | None = None) -> tuple[object, ...]:
    """What every reader promises of a file's bytes: reports and problems, nothing else; each report keeps its bytes."""
    found = tuple(read_bytes(path, raw, charset))
    require(bool(found), "neither a report nor a problem")
    names = set()
    for item in found:
        if isinstance(item, Problem):
            require(bool(item.code and item.message and item.subject is not None), "a problem that says nothing")
            item.message.encode(), item.subject.encode(), (item.place or "").encode()
            continue
        document, own = item
        require(sha256(own) == document.sha256, "a digest that is not that of the bytes")
        require(document.id == make_id("d", document.sha256, document.name), "an id that is not made as ids are")
        require(bool(document.text.strip(" \t\r\n\ufeff")), "a report without a text")
        require("\0" not in document.text, "a NUL in a text")
        for value in (document.text, document.name, document.url, document.title, document.outlet, document.path):
            (value or "").encode("utf-8")  # raises for a half of a surrogate pair, which no file can be written with
        require(bool(document.name.strip()), "a report without a name")
        names.add((document.sha256, document.name))
    return found


def kept_whole(text: str, parts: Iterable[str]) -> None:
    """Texts taken apart hold nothing that was not there."""
    for part in parts:
        require(part in text, "words that the text does not hold")


def require(holds: bool, what: str) -> None:
    """Raise Broken where something does not hold."""
    if not holds:
        raise Broken(what)
