//! How good a bot is, from labelled questions: outcomes in, figures out.

use crate::dialog::Effect;
use serde::{Deserialize, Serialize};

/// What a bot did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It answered with its top candidate.
    Answer,
    /// It asked back.
    Clarify,
    /// It said that it has no answer.
    Fallback,
}

impl Decision {
    /// The decision that an effect shows.
    pub fn of(effect: &Effect) -> Decision {
        match effect {
            Effect::Answer { .. } => Decision::Answer,
            Effect::Clarify { .. } => Decision::Clarify,
            Effect::Fallback { .. } => Decision::Fallback,
        }
    }
}

/// One labelled question and what became of it; `L` is what labels articles: an id, a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<L> {
    /// The right article; `None` where nothing should answer.
    pub expected: Option<L>,
    /// The top candidate, whether the bot answered with it or not.
    pub predicted: Option<L>,
    /// The top candidate's confidence, 0 to 1; 0 if there is none.
    pub confidence: f32,
    /// What the bot did.
    pub decision: Decision,
}

impl<L: PartialEq> Outcome<L> {
    /// Whether an article is expected and is the top candidate.
    pub fn is_right(&self) -> bool {
        self.expected.is_some() && self.expected == self.predicted
    }
}

/// The figures of a labelled set. Shares are 0 to 1, and `None` where they would be of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Labelled questions.
    pub questions: usize,
    /// Of those with an expected answer: share whose top candidate is right.
    pub accuracy: Option<f64>,
    /// Of those that the bot answered: share answered rightly. An answer where nothing should
    /// answer is wrong.
    pub answered_accuracy: Option<f64>,
    /// Of those with an expected answer: share that the bot answered, rightly or not.
    pub coverage: Option<f64>,
    /// Of those where nothing should answer: share that fell back.
    pub out_of_scope_recall: Option<f64>,
    /// Expected calibration error: how far confidences are from the share that is right, in
    /// [`N_BINS`] bins of equal width, weighed by their size (Guo et al. 2017).
    pub ece: Option<f64>,
}

/// Bins of the calibration error.
pub const N_BINS: usize = 10;

/// The figures of a set of outcomes.
pub fn figures<L: PartialEq>(outcomes: &[Outcome<L>]) -> Figures {
    let share = |of: &dyn Fn(&Outcome<L>) -> bool, are: &dyn Fn(&Outcome<L>) -> bool| {
        let all = outcomes.iter().filter(|outcome| of(outcome));
        let n_are = all.clone().filter(|outcome| are(outcome)).count();
        ratio(n_are, all.count())
    };
    let is_in_scope = |outcome: &Outcome<L>| outcome.expected.is_some();
    let is_answered = |outcome: &Outcome<L>| outcome.decision == Decision::Answer;
    let is_refused = |outcome: &Outcome<L>| outcome.decision == Decision::Fallback;
    Figures {
        questions: outcomes.len(),
        accuracy: share(&is_in_scope, &Outcome::is_right),
        answered_accuracy: share(&is_answered, &Outcome::is_right),
        coverage: share(&is_in_scope, &is_answered),
        out_of_scope_recall: share(&|outcome| !is_in_scope(outcome), &is_refused),
        ece: calibration_error(outcomes),
    }
}

fn ratio(n: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| n as f64 / of as f64)
}

fn calibration_error<L: PartialEq>(outcomes: &[Outcome<L>]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); N_BINS];
    for outcome in outcomes {
        let bin = (outcome.confidence * N_BINS as f32) as usize;
        let (sure, right) = &mut bins[bin.min(N_BINS - 1)];
        *sure += f64::from(outcome.confidence);
        *right += f64::from(u8::from(outcome.is_right()));
    }
    let error: f64 = bins
        .iter()
        .map(|(sure, right)| f64::abs(sure - right))
        .sum();
    (!outcomes.is_empty()).then(|| error / outcomes.len() as f64)
}

/// Splits examples into `n_folds` parts for cross-validation: the part of each, from 0.
///
/// Stratified and deterministic: the examples of one label go to the parts in turn, in the order
/// of `labels`; each label begins where the one before it (in the order of labels) ended.
pub fn folds<L: Ord>(labels: &[L], n_folds: usize) -> Vec<usize> {
    let n_folds = n_folds.max(1);
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|at| &labels[*at]);
    let mut folds = vec![0; labels.len()];
    for (turn, at) in order.into_iter().enumerate() {
        folds[at] = turn % n_folds;
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(
        expected: Option<&'static str>,
        predicted: &'static str,
        confidence: f32,
        decision: Decision,
    ) -> Outcome<&'static str> {
        Outcome {
            expected,
            predicted: Some(predicted),
            confidence,
            decision,
        }
    }

    #[test]
    fn figures_of_a_small_set() {
        let figures = figures(&[
            outcome(Some("a"), "a", 0.9, Decision::Answer),
            outcome(Some("a"), "b", 0.8, Decision::Answer),
            outcome(Some("b"), "b", 0.4, Decision::Clarify),
            outcome(Some("b"), "b", 0.1, Decision::Fallback),
            outcome(None, "a", 0.1, Decision::Fallback),
            outcome(None, "a", 0.5, Decision::Clarify),
        ]);
        assert_eq!(figures.questions, 6);
        assert_eq!(figures.accuracy, Some(0.75));
        assert_eq!(figures.answered_accuracy, Some(0.5));
        assert_eq!(figures.coverage, Some(0.5));
        assert_eq!(figures.out_of_scope_recall, Some(0.5));
        // |0.9 - 1| + |0.8 - 0| + |0.4 - 1| + |0.2 - 1| + |0.5 - 0|, over six.
        let ece = figures.ece.unwrap();
        assert!((ece - 2.8 / 6.0).abs() < 1e-6, "{ece}");
    }

    #[test]
    fn figures_of_nothing_are_none() {
        let figures = figures::<u32>(&[]);
        assert_eq!((figures.accuracy, figures.ece), (None, None));
    }

    #[test]
    fn folds_are_even_within_each_label() {
        let labels = ["a", "b", "a", "a", "b", "a", "b", "b"];
        let folds = folds(&labels, 2);
        for label in ["a", "b"] {
            let of_label = labels.iter().zip(&folds).filter(|(l, _)| **l == label);
            assert_eq!(of_label.filter(|(_, fold)| **fold == 0).count(), 2);
        }
        assert_eq!(super::folds(&labels, 0), vec![0; 8]);
    }
}
