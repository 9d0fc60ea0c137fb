"""Whether any text can make reading slow: seconds at n, 2n and 4n characters, and how fast they grow.

`python -m bench adversarial [CHARACTERS] [shape words ...]`; n is 40,000 if not given. A text is read whole up to
`stemma.reading.length.LONGEST` characters; below that, time must grow about evenly: an exponent of 1 is even, 2 is
square. Then files beyond that length, and many reports at once.
"""

from __future__ import annotations

import gc
import json
import math
from collections.abc import Callable, Iterator
from time import process_time

from bench._adversarial import SHAPES, Shape
from stemma import kinds
from stemma.model import Document
from stemma.pipeline import join, open_page, read
from stemma.readers import read_bytes
from stemma.readers._documents import make_document
from stemma.reading.clean import furniture_of
from stemma.reading.dates import dates_of
from stemma.reading.names import names_of
from stemma.reading.places import toponyms_of
from stemma.reading.publication import document_date
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of
from stemma.reading.times import times_of
from stemma.reading.truecase import truecased
from stemma.statements import statements_of

SIZE = 40_000  # characters
EVEN = 1.2  # the exponent up to which time grows about evenly
LONGEST = 20.0  # seconds of processor time that any text up to the limit of reading may take, without a network
TRIES, LONG = 2, 2.0  # what takes more seconds is timed once
QUICK = 0.3  # seconds; what is over sooner is too short to tell how it grows


def measure(arguments: list[str]) -> None:
    """Print a line for each shape, and the stages that grow faster than they should."""
    sizes = [word for word in arguments if word.replace("_", "").isdigit()]
    wanted = " ".join(word for word in arguments if word not in sizes)
    size = int(sizes[0]) if sizes else SIZE
    read(_document("Two people died in Orvadell on Monday, he said."), "none")
    bad = sum(_shape(name, shape, size) for name, shape in SHAPES.items() if wanted in name)
    if not wanted:
        bad += _files() + _many()
    print(f"adversarial: {bad} of what was measured grows faster than evenly (exponent over {EVEN}) or takes over "
          f"{LONGEST:g} s")


def _document(text: str) -> Document:
    return make_document(name="bench", raw=text.encode(), text=text, media_type="text/plain", path="bench.txt")


def _stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every stage of reading, to be called in this order."""
    held: dict[str, object] = {}

    def keeping(name: str, work: Callable[[], object]) -> tuple[str, Callable[[], object]]:
        def run() -> None:
            held[name] = work()
        return name, run

    yield keeping("truecase", lambda: truecased(_document(text)))
    document = held["truecase"]
    yield keeping("clean", lambda: furniture_of(document))
    yield keeping("sentences", lambda: sentences_of(document, held["clean"]))
    yield keeping("quotes", lambda: quotes_of(document, held["sentences"]))
    yield keeping("published", lambda: document_date(document, held["clean"]))
    yield keeping("dates", lambda: dates_of(document, held["sentences"], held["published"]))
    yield keeping("places", lambda: toponyms_of(document, held["sentences"]))
    yield keeping("names", lambda: names_of(document, held["sentences"], held["places"]))
    yield keeping("times", lambda: times_of(document, held["sentences"], held["clean"], held["published"],
                                            held["dates"]))
    page = open_page(document)
    yield keeping("statements", lambda: statements_of(page))
    for module in kinds.modules():
        yield keeping(f"kind {module.KIND}", lambda module=module: list(module.find(page, held["statements"])))
    yield keeping("victims", lambda: kinds.victims_told(page))


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time, the least of some tries where they are few: other programs only add to them."""
    least = float("inf")
    for _ in range(TRIES):
        gc.collect()
        began = process_time()
        work()
        least = min(least, process_time() - began)
        if least > LONG:
            break
    return least


def _exponent(seconds: list[float]) -> float:
    """How time grows from the half to the whole, 0 where it is too short to tell."""
    if seconds[-1] < QUICK:
        return 0.0
    return math.log2(seconds[-1] / max(seconds[-2], 0.005))


def _shape(name: str, shape: Shape, size: int) -> int:
    texts = [shape(size * factor) for factor in (1, 2, 4)]
    whole = [_seconds(lambda text=text: read(_document(text), "none")) for text in texts]
    exponent = _exponent(whole)
    slow = exponent > EVEN or whole[-1] > LONGEST
    told = []
    if slow:
        stages: dict[str, list[float]] = {}
        for text in texts:
            for stage, work in _stages(text):
                stages.setdefault(stage, []).append(_seconds(work))
        told = [f"{stage} {seconds[-1]:.1f} s ({_exponent(seconds):.2f})" for stage, seconds in stages.items()
                if _exponent(seconds) > EVEN or seconds[-1] > LONGEST / 4]
    print(f"{name:<36}" + "".join(f"{one:8.2f} s" for one in whole) + f"{exponent:7.2f}  "
          + ("! " if slow else "") + ", ".join(told), flush=True)
    return slow


def _files() -> int:
    """Files beyond the length that is read: bytes to reading."""
    sentence = SHAPES["one sentence"](20 << 20)
    deep = "<div>" * 50_000 + "<p>Two people died in Orvadell on Monday.</p>" + "</div>" * 50_000
    wide = "<p>Two people died in Orvadell on Monday.</p>" * 50_000
    made = {
        "a sentence of 20 MB, plain": ("a.txt", lambda part: sentence[: len(sentence) // part]),
        "a line of 5 MB in JSONL": ("a.jsonl", lambda part: json.dumps({"text": sentence[: (5 << 20) // part]})),
        "a million digits": ("a.txt", lambda part: "7" * (1_000_000 // part)),
        "a page 50,000 elements deep": ("a.html", lambda part: deep[: len(deep) // part]),
        "a page of 50,000 paragraphs": ("a.html", lambda part: wide[: len(wide) // part]),
        "a page of one word of 5 MB": ("a.html", lambda part: "<html><p>" + "a" * ((5 << 20) // part)),
        "a page of attributes": ("a.html", lambda part: "<html><p " + "a=b " * (200_000 // part) + ">Two died.</p>"),
        "a page of entities": ("a.html", lambda part: "<html><p>" + "&amp;" * (400_000 // part)),
        "a feed of 20,000 entries": ("a.xml",
                                     lambda part: "<rss><channel>" + "<item><title>T</title><description>Two people "
                                     "died in Orvadell.</description></item>" * (20_000 // part) + "</channel></rss>"),
        "a mail of 500 parts": ("a.eml", lambda part: "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: "
                                "multipart/mixed; boundary=e\n\n" + "--e\n\nTwo people died.\n" * (500 // part)),
        "a sheet of one row of 5 MB": ("a.csv", lambda part: 'Link,Archive status,Text content\nx,ok,"'
                                       + "two\n" * ((5 << 20) // 4 // part)),
        "a sheet of quotation marks": ("a.csv", lambda part: 'Link,Archive status,Text content\nx,ok,'
                                       + '"a,' * (300_000 // part)),
    }
    return sum(_line(name, [_seconds_of_file(path, text(part).encode()) for part in (4, 2, 1)])
               for name, (path, text) in made.items())


def _seconds_of_file(path: str, raw: bytes) -> float:
    return _seconds(lambda: _read_file(path, raw))


def _read_file(path: str, raw: bytes) -> None:
    for found in read_bytes(path, raw):
        if isinstance(found, tuple) and len(found[0].text) > 1000:
            read(found[0], "none")


def _line(name: str, seconds: list[float]) -> int:
    exponent = _exponent(seconds)
    slow = exponent > EVEN or seconds[-1] > LONGEST
    print(f"{name:<36}" + "".join(f"{one:8.2f} s" for one in seconds) + f"{exponent:7.2f}  " + ("!" if slow else ""),
          flush=True)
    return slow


def _many() -> int:
    """Many reports that want to be compared with each other: the joins."""
    equal = "Two people were killed in Orvadell on Monday, governor Mira Tolvan said. Nobody else was hurt there."
    shared = "The governor said on Monday that at least 14 people had been killed in the market of Orvadell."
    names = SHAPES["other names"](20_000 * 20)[:190_000]

    def joined(texts: list[str]) -> Callable[[], object]:
        readings = [read(make_document(name=f"{n:06}", raw=text.encode(), text=text, media_type="text/plain",
                                       path=f"{n:06}"),
                         "none") for n, text in enumerate(texts)]
        return lambda: join(readings)

    made: dict[str, Callable[[int], list[str]]] = {
        "2,000 equal reports": lambda part: [equal] * (2000 // part),
        "one sentence in 4,000 reports": lambda part: [f"{shared} This is report {n}, from the town of number {n}."
                                                       for n in range(4000 // part)],
        "names in one report": lambda part: [names[: len(names) // part]],
    }
    return sum(_line(name, [_seconds(joined(texts(part))) for part in (4, 2, 1)]) for name, texts in made.items())


