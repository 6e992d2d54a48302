-- Local: how often signing in failed, by a digest of the e-mail, the address or the device, and until
-- when who it stands for is locked out.
CREATE TABLE sign_in_watch (
    who BYTEA PRIMARY KEY NOT NULL,
    n_failed BIGINT NOT NULL,
    since BIGINT NOT NULL,
    n_locks BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
