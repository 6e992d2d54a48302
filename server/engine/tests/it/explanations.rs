//! What an explanation says, and that it says what a step does.

use crate::{bot, id, shop};
use engine::{Effect, Event, State, Synonymous, Tokens, explain, step};

#[test]
fn an_explanation_has_every_part() {
    let bot = bot(&shop());
    let tokens = Tokens::cut("how do i send a pacrel back", None);
    let why = explain(&bot, &State::default(), &tokens);
    assert_eq!(why.words, ["how", "do", "i", "send", "a", "pacrel", "back"]);
    assert_eq!(why.ranking, bot.rank(&tokens));
    assert_eq!(why.ranking.repairs[0].taken_for, "parcel");
    assert_eq!(why.thresholds, bot.thresholds());
    assert!(matches!(why.effects[0], Effect::Answer { article, .. } if article == id(0)));
    assert!(!why.by_context);
    // "send", and "parcel" by its repair, have everyday synonyms.
    let of = |first| Synonymous { first, n_words: 1 };
    assert!(why.synonyms.contains(&of(3)) && why.synonyms.contains(&of(5)));
    assert_eq!(why.by_word.len(), why.ranking.candidates.len());
    let parts = &why.by_word[0];
    assert_eq!(parts.len(), 7);
    assert!(parts[5] > parts[0], "{parts:?}");
    assert!(parts.iter().sum::<i32>() < why.ranking.candidates[0].score + 20);
    let json = serde_json::to_string(&why).unwrap();
    assert_eq!(
        serde_json::from_str::<engine::Explanation>(&json)
            .unwrap()
            .words,
        why.words
    );
}

#[test]
fn an_explanation_tells_what_context_decided() {
    let bot = bot(&shop());
    let state = State {
        offered: vec![id(2), id(3)],
        ..State::default()
    };
    let tokens = Tokens::cut("the second", None);
    let why = explain(&bot, &state, &tokens);
    assert!(why.by_context);
    let (_, effects) = step(&bot, state, &Event::Question(tokens));
    assert_eq!(why.effects, effects);
}

#[test]
fn nothing_is_explained_as_well() {
    let why = explain(&bot(&shop()), &State::default(), &Tokens::cut("", None));
    assert!(why.words.is_empty() && why.ranking.candidates.is_empty() && why.by_word.is_empty());
}
