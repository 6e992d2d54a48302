//! Training of the linear model: a multi-class support vector machine by dual coordinate descent.
//!
//! Each example wants its article's score to be 1 above any other's (Crammer and Singer 2001,
//! with squared hinge loss). The dual variable of an example and a rival article is moved to its
//! optimum one at a time, in a fixed order (after Keerthi et al. 2008, "A sequential dual method
//! for large scale multi-class linear SVMs"). Only rivals that violate the margin get a variable,
//! so the weights stay sparse; examples that are at rest are visited less often.
//!
//! An article's answer takes part as its initial weights: the optimisation corrects them where
//! they are wrong, and they carry articles that have few utterances or none.

use crate::hash;
use std::collections::BTreeMap;

/// An example: features by number with their values, of length 1 together.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) article: u32,
    pub(crate) features: Vec<(u32, f32)>,
}

/// A text whose features are added to its article's weights before training.
pub(crate) struct Initial<'a> {
    pub(crate) text: &'a Example,
    pub(crate) weight: f32,
}

/// Passes over the examples, and over very many: as many as this number of visits allows.
const EPOCHS: usize = 5;
const MIN_EPOCHS: usize = 2;
const MAX_VISITS: usize = 160_000;
/// Half of the loss's softness: smaller fits the examples more closely (1 / 2C).
const SOFTNESS: f32 = 0.5;
/// A variable's change below this is rest.
const REST: f32 = 0.01;
/// A feature's weights are kept for all articles if this part (one in so many) has one.
const DENSE_FROM: usize = 16;

/// One feature's weights while training.
enum Row {
    Sparse(Vec<(u32, f32)>),
    Dense(Vec<f32>),
}

/// The state of training.
struct Trainer<'a> {
    examples: &'a [Example],
    n_articles: usize,
    rows: Vec<Row>,
    /// For each example, the articles that have the very same one: nothing can tell these apart.
    twins: Vec<Vec<u32>>,
    /// Each example's rivals and how much it pushes them down.
    duals: Vec<Vec<(u32, f32)>>,
    scores: Vec<f32>,
}

/// Trains and gives each feature's weights by article, sorted by article.
pub(crate) fn train(
    examples: &[Example],
    initial: &[Initial],
    n_features: usize,
    n_articles: usize,
) -> Vec<Vec<(u32, f32)>> {
    let mut trainer = Trainer {
        examples,
        n_articles,
        rows: (0..n_features).map(|_| Row::Sparse(Vec::new())).collect(),
        twins: twins(examples),
        duals: vec![Vec::new(); examples.len()],
        scores: vec![0.0; n_articles],
    };
    for Initial { text, weight } in initial {
        for (feature, value) in &text.features {
            let push = [(text.article, *weight)];
            trainer.rows[*feature as usize].add(&push, *value, n_articles);
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut rest = vec![0_u8; examples.len()];
    let n_epochs = (MAX_VISITS / examples.len().max(1)).clamp(MIN_EPOCHS, EPOCHS);
    for epoch in 0..n_epochs {
        shuffle(&mut order, epoch as u64);
        for at in &order {
            if rest[*at] > 0 && epoch % 4 != 3 {
                continue;
            }
            let change = trainer.visit(*at);
            rest[*at] = if change < REST {
                rest[*at].saturating_add(1)
            } else {
                0
            };
        }
    }
    trainer.rows.into_iter().map(Row::into_entries).collect()
}

impl Trainer<'_> {
    /// Moves the variables of one example to their optimum; gives the largest change.
    fn visit(&mut self, at: usize) -> f32 {
        let example = &self.examples[at];
        self.score(example);
        let own = example.article as usize;
        let mut duals = std::mem::take(&mut self.duals[at]);
        self.take_rivals(own, &self.twins[at], &mut duals);
        let mut own_score = self.scores[own];
        let mut pushes = Vec::with_capacity(duals.len());
        let mut largest = 0.0_f32;
        for (rival, dual) in &mut duals {
            let rival_score = self.scores[*rival as usize];
            let gap = 1.0 - (own_score - rival_score) - SOFTNESS * *dual;
            let next = (*dual + gap / (2.0 + SOFTNESS)).max(0.0);
            let change = next - *dual;
            *dual = next;
            own_score += change;
            largest = largest.max(change.abs());
            pushes.push((*rival, -change));
        }
        pushes.retain(|(_, change)| *change != 0.0);
        if !pushes.is_empty() {
            let total = pushes.iter().map(|(_, change)| -change).sum();
            pushes.push((example.article, total));
            for (feature, value) in &example.features {
                self.rows[*feature as usize].add(&pushes, *value, self.n_articles);
            }
        }
        duals.retain(|(_, dual)| *dual > 0.0);
        self.duals[at] = duals;
        largest
    }

    /// Adds to an example's rivals the two that violate its margin most.
    fn take_rivals(&self, own: usize, twins: &[u32], duals: &mut Vec<(u32, f32)>) {
        let least = self.scores[own] - 1.0 + REST;
        let (mut first, mut second) = ((least, None), (least, None));
        for (article, score) in self.scores.iter().enumerate() {
            if *score <= second.0 || article == own {
                continue;
            }
            let article = article as u32;
            let is_taken = duals.iter().any(|(rival, _)| *rival == article);
            if is_taken || twins.contains(&article) {
                continue;
            }
            if *score > first.0 {
                second = std::mem::replace(&mut first, (*score, Some(article)));
            } else {
                second = (*score, Some(article));
            }
        }
        let worst = [first, second].into_iter();
        duals.extend(
            worst
                .filter_map(|(_, article)| article)
                .map(|article| (article, 0.0)),
        );
    }

    fn score(&mut self, example: &Example) {
        self.scores.fill(0.0);
        for (feature, value) in &example.features {
            match &self.rows[*feature as usize] {
                Row::Sparse(row) => {
                    for (article, weight) in row {
                        self.scores[*article as usize] += weight * value;
                    }
                }
                Row::Dense(row) => {
                    for (score, weight) in self.scores.iter_mut().zip(row) {
                        *score += weight * value;
                    }
                }
            }
        }
    }
}

impl Row {
    /// Adds to the weights of articles.
    fn add(&mut self, pushes: &[(u32, f32)], value: f32, n_articles: usize) {
        match self {
            Row::Dense(row) => {
                for (article, push) in pushes {
                    row[*article as usize] += push * value;
                }
            }
            Row::Sparse(entries) => {
                for (article, push) in pushes {
                    add(entries, *article, push * value);
                }
                if entries.len() * DENSE_FROM > n_articles + 40 {
                    let mut dense = vec![0.0; n_articles];
                    for (article, weight) in entries.iter() {
                        dense[*article as usize] = *weight;
                    }
                    *self = Row::Dense(dense);
                }
            }
        }
    }

    fn into_entries(self) -> Vec<(u32, f32)> {
        match self {
            Row::Sparse(entries) => entries,
            Row::Dense(row) => (0..)
                .zip(row)
                .filter(|(_, weight)| *weight != 0.0)
                .collect(),
        }
    }
}

/// Adds to an article's weight in a sparse row.
#[inline]
fn add(row: &mut Vec<(u32, f32)>, article: u32, weight: f32) {
    match row.last_mut() {
        Some((last, sum)) if *last == article => *sum += weight,
        Some((last, _)) if *last > article => {
            match row.binary_search_by_key(&article, |(known, _)| *known) {
                Ok(at) => row[at].1 += weight,
                Err(at) => row.insert(at, (article, weight)),
            }
        }
        _ => row.push((article, weight)),
    }
}

/// For each example, the articles that have an example with the same features.
fn twins(examples: &[Example]) -> Vec<Vec<u32>> {
    let identity = |example: &Example| {
        let features = example.features.iter();
        features.fold(0, |state, (feature, value)| {
            hash::mix(
                hash::mix(state, u64::from(*feature)),
                u64::from(value.to_bits()),
            )
        })
    };
    let mut articles: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for example in examples {
        articles
            .entry(identity(example))
            .or_default()
            .push(example.article);
    }
    let alike = examples.iter().map(|example| &articles[&identity(example)]);
    // Almost always it is the example alone, and its own article never is a rival.
    alike
        .map(|alike| {
            if alike.len() > 1 {
                alike.clone()
            } else {
                Vec::new()
            }
        })
        .collect()
}

/// Puts the examples into an order that looks random and is always the same.
fn shuffle(order: &mut [usize], epoch: u64) {
    let mut state = epoch.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    for at in (1..order.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, ((state >> 33) % (at as u64 + 1)) as usize);
    }
}
