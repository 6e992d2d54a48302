//! What visitors asked lately, each question once: what changes are tried on.

use crate::{failure::OrInternal, unanswered::folded};
use model::{
    error::AppResult,
    id::BotId,
    text::Locale,
    time::{DAY_MS, Timestamp},
};
use std::collections::HashMap;
use store::{Tx, turns};

/// How many days back is looked where nobody says.
pub(crate) const LATELY: u32 = 30;
/// The most turns that are read.
const MAX_TURNS: u32 = 20_000;

/// A question, as it was asked last.
#[derive(Clone, Debug)]
pub(crate) struct AskedQuestion {
    pub question: String,
    pub locale: Option<Locale>,
    pub n_times: u32,
}

/// Different questions of the last days, the most frequent first, at most `max`.
pub(crate) async fn lately(
    tx: &mut Tx,
    bot: BotId,
    now: Timestamp,
    days: u32,
    max: usize,
) -> AppResult<Vec<AskedQuestion>> {
    let asked = turns::list_asked(
        tx,
        bot,
        now.plus_millis(-i64::from(days) * DAY_MS),
        MAX_TURNS,
    )
    .await
    .or_internal("reading questions")?;
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut questions: Vec<AskedQuestion> = Vec::new();
    for turn in asked {
        let place = *places
            .entry(folded(&turn.question))
            .or_insert(questions.len());
        match questions.get_mut(place) {
            Some(known) => known.n_times += 1,
            None => questions.push(AskedQuestion {
                question: turn.question,
                locale: turn.locale,
                n_times: 1,
            }),
        }
    }
    questions.sort_by_key(|asked| std::cmp::Reverse(asked.n_times));
    questions.truncate(max);
    Ok(questions)
}

/// How often each question, without case and marks, was asked in the last seven days, and in the
/// seven before.
pub(crate) async fn by_week(
    tx: &mut Tx,
    bot: BotId,
    now: Timestamp,
) -> AppResult<HashMap<String, [u32; 2]>> {
    let asked = turns::list_asked(tx, bot, now.plus_millis(-14 * DAY_MS), MAX_TURNS)
        .await
        .or_internal("reading questions")?;
    let week_ago = now.plus_millis(-7 * DAY_MS);
    let mut counts: HashMap<String, [u32; 2]> = HashMap::new();
    for turn in asked {
        let week = usize::from(turn.at < week_ago);
        counts.entry(folded(&turn.question)).or_default()[week] += 1;
    }
    Ok(counts)
}
