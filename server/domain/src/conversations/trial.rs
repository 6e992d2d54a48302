//! Trying a question out, with the engine's view of it.

use super::render;
use crate::{
    access::{Access, Knowledge, Read},
    knowledge,
    live::LiveBot,
};
use engine::{Event, Ranking, State, Tokens, step};
use model::{
    channel::Channel,
    error::{AppError, AppResult, Problem},
    text::{Locale, Question},
    trial::{Trial, TrialCandidate, TrialWord},
};
use std::{sync::Arc, time::Instant};

/// What the draft, or the published version, makes of a question. Nothing is recorded.
pub async fn try_question(
    access: &Access<Read<Knowledge>>,
    question: &Question,
    (locale, channel): (Option<&Locale>, Channel),
    is_draft: bool,
) -> AppResult<Trial> {
    let platform = access.platform();
    let live: Arc<LiveBot> = if is_draft {
        knowledge::draft(access).await?
    } else {
        platform.live().get(platform, access.bot()).await?
    };
    let max = live.settings.max_question;
    if question.as_str().chars().count() > usize::from(max) {
        let max = u32::from(max);
        return Err(AppError::invalid("question", Problem::TooLong { max }));
    }
    let began = Instant::now();
    let tokens = Tokens::cut(question.as_str(), locale);
    let (_, effects) = step(&live.engine, State::default(), &Event::Question(tokens));
    let took_us = u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX);
    let outcome = render::outcome(&effects);
    let tokens = Tokens::cut(question.as_str(), locale);
    let ranking = live.engine.rank(&tokens);
    let thresholds = live.engine.thresholds();
    Ok(Trial {
        question: question.as_str().to_owned(),
        kind: outcome.kind,
        messages: render::messages(&effects, channel, &*live),
        answer_at: thresholds.answer_at,
        ask_back_at: thresholds.ask_back_at,
        words: words(&tokens, &ranking),
        candidates: candidates(&live, &ranking, locale),
        locale: ranking.locale,
        took_us,
    })
}

fn words(tokens: &Tokens, ranking: &Ranking) -> Vec<TrialWord> {
    let repaired = |at: usize| {
        let mut repairs = ranking.repairs.iter();
        repairs
            .find(|repair| repair.word == at)
            .map(|repair| repair.taken_for.clone())
    };
    tokens
        .words()
        .enumerate()
        .map(|(at, word)| TrialWord {
            word: word.to_owned(),
            taken_for: repaired(at),
        })
        .collect()
}

fn candidates(live: &LiveBot, ranking: &Ranking, page: Option<&Locale>) -> Vec<TrialCandidate> {
    let locale = ranking.locale.as_ref().or(page).unwrap_or(&live.locale);
    let share = |thousandths: u16| f32::from(thousandths) / 1000.0;
    ranking
        .candidates
        .iter()
        .filter_map(|candidate| {
            #[expect(clippy::cast_precision_loss, reason = "for people to read")]
            let lead = candidate.lead as f32 / 1000.0;
            Some(TrialCandidate {
                article: candidate.article,
                title: live.text(candidate.article, locale)?.title.clone(),
                confidence: candidate.confidence,
                lead,
                nearest: share(candidate.nearest),
                covered: share(candidate.covered),
            })
        })
        .collect()
}
