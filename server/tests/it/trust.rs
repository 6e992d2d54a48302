//! Trust before publishing: versions and the way back, tests that stop a publish, what a publish
//! would change, and wordings that collide.

use crate::support::TestApp;
use domain::{
    access::{Access, Conversations, Knowledge, Read, Settings, Write},
    evaluation, knowledge,
    regression::{self, TestDraft},
};
use model::{
    article::ArticleDraft,
    error::{AppError, Problem},
    evaluation::Basis,
    regression::{Clash, Occasion, Shown, TestsPage},
    thresholds::Decision,
    turn::TurnKind,
    version::{Author, Change},
};

async fn writing(app: &TestApp) -> Access<Write<Knowledge>> {
    app.command().open(app.bot).await.unwrap()
}

async fn reading(app: &TestApp) -> Access<Read<Knowledge>> {
    writing(app).await.reading()
}

/// Gives the article about opening hours another answer and one more wording.
async fn edit(app: &TestApp, wording: &str) {
    let access = writing(app).await;
    let article = knowledge::get(&access.reading(), app.articles[1])
        .await
        .unwrap();
    let mut utterances = article.texts[0].utterances.clone();
    utterances.push(wording.to_owned());
    let draft = ArticleDraft {
        locale: "en".into(),
        title: "What are the opening hours?".into(),
        utterances: utterances.join("\n"),
        answer: "<p>From 9 to 6.</p>".into(),
        topic: "Shop".into(),
        ..ArticleDraft::default()
    };
    knowledge::update(&access, app.articles[1], article.revision, draft)
        .await
        .unwrap();
}

async fn add_test(app: &TestApp, question: &str, expected: &str) -> Result<(), AppError> {
    let draft = TestDraft {
        question: question.into(),
        locale: String::new(),
        expected: expected.into(),
    };
    regression::save(&writing(app).await, &draft).await
}

async fn tests(app: &TestApp) -> TestsPage {
    regression::page(&reading(app).await, Shown::All, 0)
        .await
        .unwrap()
}

async fn set_gate(app: &TestApp, is_gated: bool) {
    let access = app
        .command()
        .open::<Write<Settings>>(app.bot)
        .await
        .unwrap();
    regression::set_gate(&access, is_gated).await.unwrap();
}

#[tokio::test]
async fn versions_are_listed_with_what_changed() {
    for app in TestApp::on_each_engine().await {
        edit(&app, "business hours").await;
        let access = reading(&app).await;
        let draft = knowledge::compare(&access, 1, 0).await.unwrap();
        assert_eq!((draft.n_added, draft.n_changed, draft.n_removed), (0, 1, 0));
        assert_eq!(draft.articles[0].change, Change::Changed);
        assert_eq!(
            draft.articles[0].texts[0].wordings[0].text,
            "business hours"
        );
        app.publish().await;
        assert_eq!(
            knowledge::compare(&access, 2, 0)
                .await
                .unwrap()
                .n_differing(),
            0
        );
        assert_eq!(knowledge::compare(&access, 0, 1).await.unwrap().n_added, 3);
        let versions = knowledge::list_versions(&access, 0).await.unwrap();
        let numbers: Vec<u32> = versions.items.iter().map(|one| one.number).collect();
        assert_eq!((numbers, versions.live), (vec![2, 1], Some(2)));
        assert_eq!(versions.items[0].n_articles, 3);
        assert!(versions.items[0].snapshot_bytes > 0);
        assert_eq!(versions.items[0].by, Author::Command);
        let unknown = knowledge::compare(&access, 1, 7).await;
        assert_eq!(unknown, Err(AppError::NotFound));
    }
}

#[tokio::test]
async fn a_rollback_answers_as_before_and_leaves_the_draft_as_it_is() {
    for app in TestApp::on_each_engine().await {
        edit(&app, "business hours").await;
        app.publish().await;
        let told = async || app.ask("opening times").await.text;
        assert!(told().await.contains("9 to 6"));
        let access = writing(&app).await;
        assert_eq!(knowledge::bring_back(&access, 1, 2).await, Ok(3));
        assert!(told().await.contains("9 to 5"));
        let again = knowledge::bring_back(&access, 1, 2).await;
        assert_eq!(again, Err(AppError::Conflict), "twice is safe");
        let versions = knowledge::list_versions(&access.reading(), 0)
            .await
            .unwrap();
        assert_eq!(versions.items[0].brought_back, Some(1));
        assert!(versions.has_changes, "the draft is as it was");
        let draft = knowledge::compare(&access.reading(), 3, 0).await.unwrap();
        assert_eq!(draft.n_changed, 1);
        let article = knowledge::get(&access.reading(), app.articles[1])
            .await
            .unwrap();
        assert_eq!(article.status.as_str(), "changed");
        assert_eq!(knowledge::bring_back(&access, 2, 3).await, Ok(4));
        let versions = knowledge::list_versions(&access.reading(), 0)
            .await
            .unwrap();
        assert!(!versions.has_changes, "the draft is what answers");
    }
}

#[tokio::test]
async fn an_old_version_comes_back_without_its_snapshot() {
    for app in TestApp::on_each_engine().await {
        edit(&app, "business hours").await;
        app.publish().await;
        app.sabotage("UPDATE versions SET snapshot = '' WHERE number = 1")
            .await;
        let access = writing(&app).await;
        assert_eq!(knowledge::bring_back(&access, 1, 2).await, Ok(3));
        assert!(app.ask("opening times").await.text.contains("9 to 5"));
    }
}

#[tokio::test]
async fn a_failing_test_stops_a_publish_where_the_team_wants_it_to() {
    for app in TestApp::on_each_engine().await {
        add_test(&app, "opening times", "What are the opening hours?")
            .await
            .unwrap();
        add_test(&app, "who won the world cup", "-").await.unwrap();
        let run = regression::run(&writing(&app).await).await.unwrap();
        assert_eq!((run.n_tests, run.n_failed), (2, 0));
        add_test(&app, "Opening TIMES", "How do I return a parcel?")
            .await
            .unwrap();
        assert_eq!(
            tests(&app).await.n_tests,
            2,
            "the same question is one test"
        );
        app.publish().await;
        let page = tests(&app).await;
        assert_eq!(
            (page.runs[0].occasion, page.n_failed),
            (Occasion::Published, 1)
        );
        set_gate(&app, true).await;
        let stopped = knowledge::publish(&writing(&app).await).await;
        let Err(AppError::TestsFailed { n_failed, failed }) = stopped else {
            panic!("{stopped:?}")
        };
        assert_eq!((n_failed, failed.len()), (1, 1));
        assert_eq!(failed[0].expected, "How do I return a parcel?");
        assert_eq!(failed[0].answered, "What are the opening hours?");
        let page = tests(&app).await;
        assert_eq!(page.runs[0].occasion, Occasion::Stopped);
        let first = page.rows[0].result.as_ref().unwrap();
        assert!(!first.is_passed, "those that failed come first");
        assert_eq!(first.verdict.kind, TurnKind::Answer);
        regression::delete(&writing(&app).await, page.rows[0].test.id)
            .await
            .unwrap();
        app.publish().await;
    }
}

#[tokio::test]
async fn a_test_names_an_article_or_says_at_the_field_what_is_wrong() {
    for app in TestApp::on_each_engine().await {
        let unknown = add_test(&app, "x", "No such article").await;
        assert_eq!(
            unknown,
            Err(AppError::invalid("expected", Problem::Unknown))
        );
        let id = app.articles[1].to_string();
        add_test(&app, "x", &id).await.unwrap();
        let expected = tests(&app).await.rows[0].test.expected.clone().unwrap();
        assert_eq!(expected.title, "What are the opening hours?");
        let access = writing(&app).await;
        let bad = regression::import(&access, "no tab\nhours\tno such article").await;
        assert!(matches!(bad, Err(AppError::InvalidLines { lines, .. }) if lines.len() == 2));
        assert_eq!(
            tests(&app).await.n_tests,
            1,
            "all of a file, or nothing of it"
        );
        let file = "hours\twhat are the opening hours?\nwho won\t-\tfr\n";
        assert_eq!(regression::import(&access, file).await, Ok(2));
        assert_eq!(tests(&app).await.n_tests, 3);
    }
}

#[tokio::test]
async fn questions_whose_answer_would_flip_are_told() {
    for app in TestApp::on_each_engine().await {
        for question in [
            "opening times",
            "who won the world cup in 1998",
            "who won the world cup in 1998",
        ] {
            app.ask(question).await;
        }
        let access = app
            .command()
            .open::<Read<Conversations>>(app.bot)
            .await
            .unwrap();
        let before = regression::forecast(&access, 30).await.unwrap();
        assert_eq!(
            (before.n_questions, before.n_asked, before.n_changed),
            (2, 3, 0)
        );
        edit(&app, "who won the world cup in 1998").await;
        let after = regression::forecast(&access, 30).await.unwrap();
        assert_eq!((after.n_changed, after.n_asked_changed), (1, 2));
        let flip = &after.changed[0];
        assert_eq!((flip.n_times, flip.before.decision), (2, Decision::Missed));
        assert_eq!(flip.after.decision, Decision::Answered);
        assert_eq!(flip.after.title, "What are the opening hours?");
    }
}

#[tokio::test]
async fn a_draft_is_measured_on_its_tests_and_on_its_wordings() {
    for app in TestApp::on_each_engine().await {
        let access = reading(&app).await;
        let none = evaluation::evaluate(&access, Basis::Tests).await.unwrap();
        assert_eq!((none.n_questions, none.accuracy), (0, None));
        add_test(&app, "opening times", "What are the opening hours?")
            .await
            .unwrap();
        add_test(&app, "opening hours please", "-").await.unwrap();
        add_test(&app, "qwerty zzz", "-").await.unwrap();
        let measured = evaluation::evaluate(&access, Basis::Tests).await.unwrap();
        assert_eq!((measured.n_questions, measured.accuracy), (3, Some(1.0)));
        assert_eq!(measured.out_of_scope_recall, Some(0.5));
        assert_eq!((measured.n_missed, measured.confused.len()), (1, 0));
        let missed = &measured.missed[0];
        assert_eq!(missed.question, "opening hours please");
        assert_eq!(missed.expected, None);
        let predicted = missed.predicted.as_ref().unwrap();
        assert_eq!(predicted.title, "What are the opening hours?");
        let wordings = evaluation::evaluate(&access, Basis::Wordings)
            .await
            .unwrap();
        assert!(wordings.n_questions > 0);
        assert!(wordings.accuracy.is_some() && wordings.ece.is_some());
    }
}

#[tokio::test]
async fn wordings_of_another_article_collide() {
    for app in TestApp::on_each_engine().await {
        let access = reading(&app).await;
        let found = |article, wordings: &'static str| {
            knowledge::collisions(&access, article, "en", wordings)
        };
        let all = found(None, "opening times\nqwerty zzz").await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].clash, all[0].other), (Clash::Same, app.articles[1]));
        let own = found(Some(app.articles[1]), "opening times").await.unwrap();
        assert_eq!(own, []);
    }
}
