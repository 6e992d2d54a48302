-- When an article answers; NULL: from the first, or for ever. `zone` is the one that the times
-- were typed in.
ALTER TABLE articles ADD COLUMN starts_at BIGINT;
ALTER TABLE articles ADD COLUMN ends_at BIGINT;
ALTER TABLE articles ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';

-- JSON: what stands under the answer to be pressed.
ALTER TABLE article_texts ADD COLUMN buttons TEXT NOT NULL DEFAULT '[]';

-- The articles that buttons lead to: what they say stands in `buttons`.
CREATE TABLE article_links (
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    locale TEXT NOT NULL,
    target_id UUID NOT NULL,
    PRIMARY KEY (article_id, locale, target_id)
);
CREATE INDEX article_links_by_target ON article_links (target_id);

-- What a text was before a change; `was` is empty where there was none.
CREATE TABLE article_changes (
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    locale TEXT NOT NULL,
    was TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (article_id, revision, locale)
);

CREATE TABLE article_comments (
    id UUID PRIMARY KEY NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX article_comments_by_article ON article_comments (article_id, id);

-- Local: files that were checked and wait to be imported.
CREATE TABLE import_files (
    id UUID PRIMARY KEY NOT NULL,
    bot_id UUID NOT NULL,
    content TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX import_files_by_bot ON import_files (bot_id, at);
