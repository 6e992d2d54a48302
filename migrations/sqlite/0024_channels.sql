-- What an answer says on one channel in place of what it says on all.
CREATE TABLE article_variants (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    locale TEXT NOT NULL,
    channel TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (article_id, locale, channel)
);

-- The channel that a question came by. Before there were several, nearly all came by the box.
ALTER TABLE turns ADD COLUMN channel TEXT NOT NULL DEFAULT 'box';
ALTER TABLE conversations ADD COLUMN channel TEXT NOT NULL DEFAULT 'box';
