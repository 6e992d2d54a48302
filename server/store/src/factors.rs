//! Second factors, recovery codes, and which workspaces want a factor of their members.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{UserId, WorkspaceId},
    text::Name,
    time::Timestamp,
};

/// A second factor, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its secret, sealed.
    pub secret: String,
    /// Since when it is there.
    pub created_at: Timestamp,
}

/// SHA-256 of a recovery code.
pub type CodeHash = [u8; 32];

/// Somebody's second factor.
pub async fn find(tx: &mut Tx, user: UserId) -> Result<Option<Factor>, StoreError> {
    const SQL: &str = "SELECT secret, created_at FROM second_factors WHERE user_id = $1";
    let row: Option<(String, i64)> = fetch_optional!(tx, SQL, user.as_uuid())?;
    Ok(row.map(|(secret, created_at)| Factor {
        secret,
        created_at: Timestamp::from_millis(created_at),
    }))
}

/// Gives somebody a second factor. [`StoreError::Taken`] if they have one.
pub async fn create(
    tx: &mut Tx,
    user: UserId,
    sealed: &str,
    last_step: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO second_factors (user_id, secret, last_step, created_at)
        VALUES ($1, $2, $3, $4)";
    execute!(tx, SQL, user.as_uuid(), sealed, last_step, now.as_millis())
        .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// Takes the code of a step, unless that step or a later one was taken: of many at once, one is.
pub async fn take_step(tx: &mut Tx, user: UserId, step: i64) -> Result<bool, StoreError> {
    const SQL: &str =
        "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2";
    Ok(execute!(tx, SQL, user.as_uuid(), step)? > 0)
}

/// Takes somebody's second factor away, with its recovery codes; says whether there was one.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM second_factors WHERE user_id = $1";
    Ok(execute!(tx, SQL, user.as_uuid())? > 0)
}

/// Keeps the hashes of recovery codes; those before them work no longer.
pub async fn set_codes(tx: &mut Tx, user: UserId, codes: &[CodeHash]) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM recovery_codes WHERE user_id = $1",
        user.as_uuid()
    )?;
    const SQL: &str = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)";
    for code in codes {
        execute!(tx, SQL, user.as_uuid(), &code[..])?;
    }
    Ok(())
}

/// Uses a recovery code up. Of many at once, one gets it.
pub async fn take_code(tx: &mut Tx, user: UserId, code: CodeHash) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2";
    Ok(execute!(tx, SQL, user.as_uuid(), &code[..])? > 0)
}

/// How many recovery codes somebody has left.
pub async fn count_codes(tx: &mut Tx, user: UserId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, user.as_uuid())?;
    u32::try_from(row.unwrap_or_default().0).or_corrupt("recovery_codes")
}

/// The workspaces that want a second factor of somebody.
pub async fn list_requiring(tx: &mut Tx, user: UserId) -> Result<Vec<Name>, StoreError> {
    const SQL: &str = "
        SELECT w.name FROM members m JOIN workspaces w ON w.id = m.workspace_id
        WHERE m.user_id = $1 AND m.suspended_at IS NULL AND w.factor_since IS NOT NULL
        ORDER BY m.created_at, w.id";
    let rows: Vec<(String,)> = fetch_all!(tx, SQL, user.as_uuid())?;
    rows.into_iter()
        .map(|(name,)| Name::parse(&name).or_corrupt("workspaces"))
        .collect()
}

/// Whether somebody has a place in another workspace than this one, suspended or not.
pub async fn is_elsewhere(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM members WHERE user_id = $2 AND workspace_id <> $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid(), user.as_uuid())?;
    Ok(row.unwrap_or_default().0 > 0)
}

/// Since when a workspace wants a second factor of its members.
pub async fn find_policy(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT factor_since FROM workspaces WHERE id = $1";
    let row: Option<(Option<i64>,)> = fetch_optional!(tx, SQL, workspace.as_uuid())?;
    Ok(row.and_then(|(since,)| since).map(Timestamp::from_millis))
}

/// Lets a workspace want a second factor of its members from then on, or no longer.
pub async fn set_policy(
    tx: &mut Tx,
    workspace: WorkspaceId,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE workspaces SET factor_since = $2 WHERE id = $1",
        workspace.as_uuid(),
        since.map(Timestamp::as_millis)
    )?;
    Ok(())
}
