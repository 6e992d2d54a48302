//! Sessions of people who sign in. Only the hash of what the cookie carries is kept.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{UserId, WorkspaceId},
    text::Email,
    time::Timestamp,
};
use uuid::Uuid;

/// A session as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who signed in; `None` before that.
    pub user: Option<UserId>,
    /// What pages keep in it, as JSON.
    pub data: String,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// SHA-256 of the token in the cookie.
pub type IdHash = [u8; 32];

/// Begins a session.
pub async fn create(
    tx: &mut Tx,
    id: IdHash,
    session: &Session,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO sessions (id_hash, user_id, data, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5)";
    let user = session.user.map(UserId::as_uuid);
    execute!(
        tx,
        SQL,
        &id[..],
        user,
        &session.data,
        now.as_millis(),
        session.expires_at.as_millis()
    )
    .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// Writes a session back. One that has ended stays ended: nothing is inserted.
pub async fn update(
    tx: &mut Tx,
    id: IdHash,
    session: &Session,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        UPDATE sessions SET user_id = $2, data = $3, last_seen_at = $4, expires_at = $5
        WHERE id_hash = $1 AND expires_at > $4";
    let user = session.user.map(UserId::as_uuid);
    execute!(
        tx,
        SQL,
        &id[..],
        user,
        &session.data,
        now.as_millis(),
        session.expires_at.as_millis()
    )?;
    Ok(())
}

/// The session, unless it has ended: by idleness, or `oldest` says it is too old.
pub async fn find(
    tx: &mut Tx,
    id: IdHash,
    now: Timestamp,
    oldest: Timestamp,
) -> Result<Option<Session>, StoreError> {
    const SQL: &str = "
        SELECT user_id, data, expires_at FROM sessions
        WHERE id_hash = $1 AND expires_at > $2 AND created_at > $3";
    let row: Option<(Option<Uuid>, String, i64)> =
        fetch_optional!(tx, SQL, &id[..], now.as_millis(), oldest.as_millis())?;
    Ok(row.map(|(user, data, expires_at)| Session {
        user: user.map(UserId::from_uuid),
        data,
        expires_at: Timestamp::from_millis(expires_at),
    }))
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, id: IdHash) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sessions WHERE id_hash = $1", &id[..])?;
    Ok(())
}

/// A session, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The hash of its token.
    pub id: IdHash,
    /// What pages keep in it, as JSON.
    pub data: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last.
    pub last_seen_at: Timestamp,
}

/// One person's sessions that have not ended, the one used last before the others.
pub async fn list_of(
    tx: &mut Tx,
    user: UserId,
    now: Timestamp,
    oldest: Timestamp,
) -> Result<Vec<Own>, StoreError> {
    const SQL: &str = "
        SELECT id_hash, data, created_at, last_seen_at FROM sessions
        WHERE user_id = $1 AND expires_at > $2 AND created_at > $3
        ORDER BY last_seen_at DESC, id_hash LIMIT 100";
    let rows: Vec<(Vec<u8>, String, i64, i64)> =
        fetch_all!(tx, SQL, user.as_uuid(), now.as_millis(), oldest.as_millis())?;
    rows.into_iter()
        .map(|(id, data, created_at, last_seen_at)| {
            Ok(Own {
                id: id.try_into().map_err(|_| StoreError::Corrupt("sessions"))?,
                data,
                created_at: Timestamp::from_millis(created_at),
                last_seen_at: Timestamp::from_millis(last_seen_at),
            })
        })
        .collect()
}

/// A session of a workspace's member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfMember {
    /// Whose.
    pub email: Email,
    /// The session.
    pub session: Own,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    email: String,
    id_hash: Vec<u8>,
    data: String,
    created_at: i64,
    last_seen_at: i64,
}

/// The sessions of a workspace's members that have not ended, those used last first.
pub async fn list_in(
    tx: &mut Tx,
    workspace: WorkspaceId,
    now: Timestamp,
    oldest: Timestamp,
    limit: u32,
) -> Result<Vec<OfMember>, StoreError> {
    const SQL: &str = "
        SELECT u.email, s.id_hash, s.data, s.created_at, s.last_seen_at
        FROM sessions s
        JOIN members m ON m.user_id = s.user_id AND m.workspace_id = $1
        JOIN users u ON u.id = s.user_id
        WHERE s.expires_at > $2 AND s.created_at > $3
        ORDER BY s.last_seen_at DESC, s.id_hash LIMIT $4";
    let rows: Vec<MemberRow> = fetch_all!(
        tx,
        SQL,
        workspace.as_uuid(),
        now.as_millis(),
        oldest.as_millis(),
        i64::from(limit)
    )?;
    rows.into_iter()
        .map(|row| {
            let id = row.id_hash.try_into();
            Ok(OfMember {
                email: Email::parse(&row.email).or_corrupt("users")?,
                session: Own {
                    id: id.map_err(|_| StoreError::Corrupt("sessions"))?,
                    data: row.data,
                    created_at: Timestamp::from_millis(row.created_at),
                    last_seen_at: Timestamp::from_millis(row.last_seen_at),
                },
            })
        })
        .collect()
}

/// Whose session it is.
pub async fn find_user(tx: &mut Tx, id: IdHash) -> Result<Option<UserId>, StoreError> {
    const SQL: &str = "SELECT user_id FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, &id[..])?;
    Ok(row.map(|(user,)| UserId::from_uuid(user)))
}

/// Ends a session of one person; says whether there was one.
pub async fn delete_own(tx: &mut Tx, user: UserId, id: IdHash) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1 AND id_hash = $2";
    Ok(execute!(tx, SQL, user.as_uuid(), &id[..])? > 0)
}

/// Ends every session of one person but this one.
pub async fn delete_others(tx: &mut Tx, user: UserId, keep: IdHash) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1 AND id_hash <> $2";
    Ok(execute!(tx, SQL, user.as_uuid(), &keep[..])?)
}

/// Ends every session of one person.
pub async fn delete_of(tx: &mut Tx, user: UserId) -> Result<u64, StoreError> {
    Ok(execute!(
        tx,
        "DELETE FROM sessions WHERE user_id = $1",
        user.as_uuid()
    )?)
}

/// Removes what has ended anyway, and counts it.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    Ok(execute!(
        tx,
        "DELETE FROM sessions WHERE expires_at <= $1",
        now.as_millis()
    )?)
}
