-- What was found of two documents held against each other, so that a build compares only what is new.

CREATE TABLE pair_kept (
    a TEXT NOT NULL REFERENCES document (id),
    b TEXT NOT NULL REFERENCES document (id),
    program TEXT NOT NULL,              -- digest of the program that compared them
    packed BLOB NOT NULL,               -- copies.compared.Compared as MessagePack, compressed
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
