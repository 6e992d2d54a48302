-- Shared: what a team reads before it publishes.

-- Of older versions, what is told of them is counted here once.
ALTER TABLE versions ADD COLUMN n_articles BIGINT NOT NULL DEFAULT 0;
ALTER TABLE versions ADD COLUMN snapshot_bytes BIGINT NOT NULL DEFAULT 0;
-- The version that this one brought back.
ALTER TABLE versions ADD COLUMN brought_back BIGINT;
UPDATE versions SET n_articles = jsonb_array_length(content::jsonb -> 'articles'),
    snapshot_bytes = length(snapshot);

-- Questions whose answers are known. folded: the question in small letters. locale: the page's
-- language, empty for none. article_id: what has to answer; NULL where nothing may.
CREATE TABLE test_cases (
    bot_id UUID NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    id UUID NOT NULL,
    question TEXT NOT NULL,
    folded TEXT NOT NULL,
    locale TEXT NOT NULL,
    article_id UUID,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, id),
    UNIQUE (bot_id, folded, locale)
);

-- results: of the newest run alone, as JSON; '' in those before it.
CREATE TABLE test_runs (
    bot_id UUID NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    run_by TEXT NOT NULL,
    n_cases BIGINT NOT NULL,
    n_failed BIGINT NOT NULL,
    results TEXT NOT NULL,
    PRIMARY KEY (bot_id, id)
);
