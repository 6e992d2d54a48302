//! API keys: of each, the hashes of its secret and of the one before, and when they were used.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{BotId, KeyId, UserId, WorkspaceId},
    text::Name,
    time::Timestamp,
};
use sqlx::FromRow;
use uuid::Uuid;

/// A secret, as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Secret<'a> {
    /// The part that is shown in lists.
    pub prefix: &'a str,
    /// SHA-256 of the whole.
    pub hash: [u8; 32],
}

/// An API key to be kept.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    /// Its id.
    pub id: KeyId,
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// What it is for.
    pub name: &'a Name,
    /// Its first secret.
    pub secret: Secret<'a>,
    /// What it may do, words that the domain reads.
    pub scopes: &'a [String],
    /// The bots it is limited to; empty for all.
    pub bots: &'a [BotId],
    /// Who answers for it; `None` for a command on the machine.
    pub created_by: Option<UserId>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// An API key as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// What it is for.
    pub name: Name,
    /// What it may do, words that the domain reads.
    pub scopes: Vec<String>,
    /// The bots it is limited to; empty for all.
    pub bots: Vec<BotId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When somebody ended it.
    pub revoked_at: Option<Timestamp>,
    /// Counts its secrets.
    pub generation: u32,
    /// The secret that opens it.
    pub current: Kept,
    /// The one before, and until when it works.
    pub previous: Option<(Kept, Timestamp)>,
}

/// What is told of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// How it begins.
    pub prefix: String,
    /// Who answers for it; `None` for a command on the machine.
    pub by: Option<UserId>,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    workspace_id: Uuid,
    name: String,
    prefix: String,
    scopes: String,
    bots: String,
    created_at: i64,
    created_by: Option<Uuid>,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
    generation: i64,
    previous_prefix: Option<String>,
    previous_until: Option<i64>,
    previous_by: Option<Uuid>,
    used_at: Option<i64>,
    previous_used_at: Option<i64>,
}

impl TryFrom<Row> for Key {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let at = Timestamp::from_millis;
        let previous = row.previous_prefix.zip(row.previous_until);
        let previous = previous.map(|(prefix, until)| {
            let kept = Kept {
                prefix,
                by: row.previous_by.map(UserId::from_uuid),
                used_at: row.previous_used_at.map(at),
            };
            (kept, at(until))
        });
        Ok(Self {
            id: KeyId::from_uuid(row.id),
            workspace: WorkspaceId::from_uuid(row.workspace_id),
            name: Name::parse(&row.name).or_corrupt("api_keys")?,
            scopes: serde_json::from_str(&row.scopes).or_corrupt("api_keys")?,
            bots: serde_json::from_str(&row.bots).or_corrupt("api_keys")?,
            created_at: at(row.created_at),
            expires_at: row.expires_at.map(at),
            revoked_at: row.revoked_at.map(at),
            generation: u32::try_from(row.generation).or_corrupt("api_keys")?,
            current: Kept {
                prefix: row.prefix,
                by: row.created_by.map(UserId::from_uuid),
                used_at: row.used_at.map(at),
            },
            previous,
        })
    }
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT k.id, k.workspace_id, k.name, k.prefix, k.scopes, k.bots, k.created_at,
                k.created_by, k.expires_at, k.revoked_at, k.generation, k.previous_prefix,
                k.previous_until, k.previous_by, u.used_at, p.used_at AS previous_used_at
            FROM api_keys k
            LEFT JOIN api_key_uses u ON u.key_id = k.id AND u.generation = k.generation
            LEFT JOIN api_key_uses p ON p.key_id = k.id AND p.generation = k.generation - 1 ",
            $condition
        )
    };
}

/// Keeps a key.
pub async fn create(tx: &mut Tx, key: &NewKey<'_>, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO api_keys (id, workspace_id, name, prefix, secret_hash, scopes, bots, created_at,
            created_by, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let scopes = serde_json::to_string(key.scopes).or_corrupt("api_keys")?;
    let bots = serde_json::to_string(key.bots).or_corrupt("api_keys")?;
    execute!(
        tx,
        SQL,
        key.id.as_uuid(),
        key.workspace.as_uuid(),
        key.name.as_str(),
        key.secret.prefix,
        &key.secret.hash[..],
        &scopes,
        &bots,
        now.as_millis(),
        key.created_by.map(UserId::as_uuid),
        key.expires_at.map(Timestamp::as_millis)
    )?;
    Ok(())
}

/// How many keys of a workspace nobody has ended and whose time is not over.
pub async fn count(tx: &mut Tx, workspace: WorkspaceId, now: Timestamp) -> Result<i64, StoreError> {
    const SQL: &str = "
        SELECT COUNT(*) FROM api_keys
        WHERE workspace_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, workspace.as_uuid(), now.as_millis())?;
    Ok(row.map_or(0, |(n,)| n))
}

/// A workspace's keys: those that nobody has ended first, then the newest first.
pub async fn list(tx: &mut Tx, workspace: WorkspaceId, limit: u32) -> Result<Vec<Key>, StoreError> {
    const SQL: &str = select!(
        "WHERE k.workspace_id = $1
        ORDER BY CASE WHEN k.revoked_at IS NULL THEN 0 ELSE 1 END, k.id DESC LIMIT $2"
    );
    let rows: Vec<Row> = fetch_all!(tx, SQL, workspace.as_uuid(), i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One key of a workspace.
pub async fn find(
    tx: &mut Tx,
    workspace: WorkspaceId,
    key: KeyId,
) -> Result<Option<Key>, StoreError> {
    const SQL: &str = select!("WHERE k.workspace_id = $1 AND k.id = $2");
    let row: Option<Row> = fetch_optional!(tx, SQL, workspace.as_uuid(), key.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// The key with this id, for whoever shows a token that was signed for it.
pub async fn find_any(tx: &mut Tx, key: KeyId) -> Result<Option<Key>, StoreError> {
    const SQL: &str = select!("WHERE k.id = $1");
    let row: Option<Row> = fetch_optional!(tx, SQL, key.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// The key that a secret opens, or opened, and which of its secrets that is.
pub async fn find_by_secret(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<(Key, u32)>, StoreError> {
    const CURRENT: &str = select!("WHERE k.secret_hash = $1");
    const PREVIOUS: &str = select!("WHERE k.previous_hash = $1");
    let current: Option<Row> = fetch_optional!(tx, CURRENT, &hash[..])?;
    if let Some(row) = current {
        let key = Key::try_from(row)?;
        let generation = key.generation;
        return Ok(Some((key, generation)));
    }
    let previous: Option<Row> = fetch_optional!(tx, PREVIOUS, &hash[..])?;
    previous
        .map(|row| {
            let key = Key::try_from(row)?;
            let generation = key.generation.saturating_sub(1);
            Ok((key, generation))
        })
        .transpose()
}

/// Gives a key another secret, unless somebody has ended it or did the same since `generation`;
/// the one before works until `until`. Who does so answers for it from here on.
pub async fn rotate(
    tx: &mut Tx,
    key: &Key,
    secret: Secret<'_>,
    until: Timestamp,
    by: Option<UserId>,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE api_keys SET previous_prefix = prefix, previous_hash = secret_hash,
            previous_until = $4, previous_by = created_by, prefix = $5, secret_hash = $6, generation = generation + 1,
            created_by = $7
        WHERE workspace_id = $1 AND id = $2 AND generation = $3 AND revoked_at IS NULL";
    let n_changed = execute!(
        tx,
        SQL,
        key.workspace.as_uuid(),
        key.id.as_uuid(),
        i64::from(key.generation),
        until.as_millis(),
        secret.prefix,
        &secret.hash[..],
        by.map(UserId::as_uuid)
    )?;
    Ok(n_changed > 0)
}

/// Ends a key; says whether that changed anything.
pub async fn revoke(
    tx: &mut Tx,
    workspace: WorkspaceId,
    key: KeyId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE api_keys SET revoked_at = $3
        WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL";
    let n_changed = execute!(tx, SQL, workspace.as_uuid(), key.as_uuid(), now.as_millis())?;
    Ok(n_changed > 0)
}

/// Notes when a secret was used.
pub async fn note_use(
    tx: &mut Tx,
    key: KeyId,
    generation: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO api_key_uses (key_id, generation, used_at) VALUES ($1, $2, $3)
        ON CONFLICT (key_id, generation) DO UPDATE SET used_at = excluded.used_at";
    execute!(
        tx,
        SQL,
        key.as_uuid(),
        i64::from(generation),
        now.as_millis()
    )?;
    Ok(())
}
