-- Sources that draw on one another, with the reason.

CREATE TABLE dependence (
    party TEXT NOT NULL REFERENCES party (key),
    draws_on TEXT NOT NULL REFERENCES party (key),
    reason TEXT NOT NULL,
    PRIMARY KEY (party, draws_on)
);
CREATE TABLE dependence_row (
    party TEXT NOT NULL,
    draws_on TEXT NOT NULL,
    number INTEGER NOT NULL,
    row TEXT NOT NULL,                  -- a claim or a statement
    PRIMARY KEY (party, draws_on, number),
    FOREIGN KEY (party, draws_on) REFERENCES dependence (party, draws_on)
);

-- What was read from each report alone, so that a build reads only what is new; and what a document's rows were made of,
-- so that a build rewrites only those that have changed.

CREATE TABLE reading_kept (
    doc TEXT PRIMARY KEY REFERENCES document (id),
    program TEXT NOT NULL,              -- digest of the program that read it
    tagger TEXT NOT NULL,
    packed BLOB NOT NULL                -- model.Reading as MessagePack, compressed, its document's text left out
);
ALTER TABLE reading_json ADD COLUMN basis TEXT;

-- What was found of two documents held against each other, so that a build compares only what is new.

CREATE TABLE pair_kept (
    a TEXT NOT NULL REFERENCES document (id),
    b TEXT NOT NULL REFERENCES document (id),
    program TEXT NOT NULL,              -- digest of the program that compared them
    packed BLOB NOT NULL,               -- copies.compared.Compared as MessagePack, compressed
    PRIMARY KEY (a, b)
) WITHOUT ROWID;

-- Rows go one by one where a build changes few: whatever refers to them must be found without looking at every row.
CREATE INDEX party_mention_mention ON party_mention (mention);
CREATE INDEX place_mention_mention ON place_mention (mention);
CREATE INDEX claim_place_mention ON claim (place_mention);
CREATE INDEX claim_place ON claim (place);
CREATE INDEX claim_statement ON claim (statement);
CREATE INDEX origin_party ON origin (party);
CREATE INDEX incident_place ON incident (place);
CREATE INDEX assessment_source_party ON assessment_source (party);
CREATE INDEX assessment_origin_origin ON assessment_origin (origin);
CREATE INDEX assessment_claim_claim ON assessment_claim (claim);
CREATE INDEX contradiction_incident ON contradiction (incident);
CREATE INDEX dependence_draws_on ON dependence (draws_on);
