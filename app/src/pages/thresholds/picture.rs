//! How sure the bot was of the last questions, as columns, with the two thresholds as lines.

use super::share;
use crate::{
    components::{
        number::shown,
        table::{Column, Table},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, svg};
use model::thresholds::{N_BARS, Pair, Replay};

/// The drawing's own units; it is stretched to its place.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 100.0;
/// The share of its place that a column fills.
const FILL: f64 = 0.8;
/// The hundredths that a column is wide.
const STEP: u8 = 5;

#[component]
pub fn Picture(replay: Replay) -> impl IntoView {
    let i18n = use_i18n();
    let bars = replay.bars;
    let top = bars.iter().copied().max().unwrap_or(0);
    let marks = [0, 25, 50, 75, 100]
        .map(|at| view! { <span>{move || share(at)}</span> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, thresholds.confidence)}</h2>
            <p class="field-help">{t!(i18n, thresholds.confidence_help)}</p>
            <ul class="legend">
                <li class="legend-answered">{t!(i18n, analytics.answered)}</li>
                <li class="legend-asked-back">{t!(i18n, analytics.asked_back)}</li>
                <li class="legend-missed">{t!(i18n, analytics.missed)}</li>
            </ul>
            <div class="chart" aria-hidden="true">
                <div class="chart-scale">
                    <span>{shown(u64::from(top))}</span>
                    <span></span>
                    <span>"0"</span>
                </div>
                {draw(&bars, replay.tried)}
                <div class="chart-marks">{marks}</div>
            </div>
            <details class="chart-table">
                <summary>{t!(i18n, thresholds.as_table)}</summary>
                <Numbers bars />
            </details>
        </section>
    }
}

fn draw(bars: &[u32], tried: Pair) -> impl IntoView + use<> {
    let place = WIDTH / N_BARS as f64;
    let top = f64::from(bars.iter().copied().max().unwrap_or(0).max(1));
    let columns = bars
        .iter()
        .zip(0_u32..)
        .map(|(n, at)| {
            let height = f64::from(*n) / top * HEIGHT;
            // Where a threshold parts a column, its middle tells.
            let middle = f64::from(at) * f64::from(STEP) + f64::from(STEP) / 2.0;
            let class = if middle >= f64::from(tried.answer_at) {
                "bar-answered"
            } else if middle >= f64::from(tried.ask_back_at) {
                "bar-asked-back"
            } else {
                "bar-missed"
            };
            svg::rect()
                .class(class)
                .attr("x", number(place * (f64::from(at) + (1.0 - FILL) / 2.0)))
                .attr("y", number(HEIGHT - height))
                .attr("width", number(place * FILL))
                .attr("height", number(height))
        })
        .collect_view();
    let lines = [tried.ask_back_at, tried.answer_at]
        .map(|at| {
            let x = number(f64::from(at) / 100.0 * WIDTH);
            svg::line()
                .class("threshold-line")
                .attr("x1", x.clone())
                .attr("x2", x)
                .attr("y1", "0")
                .attr("y2", number(HEIGHT))
        })
        .collect_view();
    svg::svg()
        .class("chart-drawing")
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("preserveAspectRatio", "none")
        .child((columns, lines))
}

fn number(n: f64) -> String {
    format!("{n:.1}")
}

#[component]
fn Numbers(bars: Vec<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, thresholds.from)),
        Column::number(move || t_string!(i18n, thresholds.questions)),
    ];
    let [from, questions] = columns.clone();
    let rows = bars
        .into_iter()
        .zip(0_u8..)
        .filter(|(n, _)| *n > 0)
        .map(|(n, at)| {
            let range = move || format!("{} – {}", share(at * STEP), share((at + 1) * STEP));
            view! {
                <tr>
                    {from.row_header(range)} {questions.cell(shown(u64::from(n)))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, thresholds.confidence) columns>
            {rows}
        </Table>
    }
}
