//! The groups, each with the articles whose wordings have one of its words.

use crate::{
    components::{
        empty_state::EmptyState,
        icon::Icon,
        table::{Column, Table},
    },
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::BotId,
    synonyms::{ListedGroup, SynonymsPage},
};

#[component]
pub fn Groups(page: SynonymsPage) -> impl IntoView {
    let i18n = use_i18n();
    let bot = page.bot.id;
    if page.groups.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Synonyms
                title=move || t_string!(i18n, synonyms.empty)
                help=move || t_string!(i18n, synonyms.empty_help)
            />
        }
        .into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, synonyms.term)),
        Column::text(move || t_string!(i18n, synonyms.variants)),
        Column::text(move || t_string!(i18n, synonyms.locale)),
        Column::text(move || t_string!(i18n, synonyms.used)),
    ];
    let rows = page
        .groups
        .into_iter()
        .map(|listed| view! { <Row bot listed columns=columns.clone() /> })
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, synonyms.caption) columns>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn Row(bot: BotId, listed: ListedGroup, columns: [Column; 4]) -> impl IntoView {
    let i18n = use_i18n();
    let ListedGroup {
        group,
        uses,
        n_uses,
    } = listed;
    let [term, variants, locale, used] = columns;
    let words: Vec<String> = group.variants.iter().map(ToString::to_string).collect();
    let language = group.locale.map(|locale| locale.to_string());
    let language = move || {
        let all = || t_string!(i18n, synonyms.all).to_owned();
        language.clone().unwrap_or_else(all)
    };
    let link = view! {
        <a href=paths::synonym_group(bot, group.id)>{group.term.to_string()}</a>
    };
    let articles = uses
        .into_iter()
        .map(|used| {
            view! {
                <li>
                    <a href=paths::article(bot, used.article)>{used.title}</a>
                </li>
            }
        })
        .collect_view();
    let uses = if n_uses == 0 {
        view! { <span class="field-help">{move || t_string!(i18n, synonyms.unused)}</span> }
            .into_any()
    } else {
        view! {
            <details class="others">
                <summary>
                    {move || t_string!(i18n, synonyms.n_articles, count = n_uses)}
                </summary>
                <ul>{articles}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <tr>
            {term.row_header(link)} {variants.cell(words.join(", "))} {locale.cell(language)}
            {used.cell(uses)}
        </tr>
    }
}
