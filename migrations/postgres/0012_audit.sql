-- Each event is sealed with the one before it in its chain: one chain a workspace, and one, of the
-- nil id, for what happens before a workspace is known. Events from before this have no seal.
ALTER TABLE audit_events ADD COLUMN chain UUID;
ALTER TABLE audit_events ADD COLUMN seq BIGINT;
ALTER TABLE audit_events ADD COLUMN seal BYTEA;
CREATE UNIQUE INDEX audit_events_by_chain ON audit_events (chain, seq);

-- Shared: where each chain ends.
CREATE TABLE audit_chains (
    chain UUID PRIMARY KEY NOT NULL,
    seq BIGINT NOT NULL,
    seal BYTEA NOT NULL
);

-- Shared: what an event tells of a person, apart from it, so that it can be erased. Not sealed.
CREATE TABLE audit_details (
    event_id UUID PRIMARY KEY NOT NULL,
    address TEXT NOT NULL,
    email TEXT NOT NULL
);
