//! Conversations of the past, answered today: what a sample shows in its lists and figures.

use super::{
    Ask, Asked, feedback,
    talk::{compose, take_step},
};
use crate::{
    access::{Access, Dialog, Write},
    failure::OrInternal,
    live::LiveBot,
};
use engine::State;
use model::{
    channel::Channel,
    error::AppResult,
    id::{ConversationId, TurnId},
    text::{Locale, Question},
    time::{MINUTE_MS, Timestamp},
    turn::{Audience, Rating},
};
use std::time::Instant;
use store::turns::Turn;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Turns that are handed to the recorder at once.
const AT_ONCE: usize = 2_000;

/// What somebody asked, and when.
#[derive(Clone, Debug)]
pub struct PastConversation {
    /// When it began.
    pub at: Timestamp,
    /// Who asked.
    pub audience: Audience,
    /// The page's language.
    pub locale: Option<Locale>,
    /// The page.
    pub page: Option<String>,
    /// What was asked, a minute apart.
    pub questions: Vec<Question>,
    /// The thumb on the last answer.
    pub rating: Option<Rating>,
}

/// Answers what was asked as the bot answers now, and records it as if it had then.
pub async fn record_past(
    access: &Access<Write<Dialog>>,
    past: &[PastConversation],
) -> AppResult<()> {
    let platform = access.platform();
    let live = platform.live().get(platform, access.bot()).await?;
    let (mut turns, mut thumbs) = (Vec::new(), Vec::new());
    for conversation in past {
        let answered = answer(access, &live, conversation)?;
        thumbs.extend(answered.last().cloned().zip(conversation.rating));
        turns.extend(answered);
    }
    for some in turns.chunks(AT_ONCE) {
        let mut recording = JoinSet::new();
        for turn in some {
            let (platform, turn) = (platform.clone(), turn.clone());
            recording.spawn(async move { platform.recorder().record(turn).await });
        }
        for recorded in recording.join_all().await {
            recorded?;
        }
    }
    let mut tx = platform.db().write().await.or_internal("keeping thumbs")?;
    for (turn, rating) in &thumbs {
        feedback::keep_thumb(&mut tx, platform, turn, *rating, None, turn.at).await?;
    }
    tx.commit().await.or_internal("keeping thumbs")
}

fn answer(
    access: &Access<Write<Dialog>>,
    live: &LiveBot,
    past: &PastConversation,
) -> AppResult<Vec<Turn>> {
    let platform = access.platform();
    let id = ConversationId::from_uuid(at(platform.random().v7(), past.at));
    let (mut state, mut turns) = (State::default(), Vec::new());
    for (position, question) in (1..).zip(&past.questions) {
        let now = past.at.plus_millis(i64::from(position - 1) * MINUTE_MS);
        let asked = Asked {
            ask: Ask::Question(question.clone()),
            conversation: None,
            turn: Some(TurnId::from_uuid(at(platform.random().v7(), now))),
            locale: past.locale.clone(),
            page: past.page.clone(),
            audience: past.audience,
            channel: Channel::Box,
            arrived: Instant::now(),
        };
        let (next, effects) = take_step(live, state, &asked);
        let turn = compose(
            platform, live, access, &asked, id, position, &next, &effects,
        )?;
        turns.push(Turn { at: now, ..turn });
        state = next;
    }
    Ok(turns)
}

/// The id as it would have been made then: its first 48 bits are the time (RFC 9562, version 7).
fn at(id: Uuid, then: Timestamp) -> Uuid {
    let mut bytes = id.into_bytes();
    let millis = then.as_millis().to_be_bytes();
    bytes[..6].copy_from_slice(&millis[2..]);
    Uuid::from_bytes(bytes)
}
