-- Shared: who may do what.

-- suspended_at: since when a member may do nothing. last_seen_at: when they were active here last.
ALTER TABLE members ADD COLUMN suspended_at BIGINT;
ALTER TABLE members ADD COLUMN last_seen_at BIGINT;

-- What a member of no other role may do with a bot: a row an area, reading or writing. What has no
-- row is denied.
CREATE TABLE grants (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    bot_id UUID NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    access TEXT NOT NULL,
    PRIMARY KEY (user_id, bot_id, area),
    FOREIGN KEY (workspace_id, user_id) REFERENCES members (workspace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX grants_by_bot ON grants (bot_id);

-- Who was a member before keeps what they could do.
INSERT INTO grants (workspace_id, user_id, bot_id, area, access)
SELECT m.workspace_id, m.user_id, b.id, a.area, a.access
FROM members m
JOIN bots b ON b.workspace_id = m.workspace_id
CROSS JOIN (
    SELECT 'knowledge' AS area, 'write' AS access
    UNION ALL SELECT 'conversations', 'read'
    UNION ALL SELECT 'analytics', 'read'
    UNION ALL SELECT 'widget', 'read'
    UNION ALL SELECT 'settings', 'read') a
WHERE m.role = 'member';

-- Who reads a bot's conversations: 'named', those with the right, or 'workspace', every member.
ALTER TABLE bots ADD COLUMN sharing TEXT NOT NULL DEFAULT 'named';

-- People who were asked to join. n_links: how many links were made; only the newest works, and
-- none is stored. rights: JSON, what they will have of which bots.
CREATE TABLE invitations (
    id UUID PRIMARY KEY NOT NULL,
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    rights TEXT NOT NULL,
    n_links BIGINT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE (workspace_id, email)
);
