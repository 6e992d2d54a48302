//! Conversations: what is derived from turns, for lists and figures; and feedback.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    conversation::ConversationSummary,
    id::{BotId, ConversationId, FeedbackId, NodeId, TurnId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Rating},
};
use uuid::Uuid;

/// Brings a node's conversations up to date with its turns after `after` and up to `until`.
pub async fn derive(tx: &mut Tx, node: NodeId, after: i64, until: i64) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO conversations (bot_id, id, node, audience, locale, started_at, last_at,
            first_question, n_turns, n_answered, n_asked_back, n_missed)
        SELECT bot_id, conversation_id, node, MIN(audience), MIN(locale), MIN(at), MAX(at),
            MAX(CASE WHEN position = 1 THEN question END), COUNT(*),
            SUM(CASE WHEN kind = 'answer' THEN 1 ELSE 0 END),
            SUM(CASE WHEN kind = 'clarification' THEN 1 ELSE 0 END),
            SUM(CASE WHEN kind = 'fallback' THEN 1 ELSE 0 END)
        FROM turns WHERE node = $1 AND seq > $2 AND seq <= $3
        GROUP BY bot_id, conversation_id, node
        ON CONFLICT (bot_id, id) DO UPDATE SET
            last_at = excluded.last_at,
            first_question = COALESCE(conversations.first_question, excluded.first_question),
            n_turns = conversations.n_turns + excluded.n_turns,
            n_answered = conversations.n_answered + excluded.n_answered,
            n_asked_back = conversations.n_asked_back + excluded.n_asked_back,
            n_missed = conversations.n_missed + excluded.n_missed";
    execute!(tx, SQL, node.as_uuid(), after, until)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: Uuid,
    audience: String,
    locale: Option<String>,
    started_at: i64,
    last_at: i64,
    first_question: Option<String>,
    n_turns: i64,
    n_answered: i64,
    n_asked_back: i64,
    n_missed: i64,
}

impl TryFrom<SummaryRow> for ConversationSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self, StoreError> {
        let count = |value: i64| u32::try_from(value).or_corrupt("conversations");
        let locale = row.locale.as_deref().map(Locale::parse).transpose();
        Ok(Self {
            id: ConversationId::from_uuid(row.id),
            started_at: Timestamp::from_millis(row.started_at),
            last_at: Timestamp::from_millis(row.last_at),
            first_question: row.first_question.unwrap_or_default(),
            audience: row
                .audience
                .parse::<Audience>()
                .or_corrupt("conversations")?,
            locale: locale.or_corrupt("conversations")?,
            n_turns: count(row.n_turns)?,
            n_answered: count(row.n_answered)?,
            n_asked_back: count(row.n_asked_back)?,
            n_missed: count(row.n_missed)?,
        })
    }
}

/// A bot's conversations, newest first, after the cursor.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    before: Option<ConversationId>,
    limit: u32,
) -> Result<Vec<ConversationSummary>, StoreError> {
    const SQL: &str = "
        SELECT id, audience, locale, started_at, last_at, first_question, n_turns, n_answered,
            n_asked_back, n_missed
        FROM conversations WHERE bot_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    let before = before.map_or(Uuid::max(), ConversationId::as_uuid);
    let rows: Vec<SummaryRow> = fetch_all!(tx, SQL, bot.as_uuid(), before, i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One conversation of a bot.
pub async fn find(
    tx: &mut Tx,
    bot: BotId,
    conversation: ConversationId,
) -> Result<Option<ConversationSummary>, StoreError> {
    const SQL: &str = "
        SELECT id, audience, locale, started_at, last_at, first_question, n_turns, n_answered,
            n_asked_back, n_missed
        FROM conversations WHERE bot_id = $1 AND id = $2";
    let row: Option<SummaryRow> = fetch_optional!(tx, SQL, bot.as_uuid(), conversation.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

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
    const SQL: &str = "
        SELECT f.id, f.turn_id, f.rating, f.comment FROM feedback f
        JOIN turns t ON t.bot_id = f.bot_id AND t.id = f.turn_id
        WHERE t.bot_id = $1 AND t.conversation_id = $2";
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
