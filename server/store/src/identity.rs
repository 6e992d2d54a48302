//! Workspaces, users, members and one-time links.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    access::Role,
    id::{UserId, WorkspaceId},
    text::{Email, Name},
    time::Timestamp,
};
use uuid::Uuid;

/// Someone's place in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub user: UserId,
    /// Their address.
    pub email: Email,
    /// Where.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// As what.
    pub role: Role,
    /// Whether the workspace wants a second factor and they have none.
    pub lacks_factor: bool,
}

/// Makes a workspace.
pub async fn create_workspace(
    tx: &mut Tx,
    id: WorkspaceId,
    name: &Name,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO workspaces (id, name, created_at) VALUES ($1, $2, $3)";
    execute!(tx, SQL, id.as_uuid(), name.as_str(), now.as_millis())?;
    Ok(())
}

/// Notes that the installation is set up; false if that is noted already.
pub async fn begin_setup(tx: &mut Tx, now: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO setups (only_one, at) VALUES (1, $1) ON CONFLICT DO NOTHING";
    Ok(execute!(tx, SQL, now.as_millis())? == 1)
}

/// Whether there is such a workspace.
pub async fn workspace_exists(tx: &mut Tx, id: WorkspaceId) -> Result<bool, StoreError> {
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT id FROM workspaces WHERE id = $1", id.as_uuid())?;
    Ok(row.is_some())
}

/// What a workspace is called.
pub async fn find_workspace_name(tx: &mut Tx, id: WorkspaceId) -> Result<Option<Name>, StoreError> {
    const SQL: &str = "SELECT name FROM workspaces WHERE id = $1";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, id.as_uuid())?;
    row.map(|(name,)| Name::parse(&name).or_corrupt("workspaces"))
        .transpose()
}

/// Every workspace, oldest first.
pub async fn list_workspaces(tx: &mut Tx) -> Result<Vec<WorkspaceId>, StoreError> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM workspaces ORDER BY id")?;
    Ok(rows
        .into_iter()
        .map(|(id,)| WorkspaceId::from_uuid(id))
        .collect())
}

/// Makes a user who can't sign in until a password is set.
pub async fn create_user(
    tx: &mut Tx,
    id: UserId,
    email: &Email,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO users (id, email, created_at) VALUES ($1, $2, $3)";
    execute!(tx, SQL, id.as_uuid(), email.as_str(), now.as_millis())
        .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// The user with this address.
pub async fn find_user(tx: &mut Tx, email: &Email) -> Result<Option<UserId>, StoreError> {
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT id FROM users WHERE email = $1", email.as_str())?;
    Ok(row.map(|(id,)| UserId::from_uuid(id)))
}

/// A user's address.
pub async fn find_email(tx: &mut Tx, user: UserId) -> Result<Option<Email>, StoreError> {
    const SQL: &str = "SELECT email FROM users WHERE id = $1";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, user.as_uuid())?;
    row.map(|(email,)| Email::parse(&email).or_corrupt("users"))
        .transpose()
}

/// The address of somebody who has a place in the workspace.
pub async fn find_member_email(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Email>, StoreError> {
    const SQL: &str = "
        SELECT u.email FROM users u JOIN members m ON m.user_id = u.id
        WHERE m.workspace_id = $1 AND u.id = $2";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, workspace.as_uuid(), user.as_uuid())?;
    row.map(|(email,)| Email::parse(&email).or_corrupt("users"))
        .transpose()
}

/// The user with this address, and the hash of their password if they have one.
pub async fn find_password_hash(
    tx: &mut Tx,
    email: &Email,
) -> Result<Option<(UserId, Option<String>)>, StoreError> {
    const SQL: &str = "SELECT id, password_hash FROM users WHERE email = $1";
    let row: Option<(Uuid, Option<String>)> = fetch_optional!(tx, SQL, email.as_str())?;
    Ok(row.map(|(id, hash)| (UserId::from_uuid(id), hash)))
}

/// The hash of a user's password, which nobody changes before this transaction ends.
pub async fn hold_password_hash(tx: &mut Tx, user: UserId) -> Result<Option<String>, StoreError> {
    // A row that is written is locked on PostgreSQL too; SQLite has one writer anyway.
    const SQL: &str = "
        UPDATE users SET password_hash = password_hash WHERE id = $1 RETURNING password_hash";
    let row: Option<(Option<String>,)> = fetch_optional!(tx, SQL, user.as_uuid())?;
    Ok(row.and_then(|(hash,)| hash))
}

/// Sets the hash of a user's password, and voids the links by which another could be set.
pub async fn set_password_hash(tx: &mut Tx, user: UserId, hash: &str) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM password_resets WHERE user_id = $1",
        "DELETE FROM one_time_links WHERE user_id = $1",
    ] {
        execute!(tx, sql, user.as_uuid())?;
    }
    execute!(
        tx,
        "UPDATE users SET password_hash = $2 WHERE id = $1",
        user.as_uuid(),
        hash
    )?;
    Ok(())
}

/// Gives a user a place in a workspace.
pub async fn add_member(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO members (workspace_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)";
    execute!(
        tx,
        SQL,
        workspace.as_uuid(),
        user.as_uuid(),
        role.as_str(),
        now.as_millis()
    )
    .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

type MembershipRow = (String, Uuid, String, String, Option<i64>, i64);

/// Of the places where somebody is not suspended: one, or any with that one first.
const MEMBERSHIP: &str = "
    SELECT u.email, w.id, w.name, m.role, w.factor_since,
        (SELECT COUNT(*) FROM second_factors f WHERE f.user_id = m.user_id)
    FROM members m
    JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id
    WHERE m.user_id = $1 AND m.suspended_at IS NULL AND (w.id = $2 OR $3)
    ORDER BY CASE WHEN w.id = $2 THEN 0 ELSE 1 END, m.created_at, w.id LIMIT 1";

fn membership(user: UserId, row: MembershipRow) -> Result<Membership, StoreError> {
    let (email, workspace, name, role, factor_since, n_factors) = row;
    Ok(Membership {
        user,
        email: Email::parse(&email).or_corrupt("users")?,
        workspace: WorkspaceId::from_uuid(workspace),
        workspace_name: Name::parse(&name).or_corrupt("workspaces")?,
        role: role.parse::<Role>().or_corrupt("members")?,
        lacks_factor: factor_since.is_some() && n_factors == 0,
    })
}

/// A user's place in one workspace, unless they are suspended there.
pub async fn find_membership(
    tx: &mut Tx,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Option<Membership>, StoreError> {
    let row: Option<MembershipRow> =
        fetch_optional!(tx, MEMBERSHIP, user.as_uuid(), workspace.as_uuid(), false)?;
    row.map(|row| membership(user, row)).transpose()
}

/// The place that a user is in: the one they chose, as long as they have it, else the first.
pub async fn find_current(
    tx: &mut Tx,
    user: UserId,
    chosen: Option<WorkspaceId>,
) -> Result<Option<Membership>, StoreError> {
    let chosen = chosen.map_or(Uuid::nil(), WorkspaceId::as_uuid);
    let row: Option<MembershipRow> = fetch_optional!(tx, MEMBERSHIP, user.as_uuid(), chosen, true)?;
    row.map(|row| membership(user, row)).transpose()
}

/// Keeps the hash of a one-time link's token; an older link of the user is void.
pub async fn create_link(
    tx: &mut Tx,
    token_hash: [u8; 32],
    user: UserId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM one_time_links WHERE user_id = $1",
        user.as_uuid()
    )?;
    const SQL: &str = "
        INSERT INTO one_time_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)";
    execute!(
        tx,
        SQL,
        &token_hash[..],
        user.as_uuid(),
        expires_at.as_millis()
    )?;
    Ok(())
}

/// Uses a link up, and says whose it was. Of two at once, one gets it.
pub async fn use_link(
    tx: &mut Tx,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<UserId>, StoreError> {
    const SQL: &str = "
        DELETE FROM one_time_links WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, &token_hash[..], now.as_millis())?;
    Ok(row.map(|(user,)| UserId::from_uuid(user)))
}
