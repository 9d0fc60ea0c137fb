"""Reading of one text, stage by stage, and as a whole."""

from __future__ import annotations

from datetime import date

from fuzz.contract import document_of, page_holds, reading_holds, require, spans_hold, text_of
from fuzz.target import Target
from fuzz.targets._texts import WORDS, reports
from stemma import kinds
from stemma.model import Document, DocumentDate, Sentence
from stemma.pipeline import open_page, read
from stemma.reading.clean import furniture_of
from stemma.reading.dates import dates_of
from stemma.reading.names import names_of
from stemma.reading.outlets import outlet_of
from stemma.reading.places import toponyms_of
from stemma.reading.publication import document_date
from stemma.reading.quantities import quantities_of, tokens_of
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of
from stemma.reading.times import times_of
from stemma.reading.truecase import truecased
from stemma.statements import statements_of
from stemma.values import Span

DAY = DocumentDate(date(2031, 5, 3), "given")


def _whole(document: Document) -> tuple[Sentence, ...]:
    """The text as one sentence, so that a grammar sees all of it."""
    text = document.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return (Sentence(Span(start, end), 0, 0),) if start < end else ()


def clean(data: bytes) -> object:
    """Furniture lies in the text, in order, and does not overlap."""
    document = document_of(data)
    found = furniture_of(document)
    for piece in found:
        spans_hold(piece, document.text)
    return found, outlet_of(document, found), document_date(document, found), truecase(document)


def truecase(document: Document) -> str:
    """Letters may change their case, never their number."""
    found = truecased(document).text
    require(len(found) == len(document.text), "a text of another length")
    require(found.casefold() == document.text.casefold() or len(found.casefold()) != len(document.text.casefold())
            or found.lower() == document.text.lower(), "other letters")
    return found


def sentences(data: bytes) -> object:
    """Sentences lie in the text, in order, without overlap."""
    document = document_of(data)
    found = sentences_of(document, furniture_of(document))
    end = 0
    for number, sentence in enumerate(found):
        spans_hold(sentence, document.text)
        require(sentence.number == number and sentence.span.start >= end, "sentences out of order")
        require(bool(sentence.span.of(document.text).strip()), "a sentence without words")
        end = sentence.span.end
    return found


def quotes(data: bytes) -> object:
    """Quotations lie within their marks."""
    document = document_of(data)
    found = quotes_of(document, _whole(document))
    for quote in found:
        spans_hold(quote, document.text, empty=True)
        require(quote.outer.covers(quote.span), "words outside of their marks")
    return found


def quantities(data: bytes) -> object:
    """Number phrases do not overlap; what they are taken to mean is what the words say."""
    text = text_of(data)
    tokens = tokens_of(text)
    end = 0
    for token in tokens:
        require(text[token.start:token.end] == token.text and token.start >= end, "tokens out of order")
        end = token.end
    found, last = quantities_of(text, tokens), 0
    for one in found:
        require(last <= one.first < one.last <= len(tokens), "phrases overlap")
        last = one.last
        low, high = one.count.low, one.count.high
        require(low is None or high is None or 0 <= low <= high, "at least more than at most")
        require(one.count.text in text, "words that the text does not hold")
    return found


def dates(data: bytes) -> object:
    """Dates lie in the text; a period does not end before it begins."""
    document = document_of(data, published=DAY.day)
    found = dates_of(document, _whole(document), DAY)
    for one in found:
        spans_hold(one, document.text)
        require(" ".join(one.when.text.split()) in " ".join(document.text.split()), "words that the text does not hold")
        require(None in (one.when.start, one.when.end) or one.when.start <= one.when.end, "ends before it begins")
    return found


def times(data: bytes) -> object:
    """Words that tell a time lie in the text."""
    document = document_of(data, published=DAY.day)
    whole = _whole(document)
    found = times_of(document, whole, (), DAY, dates_of(document, whole, DAY))
    for one in found:
        spans_hold(one, document.text)
        require(None in (one.start, one.end) or one.start <= one.end, "ends before it begins")
    return found


def names(data: bytes) -> object:
    """Places, persons and organisations lie in the text, each once."""
    document = document_of(data)
    whole = _whole(document)
    places = toponyms_of(document, whole)
    found = (*places, *names_of(document, whole, places))
    for mention in found:
        spans_hold(mention, document.text)
    require(len({mention.id for mention in found}) == len(found), "two mentions of one id")
    return found


def statements(data: bytes) -> object:
    """Statements lie in the text."""
    page = open_page(document_of(data, lang="en"))
    page_holds(page, page.text)
    found = statements_of(page)
    for one in found:
        spans_hold(one, page.text)
    return page, found


def claims(data: bytes) -> object:
    """Claims of every kind, and persons told of one by one."""
    page = open_page(document_of(data, lang="en"))
    found = (*kinds.claims_of(page, statements_of(page)), *kinds.victims_told(page), *kinds.struck_told(page))
    for one in found:
        spans_hold(one, page.text)
    return found


def whole(data: bytes) -> object:
    """The whole reading, without a network: what it says holds in the text as received."""
    document = document_of(data)
    found = read(document, "none")
    reading_holds(found, document.text)
    return found


def tagged(data: bytes) -> object:
    """The whole reading with the fast network."""
    document = document_of(data)
    found = read(document, "fast")
    reading_holds(found, document.text)
    return found


TARGETS = (
    Target("clean", "the cleaner, mastheads, datelines, texts in capitals", clean, reports, WORDS),
    Target("sentences", "sentences", sentences, reports, WORDS),
    Target("quotes", "quotations", quotes, reports, WORDS),
    Target("quantities", "the grammar of numbers", quantities, reports, WORDS),
    Target("dates", "the grammar of dates", dates, reports, WORDS),
    Target("times", "the grammar of times", times, reports, WORDS),
    Target("names", "places, persons, organisations", names, reports, WORDS),
    Target("statements", "a page, and who says what in it", statements, reports, WORDS),
    Target("claims", "the grammars of all kinds of claims, and persons told of one by one", claims, reports, WORDS),
    Target("whole", "the whole reading by rules, kept and taken up again", whole, reports, WORDS, seconds=2.0),
    Target("tagged", "the whole reading with the fast network", tagged, reports, WORDS, seconds=4.0, most=20_000),
)
