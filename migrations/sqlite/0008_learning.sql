-- Shared: words that a bot takes for the same. locale: empty for all of the bot's languages.
-- variants: a JSON array of texts.
CREATE TABLE synonym_groups (
    bot_id BLOB NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    term TEXT NOT NULL,
    variants TEXT NOT NULL,
    PRIMARY KEY (bot_id, id)
) WITHOUT ROWID;

-- assignee: the member who looks after the question. group_id: the question that it was decided
-- about together with, so that both can be taken back together.
ALTER TABLE open_questions ADD COLUMN assignee BLOB;
ALTER TABLE open_questions ADD COLUMN group_id BLOB;
