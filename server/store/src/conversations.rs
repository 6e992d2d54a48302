//! Conversations: what is derived from turns, for lists and figures; and feedback.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    conversation::ConversationSummary,
    id::{ArticleId, BotId, ConversationId, FeedbackId, NodeId, TurnId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Rating, TurnKind},
};
use std::collections::HashMap;
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
            n_up: 0,
            n_down: 0,
        })
    }
}

/// Which conversations of a stretch are wanted. What is `None` or empty excludes none.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// The page's language.
    pub locale: &'a str,
    /// With a question that went so.
    pub outcome: Option<TurnKind>,
    /// With such a thumb.
    pub rating: Option<Rating>,
    /// In the page's address, case and all; an address from its scheme on is the page itself.
    pub page: &'a str,
    /// Who asked; empty for all.
    pub audience: &'a str,
    /// With an answer of this article.
    pub article: Option<ArticleId>,
}

/// What is asked of the conversations that pass a filter.
macro_rules! filtered {
    ($what:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $what,
            "
        FROM conversations c
        WHERE bot_id = $1 AND id >= $2 AND id < $3
            AND ($4 = '' OR locale = $4)
            AND ($5 = '' OR ($5 = 'answer' AND n_answered > 0)
                OR ($5 = 'clarification' AND n_asked_back > 0)
                OR ($5 = 'fallback' AND n_missed > 0))
            AND ($6 = '' OR EXISTS (SELECT 1 FROM turns t
                JOIN feedback f ON f.bot_id = t.bot_id AND f.turn_id = t.id
                WHERE t.conversation_id = c.id AND t.bot_id = c.bot_id AND f.rating = $6))
            AND ($7 = '' OR EXISTS (SELECT 1 FROM turns t
                WHERE t.conversation_id = c.id AND t.bot_id = c.bot_id
                    AND (t.page = $7 OR REPLACE(t.page, $11, '') <> t.page)))
            AND ($12 = '' OR audience = $12)
            AND ($8 OR EXISTS (SELECT 1 FROM turns t
                WHERE t.conversation_id = c.id AND t.bot_id = c.bot_id AND t.article_id = $9))
        ORDER BY id DESC LIMIT $10",
            $end
        )
    };
}

/// The rows of what [`filtered`] made.
macro_rules! fetch_filtered {
    ($tx:expr, $sql:expr, $bot:expr, $stretch:expr, $wanted:expr, $limit:expr) => {{
        let ((first, end), wanted): (_, &Wanted<'_>) = ($stretch, $wanted);
        // `LIKE` heeds case on one engine alone; what is left without a text tells whether it was
        // there.
        let part = match wanted.page {
            page if page.contains("://") => "",
            page => page,
        };
        fetch_all!(
            $tx,
            $sql,
            $bot.as_uuid(),
            first.as_uuid(),
            end.as_uuid(),
            wanted.locale,
            wanted.outcome.map_or("", TurnKind::as_str),
            wanted.rating.map_or("", Rating::as_str),
            wanted.page,
            wanted.article.is_none(),
            wanted.article.map(ArticleId::as_uuid),
            i64::from($limit),
            part,
            wanted.audience
        )
    }};
}

/// A bot's conversations from `first` on and before `end`, newest first, at most `limit`.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    stretch: (ConversationId, ConversationId),
    wanted: &Wanted<'_>,
    limit: u32,
) -> Result<Vec<ConversationSummary>, StoreError> {
    const SQL: &str = filtered!(
        "id, audience, locale, started_at, last_at, first_question, n_turns, n_answered,
            n_asked_back, n_missed",
        ""
    );
    let rows: Vec<SummaryRow> = fetch_filtered!(tx, SQL, bot, stretch, wanted, limit)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many there are, counted up to `limit`.
pub async fn count(
    tx: &mut Tx,
    bot: BotId,
    stretch: (ConversationId, ConversationId),
    wanted: &Wanted<'_>,
    limit: u32,
) -> Result<u32, StoreError> {
    const SQL: &str = filtered!("COUNT(*) FROM (SELECT id", ") found");
    let rows: Vec<(i64,)> = fetch_filtered!(tx, SQL, bot, stretch, wanted, limit)?;
    u32::try_from(rows.first().map_or(0, |(n,)| *n)).or_corrupt("conversations")
}

/// The conversation that stands `n` places before `end`, none before `first`.
pub async fn find_back(
    tx: &mut Tx,
    bot: BotId,
    (first, end): (ConversationId, ConversationId),
    n: u32,
) -> Result<Option<ConversationId>, StoreError> {
    const SQL: &str = "
        SELECT id FROM conversations WHERE bot_id = $1 AND id >= $2 AND id < $3
        ORDER BY id DESC LIMIT 1 OFFSET $4";
    let row: Option<(Uuid,)> = fetch_optional!(
        tx,
        SQL,
        bot.as_uuid(),
        first.as_uuid(),
        end.as_uuid(),
        i64::from(n.saturating_sub(1))
    )?;
    Ok(row.map(|(id,)| ConversationId::from_uuid(id)))
}

/// What was asked in a bot's conversations from `first` on and before `end`.
pub async fn list_questions(
    tx: &mut Tx,
    bot: BotId,
    (first, end): (ConversationId, ConversationId),
) -> Result<Vec<(ConversationId, String)>, StoreError> {
    const SQL: &str = "
        SELECT c.id, t.question FROM conversations c
        JOIN turns t ON t.conversation_id = c.id AND t.bot_id = c.bot_id
        WHERE c.bot_id = $1 AND c.id >= $2 AND c.id < $3";
    let rows: Vec<(Uuid, String)> =
        fetch_all!(tx, SQL, bot.as_uuid(), first.as_uuid(), end.as_uuid())?;
    Ok(by_conversation(rows))
}

/// The pages that questions of these conversations came from.
pub async fn list_pages(
    tx: &mut Tx,
    bot: BotId,
    (first, end): (ConversationId, ConversationId),
) -> Result<Vec<(ConversationId, String)>, StoreError> {
    const SQL: &str = "
        SELECT DISTINCT c.id, t.page FROM conversations c
        JOIN turns t ON t.conversation_id = c.id AND t.bot_id = c.bot_id
        WHERE c.bot_id = $1 AND c.id >= $2 AND c.id < $3 AND t.page IS NOT NULL";
    let rows: Vec<(Uuid, String)> =
        fetch_all!(tx, SQL, bot.as_uuid(), first.as_uuid(), end.as_uuid())?;
    Ok(by_conversation(rows))
}

fn by_conversation(rows: Vec<(Uuid, String)>) -> Vec<(ConversationId, String)> {
    let rows = rows.into_iter();
    rows.map(|(id, text)| (ConversationId::from_uuid(id), text))
        .collect()
}

/// The thumbs in a bot's conversations from `first` up to `last`: how many are up, how many down.
pub async fn count_thumbs(
    tx: &mut Tx,
    bot: BotId,
    (first, last): (ConversationId, ConversationId),
) -> Result<HashMap<ConversationId, (u32, u32)>, StoreError> {
    const SQL: &str = "
        SELECT t.conversation_id, SUM(CASE WHEN f.rating = 'up' THEN 1 ELSE 0 END),
            SUM(CASE WHEN f.rating = 'down' THEN 1 ELSE 0 END)
        FROM turns t JOIN feedback f ON f.bot_id = t.bot_id AND f.turn_id = t.id
        WHERE t.bot_id = $1 AND t.conversation_id >= $2 AND t.conversation_id <= $3
        GROUP BY t.conversation_id";
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

/// How many of a bot's conversations began before `end`.
pub async fn count_before(tx: &mut Tx, bot: BotId, end: ConversationId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM conversations WHERE bot_id = $1 AND id < $2";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, bot.as_uuid(), end.as_uuid())?;
    row.map_or(Ok(0), |(n,)| u64::try_from(n).or_corrupt("conversations"))
}

/// A bot's oldest conversations that began before `end`, at most `limit`.
pub async fn list_before(
    tx: &mut Tx,
    bot: BotId,
    end: ConversationId,
    limit: u32,
) -> Result<Vec<ConversationId>, StoreError> {
    const SQL: &str = "
        SELECT id FROM conversations WHERE bot_id = $1 AND id < $2 ORDER BY id LIMIT $3";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, SQL, bot.as_uuid(), end.as_uuid(), i64::from(limit))?;
    Ok(rows
        .into_iter()
        .map(|(id,)| ConversationId::from_uuid(id))
        .collect())
}

/// Erases a conversation with its turns and their thumbs; says how many turns it had.
pub async fn erase(
    tx: &mut Tx,
    bot: BotId,
    conversation: ConversationId,
) -> Result<u64, StoreError> {
    let (bot, conversation) = (bot.as_uuid(), conversation.as_uuid());
    const THUMBS: &str = "
        DELETE FROM feedback WHERE bot_id = $1 AND turn_id IN
            (SELECT id FROM turns WHERE bot_id = $1 AND conversation_id = $2)";
    execute!(tx, THUMBS, bot, conversation)?;
    const TURNS: &str = "DELETE FROM turns WHERE bot_id = $1 AND conversation_id = $2";
    let n_turns = execute!(tx, TURNS, bot, conversation)?;
    const SUMMARY: &str = "DELETE FROM conversations WHERE bot_id = $1 AND id = $2";
    execute!(tx, SUMMARY, bot, conversation)?;
    Ok(n_turns)
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
