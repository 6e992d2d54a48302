//! Visitors' thumbs.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{BotId, ConversationId, FeedbackId, NodeId, TurnId},
    time::Timestamp,
    turn::Rating,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A visitor's thumb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// The turn it is about.
    pub turn: TurnId,
    /// Up or down.
    pub rating: Rating,
    /// What the visitor added.
    pub comment: Option<String>,
}

/// Keeps a thumb; a later one on the same turn replaces it.
pub async fn set_feedback(
    tx: &mut Tx,
    node: NodeId,
    bot: BotId,
    feedback: &Feedback,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO feedback (id, node, bot_id, turn_id, rating, comment, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (bot_id, turn_id) DO UPDATE
        SET rating = excluded.rating, comment = excluded.comment, at = excluded.at";
    let (id, turn) = (feedback.id.as_uuid(), feedback.turn.as_uuid());
    let (node, bot, rating) = (node.as_uuid(), bot.as_uuid(), feedback.rating.as_str());
    execute!(
        tx,
        SQL,
        id,
        node,
        bot,
        turn,
        rating,
        &feedback.comment,
        now.as_millis()
    )?;
    Ok(())
}

/// The thumb on a turn, if there is one.
pub async fn find_rating(
    tx: &mut Tx,
    bot: BotId,
    turn: TurnId,
) -> Result<Option<Rating>, StoreError> {
    const SQL: &str = "SELECT rating FROM feedback WHERE bot_id = $1 AND turn_id = $2";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, bot.as_uuid(), turn.as_uuid())?;
    row.map(|(rating,)| rating.parse::<Rating>().or_corrupt("feedback"))
        .transpose()
}

/// The thumbs of one conversation's turns.
pub async fn list_feedback(
    tx: &mut Tx,
    bot: BotId,
    conversation: ConversationId,
) -> Result<Vec<Feedback>, StoreError> {
    // The cross join holds SQLite to this order: else it goes through all of the bot's thumbs.
    const SQL: &str = "
        SELECT f.id, f.turn_id, f.rating, f.comment FROM turns t CROSS JOIN feedback f
        WHERE t.bot_id = $1 AND t.conversation_id = $2
            AND f.bot_id = t.bot_id AND f.turn_id = t.id";
    let rows: Vec<(Uuid, Uuid, String, Option<String>)> =
        fetch_all!(tx, SQL, bot.as_uuid(), conversation.as_uuid())?;
    let feedback = |(id, turn, rating, comment): (Uuid, Uuid, String, Option<String>)| {
        Ok(Feedback {
            id: FeedbackId::from_uuid(id),
            turn: TurnId::from_uuid(turn),
            rating: rating.parse::<Rating>().or_corrupt("feedback")?,
            comment,
        })
    };
    rows.into_iter().map(feedback).collect()
}

/// The thumbs in a bot's conversations from `first` up to `last`: how many are up, how many down.
pub async fn count_thumbs(
    tx: &mut Tx,
    bot: BotId,
    (first, last): (ConversationId, ConversationId),
) -> Result<HashMap<ConversationId, (u32, u32)>, StoreError> {
    // By way of conversations: asked of turns alone, SQLite would go through all of the bot's.
    const SQL: &str = "
        SELECT c.id, SUM(CASE WHEN f.rating = 'up' THEN 1 ELSE 0 END),
            SUM(CASE WHEN f.rating = 'down' THEN 1 ELSE 0 END)
        FROM conversations c
        JOIN turns t ON t.conversation_id = c.id AND t.bot_id = c.bot_id
        JOIN feedback f ON f.bot_id = t.bot_id AND f.turn_id = t.id
        WHERE c.bot_id = $1 AND c.id >= $2 AND c.id <= $3
        GROUP BY c.id";
    let (bot, first, last) = (bot.as_uuid(), first.as_uuid(), last.as_uuid());
    let rows: Vec<(Uuid, i64, i64)> = fetch_all!(tx, SQL, bot, first, last)?;
    rows.into_iter()
        .map(|(id, n_up, n_down)| {
            let count = |n: i64| u32::try_from(n).or_corrupt("feedback");
            Ok((
                ConversationId::from_uuid(id),
                (count(n_up)?, count(n_down)?),
            ))
        })
        .collect()
}
