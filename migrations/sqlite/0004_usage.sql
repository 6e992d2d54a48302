-- Derived from turns and thumbs: counts by quarter of an hour and by day (UTC), for figures.
-- width: of the time that a row counts, in milliseconds. at: when that begins. dimension: what value
-- is of: 'all' (empty), 'article', 'locale', 'page', 'latency' (a class of durations).
CREATE TABLE usage (
    bot_id BLOB NOT NULL,
    dimension TEXT NOT NULL,
    width BIGINT NOT NULL,
    audience TEXT NOT NULL,
    at BIGINT NOT NULL,
    value TEXT NOT NULL,
    n_conversations BIGINT NOT NULL,
    n_questions BIGINT NOT NULL,
    n_answered BIGINT NOT NULL,
    n_asked_back BIGINT NOT NULL,
    n_missed BIGINT NOT NULL,
    n_up BIGINT NOT NULL,
    n_down BIGINT NOT NULL,
    PRIMARY KEY (bot_id, dimension, width, audience, at, value)
) WITHOUT ROWID;

-- How far a node's turns have been counted.
ALTER TABLE nodes ADD COLUMN counted_seq BIGINT NOT NULL DEFAULT 0;
