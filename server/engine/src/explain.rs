//! Why a bot replies as it does.

use crate::bot::{Bot, Ranking, Thresholds};
use crate::dialog::{Effect, Event, State, step};
use crate::tokens::Tokens;
use serde::{Deserialize, Serialize};

/// All that led to a reply, from the words on. What it took is for the caller to time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The words of the question, without accents.
    pub words: Vec<String>,
    /// Words that stand for a group of synonyms.
    pub synonyms: Vec<Synonymous>,
    /// Repairs, the candidates with the parts of their scores, the language.
    pub ranking: Ranking,
    /// What each word adds to the score of each candidate, in thousandths; candidates in order,
    /// words in order, runs of scripts without spaces left out. What is left of a score is of words
    /// together: pairs, synonyms, runs, and the share of the question that is covered.
    pub by_word: Vec<Vec<i32>>,
    /// From which confidence on the bot does what.
    pub thresholds: Thresholds,
    /// What happens.
    pub effects: Vec<Effect>,
    /// Whether what was said before decided it, and not the candidates.
    pub by_context: bool,
}

/// Words in a row that have synonyms which the bot knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonymous {
    /// The first one, counted from 0.
    pub first: usize,
    /// How many they are.
    pub n_words: usize,
}

/// Explains the step that a question leads to. Dearer than the step itself.
pub fn explain(bot: &Bot, state: &State, tokens: &Tokens) -> Explanation {
    let event = Event::Question(tokens.clone());
    let (_, effects) = step(bot, state.clone(), &event);
    let (_, alone) = step(bot, State::default(), &event);
    let (ranking, by_word, synonyms) = bot.parts(tokens);
    Explanation {
        words: tokens.words().map(str::to_owned).collect(),
        synonyms,
        ranking,
        by_word,
        thresholds: bot.thresholds(),
        by_context: by_context(&effects, &alone),
        effects,
    }
}

/// Whether two steps differ by more than the language.
fn by_context(effects: &[Effect], alone: &[Effect]) -> bool {
    let meant = |effects: &[Effect]| match effects.first() {
        Some(Effect::Answer { article, .. }) => vec![*article],
        Some(Effect::Clarify { articles, .. }) => articles.clone(),
        Some(Effect::Fallback { .. }) | None => Vec::new(),
    };
    meant(effects) != meant(alone)
}
