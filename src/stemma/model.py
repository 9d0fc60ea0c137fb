"""The nouns. Documents contain statements; statements carry claims; copied statements form families that go back
to one origin; statements about the same happening form an incident; an assessment says what the independent
origins support.

Frozen, typed, without behaviour; every stage takes some of these and returns others. Offsets are Unicode code points
of Document.text, which never changes. `doc` fields hold Document.id.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from stemma.values import Channel, Count, Geo, Harm, Scope, Source, Span, Stance, Victims, When

# --------------------------------------------------------------------------------------------- precious


class Document(Struct, frozen=True):
    """One report as read. Raw bytes lie beside it in the store under `sha256`."""

    id: str  # make_id("d", sha256, name)
    name: str  # the id of its JSON line or its file's stem; what people and the dossier call it
    sha256: str  # of the raw bytes as received
    text: str  # as received (decoded, nothing else changed); for HTML the extracted text
    media_type: str  # text/plain, text/html, application/json
    path: str | None = None  # where it was read from, for messages
    url: str | None = None
    outlet: str | None = None
    title: str | None = None  # only when given beside the text (a JSON field, a <title>)
    published: date | None = None  # only when given beside the text; never guessed
    retrieved: datetime | None = None
    lang: str | None = None  # ISO 639-1


class Target(Struct, frozen=True):
    """What a judgement is about: a place in a text, so that it can be found again after any rebuild."""

    row: Literal["document", "claim", "statement", "mention"]
    id: str  # of that row when it was decided on; the words below find it where a rebuild has given it another
    doc: str  # Document.id
    span: Span  # of the claim's, statement's or mention's words; the whole text for a document
    quoted: str  # these words; "" for a document
    kind: str = ""  # of a claim ("killed") or of a mention ("place")


class Judgement(Struct, frozen=True):
    """What a person decided about a pair or a value; withdrawn, never erased. docs/judgements.md has the kinds."""

    id: str
    kind: str  # stemma.judgements.KINDS: "claim", "value", "missed", "same_incident", "same_party", "copy_of" ...
    subject: str  # id of the row that is decided on
    other: str | None  # of a pair: id of the other row
    verdict: Literal["yes", "no", "unsure"] | None
    value: str | None  # a corrected value, JSON
    quoted: str  # the words decided on, so that it outlives re-clustering
    by: str
    at: datetime  # UTC
    note: str = ""  # why
    withdrawn: datetime | None = None
    targets: tuple[Target, ...] = ()  # the rows decided on, subject first


class Problem(Struct, frozen=True):
    """Something that could not be done. The run goes on."""

    stage: str  # read, reading, statements ...
    subject: str  # file, document id or row id
    code: str  # short and stable: "empty-file", "not-utf8", "no-text", ...
    message: str  # one plain sentence
    place: str | None = None  # line or offset, where there is one


# --------------------------------------------------------------------------------- one document, read


class Furniture(Struct, frozen=True):
    """Text in the file that is not part of the report; marked, never removed."""

    span: Span
    kind: Literal["advert", "navigation", "credit", "donation", "topics", "comments", "notice", "repeated_headline",
                  "dateline", "byline", "share", "related", "other"]


class Sentence(Struct, frozen=True):
    """A sentence, or a headline or caption, outside the furniture."""

    span: Span
    number: int  # position in the document, from 0
    paragraph: int  # paragraphs are separated by line ends in most reports, by blank lines in hard-wrapped ones
    part: Literal["headline", "body", "caption", "box"] = "body"


class Quote(Struct, frozen=True):
    """Quoted words. `outer` includes the marks where they are there."""

    span: Span  # the words between the marks
    outer: Span
    closed: bool = True


class DateMention(Struct, frozen=True):
    """A date or a period as written, and what it is taken to mean."""

    span: Span
    when: When


class TimeMention(Struct, frozen=True):
    """Words that tell a time, whether a day or not; durations and references never become the day of a happening."""

    span: Span
    kind: Literal["date", "duration", "reference", "repeated"]  # reference: to the present, the past or the future
    value: str  # TIMEX3: "2031-04-16", "2031-Q2", "P2Y", "PRESENT_REF"; "" where the text does not say which
    start: date | None = None  # first day that a date covers, inclusive, where known
    end: date | None = None  # last day, inclusive


class DocumentDate(Struct, frozen=True):
    """The day a document was published, with where that is known from."""

    day: date | None
    basis: Literal["given", "dateline", "text", "unknown"] = "unknown"
    span: Span | None = None


class Mention(Struct, frozen=True):
    """A name at a span and what it is taken to mean; unresolved is a result, rivals are kept."""

    id: str  # make_id("m", doc, kind, start, end)
    doc: str
    kind: Literal["person", "org", "place"]
    span: Span
    name: str  # as written, possessive and article cut off
    role: str | None = None  # "interior ministry adviser"; for places the class noun ("village")
    refers_to: str | None = None  # fullest form in the same document ("Tolvan" -> "Marek Tolvan"; "UHL": its long form)
    geo: Geo | None = None  # places: the reading held most likely
    rivals: tuple[Geo, ...] = ()


class FigureMention(Struct, frozen=True):
    """Words that a trained tagger takes for a figure of people harmed; the rules of kinds/ make claims of them."""

    span: Span
    harm: Harm
    scope: Scope
    sure: float  # probability that it is a figure of this harm, 0..1, rounded to hundredths


class Page(Struct, frozen=True):
    """What one document's text contains, before anyone is heard."""

    document: Document
    published: DocumentDate
    furniture: tuple[Furniture, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    dates: tuple[DateMention, ...]  # days and periods of the calendar only
    mentions: tuple[Mention, ...]
    outlet: str | None = None  # given, or read from the masthead
    times: tuple[TimeMention, ...] = ()  # all that tells a time: the dates above, and what is no day
    figures: tuple[FigureMention, ...] = ()  # where a tagger has read the page

    @property
    def text(self) -> str:
        return self.document.text


class Statement(Struct, frozen=True):
    """Someone says something, here."""

    id: str  # make_id("s", doc, start, end)
    doc: str
    span: Span  # the content: what is said, without quotation marks at its ends and without the cue
    cue: Span | None  # the words that say that it is said: "wrote on Telegram"
    source: Source
    direct: bool  # are the content's words quoted?
    channel: Channel | None = None
    via: str | None = None  # outlet that first carried it, as named in the text
    said: When | None = None  # "on Monday", where the cue says when
    parent: str | None = None  # statement that this one is nested in ("Reuters reported that the governor said")


class Claim(Struct, frozen=True):
    """One typed value in one document. Harms have a count, other kinds a short canonical value."""

    id: str  # make_id("c", doc, kind, start, end, low, high, victims)
    doc: str
    kind: str  # a harm (stemma.values.HARMS) or weapon, damage, perpetrator, control, denial, verification, ...
    span: Span  # the evidence, as short as carries the figure and the harm
    source: Source
    sentence: int  # Sentence.number
    stance: Stance = "asserted"
    scope: Scope = "incident"
    count: Count | None = None
    victims: Victims = Victims()
    value: str = ""  # other kinds: "BM-21 Grad rockets", "talks put off"
    statement: str | None = None  # Statement.id
    part_of: str | None = None  # Claim.id of the total that this is a part of
    when: When | None = None  # of the happening, as far as the text says
    place: str | None = None  # Mention.id of the happening's place, as far as the text says
    as_of: When | None = None  # the time the figure stood at ("by noon on Tuesday")


class Victim(Struct, frozen=True):
    """One person whom a document tells of as killed or injured; all that it tells of that person together."""

    doc: str
    harm: Literal["killed", "injured"]  # the gravest that is told; who was hurt and then died was killed
    name: str  # lower case, "" where the document names nobody
    age: int | None  # years
    spans: tuple[Span, ...]  # the words that say what befell the person, in the order of the text
    aside: bool  # told of as past, or as of another happening than the one that the document is about


class Reading(Struct, frozen=True):
    """Everything read from one document alone: a pure function of it."""

    page: Page
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()
    tagger: Literal["standard", "fast", "none"] = "none"  # which trained tagger read beside the rules
    victims: tuple[Victim, ...] | None = None  # told of one by one; None where they have not been looked for

    @property
    def document(self) -> Document:
        return self.page.document


# ------------------------------------------------------------------------------------ across documents


class Party(Struct, frozen=True):
    """A person or organisation, whatever the spellings. Parties are keyed by name, never merged on a surname alone."""

    key: str  # readable slug: "marek-tolvan", "unnamed:senior-defence-official"
    kind: Literal["person", "org", "unnamed"]
    name: str  # the fullest spelling
    role: str | None
    variants: tuple[str, ...]  # every spelling in these documents
    mentions: tuple[str, ...]  # Mention.id
    docs: tuple[str, ...]


class Place(Struct, frozen=True):
    """A place, whatever the spellings; without coordinates where the gazetteer does not know it."""

    key: str
    name: str
    variants: tuple[str, ...]
    kind: str
    country: str | None
    lat: float | None
    lon: float | None
    mentions: tuple[str, ...]
    rivals: tuple[Geo, ...] = ()


class Edge(Struct, frozen=True):
    """How one document's text descends from (or shares with) another's, with the aligned passages."""

    a: str  # Document.id
    b: str
    how: Literal["verbatim", "reprint", "rewrite", "translation", "summary", "shared_passage", "shared_quotation"]
    share: float  # part of the shorter text that has a counterpart, 0..1
    passages: tuple[tuple[Span, Span], ...]  # (in a, in b)
    direction: Literal["a_from_b", "b_from_a", "unknown"] = "unknown"
    reason: str = ""


class Family(Struct, frozen=True):
    """Documents that descend from one telling; a document alone is a family of one."""

    id: str
    docs: tuple[str, ...]
    edges: tuple[Edge, ...]


class Step(Struct, frozen=True):
    """One step on the way from a report back to the source."""

    kind: Literal["report", "copied_from", "carried_by", "told_by", "act"]
    name: str  # of the outlet, agency or party, or of the act: "Facebook, 28 February 2022"
    doc: str | None  # the document whose words show this step
    span: Span | None  # those words
    day: date | None  # of publication, or of telling
    reason: str  # why this step is held to follow the one before, in plain words


class Chain(Struct, frozen=True):
    """The way of one row back: the report first, the act of reporting last, as far as texts tell."""

    row: str  # Claim.id or Statement.id
    steps: tuple[Step, ...]
    origin: str | None  # Origin.id; None where the source is unknown and the row counts for nothing


class Link(Struct, frozen=True):
    """Why a claim or statement is held to go back to an origin."""

    row: str  # Claim.id or Statement.id
    reason: str  # plain words


class Origin(Struct, frozen=True):
    """One act of reporting by one source. Sources that are unknown have no origin."""

    id: str
    party: str  # Party.key
    channel: Channel | None
    date: date | None
    about: str  # one line
    docs: tuple[str, ...]
    claims: tuple[str, ...]
    statements: tuple[str, ...]
    links: tuple[Link, ...]


class Dependence(Struct, frozen=True):
    """One source that plainly draws on another, so that the two are not independent of one another."""

    party: str  # Party.key of the one that draws
    on: str  # Party.key of the one drawn on
    reason: str  # plain words
    rows: tuple[str, ...]  # Claim.id or Statement.id that show it


class Drift(Struct, frozen=True):
    """Where a retelling changed what was told."""

    id: str
    kind: Literal["number", "harm", "hedge", "attribution", "actor", "place", "day", "name", "quotation", "words"]
    severity: Literal["high", "medium", "low"]
    doc: str  # the document that has drifted
    span: Span
    against: str  # the document it is compared with
    against_span: Span
    why: str


class Incident(Struct, frozen=True):
    """Claims held to be about one happening."""

    id: str
    main: bool  # the one that most documents of the case are about
    title: str  # "Shelling, Dravik"
    when: When
    place: str | None  # Place.key
    kind: str  # shelling, airstrike, missile_strike, drone_strike, bombing, suicide_attack, armed_attack, ...
    perpetrators: tuple[str, ...]
    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    docs: tuple[str, ...]
    claims: tuple[str, ...]
    reasons: tuple[Link, ...] = ()  # why each claim was joined


class Assessment(Struct, frozen=True):
    """What the independent sources support for one incident and one harm. Never an average."""

    incident: str
    kind: str
    low: int | None
    high: int | None
    open_end: bool  # whether the highest figure is a lower bound ("at least 20")
    sources: tuple[str, ...]  # Party.key, one for each independent source
    origins: tuple[str, ...]
    claims: tuple[str, ...]  # what the range was read from
    excluded: tuple[Link, ...]  # figures that are not this toll, with the reason
    rule: str  # name of the rule that decided
    words: str  # "five reports, two independent sources: four of the five repeat one post"


class Support(Struct, frozen=True):
    """How far one figure is carried: n outlets, m acts of reporting, k independent sources."""

    incident: str
    kind: str  # a harm
    low: int | None
    high: int | None
    claims: tuple[str, ...]  # the rows that give this figure
    docs: tuple[str, ...]
    outlets: tuple[str, ...]  # names; a report whose outlet is unknown counts by its document's name
    acts: tuple[str, ...]  # Origin.id
    sources: tuple[str, ...]  # Party.key, independent ones only
    dependent: tuple[Dependence, ...]  # sources that are not counted, and on whom they draw


class TollVersion(Struct, frozen=True):
    """The toll as it stood on one day; made when asked for, never kept."""

    incident: str
    kind: str  # a harm
    day: date | None  # None: figures of which no report says when they were given
    low: int | None  # over each source's latest figure up to that day
    high: int | None
    open_end: bool  # whether the highest figure is a lower bound
    sources: tuple[str, ...]  # Party.key, independent ones only
    claims: tuple[str, ...]  # what the range was read from
    new: tuple[str, ...]  # those of them that were given on that day
    superseded: tuple[Link, ...]  # earlier figures of the same sources that gave way on that day, with the reason


class Estimate(Struct, frozen=True):
    """One number for a toll, or none, with the rule and the grade; made when asked for, never kept. No average."""

    incident: str
    kind: str  # a harm
    best: int | None  # None: no number is better supported than the others, or none is given
    low: int | None  # of the figures that no later one of the same source has replaced
    high: int | None
    open_end: bool
    rule: str  # name of the rule that decided
    grade: Literal["A", "B", "C", "D", "E", "X"]  # of the figures at hand: stemma.assessments.estimate.LADDER
    sources: tuple[str, ...]  # Party.key, the independent sources of the best figure
    reasons: tuple[str, ...]  # plain words
    claims: tuple[str, ...]  # what the best figure rests on; without one, all that were weighed


class Contradiction(Struct, frozen=True):
    """Where accounts differ, and who holds which."""

    id: str
    incident: str | None
    about: Literal["killed", "injured", "weapon", "perpetrator", "control", "place", "time", "other"]
    items: tuple[str, ...]  # Claim.id or Statement.id
    why: str


class Coded(Struct, frozen=True):
    """One field of an incident as a coding convention wants it, with the reason."""

    field: str  # the convention's own name of the field: "fatalities", "geo_precision"
    value: str | int | float | None  # None: nothing may be coded
    reason: str  # plain words
    rule: str  # name of the rule in the convention's file that decided
    mark: Literal["verified", "secondary", "recollected", "ours"]  # where that rule is known from; ours: our default
    rows: tuple[str, ...] = ()  # Claim.id, Statement.id it rests on
    review: bool = False  # a person has to decide before it is used


class Coding(Struct, frozen=True):
    """An incident coded by one convention; made when asked for, never kept."""

    convention: str  # name of the file: "acled"
    version: str  # of the file
    incident: str
    included: bool  # whether the convention records such an incident at all
    why: str  # the reason for that
    values: tuple[Coded, ...]


class Ties(Struct, frozen=True):
    """What people decided of pairs of one sort of row: those that are one, and those that are two."""

    one: tuple[tuple[str, str], ...] = ()  # row ids, as they are in the readings at hand
    two: tuple[tuple[str, str], ...] = ()


class Decisions(Struct, frozen=True):
    """What people decided, ready for the joins over all readings."""

    parties: Ties = Ties()  # Claim.id, Statement.id or Mention.id of persons and organisations
    places: Ties = Ties()  # Mention.id of places
    incidents: Ties = Ties()  # Claim.id
    copies: Ties = Ties()  # Document.id; of two that are one, the first is the copy
    party_names: tuple[tuple[str, str], ...] = ()  # (row id, the name that people chose for its party)


class Judged(Struct, frozen=True):
    """A judgement that holds in a record: the rows that it decided on and what the program alone had made of them."""

    judgement: str  # Judgement.id
    rows: tuple[str, ...]  # ids of the rows as they are in this record
    before: str  # the program's own value, of a pair its own answer, JSON; "" where there is none


class SignOff(Struct, frozen=True):
    """How far people have come with an incident."""

    incident: str
    status: Literal["draft", "reviewed", "published"]
    judgement: str | None  # Judgement.id; None for a draft that nobody signed
    by: str
    at: datetime | None
    changes: tuple[str, ...] = ()  # what is different since it was signed, in plain words


class Record(Struct, frozen=True):
    """A whole case, derived: what pages and exports are made of."""

    readings: tuple[Reading, ...] = ()
    parties: tuple[Party, ...] = ()
    speakers: dict[str, str] = {}  # Statement.id or Claim.id -> Party.key; a row without a source is not in it
    places: tuple[Place, ...] = ()
    claim_places: dict[str, str] = {}  # Claim.id -> Place.key, of claims that no incident holds
    families: tuple[Family, ...] = ()
    origins: tuple[Origin, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    drifts: tuple[Drift, ...] = ()
    incidents: tuple[Incident, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    problems: tuple[Problem, ...] = ()
    judged: tuple[Judged, ...] = ()  # what people decided, as far as it could be placed; the rest are problems
    sign_offs: tuple[SignOff, ...] = ()  # one for each incident
