//! Conversations: what is derived from turns, for lists and figures; and feedback.

mod feedback;

pub use feedback::{Feedback, count_thumbs, find_rating, list_feedback, set_feedback};

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    channel::Channel,
    conversation::ConversationSummary,
    id::{ArticleId, BotId, ConversationId, NodeId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Rating, TurnKind},
};
use uuid::Uuid;

/// Brings a node's conversations up to date with its turns after `after` and up to `until`.
pub async fn derive(tx: &mut Tx, node: NodeId, after: i64, until: i64) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO conversations (bot_id, id, node, audience, channel, locale, started_at,
            last_at, first_question, n_turns, n_answered, n_asked_back, n_missed)
        SELECT bot_id, conversation_id, node, MIN(audience),
            COALESCE(MAX(CASE WHEN position = 1 THEN channel END), MIN(channel)),
            MIN(locale), MIN(at), MAX(at),
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
    channel: String,
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
            channel: row.channel.parse::<Channel>().or_corrupt("conversations")?,
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
    /// The way it took; empty for all.
    pub channel: &'a str,
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
            AND ($13 = '' OR channel = $13)
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
            wanted.audience,
            wanted.channel
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
        "id, audience, channel, locale, started_at, last_at, first_question, n_turns,
            n_answered, n_asked_back, n_missed",
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

/// How many of a bot's conversations began from `first` on and before `end`.
pub async fn count_between(
    tx: &mut Tx,
    bot: BotId,
    (first, end): (ConversationId, ConversationId),
) -> Result<u64, StoreError> {
    const SQL: &str = "
        SELECT COUNT(*) FROM conversations WHERE bot_id = $1 AND id >= $2 AND id < $3";
    let row: Option<(i64,)> =
        fetch_optional!(tx, SQL, bot.as_uuid(), first.as_uuid(), end.as_uuid())?;
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
        SELECT id, audience, channel, locale, started_at, last_at, first_question, n_turns,
            n_answered, n_asked_back, n_missed
        FROM conversations WHERE bot_id = $1 AND id = $2";
    let row: Option<SummaryRow> = fetch_optional!(tx, SQL, bot.as_uuid(), conversation.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}
