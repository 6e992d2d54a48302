//! Words that mean the same: everyday ones, which the engine knows, and a bot's own.

use crate::{id, locale, shop};
use engine::{Bot, Finder, Snapshot, SynonymGroup, Thresholds, Tokens};

fn own(term: &str, variants: &[&str]) -> SynonymGroup {
    SynonymGroup {
        locale: locale("en"),
        term: term.into(),
        variants: variants.iter().map(|text| (*text).into()).collect(),
    }
}

fn top(synonyms: &[SynonymGroup], question: &str) -> (model::id::ArticleId, f32) {
    let snapshot = Snapshot::compile_with(&shop(), synonyms);
    let bot = Bot::new(snapshot, Thresholds::default());
    let best = bot.rank(&Tokens::cut(question, None)).candidates[0];
    (best.article, best.confidence)
}

#[test]
fn everyday_words_stand_for_one_another() {
    // No article has any of these words.
    for (question, expected) in [
        ("give a package back", 0),
        ("shipment fee", 2),
        ("my passphrase is gone", 3),
        ("tarif d’un envoi", 2),
    ] {
        assert_eq!(top(&[], question).0, id(expected), "{question}");
    }
}

#[test]
fn a_bots_own_synonyms_are_found() {
    let groups = [own("delivery", &["flurbel", "the blue van"])];
    for question in ["flurbel costs", "what costs the blue van"] {
        let (_, before) = top(&[], question);
        let (article, after) = top(&groups, question);
        assert_eq!(article, id(2), "{question}");
        assert!(after > before, "{question}: {before} to {after}");
    }
}

#[test]
fn a_synonym_is_not_taken_for_a_typing_error() {
    let question = Tokens::cut("purcel", None);
    let repaired = |synonyms: &[SynonymGroup]| {
        let snapshot = Snapshot::compile_with(&shop(), synonyms);
        Bot::new(snapshot, Thresholds::default())
            .rank(&question)
            .repairs
            .len()
    };
    assert_eq!(repaired(&[]), 1);
    assert_eq!(repaired(&[own("price", &["purcel"])]), 0);
}

#[test]
fn the_order_of_synonyms_does_not_matter_and_strange_ones_do_no_harm() {
    let groups = [
        own("price", &["tarif", "fee"]),
        own("", &["", "?!", "a b c d e f"]),
    ];
    let swapped = [
        own("", &["a b c d e f"]),
        own("fee", &["price", "tarif", "tarif"]),
    ];
    let bytes = |groups: &[SynonymGroup]| Snapshot::compile_with(&shop(), groups).to_bytes();
    assert_eq!(bytes(&groups), bytes(&swapped));
    assert_ne!(bytes(&groups), bytes(&[]));
    assert!(Snapshot::from_bytes(&bytes(&groups)).is_ok());
}

#[test]
fn groups_are_found_in_texts_by_stems_and_in_their_language_only() {
    let finder = Finder::new(&[own("return", &["send it back"]), own("price", &["fee"])]);
    let find = |text: &str, language: &str| -> Vec<usize> {
        finder.find(text, &locale(language)).into_iter().collect()
    };
    for (text, expected) in [
        ("Can I send it back?", &[0][..]),
        ("The FEES of returning", &[0, 1]),
        ("send it", &[]),
        ("", &[]),
    ] {
        assert_eq!(find(text, "en"), expected, "{text}");
    }
    assert!(find("fee", "fr").is_empty());
}
