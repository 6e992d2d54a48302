//! Erasing what a visitor said.

use crate::{
    access::{Access, Caller, Conversations, Door, Write},
    audit,
    failure::OrInternal,
    platform::Platform,
    unanswered,
};
use model::{
    error::{AppError, AppResult},
    id::{BotId, ConversationId, TurnId},
    time::{DAY_MS, Timestamp},
    turn::Rating,
};
use std::{collections::HashSet, time::Duration};
use store::Tx;
use tokio::time::sleep;
use uuid::Uuid;

/// Erases a conversation for good: its turns, their thumbs, and what it alone brought into the
/// inbox. Figures keep what they counted, which tells nobody's words; says how many turns went.
pub async fn erase(
    access: &Access<Write<Conversations>>,
    conversation: ConversationId,
) -> AppResult<u64> {
    let (platform, bot) = (access.platform(), access.bot());
    let _in_turn = platform.states().lane(conversation).await;
    let db = platform.db();
    let mut tx = db.write().await.or_internal("erasing a conversation")?;
    let n_turns = erase_one(&mut tx, bot, conversation).await?;
    if n_turns == 0 {
        return Err(AppError::NotFound);
    }
    let target = format!("conversation:{conversation}");
    audit::record(
        &mut tx,
        access,
        "conversation.erase",
        &target,
        platform.now(),
    )
    .await?;
    tx.commit().await.or_internal("erasing a conversation")?;
    platform.states().forget(conversation);
    Ok(n_turns)
}

async fn erase_one(tx: &mut Tx, bot: BotId, conversation: ConversationId) -> AppResult<u64> {
    let turns = store::turns::list(tx, bot, conversation, MAX_TURNS)
        .await
        .or_internal("erasing a conversation")?;
    let thumbs = store::conversations::list_feedback(tx, bot, conversation)
        .await
        .or_internal("erasing a conversation")?;
    let down: HashSet<TurnId> = thumbs
        .into_iter()
        .filter(|thumb| thumb.rating == Rating::Down)
        .map(|thumb| thumb.turn)
        .collect();
    unanswered::forget(tx, bot, &turns, &down).await?;
    store::conversations::erase(tx, bot, conversation)
        .await
        .or_internal("erasing a conversation")
}

/// The most turns of one conversation that are looked at for the inbox.
const MAX_TURNS: u32 = 10_000;
/// The most conversations that are erased in one transaction, and the pause before the next: no
/// turn of a visitor waits long for it.
const AT_ONCE: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);

/// Where conversations end that began more than so many days ago.
fn before(now: Timestamp, days: u16) -> ConversationId {
    ConversationId::first_at(now.plus_millis(-DAY_MS * i64::from(days)))
}

/// How many conversations are older than so many days, for each; fewer days come first.
pub(crate) async fn count_older(
    tx: &mut Tx,
    bot: BotId,
    now: Timestamp,
    ages: &[u16],
) -> AppResult<Vec<u64>> {
    let (mut first, mut n_older) = (ConversationId::from_uuid(Uuid::nil()), 0);
    let mut counts = Vec::new();
    // From one age to the next, so that each conversation is counted once.
    for days in ages.iter().rev() {
        let end = before(now, *days);
        n_older += store::conversations::count_between(tx, bot, (first, end))
            .await
            .or_internal("counting conversations")?;
        counts.push(n_older);
        first = end;
    }
    counts.reverse();
    Ok(counts)
}

/// Erases the conversations that are older than each bot keeps them.
pub(crate) async fn erase_old(platform: &Platform) -> AppResult<()> {
    let db = platform.db();
    let mut tx = db.read().await.or_internal("erasing conversations")?;
    let bots = store::bots::list_settings(&mut tx)
        .await
        .or_internal("erasing conversations")?;
    drop(tx);
    let door = Door::new(platform.clone(), Caller::Job);
    for (bot, settings) in bots {
        if settings.keep_days == 0 {
            continue;
        }
        // One that can't be done, or is gone by now, keeps none of the others from it.
        let Ok(access) = door.open::<Write<Conversations>>(bot).await else {
            continue;
        };
        while matches!(erase_some(&access, settings.keep_days).await, Ok(true)) {
            sleep(PAUSE).await;
        }
    }
    Ok(())
}

/// One step of it; says whether more may be left.
async fn erase_some(access: &Access<Write<Conversations>>, days: u16) -> AppResult<bool> {
    let (platform, bot) = (access.platform(), access.bot());
    let now = platform.now();
    let db = platform.db();
    let mut tx = db.write().await.or_internal("erasing conversations")?;
    let old = store::conversations::list_before(&mut tx, bot, before(now, days), AT_ONCE)
        .await
        .or_internal("erasing conversations")?;
    for conversation in &old {
        erase_one(&mut tx, bot, *conversation).await?;
    }
    if !old.is_empty() {
        let target = format!("bot:{bot} conversations:{}", old.len());
        audit::record(&mut tx, access, "conversations.expire", &target, now).await?;
    }
    tx.commit().await.or_internal("erasing conversations")?;
    Ok(old.len() >= AT_ONCE as usize)
}
