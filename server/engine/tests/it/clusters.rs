//! Questions about the same, put together; and what thresholds would decide.

use crate::{locale, shop};
use engine::evaluation::Decision;
use engine::{Bot, Event, Snapshot, State, Thresholds, Tokens, cluster, step, weigh};

fn bot(thresholds: Thresholds) -> Bot {
    Bot::new(Snapshot::compile(&shop()), thresholds)
}

fn groups(bot: Option<&Bot>, questions: &[&str]) -> Vec<Vec<usize>> {
    let questions: Vec<Tokens> = questions
        .iter()
        .map(|question| Tokens::cut(question, None))
        .collect();
    cluster(&questions, bot, &locale("en"), 100)
}

#[test]
fn questions_about_the_same_are_put_together() {
    let questions = [
        "Do you sell lamps?",
        "can I buy a gift card",
        "are you selling lamps",
        "lamp",
        "do you have gift cards",
        "???",
        "who won the world cup",
        "???",
    ];
    let found = groups(None, &questions);
    assert!(found[0].starts_with(&[0, 2]), "{found:?}");
    assert!(
        found.contains(&vec![5]) && found.contains(&vec![6]),
        "{found:?}"
    );
    let mut all: Vec<usize> = found.iter().flatten().copied().collect();
    all.sort_unstable();
    assert_eq!(all, (0..questions.len()).collect::<Vec<_>>(), "each once");
    assert_eq!(found, groups(None, &questions), "always the same");
}

#[test]
fn the_bots_repairs_and_synonyms_help() {
    let questions = ["lost parcel", "lost parsel", "lost package"];
    assert_eq!(groups(None, &questions).len(), 3);
    let bot = bot(Thresholds::default());
    assert_eq!(groups(Some(&bot), &questions), [vec![0, 1, 2]]);
}

#[test]
fn a_group_has_at_most_so_many_and_nothing_is_lost() {
    let same = vec![Tokens::cut("opening times", None); 7];
    let sizes: Vec<usize> = cluster(&same, None, &locale("en"), 3)
        .iter()
        .map(Vec::len)
        .collect();
    assert_eq!(sizes, [3, 3, 1]);
    assert!(cluster(&[], None, &locale("en"), 3).is_empty());
}

#[test]
fn what_thresholds_would_decide_is_what_a_step_does() {
    let questions = [
        "opening hours",
        "return",
        "parcel",
        "how much is it",
        "password",
        "world cup",
        "",
    ];
    let weighing = bot(Thresholds::default());
    for (answer_at, ask_back_at) in [(0.5, 0.35), (0.9, 0.1), (0.2, 0.2), (0.99, 0.98)] {
        let thresholds = Thresholds {
            answer_at,
            ask_back_at,
        };
        let stepping = bot(thresholds);
        for question in questions {
            let tokens = Tokens::cut(question, None);
            let (_, effects) = step(
                &stepping,
                State::default(),
                &Event::Question(tokens.clone()),
            );
            assert_eq!(
                weigh(&weighing, &tokens).decide(thresholds),
                Decision::of(&effects[0]),
                "{question:?} at {answer_at}"
            );
        }
    }
}
