//! The inbox: what visitors asked and were not answered well, and what the team makes of it.

mod arrivals;
mod colleagues;
mod inbox;

pub(crate) use arrivals::{derive, folded, forget, thumb_went_down};
pub use colleagues::{colleagues, hand_to};
pub use inbox::inbox;

use crate::{
    access::{Access, Actor, Conversations, Knowledge, Read, Write},
    audit,
    failure::OrInternal,
    knowledge,
    live::LiveBot,
};
use engine::Tokens;
use inbox::alike;
use model::{
    article::ArticleDraft,
    error::{AppError, AppResult, Problem},
    id::{ArticleId, BotId, OpenQuestionId, UserId},
    text::Locale,
    time::MINUTE_MS,
    unanswered::{OpenQuestion, State},
};
use store::{
    Tx,
    unanswered::{self, Decision},
};

/// The most questions that one act decides about.
const MAX_GROUP: usize = 100;
/// The most open questions that a bot keeps; past it the rarest go.
pub(crate) const MAX_OPEN: u32 = 10_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// One question, for an article to be made of it: as who asks may read it.
pub async fn get(
    access: &Access<Read<Conversations>>,
    id: OpenQuestionId,
) -> AppResult<OpenQuestion> {
    let mut tx = access
        .platform()
        .db()
        .look()
        .await
        .or_internal("getting a question")?;
    let question = find(&mut tx, access.bot(), id).await?;
    Ok(OpenQuestion {
        question: access.shown(question.question),
        ..question
    })
}

async fn find(tx: &mut Tx, bot: BotId, id: OpenQuestionId) -> AppResult<OpenQuestion> {
    unanswered::find(tx, bot, id)
        .await
        .or_internal("getting a question")?
        .ok_or(AppError::NotFound)
}

/// Adds questions to an article, as other ways to ask it, and is done with them. The first stands
/// for the others: with it they are taken back. What does not fit into the article any more is
/// done all the same.
pub async fn attach(
    access: &Access<Write<Knowledge>>,
    ids: &[OpenQuestionId],
    article: ArticleId,
) -> AppResult<()> {
    let platform = access.platform();
    let live = platform.live().get(platform, access.bot()).await.ok();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("attaching a question")?;
    attach_in(&mut tx, access, live.as_deref(), ids, article).await?;
    tx.commit().await.or_internal("attaching a question")
}

async fn attach_in(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    live: Option<&LiveBot>,
    ids: &[OpenQuestionId],
    article: ArticleId,
) -> AppResult<()> {
    check_reader(access)?;
    let bot = access.bot();
    let first = group_of(ids)?;
    for id in &ids[..ids.len().min(MAX_GROUP)] {
        let question = match find(tx, bot, *id).await {
            // It was erased since the page was loaded.
            Err(AppError::NotFound) if *id != first => continue,
            found => found?,
        };
        if question.state == State::Done && question.article == Some(article) {
            // A second press of the same button.
            continue;
        }
        take_back(tx, access, *id).await?;
        let origin = format!("question {id}");
        let told = live.and_then(|live| language_of(live, &question));
        let locale = told.as_ref().or(question.locale.as_ref());
        // A wording is read by more people than the conversation that it came from.
        let text = access.shown(question.question.clone());
        let learned = knowledge::learn(tx, access, article, &text, locale, &origin).await;
        let utterance = match learned {
            Err(AppError::Invalid { .. }) if *id != first => None,
            learned => learned?,
        };
        let decision = Decision {
            article: Some(article),
            utterance,
            version: version(tx, bot).await?,
            group: Some(first),
            ..Decision::default()
        };
        decide(tx, access, *id, State::Done, decision, "question.attach").await?;
    }
    Ok(())
}

/// Who decides about questions has to be let to read them.
fn check_reader(access: &Access<Write<Knowledge>>) -> AppResult<()> {
    if access.may::<Read<Conversations>>() {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}

/// The question that stands for a group.
fn group_of(ids: &[OpenQuestionId]) -> AppResult<OpenQuestionId> {
    let first = ids.first().copied();
    first.ok_or(AppError::invalid("act", Problem::Unknown))
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
    check_reader(access)?;
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
    let mut ids = vec![id];
    ids.extend(alike(access, id).await?);
    attach(access, &ids, article).await
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
    check_reader(access)?;
    let (platform, bot) = (access.platform(), access.bot());
    let live = platform.live().get(platform, bot).await.ok();
    let others = alike(access, id).await?;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("answering a question")?;
    let article = knowledge::create_in(&mut tx, access, draft).await?;
    let decision = Decision {
        article: Some(article),
        version: version(&mut tx, bot).await?,
        group: Some(id),
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
    if !others.is_empty() {
        let ids: Vec<OpenQuestionId> = [id].into_iter().chain(others).collect();
        attach_in(&mut tx, access, live.as_deref(), &ids, article).await?;
    }
    tx.commit().await.or_internal("answering a question")?;
    Ok(article)
}

/// Ignores questions.
pub async fn ignore(access: &Access<Write<Knowledge>>, ids: &[OpenQuestionId]) -> AppResult<()> {
    set_state(access, ids, State::Ignored, Decision::default()).await
}

/// Puts questions off for some days, 1 to 90.
pub async fn snooze(
    access: &Access<Write<Knowledge>>,
    ids: &[OpenQuestionId],
    days: u32,
) -> AppResult<()> {
    let days = i64::from(days.clamp(1, 90));
    let until = Some(access.platform().now().plus_millis(days * DAY_MS));
    let decision = Decision {
        until,
        ..Decision::default()
    };
    set_state(access, ids, State::Later, decision).await
}

/// Takes back what was decided about a question and those with it: they are new again, and a
/// wording that they left in an article is gone.
pub async fn reopen(access: &Access<Write<Knowledge>>, id: OpenQuestionId) -> AppResult<()> {
    check_reader(access)?;
    let bot = access.bot();
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("reopening a question")?;
    find(&mut tx, bot, id).await?;
    let all = unanswered::list_group(&mut tx, bot, id)
        .await
        .or_internal("reopening a question")?;
    for id in all {
        if find(&mut tx, bot, id).await?.state == State::New {
            continue;
        }
        take_back(&mut tx, access, id).await?;
        let decision = Decision::default();
        decide(&mut tx, access, id, State::New, decision, "question.reopen").await?;
    }
    tx.commit().await.or_internal("reopening a question")
}

/// Takes questions on: who does so looks after them.
pub async fn take_on(access: &Access<Write<Knowledge>>, ids: &[OpenQuestionId]) -> AppResult<()> {
    match access.actor() {
        Actor::Member { user, .. } => assign(access, ids, Some(user)).await,
        _ => Err(AppError::Forbidden),
    }
}

/// Leaves questions to whoever takes them on.
pub async fn hand_back(access: &Access<Write<Knowledge>>, ids: &[OpenQuestionId]) -> AppResult<()> {
    assign(access, ids, None).await
}

async fn assign(
    access: &Access<Write<Knowledge>>,
    ids: &[OpenQuestionId],
    assignee: Option<UserId>,
) -> AppResult<()> {
    check_reader(access)?;
    let first = group_of(ids)?;
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("assigning a question")?;
    for id in &ids[..ids.len().min(MAX_GROUP)] {
        let is_there = unanswered::assign(&mut tx, access.bot(), *id, assignee)
            .await
            .or_internal("assigning a question")?;
        if !is_there && *id == first {
            return Err(AppError::NotFound);
        }
    }
    let (subject, now) = (format!("question:{first}"), access.platform().now());
    audit::record(&mut tx, access, "question.assign", &subject, now).await?;
    tx.commit().await.or_internal("assigning a question")
}

async fn set_state(
    access: &Access<Write<Knowledge>>,
    ids: &[OpenQuestionId],
    state: State,
    decision: Decision,
) -> AppResult<()> {
    check_reader(access)?;
    let first = group_of(ids)?;
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
    for id in &ids[..ids.len().min(MAX_GROUP)] {
        let decision = Decision {
            group: Some(first),
            ..decision
        };
        match decide(&mut tx, access, *id, state, decision, action).await {
            Err(AppError::NotFound) if *id != first => {}
            done => done?,
        }
    }
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
