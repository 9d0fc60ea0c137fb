"""The tables that `stemma scale` writes: each column with its type and what it means. The reference is made from this.

Types are named as Arrow names them; `arrow_schema` makes a schema of them, with the meanings as metadata. Offsets are
Unicode code points of the document's text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import pyarrow as pa


class Column(Struct, frozen=True):
    """A column of a table."""

    name: str
    type: str  # "string", "int64", "date32", "bool", "float64", "binary", "timestamp", "list<string>"
    meaning: str
    null: str = ""  # what it means that nothing is given; "" where something always is


class Table(Struct, frozen=True):
    """A table."""

    name: str
    meaning: str
    row: str  # what one row is
    columns: tuple[Column, ...]
    by_month: bool = True  # whether its files lie in folders by month of publication


_DOC = Column("doc", "string", "id of the document")

DOCUMENTS = Table("documents", "The reports that were kept, with their bytes and all that was read from them.",
                  "a document", (
    Column("id", "string", "id of the document: from the digest of its bytes and its name"),
    Column("name", "string", "what people and files call it"),
    Column("sha256", "string", "digest of its bytes as received"),
    Column("text", "string", "its text; all offsets count its code points"),
    Column("media_type", "string", "text/plain, text/html or application/json"),
    Column("path", "string", "where it was read from", "not known"),
    Column("url", "string", "its address", "not stated"),
    Column("outlet", "string", "who published it, as stated beside the text", "not stated"),
    Column("title", "string", "its title, as stated beside the text", "not stated"),
    Column("published", "date32", "day of publication, as stated beside the text", "not stated"),
    Column("retrieved", "timestamp", "when it was received, UTC", "not stated"),
    Column("lang", "string", "language, ISO 639-1", "not clear"),
    Column("raw", "binary", "its bytes as received"),
    Column("day", "date32", "day of publication, also where only the text tells it", "not known"),
    Column("day_basis", "string", "where that day is known from: given, dateline, text, unknown"),
    Column("countries", "list<string>", "countries of the places that it names, ISO 3166-1 alpha-2, sorted"),
    Column("kinds", "list<string>", "kinds of its claims, sorted"),
    Column("reading", "binary", "all that was read from it, packed as a case file keeps it"),
    Column("program", "string", "digest of the program that read it"),
    Column("tagger", "string", "the trained tagger that read beside the rules"),
    Column("unit", "string", "id of the input file that it lies in"),
))

STATEMENTS = Table("statements", "Who says something, where.", "a statement", (
    Column("id", "string", "id of the statement"), _DOC,
    Column("start", "int32", "first code point of what is said"),
    Column("end", "int32", "code point after the last"),
    Column("content", "string", "what is said"),
    Column("direct", "bool", "whether these words are quoted"),
    Column("source_kind", "string", "person, org, unnamed or narrator (the outlet itself)"),
    Column("source", "string", "who says it, the fullest name that the document gives"),
    Column("source_role", "string", "what the source is, as written", "not written"),
    Column("cue", "string", "the words that say that it is said", "none"),
    Column("channel", "string", "facebook, telegram, tv, briefing ...", "not told"),
    Column("via", "string", "outlet that first carried it, as named in the text", "not told"),
    Column("said_from", "date32", "first day on which it was said", "not told"),
    Column("said_to", "date32", "last day on which it was said", "not told"),
    Column("parent", "string", "id of the statement that this one is nested in", "none"),
))

CLAIMS = Table("claims", "What the reports hold: figures of people harmed, weapons, damage, who is blamed ...",
               "a claim", (
    Column("id", "string", "id of the claim"), _DOC,
    Column("kind", "string", "killed, injured, missing ... weapon, damage, perpetrator ..."),
    Column("start", "int32", "first code point of the evidence"),
    Column("end", "int32", "code point after the last"),
    Column("quoted", "string", "the evidence"),
    Column("sentence", "int32", "number of the sentence in the document, from 0"),
    Column("statement", "string", "id of the statement that it stands in", "in none"),
    Column("part_of", "string", "id of the total that it is a part of", "of none"),
    Column("stance", "string", "asserted, confirmed, unverified, denied, disputed, estimate or undercount"),
    Column("scope", "string", "incident, partial, aggregate or other"),
    Column("count_low", "int64", "lowest number of people", "no figure, or open below"),
    Column("count_high", "int64", "highest number of people", "no figure, or open above"),
    Column("count_wording", "string", "exact, at_least, about, dozens ...", "no figure"),
    Column("count_text", "string", "the number as written", "no figure"),
    Column("victims_status", "string", "civilian, combatant, mixed or unspecified"),
    Column("victims_group", "string", "children, women, medics ...", "not told"),
    Column("value", "string", "the value of kinds that are no figures, \"\" for figures"),
    Column("source_kind", "string", "person, org, unnamed or narrator (the outlet itself)"),
    Column("source", "string", "who it comes from"),
    Column("day_from", "date32", "first day of what happened, as far as this report alone shows it", "not told"),
    Column("day_to", "date32", "last day of what happened", "not told"),
    Column("as_of_from", "date32", "first day on which the figure stood", "not told"),
    Column("as_of_to", "date32", "last day on which the figure stood", "not told"),
    Column("place", "string", "where it happened, as far as this report alone shows it; of claims of people harmed",
           "not told"),
    Column("country", "string", "its country, ISO 3166-1 alpha-2", "not known"),
    Column("lat", "float64", "its latitude, degrees (WGS 84)", "not known, or a country or a region"),
    Column("lon", "float64", "its longitude, degrees (WGS 84)", "not known, or a country or a region"),
))

MENTIONS = Table("mentions", "Names of persons, organisations and places.", "a name at one place of a text", (
    Column("id", "string", "id of the mention"), _DOC,
    Column("kind", "string", "person, org or place"),
    Column("start", "int32", "first code point"),
    Column("end", "int32", "code point after the last"),
    Column("name", "string", "the name as written"),
    Column("role", "string", "what the named one is, as written", "not written"),
    Column("refers_to", "string", "the fullest form in the same document", "this one is"),
    Column("geo_id", "string", "of a place: its id in the gazetteer", "not resolved"),
    Column("geo_name", "string", "of a place: its name in the gazetteer", "not resolved"),
    Column("geo_kind", "string", "of a place: city, village, region ...", "not resolved"),
    Column("country", "string", "of a place: its country, ISO 3166-1 alpha-2", "not known"),
    Column("lat", "float64", "of a place: latitude, degrees (WGS 84)", "not known"),
    Column("lon", "float64", "of a place: longitude, degrees (WGS 84)", "not known"),
))

KEYS = Table("keys", "What copies of a report are found by: hashes of its words and facts, the same in every run; "
             "numbers as bytes, little end first.", "a document", (
    _DOC,
    Column("day", "date32", "day of publication, also where only the text tells it", "not known"),
    Column("shingles", "binary", "uint32: half of the hash of every five words, in the order of the text"),
    Column("repeats", "int32", "how many of the shingles stand there again"),
    Column("words", "binary", "uint64: the shingles that it is found by, one in some seven"),
    Column("twos", "binary", "uint64: numbers and names of one sentence, two by two"),
    Column("stems", "binary", "uint64: longer words"),
))

HAPPENINGS = Table("happenings", "Where and when a report says that people were harmed, as this report alone shows it. "
                   "What has no place, or neither a day nor a day of publication, is left out.",
                   "a place and a day that a document tells of", (
    _DOC,
    Column("cell", "string", "where, as a key: country and square of 30 km (\"UA 520:1031\"), or country and name"),
    Column("country", "string", "country, ISO 3166-1 alpha-2", "not known"),
    Column("place", "string", "name of the place"),
    Column("lat", "float64", "latitude, degrees (WGS 84)", "not known, or a country or a region"),
    Column("lon", "float64", "longitude, degrees (WGS 84)", "not known, or a country or a region"),
    Column("day_from", "date32", "first day"),
    Column("day_to", "date32", "last day"),
    Column("day_basis", "string", "told; or published: no day is told, these are the last days up to its publication"),
    Column("focal", "bool", "whether the report is mostly about it"),
    Column("claims", "list<string>", "ids of its claims of people harmed there, sorted"),
    Column("killed_low", "int64", "smallest stated figure of people killed there in all", "no such figure"),
    Column("killed_high", "int64", "largest stated figure of people killed there in all", "no such figure"),
))

PASSED_OVER = Table("passed_over", "Documents and pages that were not kept, with the reason.", "a document or page", (
    Column("unit", "string", "id of the input file"),
    Column("place", "string", "record, line or row in the file"),
    Column("url", "string", "its address", "not stated"),
    Column("reason", "string", "why it is not kept"),
), by_month=False)

PROBLEMS = Table("problems", "What could not be read or done.", "a problem", (
    Column("unit", "string", "id of the input file"),
    Column("stage", "string", "read or reading"),
    Column("subject", "string", "file or document"),
    Column("code", "string", "short and stable: not-utf8, bad-json, damaged ..."),
    Column("message", "string", "one sentence"),
    Column("place", "string", "record, line or row in the file", "the file as a whole"),
), by_month=False)

# What the work on one file writes, in the order in which it is put in place.
UNIT_TABLES: tuple[Table, ...] = (DOCUMENTS, STATEMENTS, CLAIMS, MENTIONS, KEYS, HAPPENINGS, PASSED_OVER, PROBLEMS)

EDGES = Table("edges", "Pairs of reports of which one was made from the other, or that have passages in common: found "
              "by key over all files, then compared as in a build.", "a pair of documents", (
    Column("a", "string", "id of one document, the lower of the two"),
    Column("b", "string", "id of the other document"),
    Column("how", "string", "verbatim, reprint, rewrite, summary; shared_passage and shared_quotation make no family"),
    Column("share", "float64", "part of the text of which more has a counterpart in the other, 0..1"),
    Column("direction", "string", "a_from_b, b_from_a or unknown"),
    Column("reason", "string", "why that direction"),
    Column("passages", "binary", "MessagePack: spans in a, each with its counterpart in b"),
), by_month=False)

FAMILIES = Table("families", "Which reports descend from one telling, by the edges that make families.", "a document", (
    _DOC,
    Column("family", "string", "id of the family, from the ids of all its documents"),
    Column("documents", "int64", "how many documents the family has; 1 for a report that stands alone"),
), by_month=False)

INCIDENTS = Table("incidents", "CANDIDATE incidents: documents that tell of people harmed in one cell and within days "
                  "of one another. They say where to look, and may hold several incidents or parts of one; "
                  "stemma build --from makes the incidents.", "a cell and a stretch of days", (
    Column("key", "string", "id of the candidate, from its cell and first day"),
    Column("cell", "string", "where, as a key (table happenings)"),
    Column("country", "string", "country, ISO 3166-1 alpha-2", "not known"),
    Column("place", "string", "the name that most documents give"),
    Column("lat", "float64", "latitude of that place, degrees (WGS 84)", "not known, or a country or a region"),
    Column("lon", "float64", "longitude of that place, degrees (WGS 84)", "not known, or a country or a region"),
    Column("day_from", "date32", "first day"),
    Column("day_to", "date32", "last day"),
    Column("docs", "list<string>", "ids of the documents, sorted"),
    Column("documents", "int64", "how many documents"),
    Column("focal", "int64", "how many of them are mostly about it"),
    Column("claims", "list<string>", "ids of the claims of people harmed, sorted"),
    Column("killed_low", "int64", "smallest stated figure of people killed in all, as read", "no such figure"),
    Column("killed_high", "int64", "largest stated figure of people killed in all, as read", "no such figure"),
), by_month=False)

# What the joins over all files write.
JOINED_TABLES: tuple[Table, ...] = (EDGES, FAMILIES, INCIDENTS)


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema; what each column means stands in its metadata under `meaning`."""
    import pyarrow as pa

    types = {"list<string>": pa.list_(pa.string()), "timestamp": pa.timestamp("us", "UTC"), "string": pa.string(),
             "binary": pa.binary(), "bool": pa.bool_(), "int32": pa.int32(), "int64": pa.int64(),
             "uint64": pa.uint64(), "float64": pa.float64(), "date32": pa.date32(),
             "list<uint64>": pa.list_(pa.uint64())}
    return pa.schema([
        pa.field(column.name, types[column.type], nullable=bool(column.null), metadata={"meaning": column.meaning})
        for column in table.columns
    ], metadata={"table": table.name, "meaning": table.meaning})
