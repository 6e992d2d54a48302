//! The words that a bot knows: those of its titles, utterances and answers.

use crate::hash;
use crate::index::{self, Index};
use crate::language;
use crate::stem;
use crate::synonyms::Group;
use crate::tokens::{Tokens, Word};
use model::text::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// Fixed-point steps of an inverse document frequency: 256 is one natural logarithm.
const IDF_ONE: f64 = 256.0;

/// The number of texts that a word counts as having that no text has.
const NOWHERE: f64 = 0.5;

/// One known word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) hash: u32,
    /// The hash of its stem: words of one stem count as one in similarity and coverage.
    pub(crate) stem: u32,
    /// Texts that have it, as far as 65,535.
    pub(crate) n_texts: u16,
    /// How rare its stem is among the texts, in 256ths.
    pub(crate) idf: u16,
    /// The bot's languages whose texts have it, a bit each.
    pub(crate) locales: u16,
    /// Where its letters end in [`Lexicon::letters`]; they begin where the last word's end.
    pub(crate) end: u32,
}

/// Known words, sorted by hash.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    pub(crate) entries: Vec<Entry>,
    pub(crate) letters: String,
    /// The idf of a word that no text has.
    pub(crate) unknown_idf: u16,
    index: Index,
    /// Stems with their idf, sorted.
    stems: Vec<(u32, u16)>,
}

/// A piece of a question that stands for itself: a word, or a pair of characters of a script
/// without spaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) text: &'a str,
    pub(crate) hash: u32,
    pub(crate) twin: Option<u32>,
    pub(crate) is_dense: bool,
}

impl Lexicon {
    /// Puts a lexicon together; the entries are sorted by hash.
    pub(crate) fn new(entries: Vec<Entry>, letters: String, unknown_idf: u16) -> Lexicon {
        let index = Index::new(entries.iter().map(|entry| entry.hash));
        let mut stems: Vec<_> = entries
            .iter()
            .map(|entry| (entry.stem, entry.idf))
            .collect();
        stems.sort_unstable();
        stems.dedup_by_key(|(stem, _)| *stem);
        Lexicon {
            entries,
            letters,
            unknown_idf,
            index,
            stems,
        }
    }

    /// The number of a known word.
    #[inline]
    pub(crate) fn find(&self, hash: u32) -> Option<usize> {
        self.index.find(hash, |at| self.entries[at].hash)
    }

    /// The most that a language's small words count. A bot may have few texts, in which they are
    /// as rare as others.
    pub(crate) fn small_idf(&self) -> u16 {
        small_idf(self.unknown_idf)
    }

    /// The idf of a stem; of a group of synonyms, which has several, a middling one.
    pub(crate) fn idf_of_stem(&self, stem: u32) -> u16 {
        let at = self.stems.binary_search_by_key(&stem, |(known, _)| *known);
        at.map_or(self.unknown_idf / 2, |at| self.stems[at].1)
    }

    /// The letters of a word by its number.
    pub(crate) fn text(&self, word: usize) -> &str {
        let (start, end) = self.span(word);
        &self.letters[start..end]
    }

    /// Where a word's letters are.
    #[inline]
    pub(crate) fn span(&self, word: usize) -> (usize, usize) {
        let start = index::start(word, |at| self.entries[at].end);
        (start, self.entries[word].end as usize)
    }
}

/// What a lexicon is made from: one text after the other.
#[derive(Default)]
pub(crate) struct LexiconBuilder {
    /// Words by hash: of two that share one, which never happens by chance, the first counts.
    words: BTreeMap<u32, Uses>,
    n_texts: u32,
}

/// Where a word is used.
#[derive(Default)]
struct Uses {
    text: String,
    /// The hash of its stem in the language that uses it most, once that is known.
    stem: u32,
    /// One of that language's small words.
    is_small: bool,
    /// Number of texts, and the last of them: a word counts once a text.
    n_texts: u32,
    last: u32,
    /// Number of texts by language.
    by_locale: BTreeMap<u16, u32>,
}

impl LexiconBuilder {
    /// Takes the words of one title, utterance or answer.
    pub(crate) fn add(&mut self, tokens: &Tokens, locale: u16) {
        self.n_texts += 1;
        units(tokens, |unit| {
            let uses = self.words.entry(unit.hash).or_default();
            if uses.text.is_empty() {
                unit.text.clone_into(&mut uses.text);
            }
            if uses.last != self.n_texts {
                uses.last = self.n_texts;
                uses.n_texts += 1;
                *uses.by_locale.entry(locale).or_default() += 1;
            }
        });
    }

    /// Stems the words.
    pub(crate) fn stem(&mut self, locales: &[Locale]) {
        for (hash, uses) in &mut self.words {
            let most = uses.by_locale.iter();
            let most = most.max_by_key(|(locale, n)| (**n, u16::MAX - **locale));
            if let Some(locale) = most.and_then(|(at, _)| locales.get(usize::from(*at))) {
                uses.stem = stem::stem(&uses.text, locale);
                uses.is_small = language::is_small(*hash, locale);
            } else {
                uses.stem = *hash;
            }
        }
    }

    /// Takes the words of the groups that the texts touch, and gives these groups.
    pub(crate) fn add_synonyms(&mut self, groups: Vec<Group>) -> Vec<Group> {
        let stems: BTreeSet<u32> = self.words.values().map(|uses| uses.stem).collect();
        let mut touched = groups;
        touched.retain(|group| group.touches(&stems));
        for group in &touched {
            for (word, stem) in group.words() {
                let uses = self.words.entry(hash::of_word(word)).or_default();
                if uses.text.is_empty() {
                    word.clone_into(&mut uses.text);
                    uses.stem = *stem;
                }
                uses.by_locale.entry(group.locale).or_default();
            }
        }
        touched
    }

    /// Weighs the words.
    pub(crate) fn build(self) -> Lexicon {
        let mut n_by_stem = BTreeMap::<u32, u32>::new();
        for uses in self.words.values() {
            *n_by_stem.entry(uses.stem).or_default() += uses.n_texts;
        }
        let unknown_idf = idf(self.n_texts, NOWHERE);
        let mut letters = String::new();
        let entries = self.words.iter().map(|(hash, uses)| {
            letters.push_str(&uses.text);
            let locales = uses.by_locale.keys();
            let own = idf(self.n_texts, f64::from(n_by_stem[&uses.stem]).max(NOWHERE));
            Entry {
                hash: *hash,
                stem: uses.stem,
                n_texts: u16::try_from(uses.n_texts).unwrap_or(u16::MAX),
                idf: if uses.is_small {
                    own.min(small_idf(unknown_idf))
                } else {
                    own
                },
                locales: locales.fold(0, |mask, at| mask | 1 << (at % 16)),
                end: u32::try_from(letters.len()).unwrap_or(u32::MAX),
            }
        });
        let entries = entries.collect();
        Lexicon::new(entries, letters, unknown_idf)
    }
}

fn small_idf(unknown_idf: u16) -> u16 {
    (unknown_idf / 4).max(1)
}

/// The inverse document frequency, `ln(1 + N / n)`, in 256ths.
fn idf(n_texts: u32, n_with: f64) -> u16 {
    let idf = libm::log(1.0 + f64::from(n_texts) / n_with);
    libm::round(idf * IDF_ONE).clamp(1.0, 65_535.0) as u16
}

/// Calls `emit` for each unit of a text, in order.
pub(crate) fn units<'a>(tokens: &'a Tokens, mut emit: impl FnMut(Unit<'a>)) {
    for word in tokens.list() {
        let text = tokens.text_of(word);
        if word.is_dense {
            pairs(text).for_each(&mut emit);
        } else {
            emit(whole(word, text));
        }
    }
}

fn whole<'a>(word: &Word, text: &'a str) -> Unit<'a> {
    Unit {
        text,
        hash: word.hash,
        twin: word.twin,
        is_dense: false,
    }
}

/// Overlapping pairs of characters; a single character stands alone.
fn pairs(run: &str) -> impl Iterator<Item = Unit<'_>> {
    let is_single = run.chars().nth(1).is_none();
    let starts = run.char_indices().map(|(at, _)| at);
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8());
    starts
        .zip(ends.skip(usize::from(!is_single)))
        .map(|(start, end)| {
            let text = &run[start..end];
            Unit {
                text,
                hash: hash::of_word(text),
                twin: None,
                is_dense: true,
            }
        })
}
