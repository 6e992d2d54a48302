//! The languages of an article, one link each, so that a language has an address.

use crate::{
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{article::Article, bot::BotSummary, text::Locale};

/// The languages to offer: the article's, the bot's, the one asked for, and those of the
/// backoffice itself.
pub fn offered(article: &Article, bot: &BotSummary, current: &Locale) -> Vec<Locale> {
    let of_article = article.texts.iter().map(|text| text.locale.clone());
    let of_backoffice = ["en", "fr"]
        .into_iter()
        .filter_map(|locale| Locale::parse(locale).ok());
    let mut offered = Vec::new();
    for locale in of_article
        .chain(bot.locales.iter().cloned())
        .chain([current.clone()])
        .chain(of_backoffice)
    {
        if !offered.contains(&locale) {
            offered.push(locale);
        }
    }
    offered
}

#[component]
pub fn LocaleTabs(article: Article, bot: BotSummary, current: Locale) -> impl IntoView {
    let i18n = use_i18n();
    let tabs = offered(&article, &bot, &current)
        .into_iter()
        .map(|locale| {
            let is_current = locale == current;
            let has_text = article.texts.iter().any(|text| text.locale == locale);
            view! {
                <li>
                    <a
                        class="tab"
                        href=paths::article_text(bot.id, article.id, locale.as_str())
                        aria-current=is_current.then_some("page")
                    >
                        <span class="tab-locale">{locale.to_string()}</span>
                        {(!has_text)
                            .then(|| {
                                view! {
                                    <span class="tab-note">{t!(i18n, editor.without_text)}</span>
                                }
                            })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, editor.languages)>
            <ul>{tabs}</ul>
        </nav>
    }
}
