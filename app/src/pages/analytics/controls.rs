//! Which days, how wide the columns, and where the reader is.

use crate::{
    components::filter::{FilterChoice, FilterInput, Kind, Problems},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    analytics::{Report, Wanted},
    error::FieldError,
    id::BotId,
};

/// Zones that are offered; any other can be typed.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Paris",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "America/New_York",
    "America/Los_Angeles",
    "America/Montreal",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// The periods that are a press away, in days back from today.
const PERIODS: [(u16, i32); 4] = [(1, 0), (7, 6), (28, 27), (365, 364)];

#[component]
pub fn Controls(
    bot: BotId,
    report: Report,
    problems: Vec<FieldError>,
    wanted: Wanted,
) -> impl IntoView {
    let i18n = use_i18n();
    // What could not be read stays as it was typed.
    let shown = |field: &str, typed: &str, read: &str| {
        let is_bad = problems.iter().any(|problem| problem.field == field);
        if is_bad {
            typed.to_owned()
        } else {
            read.to_owned()
        }
    };
    let from = shown("from", &wanted.from, &report.from);
    let to = shown("to", &wanted.to, &report.to);
    let tz = shown("tz", &wanted.tz, &report.tz);
    let grains = vec![
        (
            "",
            (move || t_string!(i18n, analytics.grain_fitting)).into(),
        ),
        ("hour", (move || t_string!(i18n, analytics.hour)).into()),
        ("day", (move || t_string!(i18n, analytics.day)).into()),
        ("week", (move || t_string!(i18n, analytics.week)).into()),
        ("month", (move || t_string!(i18n, analytics.month)).into()),
    ];
    let zones = ZONES.map(str::to_owned).to_vec();
    view! {
        <div class="controls">
            <Periods bot report />
            <form method="get" action=paths::analytics(bot) class="filter-form">
                <FilterInput
                    name="from"
                    label=move || t_string!(i18n, analytics.from)
                    kind=Kind::Date
                    value=from
                />
                <FilterInput
                    name="to"
                    label=move || t_string!(i18n, analytics.to)
                    kind=Kind::Date
                    value=to
                />
                <FilterChoice
                    name="grain"
                    label=move || t_string!(i18n, analytics.grain)
                    choices=grains
                    value=wanted.grain
                />
                <FilterInput
                    name="tz"
                    label=move || t_string!(i18n, analytics.tz)
                    kind=Kind::Text
                    value=tz
                    offered=zones
                />
                <button class="button">{t!(i18n, analytics.show)}</button>
            </form>
            {(!problems.is_empty()).then(|| view! { <Problems problems /> })}
        </div>
    }
}

#[component]
fn Periods(bot: BotId, report: Report) -> impl IntoView {
    let i18n = use_i18n();
    let text = move |days: u16| match days {
        1 => t_string!(i18n, analytics.today),
        7 => t_string!(i18n, analytics.days_7),
        28 => t_string!(i18n, analytics.days_28),
        _ => t_string!(i18n, analytics.months_12),
    };
    let links = PERIODS
        .into_iter()
        .map(|(days, back)| {
            let from = days_before(&report.today, back);
            let is_current = (from == report.from && report.to == report.today).then_some("true");
            let period = [
                ("from", from.as_str()),
                ("to", &report.today),
                ("tz", &report.tz),
            ];
            let href = paths::with_query(&paths::analytics(bot), &period);
            view! {
                <li>
                    <a href=href aria-current=is_current data-noscroll="true">
                        {move || text(days)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="segments" aria-label=move || t_string!(i18n, analytics.period)>
            <ul>{links}</ul>
        </nav>
    }
}

fn days_before(day: &str, n_days: i32) -> String {
    use jiff::{ToSpan, civil::Date};
    let day = day.parse::<Date>().unwrap_or_default();
    day.saturating_sub(n_days.days()).to_string()
}

#[cfg(test)]
mod tests {
    use super::days_before;

    #[test]
    fn days_go_back_over_months() {
        assert_eq!(days_before("2026-03-01", 1), "2026-02-28");
        assert_eq!(days_before("2026-03-01", 0), "2026-03-01");
    }
}
