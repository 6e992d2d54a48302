use super::{
    buttons::{self, Aimed},
    period,
};
use crate::clean;
use model::{
    article::{ArticleDraft, MAX_UTTERANCES, Period},
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
            topic: format!("Shop{script}"),
            buttons: format!("Shop{script} | https://example.org/?a=1"),
            ..ArticleDraft::default()
        };
        let parsed = Parsed::of(&draft).unwrap();
        assert_eq!(parsed.title, "Returns & refunds <3");
        assert_eq!(parsed.utterances, ["send it back", "refund?"]);
        assert_eq!(parsed.answer, "<p>Within 30 days.</p>");
        assert_eq!(parsed.topic, "Shop");
        assert_eq!(parsed.buttons[0].label, "Shop");
    }
}
