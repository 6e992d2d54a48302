//! What was most frequent: articles, topics, languages, pages.

use crate::{
    components::{
        number::{percent, shown},
        table::{Column, Table},
    },
    i18n::{t, t_string, text, use_i18n},
    paths,
};
use leptos::{prelude::*, svg, text_prop::TextProp};
use model::{
    analytics::{Report, Top},
    id::BotId,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Articles,
    Topics,
    Languages,
    Pages,
}

#[component]
pub fn Tops(bot: BotId, report: Report) -> impl IntoView {
    let i18n = use_i18n();
    let period = [report.from, report.to, report.tz];
    let lists = [
        (List::Articles, report.articles),
        (List::Pages, report.pages),
        (List::Topics, report.topics),
        (List::Languages, report.languages),
    ]
    .map(|(list, tops)| {
        let title = move || match list {
            List::Articles => t_string!(i18n, analytics.articles),
            List::Topics => t_string!(i18n, analytics.topics),
            List::Languages => t_string!(i18n, analytics.languages),
            List::Pages => t_string!(i18n, analytics.pages),
        };
        let period = period.clone();
        view! {
            <section class="panel">
                <h2>{title}</h2>
                <TopTable bot list title tops period />
            </section>
        }
    });
    view! { <div class="panels">{lists.collect_view()}</div> }
}

#[component]
fn TopTable(
    bot: BotId,
    list: List,
    #[prop(into)] title: TextProp,
    tops: Vec<Top>,
    period: [String; 3],
) -> impl IntoView {
    let i18n = use_i18n();
    if tops.is_empty() {
        return view! { <p class="meta">{t!(i18n, analytics.nothing)}</p> }.into_any();
    }
    // An article's questions were all answered; what tells one from the other is the thumbs.
    let is_article = matches!(list, List::Articles | List::Topics);
    let columns = [
        Column::text(move || t_string!(i18n, analytics.column_value)),
        Column::number(move || t_string!(i18n, analytics.column_questions)),
        Column::number(move || match is_article {
            true => t_string!(i18n, analytics.column_satisfaction),
            false => t_string!(i18n, analytics.column_rate),
        }),
    ];
    let most = tops.iter().map(|top| top.counts.n_questions).max();
    let most = most.unwrap_or(1);
    let rows = tops
        .into_iter()
        .map(|top| {
            let [value, questions, rate] = &columns;
            let counts = top.counts;
            let share = match is_article {
                true => counts.satisfaction(),
                false => counts.understanding(),
            };
            let bar = bar(counts.n_questions, most);
            let label = label(bot, list, top, &period);
            view! {
                <tr>
                    {value.row_header(view! { {label} {bar} })}
                    {questions.cell(shown(counts.n_questions))}
                    {rate.cell(text(move || percent(share)))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=title columns>
            {rows}
        </Table>
    }
    .into_any()
}

/// The value, with a link to the conversations where it is.
fn label(bot: BotId, list: List, top: Top, [from, to, tz]: &[String; 3]) -> AnyView {
    let i18n = use_i18n();
    let period = [
        ("from", from.as_str()),
        ("to", to),
        ("tz", tz),
        ("audience", "visitor"),
    ];
    let article = top.article.map(|id| id.to_string()).unwrap_or_default();
    let filter = match list {
        List::Articles => ("article", article.as_str()),
        List::Languages => ("locale", top.label.as_str()),
        List::Pages => ("page", top.label.as_str()),
        List::Topics => ("", ""),
    };
    match (list, top.label.as_str()) {
        (List::Articles, "") => view! { <span>{t!(i18n, analytics.gone)}</span> }.into_any(),
        (List::Topics, "") => view! { <span>{t!(i18n, analytics.no_topic)}</span> }.into_any(),
        (_, "") => view! { <span>{t!(i18n, analytics.not_told)}</span> }.into_any(),
        (List::Pages | List::Languages, "*") => {
            view! { <span>{t!(i18n, analytics.others)}</span> }.into_any()
        }
        (_, _) if filter.1.is_empty() => view! { <span dir="auto">{top.label}</span> }.into_any(),
        _ => {
            let href = paths::conversations_with(bot, &[&period[..], &[filter]].concat());
            view! {
                <a href=href dir="auto">
                    {top.label}
                </a>
            }
            .into_any()
        }
    }
}

/// How much it is of the most frequent one.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts stay far below where doubles have gaps"
)]
fn bar(n: u64, most: u64) -> impl IntoView {
    let width = n as f64 / most.max(1) as f64 * 100.0;
    svg::svg()
        .class("share")
        .attr("viewBox", "0 0 100 1")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(
            svg::rect()
                .attr("width", format!("{width:.1}"))
                .attr("height", "1"),
        )
}
