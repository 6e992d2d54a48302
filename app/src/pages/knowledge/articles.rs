//! The table of articles.

use crate::{
    components::{
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        pagination::Pagination,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    article::{ArticleStatus, ArticleSummary},
    id::BotId,
    page::Page,
};

#[component]
pub fn Articles(
    bot: BotId,
    page: Page<ArticleSummary>,
    search: Memo<String>,
    after: Memo<String>,
) -> impl IntoView {
    let (search, after) = (search.get_untracked(), after.get_untracked());
    let is_first = after.is_empty();
    match (page.items.is_empty(), is_first, search.is_empty()) {
        (true, true, true) => view! { <NoArticle bot /> }.into_any(),
        (true, _, _) => view! { <NothingFound bot /> }.into_any(),
        _ => {
            let address = |after: &str| list_address(bot, &search, after);
            let first = (!is_first).then(|| address(""));
            let next = page.next.as_deref().map(address);
            view! {
                <ArticleTable bot articles=page.items />
                <Pagination first next />
            }
            .into_any()
        }
    }
}

fn list_address(bot: BotId, search: &str, after: &str) -> String {
    let query: Vec<_> = [("q", search), ("after", after)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", paths::escape(value)))
        .collect();
    match query.is_empty() {
        true => paths::knowledge(bot),
        false => format!("{}?{}", paths::knowledge(bot), query.join("&")),
    }
}

#[component]
fn NoArticle(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Knowledge
            title=move || t_string!(i18n, knowledge.empty)
            help=move || t_string!(i18n, knowledge.empty_help)
        >
            <a class="button" href=paths::new_article(bot)>
                {Icon::Plus.draw()}
                {t!(i18n, knowledge.add)}
            </a>
        </EmptyState>
    }
}

#[component]
fn NothingFound(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Search
            title=move || t_string!(i18n, knowledge.nothing_found)
            help=move || t_string!(i18n, knowledge.nothing_found_help)
        >
            <a class="button" href=paths::knowledge(bot)>
                {t!(i18n, knowledge.clear)}
            </a>
        </EmptyState>
    }
}

#[component]
fn ArticleTable(bot: BotId, articles: Vec<ArticleSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, knowledge.column_title)),
        Column::text(move || t_string!(i18n, knowledge.column_topic)),
        Column::text(move || t_string!(i18n, knowledge.column_languages)),
        Column::number(move || t_string!(i18n, knowledge.column_utterances)),
        Column::text(move || t_string!(i18n, knowledge.column_status)),
        Column::text(move || t_string!(i18n, knowledge.column_updated)),
    ];
    let rows = articles
        .into_iter()
        .map(|article| row(&columns, bot, article))
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, knowledge.caption) columns>
            {rows}
        </Table>
    }
}

fn row(columns: &[Column; 6], bot: BotId, article: ArticleSummary) -> impl IntoView + use<> {
    let [title, topic, languages, utterances, status, updated] = columns;
    let named = (!article.topic.is_empty()).then_some(article.topic);
    let locales = article
        .locales
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let link = view! { <a href=paths::article(bot, article.id)>{article.title}</a> };
    view! {
        <tr>
            {title.row_header(link)} {topic.cell(named)} {languages.cell(locales)}
            {utterances.cell(article.n_utterances)}
            {status.cell(view! { <Status status=article.status /> })}
            {updated.cell(view! { <Time at=article.updated_at /> })}
        </tr>
    }
}

#[component]
pub fn Status(status: ArticleStatus) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match status {
        ArticleStatus::New => Tone::Accent,
        ArticleStatus::Changed => Tone::Warning,
        ArticleStatus::Published => Tone::Good,
    };
    let text = move || match status {
        ArticleStatus::New => t_string!(i18n, knowledge.status_new),
        ArticleStatus::Changed => t_string!(i18n, knowledge.status_changed),
        ArticleStatus::Published => t_string!(i18n, knowledge.status_published),
    };
    view! { <Badge tone text /> }
}
