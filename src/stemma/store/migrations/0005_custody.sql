-- What came into the case, when, how and by whom: one row for each fetch and each file, bound to an entry of the log.

CREATE TABLE item (
    number INTEGER PRIMARY KEY REFERENCES log (number),     -- the entry that tells of it
    id TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('fetched', 'read')),
    uri TEXT NOT NULL,                  -- the address that was asked, or the file's path
    uri_sha256 TEXT NOT NULL,           -- to look it up by: an address may be longer than an index takes
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    sha256 TEXT NOT NULL,               -- of the payload as received
    size INTEGER NOT NULL,              -- of the payload, bytes
    held INTEGER NOT NULL,              -- 1 where the table raw has the payload; 0: only what was taken from it is kept
    within TEXT,                        -- the archive that it was read from
    status INTEGER,                     -- of the answer (HTTP)
    etag TEXT,
    last_modified TEXT,
    warc_sha256 TEXT                    -- of the WARC records, where it was fetched
);
CREATE UNIQUE INDEX item_id ON item (id);
CREATE INDEX item_uri ON item (uri_sha256, number);
CREATE TABLE item_document (            -- the reports that were found in it, in their order
    item INTEGER NOT NULL REFERENCES item (number),
    number INTEGER NOT NULL,
    doc TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (item, number)
);
CREATE INDEX item_document_doc ON item_document (doc);
CREATE TABLE item_warc (                -- request and answer as they went over the line, WARC records in gzip
    item INTEGER PRIMARY KEY REFERENCES item (number),
    bytes BLOB NOT NULL
);
CREATE TRIGGER item_stays BEFORE UPDATE ON item
BEGIN SELECT RAISE(ABORT, 'what came in is never changed'); END;
CREATE TRIGGER item_is_kept BEFORE DELETE ON item
BEGIN SELECT RAISE(ABORT, 'what came in is kept'); END;
CREATE TRIGGER item_document_stays BEFORE UPDATE ON item_document
BEGIN SELECT RAISE(ABORT, 'what came in is never changed'); END;
CREATE TRIGGER item_document_is_kept BEFORE DELETE ON item_document
BEGIN SELECT RAISE(ABORT, 'what came in is kept'); END;
CREATE TRIGGER item_warc_stays BEFORE UPDATE ON item_warc
BEGIN SELECT RAISE(ABORT, 'what came in is never changed'); END;
CREATE TRIGGER item_warc_is_kept BEFORE DELETE ON item_warc
BEGIN SELECT RAISE(ABORT, 'what came in is kept'); END;

-- Timestamps of the log's end (RFC 3161): somebody else's word that the case was so at that time.

CREATE TABLE stamp (
    number INTEGER PRIMARY KEY REFERENCES log (number),     -- the entry that tells of it
    id TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES log (number),         -- the entry whose digest was stamped
    digest TEXT NOT NULL,               -- that digest
    authority TEXT NOT NULL,            -- the address that was asked
    at TEXT NOT NULL,                   -- when it was asked, by this machine's clock
    by TEXT NOT NULL,
    request BLOB NOT NULL,              -- TimeStampReq, DER
    answer BLOB NOT NULL                -- TimeStampResp, DER
);
CREATE UNIQUE INDEX stamp_id ON stamp (id);
CREATE TRIGGER stamp_stays BEFORE UPDATE ON stamp
BEGIN SELECT RAISE(ABORT, 'a timestamp is never changed'); END;
CREATE TRIGGER stamp_is_kept BEFORE DELETE ON stamp
BEGIN SELECT RAISE(ABORT, 'a timestamp is kept'); END;

-- Many entries may be written at once, so the log's end may move on by more than one.
DROP TRIGGER log_head_moves_on;
CREATE TRIGGER log_head_moves_on BEFORE UPDATE ON log_head
WHEN NEW.number < OLD.number
BEGIN SELECT RAISE(ABORT, 'the log is added to, never cut'); END;
