-- The case file, first version. Offsets (start_at, end_at) are Unicode code points of document.text, half-open;
-- `words` beside them always holds what they quote. Days are ISO 8601 text, open bounds are NULL.

-- ------------------------------------------------------------------------------------------- precious: kept for ever

CREATE TABLE raw (
    sha256 TEXT PRIMARY KEY,
    codec TEXT NOT NULL CHECK (codec IN ('plain', 'zlib')),
    size INTEGER NOT NULL,              -- of the bytes as received
    bytes BLOB NOT NULL
);

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES raw (sha256),
    text TEXT NOT NULL,
    media_type TEXT NOT NULL,
    path TEXT,
    url TEXT,
    outlet TEXT,
    title TEXT,
    published TEXT,
    retrieved TEXT,
    lang TEXT,
    seal TEXT NOT NULL                  -- digest of the columns that are not NULL, as they were first written
);

CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,              -- a statement, claim or party; not a foreign key: it must outlive a rebuild
    other TEXT,
    verdict TEXT,
    value TEXT,
    quoted TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    withdrawn TEXT,
    seal TEXT NOT NULL                  -- digest of the columns that are not NULL, but for withdrawn
);

-- A text never changes, because every offset points into it; raw bytes are what arrived.
CREATE TRIGGER document_stays BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'a document never changes'); END;
CREATE TRIGGER raw_stays BEFORE UPDATE ON raw
BEGIN SELECT RAISE(ABORT, 'raw bytes never change'); END;
CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'a judgement is withdrawn, never erased'); END;
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
WHEN OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR
     (OLD.id, OLD.kind, OLD.subject, OLD.other, OLD.verdict, OLD.value, OLD.quoted, OLD.by, OLD.at, OLD.note, OLD.seal) IS NOT
     (NEW.id, NEW.kind, NEW.subject, NEW.other, NEW.verdict, NEW.value, NEW.quoted, NEW.by, NEW.at, NEW.note, NEW.seal)
BEGIN SELECT RAISE(ABORT, 'a judgement is withdrawn once, never changed'); END;

-- What could not be done. Rows kept as 'ingest' outlive a rebuild, 'derived' ones are rewritten by it.
CREATE TABLE problem (
    kept TEXT NOT NULL CHECK (kept IN ('ingest', 'derived')),
    id TEXT NOT NULL,
    stage TEXT NOT NULL,
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    place TEXT,
    PRIMARY KEY (kept, id)
);

-- ------------------------------------------------------------------- derived: the exact nouns, as JSON, for programs

CREATE TABLE reading_json (
    doc TEXT PRIMARY KEY REFERENCES document (id),
    json TEXT NOT NULL                  -- model.Reading, its document's text left out
);

CREATE TABLE record_json (
    part TEXT PRIMARY KEY,              -- a field of model.Record other than readings
    json TEXT NOT NULL
);

CREATE TABLE build (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version TEXT NOT NULL,              -- of the program that built
    built_from TEXT NOT NULL,           -- digest of the documents' and judgements' ids that the derived rows came from
    digest TEXT NOT NULL                -- of reading_json and record_json
);

-- -------------------------------------------------------------------------------- derived: rows to read and to query

CREATE TABLE page (
    doc TEXT PRIMARY KEY REFERENCES document (id),
    outlet TEXT,
    published TEXT,
    published_basis TEXT NOT NULL,
    published_words TEXT
);

CREATE TABLE furniture (
    doc TEXT NOT NULL REFERENCES document (id),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (doc, start_at, end_at, kind)
);

CREATE TABLE sentence (
    doc TEXT NOT NULL REFERENCES document (id),
    number INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    part TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (doc, number)
);

CREATE TABLE mention (
    id TEXT PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES document (id),
    kind TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    refers_to TEXT,
    geo TEXT,
    geo_name TEXT,
    country TEXT,
    lat REAL,
    lon REAL,
    geo_kind TEXT
);
CREATE INDEX mention_doc ON mention (doc);

CREATE TABLE party (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT
);
CREATE TABLE party_variant (
    party TEXT NOT NULL REFERENCES party (key),
    variant TEXT NOT NULL,
    PRIMARY KEY (party, variant)
);
CREATE TABLE party_mention (
    party TEXT NOT NULL REFERENCES party (key),
    mention TEXT NOT NULL REFERENCES mention (id),
    PRIMARY KEY (party, mention)
);
CREATE TABLE party_document (
    party TEXT NOT NULL REFERENCES party (key),
    doc TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (party, doc)
);

CREATE TABLE place (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    lat REAL,
    lon REAL
);
CREATE TABLE place_variant (
    place TEXT NOT NULL REFERENCES place (key),
    variant TEXT NOT NULL,
    PRIMARY KEY (place, variant)
);
CREATE TABLE place_mention (
    place TEXT NOT NULL REFERENCES place (key),
    mention TEXT NOT NULL REFERENCES mention (id),
    PRIMARY KEY (place, mention)
);

CREATE TABLE statement (
    id TEXT PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES document (id),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    cue_words TEXT,
    direct INTEGER NOT NULL,            -- 1: the words are quoted
    speaker TEXT REFERENCES party (key),
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_role TEXT,
    source_start INTEGER,
    source_end INTEGER,
    source_words TEXT,
    channel TEXT,
    via TEXT,
    said TEXT,
    said_from TEXT,
    said_to TEXT,
    parent TEXT REFERENCES statement (id)
);
CREATE INDEX statement_doc ON statement (doc);
CREATE INDEX statement_speaker ON statement (speaker);
CREATE INDEX statement_parent ON statement (parent);

CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES document (id),
    kind TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    sentence INTEGER NOT NULL,
    value TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    wording TEXT,
    figure TEXT,                        -- the number phrase as written
    victims_status TEXT NOT NULL,
    victims_group TEXT,
    scope TEXT NOT NULL,
    stance TEXT NOT NULL,
    speaker TEXT REFERENCES party (key),
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_role TEXT,
    source_start INTEGER,
    source_end INTEGER,
    source_words TEXT,
    statement TEXT REFERENCES statement (id),
    part_of TEXT REFERENCES claim (id),
    place TEXT REFERENCES place (key),  -- only where it differs from the incident's place
    place_mention TEXT REFERENCES mention (id),
    happened TEXT,
    happened_from TEXT,
    happened_to TEXT,
    as_of TEXT,
    as_of_from TEXT,
    as_of_to TEXT
);
CREATE INDEX claim_doc ON claim (doc, sentence);
CREATE INDEX claim_kind ON claim (kind);
CREATE INDEX claim_speaker ON claim (speaker);
CREATE INDEX claim_part_of ON claim (part_of);

CREATE TABLE family (
    id TEXT PRIMARY KEY
);
CREATE TABLE family_document (
    family TEXT NOT NULL REFERENCES family (id),
    doc TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (family, doc)
);
CREATE TABLE family_edge (
    family TEXT NOT NULL REFERENCES family (id),
    number INTEGER NOT NULL,
    a TEXT NOT NULL REFERENCES document (id),
    b TEXT NOT NULL REFERENCES document (id),
    how TEXT NOT NULL,
    share REAL NOT NULL,
    direction TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (family, number)
);
CREATE TABLE passage (
    family TEXT NOT NULL,
    edge INTEGER NOT NULL,
    number INTEGER NOT NULL,
    a TEXT NOT NULL REFERENCES document (id),
    a_start INTEGER NOT NULL,
    a_end INTEGER NOT NULL,
    a_words TEXT NOT NULL,
    b TEXT NOT NULL REFERENCES document (id),
    b_start INTEGER NOT NULL,
    b_end INTEGER NOT NULL,
    b_words TEXT NOT NULL,
    PRIMARY KEY (family, edge, number),
    FOREIGN KEY (family, edge) REFERENCES family_edge (family, number)
);

CREATE TABLE origin (
    id TEXT PRIMARY KEY,
    party TEXT REFERENCES party (key),
    channel TEXT,
    date TEXT,
    about TEXT NOT NULL
);
CREATE TABLE origin_document (
    origin TEXT NOT NULL REFERENCES origin (id),
    doc TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (origin, doc)
);
CREATE TABLE origin_claim (
    origin TEXT NOT NULL REFERENCES origin (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    PRIMARY KEY (origin, claim)
);
CREATE INDEX origin_claim_claim ON origin_claim (claim);
CREATE TABLE origin_statement (
    origin TEXT NOT NULL REFERENCES origin (id),
    statement TEXT NOT NULL REFERENCES statement (id),
    PRIMARY KEY (origin, statement)
);
CREATE INDEX origin_statement_statement ON origin_statement (statement);
CREATE TABLE origin_link (
    origin TEXT NOT NULL REFERENCES origin (id),
    number INTEGER NOT NULL,
    row TEXT NOT NULL,                  -- a claim or a statement
    reason TEXT NOT NULL,
    PRIMARY KEY (origin, number)
);

CREATE TABLE drift (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    doc TEXT NOT NULL REFERENCES document (id),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    against TEXT NOT NULL REFERENCES document (id),
    against_start INTEGER NOT NULL,
    against_end INTEGER NOT NULL,
    against_words TEXT NOT NULL,
    why TEXT NOT NULL
);

CREATE TABLE incident (
    id TEXT PRIMARY KEY,
    main INTEGER NOT NULL,
    title TEXT NOT NULL,
    happened TEXT NOT NULL,             -- the day as written
    date TEXT,
    date_end TEXT,
    precision TEXT NOT NULL,
    place TEXT REFERENCES place (key),
    kind TEXT NOT NULL
);
CREATE TABLE incident_detail (
    incident TEXT NOT NULL REFERENCES incident (id),
    about TEXT NOT NULL CHECK (about IN ('perpetrator', 'weapon', 'target')),
    number INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (incident, about, number)
);
CREATE TABLE incident_document (
    incident TEXT NOT NULL REFERENCES incident (id),
    doc TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (incident, doc)
);
CREATE TABLE incident_claim (
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    reason TEXT,
    PRIMARY KEY (incident, claim)
);
CREATE INDEX incident_claim_claim ON incident_claim (claim);

CREATE TABLE assessment (
    incident TEXT NOT NULL REFERENCES incident (id),
    kind TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    open_end INTEGER NOT NULL,          -- 1: the highest figure is a lower bound
    rule TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (incident, kind)
);
CREATE TABLE assessment_source (
    incident TEXT NOT NULL,
    kind TEXT NOT NULL,
    party TEXT NOT NULL REFERENCES party (key),
    PRIMARY KEY (incident, kind, party),
    FOREIGN KEY (incident, kind) REFERENCES assessment (incident, kind)
);
CREATE TABLE assessment_origin (
    incident TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL REFERENCES origin (id),
    PRIMARY KEY (incident, kind, origin),
    FOREIGN KEY (incident, kind) REFERENCES assessment (incident, kind)
);
CREATE TABLE assessment_claim (
    incident TEXT NOT NULL,
    kind TEXT NOT NULL,
    claim TEXT NOT NULL REFERENCES claim (id),
    PRIMARY KEY (incident, kind, claim),
    FOREIGN KEY (incident, kind) REFERENCES assessment (incident, kind)
);
CREATE TABLE assessment_excluded (
    incident TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    row TEXT NOT NULL,                  -- a claim
    reason TEXT NOT NULL,
    PRIMARY KEY (incident, kind, number),
    FOREIGN KEY (incident, kind) REFERENCES assessment (incident, kind)
);

CREATE TABLE contradiction (
    id TEXT PRIMARY KEY,
    incident TEXT REFERENCES incident (id),
    about TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE TABLE contradiction_item (
    contradiction TEXT NOT NULL REFERENCES contradiction (id),
    number INTEGER NOT NULL,
    row TEXT NOT NULL,                  -- a claim or a statement
    PRIMARY KEY (contradiction, number)
);

-- ------------------------------------------------------------------------------------------------- views for readers

CREATE VIEW casualty AS
SELECT claim.id, document.name AS document, coalesce(page.outlet, document.outlet) AS outlet,
       coalesce(document.published, page.published) AS published,
       claim.kind AS harm, claim.low, claim.high, claim.wording, claim.figure, claim.words AS quoted,
       claim.scope, claim.stance, claim.victims_status, claim.victims_group,
       coalesce(party.name, 'narrator') AS speaker, incident.title AS incident, incident.date AS incident_date,
       coalesce(own.name, its.name) AS place, sentence.words AS sentence, claim.start_at, claim.end_at
FROM claim
JOIN document ON document.id = claim.doc
LEFT JOIN page ON page.doc = claim.doc
LEFT JOIN sentence ON sentence.doc = claim.doc AND sentence.number = claim.sentence
LEFT JOIN party ON party.key = claim.speaker
LEFT JOIN incident_claim ON incident_claim.claim = claim.id
LEFT JOIN incident ON incident.id = incident_claim.incident
LEFT JOIN place AS own ON own.key = claim.place
LEFT JOIN place AS its ON its.key = incident.place
WHERE claim.kind IN ('killed', 'injured', 'casualties', 'missing', 'captured', 'displaced', 'affected')
ORDER BY document.name, claim.start_at, claim.id;

CREATE VIEW who_said_what AS
SELECT statement.id, document.name AS document, coalesce(page.outlet, document.outlet) AS outlet,
       coalesce(party.name, statement.source_name) AS speaker, coalesce(party.role, statement.source_role) AS role,
       statement.cue_words AS cue, statement.words AS said,
       CASE statement.direct WHEN 1 THEN 'quoted' ELSE 'reported' END AS form,
       statement.channel, statement.via, origin.id AS origin, origin.about AS origin_about,
       statement.start_at, statement.end_at
FROM statement
JOIN document ON document.id = statement.doc
LEFT JOIN page ON page.doc = statement.doc
LEFT JOIN party ON party.key = statement.speaker
LEFT JOIN origin_statement ON origin_statement.statement = statement.id
LEFT JOIN origin ON origin.id = origin_statement.origin
ORDER BY document.name, statement.start_at, statement.id;

CREATE VIEW incident_summary AS
SELECT incident.id, incident.main, incident.title, incident.date, incident.date_end, incident.precision,
       place.name AS place, place.country, incident.kind,
       (SELECT group_concat(value, '; ') FROM incident_detail AS d
        WHERE d.incident = incident.id AND about = 'perpetrator') AS alleged_perpetrators,
       (SELECT group_concat(value, '; ') FROM incident_detail AS d
        WHERE d.incident = incident.id AND about = 'weapon') AS weapons,
       killed.low AS killed_low, killed.high AS killed_high, killed.open_end AS killed_or_more,
       (SELECT count(*) FROM assessment_source AS s
        WHERE s.incident = incident.id AND s.kind = 'killed') AS killed_sources,
       injured.low AS injured_low, injured.high AS injured_high, injured.open_end AS injured_or_more,
       (SELECT count(*) FROM assessment_source AS s
        WHERE s.incident = incident.id AND s.kind = 'injured') AS injured_sources,
       (SELECT count(*) FROM incident_document AS d WHERE d.incident = incident.id) AS documents
FROM incident
LEFT JOIN place ON place.key = incident.place
LEFT JOIN assessment AS killed ON killed.incident = incident.id AND killed.kind = 'killed'
LEFT JOIN assessment AS injured ON injured.incident = incident.id AND injured.kind = 'injured'
ORDER BY incident.main DESC, incident.date, incident.id;

CREATE VIEW independent_source AS
SELECT incident.title AS incident, assessment_source.kind AS harm, party.name AS source, party.role,
       party.kind AS source_kind, origin.id AS origin, origin.channel, origin.date, origin.about,
       (SELECT group_concat(document.name, '; ') FROM origin_document
        JOIN document ON document.id = origin_document.doc WHERE origin_document.origin = origin.id) AS carried_by
FROM assessment_source
JOIN incident ON incident.id = assessment_source.incident
JOIN party ON party.key = assessment_source.party
LEFT JOIN assessment_origin ON assessment_origin.incident = assessment_source.incident
      AND assessment_origin.kind = assessment_source.kind
      AND assessment_origin.origin IN (SELECT id FROM origin WHERE origin.party = assessment_source.party)
LEFT JOIN origin ON origin.id = assessment_origin.origin;

CREATE VIEW disagreement AS
SELECT contradiction.id, incident.title AS incident, contradiction.about, contradiction.why,
       document.name AS document, coalesce(claim.words, statement.words) AS quoted,
       coalesce(party.name, 'narrator') AS holder
FROM contradiction
JOIN contradiction_item ON contradiction_item.contradiction = contradiction.id
LEFT JOIN incident ON incident.id = contradiction.incident
LEFT JOIN claim ON claim.id = contradiction_item.row
LEFT JOIN statement ON statement.id = contradiction_item.row
LEFT JOIN document ON document.id = coalesce(claim.doc, statement.doc)
LEFT JOIN party ON party.key = coalesce(claim.speaker, statement.speaker);
