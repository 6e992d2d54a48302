//! Learning from a set, asking another, and the figures of it.

use crate::sets::Set;
use engine::evaluation::{Decision, Outcome, figures};
use engine::{
    ArticleContent, Bot, Candidate, Content, Event, Snapshot, State, TextContent, Thresholds,
    Tokens, step,
};
use model::{id::ArticleId, text::Locale};
use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::hint::black_box;
use uuid::Uuid;

/// What was measured, over all parts.
#[derive(Default)]
pub struct Results {
    outcomes: Vec<Outcome<ArticleId>>,
    /// Nanoseconds of each question.
    times: Vec<u64>,
    n_utterances: usize,
    build_ms: u64,
    load_ms: u64,
    n_bytes: usize,
    /// Lines: right or not, in scope or not, then the parts of the evidence.
    pub evidence: String,
}

/// Learns from a set and asks another.
pub fn run(
    learned: &Set,
    asked: &Set,
    locale: &Locale,
    results: &mut Results,
) -> Result<(), Box<dyn Error>> {
    let (content, ids) = content(learned, locale);
    results.n_utterances = learned.questions.len();
    let began = cpu_ns();
    let bytes = Snapshot::compile(&content).to_bytes();
    results.build_ms = results.build_ms.max((cpu_ns() - began) / 1_000_000);
    results.n_bytes = results.n_bytes.max(bytes.len());
    let began = cpu_ns();
    let snapshot = Snapshot::from_bytes(&bytes)?;
    let bot = Bot::new(snapshot, Thresholds::default());
    results.load_ms = results.load_ms.max((cpu_ns() - began) / 1_000_000);
    for (text, label) in &asked.questions {
        let began = cpu_ns();
        let event = Event::Question(Tokens::cut(text, Some(locale)));
        let (_, effects) = black_box(step(&bot, State::default(), &event));
        results.times.push(cpu_ns() - began);
        let ranking = bot.rank(&Tokens::cut(text, Some(locale)));
        let top = ranking.candidates.first().copied();
        let outcome = Outcome {
            // What was never learned is out of reach, and asked all the same.
            expected: label.as_ref().map(|label| {
                let unknown = article_id(0);
                ids.get(label).copied().unwrap_or(unknown)
            }),
            predicted: top.map(|top| top.article),
            confidence: top.map_or(0.0, |top| top.confidence),
            decision: effects.first().map_or(Decision::Fallback, Decision::of),
        };
        if let Some(top) = top {
            results
                .evidence
                .push_str(&evidence(&outcome, &top, ranking.known, ids.len()));
        }
        results.outcomes.push(outcome);
    }
    Ok(())
}

/// What a confidence is made of, and whether it is deserved: the material to fit it on.
fn evidence(
    outcome: &Outcome<ArticleId>,
    top: &Candidate,
    known: u16,
    n_articles: usize,
) -> String {
    let is_right = u8::from(outcome.is_right());
    let is_inside = u8::from(outcome.expected.is_some());
    let Candidate {
        score,
        lead,
        nearest,
        covered,
        n_wordings,
        ..
    } = top;
    format!(
        "{is_right}\t{is_inside}\t{score}\t{lead}\t{nearest}\t{covered}\t{known}\t{n_wordings}\t{n_articles}\n"
    )
}

fn content(set: &Set, locale: &Locale) -> (Content, BTreeMap<String, ArticleId>) {
    let mut utterances: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for label in set.articles.keys() {
        utterances.entry(label).or_default();
    }
    for (text, label) in &set.questions {
        let label = label.as_deref().unwrap_or_default();
        utterances.entry(label).or_default().push(text.clone());
    }
    let mut ids = BTreeMap::new();
    let articles = (1..).zip(utterances).map(|(number, (label, utterances))| {
        let id = article_id(number);
        ids.insert(label.to_owned(), id);
        let (title, answer) = set.articles.get(label).cloned().unwrap_or_default();
        let locale = locale.clone();
        let text = TextContent {
            locale,
            title,
            utterances,
            answer,
        };
        ArticleContent {
            id,
            texts: vec![text],
        }
    });
    let articles = articles.collect();
    (
        Content {
            locale: locale.clone(),
            articles,
        },
        ids,
    )
}

/// A valid id: articles have UUIDs of version 7.
fn article_id(number: u128) -> ArticleId {
    ArticleId::from_uuid(Uuid::from_u128(
        0x0190_0000_0000_7000_8000_0000_0000_0000 + number,
    ))
}

/// The thread's CPU time so far.
fn cpu_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

impl Results {
    /// The probability that a question in scope is surer than one out of scope.
    fn auroc(&self) -> f64 {
        let (inside, outside) = self.confidences();
        let wins = outside.iter().map(|other| {
            let below = inside.partition_point(|sure| sure < other);
            let equal = inside.partition_point(|sure| sure <= other) - below;
            (inside.len() - below - equal) as f64 + equal as f64 / 2.0
        });
        wins.sum::<f64>() / (inside.len() * outside.len()) as f64
    }

    /// Share of the questions in scope that are right and surer than three quarters of those out
    /// of scope.
    fn right_where_most_are_refused(&self) -> f64 {
        let (inside, outside) = self.confidences();
        let least = outside.get(outside.len() * 3 / 4).copied().unwrap_or(0.0);
        let right = self
            .outcomes
            .iter()
            .filter(|outcome| outcome.is_right() && outcome.confidence > least);
        right.count() as f64 / inside.len() as f64
    }

    /// Of questions in and out of scope, sorted.
    fn confidences(&self) -> (Vec<f32>, Vec<f32>) {
        let of = |is_inside: bool| {
            let those = self
                .outcomes
                .iter()
                .filter(|outcome| outcome.expected.is_some() == is_inside);
            let mut all: Vec<f32> = those.map(|outcome| outcome.confidence).collect();
            all.sort_by(f32::total_cmp);
            all
        };
        (of(true), of(false))
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = figures(&self.outcomes);
        let percent = |share: Option<f64>| {
            share.map_or("-".to_owned(), |share| format!("{:.2}", share * 100.0))
        };
        write!(
            f,
            "n {} acc {} answered {} cover {}",
            figures.questions,
            percent(figures.accuracy),
            percent(figures.answered_accuracy),
            percent(figures.coverage)
        )?;
        if figures.out_of_scope_recall.is_some() {
            write!(
                f,
                " refused {} auroc {:.4} right@75 {:.2}",
                percent(figures.out_of_scope_recall),
                self.auroc(),
                self.right_where_most_are_refused() * 100.0
            )?;
        }
        write!(f, " ece {:.3}", figures.ece.unwrap_or(0.0))?;
        let mut times = self.times.clone();
        times.sort_unstable();
        let us = |ns: u64| ns as f64 / 1000.0;
        let at = |hundredths: usize| {
            us(times
                .get(times.len() * hundredths / 100)
                .copied()
                .unwrap_or(0))
        };
        let mean = us(times.iter().sum::<u64>()) / times.len().max(1) as f64;
        write!(f, " us {mean:.1} median {:.1} p99 {:.1}", at(50), at(99))?;
        write!(
            f,
            " build {} ms load {} ms {} kB of {} utterances",
            self.build_ms,
            self.load_ms,
            self.n_bytes / 1000,
            self.n_utterances
        )
    }
}
