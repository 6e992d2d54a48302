-- Shared: second factors, sealed under the master key. A code is taken once: `last_step` is the step of
-- the newest one that was.
CREATE TABLE second_factors (
    user_id UUID PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Shared: what lets somebody in who has lost their phone, each once. Only hashes are kept.
CREATE TABLE recovery_codes (
    user_id UUID NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- Since when a workspace wants a second factor of its members.
ALTER TABLE workspaces ADD COLUMN factor_since BIGINT;
