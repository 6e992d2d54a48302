//! Questions that ask about the same, put together.
//!
//! Each question joins the group whose first question it shares most of its weight with, or
//! begins one. Words are compared by their stems, after the bot's repairs and with its synonyms; the
//! rarer a word among the questions, the more it weighs, and a language's small words weigh
//! nothing beside others. A pure function of the questions' order: the same questions give the same
//! groups. Groups are looked up by what they share, and only the first ones of each word are, so
//! that time grows with the number of questions and not with its square.

use crate::bot::Bot;
use crate::language;
use crate::lexicon;
use crate::stem;
use crate::tokens::Tokens;
use model::text::Locale;
use std::collections::HashMap;

/// The most groups that are looked at for one word: of later ones, it is too common to tell.
const MAX_GROUPS_A_WORD: usize = 64;
/// The share of two questions' weight that they have in common if they are alike, in hundredths.
const ALIKE: u64 = 50;

/// Puts questions together, each group's first one before the others, in the order in which they
/// are given; at most `max` a group. `bot` helps with what it knows of words.
pub fn cluster(
    questions: &[Tokens],
    bot: Option<&Bot>,
    locale: &Locale,
    max: usize,
) -> Vec<Vec<usize>> {
    let features: Vec<Vec<u32>> = questions
        .iter()
        .map(|tokens| features(tokens, bot, tokens.page().unwrap_or(locale)))
        .collect();
    let mut n_questions: HashMap<u32, u64> = HashMap::new();
    for feature in features.iter().flatten() {
        *n_questions.entry(*feature).or_default() += 1;
    }
    let rarity = |feature: &u32| {
        let n_of_all = questions.len() as u64;
        1 + u64::from((n_of_all / n_questions[feature].max(1)).max(1).ilog2())
    };
    let mut groups = Groups::default();
    for (question, features) in features.iter().enumerate() {
        let weighed: Vec<(u32, u64)> = features
            .iter()
            .map(|feature| (*feature, rarity(feature)))
            .collect();
        match groups.nearest(&weighed, max) {
            Some(group) => groups.members[group].push(question),
            None => groups.begin(question, &weighed),
        }
    }
    groups.members
}

/// The groups so far.
#[derive(Default)]
struct Groups {
    members: Vec<Vec<usize>>,
    /// The weight of each group's first question.
    weights: Vec<u64>,
    /// The groups whose first question has a feature.
    having: HashMap<u32, Vec<usize>>,
    /// What the question at hand shares with each group; zero again after it.
    shared: Vec<u64>,
}

impl Groups {
    /// The group that a question belongs to; of equals, the first.
    fn nearest(&mut self, features: &[(u32, u64)], max: usize) -> Option<usize> {
        let mut touched = Vec::new();
        for (feature, weight) in features {
            for group in self.having.get(feature).into_iter().flatten() {
                if self.shared[*group] == 0 {
                    touched.push(*group);
                }
                self.shared[*group] += weight;
            }
        }
        touched.sort_unstable();
        let own: u64 = features.iter().map(|(_, weight)| weight).sum();
        let mut nearest = None;
        for group in touched {
            let shared = std::mem::take(&mut self.shared[group]);
            let likeness = shared * 100 / (own + self.weights[group] - shared).max(1);
            let is_nearer = nearest.is_none_or(|(best, _)| likeness > best);
            if likeness >= ALIKE && is_nearer && self.members[group].len() < max {
                nearest = Some((likeness, group));
            }
        }
        nearest.map(|(_, group)| group)
    }

    fn begin(&mut self, question: usize, features: &[(u32, u64)]) {
        let group = self.members.len();
        self.members.push(vec![question]);
        self.shared.push(0);
        self.weights
            .push(features.iter().map(|(_, weight)| weight).sum());
        for (feature, _) in features {
            let having = self.having.entry(*feature).or_default();
            if having.len() < MAX_GROUPS_A_WORD {
                having.push(group);
            }
        }
    }
}

/// The stems of a question's words, one for each group of synonyms in place of its words; without
/// small words, unless it has no others.
fn features(tokens: &Tokens, bot: Option<&Bot>, locale: &Locale) -> Vec<u32> {
    let words: Vec<(u32, u32)> = match bot {
        Some(bot) => bot.read(tokens).meanings(),
        None => {
            let mut words = Vec::new();
            lexicon::units(tokens, |unit| {
                words.push((unit.hash, stem::stem(unit.text, locale)));
            });
            words
        }
    };
    let told: Vec<u32> = words
        .iter()
        .filter(|(word, _)| !language::is_small(*word, locale))
        .map(|(_, stem)| *stem)
        .collect();
    let mut features = if told.is_empty() {
        words.into_iter().map(|(_, stem)| stem).collect()
    } else {
        told
    };
    features.sort_unstable();
    features.dedup();
    features
}
