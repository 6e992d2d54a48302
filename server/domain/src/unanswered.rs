//! The inbox: what visitors asked and were not answered well, and what the team makes of it.

mod arrivals;

pub(crate) use arrivals::{derive, forget, thumb_went_down};

use crate::{
    access::{Access, Conversations, Knowledge, Read, Write},
    audit,
    failure::OrInternal,
    knowledge,
    live::LiveBot,
};
use engine::Tokens;
use model::{
    article::ArticleDraft,
    error::{AppError, AppResult, Problem},
    id::{ArticleId, BotId, OpenQuestionId},
    text::Locale,
    time::MINUTE_MS,
    unanswered::{Inbox, OpenQuestion, State, Suggestion, Tab},
};
use store::{
    Tx,
    unanswered::{self, Decision},
};

/// The most questions of one page: who works on them works from the top.
const PAGE: u32 = 50;
/// The most articles that are suggested for one question.
const SUGGESTIONS: usize = 3;
/// The most open questions that a bot keeps; past it the rarest go.
pub(crate) const MAX_OPEN: u32 = 10_000;
/// Below it an article only happens to be the least unlikely one.
const WORTH_OFFERING: f32 = 0.02;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A part of the bot's inbox, with the articles that come nearest to each question.
pub async fn inbox(access: &Access<Read<Conversations>>, tab: Tab) -> AppResult<Inbox> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading the inbox")?;
    let questions = unanswered::list(&mut tx, bot, tab, PAGE)
        .await
        .or_internal("reading the inbox")?;
    let counts = unanswered::count(&mut tx, bot)
        .await
        .or_internal("counting the inbox")?;
    drop(tx);
    // A bot that is switched off suggests nothing; its inbox is there all the same.
    let live = platform.live().get(platform, bot).await.ok();
    let suggestions = questions
        .iter()
        .map(|question| {
            live.as_deref()
                .map(|live| suggestions(live, question))
                .unwrap_or_default()
        })
        .collect();
    Ok(Inbox {
        questions,
        suggestions,
        counts,
    })
}

/// One question, for an article to be made of it.
pub async fn get(
    access: &Access<Read<Conversations>>,
    id: OpenQuestionId,
) -> AppResult<OpenQuestion> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("getting a question")?;
    find(&mut tx, access.bot(), id).await
}

async fn find(tx: &mut Tx, bot: BotId, id: OpenQuestionId) -> AppResult<OpenQuestion> {
    unanswered::find(tx, bot, id)
        .await
        .or_internal("getting a question")?
        .ok_or(AppError::NotFound)
}

fn suggestions(live: &LiveBot, question: &OpenQuestion) -> Vec<Suggestion> {
    let tokens = Tokens::cut(&question.question, question.locale.as_ref());
    let ranking = live.engine.rank(&tokens);
    let locale = question.locale.as_ref().or(ranking.locale.as_ref());
    let locale = locale.unwrap_or(&live.locale);
    ranking
        .candidates
        .iter()
        .filter_map(|candidate| {
            Some(Suggestion {
                article: candidate.article,
                title: live.text(candidate.article, locale)?.title.clone(),
                confidence: candidate.confidence,
            })
        })
        .filter(|suggestion| suggestion.confidence >= WORTH_OFFERING)
        .take(SUGGESTIONS)
        .collect()
}

/// Adds the question to an article, as another way to ask it, and is done with it.
pub async fn attach(
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    article: ArticleId,
) -> AppResult<()> {
    let (platform, bot) = (access.platform(), access.bot());
    let live = platform.live().get(platform, bot).await.ok();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("attaching a question")?;
    let question = find(&mut tx, bot, id).await?;
    if question.state == State::Done && question.article == Some(article) {
        // A second press of the same button.
        return Ok(());
    }
    take_back(&mut tx, access, id).await?;
    let origin = format!("question {id}");
    let told = live.and_then(|live| language_of(&live, &question));
    let locale = told.as_ref().or(question.locale.as_ref());
    let utterance = knowledge::learn(
        &mut tx,
        access,
        article,
        &question.question,
        locale,
        &origin,
    )
    .await?;
    let decision = Decision {
        article: Some(article),
        utterance,
        version: version(&mut tx, bot).await?,
        ..Decision::default()
    };
    decide(
        &mut tx,
        access,
        id,
        State::Done,
        decision,
        "question.attach",
    )
    .await?;
    tx.commit().await.or_internal("attaching a question")
}

/// The language that the question's words tell.
fn language_of(live: &LiveBot, question: &OpenQuestion) -> Option<Locale> {
    let tokens = Tokens::cut(&question.question, question.locale.as_ref());
    live.engine.rank(&tokens).locale
}

/// Takes the wording out of the article that an earlier decision added.
async fn take_back(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
) -> AppResult<()> {
    let bot = access.bot();
    let added = unanswered::find_added(tx, bot, id)
        .await
        .or_internal("taking a wording back")?;
    let Some((article, utterance)) = added else {
        return Ok(());
    };
    let is_gone = store::articles::delete_utterance(tx, article, utterance)
        .await
        .or_internal("taking a wording back")?;
    let is_there = store::articles::find(tx, bot, article)
        .await
        .or_internal("taking a wording back")?
        .is_some();
    if is_gone && is_there {
        knowledge::revise(tx, access, article).await?;
    }
    Ok(())
}

/// The same, for an article that is known by its question, in any language.
pub async fn attach_to_title(
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    title: &str,
) -> AppResult<()> {
    let title = title.trim();
    if title.is_empty() {
        return Err(AppError::invalid("title", Problem::Missing));
    }
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("finding an article")?;
    let article = store::articles::find_by_title(&mut tx, access.bot(), &title.to_lowercase())
        .await
        .or_internal("finding an article")?
        .ok_or(AppError::invalid("title", Problem::Unknown))?;
    drop(tx);
    attach(access, id, article).await
}

async fn version(tx: &mut Tx, bot: BotId) -> AppResult<Option<u32>> {
    let head = store::bots::find_head(tx, bot)
        .await
        .or_internal("getting a bot")?;
    Ok(head.ok_or(AppError::NotFound)?.version)
}

/// Writes an article for the question, and is done with it: both or neither.
pub async fn write_article(
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    draft: ArticleDraft,
) -> AppResult<ArticleId> {
    let bot = access.bot();
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("answering a question")?;
    let article = knowledge::create_in(&mut tx, access, draft).await?;
    let decision = Decision {
        article: Some(article),
        version: version(&mut tx, bot).await?,
        ..Decision::default()
    };
    decide(
        &mut tx,
        access,
        id,
        State::Done,
        decision,
        "question.answer",
    )
    .await?;
    tx.commit().await.or_internal("answering a question")?;
    Ok(article)
}

/// Ignores a question.
pub async fn ignore(access: &Access<Write<Knowledge>>, id: OpenQuestionId) -> AppResult<()> {
    set_state(access, id, State::Ignored, Decision::default()).await
}

/// Puts a question off for some days, 1 to 90.
pub async fn snooze(
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    days: u32,
) -> AppResult<()> {
    let days = i64::from(days.clamp(1, 90));
    let until = Some(access.platform().now().plus_millis(days * DAY_MS));
    let decision = Decision {
        until,
        ..Decision::default()
    };
    set_state(access, id, State::Later, decision).await
}

/// Takes back what was decided: the question is new again, and a wording that it left in an
/// article is gone.
pub async fn reopen(access: &Access<Write<Knowledge>>, id: OpenQuestionId) -> AppResult<()> {
    let bot = access.bot();
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("reopening a question")?;
    let question = find(&mut tx, bot, id).await?;
    if question.state == State::New {
        return Ok(());
    }
    take_back(&mut tx, access, id).await?;
    let decision = Decision::default();
    decide(&mut tx, access, id, State::New, decision, "question.reopen").await?;
    tx.commit().await.or_internal("reopening a question")
}

async fn set_state(
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    state: State,
    decision: Decision,
) -> AppResult<()> {
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("deciding about a question")?;
    let action = match state {
        State::Later => "question.snooze",
        _ => "question.ignore",
    };
    decide(&mut tx, access, id, state, decision, action).await?;
    tx.commit().await.or_internal("deciding about a question")
}

async fn decide(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    id: OpenQuestionId,
    state: State,
    decision: Decision,
    action: &str,
) -> AppResult<()> {
    let is_there = unanswered::decide(tx, access.bot(), id, state, decision)
        .await
        .or_internal("deciding about a question")?;
    if !is_there {
        return Err(AppError::NotFound);
    }
    let subject = format!("question:{id}");
    audit::record(tx, access, action, &subject, access.platform().now()).await
}
