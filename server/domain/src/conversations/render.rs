//! From the engine's effects to what the dialog box draws.

use super::texts;
use crate::knowledge::{self, VersionContent};
use crate::live::LiveBot;
use engine::Effect;
use model::{
    article::{ArticleText, Target},
    channel::Channel,
    id::ArticleId,
    text::Locale,
    turn::{Choice, Message, TurnKind},
};

/// Where a version's texts are found: in memory while it answers, in its record afterwards.
pub(super) trait Texts {
    fn text(&self, article: ArticleId, locale: &Locale) -> Option<&ArticleText>;
}

impl Texts for LiveBot {
    fn text(&self, article: ArticleId, locale: &Locale) -> Option<&ArticleText> {
        LiveBot::text(self, article, locale)
    }
}

impl Texts for VersionContent {
    fn text(&self, article: ArticleId, locale: &Locale) -> Option<&ArticleText> {
        let found = self.articles.iter().find(|other| other.id == article)?;
        knowledge::nearest_text(&found.texts, locale, &self.locale)
    }
}

/// What the visitor sees of these effects on a channel.
pub(super) fn messages(
    effects: &[Effect],
    channel: Channel,
    texts_of: &impl Texts,
) -> Vec<Message> {
    effects
        .iter()
        .flat_map(|effect| message(effect, channel, texts_of))
        .collect()
}

fn message(effect: &Effect, channel: Channel, texts_of: &impl Texts) -> Vec<Message> {
    let says = |html: &str| Message::Html {
        html: format!("<p>{html}</p>"),
    };
    match effect {
        Effect::Answer {
            article, locale, ..
        } => match texts_of.text(*article, locale) {
            Some(text) => answer(text, locale, channel, texts_of),
            None => vec![says(texts::of(locale).fallback)],
        },
        Effect::Clarify {
            articles, locale, ..
        } => {
            let label = |article: ArticleId| {
                texts_of
                    .text(article, locale)
                    .map(|text| text.title.clone())
            };
            let choices = articles
                .iter()
                .filter_map(|choice| {
                    Some(Choice {
                        label: label(*choice)?,
                        choice: *choice,
                    })
                })
                .collect();
            vec![
                says(texts::of(locale).did_you_mean),
                Message::Choices { choices },
            ]
        }
        Effect::Fallback { locale, .. } => vec![says(texts::of(locale).fallback)],
    }
}

/// The answer, and under it what can be pressed: addresses first, then the articles that it leads
/// on to.
fn answer(
    text: &ArticleText,
    locale: &Locale,
    channel: Channel,
    texts_of: &impl Texts,
) -> Vec<Message> {
    let mut messages = vec![Message::Html {
        html: text.answer_on(channel).to_owned(),
    }];
    let mut choices = Vec::new();
    for button in &text.buttons {
        let label = button.label.clone();
        match &button.target {
            Target::Url(url) => messages.push(Message::Link {
                label,
                url: url.clone(),
            }),
            // One that was deleted, or is not published yet, leads nowhere.
            Target::Article(article) if texts_of.text(*article, locale).is_some() => {
                choices.push(Choice {
                    label,
                    choice: *article,
                });
            }
            Target::Article(_) => {}
        }
    }
    if !choices.is_empty() {
        messages.push(Message::Choices { choices });
    }
    messages
}

/// What these effects come to.
pub(super) struct Outcome {
    pub kind: TurnKind,
    pub article: Option<ArticleId>,
    /// In ten-thousandths.
    pub confidence: u32,
}

/// What these effects come to; the first says it.
pub(super) fn outcome(effects: &[Effect]) -> Outcome {
    let (kind, article, confidence) = match effects.first() {
        Some(Effect::Answer {
            article,
            confidence,
            ..
        }) => (TurnKind::Answer, Some(*article), *confidence),
        Some(Effect::Clarify { confidence, .. }) => (TurnKind::Clarification, None, *confidence),
        Some(Effect::Fallback { confidence, .. }) => (TurnKind::Fallback, None, *confidence),
        None => (TurnKind::Fallback, None, 0.0),
    };
    // Between 0 and 10,000, so nothing is cut off.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped"
    )]
    let confidence = (confidence.clamp(0.0, 1.0) * 10_000.0) as u32;
    Outcome {
        kind,
        article,
        confidence,
    }
}

/// Ten-thousandths as the API gives them.
pub(super) fn confidence(ten_thousandths: u32) -> f32 {
    f32::from(u16::try_from(ten_thousandths).unwrap_or(10_000)) / 10_000.0
}
