-- Derived from turns and thumbs: counts by quarter of an hour and by day (UTC), for figures.
-- width: of the time that a row counts, in milliseconds. at: when that begins. dimension: what value
-- is of: 'all' (empty), 'article', 'locale', 'page', 'latency' (a class of durations).
CREATE TABLE usage (
    bot_id UUID NOT NULL,
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
);

-- How far a node's turns have been counted.
ALTER TABLE nodes ADD COLUMN counted_seq BIGINT NOT NULL DEFAULT 0;

-- Thumbs of before: later ones are counted as they come.
INSERT INTO usage (bot_id, dimension, width, audience, at, value, n_conversations, n_questions,
    n_answered, n_asked_back, n_missed, n_up, n_down)
SELECT t.bot_id, d.dimension, w.width, t.audience, (t.at / w.width) * w.width,
    CASE WHEN d.dimension = 'all' THEN '' ELSE CAST(t.article_id AS TEXT) END,
    0, 0, 0, 0, 0, SUM(CASE WHEN f.rating = 'up' THEN 1 ELSE 0 END),
    SUM(CASE WHEN f.rating = 'down' THEN 1 ELSE 0 END)
FROM feedback f JOIN turns t ON t.bot_id = f.bot_id AND t.id = f.turn_id
    CROSS JOIN (SELECT 900000 AS width UNION ALL SELECT 86400000) w
    CROSS JOIN (SELECT 'all' AS dimension UNION ALL SELECT 'article') d
WHERE d.dimension = 'all' OR t.article_id IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6;
