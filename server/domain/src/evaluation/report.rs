//! What a member sees of how good a draft is: figures, articles that are confused, questions that
//! went wrong.

use super::{ask, micros};
use crate::{
    access::{Access, Knowledge, Read},
    failure::OrInternal,
    knowledge::{self, VersionContent},
    thresholds::told,
};
use engine::{
    Bot, Thresholds,
    evaluation::{Decision, Outcome, figures, folds},
};
use model::{
    error::{AppError, AppResult, Problem},
    evaluation::{Basis, Confused, Evaluation, Missed, Named},
    id::ArticleId,
    regression::MAX_TESTS,
    text::Locale,
};
use std::{collections::HashMap, time::Duration};

/// Parts that a draft's wordings are asked in.
const FOLDS: usize = 5;
/// The most wordings that are asked, since each part needs a snapshot of its own.
const MAX_WORDINGS: usize = 5_000;
const MAX_CONFUSED: usize = 20;
const MAX_MISSED: usize = 50;

/// A question with what has to answer it.
struct Question {
    text: String,
    expected: Option<ArticleId>,
    locale: Option<Locale>,
}

type Asked = (Question, Outcome<ArticleId>, Duration);

/// Measures the draft. On its wordings only up to five thousand of them: more are for
/// `parlance evaluate`.
pub async fn evaluate(access: &Access<Read<Knowledge>>, basis: Basis) -> AppResult<Evaluation> {
    let (head, _, content) = knowledge::load_draft(access).await?;
    let thresholds = knowledge::thresholds_of(&head.settings);
    let asked = match basis {
        Basis::Tests => {
            let questions = tests(access, &head.locale).await?;
            let closed = content.closed(access.platform().now());
            let snapshot = knowledge::compile(content.clone()).await?;
            let bot = Bot::new(snapshot, thresholds).without(&closed);
            blocking(move || ask_all(&bot, questions)).await?
        }
        Basis::Wordings => {
            let questions = wordings(&content);
            if questions.len() > MAX_WORDINGS {
                let max = MAX_WORDINGS as u32;
                return Err(AppError::invalid("on", Problem::TooMany { max }));
            }
            let whole = content.clone();
            blocking(move || ask_in_parts(&whole, questions, thresholds)).await?
        }
    };
    Ok(sum_up(&asked, &content))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| AppError::Internal)
}

async fn tests(access: &Access<Read<Knowledge>>, locale: &Locale) -> AppResult<Vec<Question>> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("reading tests")?;
    let tests = store::regression::list(&mut tx, access.bot(), locale, MAX_TESTS)
        .await
        .or_internal("reading tests")?;
    let question = |test: model::regression::Test| Question {
        text: test.question,
        expected: test.expected.map(|expected| expected.article),
        locale: test.locale,
    };
    Ok(tests.into_iter().map(question).collect())
}

/// All wordings but the titles, which stay with every part.
fn wordings(content: &VersionContent) -> Vec<Question> {
    let texts = content
        .articles
        .iter()
        .flat_map(|article| article.texts.iter().map(|text| (article.id, text)));
    texts
        .flat_map(|(article, text)| {
            text.utterances.iter().map(move |wording| Question {
                text: wording.clone(),
                expected: Some(article),
                locale: Some(text.locale.clone()),
            })
        })
        .collect()
}

fn ask_all(bot: &Bot, questions: Vec<Question>) -> Vec<Asked> {
    let ask = |question: Question| {
        let (outcome, took) = ask(
            bot,
            &question.text,
            question.expected,
            question.locale.as_ref(),
        );
        (question, outcome, took)
    };
    questions.into_iter().map(ask).collect()
}

/// Each part is asked of a snapshot that has not seen it. Questions come in the content's order.
fn ask_in_parts(
    content: &VersionContent,
    questions: Vec<Question>,
    thresholds: Thresholds,
) -> Vec<Asked> {
    let labels: Vec<_> = questions.iter().map(|question| question.expected).collect();
    let part_of = folds(&labels, FOLDS);
    let mut parts: Vec<Vec<Question>> = (0..FOLDS).map(|_| Vec::new()).collect();
    for (question, part) in questions.into_iter().zip(&part_of) {
        parts[*part].push(question);
    }
    let asked = parts.into_iter().enumerate().map(|(part, questions)| {
        let bot = Bot::new(without(content, &part_of, part).compile(), thresholds);
        ask_all(&bot, questions)
    });
    asked.flatten().collect()
}

/// The content without the wordings of one part.
fn without(content: &VersionContent, part_of: &[usize], part: usize) -> VersionContent {
    let mut content = content.clone();
    let mut part_of = part_of.iter();
    let texts = content.articles.iter_mut().flat_map(|one| &mut one.texts);
    for text in texts {
        text.utterances
            .retain(|_| part_of.next().is_none_or(|own| *own != part));
    }
    content
}

fn sum_up(asked: &[Asked], content: &VersionContent) -> Evaluation {
    let outcomes: Vec<_> = asked
        .iter()
        .map(|(_, outcome, _)| outcome.clone())
        .collect();
    let figures = figures(&outcomes);
    let times = micros(asked.iter().map(|(.., took)| *took));
    let named = |article: ArticleId| Named {
        article,
        title: content.title_of(article),
    };
    let wrong = asked.iter().filter(|(_, outcome, _)| !is_well(outcome));
    let missed = wrong.clone().take(MAX_MISSED);
    let missed = missed.map(|(question, outcome, _)| Missed {
        question: question.text.clone(),
        expected: outcome.expected.map(named),
        decision: told(outcome.decision),
        predicted: outcome.predicted.map(named),
        confidence: outcome.confidence,
    });
    Evaluation {
        n_questions: u32::try_from(asked.len()).unwrap_or(u32::MAX),
        accuracy: figures.accuracy,
        coverage: figures.coverage,
        answered_accuracy: figures.answered_accuracy,
        out_of_scope_recall: figures.out_of_scope_recall,
        ece: figures.ece,
        us_median: times.median,
        us_p99: times.p99,
        confused: confused(asked, named),
        n_missed: u32::try_from(wrong.count()).unwrap_or(u32::MAX),
        missed: missed.collect(),
    }
}

/// Whether a visitor got what they should: the right answer, or none where none is right.
fn is_well(outcome: &Outcome<ArticleId>) -> bool {
    match outcome.expected {
        Some(_) => outcome.is_right() && outcome.decision == Decision::Answer,
        None => outcome.decision == Decision::Fallback,
    }
}

fn confused(asked: &[Asked], named: impl Fn(ArticleId) -> Named) -> Vec<Confused> {
    let mut pairs: HashMap<(ArticleId, ArticleId), (u32, &str)> = HashMap::new();
    for (question, outcome, _) in asked {
        if let (Some(expected), Some(predicted)) = (outcome.expected, outcome.predicted)
            && expected != predicted
        {
            let pair = pairs.entry((expected, predicted));
            pair.or_insert((0, &question.text)).0 += 1;
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|((expected, predicted), (n, _))| {
        (std::cmp::Reverse(*n), *expected, *predicted)
    });
    pairs
        .into_iter()
        .take(MAX_CONFUSED)
        .map(|((expected, predicted), (n_times, example))| Confused {
            expected: named(expected),
            predicted: named(predicted),
            n_times,
            example: example.to_owned(),
        })
        .collect()
}
