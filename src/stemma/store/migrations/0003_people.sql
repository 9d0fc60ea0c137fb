-- What people decide: where in the texts their judgements are to be found again.

ALTER TABLE judgement ADD COLUMN targets TEXT NOT NULL DEFAULT '[]';  -- model.Target, as a JSON list
DROP TRIGGER judgement_stays;
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
WHEN OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR
     (OLD.id, OLD.kind, OLD.subject, OLD.other, OLD.verdict, OLD.value, OLD.quoted, OLD.by, OLD.at, OLD.note,
      OLD.targets, OLD.seal) IS NOT
     (NEW.id, NEW.kind, NEW.subject, NEW.other, NEW.verdict, NEW.value, NEW.quoted, NEW.by, NEW.at, NEW.note,
      NEW.targets, NEW.seal)
BEGIN SELECT RAISE(ABORT, 'a judgement is withdrawn once, never changed'); END;

-- What people did, in order: each entry's digest covers the one before it, so that a change anywhere shows.

CREATE TABLE log (
    number INTEGER PRIMARY KEY,         -- 1, 2, 3 ...
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,              -- a judgement's id or an account's name
    note TEXT NOT NULL,                 -- why, in that person's words
    content TEXT NOT NULL,              -- what was done, as JSON
    digest TEXT NOT NULL                -- SHA-256 of the digest before and of this entry's fields
);
CREATE INDEX log_subject ON log (subject);
CREATE TABLE log_head (                 -- where the log ends, so that an end that is cut off shows
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    digest TEXT NOT NULL
);
INSERT INTO log_head VALUES (1, 0, '');
CREATE TRIGGER log_stays BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is added to, never changed'); END;
CREATE TRIGGER log_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is added to, never cut'); END;
CREATE TRIGGER log_head_is_kept BEFORE DELETE ON log_head
BEGIN SELECT RAISE(ABORT, 'the log is added to, never cut'); END;
CREATE TRIGGER log_head_moves_on BEFORE UPDATE ON log_head
WHEN NEW.number NOT IN (OLD.number, OLD.number + 1)
BEGIN SELECT RAISE(ABORT, 'the log is added to, never cut'); END;

-- The end of the log when the record was built: a second place that says how the log went.
ALTER TABLE build ADD COLUMN log_number INTEGER;
ALTER TABLE build ADD COLUMN log_digest TEXT;

-- What a build made of the judgements.

CREATE TABLE judged (                   -- judgements that hold; what could not be placed again is a problem
    judgement TEXT PRIMARY KEY,
    before TEXT NOT NULL                -- the program's own value, JSON
);
CREATE TABLE judged_row (
    judgement TEXT NOT NULL REFERENCES judged (judgement),
    number INTEGER NOT NULL,
    row TEXT NOT NULL,                  -- a document, claim, statement or mention
    PRIMARY KEY (judgement, number)
);
CREATE TABLE sign_off (
    incident TEXT PRIMARY KEY REFERENCES incident (id),
    status TEXT NOT NULL,
    judgement TEXT,                     -- NULL: nobody signed
    by TEXT NOT NULL,
    at TEXT
);
CREATE TABLE sign_off_change (          -- what is different since it was signed
    incident TEXT NOT NULL REFERENCES sign_off (incident),
    number INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (incident, number)
);

CREATE VIEW decision AS
SELECT judgement.at, judgement.by, judgement.kind, judgement.verdict, judgement.value, judgement.quoted, judgement.note,
       judgement.withdrawn, log.by AS withdrawn_by, log.note AS withdrawn_why,
       CASE WHEN judged.judgement IS NULL THEN 0 ELSE 1 END AS holds, judged.before, judgement.id
FROM judgement
LEFT JOIN judged ON judged.judgement = judgement.id
LEFT JOIN log ON log.subject = judgement.id AND log.action = 'withdrawn'
ORDER BY judgement.at, judgement.id;

CREATE VIEW audit AS
SELECT number, at, by, action, subject AS account, content FROM log WHERE action LIKE 'account%' ORDER BY number;

-- Who may work on a case that is served. Accounts are no evidence: no export holds them.

CREATE TABLE account (
    name TEXT PRIMARY KEY,              -- in lower case, so that no two people look alike
    shown TEXT NOT NULL,                -- as its owner writes it
    role TEXT NOT NULL CHECK (role IN ('viewer', 'coder', 'lead')),
    password TEXT NOT NULL,             -- argon2id, never the password itself
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    disabled_at TEXT
);
CREATE TABLE session (
    digest TEXT PRIMARY KEY,            -- SHA-256 of the token; the token itself is with the browser alone
    account TEXT NOT NULL REFERENCES account (name),
    made TEXT NOT NULL,
    seen TEXT NOT NULL,
    expires TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE TABLE login_attempt (            -- failures, for the limits; gone when they no longer count
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,              -- digest of the name as typed: it may be a password in the wrong field
    address TEXT NOT NULL,              -- digest of the address that it came from
    at TEXT NOT NULL
);
CREATE INDEX login_attempt_account ON login_attempt (account, at);
CREATE INDEX login_attempt_address ON login_attempt (address, at);

-- Words to search by, derived: in plain ASCII and lower case, so that spellings in several scripts meet.

CREATE TABLE search_row (
    number INTEGER PRIMARY KEY,
    sort TEXT NOT NULL,                 -- report, statement, claim, party or place
    id TEXT NOT NULL,                   -- of that row
    doc TEXT,                           -- NULL for parties and places
    day TEXT,                           -- on which the report was published
    title TEXT NOT NULL,                -- of the report, or the name of who says it, or the name itself
    words TEXT NOT NULL
);
CREATE INDEX search_row_sort ON search_row (sort, doc);
CREATE INDEX search_row_doc ON search_row (doc);
CREATE VIRTUAL TABLE search_word USING fts5 (
    sort, title, words, content = 'search_row', content_rowid = 'number', tokenize = 'ascii', prefix = '1 2 3'
);
UPDATE build SET built_from = '';       -- the next build fills it
