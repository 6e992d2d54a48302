//! What was said before: choices picked by place or words, and follow-ups.

use crate::transcripts::check_with;
use crate::{id, locale, text};
use engine::{ArticleContent, Content};

/// Tickets and rooms, each in two kinds.
fn hotel() -> Content {
    let article = |number, title: &str, utterances: &[&str], answer: &str| ArticleContent {
        id: id(number),
        texts: vec![text("en", title, utterances, answer)],
    };
    Content {
        locale: locale("en"),
        articles: vec![
            article(
                0,
                "What does a ticket for adults cost?",
                &["ticket price for adults", "adult ticket price"],
                "Twelve.",
            ),
            article(
                1,
                "What does a ticket for children cost?",
                &["ticket price for children", "child ticket price"],
                "Six.",
            ),
            article(
                2,
                "May children swim in the pool?",
                &["is the pool open to children", "pool for kids"],
                "Until eight.",
            ),
            article(
                3,
                "How do I cancel a room?",
                &["cancel my room", "cancel the reservation of a room"],
                "On the page of the reservation.",
            ),
        ],
    }
}

/// Two articles that only their answers tell apart.
fn shirts() -> Content {
    let article = |number, answer| ArticleContent {
        id: id(number),
        texts: vec![text("en", "How do I return shirts?", &[], answer)],
    };
    Content {
        locale: locale("en"),
        articles: vec![
            article(0, "Send them by post, the label is in the box."),
            article(1, "Bring them to a shop in your town."),
            ArticleContent {
                id: id(2),
                texts: vec![text(
                    "en",
                    "When are you open?",
                    &["opening hours", "are you open on sunday"],
                    "Every day from nine to six.",
                )],
            },
        ],
    }
}

#[test]
fn a_choice_is_picked_by_its_place() {
    for (said, expected) in [
        ("2", 1),
        ("the first one", 0),
        ("last", 1),
        ("la deuxième", 1),
    ] {
        let (picked, offered) =
            crate::transcripts::second(&shirts(), "how do I return shirts", said);
        assert_eq!(picked, Some(offered[expected]), "{said}");
    }
}

#[test]
fn a_choice_is_picked_by_its_words() {
    for (said, expected) in [
        ("by post", 0),
        ("in a shop", 1),
        ("the one with the label", 0),
    ] {
        let (picked, _) = crate::transcripts::second(&shirts(), "how do I return shirts", said);
        assert_eq!(picked, Some(id(expected)), "{said}");
    }
}

#[test]
fn what_is_not_among_the_choices_is_a_question_of_its_own() {
    check_with(
        &shirts(),
        "> how do I return shirts
         ? How do I return shirts? / How do I return shirts?
         > are you open on sunday
         < When are you open?
         > 2
         ! en",
    );
    for said in ["7", "thank you", "asdf"] {
        let (picked, _) = crate::transcripts::second(&shirts(), "how do I return shirts", said);
        assert_eq!(picked, None, "{said}");
    }
}

#[test]
fn a_follow_up_goes_on_from_the_last_answer() {
    check_with(
        &hotel(),
        "> ticket price for adults
         < What does a ticket for adults cost?
         > and for children?
         < What does a ticket for children cost?
         > what about adults
         < What does a ticket for adults cost?
         > and thanks for everything
         ! en",
    );
}

#[test]
fn without_a_last_answer_a_follow_up_stands_alone() {
    check_with(
        &hotel(),
        "> and asdf?
         ! en
         > cancel my room
         < How do I cancel a room?
         > and the weather in brazil
         ! en",
    );
}
