-- What the joins over all reports worked out of each report alone, so that a build works it out only where it is new.

CREATE TABLE note_kept (
    doc TEXT PRIMARY KEY REFERENCES document (id),
    program TEXT NOT NULL,              -- digest of the program that noted it
    packed BLOB NOT NULL                -- keeping.Note by topic as MessagePack, compressed
);
