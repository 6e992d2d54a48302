-- Shared: links by which a forgotten password is set anew, the newest of each person. What a link
-- carries is signed, and is not kept.
CREATE TABLE password_resets (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
