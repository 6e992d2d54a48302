//! Which days, how wide the columns, and where the reader is.

use crate::{
    components::filter::{FilterChoice, FilterInput, Kind, Problems},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    analytics::{PERIODS, Report, Wanted},
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

#[component]
pub fn Controls(
    bot: BotId,
    report: Report,
    problems: Vec<FieldError>,
    wanted: Wanted,
) -> impl IntoView {
    let i18n = use_i18n();
    // What could not be read stays as it was typed; a control for days holds days only.
    let is_bad = problems.iter().any(|problem| problem.field == "tz");
    let (from, to) = (report.from.clone(), report.to.clone());
    let tz = if is_bad { wanted.tz } else { report.tz.clone() };
    let grains = vec![
        (
            String::new(),
            (move || t_string!(i18n, analytics.grain_fitting)).into(),
        ),
        (
            "hour".to_owned(),
            (move || t_string!(i18n, analytics.hour)).into(),
        ),
        (
            "day".to_owned(),
            (move || t_string!(i18n, analytics.day)).into(),
        ),
        (
            "week".to_owned(),
            (move || t_string!(i18n, analytics.week)).into(),
        ),
        (
            "month".to_owned(),
            (move || t_string!(i18n, analytics.month)).into(),
        ),
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
        .zip(&report.starts)
        .map(|(days, from)| {
            let is_current = (*from == report.from && report.to == report.today).then_some("true");
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
        <nav class="periods" aria-label=move || t_string!(i18n, analytics.period)>
            <ul>{links}</ul>
        </nav>
    }
}
