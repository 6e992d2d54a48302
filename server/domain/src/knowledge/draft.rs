use crate::clean;
use model::{
    article::MAX_UTTERANCES,
    error::{AppError, AppResult, Fields, Problem},
    text::{AnswerSource, Locale, Title, Topic, Wording},
};
use std::collections::HashSet;

/// An article's text in one language, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The language.
    pub locale: String,
    /// The question.
    pub title: String,
    /// Other wordings, one a line.
    pub utterances: String,
    /// The answer, as HTML or as plain text.
    pub answer: String,
    /// What it belongs to; empty for nothing.
    pub topic: String,
}

/// A draft whose every part has been checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub locale: Locale,
    pub title: String,
    pub utterances: Vec<String>,
    pub answer: String,
    pub topic: String,
}

impl Draft {
    /// Checks and cleans every part (S19); all that is wrong comes at once.
    pub(super) fn parse(&self) -> AppResult<Parsed> {
        let mut fields = Fields::default();
        let locale = fields.take("locale", Locale::parse(&self.locale));
        let title = fields.take("title", Title::parse(&clean::text(&self.title)));
        let utterances = fields.take("utterances", parse_utterances(&self.utterances));
        let answer = AnswerSource::parse(&self.answer).and_then(|source| clean::answer(&source));
        let answer = fields.take("answer", answer);
        let topic = match Topic::parse(&clean::text(&self.topic)) {
            Err(Problem::Missing) => Some(String::new()),
            parsed => fields.take("topic", parsed).map(String::from),
        };
        fields.finish()?;
        match (locale, title, utterances, answer, topic) {
            (Some(locale), Some(title), Some(utterances), Some(answer), Some(topic)) => {
                Ok(Parsed {
                    locale,
                    title: title.into(),
                    utterances,
                    answer,
                    topic,
                })
            }
            _ => Err(AppError::Internal),
        }
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
        let draft = Draft {
            locale: "?".into(),
            topic: "t".repeat(61),
            ..Draft::default()
        };
        let Err(AppError::Invalid { fields }) = draft.parse() else {
            panic!("it passes")
        };
        let names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["locale", "title", "answer", "topic"]);
    }

    #[test]
    fn s19_every_part_of_an_article_is_cleaned() {
        let script = "<script>x()</script>";
        let draft = Draft {
            locale: "en".into(),
            title: format!("{script}Returns & refunds <3"),
            utterances: format!("send it back {script}\n\nSend it back \nrefund?"),
            answer: format!("<p>Within 30 days.{script}</p>"),
            topic: format!("Shop{script}"),
        };
        let parsed = draft.parse().unwrap();
        assert_eq!(parsed.title, "Returns & refunds <3");
        assert_eq!(parsed.utterances, ["send it back", "refund?"]);
        assert_eq!(parsed.answer, "<p>Within 30 days.</p>");
        assert_eq!(parsed.topic, "Shop");
    }
}
