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
