//! Turns: the durable log of what visitors asked and what they were told.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{fetch_all, fetch_optional},
};
use model::{
    channel::Channel,
    id::{ArticleId, BotId, ConversationId, NodeId, TurnId},
    text::Locale,
    time::{DAY_MS, Timestamp},
    turn::{Audience, TurnKind},
};
use sqlx::AssertSqlSafe;
use std::{collections::HashSet, sync::LazyLock};
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
    /// The way that it came by.
    pub channel: Channel,
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

/// Rows of one statement, the most first. A batch goes in as few as add up to it: so there are
/// few statements, and each is prepared once. With the most, its values are within SQLite's 32,766.
const ROWS: [usize; 5] = [256, 64, 16, 4, 1];
const COLUMNS: usize = 20;

/// The engines' statements differ in their places alone: SQLite looks the name of each `$n` up in
/// a list, once for every value, which took longer than writing the rows; `?` has no name.
static SQLITE: LazyLock<[String; ROWS.len()]> =
    LazyLock::new(|| ROWS.map(|n_rows| insert(n_rows, |_| "?".to_owned())));
static POSTGRES: LazyLock<[String; ROWS.len()]> =
    LazyLock::new(|| ROWS.map(|n_rows| insert(n_rows, |n| format!("${n}"))));

/// The statement that writes so many turns; `place` gives the place of the value n, from 1.
fn insert(n_rows: usize, place: impl Fn(usize) -> String) -> String {
    let mut sql = "
        INSERT INTO turns (node, seq, bot_id, id, conversation_id, position, at, audience, channel,
            locale, page, question, choice_id, kind, article_id, confidence, version, latency_us,
            effects, state)
        VALUES "
        .to_owned();
    for row in 0..n_rows {
        let first = row * COLUMNS + 1;
        let values: Vec<String> = (first..first + COLUMNS).map(&place).collect();
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&values.join(", "));
        sql.push(')');
    }
    sql.push_str(" ON CONFLICT (bot_id, id) DO NOTHING");
    sql
}

/// Runs a statement that writes these turns, and counts those that were written.
macro_rules! write_rows {
    ($tx:expr, $sql:expr, $node:expr, $first_seq:expr, $turns:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for (seq, turn) in ($first_seq..).zip($turns) {
            query = query
                .bind($node.as_uuid())
                .bind(seq)
                .bind(turn.bot.as_uuid())
                .bind(turn.id.as_uuid())
                .bind(turn.conversation.as_uuid())
                .bind(i64::from(turn.position))
                .bind(turn.at.as_millis())
                .bind(turn.audience.as_str())
                .bind(turn.channel.as_str())
                .bind(turn.locale.as_ref().map(Locale::as_str))
                .bind(turn.page.as_deref())
                .bind(&turn.question)
                .bind(turn.choice.map(ArticleId::as_uuid))
                .bind(turn.kind.as_str())
                .bind(turn.article.map(ArticleId::as_uuid))
                .bind(i64::from(turn.confidence))
                .bind(i64::from(turn.version))
                .bind(i64::from(turn.latency_us))
                .bind(&turn.effects)
                .bind(&turn.state);
        }
        query.execute(&mut **$tx).await?.rows_affected()
    }};
}

/// Writes a batch, giving each turn the next sequence from `first_seq` on. Gives for each whether
/// it was written: one whose id was there before is not written again.
pub async fn record(
    tx: &mut Tx,
    node: NodeId,
    first_seq: i64,
    turns: &[Turn],
) -> Result<Vec<bool>, StoreError> {
    let (mut rest, mut seq, mut n_written) = (turns, first_seq, 0);
    let statements = match tx {
        Tx::Sqlite(_) => &SQLITE,
        Tx::Postgres(_) => &POSTGRES,
    };
    for (n_rows, sql) in ROWS.into_iter().zip(statements.iter()) {
        while rest.len() >= n_rows {
            let (chunk, after) = rest.split_at(n_rows);
            // A text of places: nothing that anybody wrote is in it.
            n_written += match tx {
                Tx::Sqlite(tx) => write_rows!(tx, sql.as_str(), node, seq, chunk),
                Tx::Postgres(tx) => write_rows!(tx, sql.as_str(), node, seq, chunk),
            };
            seq += i64::try_from(n_rows).or_corrupt("turns")?;
            rest = after;
        }
    }
    // Asking for each id back would cost as much as half of the writing.
    if n_written == turns.len() as u64 {
        return Ok(vec![true; turns.len()]);
    }
    let written = list_seqs(tx, node, first_seq, seq).await?;
    Ok((first_seq..seq).map(|seq| written.contains(&seq)).collect())
}

/// The sequences from `first` on and before `end` that are there.
async fn list_seqs(
    tx: &mut Tx,
    node: NodeId,
    first: i64,
    end: i64,
) -> Result<HashSet<i64>, StoreError> {
    const SQL: &str = "SELECT seq FROM turns WHERE node = $1 AND seq >= $2 AND seq < $3";
    let rows: Vec<(i64,)> = fetch_all!(tx, SQL, node.as_uuid(), first, end)?;
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

#[derive(sqlx::FromRow)]
struct TurnRow {
    bot_id: Uuid,
    id: Uuid,
    conversation_id: Uuid,
    position: i64,
    at: i64,
    audience: String,
    channel: String,
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
            channel: row.channel.parse::<Channel>().or_corrupt("turns")?,
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
        SELECT bot_id, id, conversation_id, position, at, audience, channel, locale, page,
            question, choice_id, kind, article_id, confidence, version, latency_us, effects, state
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
        SELECT bot_id, id, conversation_id, position, at, audience, channel, locale, page,
            question, choice_id, kind, article_id, confidence, version, latency_us, effects, state
        FROM turns WHERE bot_id = $1 AND conversation_id = $2 ORDER BY at, seq LIMIT $3";
    let (bot, conversation) = (bot.as_uuid(), conversation.as_uuid());
    let rows: Vec<TurnRow> = fetch_all!(tx, SQL, bot, conversation, i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Visitors' questions of a node after `after` and up to `until` that were not answered, in order.
pub async fn list_missed(
    tx: &mut Tx,
    node: NodeId,
    after: i64,
    until: i64,
) -> Result<Vec<Turn>, StoreError> {
    const SQL: &str = "
        SELECT bot_id, id, conversation_id, position, at, audience, channel, locale, page,
            question, choice_id, kind, article_id, confidence, version, latency_us, effects, state
        FROM turns WHERE node = $1 AND seq > $2 AND seq <= $3 AND audience = 'visitor'
            AND kind IN ('fallback', 'clarification') AND choice_id IS NULL ORDER BY seq";
    let rows: Vec<TurnRow> = fetch_all!(tx, SQL, node.as_uuid(), after, until)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A question that a visitor asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was asked.
    pub question: String,
    /// The page's language.
    pub locale: Option<Locale>,
    /// When.
    pub at: Timestamp,
}

/// The questions that a bot's visitors asked since a point in time, by their ids the newest first.
pub async fn list_asked(
    tx: &mut Tx,
    bot: BotId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<Asked>, StoreError> {
    const SQL: &str = "
        SELECT question, locale, at FROM turns
        WHERE bot_id = $1 AND id >= $2 AND at >= $3 AND audience = 'visitor'
            AND choice_id IS NULL
        ORDER BY id DESC LIMIT $4";
    // Ids are made by clients, whose clocks may go wrong by a day.
    let first = ConversationId::first_at(since.plus_millis(-DAY_MS)).as_uuid();
    let since = since.as_millis();
    let rows: Vec<(String, Option<String>, i64)> =
        fetch_all!(tx, SQL, bot.as_uuid(), first, since, i64::from(limit))?;
    rows.into_iter()
        .map(|(question, locale, at)| {
            let locale = locale.as_deref().map(Locale::parse).transpose();
            Ok(Asked {
                question,
                locale: locale.or_corrupt("turns")?,
                at: Timestamp::from_millis(at),
            })
        })
        .collect()
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
