//! A row of bars, as small as a word: how a count went, day by day. Who hears the page gets the
//! numbers.

use leptos::{prelude::*, svg, text_prop::TextProp};

const WIDTH: u32 = 10;
const GAP: u32 = 4;
const HEIGHT: u32 = 32;
/// What stands for nothing, so that the days can be counted.
const NOTHING: u32 = 2;

#[component]
pub fn Sparkline(
    /// What is counted.
    #[prop(into)]
    label: TextProp,
    /// The oldest first.
    counts: Vec<u32>,
) -> impl IntoView {
    let numbers: Vec<String> = counts.iter().map(ToString::to_string).collect();
    let numbers = numbers.join(", ");
    let n_bars = u32::try_from(counts.len()).unwrap_or_default();
    let width = n_bars * (WIDTH + GAP) - GAP.min(n_bars * GAP);
    let heights = heights(&counts);
    let bars: Vec<_> = (0..).zip(counts).zip(heights).map(bar).collect();
    let drawing = svg::svg()
        .class("sparkline")
        .attr("viewBox", format!("0 0 {width} {HEIGHT}"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(bars);
    view! {
        {drawing}
        <p class="visually-hidden">{move || label.get()} " " {numbers}</p>
    }
}

fn bar(((position, count), height): ((u32, u32), u32)) -> impl IntoView {
    let class = if count == 0 {
        "spark spark-zero"
    } else {
        "spark"
    };
    svg::rect()
        .class(class)
        .attr("x", position * (WIDTH + GAP))
        .attr("y", HEIGHT - height)
        .attr("width", WIDTH)
        .attr("height", height)
}

/// Of the highest, the full height; of anything at all, more than nothing has.
fn heights(counts: &[u32]) -> Vec<u32> {
    let most = u64::from(counts.iter().copied().max().unwrap_or_default().max(1));
    let height = |count: &u32| {
        let scaled = u64::from(*count) * u64::from(HEIGHT) / most;
        let least = if *count == 0 { NOTHING } else { 2 * NOTHING };
        u32::try_from(scaled).map_or(HEIGHT, |scaled| scaled.max(least))
    };
    counts.iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::heights;

    #[test]
    fn one_of_many_is_seen_and_none_is_not_taken_for_one() {
        for (counts, expected) in [
            (vec![0, 0], vec![2, 2]),
            (vec![1, 0], vec![32, 2]),
            (vec![1, 1000, 500], vec![4, 32, 16]),
            (vec![u32::MAX], vec![32]),
        ] {
            assert_eq!(heights(&counts), expected, "{counts:?}");
        }
    }
}
