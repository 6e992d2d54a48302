//! Measuring how well questions are told apart: on a bot, or on a labelled file alone.

mod report;

pub use report::evaluate;

use crate::{
    access::{Access, Knowledge, Read},
    knowledge::{self, VersionContent},
};
use engine::{
    ArticleContent, Bot, Content, Effect, Event, Snapshot, State, TextContent, Thresholds, Tokens,
    evaluation::{Decision, Figures, Outcome, figures, folds},
    step,
};
use model::{
    error::{AppError, AppResult},
    id::ArticleId,
    text::Locale,
};
use rustix::time::{ClockId, clock_gettime};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// What stands where nothing should answer.
pub const NONE: &str = "-";

/// A question with what should answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The question.
    pub text: String,
    /// An article's id, title, key or label; [`NONE`] where nothing should answer.
    pub label: String,
}

/// What was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Measured {
    /// Questions asked.
    pub questions: usize,
    /// Of those with an expected answer, the share whose top candidate is it.
    pub accuracy: Option<f64>,
    /// Of those answered, the share answered right.
    pub answered_accuracy: Option<f64>,
    /// Of those with an expected answer, the share answered at all.
    pub coverage: Option<f64>,
    /// Of those without one, the share where the bot said that it does not know.
    pub out_of_scope_recall: Option<f64>,
    /// Expected calibration error.
    pub ece: Option<f64>,
    /// Thread CPU from cut to reply: mean, in microseconds.
    pub cpu_us_mean: f64,
    /// Median.
    pub us_median: f64,
    /// 99th percentile.
    pub us_p99: f64,
    /// How long building the snapshot took.
    pub build_ms: u64,
    /// Its size.
    pub snapshot_bytes: u64,
    /// What was predicted, in the order of the questions.
    #[serde(skip)]
    pub predictions: Vec<Prediction>,
}

/// What the engine made of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The question.
    pub text: String,
    /// What should answer it, as the file says.
    pub expected: String,
    /// The label of the top candidate; [`NONE`] without one.
    pub predicted: String,
    /// How sure the engine was of it, 0 to 1.
    pub confidence: f32,
    /// `answer`, `clarification` or `fallback`.
    pub decision: &'static str,
}

/// Bot and labels that questions are measured on.
struct Bench {
    bot: Bot,
    /// An expectation as the file may put it, to the article.
    articles: HashMap<String, ArticleId>,
    /// An article, to what a prediction calls it.
    names: HashMap<ArticleId, String>,
}

/// Measures a bot: its draft, or what is published.
pub async fn on_bot(
    access: &Access<Read<Knowledge>>,
    is_draft: bool,
    questions: &[Labelled],
    locale: Option<&Locale>,
) -> AppResult<Measured> {
    let content = knowledge::content(access, is_draft).await?;
    let keys = knowledge::import_keys(access).await?;
    let began = Instant::now();
    let snapshot = content.compile();
    let build_ms = millis(began);
    let snapshot_bytes = snapshot.to_bytes().len() as u64;
    let thresholds = knowledge::thresholds(access).await?;
    let bench = bench_of(&content, &keys, Bot::new(snapshot, thresholds));
    check_labels(&bench, questions)?;
    let mut measured = Measured {
        build_ms,
        snapshot_bytes,
        ..Measured::default()
    };
    let (outcomes, times) = ask_all(&bench, questions, locale, &mut measured.predictions);
    measured.sum_up(&outcomes, &times);
    Ok(measured)
}

fn bench_of(content: &VersionContent, keys: &[(ArticleId, String)], bot: Bot) -> Bench {
    let mut articles = HashMap::new();
    let mut names = HashMap::new();
    for article in &content.articles {
        articles.insert(article.id.to_string(), article.id);
        names.insert(article.id, article.id.to_string());
        for text in &article.texts {
            articles.entry(text.title.clone()).or_insert(article.id);
        }
    }
    for (article, key) in keys {
        articles.insert(key.clone(), *article);
        names.insert(*article, key.clone());
    }
    Bench {
        bot,
        articles,
        names,
    }
}

/// A label that no article has is a mistake in the file, and would look like one of the engine's.
fn check_labels(bench: &Bench, questions: &[Labelled]) -> AppResult<()> {
    let is_known = |label: &str| label == NONE || bench.articles.contains_key(label);
    match questions.iter().find(|question| !is_known(&question.label)) {
        Some(unknown) => Err(AppError::Malformed {
            what: format!("no article has the id, title or key {:?}", unknown.label),
        }),
        None => Ok(()),
    }
}

/// Measures the engine: learns from one labelled file and asks another.
pub fn on_files(train: &[Labelled], questions: &[Labelled], locale: &Locale) -> Measured {
    let mut measured = Measured::default();
    let (outcomes, times) = learn_and_ask(train, questions, locale, &mut measured);
    measured.sum_up(&outcomes, &times);
    measured
}

/// Measures the engine on one labelled file: each of `n_folds` parts is asked of what was learned
/// from the others.
pub fn on_folds(questions: &[Labelled], n_folds: usize, locale: &Locale) -> Measured {
    let labels: Vec<&str> = questions
        .iter()
        .map(|question| question.label.as_str())
        .collect();
    let fold_of = folds(&labels, n_folds);
    let mut measured = Measured::default();
    let (mut outcomes, mut times) = (Vec::new(), Vec::new());
    for fold in 0..n_folds {
        let part = |is_asked: bool| -> Vec<Labelled> {
            let in_part = |at: &usize| (fold_of[*at] == fold) == is_asked;
            (0..questions.len())
                .filter(in_part)
                .map(|at| questions[at].clone())
                .collect()
        };
        let (some, took) = learn_and_ask(&part(false), &part(true), locale, &mut measured);
        outcomes.extend(some);
        times.extend(took);
    }
    measured.sum_up(&outcomes, &times);
    measured
}

fn learn_and_ask(
    train: &[Labelled],
    questions: &[Labelled],
    locale: &Locale,
    measured: &mut Measured,
) -> (Vec<Outcome<ArticleId>>, Vec<Duration>) {
    let mut by_label: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for example in train.iter().filter(|example| example.label != NONE) {
        by_label
            .entry(&example.label)
            .or_default()
            .push(example.text.clone());
    }
    let (mut articles, mut labels) = (Vec::new(), Vec::new());
    for (n, (label, utterances)) in (1..).zip(by_label) {
        let id = ArticleId::from_uuid(Uuid::from_u128(n));
        let text = TextContent {
            locale: locale.clone(),
            title: String::new(),
            utterances,
            answer: String::new(),
        };
        articles.push(ArticleContent {
            id,
            texts: vec![text],
        });
        labels.push((id, label.to_owned()));
    }
    let content = Content {
        locale: locale.clone(),
        articles,
    };
    let began = Instant::now();
    let snapshot = Snapshot::compile(&content);
    measured.build_ms = measured.build_ms.max(millis(began));
    measured.snapshot_bytes = measured
        .snapshot_bytes
        .max(snapshot.to_bytes().len() as u64);
    let bench = Bench {
        bot: Bot::new(snapshot, Thresholds::default()),
        articles: labels
            .iter()
            .map(|(id, label)| (label.clone(), *id))
            .collect(),
        names: labels.into_iter().collect(),
    };
    ask_all(&bench, questions, Some(locale), &mut measured.predictions)
}

fn ask_all(
    bench: &Bench,
    questions: &[Labelled],
    locale: Option<&Locale>,
    predictions: &mut Vec<Prediction>,
) -> (Vec<Outcome<ArticleId>>, Vec<Duration>) {
    questions
        .iter()
        .map(|question| {
            let expected = bench.articles.get(&question.label).copied();
            let (outcome, took) = ask(&bench.bot, &question.text, expected, locale);
            let name = outcome
                .predicted
                .and_then(|article| bench.names.get(&article).cloned());
            predictions.push(Prediction {
                text: question.text.clone(),
                expected: question.label.clone(),
                predicted: name.unwrap_or_else(|| NONE.to_owned()),
                confidence: outcome.confidence,
                decision: match outcome.decision {
                    Decision::Answer => "answer",
                    Decision::Clarify => "clarification",
                    Decision::Fallback => "fallback",
                },
            });
            (outcome, took)
        })
        .unzip()
}

/// Asks one question. What is timed is what a visitor's turn does: cut, step.
fn ask(
    bot: &Bot,
    question: &str,
    expected: Option<ArticleId>,
    locale: Option<&Locale>,
) -> (Outcome<ArticleId>, Duration) {
    let began = thread_cpu();
    let event = Event::Question(Tokens::cut(question, locale));
    let (_, effects) = step(bot, State::default(), &event);
    let took = thread_cpu().saturating_sub(began);
    let ranking = bot.rank(&Tokens::cut(question, locale));
    let top = ranking.candidates.first();
    let outcome = Outcome {
        expected,
        predicted: top.map(|candidate| candidate.article),
        confidence: top.map_or(0.0, |candidate| candidate.confidence),
        decision: effects
            .first()
            .map_or(Decision::Fallback, |effect: &Effect| Decision::of(effect)),
    };
    (outcome, took)
}

/// The CPU time of this thread.
fn thread_cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let secs = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(secs, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// How long questions took, in microseconds.
struct Micros {
    mean: f64,
    median: f64,
    p99: f64,
}

fn micros(times: impl Iterator<Item = Duration>) -> Micros {
    let mut micros: Vec<f64> = times.map(|took| took.as_secs_f64() * 1e6).collect();
    micros.sort_by(f64::total_cmp);
    let at = |hundredths: usize| {
        let place = micros.len() * hundredths / 100;
        micros.get(place.min(micros.len().saturating_sub(1)))
    };
    // More than 2^52 questions are not asked in one go.
    #[expect(clippy::cast_precision_loss, reason = "a count of questions")]
    let n_questions = micros.len().max(1) as f64;
    Micros {
        mean: micros.iter().sum::<f64>() / n_questions,
        median: at(50).copied().unwrap_or_default(),
        p99: at(99).copied().unwrap_or_default(),
    }
}

fn millis(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl Measured {
    fn sum_up(&mut self, outcomes: &[Outcome<ArticleId>], times: &[Duration]) {
        let Figures {
            questions,
            accuracy,
            answered_accuracy,
            coverage,
            out_of_scope_recall,
            ece,
        } = figures(outcomes);
        self.questions = questions;
        self.accuracy = accuracy;
        self.answered_accuracy = answered_accuracy;
        self.coverage = coverage;
        self.out_of_scope_recall = out_of_scope_recall;
        self.ece = ece;
        let times = micros(times.iter().copied());
        self.us_median = times.median;
        self.us_p99 = times.p99;
        self.cpu_us_mean = times.mean;
    }
}
