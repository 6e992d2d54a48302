//! What other nodes, and commands beside a server, need to hear of.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{id::BotId, time::Timestamp};
use uuid::Uuid;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A bot has a new published version, other settings, or was switched on or off.
    Bot,
    /// Sessions were ended.
    Sessions,
    /// There is another key that signs access tokens.
    SigningKeys,
}

impl ChangeKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Sessions => "sessions",
            Self::SigningKeys => "signing_keys",
        }
    }
}

/// One change, as read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order of changes.
    pub seq: i64,
    /// What happened; `None` for a kind that a newer version writes.
    pub kind: Option<ChangeKind>,
    /// The bot it is about, if it is about one.
    pub bot: Option<BotId>,
}

/// Notes a change in the transaction that makes it.
pub async fn note(
    tx: &mut Tx,
    kind: ChangeKind,
    bot: Option<BotId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO changes (kind, bot_id, at) VALUES ($1, $2, $3)";
    execute!(
        tx,
        SQL,
        kind.as_str(),
        bot.map(BotId::as_uuid),
        at.as_millis()
    )?;
    Ok(())
}

/// The newest change's place; 0 before the first.
pub async fn last_seq(tx: &mut Tx) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT seq FROM changes ORDER BY seq DESC LIMIT 1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL)?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// The changes after `seq`, in order, at most `limit`.
///
/// On PostgreSQL a transaction may commit after a later one has; whoever polls reads a little
/// way back again, since hearing of a change twice does no harm.
pub async fn list_after(tx: &mut Tx, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
    const SQL: &str = "SELECT seq, kind, bot_id FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";
    let rows: Vec<(i64, String, Option<Uuid>)> = fetch_all!(tx, SQL, seq, i64::from(limit))?;
    let change = |(seq, kind, bot): (i64, String, Option<Uuid>)| Change {
        seq,
        kind: [
            ChangeKind::Bot,
            ChangeKind::Sessions,
            ChangeKind::SigningKeys,
        ]
        .into_iter()
        .find(|k| k.as_str() == kind),
        bot: bot.map(BotId::from_uuid),
    };
    Ok(rows.into_iter().map(change).collect())
}

/// Forgets changes before `at`: every poller has read them.
pub async fn forget_before(tx: &mut Tx, at: Timestamp) -> Result<u64, StoreError> {
    Ok(execute!(
        tx,
        "DELETE FROM changes WHERE at < $1",
        at.as_millis()
    )?)
}
