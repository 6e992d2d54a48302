//! The table of articles.

use super::{
    among::Among,
    bulk::{Bar, ChangeMany, TickAll},
};
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        list_menu::{ListMenu, SaveListView},
        number::shown,
        pagination::Pagination,
        post_form::PostForm,
        table::{Column, Table},
        time::Time,
    },
    i18n::{I18nKeys, Locale, t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use model::{
    article::{Alert, ArticleFilter, ArticleStatus, ArticleSummary},
    id::BotId,
    list_view::{List, ListView},
    page::Page,
};

type Texts = I18nContext<Locale, I18nKeys>;

#[component]
pub fn Articles(
    bot: BotId,
    page: Page<ArticleSummary>,
    wanted: Memo<ArticleFilter>,
    after: Memo<String>,
    change: Act<ChangeMany>,
    view: ListView,
    save: Act<SaveListView>,
) -> impl IntoView {
    let among = Among {
        wanted: wanted.get_untracked(),
        after: after.get_untracked(),
    };
    let is_first = among.after.is_empty();
    let at = |after| Among {
        after,
        ..among.clone()
    };
    match (page.items.is_empty(), is_first, among.is_filtered()) {
        (true, true, false) => view! { <NoArticle bot /> }.into_any(),
        // A page may have been emptied by what was done on it.
        (true, false, _) => view! { <NothingLeft first=at(String::new()).list(bot) /> }.into_any(),
        (true, true, true) => view! { <NothingFound bot /> }.into_any(),
        _ => {
            let next = page.next.map(|after| at(after).list(bot));
            let first = (!is_first).then(|| at(String::new()).list(bot));
            view! {
                <Menu view=view.clone() save />
                <PostForm action=change class="bulk-form">
                    <input type="hidden" name="bot" value=bot.to_string() />
                    <Bar />
                    <ArticleTable bot articles=page.items view among />
                </PostForm>
                <Pagination first next />
            }
            .into_any()
        }
    }
}

#[component]
fn Menu(view: ListView, save: Act<SaveListView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        (
            "topic",
            (move || t_string!(i18n, knowledge.column_topic)).into(),
        ),
        (
            "languages",
            (move || t_string!(i18n, knowledge.column_languages)).into(),
        ),
        (
            "utterances",
            (move || t_string!(i18n, knowledge.column_utterances)).into(),
        ),
        (
            "uses",
            (move || t_string!(i18n, knowledge.column_uses)).into(),
        ),
        (
            "status",
            (move || t_string!(i18n, knowledge.column_status)).into(),
        ),
        (
            "updated",
            (move || t_string!(i18n, knowledge.column_updated)).into(),
        ),
    ];
    view! { <ListMenu list=List::Knowledge view save columns /> }
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
fn NothingLeft(first: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Knowledge
            title=move || t_string!(i18n, knowledge.nothing_left)
            help=move || t_string!(i18n, knowledge.nothing_left_help)
        >
            <a class="button" href=first>
                {t!(i18n, first_page)}
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
fn ArticleTable(
    bot: BotId,
    articles: Vec<ArticleSummary>,
    view: ListView,
    among: Among,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::tick(|| view! { <TickAll /> }.into_any()),
        Column::text(move || t_string!(i18n, knowledge.column_title)),
        Column::text(move || t_string!(i18n, knowledge.column_topic)).only_if(view.shows("topic")),
        Column::text(move || t_string!(i18n, knowledge.column_languages))
            .only_if(view.shows("languages")),
        Column::number(move || t_string!(i18n, knowledge.column_utterances))
            .only_if(view.shows("utterances")),
        Column::number(move || t_string!(i18n, knowledge.column_uses)).only_if(view.shows("uses")),
        Column::text(move || t_string!(i18n, knowledge.column_status))
            .only_if(view.shows("status")),
        Column::text(move || t_string!(i18n, knowledge.column_updated))
            .only_if(view.shows("updated")),
    ];
    let rows = articles
        .into_iter()
        .map(|article| row(&columns, among.article(bot, article.id), article))
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, knowledge.caption) columns>
            {rows}
        </Table>
    }
}

fn row(columns: &[Column; 8], href: String, article: ArticleSummary) -> impl IntoView + use<> {
    let [
        tick,
        title,
        topic,
        languages,
        utterances,
        uses,
        status,
        updated,
    ] = columns;
    let named = (!article.topic.is_empty()).then_some(article.topic);
    let locales = article
        .locales
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let (alerts, n_uses) = (article.alerts, article.n_uses_30d);
    let i18n = use_i18n();
    let (id, named_by) = (article.id.to_string(), article.title.clone());
    let link = view! { <a href=href>{article.title}</a> };
    let ticked = view! {
        <input
            type="checkbox"
            class="tick"
            name=id
            value="1"
            aria-label=move || {
                let title = named_by.clone();
                t_string!(i18n, knowledge.tick, title = title)
            }
        />
    };
    view! {
        <tr>
            {tick.cell(ticked)} {title.row_header(link)} {topic.cell(named)} {languages.cell(locales)}
            {utterances.cell(article.n_utterances)} {uses.cell(shown(n_uses))}
            {status.cell(view! { <Status status=article.status /> <Alerts alerts /> })}
            {updated.cell(view! { <Time at=article.updated_at /> })}
        </tr>
    }
}

/// What may be wrong, in small print: it keeps nobody from publishing.
#[component]
pub fn Alerts(alerts: Vec<Alert>) -> impl IntoView {
    let i18n = use_i18n();
    let items = alerts
        .into_iter()
        .map(|alert| view! { <li>{move || alert_text(i18n, alert)}</li> })
        .collect_view();
    view! { <ul class="alerts">{items}</ul> }
}

pub fn alert_text(i18n: Texts, alert: Alert) -> &'static str {
    match alert {
        Alert::NoUtterance => t_string!(i18n, knowledge.alert_no_utterance),
        Alert::Long => t_string!(i18n, knowledge.alert_long),
        Alert::Untranslated => t_string!(i18n, knowledge.alert_untranslated),
        Alert::Expired => t_string!(i18n, knowledge.alert_expired),
        Alert::Upcoming => t_string!(i18n, knowledge.alert_upcoming),
        Alert::DeadLink => t_string!(i18n, knowledge.alert_dead_link),
        Alert::DeadAddress => t_string!(i18n, knowledge.alert_dead_address),
    }
}

#[component]
pub fn Status(status: ArticleStatus) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || status_text(i18n, status);
    view! { <Badge tone=status_tone(status) text /> }
}

pub const fn status_tone(status: ArticleStatus) -> Tone {
    match status {
        ArticleStatus::New => Tone::Accent,
        ArticleStatus::Changed => Tone::Warning,
        ArticleStatus::Published => Tone::Good,
    }
}

pub fn status_text(i18n: Texts, status: ArticleStatus) -> &'static str {
    match status {
        ArticleStatus::New => t_string!(i18n, knowledge.status_new),
        ArticleStatus::Changed => t_string!(i18n, knowledge.status_changed),
        ArticleStatus::Published => t_string!(i18n, knowledge.status_published),
    }
}
