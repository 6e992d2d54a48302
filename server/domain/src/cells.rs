//! What stands in the cells of files that members take away.

use jiff::Timestamp as Instant;
use model::time::Timestamp;

/// `2026-03-01T14:05:09.123Z`.
pub(crate) fn moment(at: Timestamp) -> String {
    Instant::from_millisecond(at.as_millis())
        .unwrap_or_default()
        .to_string()
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
    }
}
