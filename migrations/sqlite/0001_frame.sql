-- Shared: knowledge, settings, identity. Replaced as a whole under a standby.

CREATE TABLE workspaces (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE users (
    id BLOB PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

-- One-time links: only the hash of what the link carries is kept.
CREATE TABLE one_time_links (
    token_hash BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id BLOB PRIMARY KEY NOT NULL,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    bots TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE bots (
    id BLOB PRIMARY KEY NOT NULL,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    revision BIGINT NOT NULL,
    published_revision BIGINT NOT NULL,
    version BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX bots_by_workspace ON bots (workspace_id);

-- A deleted article stays as a tombstone, since turns name it.
CREATE TABLE articles (
    id BLOB PRIMARY KEY NOT NULL,
    bot_id BLOB NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    import_key TEXT,
    topic TEXT NOT NULL,
    revision BIGINT NOT NULL,
    published_revision BIGINT,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    UNIQUE (bot_id, import_key)
);
CREATE INDEX articles_by_bot ON articles (bot_id, id);

-- title_folded: for searching, since SQLite's own lower() knows ASCII only.
CREATE TABLE article_texts (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (article_id, locale)
);

-- origin: 'written', or in time the turn that it was learned from.
CREATE TABLE utterances (
    id BLOB PRIMARY KEY NOT NULL,
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    locale TEXT NOT NULL,
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    origin TEXT NOT NULL
);
CREATE INDEX utterances_by_article ON utterances (article_id, locale, position);

CREATE TABLE versions (
    bot_id BLOB NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    content TEXT NOT NULL,
    snapshot BLOB NOT NULL,
    snapshot_hash TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (bot_id, number)
);

CREATE TABLE audit_events (
    id BLOB PRIMARY KEY NOT NULL,
    workspace_id BLOB,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX audit_events_by_workspace ON audit_events (workspace_id, id);

-- What other nodes and commands need to hear of; read in order of seq, four times a second.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    bot_id BLOB,
    at BIGINT NOT NULL
);

-- Held: written by whichever node held the conversation. No foreign key into shared tables.
-- A node's rows are in the order of its own commits, which is also how they lie on disk.
CREATE TABLE turns (
    node BLOB NOT NULL,
    seq BIGINT NOT NULL,
    bot_id BLOB NOT NULL,
    id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    audience TEXT NOT NULL,
    locale TEXT,
    page TEXT,
    question TEXT NOT NULL,
    choice_id BLOB,
    kind TEXT NOT NULL,
    article_id BLOB,
    confidence BIGINT NOT NULL,
    version BIGINT NOT NULL,
    latency_us BIGINT NOT NULL,
    effects TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (node, seq)
) WITHOUT ROWID;
-- A turn is there once, whatever a client repeats.
CREATE UNIQUE INDEX turns_once ON turns (bot_id, id);
CREATE INDEX turns_by_conversation ON turns (conversation_id);

CREATE TABLE feedback (
    id BLOB PRIMARY KEY NOT NULL,
    node BLOB NOT NULL,
    bot_id BLOB NOT NULL,
    turn_id BLOB NOT NULL,
    rating TEXT NOT NULL,
    comment TEXT,
    at BIGINT NOT NULL,
    UNIQUE (bot_id, turn_id)
);

-- Faults that dialog boxes report, grouped: no visitor's text.
CREATE TABLE box_errors (
    bot_id BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    message TEXT NOT NULL,
    source TEXT NOT NULL,
    line BIGINT NOT NULL,
    stack TEXT NOT NULL,
    page TEXT NOT NULL,
    n_times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, fingerprint)
);

-- Derived from turns, after they were acknowledged.
CREATE TABLE conversations (
    bot_id BLOB NOT NULL,
    id BLOB NOT NULL,
    node BLOB NOT NULL,
    audience TEXT NOT NULL,
    locale TEXT,
    started_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    first_question TEXT,
    n_turns BIGINT NOT NULL,
    n_answered BIGINT NOT NULL,
    n_asked_back BIGINT NOT NULL,
    n_missed BIGINT NOT NULL,
    PRIMARY KEY (bot_id, id)
) WITHOUT ROWID;

-- Local: of this node alone.
CREATE TABLE nodes (
    id BLOB PRIMARY KEY NOT NULL,
    derived_seq BIGINT NOT NULL
);

CREATE TABLE sessions (
    id_hash BLOB PRIMARY KEY NOT NULL,
    user_id BLOB,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE jobs (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT UNIQUE,
    run_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX jobs_by_time ON jobs (run_at);
