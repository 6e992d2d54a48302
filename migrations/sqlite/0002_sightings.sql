-- Held: where dialog boxes were seen. An origin is a site's, never a visitor's.
CREATE TABLE sightings (
    bot_id BLOB NOT NULL,
    origin TEXT NOT NULL,
    seen_at BIGINT,
    refused_at BIGINT,
    PRIMARY KEY (bot_id, origin)
);
