use super::{
    buttons::{self, Aimed},
    period,
};
use crate::clean;
use model::{
    article::{ArticleDraft, MAX_UTTERANCES, Period},
    channel::{Channel, Variants},
    error::{AppError, AppResult, Fields, Problem},
    text::{AnswerSource, Locale, Title, Topic, Wording},
};
use std::collections::HashSet;

/// A draft whose every part has been checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub locale: Locale,
    pub title: String,
    pub utterances: Vec<String>,
    pub answer: String,
    pub variants: Variants,
    pub topic: String,
    pub buttons: Vec<Aimed>,
    pub period: Period,
}

impl Parsed {
    /// Checks and cleans every part of a draft (S19); all that is wrong comes at once.
    pub fn of(draft: &ArticleDraft) -> AppResult<Self> {
        let mut fields = Fields::default();
        let locale = fields.take("locale", Locale::parse(&draft.locale));
        let title = fields.take("title", Title::parse(&clean::text(&draft.title)));
        let utterances = fields.take("utterances", parse_utterances(&draft.utterances));
        let answer = AnswerSource::parse(&draft.answer).and_then(|source| clean::answer(&source));
        let answer = fields.take("answer", answer);
        let variants = parse_variants(&mut fields, draft);
        let topic = match Topic::parse(&clean::text(&draft.topic)) {
            Err(Problem::Missing) => Some(String::new()),
            parsed => fields.take("topic", parsed).map(String::from),
        };
        let buttons = fields.take("buttons", buttons::parse(&draft.buttons));
        let period = period::parse(&mut fields, &draft.starts, &draft.ends, &draft.zone);
        fields.finish()?;
        let text = locale.zip(title).zip(utterances).zip(answer);
        let (Some((((locale, title), utterances), answer)), Some(topic), Some(buttons)) =
            (text, topic, buttons)
        else {
            return Err(AppError::Internal);
        };
        Ok(Self {
            locale,
            title: title.into(),
            utterances,
            answer,
            variants,
            topic,
            buttons,
            period,
        })
    }
}

/// One wording a line; empty lines and repetitions are left out.
fn parse_utterances(lines: &str) -> Result<Vec<String>, Problem> {
    let mut seen = HashSet::new();
    let mut wordings = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let wording = match Wording::parse(&clean::text(line)) {
            Err(Problem::Missing) => continue,
            parsed => String::from(parsed?),
        };
        if seen.insert(wording.to_lowercase()) {
            wordings.push(wording);
        }
    }
    if wordings.len() > MAX_UTTERANCES as usize {
        return Err(Problem::TooMany {
            max: MAX_UTTERANCES,
        });
    }
    Ok(wordings)
}

/// What the answer says on some channels; one that is empty says what the answer says.
fn parse_variants(fields: &mut Fields, draft: &ArticleDraft) -> Variants {
    let mut variants = Variants::default();
    for channel in Channel::ALL {
        let source = AnswerSource::parse(draft.variant(channel));
        match source.and_then(|source| clean::answer(&source)) {
            Ok(answer) => variants.set(channel, answer),
            Err(Problem::Missing) => {}
            Err(problem) => fields.note(channel.field(), problem),
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_comes_at_once() {
        let draft = ArticleDraft {
            locale: "?".into(),
            topic: "t".repeat(61),
            ..ArticleDraft::default()
        };
        let Err(AppError::Invalid { fields }) = Parsed::of(&draft) else {
            panic!("it passes")
        };
        let names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["locale", "title", "answer", "topic"]);
    }

    #[test]
    fn s19_every_part_of_an_article_is_cleaned() {
        let script = "<script>x()</script>";
        let draft = ArticleDraft {
            locale: "en".into(),
            title: format!("{script}Returns & refunds <3"),
            utterances: format!("send it back {script}\n\nSend it back \nrefund?"),
            answer: format!("<p>Within 30 days.{script}</p>"),
            variant_box: format!("<p>Send it back.{script}</p>"),
            variant_api: script.to_owned(),
            topic: format!("Shop{script}"),
            buttons: format!("Shop{script} | https://example.org/?a=1"),
            ..ArticleDraft::default()
        };
        let parsed = Parsed::of(&draft).unwrap();
        assert_eq!(parsed.title, "Returns & refunds <3");
        assert_eq!(parsed.utterances, ["send it back", "refund?"]);
        assert_eq!(parsed.answer, "<p>Within 30 days.</p>");
        let mut variants = Variants::default();
        variants.set(Channel::Box, "<p>Send it back.</p>".to_owned());
        assert_eq!(parsed.variants, variants);
        assert_eq!(parsed.topic, "Shop");
        assert_eq!(parsed.buttons[0].label, "Shop");
    }
}
