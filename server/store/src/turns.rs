//! Turns: the durable log of what visitors asked and what they were told.

use crate::{
    Db, StoreError, Tx,
    error::OrCorrupt,
    macros::{fetch_all, fetch_optional, write_at_once},
    rows::Rows,
};
use model::{
    channel::Channel,
    id::{ArticleId, BotId, ConversationId, NodeId, TurnId},
    text::Locale,
    time::{DAY_MS, Timestamp},
    turn::{Audience, TurnKind},
};
use std::{
    collections::HashSet,
    sync::{Arc, LazyLock},
};
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

static RECORD: LazyLock<Rows> = LazyLock::new(|| {
    const HEAD: &str = "
        INSERT INTO turns (node, seq, bot_id, id, conversation_id, position, at, audience, channel,
            locale, page, question, choice_id, kind, article_id, confidence, version, latency_us,
            effects, state)";
    Rows::new(HEAD, 20, "ON CONFLICT (bot_id, id) DO NOTHING")
});

/// Words that turn after turn has, each once: SQLite's driver keeps a copy of every text that it is
/// lent.
#[derive(Default)]
struct Words(Vec<(&'static str, Arc<str>)>);

impl Words {
    fn get(&mut self, word: &'static str) -> Arc<str> {
        let kept = self.0.iter().find(|(kept, _)| *kept == word);
        match kept {
            Some((_, shared)) => shared.clone(),
            None => {
                let shared: Arc<str> = word.into();
                self.0.push((word, shared.clone()));
                shared
            }
        }
    }
}

/// How many of so many turns one statement takes.
pub fn at_once(n_turns: usize) -> usize {
    RECORD.largest(n_turns).map_or(0, |(n_rows, _)| n_rows)
}

/// Writes turns, giving each the next sequence from `first_seq` on. Gives for each whether it was
/// written: one whose id was there before is not written again.
///
/// As many as [`at_once`] says are one statement, and that is a transaction of its own. So it is
/// spared what a statement within another costs: SQLite keeps a journal to undo it alone, and to
/// begin and to commit are two more waits. More are several, one after the other.
pub async fn record(
    db: &Db,
    node: NodeId,
    first_seq: i64,
    turns: Vec<Turn>,
) -> Result<Vec<bool>, StoreError> {
    let n_turns = turns.len();
    let (mut rest, mut seqs, mut n_written) = (turns.into_iter(), first_seq.., 0);
    let mut words = Words::default();
    while let Some((n_rows, texts)) = RECORD.largest(rest.len()) {
        n_written += write_at_once!(
            db,
            texts,
            rest.by_ref().take(n_rows).zip(seqs.by_ref()),
            |(turn, seq)| node.as_uuid(),
            seq,
            turn.bot.as_uuid(),
            turn.id.as_uuid(),
            turn.conversation.as_uuid(),
            i64::from(turn.position),
            turn.at.as_millis(),
            words.get(turn.audience.as_str()),
            words.get(turn.channel.as_str()),
            turn.locale.map(String::from),
            turn.page,
            turn.question,
            turn.choice.map(ArticleId::as_uuid),
            words.get(turn.kind.as_str()),
            turn.article.map(ArticleId::as_uuid),
            i64::from(turn.confidence),
            i64::from(turn.version),
            i64::from(turn.latency_us),
            turn.effects,
            turn.state,
        );
    }
    // Asking for each id back would cost as much as half of the writing.
    if n_written == n_turns as u64 {
        return Ok(vec![true; n_turns]);
    }
    let end = first_seq + i64::try_from(n_turns).or_corrupt("turns")?;
    // Where turns are written, not where they are read: readers may all be busy.
    let written = list_seqs(&mut db.write().await?, node, first_seq, end).await?;
    Ok((first_seq..end).map(|seq| written.contains(&seq)).collect())
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
