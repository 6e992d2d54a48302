//! People who were asked to join a workspace and have not done so yet.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    access::Role,
    id::{BotId, InvitationId, WorkspaceId},
    rights::Rights,
    text::{Email, Name},
    time::Timestamp,
};
use uuid::Uuid;

/// That somebody was asked to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Where.
    pub workspace: WorkspaceId,
    /// What that is called.
    pub workspace_name: Name,
    /// Who.
    pub email: Email,
    /// As what.
    pub role: Role,
    /// What they will have of which bots.
    pub rights: Vec<(BotId, Rights)>,
    /// How many links were made for it; the newest works.
    pub n_links: i64,
    /// When.
    pub created_at: Timestamp,
    /// When the newest link stops working.
    pub expires_at: Timestamp,
}

/// An invitation to keep.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// Its id.
    pub id: InvitationId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Who.
    pub email: &'a Email,
    /// As what.
    pub role: Role,
    /// What they will have of which bots.
    pub rights: &'a [(BotId, Rights)],
    /// Who asks them, as `kind:id`.
    pub invited_by: &'a str,
    /// When its link stops working.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    workspace_id: Uuid,
    workspace_name: String,
    email: String,
    role: String,
    rights: String,
    n_links: i64,
    created_at: i64,
    expires_at: i64,
}

impl TryFrom<Row> for Invitation {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: InvitationId::from_uuid(row.id),
            workspace: WorkspaceId::from_uuid(row.workspace_id),
            workspace_name: Name::parse(&row.workspace_name).or_corrupt("workspaces")?,
            email: Email::parse(&row.email).or_corrupt("invitations")?,
            role: row.role.parse::<Role>().or_corrupt("invitations")?,
            rights: serde_json::from_str(&row.rights).or_corrupt("invitations")?,
            n_links: row.n_links,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// Keeps an invitation, with its first link. [`StoreError::Taken`] if the address has one already.
pub async fn create(
    tx: &mut Tx,
    new: &NewInvitation<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO invitations (id, workspace_id, email, role, rights, n_links, invited_by,
            created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)";
    let rights = serde_json::to_string(new.rights).or_corrupt("invitations")?;
    let (id, workspace) = (new.id.as_uuid(), new.workspace.as_uuid());
    let (email, role) = (new.email.as_str(), new.role.as_str());
    let (now, until) = (now.as_millis(), new.expires_at.as_millis());
    execute!(
        tx,
        SQL,
        id,
        workspace,
        email,
        role,
        rights,
        new.invited_by,
        now,
        until
    )
    .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// A workspace's invitations, by their addresses.
pub async fn list(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Invitation>, StoreError> {
    const SQL: &str = "
        SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, i.rights,
            i.n_links, i.created_at, i.expires_at
        FROM invitations i JOIN workspaces w ON w.id = i.workspace_id
        WHERE i.workspace_id = $1 ORDER BY i.email";
    let rows: Vec<Row> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many there are.
pub async fn count(tx: &mut Tx, workspace: WorkspaceId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM invitations WHERE workspace_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    u32::try_from(row.unwrap_or_default().0).or_corrupt("invitations")
}

/// One invitation, for who has a link: of any workspace.
pub async fn find(tx: &mut Tx, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    const SQL: &str = "
        SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, i.rights,
            i.n_links, i.created_at, i.expires_at
        FROM invitations i JOIN workspaces w ON w.id = i.workspace_id WHERE i.id = $1";
    let row: Option<Row> = fetch_optional!(tx, SQL, id.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// Makes another link, which voids those before it. Who makes it answers for the invitation from
/// then on. Whether there is such an invitation.
pub async fn renew(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: InvitationId,
    invited_by: &str,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE invitations
        SET n_links = n_links + 1, expires_at = $3, invited_by = $4
        WHERE workspace_id = $1 AND id = $2";
    let (workspace, id) = (workspace.as_uuid(), id.as_uuid());
    let until = expires_at.as_millis();
    Ok(execute!(tx, SQL, workspace, id, until, invited_by)? > 0)
}

/// Takes an invitation back. Whether there was one.
pub async fn delete(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: InvitationId,
) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM invitations WHERE workspace_id = $1 AND id = $2";
    Ok(execute!(tx, SQL, workspace.as_uuid(), id.as_uuid())? > 0)
}

/// Takes back all that somebody made. How many there were.
pub async fn delete_by(
    tx: &mut Tx,
    workspace: WorkspaceId,
    invited_by: &str,
) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM invitations WHERE workspace_id = $1 AND invited_by = $2";
    Ok(execute!(tx, SQL, workspace.as_uuid(), invited_by)?)
}

/// Uses an invitation up by one of its links. Of many at once, one gets it.
pub async fn take(
    tx: &mut Tx,
    id: InvitationId,
    n_links: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM invitations WHERE id = $1 AND n_links = $2 AND expires_at > $3";
    Ok(execute!(tx, SQL, id.as_uuid(), n_links, now.as_millis())? > 0)
}
