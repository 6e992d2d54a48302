//! The row of figures, each with what it was before.

use crate::{
    components::number::{duration, percent, whole},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{analytics::Report, id::BotId};

/// What a rise of a figure means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rise {
    Good,
    Bad,
    Plain,
}

#[component]
pub fn Kpis(bot: BotId, report: Report) -> impl IntoView {
    let i18n = use_i18n();
    let Report {
        from,
        to: until,
        tz,
        figures,
        before,
        ..
    } = report;
    let (now, before) = (figures.counts, before.counts);
    let to = move |more: &[(&str, &str)]| {
        let period = [
            ("from", from.as_str()),
            ("to", &until),
            ("tz", &tz),
            ("audience", "visitor"),
        ];
        paths::conversations_with(bot, &[&period, more].concat())
    };
    view! {
        <dl class="kpis">
            <Kpi
                name=move || t_string!(i18n, analytics.conversations)
                href=to(&[])
                value=move || whole(now.n_conversations)
                change=relative(now.n_conversations, before.n_conversations)
                rise=Rise::Plain
            />
            <Kpi
                name=move || t_string!(i18n, analytics.questions)
                href=to(&[])
                value=move || whole(now.n_questions)
                change=relative(now.n_questions, before.n_questions)
                rise=Rise::Plain
            />
            <Kpi
                name=move || t_string!(i18n, analytics.understanding)
                href=to(&[("outcome", "answer")])
                value=move || percent(now.understanding())
                change=points(now.understanding(), before.understanding())
                rise=Rise::Good
            />
            <Kpi
                name=move || t_string!(i18n, analytics.missed)
                href=to(&[("outcome", "fallback")])
                value=move || whole(now.n_missed)
                change=relative(now.n_missed, before.n_missed)
                rise=Rise::Bad
            />
            <Kpi
                name=move || t_string!(i18n, analytics.satisfaction)
                href=to(&[("rating", "up")])
                value=move || percent(now.satisfaction())
                change=points(now.satisfaction(), before.satisfaction())
                rise=Rise::Good
            />
            <div class="kpi">
                <dt>{t!(i18n, analytics.latency)}</dt>
                <dd class="kpi-value">{move || duration(figures.median_us)}</dd>
                <dd class="kpi-change">
                    {t!(i18n, analytics.p95, time = duration(figures.p95_us))}
                </dd>
            </div>
        </dl>
    }
}

/// How a figure has changed: in hundredths of what it was, or in points of a share. Of very little,
/// what it was says more.
#[derive(Clone, Copy)]
enum Change {
    Nothing,
    Before(u64),
    Relative(f64),
    Points(f64),
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts stay far below where doubles have gaps"
)]
fn relative(now: u64, before: u64) -> Change {
    if before == 0 {
        return Change::Nothing;
    }
    if now / before >= 10 {
        return Change::Before(before);
    }
    Change::Relative((now as f64 / before as f64 - 1.0) * 100.0)
}

fn points(now: Option<f64>, before: Option<f64>) -> Change {
    match (now, before) {
        (Some(now), Some(before)) => Change::Points((now - before) * 100.0),
        _ => Change::Nothing,
    }
}

#[component]
fn Kpi(
    #[prop(into)] name: TextProp,
    href: String,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    change: Change,
    rise: Rise,
) -> impl IntoView {
    view! {
        <div class="kpi">
            <dt>
                <a href=href>{move || name.get()}</a>
            </dt>
            <dd class="kpi-value">{value}</dd>
            <dd class=class_of(change, rise)>{move || said(change)}</dd>
        </div>
    }
}

fn class_of(change: Change, rise: Rise) -> &'static str {
    let (Change::Relative(by) | Change::Points(by)) = change else {
        return "kpi-change";
    };
    match (by.round() as i64, rise) {
        (0, _) | (_, Rise::Plain) => "kpi-change",
        (1.., Rise::Good) | (..0, Rise::Bad) => "kpi-change kpi-better",
        _ => "kpi-change kpi-worse",
    }
}

/// In words as well as by an arrow, for who hears it or sees no colours.
fn said(change: Change) -> String {
    let i18n = use_i18n();
    let (by, size) = match change {
        Change::Nothing => return t_string!(i18n, analytics.nothing_before).to_owned(),
        Change::Before(n) => return t_string!(i18n, analytics.before, value = whole(n)),
        Change::Relative(by) => (by, percent(Some(by.abs() / 100.0))),
        Change::Points(by) => {
            let n = format!("{:.0}", by.abs());
            (by, t_string!(i18n, analytics.points, n = n))
        }
    };
    match by.round() as i64 {
        0 => t_string!(i18n, analytics.same).to_owned(),
        1.. => format!("↑ {}", t_string!(i18n, analytics.up, change = size)),
        _ => format!("↓ {}", t_string!(i18n, analytics.down, change = size)),
    }
}
