//! Conversations: taking a question, recording the turn, and showing it to the team.

mod recorder;
mod render;
mod states;
mod talk;
mod texts;
mod trial;

pub(crate) use recorder::Recorder;
pub(crate) use states::States;
pub use talk::{Ask, Asked, ask_draft, ask_published, talk, try_out};
pub use trial::try_question;

use crate::{
    access::{Access, Conversations, Dialog, Read, Write},
    analytics, clean,
    failure::OrInternal,
    knowledge::VersionContent,
    platform::Platform,
    unanswered,
};
use engine::Effect;
use model::{
    conversation::{ConversationSummary, Transcript, TranscriptTurn, TurnArticle},
    error::{AppError, AppResult, Fields, Problem},
    id::{BotId, ConversationId, FeedbackId, TurnId},
    page::Page,
    text::Comment,
    turn::{Audience, Rating},
};
use std::collections::{HashMap, hash_map::Entry};
use store::{Tx, conversations::Feedback, turns::Turn};

/// The most turns of one conversation that a transcript shows.
const MAX_TRANSCRIPT: u32 = 500;

/// A bot's conversations, newest first. `before` is the cursor of the page before.
pub async fn list(
    access: &Access<Read<Conversations>>,
    before: Option<String>,
    limit: u32,
) -> AppResult<Page<ConversationSummary>> {
    let before = before
        .as_deref()
        .map(str::parse::<ConversationId>)
        .transpose();
    let before = before.map_err(|_| AppError::Malformed {
        what: "the cursor".to_owned(),
    })?;
    let limit = limit.clamp(1, 100);
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing conversations")?;
    let mut items = store::conversations::list(&mut tx, access.bot(), before, limit + 1)
        .await
        .or_internal("listing conversations")?;
    let has_more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items
        .last()
        .filter(|_| has_more)
        .map(|last| last.id.to_string());
    Ok(Page { items, next })
}

/// A conversation with its turns, as the visitor saw them.
pub async fn get(
    access: &Access<Read<Conversations>>,
    conversation: ConversationId,
) -> AppResult<Transcript> {
    let bot = access.bot();
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("getting a conversation")?;
    let summary = store::conversations::find(&mut tx, bot, conversation)
        .await
        .or_internal("getting a conversation")?
        .ok_or(AppError::NotFound)?;
    let turns = store::turns::list(&mut tx, bot, conversation, MAX_TRANSCRIPT)
        .await
        .or_internal("listing turns")?;
    let feedback = store::conversations::list_feedback(&mut tx, bot, conversation)
        .await
        .or_internal("listing feedback")?;
    let versions = load_versions(&mut tx, bot, &turns).await?;
    let mut feedback: HashMap<TurnId, Feedback> = feedback
        .into_iter()
        .map(|feedback| (feedback.turn, feedback))
        .collect();
    let turns: AppResult<Vec<_>> = turns
        .into_iter()
        .map(|turn| {
            let thumb = feedback.remove(&turn.id);
            let version = versions.get(&turn.version).ok_or(AppError::Internal)?;
            transcript_turn(turn, version, thumb)
        })
        .collect();
    Ok(Transcript {
        summary,
        turns: turns?,
    })
}

/// The versions that answered these turns.
async fn load_versions(
    tx: &mut Tx,
    bot: BotId,
    turns: &[Turn],
) -> AppResult<HashMap<u32, VersionContent>> {
    let mut versions = HashMap::new();
    for turn in turns {
        if let Entry::Vacant(place) = versions.entry(turn.version) {
            place.insert(load_version(tx, bot, turn.version).await?);
        }
    }
    Ok(versions)
}

async fn load_version(tx: &mut Tx, bot: BotId, number: u32) -> AppResult<VersionContent> {
    let content = store::versions::find_content(tx, bot, number)
        .await
        .or_internal("loading a version")?
        .ok_or(AppError::Internal)?;
    serde_json::from_str(&content).or_internal("reading a version")
}

fn transcript_turn(
    turn: Turn,
    version: &VersionContent,
    thumb: Option<Feedback>,
) -> AppResult<TranscriptTurn> {
    let effects: Vec<Effect> =
        serde_json::from_str(&turn.effects).or_internal("reading a turn's effects")?;
    let messages = render::messages(&effects, version);
    let article = turn.article.map(|id| TurnArticle {
        id,
        title: version.title_of(id),
    });
    Ok(TranscriptTurn {
        id: turn.id,
        at: turn.at,
        question: turn.question,
        kind: turn.kind,
        messages,
        confidence: render::confidence(turn.confidence),
        article,
        version: turn.version,
        latency_us: turn.latency_us,
        page: turn.page,
        rating: thumb.as_ref().map(|thumb| thumb.rating),
        comment: thumb.and_then(|thumb| thumb.comment),
    })
}

/// Keeps a visitor's thumb on a turn of the conversation that the handle continues.
pub async fn rate(
    access: &Access<Write<Dialog>>,
    handle: &str,
    turn: TurnId,
    rating: Rating,
    comment: Option<&str>,
) -> AppResult<()> {
    let platform = access.platform();
    let mut fields = Fields::default();
    let comment = match comment.map(|text| Comment::parse(&clean::text(text))) {
        None | Some(Err(Problem::Missing)) => None,
        Some(parsed) => fields.take("comment", parsed),
    };
    fields.finish()?;
    let bot = access.bot();
    let conversation = platform
        .handles()
        .open(bot, handle)
        .ok_or(AppError::NotFound)?;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("keeping feedback")?;
    let rated = store::turns::find(&mut tx, bot, turn)
        .await
        .or_internal("finding a turn")?;
    let rated = rated
        .filter(|rated| rated.conversation == conversation)
        .ok_or(AppError::NotFound)?;
    let before = store::conversations::find_rating(&mut tx, bot, turn)
        .await
        .or_internal("finding feedback")?;
    let id = FeedbackId::from_uuid(platform.random().v7());
    let comment = comment.map(String::from);
    let feedback = Feedback {
        id,
        turn,
        rating,
        comment,
    };
    store::conversations::set_feedback(&mut tx, platform.node(), bot, &feedback, platform.now())
        .await
        .or_internal("keeping feedback")?;
    analytics::count_thumb(&mut tx, &rated, before, rating).await?;
    // The same thumb again, with a comment, is no second question.
    let is_news = rating == Rating::Down && before != Some(Rating::Down);
    // What was picked are our own words.
    let is_question = rated.audience == Audience::Visitor && rated.choice.is_none();
    if is_news && is_question {
        unanswered::thumb_went_down(&mut tx, platform, &rated).await?;
    }
    tx.commit().await.or_internal("keeping feedback")
}

/// The most turns that are derived from in one transaction, so that no turn waits long for it.
const DERIVED_AT_ONCE: i64 = 500;

/// Brings the list of conversations up to date with the turns that were recorded.
pub(crate) async fn derive(platform: &Platform) -> AppResult<()> {
    while derive_some(platform).await? {}
    Ok(())
}

/// One step of it; says whether more is left.
async fn derive_some(platform: &Platform) -> AppResult<bool> {
    let last_seq = platform.recorder().last_seq();
    let node = platform.node();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("deriving conversations")?;
    let after = store::nodes::derived_seq(&mut tx, node)
        .await
        .or_internal("deriving")?;
    let until = last_seq.min(after + DERIVED_AT_ONCE);
    if after < until {
        store::conversations::derive(&mut tx, node, after, until)
            .await
            .or_internal("deriving")?;
        unanswered::derive(&mut tx, platform, node, after, until).await?;
        store::nodes::set_derived_seq(&mut tx, node, until)
            .await
            .or_internal("deriving")?;
    }
    tx.commit().await.or_internal("deriving conversations")?;
    Ok(until < last_seq)
}
