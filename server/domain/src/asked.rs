//! What visitors asked lately, each question once: what changes are tried on.

use crate::{failure::OrInternal, platform::Platform, secrets::token_hash, unanswered::folded};
use model::{
    error::AppResult,
    id::BotId,
    text::Locale,
    time::{DAY_MS, MINUTE_MS, Timestamp},
};
use std::{collections::HashMap, sync::Arc};
use store::{Tx, nodes, turns};

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

/// How often questions were asked in the last seven days, and in the seven before. It holds hashes
/// of them: what a visitor said goes when it is erased.
#[derive(Debug, Default)]
pub(crate) struct Weeks(HashMap<[u8; 32], [u32; 2]>);

impl Weeks {
    /// Of a question, without case and marks.
    pub fn of(&self, question: &str) -> [u32; 2] {
        let counts = self.0.get(&token_hash(folded(question).as_bytes()));
        counts.copied().unwrap_or_default()
    }
}

/// How often each question was asked lately: read anew when turns were counted since, and every
/// hour.
pub(crate) async fn by_week(tx: &mut Tx, platform: &Platform, bot: BotId) -> AppResult<Arc<Weeks>> {
    let (kept, now) = (&platform.live().weeks, platform.now());
    let hour = now.as_millis().div_euclid(60 * MINUTE_MS);
    let counted = nodes::counted_in_all(tx)
        .await
        .or_internal("reading questions")?;
    if let Some((of, weeks)) = kept.get(bot, counted)
        && of == hour
    {
        return Ok(weeks);
    }
    let asked = turns::list_asked(tx, bot, now.plus_millis(-14 * DAY_MS), MAX_TURNS)
        .await
        .or_internal("reading questions")?;
    let week_ago = now.plus_millis(-7 * DAY_MS);
    let mut weeks = Weeks::default();
    for turn in asked {
        let week = usize::from(turn.at < week_ago);
        let key = token_hash(folded(&turn.question).as_bytes());
        weeks.0.entry(key).or_default()[week] += 1;
    }
    let weeks = Arc::new(weeks);
    kept.keep(bot, counted, (hour, weeks.clone()));
    Ok(weeks)
}
