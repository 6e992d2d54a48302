//! Sign-on providers of workspaces, and whom they know.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    access::Role,
    id::{UserId, WorkspaceId},
    rights::Preset,
    text::Name,
    time::Timestamp,
};
use uuid::Uuid;

/// A workspace's provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its address, as it names itself.
    pub issuer: String,
    /// What we are called there.
    pub client_id: String,
    /// Our secret there, sealed.
    pub client_secret: String,
    /// Domains of e-mails that are let in, one a line; all of them where there is none.
    pub email_domains: String,
    /// The claim that has somebody's groups.
    pub groups_claim: String,
    /// Which group gives which role, as JSON.
    pub roles: String,
    /// The role of who is in none of them; without one they stay outside.
    pub default_role: Option<Role>,
    /// What a plain member gets on the bots when they join.
    pub preset: Preset,
}

#[derive(sqlx::FromRow)]
struct Row {
    issuer: String,
    client_id: String,
    client_secret: String,
    email_domains: String,
    groups_claim: String,
    roles: String,
    default_role: String,
    preset: String,
}

impl TryFrom<Row> for Provider {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let role = Some(row.default_role.as_str()).filter(|role| !role.is_empty());
        let role = role.map(|role| role.parse::<Role>().or_corrupt("sso_providers"));
        Ok(Self {
            issuer: row.issuer,
            client_id: row.client_id,
            client_secret: row.client_secret,
            email_domains: row.email_domains,
            groups_claim: row.groups_claim,
            roles: row.roles,
            default_role: role.transpose()?,
            preset: row.preset.parse::<Preset>().or_corrupt("sso_providers")?,
        })
    }
}

/// A workspace's provider.
pub async fn find_provider(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<Option<Provider>, StoreError> {
    const SQL: &str = "
        SELECT issuer, client_id, client_secret, email_domains, groups_claim, roles, default_role,
            preset
        FROM sso_providers WHERE workspace_id = $1";
    let row: Option<Row> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// Sets a workspace's provider.
pub async fn put_provider(
    tx: &mut Tx,
    workspace: WorkspaceId,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO sso_providers (workspace_id, issuer, client_id, client_secret, email_domains,
            groups_claim, roles, default_role, preset, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (workspace_id) DO UPDATE SET issuer = excluded.issuer,
            client_id = excluded.client_id, client_secret = excluded.client_secret,
            email_domains = excluded.email_domains, groups_claim = excluded.groups_claim,
            roles = excluded.roles, default_role = excluded.default_role,
            preset = excluded.preset, updated_at = excluded.updated_at";
    execute!(
        tx,
        SQL,
        workspace.as_uuid(),
        &provider.issuer,
        &provider.client_id,
        &provider.client_secret,
        &provider.email_domains,
        &provider.groups_claim,
        &provider.roles,
        provider.default_role.map_or("", Role::as_str),
        provider.preset.as_str(),
        now.as_millis()
    )?;
    Ok(())
}

/// Takes a workspace's provider away. Whether there was one.
pub async fn delete_provider(tx: &mut Tx, workspace: WorkspaceId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM sso_providers WHERE workspace_id = $1";
    Ok(execute!(tx, SQL, workspace.as_uuid())? > 0)
}

/// Whom a provider knows under a name.
pub async fn find_identity(
    tx: &mut Tx,
    workspace: WorkspaceId,
    issuer: &str,
    subject: &str,
) -> Result<Option<UserId>, StoreError> {
    const SQL: &str = "
        SELECT user_id FROM sso_identities
        WHERE workspace_id = $1 AND issuer = $2 AND subject = $3";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, workspace.as_uuid(), issuer, subject)?;
    Ok(row.map(|(user,)| UserId::from_uuid(user)))
}

/// Notes whom a provider knows under a name. [`StoreError::Taken`] if it is another's.
pub async fn add_identity(
    tx: &mut Tx,
    workspace: WorkspaceId,
    (issuer, subject): (&str, &str),
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO sso_identities (workspace_id, issuer, subject, user_id, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    execute!(
        tx,
        SQL,
        workspace.as_uuid(),
        issuer,
        subject,
        user.as_uuid(),
        now.as_millis()
    )
    .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// Takes back by whom somebody is known to a workspace's providers.
pub async fn delete_identities(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM sso_identities WHERE workspace_id = $1 AND user_id = $2";
    Ok(execute!(tx, SQL, workspace.as_uuid(), user.as_uuid())? > 0)
}

/// How many people a workspace's provider knows.
pub async fn count_identities(tx: &mut Tx, workspace: WorkspaceId) -> Result<u32, StoreError> {
    const SQL: &str = "
        SELECT COUNT(DISTINCT user_id) FROM sso_identities WHERE workspace_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    u32::try_from(row.unwrap_or_default().0).or_corrupt("sso_identities")
}

/// A workspace with single sign-on that somebody is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub name: Name,
    /// Its provider.
    pub issuer: String,
    /// Whether the provider knows them.
    pub is_linked: bool,
}

/// Of the workspaces that somebody is in, those with a provider.
pub async fn list_places(tx: &mut Tx, user: UserId) -> Result<Vec<Place>, StoreError> {
    const SQL: &str = "
        SELECT w.id, w.name, p.issuer,
            (SELECT COUNT(*) FROM sso_identities i
                WHERE i.workspace_id = w.id AND i.issuer = p.issuer AND i.user_id = $1)
        FROM members m JOIN workspaces w ON w.id = m.workspace_id
        JOIN sso_providers p ON p.workspace_id = w.id
        WHERE m.user_id = $1 AND m.suspended_at IS NULL ORDER BY m.created_at, w.id";
    let rows: Vec<(Uuid, String, String, i64)> = fetch_all!(tx, SQL, user.as_uuid())?;
    rows.into_iter()
        .map(|(id, name, issuer, n)| {
            Ok(Place {
                workspace: WorkspaceId::from_uuid(id),
                name: Name::parse(&name).or_corrupt("workspaces")?,
                issuer,
                is_linked: n > 0,
            })
        })
        .collect()
}
