-- What was different after each build, in words, so that it can be told later; and what the next build is held against.

CREATE TABLE change (
    number INTEGER PRIMARY KEY,         -- in the order in which they were found
    at TEXT NOT NULL,                   -- when the build was that made it so
    kind TEXT NOT NULL,
    json TEXT NOT NULL                  -- changes.Change
);
CREATE TABLE change_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    mark TEXT NOT NULL,                 -- of the build that it was drawn from; '' where there was none yet
    packed BLOB NOT NULL,               -- changes.State as JSON, compressed
    told INTEGER                        -- number of the last change that whoever watches was told; NULL: nobody watches
);
