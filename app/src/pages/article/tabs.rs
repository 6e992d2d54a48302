//! The languages of an article, one link each, so that a language has an address.

use crate::{
    i18n::{t, t_string, use_i18n},
    pages::knowledge::use_among,
};
use leptos::prelude::*;
use model::{
    article::Article,
    bot::BotSummary,
    id::{ArticleId, BotId},
    text::Locale,
};

pub struct Tab {
    locale: Locale,
    of: (BotId, ArticleId),
    has_text: bool,
    is_current: bool,
}

/// The languages to offer: the article's, the bot's, the one asked for, and those of the
/// backoffice itself.
pub fn tabs(article: &Article, bot: &BotSummary, current: &Locale) -> Vec<Tab> {
    let of_article = article.texts.iter().map(|text| text.locale.clone());
    let of_backoffice = ["en", "fr"]
        .into_iter()
        .filter_map(|locale| Locale::parse(locale).ok());
    let mut tabs: Vec<Tab> = Vec::new();
    for locale in of_article
        .chain(bot.locales.iter().cloned())
        .chain([current.clone()])
        .chain(of_backoffice)
    {
        if !tabs.iter().any(|tab| tab.locale == locale) {
            tabs.push(Tab {
                of: (bot.id, article.id),
                has_text: article.texts.iter().any(|text| text.locale == locale),
                is_current: locale == *current,
                locale,
            });
        }
    }
    tabs
}

#[component]
pub fn LocaleTabs(tabs: Vec<Tab>) -> impl IntoView {
    let i18n = use_i18n();
    let among = use_among();
    let links = tabs
        .into_iter()
        .map(|tab| {
            let note = (!tab.has_text).then(|| {
                view! { <span class="tab-note">{t!(i18n, editor.without_text)}</span> }
            });
            let (bot, article) = tab.of;
            let language = tab.locale.to_string();
            let href =
                Signal::derive(move || among.with(|among| among.text(bot, article, &language)));
            view! {
                <li>
                    <a class="tab" href=href aria-current=tab.is_current.then_some("page")>
                        <span class="tab-locale">{tab.locale.to_string()}</span>
                        {note}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, editor.languages)>
            <ul>{links}</ul>
        </nav>
    }
}
