//! One turn: from a bot, a conversation's state and one event to the next state and what should
//! happen.

use crate::bot::{Best, Bot, Thresholds};
use crate::context;
use crate::evaluation::Decision;
use crate::tokens::Tokens;
use model::{id::ArticleId, text::Locale};
use serde::{Deserialize, Serialize};

/// The most articles that a clarification offers.
pub const MAX_CHOICES: usize = 4;

/// What the engine remembers of a conversation between two turns. Its JSON is short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The article that was answered with last.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    pub last: Option<ArticleId>,
    /// The articles that the last clarification offered.
    #[serde(rename = "o", skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<ArticleId>,
    /// The language of the last effect: choices carry none of their own.
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Fallbacks in a row.
    #[serde(rename = "m", skip_serializing_if = "is_zero")]
    pub misses: u16,
}

fn is_zero(n: &u16) -> bool {
    *n == 0
}

/// What a visitor did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Asked something.
    Question(Tokens),
    /// Picked an article that was offered.
    Choice(ArticleId),
}

/// What should happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Show an article's answer.
    Answer {
        /// The article.
        article: ArticleId,
        /// Which of the article's texts to show.
        locale: Locale,
        /// How sure the engine is, 0 to 1; a picked choice is certain.
        confidence: f32,
    },
    /// Ask which of two to four articles is meant.
    Clarify {
        /// The articles, likeliest first.
        articles: Vec<ArticleId>,
        /// The language to ask in.
        locale: Locale,
        /// The first article's confidence, 0 to 1.
        confidence: f32,
    },
    /// Say that there is no answer.
    Fallback {
        /// The language to say it in.
        locale: Locale,
        /// The best candidate's confidence, 0 to 1; 0 if there is none.
        confidence: f32,
    },
}

/// Takes one step of a conversation. A pure function: the same bot, state and event give the
/// same result, on every machine.
///
/// A choice answers with the picked article, whether it was offered last or long ago; one that
/// the bot does not have (any more) falls back. After a clarification a question may name a choice
/// by its place ("the second") or by words that set it apart. A question that says nothing by
/// itself and begins as a follow-up does ("and for children?") is taken together with the last
/// answer.
pub fn step(bot: &Bot, state: State, event: &Event) -> (State, Vec<Effect>) {
    let picked = |article: ArticleId| Effect::Answer {
        article,
        locale: bot.locale_for(Some(article), state.locale.as_ref(), None),
        confidence: 1.0,
    };
    let effect = match event {
        Event::Question(tokens) => {
            let place = context::place(tokens, state.offered.len());
            let article = place.and_then(|place| state.offered.get(place));
            match article.filter(|article| bot.has(**article)) {
                Some(article) => picked(*article),
                None => reply(bot, &state, tokens),
            }
        }
        Event::Choice(article) if bot.has(*article) => picked(*article),
        Event::Choice(_) => Effect::Fallback {
            locale: bot.locale_for(None, state.locale.as_ref(), None),
            confidence: 0.0,
        },
    };
    (next(state, &effect), vec![effect])
}

fn reply(bot: &Bot, state: &State, tokens: &Tokens) -> Effect {
    let Best {
        candidate,
        plausible,
        locale: told,
    } = bot.best(tokens, PLAUSIBLE);
    let locale = |article| bot.locale_for(article, told, tokens.page());
    let answer = |article, confidence| Effect::Answer {
        article,
        locale: locale(Some(article)),
        confidence,
    };
    let confidence = candidate.map_or(0.0, |best| best.confidence);
    let decision = decide(bot.thresholds(), confidence, plausible.len());
    if let (Decision::Answer, Some(article)) = (decision, plausible.first()) {
        return answer(*article, confidence);
    }
    if let Some((article, confidence)) = in_context(bot, state, tokens) {
        return answer(article, confidence);
    }
    if decision == Decision::Clarify {
        return Effect::Clarify {
            articles: plausible.into_iter().take(MAX_CHOICES).collect(),
            locale: locale(None),
            confidence,
        };
    }
    Effect::Fallback {
        locale: locale(None),
        confidence,
    }
}

/// The article that a question means by what was said before it, if that makes it sure enough.
fn in_context(bot: &Bot, state: &State, tokens: &Tokens) -> Option<(ArticleId, f32)> {
    let meant = if !state.offered.is_empty() {
        bot.among(&state.offered, tokens)
    } else if context::is_follow_up(tokens) {
        let found = bot.follow_up(state.last?, tokens);
        found.map(|found| (found.article, found.confidence))
    } else {
        None
    };
    meant.filter(|(_, confidence)| *confidence >= bot.thresholds().answer_at)
}

/// What a bot makes of a question by itself, before its thresholds decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The likeliest article.
    pub article: Option<ArticleId>,
    /// How likely it is, 0 to 1.
    pub confidence: f32,
    n_plausible: usize,
}

impl Verdict {
    /// What [`step`] does with the question at the beginning of a conversation, under these
    /// thresholds.
    pub fn decide(&self, thresholds: Thresholds) -> Decision {
        decide(thresholds, self.confidence, self.n_plausible)
    }
}

/// Weighs a question by itself: what thresholds would decide can then be told for any of them.
pub fn weigh(bot: &Bot, tokens: &Tokens) -> Verdict {
    let best = bot.best(tokens, PLAUSIBLE);
    Verdict {
        article: best.candidate.map(|best| best.article),
        confidence: best.candidate.map_or(0.0, |best| best.confidence),
        n_plausible: best.plausible.len(),
    }
}

/// Between the thresholds the bot asks back if at least two candidates are plausible; a lone one
/// answers in the upper half of that range.
fn decide(thresholds: Thresholds, confidence: f32, n_plausible: usize) -> Decision {
    let Thresholds {
        answer_at,
        ask_back_at,
    } = thresholds;
    if confidence >= answer_at {
        Decision::Answer
    } else if confidence < ask_back_at {
        Decision::Fallback
    } else if n_plausible > 1 {
        Decision::Clarify
    } else if confidence * 2.0 >= answer_at + ask_back_at {
        Decision::Answer
    } else {
        Decision::Fallback
    }
}

/// A candidate is plausible if its score is at most this far below the best one's: a fifth of
/// the lead that training gives to the right article.
pub(crate) const PLAUSIBLE: i32 = 200;

fn next(mut state: State, effect: &Effect) -> State {
    let (Effect::Answer { locale, .. }
    | Effect::Clarify { locale, .. }
    | Effect::Fallback { locale, .. }) = effect;
    state.locale = Some(locale.clone());
    state.offered.clear();
    match effect {
        Effect::Answer { article, .. } => {
            state.last = Some(*article);
            state.misses = 0;
        }
        Effect::Clarify { articles, .. } => {
            state.offered.clone_from(articles);
            state.misses = 0;
        }
        Effect::Fallback { .. } => state.misses = state.misses.saturating_add(1),
    }
    state
}
