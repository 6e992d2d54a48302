//! Conversations: `> ` is what a visitor asks (`> [fr] ` on a French page), `* ` the choice that
//! they pick, `< ` an answer by its title, `? ` a clarification, `! ` a fallback.

use crate::{bot, id, locale, shop, text};
use engine::{ArticleContent, Bot, Content, Effect, Event, Ranking, State, Tokens, step};
use model::id::ArticleId;

/// Plays a transcript's questions against the shop's bot and compares what comes back.
fn check(transcript: &str) {
    check_with(&shop(), transcript);
}

pub fn check_with(content: &Content, transcript: &str) {
    let bot = bot(content);
    let mut state = State::default();
    let mut played = Vec::new();
    let expected: Vec<&str> = transcript.lines().map(str::trim).collect();
    for line in &expected {
        let Some(event) = event(content, line) else {
            continue;
        };
        let (next, effects) = step(&bot, state, &event);
        state = next;
        played.push((*line).to_owned());
        played.extend(effects.iter().map(|effect| show(content, effect)));
    }
    assert_eq!(played, expected);
}

/// What the second of two questions is answered with, and what the first one made the bot offer.
pub fn second(content: &Content, first: &str, second: &str) -> (Option<ArticleId>, Vec<ArticleId>) {
    let bot = bot(content);
    let ask = |state, text| step(&bot, state, &Event::Question(Tokens::cut(text, None)));
    let (state, _) = ask(State::default(), first);
    let offered = state.offered.clone();
    let (_, effects) = ask(state, second);
    match effects[0] {
        Effect::Answer { article, .. } => (Some(article), offered),
        _ => (None, offered),
    }
}

fn event(content: &Content, line: &str) -> Option<Event> {
    if let Some(title) = line.strip_prefix("* ") {
        return Some(Event::Choice(find(content, title)));
    }
    let question = line.strip_prefix("> ")?;
    let (page, question) = match question
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
    {
        Some((page, question)) => (Some(locale(page)), question),
        None => (None, question),
    };
    Some(Event::Question(Tokens::cut(question, page.as_ref())))
}

/// The article with a title; an id that the bot does not have if there is none.
fn find(content: &Content, title: &str) -> ArticleId {
    let has_title = |texts: &[engine::TextContent]| texts.iter().any(|text| text.title == title);
    let found = content
        .articles
        .iter()
        .find(|article| has_title(&article.texts));
    found.map_or(id(999), |article| article.id)
}

fn title(content: &Content, article: ArticleId, locale: &model::text::Locale) -> String {
    let article = content
        .articles
        .iter()
        .find(|known| known.id == article)
        .expect("it exists");
    let text = article.texts.iter().find(|text| text.locale == *locale);
    text.unwrap_or(&article.texts[0]).title.clone()
}

fn show(content: &Content, effect: &Effect) -> String {
    match effect {
        Effect::Answer {
            article, locale, ..
        } => {
            format!("< {}", title(content, *article, locale))
        }
        Effect::Clarify {
            articles, locale, ..
        } => {
            let titles = articles
                .iter()
                .map(|article| title(content, *article, locale));
            format!("? {}", titles.collect::<Vec<_>>().join(" / "))
        }
        Effect::Fallback { locale, .. } => format!("! {locale}"),
    }
}

fn rank(bot: &Bot, question: &str) -> Ranking {
    bot.rank(&Tokens::cut(question, None))
}

#[test]
fn other_words_find_the_answer() {
    check(
        "> hi, how can I return my article?
         < How do I return a parcel?
         > are you open this sunday
         < What are your opening hours?
         > I have forgotten the password
         < How do I reset my password?",
    );
}

#[test]
fn each_language_is_answered_in_its_own() {
    check(
        "> when do you close?
         < What are your opening hours?
         > quand fermez-vous ?
         < Quels sont vos horaires d’ouverture ?
         > is the delivery free?
         < How much is delivery?
         > combien coûtent les frais de port ?
         < Combien coûte la livraison ?",
    );
}

#[test]
fn the_page_tells_the_language_where_the_words_do_not() {
    check(
        "> [fr] qwertz
         ! fr
         > [en] qwertz
         ! en
         > [de] qwertz
         ! en",
    );
}

#[test]
fn an_article_in_one_language_answers_in_it() {
    check(
        "> [en] offrez-vous des chèques-cadeaux
         < Offrez-vous des chèques-cadeaux ?",
    );
}

#[test]
fn accents_and_apostrophes_are_optional() {
    check(
        "> comment reinitialiser mon mot de passe
         < Comment réinitialiser mon mot de passe ?
         > J'AI OUBLIÉ MON MOT DE PASSE
         < Comment réinitialiser mon mot de passe ?
         > j’ai oublie mon mot de passe
         < Comment réinitialiser mon mot de passe ?",
    );
}

#[test]
fn typing_errors_are_repaired() {
    check(
        "> how do i retrun a pacrel
         < How do I return a parcel?
         > i forgto my pasword
         < How do I reset my password?
         > la livrason est elle gratiute
         < Combien coûte la livraison ?",
    );
    let ranking = rank(&bot(&shop()), "delivvery csots");
    let taken_for: Vec<_> = ranking
        .repairs
        .iter()
        .map(|word| (word.word, word.taken_for.as_str()))
        .collect();
    assert_eq!(taken_for, [(0, "delivery"), (1, "costs")]);
}

#[test]
fn what_nobody_wrote_falls_back() {
    check(
        "> asdf qwer zxcv
         ! en
         > who won the football championship in brazil
         ! en
         > 🙂🙂🙂
         ! en",
    );
}

#[test]
fn an_article_without_utterances_is_found_by_its_answer() {
    check(
        "> cadeau valable dans les magasins
         < Offrez-vous des chèques-cadeaux ?",
    );
}

#[test]
fn between_two_articles_the_bot_asks_back() {
    let article = |number, answer| ArticleContent {
        id: id(number),
        texts: vec![text("en", "How do I return shirts?", &[], answer)],
    };
    let content = Content {
        locale: locale("en"),
        articles: vec![article(0, "By post."), article(1, "In a shop.")],
    };
    check_with(
        &content,
        "> how do I return shirts
         ? How do I return shirts? / How do I return shirts?
         * How do I return shirts?
         < How do I return shirts?",
    );
}

#[test]
fn a_choice_is_shown_in_the_conversations_language() {
    check(
        "> quand fermez-vous ?
         < Quels sont vos horaires d’ouverture ?
         * How much is delivery?
         < Combien coûte la livraison ?",
    );
}

#[test]
fn a_stale_button_answers_and_a_missing_article_falls_back() {
    check(
        "* How much is delivery?
         < How much is delivery?
         * An article that was deleted
         ! en",
    );
}

#[test]
fn a_bot_without_articles_falls_back() {
    let content = Content {
        articles: Vec::new(),
        locale: locale("fr"),
    };
    check_with(
        &content,
        "> bonjour
         ! fr",
    );
}

#[test]
fn misses_in_a_row_are_counted() {
    let bot = bot(&shop());
    let mut state = State::default();
    for (question, misses) in [("qwertz", 1), ("zuiop", 2), ("when are you open", 0)] {
        let event = Event::Question(Tokens::cut(question, None));
        (state, _) = step(&bot, state, &event);
        assert_eq!(state.misses, misses, "{question}");
    }
    assert_eq!(state.last, Some(id(1)));
}

#[test]
fn a_states_json_is_short_and_comes_back() {
    assert_eq!(serde_json::to_string(&State::default()).unwrap(), "{}");
    assert_eq!(
        serde_json::from_str::<State>("{}").unwrap(),
        State::default()
    );
    let state = State {
        last: Some(id(1)),
        offered: vec![id(2), id(3)],
        locale: Some(locale("fr")),
        misses: 2,
    };
    let json = serde_json::to_string(&state).unwrap();
    assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
}

#[test]
fn an_effect_comes_back_from_its_json() {
    let effect = Effect::Answer {
        article: id(1),
        locale: locale("fr"),
        confidence: 0.75,
    };
    let json = serde_json::to_value(&effect).unwrap();
    assert_eq!(json["answer"]["locale"], "fr");
    assert_eq!(serde_json::from_value::<Effect>(json).unwrap(), effect);
}

#[test]
fn candidates_come_best_first_and_at_most_five() {
    let ranking = rank(&bot(&shop()), "how do I return a parcel");
    assert_eq!(ranking.candidates[0].article, id(0));
    assert_eq!(ranking.candidates.len(), 5);
    assert!(ranking.candidates.is_sorted_by(|a, b| a.score >= b.score));
    assert!(ranking.candidates[0].confidence > 0.9);
    assert_eq!(ranking.known, 1000);
}

#[test]
fn a_bot_with_one_article_knows_what_it_does_not_know() {
    let mut content = shop();
    content.articles.truncate(1);
    check_with(
        &content,
        "> how can i return an article
        < How do I return a parcel?
        > who won the cup?
        ! en
        > can i rent a bike here?
        ! en
        > where do i find the menu
        ! en",
    );
}
/// With nothing to compare with, an article of a few words would answer whatever shares one.
#[test]
fn a_bot_with_one_short_article_answers_what_that_covers_alone() {
    let content = Content {
        locale: locale("en"),
        articles: vec![ArticleContent {
            id: id(0),
            texts: vec![text("en", "Where is the terrace?", &[], "Upstairs.")],
        }],
    };
    check_with(
        &content,
        "> where do I find the terrace
        < Where is the terrace?
        > the terrace?
        < Where is the terrace?
        > can i rent a zibomu here?
        ! en
        > where do you live
        ! en
        > is the moon far
        ! en
        > how is the weather?
        ! en",
    );
}
