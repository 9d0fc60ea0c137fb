"""One case file, open: the documents and judgements that are kept, and the derived record."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from itertools import islice
from types import TracebackType
from typing import Literal, TypeVar

import msgspec

from stemma import __version__
from stemma.copies.compared import Compared
from stemma.errors import CaseError, NotACase, UsageError
from stemma.ids import make_id, sha256
from stemma.judgements.making import question_of
from stemma.model import Document, Judgement, Problem, Reading, Record
from stemma.store import items, log, nouns
from stemma.store.accounts import Accounts
from stemma.store.database import Damage, Database, Table
from stemma.store.items import Arrival, Item, Stamp
from stemma.store.known import Known
from stemma.store.noted import Changes
from stemma.store.packing import pack, payload_of, unpack
from stemma.store.rows import TABLES, Row
from stemma.store.search import Found, Query, search
from stemma.store.writing import insert, write

BATCH = 200  # documents in one transaction: few enough that a reader of a pile never holds the file for long
FEW = 50  # readings that are asked for one by one
Noun = TypeVar("Noun", bound=msgspec.Struct)
INGEST = "read"  # the stage of problems about files

Rebuild = Callable[[Sequence[Document], Sequence[Judgement]], Record]


class Kept(msgspec.Struct, frozen=True):
    """What became of a judgement that was handed over."""

    new: bool  # False: it was there already
    number: int  # of its entry in the log
    rivals: tuple[Judgement, ...]  # what others decided of the same question since the page was made


class Added(msgspec.Struct, frozen=True):
    """What became of items that were handed over."""

    items: tuple[Item, ...]  # as they are kept; those that were there already are not among them
    documents: int  # how many were new


class _Packed(msgspec.Struct, frozen=True):
    """A document with its raw bytes as they are kept."""

    document: Document
    codec: str
    data: bytes
    size: int  # of the raw bytes


class CaseFile:
    """An open case. Every change is one transaction: it is there whole or not at all. Made by open_case."""

    def __init__(self, db: Database):
        self.path = db.name  # as people may see it: never with a password
        self._db = db

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the case."""
        self._db.close()

    # ----------------------------------------------------------------------------------------------------- documents

    def add(self, items: Iterable[tuple[Document, bytes]]) -> int:
        """Keep documents with their raw bytes; how many were new. One already there (same id) is passed over.

        Written in batches: when this returns, everything is on the disk; when it raises, whole batches are.
        What cannot be stored (a text that is not Unicode, more than the database can hold) becomes a problem.
        """
        added, items = 0, iter(items)
        while batch := list(islice(items, BATCH)):
            packed = [_Packed(document, *pack(document, raw), len(raw)) for document, raw in batch]
            with self._writing():
                added += sum(self._add_or_tell(one) == "new" for one in packed)
        return added

    def _add_or_tell(self, one: _Packed) -> Literal["new", "held", "not stored"]:
        """Keep one document in the transaction that is open; why it cannot be stored is a problem."""
        try:
            return "new" if self._add_one(one.document, one.codec, one.data, one.size) else "held"
        except (UnicodeEncodeError, *self._db.too_large) as error:
            self._write_problems("ingest", [_unstorable(one.document, error)])
            return "not stored"

    def _add_one(self, document: Document, codec: str, data: bytes, size: int) -> int:
        document.text.encode()  # a lone surrogate fails here, before anything is written
        # A file name need not be Unicode; what names the document is made storable, its id stays.
        row = {name: _storable(value) for name, value in msgspec.to_builtins(document).items()}
        row["text"] = document.text
        self._add_raw(document.sha256, codec, size, data)
        return self._insert("document", [row | {"seal": nouns.seal(row)}], "ON CONFLICT (id) DO NOTHING")

    def _add_raw(self, sha256: str, codec: str, size: int, data: bytes) -> None:
        self._db.execute("INSERT INTO raw VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                         (sha256, codec, size, data))

    def documents(self) -> tuple[Document, ...]:
        """All documents, by id."""
        return tuple(self._nouns(_converted(Document), "document", "SELECT * FROM document ORDER BY id"))

    def document(self, id: str) -> Document | None:
        """One document; None where there is none of that id."""
        return next(self._nouns(_converted(Document), "document", "SELECT * FROM document WHERE id = ?", (id,)), None)

    def reading(self, id: str) -> Reading | None:
        """What the last build read from the document of that id; None where there is none."""
        with self._reading():
            document = self.document(id)
            found = self._db.execute("SELECT json FROM reading_json WHERE doc = ?", (id,)).fetchone()
            try:
                return found and document and nouns.decode_reading(found[0], {id: document})
            except (msgspec.DecodeError, KeyError, TypeError) as error:
                raise CaseError(f"{self.path}: the derived rows cannot be read ({error}); build again") from None

    def raw(self, sha256: str) -> bytes:
        """The bytes as they were received. UsageError where there are none of this digest."""
        with self._speaking():
            found = self._db.execute("SELECT codec, bytes FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
        if found is None:
            raise UsageError(f"{self.path} holds no bytes with the digest {sha256}")
        try:
            return unpack(*found)
        except (zlib.error, TypeError) as error:
            raise NotACase(f"{self.path} is damaged: the bytes of {sha256} cannot be unpacked ({error})") from None

    # --------------------------------------------------------------------------------------------------------- items

    def add_item(self, item: Item, documents: Sequence[tuple[Document, bytes]] = (),
                 payload: bytes | None = None) -> Item | None:
        """Keep what came in, its documents and its entry in the log, all in one transaction; the item as it is kept.

        payload: the bytes that item.sha256 names, unless they are a document's raw bytes or item.held is False.
        None where exactly this item is there already. CaseError where the bytes are not those of the digest.
        """
        added = self.add_items((Arrival(item, tuple(documents), payload),)).items
        return added[0] if added else None

    def add_items(self, arrivals: Iterable[Arrival]) -> Added:
        """Keep what came in, in one transaction; what is there already is passed over, as add_item does."""
        packed = [(one, [_Packed(document, *pack(document, raw), len(raw)) for document, raw in one.documents],
                   payload_of(one)) for one in map(_legible, arrivals)]
        with self._writing():
            new, fresh = 0, {}
            for arrival, documents, payload in packed:
                told = [(one, self._add_or_tell(one)) for one in documents]
                new += sum(how == "new" for _, how in told)
                if arrival.item.id not in fresh and not items.known(self._db, arrival.item):
                    item = self._with_documents(arrival.item, [one.document.id for one, _ in told])
                    fresh[item.id] = self._with_bytes(item, payload)
            return Added(items.add(self._db, tuple(fresh.values())), new)

    def _with_documents(self, item: Item, more: Sequence[str]) -> Item:
        """The item with those of its documents that are held: not every text can be stored."""
        ids = tuple(dict.fromkeys((*item.documents, *more)))
        if len(ids) > BATCH:
            held = {id for (id,) in self._db.execute("SELECT id FROM document")}
        else:
            held = {id for id in ids if self._db.execute("SELECT 1 FROM document WHERE id = ?", (id,)).fetchone()}
        return msgspec.structs.replace(item, documents=tuple(id for id in ids if id in held))

    def _with_bytes(self, item: Item, payload: tuple[str, int, bytes] | None) -> Item:
        """The item with its size; its bytes are kept in the transaction that is open."""
        if not item.held:
            return item
        if payload is not None:
            self._add_raw(item.sha256, *payload)
        found = self._db.execute("SELECT size FROM raw WHERE sha256 = ?", (item.sha256,)).fetchone()
        if found is None:
            raise CaseError(f"the bytes of {item.uri} were not handed over with it")
        return msgspec.structs.replace(item, size=found[0])

    def items(self, after: int = 0, limit: int | None = None) -> tuple[Item, ...]:
        """What came in, after that entry of the log, in order, at most so many; without the WARC records themselves."""
        return self._items("number > ? ORDER BY number LIMIT ?", (after, log.ALL if limit is None else limit))

    def item_of(self, uri: str, status: int | None = None) -> Item | None:
        """What came in last from that address or path (with status: what came with that status); None: nothing did."""
        where, values = "uri_sha256 = ?", [sha256(_storable(uri).encode())]
        if status is not None:
            where, values = f"{where} AND status = ?", [*values, status]
        return next(iter(self._items(f"{where} ORDER BY number DESC LIMIT 1", values)), None)

    def item(self, id: str) -> Item | None:
        """One item; None where there is none of that id."""
        return next(iter(self._items("id = ?", (id,))), None)

    def items_with(self, document: str) -> tuple[Item, ...]:
        """The items that a document was found in, the first one first."""
        return self._items("number IN (SELECT item FROM item_document WHERE doc = ?) ORDER BY number", (document,))

    def warc(self, id: str) -> bytes | None:
        """The WARC records of an item, in gzip; None where it has none."""
        with self._speaking():
            found = self._db.execute("SELECT bytes FROM item_warc WHERE item = (SELECT number FROM item WHERE id = ?)",
                                     (id,)).fetchone()
        return found and bytes(found[0])

    def add_stamp(self, stamp: Stamp) -> Stamp:
        """Keep a timestamp of the log's end for ever, with its entry in the log."""
        with self._writing():
            return items.add_stamp(self._db, stamp)

    def stamps(self) -> tuple[Stamp, ...]:
        """All timestamps, the first one first."""
        with self._speaking(), self._damage_told("timestamp"):
            return tuple(items.stamps(self._db))

    def _items(self, where: str, values: Sequence[object]) -> tuple[Item, ...]:
        with self._speaking(), self._damage_told("item"):
            return tuple(items.select(self._db, where, values))

    @contextmanager
    def _damage_told(self, name: str) -> Iterator[None]:
        try:
            yield
        except (msgspec.DecodeError, TypeError) as error:
            raise NotACase(f"{self.path} is damaged: a {name} cannot be read ({error})") from None

    # ---------------------------------------------------------------------------------------------------- judgements

    def judgements(self, after: int = 0) -> tuple[Judgement, ...]:
        """All judgements, withdrawn ones too, by time and id; with after, those made or withdrawn after that entry."""
        where = "WHERE id IN (SELECT subject FROM log WHERE number > ? AND action IN (?, ?, ?))" if after else ""
        return tuple(self._nouns(nouns.judgement_of, "judgement", f"SELECT * FROM judgement {where} ORDER BY at, id",
                                 (after, log.JUDGED, log.CARRIED, log.WITHDRAWN) if after else ()))

    def add_judgement(self, judgement: Judgement, seen: int | None = None) -> Kept:
        """Keep a judgement for ever, with its entry in the log. UsageError where its id means another one.

        seen: the number of the log's last entry when the page was made that the person looked at; what others decided
        of the same question since then comes back as rivals. Nothing is overwritten: to tell is the caller's part.
        """
        with self._writing():
            if not self._insert("judgement", [nouns.judgement_row(judgement)], "ON CONFLICT (id) DO NOTHING"):
                return Kept(False, self._logged_as(judgement), ())
            number = log.append(self._db, at=judgement.at, by=judgement.by, action=log.JUDGED, subject=judgement.id,
                                note=judgement.note, content=judgement)
            return Kept(True, number, () if seen is None else self._rivals(judgement, seen))

    def _logged_as(self, judgement: Judgement) -> int:
        """The entry of a judgement that is kept already; UsageError where the one kept under its id is another."""
        (kept,) = self._nouns(nouns.judgement_of, "judgement", "SELECT * FROM judgement WHERE id = ?", (judgement.id,))
        if msgspec.structs.replace(kept, withdrawn=None) != msgspec.structs.replace(judgement, withdrawn=None):
            raise UsageError(f"{self.path} holds another judgement called {judgement.id}")
        (number,) = self._db.execute("SELECT min(number) FROM log WHERE subject = ? AND action IN (?, ?)",
                                     (judgement.id, log.JUDGED, log.CARRIED)).fetchone()
        return number or 0

    def _rivals(self, judgement: Judgement, seen: int) -> tuple[Judgement, ...]:
        """Judgements of others on the same question, logged later than that entry and not withdrawn."""
        sql = ("SELECT judgement.* FROM judgement JOIN log ON log.subject = judgement.id WHERE log.action = ? "
               "AND log.number > ? AND judgement.withdrawn IS NULL AND judgement.by <> ? ORDER BY log.number")
        found = self._nouns(nouns.judgement_of, "judgement", sql, (log.JUDGED, seen, judgement.by))
        question = question_of(judgement)
        return tuple(other for other in found if question_of(other) == question)

    def withdraw(self, id: str, at: datetime, by: str, note: str = "") -> int | None:
        """Mark a judgement as withdrawn, and log who did so and why; the entry's number.

        None where it was withdrawn before: that stays as it is. UsageError where there is no such judgement.
        """
        with self._writing():
            found = self._db.execute("SELECT withdrawn FROM judgement WHERE id = ?", (id,)).fetchone()
            if found is None:
                raise UsageError(f"{self.path} holds no judgement called {id}")
            if found != (None,):
                return None
            self._db.execute("UPDATE judgement SET withdrawn = ? WHERE id = ?", (msgspec.to_builtins(at), id))
            return log.append(self._db, at=at, by=by, action=log.WITHDRAWN, subject=id, note=note,
                              content={"withdrawn": at})

    # ----------------------------------------------------------------------------------------------------------- log

    def log(self, after: int = 0, limit: int = 1000) -> tuple[log.Entry, ...]:
        """Entries of the log after that number, in order, at most so many."""
        sql = "SELECT * FROM log WHERE number > ? ORDER BY number LIMIT ?"
        return tuple(self._nouns(log.entry_of, "log entry", sql, (after, limit)))

    @property
    def accounts(self) -> Accounts:
        """Who may work on the case where it is served."""
        return Accounts(self._db, self._writing)

    @property
    def changes(self) -> Changes:
        """What was different after each build."""
        return Changes(self._db, self._writing)

    def head(self) -> tuple[int, str]:
        """Number and digest of the log's last entry; (0, "") of an empty log. Noted elsewhere, it vouches for it."""
        with self._speaking():
            found = self._db.execute("SELECT number, digest FROM log_head").fetchone()
        if found is None:
            raise NotACase(f"{self.path} is damaged: the place that says where the log ends is missing")
        return found

    def preimage(self, number: int) -> bytes | None:
        """What the digest of that entry of the log is the SHA-256 of; None where the log is broken there."""
        before = self.log(number - 2, 1)[0].digest if number > 1 else ""
        found = self.log(number - 1, 1)
        return log.preimage(before, log.fields_of(found[0]), found[0].digest) if found else None

    # ------------------------------------------------------------------------------------------------------ problems

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Keep problems met while reading files in; a rebuild leaves them alone."""
        with self._writing():
            self._write_problems("ingest", problems)

    def problems(self) -> tuple[Problem, ...]:
        """Problems of reading files in, then those of the last build; each once."""
        found = self._nouns(_converted(Problem), "problem", "SELECT stage, subject, code, message, place FROM problem "
                            "ORDER BY kept = 'derived', stage, subject, code, place, message")
        return tuple(dict.fromkeys(found))

    def _write_problems(self, kept: str, problems: Iterable[Problem]) -> None:
        rows = ({name: _storable(value) for name, value in msgspec.structs.asdict(problem).items()}
                for problem in problems)
        self._insert("problem", ({"kept": kept, "id": make_id("p", *row.values()), **row} for row in rows),
                     "ON CONFLICT DO NOTHING")

    # -------------------------------------------------------------------------------------------------------- record

    def replace_record(self, record: Record, problems: Iterable[Problem] = (),
                       judgements: Iterable[Judgement] | None = None, documents: Iterable[str] | None = None,
                       over: str | None = None) -> bool:
        """Put a new record in the place of the old one, in one transaction; whether it was.

        judgements and documents (ids): those that it was made from, because more may have come since; None: those held
        now. over: the build_mark that stood before these were asked for. Where another build has put a record of
        others in its place since then, that one stays: it may hold what this one does not.
        problems are further ones of the same build. Those of the stage "read" are about files that a rebuild does not
        open again, so they are kept as add_problems keeps them; the others are dropped by the next build.
        UsageError where the record is about a document that the case does not hold.
        """
        problems = tuple(problems)
        with self._writing(derived=True):
            ids = {id for (id,) in self._db.execute("SELECT id FROM document")}
            if missing := sorted({reading.document.id for reading in record.readings} - ids):
                raise UsageError(f"{self.path} does not hold the document {missing[0]}, which the record is about")
            basis = nouns.basis(ids if documents is None else documents,
                                self.judgements() if judgements is None else judgements)
            if over is not None and self._overtaken(over, basis):
                return False
            digest, faults = write(self._db, record, self.schema(), ids)
            self._db.execute("DELETE FROM build")
            number, log_digest = self.head()
            self._insert("build", [{"one": 1, "version": __version__, "built_from": basis, "digest": digest,
                                    "log_number": number, "log_digest": log_digest}])
            self._db.execute("DELETE FROM problem WHERE kept = 'derived'")
            self._write_problems("ingest", (p for p in problems if p.stage == INGEST))
            self._write_problems("derived", (*record.problems, *(p for p in problems if p.stage != INGEST), *faults))
            return True

    def _overtaken(self, over: str, basis: str) -> bool:
        """Whether another build, of other documents or judgements, was written since that mark was read."""
        built = self._db.execute("SELECT built_from FROM build").fetchone()
        return built is not None and built != (basis,) and self.build_mark() != over

    def kept_readings(self, program: str, tagger: str) -> dict[str, Reading]:
        """What this program read before from each report alone, by document id; nothing another program read."""
        documents = {document.id: document for document in self.documents()}
        with self._speaking():
            rows = self._db.execute("SELECT doc, packed FROM reading_kept WHERE program = ? AND tagger = ?",
                                    (program, tagger)).fetchall()
        found = {}
        for doc, packed in rows:
            with suppress(zlib.error, msgspec.DecodeError, KeyError, TypeError):  # what is damaged is read anew
                found[doc] = nouns.unpack_reading(packed, documents)
        return found

    def keep_readings(self, readings: Iterable[Reading], program: str, tagger: str) -> None:
        """Keep what was read from each report alone, in the place of what was kept of it before."""
        # Packed beforehand: whoever decides something waits for this transaction.
        rows = [(reading.document.id, program, tagger, nouns.pack_reading(reading)) for reading in readings]
        with self._writing():
            self._db.executemany("INSERT INTO reading_kept VALUES (?, ?, ?, ?) ON CONFLICT (doc) DO UPDATE SET "
                                 "program = excluded.program, tagger = excluded.tagger, packed = excluded.packed", rows)

    def is_read(self, program: str, tagger: str) -> bool:
        """Whether what this program reads is kept of every report, so that none would be read now."""
        with self._speaking():
            row = self._db.execute("SELECT 1 FROM document WHERE NOT EXISTS (SELECT 1 FROM reading_kept WHERE doc = "
                                   "document.id AND program = ? AND tagger = ?) LIMIT 1", (program, tagger)).fetchone()
        return row is None

    def tagger(self) -> str | None:
        """Which tagger read most of the case's reports; None where none has been read."""
        with self._speaking():
            row = self._db.execute("SELECT tagger, count(*) AS times FROM reading_kept GROUP BY tagger "
                                   "ORDER BY times DESC, tagger LIMIT 1").fetchone()
        return row and row[0]

    def kept_pairs(self, program: str) -> list[Compared]:
        """What this program found before of two documents held against each other."""
        with self._speaking():
            rows = self._db.execute("SELECT packed FROM pair_kept WHERE program = ?", (program,)).fetchall()
        found = []
        for (packed,) in rows:
            with suppress(zlib.error, msgspec.DecodeError, TypeError):  # what is damaged is compared anew
                found.append(nouns.unpack_pair(packed))
        return found

    def keep_pairs(self, new: Iterable[Compared], outdated: Iterable[tuple[str, str]], program: str) -> None:
        """Keep what was found of pairs of documents in the place of what was kept of them before, and drop others."""
        rows, outdated = [(pair.a, pair.b, program, nouns.pack_pair(pair)) for pair in new], list(outdated)
        with self._writing(derived=True):
            self._db.execute("DELETE FROM pair_kept WHERE program <> ?", (program,))
            self._db.executemany("DELETE FROM pair_kept WHERE a = ? AND b = ?", outdated)
            self._db.executemany("INSERT INTO pair_kept VALUES (?, ?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET "
                                 "program = excluded.program, packed = excluded.packed", rows)

    def kept_notes(self, program: str) -> dict[str, bytes]:
        """What this program's builds noted of each report (keeping.Notes), packed, by document id."""
        with self._speaking():
            return dict(self._db.execute("SELECT doc, packed FROM note_kept WHERE program = ?", (program,)).fetchall())

    def keep_notes(self, new: Iterable[tuple[str, bytes]], program: str) -> None:
        """Keep what is noted of reports in the place of what was noted of them before."""
        rows = [(doc, program, packed) for doc, packed in new]
        with self._writing(derived=True):
            self._db.execute("DELETE FROM note_kept WHERE program <> ?", (program,))
            self._db.executemany("INSERT INTO note_kept VALUES (?, ?, ?) ON CONFLICT (doc) DO UPDATE SET "
                                 "program = excluded.program, packed = excluded.packed", rows)

    def record(self, known: Known | None = None) -> Record | None:
        """The record of the last build, exactly as it was handed over; None before any. known: what was read before."""
        with self._reading():
            if self._db.execute("SELECT 1 FROM build").fetchone() is None:
                return None
            parts = dict(self._db.execute("SELECT part, json FROM record_json"))
            try:
                if known is None:
                    return nouns.decode_record(self._built(), parts)
                bases = dict(self._db.execute("SELECT doc, basis FROM reading_json ORDER BY doc"))
                return known.record(bases, parts, self._built)
            except (msgspec.DecodeError, KeyError, TypeError) as error:
                raise CaseError(f"{self.path}: the derived rows cannot be read ({error}); build again") from None

    def _built(self, docs: Collection[str] | None = None) -> Iterator[Reading]:
        """The readings of the last build by document, of these documents alone where any are named."""
        if docs is not None and len(docs) <= FEW:
            documents = {doc: document for doc in docs if (document := self.document(doc)) is not None}
            for doc in sorted(docs):
                (json,) = self._db.execute("SELECT json FROM reading_json WHERE doc = ?", (doc,)).fetchone()
                yield nouns.decode_reading(json, documents)
            return
        documents = {document.id: document for document in self.documents()}
        for doc, json in self._db.execute("SELECT doc, json FROM reading_json ORDER BY doc"):
            if docs is None or doc in docs:
                yield nouns.decode_reading(json, documents)

    def build_mark(self) -> str:
        """What tells the last build from every other one; "" where there was none yet."""
        with self._speaking():
            found = self._db.execute("SELECT built_from, digest FROM build").fetchone()
        return sha256("\n".join(found).encode()) if found else ""

    def search(self, query: Query) -> Found:
        """What the last build's rows hold of these words; see stemma.store.search."""
        with self._reading(), self._speaking():
            return search(self._db, query)

    def is_current(self) -> bool:
        """Whether the last build was made from the documents and judgements held now, by this version."""
        with self._reading():
            built = self._db.execute("SELECT built_from FROM build").fetchone()
            ids = [id for (id,) in self._db.execute("SELECT id FROM document")]
            return built == (nouns.basis(ids, self.judgements()),)

    def check(self, rebuild: Rebuild | None = None) -> list[Problem]:
        """What is wrong with the file: bytes, quoted words, references, and rows that a rebuild would not give."""
        from stemma.store.checking import check  # it works on an open case, so it imports this module

        with self._reading():
            return check(self, rebuild)

    # -------------------------------------------------------------------------------------------------------- inside

    def schema(self) -> Mapping[str, Table]:
        """What the database says of its derived tables."""
        with self._speaking():
            return self._db.tables(TABLES)

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in their order."""
        with self._speaking():
            return self._db.tables([table])[table].columns

    def damage(self, most: int) -> Iterator[Damage]:
        """What the database itself finds wrong, at most so many of a kind."""
        with self._speaking():
            yield from self._db.damage(most)

    def select(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple]:
        """Rows of a query as tuples, for the checks."""
        with self._speaking():
            yield from self._db.execute(sql, values)

    def _nouns(self, convert: Callable[[Row], Noun], name: str, sql: str,
               values: Sequence[object] = ()) -> Iterator[Noun]:
        """Rows of a query as nouns; name is what one is called where it cannot be read."""
        with self._speaking():
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                try:
                    yield convert(dict(zip(names, row, strict=True)))
                except (msgspec.DecodeError, TypeError) as error:  # a ValidationError is a DecodeError
                    raise NotACase(f"{self.path} is damaged: a {name} cannot be read ({error})") from None

    def snapshot(self) -> AbstractContextManager[None]:
        """Several questions, in a `with` block, that are all answered from one state of the case."""
        return self._reading()

    def _insert(self, table: str, rows: Iterable[Row], clause: str = "") -> int:
        return insert(self._db, table, list(rows), clause)

    def _speaking(self):
        return self._db.spoken()

    @contextmanager
    def _writing(self, wait: bool = True, derived: bool = False) -> Iterator[None]:
        """One transaction that waits its turn; undone whole where anything fails. CaseError without wait, where another
        program is writing. derived: it writes what only builds write."""
        with self._speaking():
            self._db.begin_writing(wait, derived)
            try:
                yield
                self._db.commit()
            except BaseException:
                self._db.rollback()
                raise

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Several queries that see one state of the file; one inside another sees the outer one's."""
        if self._db.in_transaction:
            yield
            return
        with self._speaking():
            self._db.begin_reading()
            try:
                yield
            finally:
                self._db.rollback()


def _converted(noun: type[Noun]) -> Callable[[Row], Noun]:
    """What makes a noun of a row whose columns have its fields' names."""
    return lambda row: msgspec.convert(row, noun)


def _legible(arrival: Arrival) -> Arrival:
    """The arrival with names that can be stored: a path need not be Unicode."""
    item = arrival.item
    names = {name: _storable(getattr(item, name)) for name in ("uri", "by", "within", "etag", "last_modified")}
    return msgspec.structs.replace(arrival, item=msgspec.structs.replace(item, **names))


def _storable(value: str | None) -> str | None:
    return value and value.encode(errors="backslashreplace").decode()


def _unstorable(document: Document, error: Exception) -> Problem:
    if isinstance(error, UnicodeEncodeError):
        return Problem("store", document.name, "not-unicode", "The text holds code points that are no characters.",
                       f"offset {error.start}")
    return Problem("store", document.name, "too-large", "The document is larger than a case can hold.")
