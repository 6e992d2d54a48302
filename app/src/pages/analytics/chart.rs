//! Questions over time: a column for each stretch of it, parted by how they went, and the same as
//! a table.

use crate::{
    components::{
        number::{percent, shown, whole},
        table::{Column as Head, Table},
    },
    i18n::{t, t_string, text, use_i18n},
    paths,
};
use leptos::{prelude::*, svg};
use model::{
    analytics::{Column, Counts, Grain},
    id::BotId,
    time::Timestamp,
};

/// The drawing's height in its own units; a column and the space around it are one wide. It is
/// stretched to its place.
const HEIGHT: f64 = 100.0;
/// Half of the space between columns, whose width is in the styles.
const SPACE: f64 = 0.14;

#[component]
pub fn OverTime(bot: BotId, columns: Vec<Column>, grain: Grain) -> impl IntoView {
    let i18n = use_i18n();
    let most = columns.iter().map(|column| column.counts.n_questions).max();
    let top = ceiling(most.unwrap_or(0));
    let first = columns.first().map(|column| column.label.clone());
    let middle = columns
        .get(columns.len() / 2)
        .map(|column| column.label.clone());
    let last = columns.last().map(|column| column.label.clone());
    let marks = [first, middle, last].map(|label| {
        let label = label.unwrap_or_default();
        view! { <span>{move || moment(&label, grain)}</span> }
    });
    let drawing = draw(&columns, grain, top);
    view! {
        <section class="panel">
            <h2>{t!(i18n, analytics.over_time)}</h2>
            <ul class="legend">
                <li class="legend-answered">{t!(i18n, analytics.answered)}</li>
                <li class="legend-asked-back">{t!(i18n, analytics.asked_back)}</li>
                <li class="legend-missed">{t!(i18n, analytics.missed)}</li>
            </ul>
            <div class="chart" aria-hidden="true">
                <div class="chart-scale">
                    <span>{shown(top)}</span>
                    <span>{shown(top / 2)}</span>
                    <span>"0"</span>
                </div>
                {drawing}
                <div class="chart-marks">{marks.collect_view()}</div>
            </div>
            <details class="chart-table">
                <summary>{t!(i18n, analytics.as_table)}</summary>
                <Numbers bot columns grain />
            </details>
        </section>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts stay far below where doubles have gaps"
)]
fn draw(columns: &[Column], grain: Grain, top: u64) -> impl IntoView + use<> {
    let height = |n: u64| number(n as f64 / top.max(1) as f64 * HEIGHT);
    let bars = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let Counts {
                n_questions,
                n_answered,
                n_asked_back,
                n_missed,
                ..
            } = column.counts;
            // Each stands on the ground, and hides what it has in common with the one before; the
            // styles tell them by their order.
            let parts = [
                n_answered + n_asked_back + n_missed,
                n_answered + n_asked_back,
                n_answered,
            ]
            .map(|n| {
                svg::rect()
                    .attr("x", at.to_string())
                    .attr("height", height(n))
            });
            let label = column.label.clone();
            let said = text(move || format!("{}: {}", moment(&label, grain), whole(n_questions)));
            svg::g().child((svg::title().child(said), parts.collect_view()))
        })
        .collect_view();
    // Upside down: heights are from the ground.
    let bars = svg::g()
        .class("bars")
        .attr("transform", format!("matrix(1 0 0 -1 0 {HEIGHT})"))
        .child(bars);
    let width = columns.len();
    let lines = [0.0, HEIGHT / 2.0, HEIGHT]
        .map(|y| {
            svg::line()
                .class("chart-line")
                .attr("x1", format!("-{SPACE}"))
                .attr("x2", width.to_string())
                .attr("y1", number(y))
                .attr("y2", number(y))
        })
        .collect_view();
    svg::svg()
        .class("chart-drawing")
        .attr("viewBox", format!("-{SPACE} 0 {width} {HEIGHT}"))
        .attr("preserveAspectRatio", "none")
        .child((lines, bars))
}

/// With one digit behind the point: the drawing is a page's largest part.
fn number(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The next round number: one, two or five and zeros; even, so that its half is whole.
fn ceiling(most: u64) -> u64 {
    let mut step = 1;
    loop {
        for factor in [2, 4, 10] {
            if most <= factor * step {
                return factor * step;
            }
        }
        step *= 10;
    }
}

/// The begin of a column as people write it.
pub fn moment(label: &str, grain: Grain) -> String {
    let i18n = use_i18n();
    let part = |from: usize, to: usize| label.get(from..to).unwrap_or_default();
    let number: usize = part(5, 7).parse().unwrap_or(1);
    let months = t_string!(i18n, analytics.months);
    let month = months.split(' ').nth(number.saturating_sub(1));
    let month = month.unwrap_or_default();
    let day = part(8, 10).trim_start_matches('0');
    match grain {
        Grain::Hour => format!("{day} {month}, {}", part(11, 16)),
        Grain::Day | Grain::Week => format!("{day} {month}"),
        Grain::Month => format!("{month} {}", part(0, 4)),
    }
}

/// `2026-03-01T14:05`, in UTC.
fn minute(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    at.to_string().get(..16).unwrap_or_default().to_owned()
}

#[component]
fn Numbers(bot: BotId, columns: Vec<Column>, grain: Grain) -> impl IntoView {
    let i18n = use_i18n();
    let heads = [
        Head::text(move || t_string!(i18n, analytics.column_period)),
        Head::number(move || t_string!(i18n, analytics.conversations)),
        Head::number(move || t_string!(i18n, analytics.questions)),
        Head::number(move || t_string!(i18n, analytics.answered)),
        Head::number(move || t_string!(i18n, analytics.asked_back)),
        Head::number(move || t_string!(i18n, analytics.missed)),
        Head::number(move || t_string!(i18n, analytics.column_rate)),
    ];
    let rows = columns
        .into_iter()
        .map(
            |Column {
                 label,
                 start,
                 end,
                 counts,
             }| {
                // In UTC: on the day that clocks go back, an hour is there twice.
                let (from, to) = (minute(start), minute(end));
                let span = [
                    ("from", from.as_str()),
                    ("to", &to),
                    ("audience", "visitor"),
                ];
                let href = paths::conversations_with(bot, &span);
                let link = view! { <a href=href>{move || moment(&label, grain)}</a> };
                let [
                    begin,
                    conversations,
                    questions,
                    answered,
                    asked_back,
                    missed,
                    rate,
                ] = &heads;
                view! {
                    <tr>
                        {begin.row_header(link)}
                        {conversations.cell(shown(counts.n_conversations))}
                        {questions.cell(shown(counts.n_questions))}
                        {answered.cell(shown(counts.n_answered))}
                        {asked_back.cell(shown(counts.n_asked_back))}
                        {missed.cell(shown(counts.n_missed))}
                        {rate.cell(text(move || percent(counts.understanding())))}
                    </tr>
                }
            },
        )
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, analytics.over_time) columns=heads>
            {rows}
        </Table>
    }
}

#[cfg(test)]
mod tests {
    use super::ceiling;

    #[test]
    fn a_scale_ends_at_a_round_number() {
        for (most, expected) in [
            (0, 2),
            (2, 2),
            (3, 4),
            (5, 10),
            (11, 20),
            (399, 400),
            (401, 1000),
        ] {
            assert_eq!(ceiling(most), expected, "{most}");
        }
    }
}
