//! Conversations: taking a question, recording the turn, and showing it to the team.

mod browse;
mod erase;
mod export;
mod feedback;
mod past;
mod recorder;
mod render;
mod reveal;
mod states;
mod talk;
mod texts;
mod trial;

pub use browse::list;
pub use erase::erase;
pub(crate) use erase::{count_older, erase_old};
pub use export::{export_csv, export_json};
pub use feedback::rate;
pub use past::{PastConversation, record_past};
pub(crate) use recorder::Recorder;
pub use reveal::reveal;
pub(crate) use states::States;
pub use talk::{Ask, Asked, ask_draft, ask_published, talk, try_out};
pub use trial::try_question;

use crate::{
    access::{Access, Conversations, Read, Write},
    failure::OrInternal,
    knowledge::VersionContent,
    platform::Platform,
    unanswered,
};
use engine::Effect;
use model::{
    conversation::{ConversationSummary, Transcript, TranscriptTurn, TurnArticle},
    error::{AppError, AppResult},
    id::{BotId, ConversationId, TurnId},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    mem::take,
};
use store::{Tx, conversations::Feedback, turns::Turn};

/// The most turns of one conversation that a transcript shows.
const MAX_TRANSCRIPT: u32 = 500;

/// A conversation with its turns, as the visitor saw them. `pass` is what [`reveal()`] gave, if
/// anything: with it, nothing is masked.
pub async fn get(
    access: &Access<Read<Conversations>>,
    conversation: ConversationId,
    pass: &str,
) -> AppResult<Transcript> {
    let is_revealed = reveal::is_good(access, conversation, pass);
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("getting a conversation")?;
    let summary = store::conversations::find(&mut tx, access.bot(), conversation)
        .await
        .or_internal("getting a conversation")?
        .ok_or(AppError::NotFound)?;
    let mut whole = transcript(&mut tx, access.bot(), summary, &mut Versions::default()).await?;
    if !is_revealed {
        mask(access, &mut whole);
    }
    let may_write = access.may::<Write<Conversations>>();
    Ok(Transcript {
        may_erase: may_write,
        may_reveal: whole.is_masked && may_write,
        ..whole
    })
}

/// Takes out what whoever it is may not read.
fn mask(access: &Access<Read<Conversations>>, whole: &mut Transcript) {
    if !access.is_masked() {
        return;
    }
    mask_summary(access, &mut whole.summary);
    for turn in &mut whole.turns {
        turn.question = access.shown(take(&mut turn.question));
        turn.comment = turn.comment.take().map(|comment| access.shown(comment));
        turn.page = turn.page.take().map(|page| access.shown(page));
    }
    whole.is_masked = true;
}

fn mask_summary(access: &Access<Read<Conversations>>, summary: &mut ConversationSummary) {
    summary.first_question = access.shown(take(&mut summary.first_question));
}

/// Versions that are kept while conversations are read.
const MAX_VERSIONS: usize = 8;

/// Versions that were loaded: many conversations had the same.
type Versions = HashMap<u32, VersionContent>;

async fn transcript(
    tx: &mut Tx,
    bot: BotId,
    summary: ConversationSummary,
    versions: &mut Versions,
) -> AppResult<Transcript> {
    let turns = store::turns::list(tx, bot, summary.id, MAX_TRANSCRIPT)
        .await
        .or_internal("listing turns")?;
    let feedback = store::conversations::list_feedback(tx, bot, summary.id)
        .await
        .or_internal("listing feedback")?;
    if versions.len() > MAX_VERSIONS {
        versions.clear();
    }
    for turn in &turns {
        if let Entry::Vacant(place) = versions.entry(turn.version) {
            place.insert(load_version(tx, bot, turn.version).await?);
        }
    }
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
        may_erase: false,
        is_masked: false,
        may_reveal: false,
    })
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
    let messages = render::messages(&effects, turn.channel, version);
    let article = turn.article.map(|id| TurnArticle {
        id,
        title: version.title_of(id),
    });
    Ok(TranscriptTurn {
        id: turn.id,
        at: turn.at,
        question: turn.question,
        channel: turn.channel,
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
