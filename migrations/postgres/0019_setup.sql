-- Whether somebody has set this installation up by its link: one row at most, so that one does.
CREATE TABLE setups (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    at BIGINT NOT NULL
);
