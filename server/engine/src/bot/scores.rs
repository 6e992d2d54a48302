//! Scores: what the weights of a question's features add up to by article, and what the articles
//! near the best one cover of it.

use super::{Bot, Candidate};
use crate::calibration::{self, Evidence};
use crate::dialog::PLAUSIBLE;
use crate::features::Reading;
use crate::top::Top;
use crate::weights;
use crate::wordings::{Likeness, Stems};
use std::cmp::Reverse;

/// What a question is compared with articles by.
pub(crate) struct Question {
    pub(crate) stems: Stems,
    /// Share of it that the bot knows at all, thousandths.
    pub(crate) known: u16,
    /// Some of it is of a script without spaces: its pairs of characters are no words.
    is_dense: bool,
}

impl Question {
    pub(crate) fn of(reading: &Reading) -> Question {
        Question {
            stems: reading.stems(),
            known: reading.known(),
            is_dense: reading.terms.iter().any(|term| term.is_dense),
        }
    }
}

/// An article's score.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub(crate) score: i32,
    pub(crate) article: usize,
    /// How it compares with the question, where that is known already.
    like: Option<Likeness>,
}

/// What covering the whole question adds to a score, in thousandths: an article that has never
/// been asked with one of its words is less likely to be meant.
const COVERED: i32 = 300;

impl Bot {
    /// The articles with the highest scores, best first.
    pub(super) fn top(&self, reading: &Reading, question: &Question) -> Vec<Scored> {
        let (sums, norm) = self.sums(reading);
        let mut top = Top::new(&self.closed);
        if norm > 0 {
            top.offer_all(&sums[..self.n_articles()]);
        }
        self.scored(&top, norm, question)
    }

    /// The scores, with what their articles cover of the question where that may make them
    /// [`PLAUSIBLE`] beside the best; best first.
    fn scored(&self, top: &Top, norm: u64, question: &Question) -> Vec<Scored> {
        let norm = norm.isqrt();
        let best = top.best().iter();
        let mut scored: Vec<Scored> = best
            .map(|(sum, article)| Scored {
                score: self.snapshot.weights.score(*sum, norm),
                article: *article,
                like: None,
            })
            .collect();
        if question.is_dense {
            return scored;
        }
        let mut best = i32::MIN;
        for near in &mut scored {
            if near.score + COVERED < best.saturating_sub(PLAUSIBLE) {
                break;
            }
            let covered = if best == i32::MIN {
                // Most often it stays the first, and then all of this is asked for.
                let like = self.compare(&question.stems, near.article);
                near.like = Some(like);
                like.covered
            } else {
                let wordings = &self.snapshot.wordings;
                wordings.covered(&question.stems, near.article)
            };
            near.score += COVERED * i32::from(covered) / 1000;
            best = best.max(near.score);
        }
        scored.sort_by_key(|scored| Reverse(scored.score));
        scored
    }

    /// Each article's sum of weights, [`weights::padded`], and the squared length of the question's
    /// known features.
    pub(crate) fn sums(&self, reading: &Reading) -> (Vec<i32>, u64) {
        let mut sums = vec![0_i32; weights::padded(self.n_articles())];
        let mut norm = 0_u64;
        let mut keys = Vec::with_capacity(KEYS);
        for term in reading.words() {
            norm += self.words.add(term, &mut sums, &mut keys);
        }
        reading.around(&mut |key| keys.push(key));
        norm += self.snapshot.weights.add(&keys, &mut sums);
        (sums, norm)
    }

    /// The highest scores among articles, best first; of equal ones, the first of `articles`.
    pub(crate) fn best_of(
        &self,
        sums: &[i32],
        norm: u64,
        question: &Question,
        articles: impl Iterator<Item = usize>,
    ) -> Vec<Scored> {
        let mut top = Top::new(&self.closed);
        if norm > 0 {
            for article in articles {
                top.offer(article, sums[article]);
            }
        }
        self.scored(&top, norm, question)
    }

    /// Adds features to the sums; gives their squared values together.
    pub(crate) fn add(&self, features: &[u32], sums: &mut [i32]) -> u64 {
        self.snapshot.weights.add(features, sums)
    }

    pub(crate) fn compare(&self, stems: &Stems, article: usize) -> Likeness {
        self.snapshot.wordings.compare(stems, article)
    }

    pub(crate) fn candidate(&self, top: &[Scored], at: usize, question: &Question) -> Candidate {
        let Scored {
            score,
            article,
            like,
        } = top[at];
        let other = top.get(usize::from(at == 0)).map(|other| other.score);
        // Leading where no other has anything is no merit: of a question that it does not cover,
        // nobody knows.
        let other = other.filter(|other| at > 0 || *other > 0);
        let like = like.unwrap_or_else(|| self.compare(&question.stems, article));
        let lead = other.map_or_else(
            || score * i32::from(like.covered) / 1000,
            |other| score - other,
        );
        let evidence = Evidence {
            score,
            lead,
            nearest: like.nearest,
            covered: like.covered,
            known: question.known,
            n_wordings: like.n_wordings,
            n_articles: self.n_articles(),
        };
        Candidate {
            article: self.snapshot.articles[article].id,
            confidence: calibration::confidence(&evidence),
            score: evidence.score,
            lead: evidence.lead,
            nearest: like.nearest,
            covered: like.covered,
            n_wordings: like.n_wordings,
        }
    }
}

/// Features that most questions have fewer of.
const KEYS: usize = 200;
