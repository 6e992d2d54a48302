//! Turns: the durable log of what visitors asked and what they were told.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{fetch_all, fetch_optional},
};
use model::{
    id::{ArticleId, BotId, ConversationId, NodeId, TurnId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, TurnKind},
};
use serde::Serialize;
use std::collections::HashSet;
use uuid::Uuid;

/// A turn, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The bot that was asked.
    pub bot: BotId,
    /// The turn's id, unique among the bot's.
    pub id: TurnId,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// Its place in the conversation, from 1.
    pub position: u32,
    /// When the question came.
    pub at: Timestamp,
    /// Who asked.
    pub audience: Audience,
    /// The page's language, if it told one.
    pub locale: Option<Locale>,
    /// The page's address without its query, if it told one.
    pub page: Option<String>,
    /// What was asked, or the label that was picked.
    pub question: String,
    /// The choice, if one was picked in place of asking.
    pub choice: Option<ArticleId>,
    /// What the bot did.
    pub kind: TurnKind,
    /// The article that answered.
    pub article: Option<ArticleId>,
    /// How sure the bot was, in ten-thousandths.
    pub confidence: u32,
    /// The published version that answered.
    pub version: u32,
    /// From the request's arrival to the reply's being ready, in microseconds.
    pub latency_us: u32,
    /// The engine's effects, as JSON: with the version, they give the reply again.
    pub effects: String,
    /// The conversation's state after the turn, as JSON.
    pub state: String,
}

/// A turn on its way into a batch: ids in hexadecimal, which both engines read from JSON.
#[derive(Serialize)]
struct Entry<'a>(
    i64,
    String,
    String,
    String,
    u32,
    i64,
    &'static str,
    Option<&'a str>,
    Option<&'a str>,
    &'a str,
    &'static str,
    Option<String>,
    u32,
    u32,
    u32,
    &'a str,
    &'a str,
    Option<String>,
);

/// Writes a batch in one statement, giving each turn the next sequence from `first_seq` on.
/// Gives the ids that were written: one that was there before is not written again.
pub async fn record(
    tx: &mut Tx,
    node: NodeId,
    first_seq: i64,
    turns: &[Turn],
) -> Result<HashSet<(BotId, TurnId)>, StoreError> {
    // The engines read JSON by functions of different names, and ids from text differently.
    const SQLITE: &str = "
        INSERT INTO turns (node, seq, bot_id, id, conversation_id, position, at, audience, locale,
            page, question, kind, article_id, confidence, version, latency_us, effects, state, choice_id)
        SELECT $1, value ->> 0, unhex(value ->> 1), unhex(value ->> 2), unhex(value ->> 3),
            value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9,
            value ->> 10, unhex(value ->> 11), value ->> 12, value ->> 13, value ->> 14,
            value ->> 15, value ->> 16, unhex(value ->> 17)
        FROM json_each($2) WHERE TRUE
        ON CONFLICT (bot_id, id) DO NOTHING RETURNING bot_id, id";
    const POSTGRES: &str = "
        INSERT INTO turns (node, seq, bot_id, id, conversation_id, position, at, audience, locale,
            page, question, kind, article_id, confidence, version, latency_us, effects, state, choice_id)
        SELECT $1, (value ->> 0)::BIGINT, (value ->> 1)::UUID, (value ->> 2)::UUID,
            (value ->> 3)::UUID, (value ->> 4)::BIGINT, (value ->> 5)::BIGINT, value ->> 6,
            value ->> 7, value ->> 8, value ->> 9, value ->> 10, (value ->> 11)::UUID,
            (value ->> 12)::BIGINT, (value ->> 13)::BIGINT, (value ->> 14)::BIGINT,
            value ->> 15, value ->> 16, (value ->> 17)::UUID
        FROM json_array_elements($2::JSON)
        ON CONFLICT (bot_id, id) DO NOTHING RETURNING bot_id, id";
    let entries: Vec<_> = (first_seq..)
        .zip(turns)
        .map(|(seq, turn)| turn.entry(seq))
        .collect();
    let json = serde_json::to_string(&entries).or_corrupt("turns")?;
    let sql = match tx {
        Tx::Sqlite(_) => SQLITE,
        Tx::Postgres(_) => POSTGRES,
    };
    let rows: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, node.as_uuid(), &json)?;
    let written = |(bot, id)| (BotId::from_uuid(bot), TurnId::from_uuid(id));
    Ok(rows.into_iter().map(written).collect())
}

impl Turn {
    fn entry(&self, seq: i64) -> Entry<'_> {
        let hex = |id: Uuid| id.as_simple().to_string();
        Entry(
            seq,
            hex(self.bot.as_uuid()),
            hex(self.id.as_uuid()),
            hex(self.conversation.as_uuid()),
            self.position,
            self.at.as_millis(),
            self.audience.as_str(),
            self.locale.as_ref().map(Locale::as_str),
            self.page.as_deref(),
            &self.question,
            self.kind.as_str(),
            self.article.map(|article| hex(article.as_uuid())),
            self.confidence,
            self.version,
            self.latency_us,
            &self.effects,
            &self.state,
            self.choice.map(|choice| hex(choice.as_uuid())),
        )
    }
}

#[derive(sqlx::FromRow)]
struct TurnRow {
    bot_id: Uuid,
    id: Uuid,
    conversation_id: Uuid,
    position: i64,
    at: i64,
    audience: String,
    locale: Option<String>,
    page: Option<String>,
    question: String,
    choice_id: Option<Uuid>,
    kind: String,
    article_id: Option<Uuid>,
    confidence: i64,
    version: i64,
    latency_us: i64,
    effects: String,
    state: String,
}

impl TryFrom<TurnRow> for Turn {
    type Error = StoreError;

    fn try_from(row: TurnRow) -> Result<Self, StoreError> {
        let count = |value: i64| u32::try_from(value).or_corrupt("turns");
        Ok(Self {
            bot: BotId::from_uuid(row.bot_id),
            id: TurnId::from_uuid(row.id),
            conversation: ConversationId::from_uuid(row.conversation_id),
            position: count(row.position)?,
            at: Timestamp::from_millis(row.at),
            audience: row.audience.parse::<Audience>().or_corrupt("turns")?,
            locale: row
                .locale
                .as_deref()
                .map(Locale::parse)
                .transpose()
                .or_corrupt("turns")?,
            page: row.page,
            question: row.question,
            choice: row.choice_id.map(ArticleId::from_uuid),
            kind: row.kind.parse::<TurnKind>().or_corrupt("turns")?,
            article: row.article_id.map(ArticleId::from_uuid),
            confidence: count(row.confidence)?,
            version: count(row.version)?,
            latency_us: count(row.latency_us)?,
            effects: row.effects,
            state: row.state,
        })
    }
}

/// A bot's turn by its id.
pub async fn find(tx: &mut Tx, bot: BotId, id: TurnId) -> Result<Option<Turn>, StoreError> {
    const SQL: &str = "
        SELECT bot_id, id, conversation_id, position, at, audience, locale, page, question,
            choice_id, kind, article_id, confidence, version, latency_us, effects, state
        FROM turns WHERE bot_id = $1 AND id = $2";
    let row: Option<TurnRow> = fetch_optional!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// A conversation's turns in order, at most `limit`.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<Turn>, StoreError> {
    const SQL: &str = "
        SELECT bot_id, id, conversation_id, position, at, audience, locale, page, question,
            choice_id, kind, article_id, confidence, version, latency_us, effects, state
        FROM turns WHERE bot_id = $1 AND conversation_id = $2 ORDER BY at, seq LIMIT $3";
    let (bot, conversation) = (bot.as_uuid(), conversation.as_uuid());
    let rows: Vec<TurnRow> = fetch_all!(tx, SQL, bot, conversation, i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Where a conversation stands: the place, time and state of its newest turn.
pub async fn find_newest(
    tx: &mut Tx,
    bot: BotId,
    conversation: ConversationId,
) -> Result<Option<(u32, Timestamp, String)>, StoreError> {
    const SQL: &str = "
        SELECT position, at, state FROM turns
        WHERE bot_id = $1 AND conversation_id = $2 ORDER BY at DESC, seq DESC LIMIT 1";
    let row: Option<(i64, i64, String)> =
        fetch_optional!(tx, SQL, bot.as_uuid(), conversation.as_uuid())?;
    row.map(|(position, at, state)| {
        let position = u32::try_from(position).or_corrupt("turns")?;
        Ok((position, Timestamp::from_millis(at), state))
    })
    .transpose()
}
