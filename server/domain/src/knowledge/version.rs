use crate::clean;
use engine::{ArticleContent, Content, Snapshot, TextContent};
use model::{
    article::{ArticleText, Period},
    id::ArticleId,
    synonyms::SynonymGroup,
    text::{Locale, Phrase},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::articles::WholeArticle;

/// What was published, whole: a version's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionContent {
    /// The bot's default language.
    pub locale: Locale,
    /// Its articles, in the order of their ids.
    pub articles: Vec<VersionArticle>,
    /// Its own synonyms, in the order of their terms; earlier versions had none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<VersionSynonyms>,
}

/// Words that the bot takes for the same, as they were published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionSynonyms {
    /// The one that stands for the group.
    pub term: Phrase,
    /// The language that they are of; `None` for all of the bot's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The others.
    pub variants: Vec<Phrase>,
}

impl From<SynonymGroup> for VersionSynonyms {
    fn from(group: SynonymGroup) -> Self {
        Self {
            term: group.term,
            locale: group.locale,
            variants: group.variants,
        }
    }
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
    pub(super) fn new(
        locale: Locale,
        articles: Vec<WholeArticle>,
        groups: Vec<SynonymGroup>,
    ) -> Self {
        let article = |article: WholeArticle| VersionArticle {
            id: article.id,
            texts: article.texts,
            period: Some(article.period).filter(|period| !period.is_always()),
        };
        let mut synonyms: Vec<VersionSynonyms> = groups.into_iter().map(Into::into).collect();
        synonyms.sort();
        Self {
            locale,
            articles: articles.into_iter().map(article).collect(),
            synonyms,
        }
    }

    /// What the engine makes of it.
    pub(crate) fn compile(&self) -> Snapshot {
        let synonyms = for_engine(&self.synonyms, &self.locales());
        let synonyms: Vec<_> = synonyms.into_iter().map(|(_, group)| group).collect();
        Snapshot::compile_with(&self.for_engine(), &synonyms)
    }

    /// The languages that the articles are in.
    pub(crate) fn locales(&self) -> BTreeSet<Locale> {
        let texts = self.articles.iter().flat_map(|article| &article.texts);
        texts.map(|text| text.locale.clone()).collect()
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

/// Groups as the engine takes them, each with its place: one for each of the bot's languages that
/// the group is of. A group of `en` is of `en-GB` too.
pub(crate) fn for_engine(
    groups: &[VersionSynonyms],
    locales: &BTreeSet<Locale>,
) -> Vec<(usize, engine::SynonymGroup)> {
    let mut all = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let is_of = |locale: &&Locale| {
            let own = group.locale.as_ref();
            own.is_none_or(|own| own == *locale || own.as_str() == locale.language())
        };
        all.extend(locales.iter().filter(is_of).map(|locale| {
            let variants = group.variants.iter().map(ToString::to_string);
            let group = engine::SynonymGroup {
                locale: locale.clone(),
                term: group.term.to_string(),
                variants: variants.collect(),
            };
            (at, group)
        }));
    }
    all
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
