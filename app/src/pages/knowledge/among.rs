//! Which list an article was opened from: its address carries that on.

use crate::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    article::ArticleFilter,
    id::{ArticleId, BotId},
};

/// The filters of a list and its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Among {
    pub wanted: ArticleFilter,
    pub after: String,
}

/// What the address of an article asks for.
pub fn use_among() -> Memo<Among> {
    let (wanted, after) = (use_wanted("in"), paths::use_query("after"));
    Memo::new(move |_| Among {
        wanted: wanted.get(),
        after: after.get(),
    })
}

/// The filters in the address; `locale` is what the language is called there.
pub fn use_wanted(locale: &'static str) -> Memo<ArticleFilter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name| query.get_str(name).unwrap_or_default().to_owned();
            ArticleFilter {
                search: value("q"),
                topic: value("topic"),
                status: value("status"),
                locale: value(locale),
                alert: value("alert"),
            }
        })
    })
}

impl Among {
    /// The first page of the list that passes other filters.
    pub fn narrowed(&self, change: impl FnOnce(&mut ArticleFilter)) -> Self {
        let mut wanted = self.wanted.clone();
        change(&mut wanted);
        Self {
            wanted,
            after: String::new(),
        }
    }

    pub fn is_filtered(&self) -> bool {
        self.wanted
            .pairs()
            .iter()
            .any(|(_, value)| !value.is_empty())
    }

    /// Each value with its name in an article's address, where `locale` is that of the text.
    pub fn pairs(&self) -> [(&'static str, &str); 6] {
        let ArticleFilter {
            search,
            topic,
            status,
            locale,
            alert,
        } = &self.wanted;
        [
            ("q", search),
            ("topic", topic),
            ("status", status),
            ("in", locale),
            ("alert", alert),
            ("after", &self.after),
        ]
    }

    /// The page of the list itself.
    pub fn list(&self, bot: BotId) -> String {
        let list = paths::with_query(&paths::knowledge(bot), &self.wanted.pairs());
        paths::with_query(&list, &[("after", &self.after)])
    }

    /// Where an article is written, to come back to the list.
    pub fn new_article(&self, bot: BotId) -> String {
        paths::with_query(&paths::new_article(bot), &self.pairs())
    }

    /// An article, its list beside it.
    pub fn article(&self, bot: BotId, article: ArticleId) -> String {
        paths::with_query(&paths::article(bot, article), &self.pairs())
    }

    /// The same in one language; empty for the first that it has.
    pub fn text(&self, bot: BotId, article: ArticleId, locale: &str) -> String {
        paths::with_query(&self.article(bot, article), &[("locale", locale)])
    }

    /// What became of an article, to come back to it in this language.
    pub fn history(&self, bot: BotId, article: ArticleId, locale: &str) -> String {
        let history = paths::with_query(&paths::article_history(bot, article), &self.pairs());
        paths::with_query(&history, &[("locale", locale)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_the_list_is_not_that_of_the_text() {
        let bot: BotId = "0b9e4c9e-5a52-4b44-9a52-6a6f9b1c2d3e".parse().unwrap();
        let article: ArticleId = "01912d68-783e-7a03-8467-5661c1243ad4".parse().unwrap();
        let mut among = Among::default();
        among.wanted.locale = "fr".to_owned();
        among.after = "x".to_owned();
        let list = format!("/bots/{bot}/knowledge");
        assert_eq!(among.list(bot), format!("{list}?locale=fr&after=x"));
        let address = format!("{list}/{article}?in=fr&after=x&locale=en");
        assert_eq!(among.text(bot, article, "en"), address);
        assert_eq!(
            paths::list_of_article(&address, bot, article),
            among.list(bot)
        );
        let narrowed = among.narrowed(|wanted| wanted.topic = "Shop & co".to_owned());
        let address = format!("{list}/{article}?topic=Shop%20%26%20co&in=fr");
        assert_eq!(narrowed.article(bot, article), address);
    }
}
