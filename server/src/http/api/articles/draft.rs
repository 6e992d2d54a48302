//! An article's text as a program writes it.

use model::{
    article::{self, ArticleDraft, Target},
    channel::Channel,
    error::{AppError, AppResult, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An article's text in one language, and what the article has beside its texts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ArticleDraft)]
pub(in crate::http::api) struct Draft {
    /// The language of the text.
    locale: String,
    /// The question.
    title: String,
    /// Other wordings of it, up to 5,000.
    #[serde(default)]
    utterances: Vec<String>,
    /// The answer, as HTML or as plain text. It is cleaned before it is kept.
    answer: String,
    /// What it says on some channels (`box`, `api`) in place of it.
    #[serde(default)]
    variants: BTreeMap<String, String>,
    /// What it belongs to; empty for nothing.
    #[serde(default)]
    topic: String,
    /// What stands under the answer, up to 6.
    #[serde(default)]
    buttons: Vec<Button>,
    /// From when on it answers, as `2026-03-01T14:05`; empty for always.
    #[serde(default)]
    starts: String,
    /// Until when; empty for ever.
    #[serde(default)]
    ends: String,
    /// The time zone of both; empty for UTC.
    #[serde(default)]
    zone: String,
}

fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).collect::<Vec<_>>().join(" ")
}

impl Draft {
    pub fn read(self) -> AppResult<ArticleDraft> {
        let lines = |texts: Vec<String>| texts.join("\n");
        let utterances = self.utterances.iter().map(|text| one_line(text)).collect();
        let buttons: Option<Vec<String>> = self.buttons.into_iter().map(Button::line).collect();
        let buttons = buttons.ok_or_else(|| AppError::invalid("buttons", Problem::Malformed))?;
        let mut draft = ArticleDraft {
            locale: self.locale,
            title: self.title,
            utterances: lines(utterances),
            answer: self.answer,
            topic: self.topic,
            buttons: lines(buttons),
            starts: self.starts,
            ends: self.ends,
            zone: self.zone,
            ..ArticleDraft::default()
        };
        for (channel, answer) in self.variants {
            let channel: Channel = channel
                .parse()
                .map_err(|problem| AppError::invalid("variants", problem))?;
            *draft.variant_mut(channel) = answer;
        }
        Ok(draft)
    }
}

/// What stands under an answer to be pressed: it leads to `url` or to `article`.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http::api) struct Button {
    /// What it says.
    label: String,
    /// An address: https, http, mailto or tel.
    #[serde(default)]
    url: Option<String>,
    /// Another article of the bot, by its id, its title or its import key.
    #[serde(default)]
    article: Option<String>,
}

impl From<article::Button> for Button {
    fn from(button: article::Button) -> Self {
        let (url, article) = match button.target {
            Target::Url(url) => (Some(url), None),
            Target::Article(id) => (None, Some(id.to_string())),
        };
        let label = button.label;
        Self {
            label,
            url,
            article,
        }
    }
}

impl Button {
    /// As a line of a form. A bar in a target would part the line elsewhere.
    fn line(self) -> Option<String> {
        let target = match (self.url, self.article) {
            (Some(target), None) | (None, Some(target)) => target,
            _ => return None,
        };
        let target = one_line(&target);
        (!target.contains('|')).then(|| format!("{} | {target}", one_line(&self.label)))
    }
}
