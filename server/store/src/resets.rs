//! Links by which a forgotten password is set anew.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_optional},
};
use model::{
    id::{ResetId, UserId},
    time::Timestamp,
};
use uuid::Uuid;

/// Keeps a link; an older one of the same person is void.
pub async fn create(
    tx: &mut Tx,
    id: ResetId,
    user: UserId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM password_resets WHERE user_id = $1",
        user.as_uuid()
    )?;
    execute!(
        tx,
        "INSERT INTO password_resets (id, user_id, expires_at) VALUES ($1, $2, $3)",
        id.as_uuid(),
        user.as_uuid(),
        expires_at.as_millis()
    )?;
    Ok(())
}

/// Uses a link up, and says whose it was. Of many at once, one gets it.
pub async fn take(tx: &mut Tx, id: ResetId, now: Timestamp) -> Result<Option<UserId>, StoreError> {
    const SQL: &str =
        "DELETE FROM password_resets WHERE id = $1 AND expires_at > $2 RETURNING user_id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, id.as_uuid(), now.as_millis())?;
    Ok(row.map(|(user,)| UserId::from_uuid(user)))
}
