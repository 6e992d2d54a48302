-- A version's content and snapshot are large, and stand before what the list shows: from here it
-- is read without them.
CREATE INDEX versions_listed ON versions (
    bot_id, number, published_at, published_by, n_articles, snapshot_bytes, brought_back);
CREATE INDEX articles_by_topic ON articles (bot_id, topic) WHERE deleted_at IS NULL;
