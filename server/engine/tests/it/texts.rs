//! Any text whatsoever: what becomes of it, that it never panics, and that it takes no longer
//! than it is long.

use crate::{bot, locale, shop};
use engine::{
    ArticleContent, Bot, Content, Event, Snapshot, State, TextContent, Tokens, explain, step,
};
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static BOT: LazyLock<Bot> = LazyLock::new(|| bot(&shop()));

fn words(text: &str) -> Vec<String> {
    Tokens::cut(text, None).words().map(str::to_owned).collect()
}

#[test]
fn texts_become_words() {
    for (text, expected) in [
        ("", &[][..]),
        ("Hello, World!", &["hello", "world"]),
        ("l'Élève d’à côté", &["l", "eleve", "d", "a", "cote"]),
        ("don't we'll it's", &["dont", "well", "its"]),
        ("DON'T We'Ll", &["dont", "well"]),
        ("ＦＵＬＬ ｗｉｄｔｈ ①", &["full", "width", "1"]),
        ("Straße, œuvre", &["strasse", "oeuvre"]),
        ("e\u{301}te\u{301}", &["ete"]),
        ("co\u{AD}op\u{200B}", &["coop"]),
        ("covid-19 node.js", &["covid", "19", "node", "js"]),
        ("iPhone手机多少钱？", &["iphone", "手机多少钱"]),
        ("हिन्दी", &["हिन्दी"]),
        ("مُحَمَّد", &["محمد"]),
        ("👍🏽 ok", &["ok"]),
    ] {
        assert_eq!(words(text), expected, "{text:?}");
    }
}

#[test]
fn d12_the_engine_sees_tokens_only() {
    // The one event that carries what a visitor wrote takes `Tokens`, and these hold letters and
    // digits: nothing that opens a tag, ends a string or parts statements survives the cut.
    let typed = "<script>alert('x')</script>\"; DROP TABLE turns; -- %27 \\0 ${a} `b` &lt; 1=1";
    let tokens = Tokens::cut(typed, None);
    let rest: String = tokens.words().collect();
    assert!(rest.chars().all(char::is_alphanumeric), "{rest}");
    // Nor do the words reach a log by accident.
    let event = Event::Question(tokens);
    assert!(!format!("{event:?}").contains("script"));
}

#[test]
fn a_word_is_mended_to_what_is_known_beside_its_neighbours() {
    let article = |number, title, utterances: &[&str]| ArticleContent {
        id: crate::id(number),
        texts: vec![crate::text("en", title, utterances, "")],
    };
    let bot = bot(&Content {
        locale: locale("en"),
        articles: vec![
            article(0, "Tell me a joke", &["time to laugh", "what we laugh to"]),
            article(1, "Where is Rome?", &["is rome far", "when was rome built"]),
        ],
    });
    for (said, expected) in [
        ("tell me a roke", &["joke"][..]),
        ("where is roke", &["rome"]),
        ("time ot laugh", &["to"]),
        // Two letters are like too many words, and many a question ends with such a one.
        ("ot", &[]),
        ("where is my ot", &[]),
    ] {
        let ranking = bot.rank(&Tokens::cut(said, None));
        let repairs = ranking.repairs.iter().map(|repair| &repair.taken_for);
        assert!(repairs.eq(expected), "{said}: {:?}", ranking.repairs);
    }
}

#[test]
fn a_script_without_spaces_is_understood() {
    let article = |number, title: &str, utterances: &[&str]| ArticleContent {
        id: crate::id(number),
        texts: vec![TextContent {
            locale: locale("zh"),
            title: title.into(),
            utterances: utterances.iter().map(|text| (*text).into()).collect(),
            answer: String::new(),
        }],
    };
    let bot = bot(&Content {
        locale: locale("zh"),
        articles: vec![
            article(0, "如何退货", &["我想退货", "退货流程是什么"]),
            article(1, "营业时间是几点", &["你们几点开门", "周日营业吗"]),
            article(2, "运费多少钱", &["运费怎么算", "包邮吗"]),
        ],
    });
    for (question, expected) in [("怎么退货呢", 0), ("周日几点开门", 1), ("运费要多少", 2)]
    {
        let ranking = bot.rank(&Tokens::cut(question, None));
        assert_eq!(
            ranking.candidates[0].article,
            crate::id(expected),
            "{question}"
        );
    }
}

#[test]
fn a_long_text_takes_no_longer_than_it_is_long() {
    let started = Instant::now();
    for piece in [
        "a",
        "parcl ",
        "é",
        "退",
        "e\u{301}",
        "\u{FDFA}",
        "'",
        "abcdefghij",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let tokens = Tokens::cut(&text, None);
        step(&BOT, State::default(), &Event::Question(tokens));
        let content = Content {
            locale: locale("en"),
            articles: vec![ArticleContent {
                id: crate::id(1),
                texts: vec![TextContent {
                    locale: locale("en"),
                    title: text[..0].to_owned(),
                    utterances: Vec::new(),
                    answer: text,
                }],
            }],
        };
        Snapshot::compile(&content);
    }
    // Quadratic time would need minutes.
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_very_long_word_is_cut_short() {
    let text = format!("{}'ll {}é", "a".repeat(96), "b".repeat(500));
    assert_eq!(
        words(&text),
        [format!("{}ll", "a".repeat(96)), "b".repeat(96)]
    );
    let (_, effects) = step(
        &BOT,
        State::default(),
        &Event::Question(Tokens::cut(&text, None)),
    );
    assert!(matches!(effects[0], engine::Effect::Fallback { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_cut_and_answered(text in any::<String>(), page in "[a-z]{2}") {
        let tokens = Tokens::cut(&text, Some(&locale(&page)));
        prop_assert!(tokens.words().all(|word| !word.is_empty()));
        let (_, effects) = step(&BOT, State::default(), &Event::Question(tokens));
        prop_assert_eq!(effects.len(), 1);
    }

    #[test]
    fn any_text_is_answered_after_anything(
        text in "(and |et |the |2 )?([a-z ]{0,30}|parcel|sunday|(退货){1,3})",
        last in prop::option::of(0_u128..7),
        offered in prop::collection::vec(0_u128..7, 0..6),
    ) {
        let state = State {
            last: last.map(crate::id),
            offered: offered.into_iter().map(crate::id).collect(),
            ..State::default()
        };
        let tokens = Tokens::cut(&text, None);
        let why = explain(&BOT, &state, &tokens);
        let (_, effects) = step(&BOT, state, &Event::Question(tokens));
        prop_assert_eq!(why.effects, effects);
    }

    #[test]
    fn markup_never_survives(text in "[a-z<>&'\";= -]{0,60}") {
        let tokens = Tokens::cut(&text, None);
        prop_assert!(tokens.words().all(|word| word.chars().all(char::is_alphanumeric)));
    }

    #[test]
    fn any_words_are_ranked_alike_twice(text in "([a-zé]{1,12} ){0,12}") {
        let tokens = Tokens::cut(&text, None);
        prop_assert_eq!(BOT.rank(&tokens), BOT.rank(&tokens));
    }

    #[test]
    fn confidences_are_probabilities(text in "((how|parcel|retrun|open|le|colis|xyz) ){0,8}") {
        for candidate in BOT.rank(&Tokens::cut(&text, None)).candidates {
            prop_assert!((0.0..=1.0).contains(&candidate.confidence));
        }
    }
}
