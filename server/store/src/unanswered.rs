//! The inbox of questions that were not answered well.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional, write_rows},
    rows::Rows,
};
use model::{
    id::{ArticleId, BotId, ConversationId, OpenQuestionId, UserId, UtteranceId},
    text::Locale,
    time::Timestamp,
    unanswered::{OpenQuestion, Reason, State, Tab},
};
use std::sync::LazyLock;
use uuid::Uuid;

/// A question that comes into the inbox, or comes again.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The bot that was asked.
    pub bot: BotId,
    /// Its id, if it is new.
    pub id: OpenQuestionId,
    /// Why it comes.
    pub reason: Reason,
    /// The question without case, marks and spacing.
    pub folded: String,
    /// As it was asked the last time.
    pub question: String,
    /// The page's language then.
    pub locale: Option<Locale>,
    /// How many times.
    pub n_times: u32,
    /// When it was the last time.
    pub at: Timestamp,
    /// Where.
    pub conversation: ConversationId,
    /// The version that was asked.
    pub version: u32,
}

static ARRIVE: LazyLock<Rows> = LazyLock::new(|| {
    // A new one has the version that was asked: whatever is decided later takes its place.
    const HEAD: &str = "
        INSERT INTO open_questions (bot_id, id, reason, folded, question, locale, n_times, last_at,
            conversation_id, version, state)";
    const TAIL: &str = "
        ON CONFLICT (bot_id, reason, folded) DO UPDATE SET
            question = excluded.question,
            locale = excluded.locale,
            n_times = open_questions.n_times + excluded.n_times,
            last_at = excluded.last_at,
            conversation_id = excluded.conversation_id,
            state = CASE WHEN open_questions.state = 'done'
                    AND open_questions.version < excluded.version
                THEN 'new' ELSE open_questions.state END,
            utterance_id = CASE WHEN open_questions.version < excluded.version
                THEN NULL ELSE open_questions.utterance_id END";
    Rows::new(HEAD, 11, TAIL)
});

/// Counts questions, each bot's, reason's and wording's once. One that was done comes back if it
/// was asked after a later publish.
pub async fn arrive(tx: &mut Tx, arrivals: &[Arrival]) -> Result<(), StoreError> {
    write_rows!(
        tx,
        ARRIVE,
        arrivals,
        |arrival| arrival.bot.as_uuid(),
        arrival.id.as_uuid(),
        arrival.reason.as_str(),
        &arrival.folded,
        &arrival.question,
        arrival.locale.as_ref().map(Locale::as_str),
        i64::from(arrival.n_times),
        arrival.at.as_millis(),
        arrival.conversation.as_uuid(),
        i64::from(arrival.version),
        "new",
    );
    Ok(())
}

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: Uuid,
    question: String,
    reason: String,
    state: String,
    locale: Option<String>,
    n_times: i64,
    last_at: i64,
    conversation_id: Uuid,
    article_id: Option<Uuid>,
    until: Option<i64>,
    assignee: Option<Uuid>,
    group_id: Option<Uuid>,
}

impl TryFrom<QuestionRow> for OpenQuestion {
    type Error = StoreError;

    fn try_from(row: QuestionRow) -> Result<Self, StoreError> {
        let locale = row.locale.as_deref().map(Locale::parse).transpose();
        Ok(Self {
            id: OpenQuestionId::from_uuid(row.id),
            question: row.question,
            reason: row.reason.parse::<Reason>().or_corrupt("open_questions")?,
            state: row.state.parse::<State>().or_corrupt("open_questions")?,
            locale: locale.or_corrupt("open_questions")?,
            n_times: u32::try_from(row.n_times).or_corrupt("open_questions")?,
            last_at: Timestamp::from_millis(row.last_at),
            conversation: ConversationId::from_uuid(row.conversation_id),
            article: row.article_id.map(ArticleId::from_uuid),
            until: row.until.map(Timestamp::from_millis),
            assignee: row.assignee.map(UserId::from_uuid),
            group: row.group_id.map(OpenQuestionId::from_uuid),
        })
    }
}

/// A part of a bot's inbox, or what of it somebody looks after; what came most often first.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    tab: Tab,
    assignee: Option<UserId>,
    limit: u32,
) -> Result<Vec<OpenQuestion>, StoreError> {
    const SQL: &str = "
        SELECT id, question, reason, state, locale, n_times, last_at, conversation_id, article_id,
            until, assignee, group_id
        FROM open_questions WHERE bot_id = $1 AND state = $2 AND (reason = $3 OR $4)
            AND (assignee = $6 OR $7)
        ORDER BY n_times DESC, id DESC LIMIT $5";
    let reason = tab.reason().map_or("", Reason::as_str);
    let rows: Vec<QuestionRow> = fetch_all!(
        tx,
        SQL,
        bot.as_uuid(),
        tab.state().as_str(),
        reason,
        reason.is_empty(),
        i64::from(limit),
        assignee.map(UserId::as_uuid),
        assignee.is_none()
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One question of a bot's inbox.
pub async fn find(
    tx: &mut Tx,
    bot: BotId,
    id: OpenQuestionId,
) -> Result<Option<OpenQuestion>, StoreError> {
    const SQL: &str = "
        SELECT id, question, reason, state, locale, n_times, last_at, conversation_id, article_id,
            until, assignee, group_id
        FROM open_questions WHERE bot_id = $1 AND id = $2";
    let row: Option<QuestionRow> = fetch_optional!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// How many questions each part of a bot's inbox holds, in the order of [`Tab::ALL`].
pub async fn count(tx: &mut Tx, bot: BotId) -> Result<[u32; Tab::ALL.len()], StoreError> {
    const SQL: &str = "
        SELECT state, reason, COUNT(*) FROM open_questions WHERE bot_id = $1
        GROUP BY state, reason";
    let rows: Vec<(String, String, i64)> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let mut counts = [0; Tab::ALL.len()];
    for (state, reason, n) in rows {
        for (tab, count) in Tab::ALL.into_iter().zip(&mut counts) {
            let is_of_reason = tab.reason().is_none_or(|own| own.as_str() == reason);
            if tab.state().as_str() == state && is_of_reason {
                *count += u32::try_from(n).or_corrupt("open_questions")?;
            }
        }
    }
    Ok(counts)
}

/// What was decided about a question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decision {
    /// When it comes back.
    pub until: Option<Timestamp>,
    /// The article that has it now.
    pub article: Option<ArticleId>,
    /// The wording that was added to the article.
    pub utterance: Option<UtteranceId>,
    /// The bot's version when it was decided.
    pub version: Option<u32>,
    /// The question that it was decided about together with.
    pub group: Option<OpenQuestionId>,
}

/// Decides about a question, for whatever reasons it is in the inbox; says whether there is one.
pub async fn decide(
    tx: &mut Tx,
    bot: BotId,
    id: OpenQuestionId,
    state: State,
    decision: Decision,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE open_questions
        SET state = $3, until = $4, article_id = $5, utterance_id = $6, version = $7,
            group_id = $8
        WHERE bot_id = $1 AND folded IN
            (SELECT folded FROM open_questions WHERE bot_id = $1 AND id = $2)";
    let (bot, id) = (bot.as_uuid(), id.as_uuid());
    let n_changed = execute!(
        tx,
        SQL,
        bot,
        id,
        state.as_str(),
        decision.until.map(Timestamp::as_millis),
        decision.article.map(ArticleId::as_uuid),
        decision.utterance.map(UtteranceId::as_uuid),
        decision.version.map(i64::from),
        decision.group.map(OpenQuestionId::as_uuid)
    )?;
    Ok(n_changed > 0)
}

/// The questions that were decided about together with one, itself among them.
pub async fn list_group(
    tx: &mut Tx,
    bot: BotId,
    id: OpenQuestionId,
) -> Result<Vec<OpenQuestionId>, StoreError> {
    const SQL: &str = "
        SELECT id FROM open_questions
        WHERE bot_id = $1 AND (group_id = $2 OR id = $2) ORDER BY id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    Ok(rows
        .into_iter()
        .map(|(id,)| OpenQuestionId::from_uuid(id))
        .collect())
}

/// Gives a question to a member, or takes it back; says whether there is one.
pub async fn assign(
    tx: &mut Tx,
    bot: BotId,
    id: OpenQuestionId,
    assignee: Option<UserId>,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE open_questions SET assignee = $3
        WHERE bot_id = $1 AND folded IN
            (SELECT folded FROM open_questions WHERE bot_id = $1 AND id = $2)";
    let (bot, id) = (bot.as_uuid(), id.as_uuid());
    let assignee = assignee.map(UserId::as_uuid);
    Ok(execute!(tx, SQL, bot, id, assignee)? > 0)
}

/// The article and the wording that a decision added to it.
pub async fn find_added(
    tx: &mut Tx,
    bot: BotId,
    id: OpenQuestionId,
) -> Result<Option<(ArticleId, UtteranceId)>, StoreError> {
    const SQL: &str = "
        SELECT article_id, utterance_id FROM open_questions
        WHERE bot_id = $1 AND id = $2 AND state = 'done' AND article_id IS NOT NULL
            AND utterance_id IS NOT NULL";
    let row: Option<(Uuid, Uuid)> = fetch_optional!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    Ok(row.map(|(article, utterance)| {
        (
            ArticleId::from_uuid(article),
            UtteranceId::from_uuid(utterance),
        )
    }))
}

/// Forgets the rarest and oldest open questions past `max` of each bot, so that nobody fills the
/// inbox with what they make up.
pub async fn forget_past(tx: &mut Tx, max: u32) -> Result<(), StoreError> {
    const SQL: &str = "
        DELETE FROM open_questions WHERE state = 'new' AND id IN (
            SELECT id FROM (
                SELECT id, ROW_NUMBER() OVER (
                    PARTITION BY bot_id ORDER BY n_times DESC, last_at DESC, id) AS place
                FROM open_questions WHERE state = 'new') ranked
            WHERE place > $1)";
    execute!(tx, SQL, i64::from(max))?;
    Ok(())
}

/// Takes back `n` times that a question was asked in a conversation that is erased. What nobody else
/// asked goes; of what others asked too, the words stay without that visitor's way to write them.
pub async fn forget(
    tx: &mut Tx,
    bot: BotId,
    reason: Reason,
    folded: &str,
    n: u32,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    const DELETE: &str = "
        DELETE FROM open_questions
        WHERE bot_id = $1 AND reason = $2 AND folded = $3 AND n_times <= $4";
    const KEEP: &str = "
        UPDATE open_questions SET n_times = n_times - $4,
            question = CASE WHEN conversation_id = $5 THEN folded ELSE question END
        WHERE bot_id = $1 AND reason = $2 AND folded = $3";
    let (bot, reason, n) = (bot.as_uuid(), reason.as_str(), i64::from(n));
    execute!(tx, DELETE, bot, reason, folded, n)?;
    execute!(tx, KEEP, bot, reason, folded, n, conversation.as_uuid())?;
    Ok(())
}

/// Brings back what was put off until now, in all bots.
pub async fn wake(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "
        UPDATE open_questions SET state = 'new', until = NULL
        WHERE state = 'later' AND until <= $1";
    execute!(tx, SQL, now.as_millis())?;
    Ok(())
}
