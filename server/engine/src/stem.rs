//! Light stems: the Snowball algorithms, for the languages that they know.

use crate::hash;
use model::text::Locale;
use rust_stemmers::{Algorithm, Stemmer};

/// The hash of a word's stem in a language; of the word itself where there are no rules.
pub(crate) fn stem(word: &str, locale: &Locale) -> u32 {
    match algorithm(locale.language()) {
        Some(algorithm) => hash::of_word(&Stemmer::create(algorithm).stem(word)),
        None => hash::of_word(word),
    }
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
