use crate::clean;
use engine::{ArticleContent, Content, TextContent};
use model::{
    article::{ArticleText, Period},
    id::ArticleId,
    text::Locale,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::articles::WholeArticle;

/// What was published, whole: a version's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionContent {
    /// The bot's default language.
    pub locale: Locale,
    /// Its articles, in the order of their ids.
    pub articles: Vec<VersionArticle>,
}

/// An article as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionArticle {
    /// Its id.
    pub id: ArticleId,
    /// One text a language.
    pub texts: Vec<ArticleText>,
    /// When it answers; `None` for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

impl VersionContent {
    pub(super) fn new(locale: Locale, articles: Vec<WholeArticle>) -> Self {
        let article = |article: WholeArticle| VersionArticle {
            id: article.id,
            texts: article.texts,
            period: Some(article.period).filter(|period| !period.is_always()),
        };
        Self {
            locale,
            articles: articles.into_iter().map(article).collect(),
        }
    }

    /// What the engine learns from: answers as plain text.
    pub fn for_engine(&self) -> Content {
        let text = |text: &ArticleText| TextContent {
            locale: text.locale.clone(),
            title: text.title.clone(),
            utterances: text.utterances.clone(),
            answer: clean::plain(&text.answer),
        };
        let article = |article: &VersionArticle| ArticleContent {
            id: article.id,
            texts: article.texts.iter().map(text).collect(),
        };
        Content {
            locale: self.locale.clone(),
            articles: self.articles.iter().map(article).collect(),
        }
    }

    /// The articles that do not answer at a time.
    pub fn closed(&self, at: Timestamp) -> Vec<ArticleId> {
        let closed = |article: &&VersionArticle| {
            let period = article.period.as_ref();
            period.is_some_and(|period| !period.holds(at))
        };
        let closed = self.articles.iter().filter(closed);
        closed.map(|article| article.id).collect()
    }

    /// The next time after `at` at which an article begins or ceases to answer.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let periods = self
            .articles
            .iter()
            .filter_map(|article| article.period.as_ref());
        periods.filter_map(|period| period.next_change(at)).min()
    }

    /// An article's title in the default language, or in another if it has none there.
    pub fn title_of(&self, article: ArticleId) -> String {
        let texts = self
            .articles
            .iter()
            .find(|other| other.id == article)
            .map(|a| &a.texts[..]);
        let texts = texts.unwrap_or_default();
        let own = texts.iter().find(|text| text.locale == self.locale);
        own.or(texts.first())
            .map(|text| text.title.clone())
            .unwrap_or_default()
    }
}

/// The text in a language, or the nearest there is: another region's, the bot's own language, any.
pub(crate) fn nearest_text<'a>(
    texts: &'a [ArticleText],
    locale: &Locale,
    own: &Locale,
) -> Option<&'a ArticleText> {
    let in_language = |wanted: &Locale| {
        texts
            .iter()
            .find(|text| text.locale.language() == wanted.language())
    };
    let exact = texts.iter().find(|text| text.locale == *locale);
    exact
        .or_else(|| in_language(locale))
        .or_else(|| in_language(own))
        .or(texts.first())
}
