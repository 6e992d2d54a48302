//! Where dialog boxes were seen: one row a bot and origin.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all},
};
use model::{id::BotId, time::Timestamp, widget::Sighting};

/// Whether the box was served or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// It drew itself.
    Served,
    /// The origin is not among the bot's domains.
    Refused,
}

/// Notes that a box of this bot was seen on an origin, and forgets the oldest past `max` of the
/// kind: whoever makes origins up pushes out other made-up ones, and none that were served.
pub async fn note(
    tx: &mut Tx,
    bot: BotId,
    origin: &str,
    seen: Seen,
    max: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SERVED: &str = "
        INSERT INTO sightings (bot_id, origin, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (bot_id, origin) DO UPDATE SET seen_at = excluded.seen_at";
    const REFUSED: &str = "
        INSERT INTO sightings (bot_id, origin, refused_at) VALUES ($1, $2, $3)
        ON CONFLICT (bot_id, origin) DO UPDATE SET refused_at = excluded.refused_at";
    const FORGET_SERVED: &str = "
        DELETE FROM sightings WHERE bot_id = $1 AND seen_at IS NOT NULL AND origin NOT IN (
            SELECT origin FROM sightings WHERE bot_id = $1 AND seen_at IS NOT NULL
            ORDER BY seen_at DESC, origin LIMIT $2)";
    const FORGET_REFUSED: &str = "
        DELETE FROM sightings WHERE bot_id = $1 AND seen_at IS NULL AND origin NOT IN (
            SELECT origin FROM sightings WHERE bot_id = $1 AND seen_at IS NULL
            ORDER BY refused_at DESC, origin LIMIT $2)";
    let (note, forget) = match seen {
        Seen::Served => (SERVED, FORGET_SERVED),
        Seen::Refused => (REFUSED, FORGET_REFUSED),
    };
    execute!(tx, note, bot.as_uuid(), origin, now.as_millis())?;
    execute!(tx, forget, bot.as_uuid(), i64::from(max))?;
    Ok(())
}

/// A bot's sightings, by origin.
pub async fn list(tx: &mut Tx, bot: BotId) -> Result<Vec<Sighting>, StoreError> {
    const SQL: &str = "
        SELECT origin, seen_at, refused_at FROM sightings WHERE bot_id = $1 ORDER BY origin";
    let rows: Vec<(String, Option<i64>, Option<i64>)> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let sighting = |(origin, seen_at, refused_at): (String, Option<i64>, Option<i64>)| Sighting {
        origin,
        seen_at: seen_at.map(Timestamp::from_millis),
        refused_at: refused_at.map(Timestamp::from_millis),
    };
    Ok(rows.into_iter().map(sighting).collect())
}
