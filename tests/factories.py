"""A small case built by hand: invented reports about an invented town, for tests that need a whole Record.

Nothing here runs the stages; every span is found by the words that it quotes, so that it is right by construction.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from stemma.ids import make_id, sha256
from stemma.model import (
    Assessment,
    Claim,
    Contradiction,
    DateMention,
    Dependence,
    Document,
    DocumentDate,
    Drift,
    Edge,
    Family,
    Furniture,
    Incident,
    Judged,
    Judgement,
    Link,
    Mention,
    Origin,
    Page,
    Party,
    Place,
    Problem,
    Quote,
    Reading,
    Record,
    Sentence,
    SignOff,
    Statement,
)
from stemma.store import Item, is_address
from stemma.values import NARRATOR, Count, Geo, Source, Span, Victims, When

COURIER = (
    "Rockets hit Orvadell market, governor says\n"
    "\n"
    "ORVADELL, May 2 - At least 14 people were killed when rockets struck the covered market in Orvadell on Monday, "
    "the regional governor, Mira Tolvan, wrote on Telegram.\n"
    "\n"
    "“There are dozens of wounded,” Tolvan said.\n"
    "\n"
    "Advertisement\n"
    "\n"
    "A doctor at the town hospital said nine bodies had been brought in.\n"
)
POST = (
    "14 killed in Orvadell market attack\n"
    "\n"
    "14 people were killed when rockets hit the covered market of Orvadel on Monday, governor Mira Tolvann wrote "
    "on Telegram. Dozens of wounded were counted.\n"
)
WIRE = (
    "Rebels put Orvadell toll at 30\n"
    "\n"
    "The Free Hills Movement said 30 civilians, six of them children, died in Orvadell on Monday and blamed the army. "
    "Its spokesman Dario Kessim said that since March 120 people had been killed in the province.\n"
)
# Astral characters and CRLF line ends: offsets are code points of the text as received.
GAZETTE = (
    "🕊️ Ceasefire talks in Port Sellin put off\r\n"
    "\r\n"
    "Talks on a ceasefire were put off on Tuesday 🕊️, and nobody was hurt when a drone fell near Port Sellin.\r\n"
)
MONDAY = When(text="Monday", start=date(2033, 5, 2), end=date(2033, 5, 2), precision="day", weekday=0)
ORVADELL = Geo("invented:1", "Orvadell", None, 12.5, 44.25, "town", 30_000)
TOLVAN = Source("person", "Mira Tolvan", "regional governor")
KESSIM = Source("person", "Dario Kessim", "spokesman")
MOVEMENT = Source("org", "Free Hills Movement")
ANYONE = Victims()
DOCTOR = Source("unnamed", "A doctor at the town hospital", "doctor")


def document(name: str, text: str, **fields: object) -> Document:
    """A plain-text document whose raw bytes are its text in UTF-8."""
    digest = sha256(text.encode())
    return Document(id=make_id("d", digest, name), name=name, sha256=digest, text=text, media_type="text/plain",
                    **fields)


def sample_documents() -> tuple[Document, ...]:
    """The four reports of the sample case, in the order courier, post, wire, gazette."""
    return (
        document("courier", COURIER, url="https://courier.example/orvadell", outlet="Hill Courier",
                 published=date(2033, 5, 2), lang="en", path="reports/courier.txt"),
        document("post", POST, outlet="Valley Post", published=date(2033, 5, 3),
                 retrieved=datetime(2033, 5, 6, 7, 8, 9, tzinfo=UTC), lang="en"),
        document("wire", WIRE, outlet="North Wire", title="Rebels put Orvadell toll at 30"),
        document("gazette", GAZETTE, outlet="Coast Gazette", published=date(2033, 5, 3)),
    )


def sample_items() -> list[tuple[Document, bytes]]:
    """The documents with their raw bytes, as a reader hands them over."""
    return [(d, d.text.encode()) for d in sample_documents()]


def sample_fetch() -> tuple[Item, list[tuple[Document, bytes]]]:
    """The first report as it was fetched, with records of the request and the answer."""
    found, raw = sample_items()[0]
    records = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", mtime=0)
    item = Item("fetched", found.url, datetime(2033, 5, 6, 7, 0, tzinfo=UTC), "R. Coder", found.sha256, records, 200,
                '"v1"', "Mon, 02 May 2033 20:00:00 GMT")
    return item, [(found, raw)]


def span(document: Document, words: str, nth: int = 0) -> Span:
    """Where the words stand in the document for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def statement(document: Document, words: str, cue: str | None, source: Source, *, direct: bool = False,
              nth: int = 0, **fields: object) -> Statement:
    """A statement whose content is the words."""
    where = span(document, words, nth)
    return Statement(id=make_id("s", document.id, where.start, where.end), doc=document.id, span=where,
                     cue=span(document, cue) if cue else None, source=source, direct=direct, **fields)


def claim(document: Document, kind: str, words: str, source: Source = NARRATOR, count: Count | None = None, *,
          sentence: int = 0, victims: Victims = ANYONE, nth: int = 0, **fields: object) -> Claim:
    """A claim whose evidence is the words."""
    where = span(document, words, nth)
    bounds = (count.low, count.high) if count else (None, None)
    return Claim(id=make_id("c", document.id, kind, where.start, where.end, *bounds, victims), doc=document.id,
                 kind=kind, span=where, source=source, sentence=sentence, count=count, victims=victims, **fields)


def mention(document: Document, kind: str, words: str, nth: int = 0, **fields: object) -> Mention:
    """A mention whose name is the words."""
    where = span(document, words, nth)
    return Mention(id=make_id("m", document.id, kind, where.start, where.end), doc=document.id, kind=kind, span=where,
                   name=words, **fields)


def sentences(document: Document, *starts: str) -> tuple[Sentence, ...]:
    """One sentence for each line or part that begins with the given words; the first is the headline."""
    found = []
    for number, start in enumerate(starts):
        first = span(document, start).start
        lines_end = min(at for at in (document.text.find(end, first) for end in ("\r", "\n")) if at >= 0)
        later = [span(document, other).start for other in starts if span(document, other).start > first]
        last = min([lines_end, *later])
        length = len(document.text[first:last].rstrip())
        found.append(Sentence(Span(first, first + length), number, number, "body" if number else "headline"))
    return tuple(found)


def _reading(document: Document, heads: tuple[str, ...], statements: tuple[Statement, ...], claims: tuple[Claim, ...],
             mentions: tuple[Mention, ...], furniture: tuple[Furniture, ...] = (), quotes: tuple[Quote, ...] = (),
             dates: tuple[DateMention, ...] = ()) -> Reading:
    published = DocumentDate(document.published, "given" if document.published else "unknown")
    page = Page(document, published, furniture, sentences(document, *heads), quotes, dates,
                tuple(sorted(mentions, key=lambda m: (m.span, m.kind))), document.outlet)
    return Reading(page, statements, claims)


def courier_reading(doc: Document) -> Reading:
    """The first report: a governor's post, her quoted words, and a doctor."""
    post = statement(doc, "At least 14 people were killed when rockets struck the covered market in Orvadell on Monday",
                     "wrote on Telegram", TOLVAN, channel="telegram", said=MONDAY)
    quoted = statement(doc, "There are dozens of wounded", "Tolvan said", TOLVAN, direct=True)
    bodies = statement(doc, "nine bodies had been brought in", "said", DOCTOR, nth=0)
    place = mention(doc, "place", "Orvadell", 1, role="market", geo=ORVADELL, rivals=(ORVADELL,))
    return _reading(
        doc, ("Rockets hit", "At least", "“There", "A doctor"), (post, quoted, bodies),
        (claim(doc, "killed", "At least 14 people were killed", TOLVAN, Count(14, None, "at_least", "At least 14"),
               sentence=1, statement=post.id, when=MONDAY, place=place.id),
         claim(doc, "weapon", "rockets struck the covered market", TOLVAN, sentence=1, value="rockets",
               statement=post.id),
         claim(doc, "injured", "dozens of wounded", TOLVAN, Count(24, 99, "dozens", "dozens"), sentence=2,
               statement=quoted.id),
         claim(doc, "killed", "nine bodies", DOCTOR, Count(9, 9, "exact", "nine"), sentence=3, scope="partial",
               stance="confirmed", statement=bodies.id)),
        (place, mention(doc, "place", "Orvadell", 0, geo=ORVADELL),
         mention(doc, "person", "Mira Tolvan", role="regional governor"),
         mention(doc, "person", "Tolvan", 1, refers_to="Mira Tolvan")),
        furniture=(Furniture(span(doc, "Advertisement"), "advert"),
                   Furniture(span(doc, "ORVADELL, May 2 - "), "dateline")),
        quotes=(Quote(span(doc, "There are dozens of wounded,"), span(doc, "“There are dozens of wounded,”")),),
        dates=(DateMention(span(doc, "Monday"), MONDAY),))


def post_reading(doc: Document) -> Reading:
    """The second report: a rewrite of the first that lost "at least"."""
    post = statement(doc, "14 people were killed when rockets hit the covered market of Orvadel on Monday",
                     "wrote on Telegram", Source("person", "Mira Tolvann", "governor"), channel="telegram",
                     via="Hill Courier")
    return _reading(
        doc, ("14 killed", "14 people", "Dozens"), (post,),
        (claim(doc, "killed", "14 killed", NARRATOR, Count(14, 14, "exact", "14")),
         claim(doc, "killed", "14 people were killed", post.source, Count(14, 14, "exact", "14"), sentence=1,
               statement=post.id, when=MONDAY),
         claim(doc, "injured", "Dozens of wounded", NARRATOR, Count(24, 99, "dozens", "Dozens"), sentence=2)),
        (mention(doc, "place", "Orvadel", 1), mention(doc, "person", "Mira Tolvann", role="governor")),
        dates=(DateMention(span(doc, "Monday"), MONDAY),))


def wire_reading(doc: Document) -> Reading:
    """The third report: another account, and a toll over a period."""
    toll = statement(doc, "30 civilians, six of them children, died in Orvadell on Monday", "said", MOVEMENT)
    since = statement(doc, "since March 120 people had been killed in the province", "said that", KESSIM)
    total = claim(doc, "killed", "30 civilians, six of them children, died", MOVEMENT, Count(30, 30, "exact", "30"),
                  sentence=1, victims=Victims("civilian"), statement=toll.id, when=MONDAY)
    period = When(text="since March", start=date(2033, 3, 1), precision="month", since=True)
    return _reading(
        doc, ("Rebels put", "The Free Hills", "Its spokesman"), (toll, since),
        (total,
         claim(doc, "killed", "six of them children, died", MOVEMENT, Count(6, 6, "exact", "six"), sentence=1,
               scope="partial", victims=Victims("civilian", "children"), statement=toll.id, part_of=total.id),
         claim(doc, "killed", "120 people had been killed", KESSIM, Count(120, 120, "exact", "120"), sentence=2,
               scope="aggregate", statement=since.id, when=period, as_of=MONDAY),
         claim(doc, "perpetrator", "blamed the army", MOVEMENT, sentence=1, value="the army", statement=toll.id)),
        (mention(doc, "org", "Free Hills Movement"), mention(doc, "person", "Dario Kessim", role="spokesman"),
         mention(doc, "place", "Orvadell", 1, geo=ORVADELL)),
        dates=(DateMention(span(doc, "since March"), period),))


def gazette_reading(doc: Document) -> Reading:
    """The fourth report: about something else."""
    place = mention(doc, "place", "Port Sellin", 1)
    return _reading(
        doc, ("🕊️ Ceasefire", "Talks on"), (),
        (claim(doc, "ceasefire", "Talks on a ceasefire were put off", sentence=1, value="talks put off"),
         claim(doc, "injured", "nobody was hurt", NARRATOR, Count(0, 0, "none", "nobody"), sentence=1, scope="other",
               place=place.id)),
        (mention(doc, "place", "Port Sellin", 0), place))


def sample_readings() -> tuple[Reading, ...]:
    """The four reports as read, in the order courier, post, wire, gazette."""
    courier, post, wire, gazette = sample_documents()
    return courier_reading(courier), post_reading(post), wire_reading(wire), gazette_reading(gazette)


def _parties(a: Reading, b: Reading, c: Reading) -> tuple[Party, ...]:
    def ids(reading: Reading, *names: str) -> tuple[str, ...]:
        return tuple(m.id for m in reading.page.mentions if m.name in names)

    return (
        Party("dario-kessim", "person", "Dario Kessim", "spokesman", ("Dario Kessim",), ids(c, "Dario Kessim"),
              (c.document.id,)),
        Party("free-hills-movement", "org", "Free Hills Movement", None, ("Free Hills Movement",),
              ids(c, "Free Hills Movement"), (c.document.id,)),
        Party("mira-tolvan", "person", "Mira Tolvan", "regional governor", ("Mira Tolvan", "Mira Tolvann", "Tolvan"),
              ids(a, "Mira Tolvan", "Tolvan") + ids(b, "Mira Tolvann"), tuple(sorted((a.document.id, b.document.id)))),
        Party("unnamed:doctor-at-the-town-hospital", "unnamed", "A doctor at the town hospital", "doctor",
              ("A doctor at the town hospital",), (), (a.document.id,)),
    )


def _places(*readings: Reading) -> tuple[Place, ...]:
    def ids(*names: str) -> tuple[str, ...]:
        return tuple(sorted(m.id for r in readings for m in r.page.mentions if m.name in names))

    return (
        Place("orvadell", "Orvadell", ("Orvadel", "Orvadell"), "town", None, 12.5, 44.25, ids("Orvadell", "Orvadel"),
              (ORVADELL,)),
        Place("port-sellin", "Port Sellin", ("Port Sellin",), "town", None, None, None, ids("Port Sellin")),
    )


def _speakers(*readings: Reading) -> dict[str, str]:
    keys = {"Mira Tolvan": "mira-tolvan", "Mira Tolvann": "mira-tolvan", "Dario Kessim": "dario-kessim",
            "Free Hills Movement": "free-hills-movement",
            "A doctor at the town hospital": "unnamed:doctor-at-the-town-hospital"}
    rows = [row for reading in readings for row in (*reading.statements, *reading.claims)]
    return {row.id: keys[row.source.name] for row in rows if row.source.known}


def _families(a: Document, b: Document, c: Document, d: Document) -> tuple[Family, ...]:
    passages = ((span(a, "14 people were killed when rockets"), span(b, "14 people were killed when rockets")),
                (span(a, "the covered market"), span(b, "the covered market")))
    edge = Edge(a.id, b.id, "rewrite", 0.71, passages, "b_from_a", "the second was published a day later")
    return (Family(make_id("f", a.id, b.id), tuple(sorted((a.id, b.id))), (edge,)),
            Family(make_id("f", c.id), (c.id,), ()), Family(make_id("f", d.id), (d.id,), ()))


def _origins(a: Reading, b: Reading, c: Reading) -> tuple[Origin, ...]:
    post, quoted, bodies = a.statements
    retold, (toll, _) = b.statements[0], c.statements
    both = tuple(sorted((a.document.id, b.document.id)))
    return (
        Origin("o-governor-post", "mira-tolvan", "telegram", date(2033, 5, 2), "at least 14 killed, dozens wounded",
               both, (a.claims[0].id, a.claims[1].id, a.claims[2].id, b.claims[1].id), (post.id, quoted.id, retold.id),
               (Link(b.claims[1].id, "the same figure, the same day, the same channel"),
                Link(retold.id, "retells the post"))),
        Origin("o-doctor", "unnamed:doctor-at-the-town-hospital", None, None, "nine bodies at the hospital",
               (a.document.id,), (a.claims[3].id,), (bodies.id,), ()),
        Origin("o-movement", "free-hills-movement", None, date(2033, 5, 2), "30 civilians killed", (c.document.id,),
               (c.claims[0].id, c.claims[1].id, c.claims[3].id), (toll.id,), (Link(c.claims[1].id, "part of the 30"),)),
    )


def _incidents(a: Reading, b: Reading, c: Reading, d: Reading) -> tuple[Incident, ...]:
    fall = d.claims[1]
    claims = tuple(row.id for reading in (a, b, c) for row in reading.claims if row.scope != "aggregate")
    return (
        Incident("i-orvadell-2033-05-02", True, "Rocket attack on Orvadell", MONDAY, "orvadell", "shelling",
                 ("the army",), ("rockets",), ("covered market",),
                 tuple(sorted(r.document.id for r in (a, b, c))), claims,
                 (Link(c.claims[0].id, "the same town and day"),)),
        Incident("i-port-sellin", False, "Drone at Port Sellin", When("Tuesday", weekday=1), "port-sellin",
                 "drone_strike", (), ("drone",), (), (d.document.id,), (fall.id,)),
    )


def _assessments(a: Reading, b: Reading, c: Reading, d: Reading) -> tuple[Assessment, ...]:
    main = "i-orvadell-2033-05-02"
    return (
        Assessment(main, "killed", 14, 30, False, ("free-hills-movement", "mira-tolvan"),
                   ("o-governor-post", "o-movement"), (a.claims[0].id, b.claims[1].id, c.claims[0].id),
                   (Link(a.claims[3].id, "a part: one hospital"), Link(c.claims[2].id, "a toll over a period")),
                   "stated-figures", "three reports, two independent sources: two of the three carry one post"),
        Assessment(main, "injured", 24, 99, False, ("mira-tolvan",), ("o-governor-post",),
                   (a.claims[2].id, b.claims[2].id), (), "vague-only", "two reports, one independent source"),
        Assessment("i-port-sellin", "injured", 0, 0, False, (), (), (d.claims[1].id,), (), "stated-figures",
                   "one report, no source named"),
    )


def sample_record() -> Record:
    """Four reports, one family with a rewrite, three origins, two incidents, contradictions and two drifts."""
    a, b, c, d = sample_readings()
    courier, post = a.document, b.document
    return Record(
        readings=tuple(sorted((a, b, c, d), key=lambda r: r.document.id)),
        parties=_parties(a, b, c), speakers=_speakers(a, b, c, d), places=_places(a, b, c, d),
        claim_places={d.claims[0].id: "port-sellin", d.claims[1].id: "port-sellin"},
        families=_families(*(r.document for r in (a, b, c, d))), origins=_origins(a, b, c),
        dependences=(
            Dependence("free-hills-movement", "mira-tolvan", "the movement cites the governor's post",
                       (c.claims[0].id,)),
        ),
        drifts=(
            Drift("x-hedge", "hedge", "medium", post.id, span(post, "14 people were killed"), courier.id,
                  span(courier, "At least 14 people were killed"), "“at least” was lost"),
            Drift("x-spelling", "words", "low", post.id, span(post, "Mira Tolvann"), courier.id,
                  span(courier, "Mira Tolvan"), "the name is spelt another way"),
        ),
        incidents=_incidents(a, b, c, d), assessments=_assessments(a, b, c, d),
        contradictions=(
            Contradiction("k-killed", "i-orvadell-2033-05-02", "killed", (a.claims[0].id, c.claims[0].id),
                          "at least 14 (the governor) against 30 (the movement)"),
            Contradiction("k-other", None, "other", (a.statements[1].id, b.claims[2].id),
                          "quoted words became the narrator's"),
        ),
        problems=(Problem("reading", c.document.id, "no-date", "The report gives no date of publication."),),
        judged=(Judged("j-1", (a.claims[0].id, c.claims[0].id), "false"),),
        sign_offs=(
            SignOff("i-orvadell-2033-05-02", "reviewed", "j-2", "reviewer", datetime(2033, 5, 8, tzinfo=UTC),
                    ("killed: 14 to 30 was 14",)),
            SignOff("i-port-sellin", "draft", None, "", None),
        ),
    )


def sample_judgement(**fields: object) -> Judgement:
    """A person's decision about two claims of the sample case."""
    a, _, c, _ = sample_readings()
    given = {
        "id": "j-1", "kind": "same_incident", "subject": a.claims[0].id, "other": c.claims[0].id, "verdict": "yes",
        "value": None, "quoted": "At least 14 people were killed | 30 civilians", "by": "reviewer",
        "at": datetime(2033, 5, 7, 9, 30, tzinfo=UTC), "note": "the same market",
    }
    return Judgement(**(given | fields))


def codes(problems: Iterable[Problem]) -> set[str]:
    """The codes of problems."""
    return {problem.code for problem in problems}


REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)  # what a trigger raises


def query(path: Path | str, sql: str) -> list[tuple]:
    """What another program finds in the case."""
    if is_address(str(path)):
        with psycopg.connect(str(path)) as db:
            cursor = db.execute(_spelt(sql))
            return cursor.fetchall() if cursor.description else []
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def tamper(path: Path | str, sql: str) -> None:
    """Change the case behind the store's back. sql: as for SQLite; references between rows are not looked at."""
    if is_address(str(path)):
        sql = re.sub(r"DROP TRIGGER (\w+?)_(stays|is_kept|moves_on)\b", r"DROP TRIGGER \1_\2 ON \1", sql)
        with psycopg.connect(str(path), autocommit=True) as db:
            db.execute("SET session_replication_role = replica" if "TRIGGER" not in sql else "SELECT 1")
            db.execute(_spelt(sql))
        return
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(sql)
    db.close()


def _spelt(sql: str) -> str:
    """SQL of a test as PostgreSQL takes it: bytes are written in another way there."""
    return re.sub(r"\bx'(\w*)'", r"'\\x\1'::bytea", sql)
