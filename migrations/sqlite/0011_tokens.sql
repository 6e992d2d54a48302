-- Shared: API keys. created_by: the user who answers for the key's secret, NULL for a command on
-- the machine. generation counts the secrets; the one before works on until previous_until.
ALTER TABLE api_keys ADD COLUMN created_by BLOB;
ALTER TABLE api_keys ADD COLUMN expires_at BIGINT;
ALTER TABLE api_keys ADD COLUMN revoked_at BIGINT;
ALTER TABLE api_keys ADD COLUMN generation BIGINT NOT NULL DEFAULT 1;
ALTER TABLE api_keys ADD COLUMN previous_prefix TEXT;
ALTER TABLE api_keys ADD COLUMN previous_hash BLOB;
ALTER TABLE api_keys ADD COLUMN previous_until BIGINT;
ALTER TABLE api_keys ADD COLUMN previous_by BLOB;
CREATE UNIQUE INDEX api_keys_previous ON api_keys (previous_hash);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, id);

-- Local: when each secret of a key was used last, to the minute.
CREATE TABLE api_key_uses (
    key_id BLOB NOT NULL,
    generation BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (key_id, generation)
);

-- Local: the keys that sign access tokens. sealed: the private key under the master key.
-- A key that has a successor stays until the tokens that it signed are over.
CREATE TABLE signing_keys (
    id BLOB PRIMARY KEY NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
