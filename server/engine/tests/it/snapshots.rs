//! Snapshots: the same content gives the same bytes, and no bytes make the engine panic.

use crate::{bot, id, locale, shop};
use engine::{
    ArticleContent, BadSnapshot, Bot, Content, Snapshot, State, TextContent, Thresholds, Tokens,
    explain,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| Snapshot::compile(&shop()).to_bytes());

#[test]
fn the_same_content_gives_the_same_bytes() {
    assert_eq!(Snapshot::compile(&shop()).to_bytes(), *BYTES);
    let mut shuffled = shop();
    shuffled.articles.reverse();
    for article in &mut shuffled.articles {
        article.texts.reverse();
        for text in &mut article.texts {
            text.utterances.reverse();
        }
    }
    assert_eq!(Snapshot::compile(&shuffled).to_bytes(), *BYTES);
}

#[test]
fn another_content_gives_other_bytes() {
    let mut other = shop();
    other.articles[0].texts[0]
        .utterances
        .push("give a parcel back".into());
    let bytes = Snapshot::compile(&other).to_bytes();
    assert_ne!(Snapshot::hash(&bytes), Snapshot::hash(&BYTES));
    assert_eq!(Snapshot::hash(&bytes).len(), 64);
}

#[test]
fn a_snapshot_read_back_ranks_as_before() {
    let read = Snapshot::from_bytes(&BYTES).unwrap();
    assert_eq!(read.to_bytes(), *BYTES);
    assert_eq!(read.n_articles(), 5);
    let read = Bot::new(read, Thresholds::default());
    let compiled = bot(&shop());
    for question in [
        "retrun a parcel",
        "ouvert dimanche ?",
        "shipping to 北京",
        "xyz",
    ] {
        let tokens = Tokens::cut(question, None);
        assert_eq!(read.rank(&tokens), compiled.rank(&tokens), "{question}");
    }
}

#[test]
fn other_bytes_are_refused_by_name() {
    assert_eq!(
        Snapshot::from_bytes(b"").unwrap_err(),
        BadSnapshot::NotASnapshot
    );
    assert_eq!(
        Snapshot::from_bytes(b"<html>").unwrap_err(),
        BadSnapshot::NotASnapshot
    );
    let mut newer = BYTES.clone();
    newer[4] = 0xFF;
    newer[5] = 0xFF;
    assert_eq!(
        Snapshot::from_bytes(&newer).unwrap_err(),
        BadSnapshot::Version(0xFFFF)
    );
    let cut = &BYTES[..BYTES.len() - 1];
    assert_eq!(Snapshot::from_bytes(cut).unwrap_err(), BadSnapshot::Damaged);
    let longer = [&BYTES[..], b"!"].concat();
    assert_eq!(
        Snapshot::from_bytes(&longer).unwrap_err(),
        BadSnapshot::Damaged
    );
}

#[test]
fn of_two_articles_with_one_id_the_first_counts() {
    let article = |title: &str| ArticleContent {
        id: id(1),
        texts: vec![TextContent {
            locale: locale("en"),
            title: title.into(),
            utterances: Vec::new(),
            answer: String::new(),
        }],
    };
    let content = |titles: &[&str]| Content {
        locale: locale("en"),
        articles: titles.iter().map(|title| article(title)).collect(),
    };
    let both = Snapshot::compile(&content(&["opening hours", "parcels"]));
    let first = Snapshot::compile(&content(&["opening hours"]));
    assert_eq!(both.to_bytes(), first.to_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Snapshot::from_bytes(&bytes);
        let with_header = [&BYTES[..6], &bytes].concat();
        let _ = Snapshot::from_bytes(&with_header);
    }

    /// What passes the checks must also be safe to ask.
    #[test]
    fn a_damaged_snapshot_never_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        question in "[a-z ]{0,40}|how do I return a parcel|and on sunday|ouvert le dimanche",
    ) {
        let mut bytes = BYTES.clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(snapshot) = Snapshot::from_bytes(&bytes) {
            let bot = Bot::new(snapshot, Thresholds::default());
            let tokens = Tokens::cut(&question, None);
            let said_before = State { last: Some(id(0)), ..State::default() };
            let _ = explain(&bot, &said_before, &tokens);
            let offered = State { offered: vec![id(0), id(2), id(9)], ..State::default() };
            let _ = explain(&bot, &offered, &tokens);
        }
    }
}
