//! The members of a workspace, for who looks after them.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    access::Role,
    id::{UserId, WorkspaceId},
    member::{MemberImpact, MemberRow, Place},
    text::{Email, Name},
    time::Timestamp,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    user_id: Uuid,
    email: String,
    role: String,
    suspended_at: Option<i64>,
    last_seen_at: Option<i64>,
    created_at: i64,
    n_bots: i64,
    n_factors: i64,
}

impl TryFrom<Row> for MemberRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: UserId::from_uuid(row.user_id),
            email: Email::parse(&row.email).or_corrupt("users")?,
            role: row.role.parse::<Role>().or_corrupt("members")?,
            suspended_at: row.suspended_at.map(Timestamp::from_millis),
            last_seen_at: row.last_seen_at.map(Timestamp::from_millis),
            joined_at: Timestamp::from_millis(row.created_at),
            n_bots: u32::try_from(row.n_bots).or_corrupt("bots")?,
            has_factor: row.n_factors > 0,
        })
    }
}

const MEMBERS: &str = "
    SELECT m.user_id, u.email, m.role, m.suspended_at, m.last_seen_at, m.created_at,
        (SELECT COUNT(*) FROM bots b
            WHERE b.workspace_id = m.workspace_id AND b.begun_at IS NULL
                AND b.archived_at IS NULL
                AND (m.role <> 'member' OR b.sharing = 'workspace' OR EXISTS (
                    SELECT 1 FROM grants g WHERE g.user_id = m.user_id AND g.bot_id = b.id
                        AND (b.sharing <> 'admins' OR g.area <> 'conversations'))))
            AS n_bots,
        (SELECT COUNT(*) FROM second_factors f WHERE f.user_id = m.user_id) AS n_factors
    FROM members m JOIN users u ON u.id = m.user_id
    WHERE m.workspace_id = $1 AND (m.user_id = $2 OR $3)
    ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, u.email";

/// A workspace's members, those of the highest role first, then by their addresses.
pub async fn list(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<MemberRow>, StoreError> {
    let rows: Vec<Row> = fetch_all!(tx, MEMBERS, workspace.as_uuid(), Uuid::nil(), true)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One member, suspended or not.
pub async fn find(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<MemberRow>, StoreError> {
    let row: Option<Row> =
        fetch_optional!(tx, MEMBERS, workspace.as_uuid(), user.as_uuid(), false)?;
    row.map(TryInto::try_into).transpose()
}

/// How many there are.
pub async fn count(tx: &mut Tx, workspace: WorkspaceId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM members WHERE workspace_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    u32::try_from(row.unwrap_or_default().0).or_corrupt("members")
}

/// Keeps others from changing the workspace's members until this transaction ends, so that what is
/// read of them after it still holds when it is written. Whether there is such a workspace.
pub async fn lock(tx: &mut Tx, workspace: WorkspaceId) -> Result<bool, StoreError> {
    // A row that is written is locked on PostgreSQL too; SQLite has one writer anyway.
    const SQL: &str = "UPDATE workspaces SET name = name WHERE id = $1";
    Ok(execute!(tx, SQL, workspace.as_uuid())? > 0)
}

/// Owners who are not suspended.
pub async fn count_active_owners(tx: &mut Tx, workspace: WorkspaceId) -> Result<i64, StoreError> {
    const SQL: &str = "
        SELECT COUNT(*) FROM members
        WHERE workspace_id = $1 AND role = 'owner' AND suspended_at IS NULL";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    Ok(row.unwrap_or_default().0)
}

/// Gives a member another role.
pub async fn set_role(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    role: Role,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE members SET role = $3 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_uuid(),
        user.as_uuid(),
        role.as_str()
    )?;
    Ok(())
}

/// Suspends a member, or lets them in again where there is no `at`.
pub async fn set_suspended(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE members SET suspended_at = $3 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_uuid(),
        user.as_uuid(),
        at.map(Timestamp::as_millis)
    )?;
    Ok(())
}

/// Takes a member out, with what they were granted; nobody looks after their questions any more.
pub async fn delete(tx: &mut Tx, workspace: WorkspaceId, user: UserId) -> Result<(), StoreError> {
    const HAND_BACK: &str = "
        UPDATE open_questions SET assignee = NULL
        WHERE assignee = $2 AND bot_id IN (SELECT id FROM bots WHERE workspace_id = $1)";
    let (workspace, user) = (workspace.as_uuid(), user.as_uuid());
    execute!(tx, HAND_BACK, workspace, user)?;
    execute!(
        tx,
        "DELETE FROM members WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user
    )?;
    Ok(())
}

/// What taking a member out would touch.
pub async fn impact(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    now: Timestamp,
) -> Result<MemberImpact, StoreError> {
    const SQL: &str = "
        SELECT
            (SELECT COUNT(*) FROM sessions WHERE user_id = $2 AND expires_at > $3),
            (SELECT COUNT(DISTINCT bot_id) FROM grants WHERE workspace_id = $1 AND user_id = $2),
            (SELECT COUNT(*) FROM open_questions q JOIN bots b ON b.id = q.bot_id
                WHERE q.assignee = $2 AND q.state = 'open' AND b.workspace_id = $1),
            (SELECT COUNT(*) FROM article_comments c JOIN articles a ON a.id = c.article_id
                JOIN bots b ON b.id = a.bot_id WHERE c.user_id = $2 AND b.workspace_id = $1),
            (SELECT COUNT(*) FROM invitations WHERE workspace_id = $1 AND invited_by = $4)";
    let row: Option<(i64, i64, i64, i64, i64)> = fetch_optional!(
        tx,
        SQL,
        workspace.as_uuid(),
        user.as_uuid(),
        now.as_millis(),
        format!("user:{user}")
    )?;
    let (n_sessions, n_bots, n_assigned, n_comments, n_invitations) = row.unwrap_or_default();
    let count = |n: i64| u32::try_from(n).or_corrupt("members");
    Ok(MemberImpact {
        n_sessions: count(n_sessions)?,
        n_bots: count(n_bots)?,
        n_assigned: count(n_assigned)?,
        n_comments: count(n_comments)?,
        n_invitations: count(n_invitations)?,
    })
}

/// Notes that a member was active.
pub async fn saw(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE members SET last_seen_at = $3 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_uuid(),
        user.as_uuid(),
        now.as_millis()
    )?;
    Ok(())
}

/// The workspaces that somebody is a member of, suspended or not, by their ids.
pub async fn list_workspaces_of(tx: &mut Tx, user: UserId) -> Result<Vec<WorkspaceId>, StoreError> {
    const SQL: &str = "SELECT workspace_id FROM members WHERE user_id = $1 ORDER BY workspace_id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, SQL, user.as_uuid())?;
    let ids = rows.into_iter().map(|(id,)| WorkspaceId::from_uuid(id));
    Ok(ids.collect())
}

/// The workspaces that somebody may be in, the first they joined first.
pub async fn list_places(tx: &mut Tx, user: UserId) -> Result<Vec<Place>, StoreError> {
    const SQL: &str = "
        SELECT w.id, w.name FROM members m JOIN workspaces w ON w.id = m.workspace_id
        WHERE m.user_id = $1 AND m.suspended_at IS NULL ORDER BY m.created_at, w.id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, SQL, user.as_uuid())?;
    rows.into_iter()
        .map(|(id, name)| {
            Ok(Place {
                workspace: WorkspaceId::from_uuid(id),
                name: Name::parse(&name).or_corrupt("workspaces")?,
            })
        })
        .collect()
}
