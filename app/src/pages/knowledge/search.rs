//! The search among the articles, with what else can be wanted of them.

use crate::{
    components::filter::{FilterChoice, FilterInput, Kind},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{article::ArticleFilter, id::BotId, text::Locale};

#[component]
pub fn Search(
    bot: BotId,
    topics: Vec<String>,
    locales: Vec<Locale>,
    wanted: Memo<ArticleFilter>,
) -> impl IntoView {
    // Built anew when the address changes: what a field shows at first does not reach one that
    // was typed into.
    let locales: Vec<String> = locales.into_iter().map(String::from).collect();
    move || {
        let (wanted, topics, locales) = (wanted.get(), topics.clone(), locales.clone());
        view! { <Form bot topics locales wanted /> }
    }
}

#[component]
fn Form(
    bot: BotId,
    topics: Vec<String>,
    locales: Vec<String>,
    wanted: ArticleFilter,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_filtered = wanted.pairs().iter().any(|(_, value)| !value.is_empty());
    let ArticleFilter {
        search,
        topic,
        status,
        locale,
        alert,
    } = wanted;
    let any = || -> TextProp { (move || t_string!(i18n, knowledge.any)).into() };
    let own = |values: Vec<String>| {
        let choices = values
            .into_iter()
            .map(|value| (value.clone(), value.into()));
        [(String::new(), any())]
            .into_iter()
            .chain(choices)
            .collect::<Vec<_>>()
    };
    let statuses = vec![
        (String::new(), any()),
        (
            "new".to_owned(),
            (move || t_string!(i18n, knowledge.status_new)).into(),
        ),
        (
            "changed".to_owned(),
            (move || t_string!(i18n, knowledge.status_changed)).into(),
        ),
        (
            "published".to_owned(),
            (move || t_string!(i18n, knowledge.status_published)).into(),
        ),
    ];
    let alerts = vec![
        (String::new(), any()),
        (
            "no_utterance".to_owned(),
            (move || t_string!(i18n, knowledge.alert_no_utterance)).into(),
        ),
        (
            "long".to_owned(),
            (move || t_string!(i18n, knowledge.alert_long)).into(),
        ),
        (
            "untranslated".to_owned(),
            (move || t_string!(i18n, knowledge.alert_untranslated)).into(),
        ),
        (
            "expired".to_owned(),
            (move || t_string!(i18n, knowledge.alert_expired)).into(),
        ),
        (
            "upcoming".to_owned(),
            (move || t_string!(i18n, knowledge.alert_upcoming)).into(),
        ),
        (
            "dead_link".to_owned(),
            (move || t_string!(i18n, knowledge.alert_dead_link)).into(),
        ),
        (
            "dead_address".to_owned(),
            (move || t_string!(i18n, knowledge.alert_dead_address)).into(),
        ),
    ];
    view! {
        <search class="controls">
            <form method="get" action=paths::knowledge(bot) class="filter-form">
                <FilterInput
                    name="q"
                    label=move || t_string!(i18n, knowledge.search)
                    kind=Kind::Search
                    value=search
                />
                <FilterChoice
                    name="topic"
                    label=move || t_string!(i18n, knowledge.column_topic)
                    choices=own(topics)
                    value=topic
                />
                <FilterChoice
                    name="status"
                    label=move || t_string!(i18n, knowledge.column_status)
                    choices=statuses
                    value=status
                />
                <FilterChoice
                    name="locale"
                    label=move || t_string!(i18n, knowledge.language)
                    choices=own(locales)
                    value=locale
                />
                <FilterChoice
                    name="alert"
                    label=move || t_string!(i18n, knowledge.alert)
                    choices=alerts
                    value=alert
                />
                <button class="button">{t!(i18n, knowledge.search_submit)}</button>
                {is_filtered
                    .then(|| {
                        view! {
                            <a class="filter-clear" href=paths::knowledge(bot)>
                                {t!(i18n, knowledge.clear)}
                            </a>
                        }
                    })}
            </form>
        </search>
    }
}
