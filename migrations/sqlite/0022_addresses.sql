-- The http and https addresses that a text's answer and buttons lead to; `is_scanned` says whether
-- they have been looked for since there is this table.
ALTER TABLE article_texts ADD COLUMN is_scanned BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE article_addresses (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    locale TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    PRIMARY KEY (article_id, locale, url)
);
CREATE INDEX article_addresses_by_url ON article_addresses (url);

-- What was found at a bot's addresses. status: of the answer; NULL: there was none. misses: how
-- often in a row nothing was there.
CREATE TABLE addresses (
    bot_id BLOB NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    misses BIGINT NOT NULL,
    status BIGINT,
    PRIMARY KEY (bot_id, url)
);
