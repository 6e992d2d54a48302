//! Words and phrases that mean about the same: a bot's own, and everyday ones of some languages.
//!
//! A phrase of a group counts as a feature of its own beside its words, the same one for all of
//! the group. So an article is found by words that none of its utterances has. Only groups that
//! the bot's texts touch are kept: the others would make known what the bot knows nothing of.

use crate::features::Term;
use crate::hash;
use crate::index::Index;
use crate::stem;
use crate::tokens::Tokens;
use model::text::Locale;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// Everyday groups by language: one a line, its phrases parted by commas.
const EVERYDAY: [(&str, &str); 2] = [
    ("en", include_str!("synonyms/en.txt")),
    ("fr", include_str!("synonyms/fr.txt")),
];

/// Words that a phrase may have; of longer ones, the rest is not looked at.
const MAX_WORDS: usize = 4;

/// Words or phrases that a bot takes for the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    /// The language that they are of.
    pub locale: Locale,
    /// The one that stands for the group.
    pub term: String,
    /// The others.
    pub variants: Vec<String>,
}

/// Tells which groups have a phrase in a text, by stems.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    /// Of each language: the stems of phrases, and the groups that have them.
    phrases: HashMap<Locale, HashMap<Vec<u32>, Vec<usize>>>,
}

impl Finder {
    /// A finder of these groups, which are known by their places.
    pub fn new(groups: &[SynonymGroup]) -> Finder {
        let mut phrases: HashMap<Locale, HashMap<Vec<u32>, Vec<usize>>> = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            let own = phrases.entry(group.locale.clone()).or_default();
            for phrase in [&group.term].into_iter().chain(&group.variants) {
                let mut stems = stems(phrase, &group.locale);
                stems.truncate(MAX_WORDS);
                if !stems.is_empty() {
                    own.entry(stems).or_default().push(at);
                }
            }
        }
        Finder { phrases }
    }

    /// The places of the groups that have a phrase in a text of this language.
    pub fn find(&self, text: &str, locale: &Locale) -> BTreeSet<usize> {
        let Some(phrases) = self.phrases.get(locale) else {
            return BTreeSet::new();
        };
        let stems = stems(text, locale);
        let rows = (0..stems.len()).flat_map(|first| {
            let longest = MAX_WORDS.min(stems.len() - first);
            (1..=longest).map(move |n| first..first + n)
        });
        rows.filter_map(|row| phrases.get(&stems[row]))
            .flatten()
            .copied()
            .collect()
    }
}

fn stems(text: &str, locale: &Locale) -> Vec<u32> {
    let tokens = Tokens::cut(text, None);
    tokens
        .words()
        .map(|word| stem::stem(word, locale))
        .collect()
}

/// A group, cut: each phrase's words with their stems.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The number of its language.
    pub(crate) locale: u16,
    phrases: Vec<Vec<(String, u32)>>,
}

/// Which phrases stand for which groups.
#[derive(Clone, Debug)]
pub(crate) struct Synonyms {
    /// Hashes of phrases' stems and of their groups, sorted; [`GOES_ON`] for the beginnings of
    /// phrases.
    pub(crate) pairs: Vec<(u32, u32)>,
    index: Index,
}

/// A phrase of a group, found in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) group: u32,
    /// Its first word and the number of its words.
    pub(crate) first: usize,
    pub(crate) n_words: usize,
}

/// A bot's own groups and the everyday ones of its languages.
pub(crate) fn groups(own: &[SynonymGroup], locales: &[Locale]) -> Vec<Group> {
    let everyday = EVERYDAY.iter().filter_map(|(language, lines)| {
        let at = locales
            .iter()
            .position(|locale| locale.language() == *language)?;
        let group = move |line: &str| Group::new(line.split(','), at, locales);
        Some(lines.lines().map(group))
    });
    let own = own.iter().map(|group| {
        let at = locales.iter().position(|locale| *locale == group.locale);
        let phrases = [&group.term].into_iter().chain(&group.variants);
        Group::new(phrases.map(String::as_str), at.unwrap_or(0), locales)
    });
    everyday.flatten().chain(own).collect()
}

impl Group {
    fn new<'a>(phrases: impl Iterator<Item = &'a str>, at: usize, locales: &[Locale]) -> Group {
        let cut = |phrase: &str| -> Vec<(String, u32)> {
            let tokens = Tokens::cut(phrase, None);
            let words = tokens.words().take(MAX_WORDS);
            words
                .map(|word| (word.to_owned(), stem::stem(word, &locales[at])))
                .collect()
        };
        let mut phrases: Vec<_> = phrases.map(cut).filter(|words| !words.is_empty()).collect();
        phrases.sort();
        phrases.dedup();
        Group {
            locale: u16::try_from(at).unwrap_or(0),
            phrases,
        }
    }

    /// Whether texts with these stems may have one of the phrases.
    pub(crate) fn touches(&self, stems: &BTreeSet<u32>) -> bool {
        let has = |words: &Vec<(String, u32)>| words.iter().all(|(_, stem)| stems.contains(stem));
        self.phrases.iter().any(has)
    }

    /// The words of all phrases.
    pub(crate) fn words(&self) -> impl Iterator<Item = &(String, u32)> {
        self.phrases.iter().flatten()
    }
}

/// What stands in a group's place where a longer phrase goes on.
const GOES_ON: u32 = 0;

impl Synonyms {
    /// Puts groups together.
    pub(crate) fn of(groups: &[Group]) -> Synonyms {
        let mut pairs = Vec::new();
        for group in groups {
            let mut name = u64::from(group.locale);
            let mut phrases = Vec::with_capacity(group.phrases.len());
            for words in &group.phrases {
                let mut state = 0;
                for (n, (_, stem)) in words.iter().enumerate() {
                    if n > 0 {
                        pairs.push((hash::finish(state), GOES_ON));
                    }
                    state = hash::mix(state, u64::from(*stem));
                }
                phrases.push(hash::finish(state));
                name = hash::mix(name, state);
            }
            let name = hash::finish(name).max(GOES_ON + 1);
            pairs.extend(phrases.into_iter().map(|phrase| (phrase, name)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Synonyms::new(pairs)
    }

    /// The pairs are sorted.
    pub(crate) fn new(pairs: Vec<(u32, u32)>) -> Synonyms {
        let index = Index::new(pairs.iter().map(|(phrase, _)| *phrase));
        Synonyms { pairs, index }
    }

    /// The phrases that stand in a row of stems.
    pub(crate) fn find(&self, terms: &[Term]) -> Vec<Found> {
        let mut found = Vec::new();
        for first in 0..terms.len() {
            let mut state = 0;
            for (n, term) in terms[first..].iter().take(MAX_WORDS).enumerate() {
                state = hash::mix(state, u64::from(term.stem));
                let mut goes_on = false;
                let phrase = hash::finish(state);
                for at in self.index.find_all(phrase, |at| self.pairs[at].0) {
                    match self.pairs[at].1 {
                        GOES_ON => goes_on = true,
                        group => found.push(Found {
                            group,
                            first,
                            n_words: n + 1,
                        }),
                    }
                }
                if !goes_on {
                    break;
                }
            }
        }
        found
    }
}
