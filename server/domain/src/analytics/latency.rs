//! How long answers take, in classes: eight to each doubling, so that whatever falls into one is
//! within 5 % of its middle.

use model::analytics::Counts;

const PER_DOUBLING: f64 = 8.0;
/// Up to 2^32 microseconds, which is more than an hour.
pub(super) const CLASSES: u32 = 256;

/// The class of a duration, as it is kept.
pub(super) fn class(micros: u32) -> String {
    let class = f64::from(micros.max(1)).log2() * PER_DOUBLING;
    format!("{:03}", class.floor())
}

/// How many answers fell into each class.
pub(super) struct Classes(Vec<(u32, u64)>);

impl Classes {
    pub fn new(counted: Vec<(String, Counts)>) -> Self {
        let mut classes: Vec<(u32, u64)> = counted
            .into_iter()
            .filter_map(|(class, counts)| Some((class.parse().ok()?, counts.n_questions)))
            .collect();
        classes.sort_unstable();
        Self(classes)
    }

    /// The duration within which this share of the answers was ready, in microseconds.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, and a duration that came from 32 bits"
    )]
    pub fn quantile(&self, share: f64) -> Option<u32> {
        let n_all: u64 = self.0.iter().map(|(_, n)| n).sum();
        let wanted = (n_all as f64 * share).ceil().max(1.0) as u64;
        let mut n_below = 0;
        for (class, n) in &self.0 {
            n_below += n;
            if n_below >= wanted {
                let middle = (f64::from(*class) + 0.5) / PER_DOUBLING;
                return Some(middle.exp2().round() as u32);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_quantile_is_within_five_percent() {
        let mut counted = BTreeMap::<String, Counts>::new();
        for micros in 1..=10_000_u32 {
            counted.entry(class(micros)).or_default().n_questions += 1;
        }
        let classes = Classes::new(counted.into_iter().collect());
        for (share, exact) in [(0.5, 5_000.0), (0.95, 9_500.0), (1.0, 10_000.0)] {
            let told = f64::from(classes.quantile(share).unwrap());
            assert!((told / exact - 1.0).abs() < 0.05, "{share}: {told}");
        }
        assert_eq!(Classes::new(Vec::new()).quantile(0.5), None);
    }

    #[test]
    fn every_duration_has_a_class() {
        assert_eq!(class(0), "000");
        assert_eq!(class(1), "000");
        assert_eq!(class(u32::MAX), "255");
    }
}
