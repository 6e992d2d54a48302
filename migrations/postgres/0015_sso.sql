-- Shared: the sign-on provider of a workspace (OpenID Connect). client_secret is sealed. roles: JSON,
-- a list of groups with the role that each gives; default_role is empty where nobody without such a
-- group is let in. preset: what a plain member gets on the bots that are there when they join.
CREATE TABLE sso_providers (
    workspace_id UUID PRIMARY KEY NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    email_domains TEXT NOT NULL,
    groups_claim TEXT NOT NULL,
    roles TEXT NOT NULL,
    default_role TEXT NOT NULL,
    preset TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Shared: whom a provider knows under which name, for one workspace. Never by e-mail.
CREATE TABLE sso_identities (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, issuer, subject)
);
CREATE INDEX sso_identities_by_user ON sso_identities (user_id, workspace_id);
