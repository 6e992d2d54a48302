//! The versions, newest first.

use crate::{
    components::{
        badge::{Badge, Tone},
        by::By,
        empty_state::EmptyState,
        icon::Icon,
        number::{shown, whole},
        pagination::Pagination,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::BotId,
    version::{VersionSummary, Versions},
};

#[component]
pub fn List(bot: BotId, versions: Versions, is_first: bool) -> impl IntoView {
    let i18n = use_i18n();
    if versions.items.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Publish
                title=move || t_string!(i18n, versions.empty)
                help=move || t_string!(i18n, versions.empty_help)
            />
        }
        .into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, versions.column_version)),
        Column::text(move || t_string!(i18n, versions.column_time)),
        Column::text(move || t_string!(i18n, versions.column_by)),
        Column::number(move || t_string!(i18n, versions.column_articles)),
        Column::number(move || t_string!(i18n, versions.column_size)),
    ];
    let rows = versions
        .items
        .into_iter()
        .map(|version| {
            let is_live = versions.live == Some(version.number);
            row(bot, version, is_live, &columns)
        })
        .collect_view();
    let first = (!is_first).then(|| paths::versions(bot));
    let next = versions
        .next
        .map(|next| paths::with_query(&paths::versions(bot), &[("before", &next.to_string())]));
    view! {
        <Table caption=move || t_string!(i18n, versions.title) columns>
            {rows}
        </Table>
        <Pagination first next />
    }
    .into_any()
}

fn row(
    bot: BotId,
    version: VersionSummary,
    is_live: bool,
    [name, time, by, articles, size]: &[Column; 5],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let number = version.number;
    let href = paths::versions_compared(bot, number.saturating_sub(1), number);
    let live = is_live.then(|| {
        view! { <Badge tone=Tone::Good text=move || t_string!(i18n, versions.live) /> }
    });
    let again = version.brought_back.map(|from| {
        let text = move || t_string!(i18n, versions.brought_back, version = from);
        view! { <Badge tone=Tone::Neutral text /> }
    });
    let title = view! {
        <a href=href>{move || t_string!(i18n, bots.version, version = number)}</a>
        {live}
        {again}
    };
    let n_articles = u64::from(version.n_articles);
    let n_kilobytes = version.snapshot_bytes.div_ceil(1_000);
    view! {
        <tr>
            {name.row_header(title)}
            {time.cell(view! { <Time at=version.published_at /> })}
            {by.cell(view! { <By author=version.by /> })}
            {articles.cell(shown(n_articles))}
            {size.cell(move || format!("{}\u{a0}kB", whole(n_kilobytes)))}
        </tr>
    }
}
