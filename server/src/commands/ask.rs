use super::Output;
use crate::cli;
use domain::{
    access::{Door, Knowledge, Read},
    clean,
    conversations::{self, Ask, Asked},
    knowledge,
};
use engine::Explanation;
use model::{
    error::AppError,
    text::{Locale, Question},
    turn::{Audience, Message, Reply},
};
use serde_json::{Value, json};
use std::time::Instant;

/// `parlance ask`: nothing is recorded.
pub(super) async fn run(door: &Door, ask: cli::Ask, output: &Output) -> anyhow::Result<()> {
    let question =
        Question::parse(&ask.question).map_err(|problem| AppError::invalid("question", problem))?;
    let locale = ask.locale.as_deref().map(Locale::parse).transpose();
    let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
    let channel = ask.channel.as_deref().map(str::parse).transpose();
    let channel = channel.map_err(|problem| AppError::invalid("channel", problem))?;
    let access = door.open::<Read<Knowledge>>(ask.bot).await?;
    let asked = Asked {
        ask: Ask::Question(question.clone()),
        conversation: None,
        turn: None,
        locale: locale.clone(),
        page: None,
        channel: channel.unwrap_or_default(),
        audience: Audience::Test,
        arrived: Instant::now(),
    };
    let reply = if ask.draft {
        conversations::ask_draft(&access, &asked).await?
    } else {
        conversations::ask_published(&access, &asked).await?
    };
    let mut value = serde_json::to_value(&reply)?;
    let mut lines = describe(&reply);
    if ask.explain {
        let (explanation, took_us) =
            knowledge::explain(&access, ask.draft, &question, locale.as_ref()).await?;
        value["explain"] = explain(&explanation, took_us);
        lines.push_str(&format!(
            "\n{}",
            serde_json::to_string_pretty(&value["explain"])?
        ));
    }
    output.result(&value, Some(&lines))
}

fn describe(reply: &Reply) -> String {
    let mut lines = format!("{} ({:.0} %)\n", reply.kind, reply.confidence * 100.0);
    for message in &reply.messages {
        match message {
            Message::Html { html } => {
                let text = clean::plain(html);
                let text: Vec<&str> = text
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .collect();
                lines.push_str(&format!("{}\n", text.join("\n")));
            }
            Message::Choices { choices } => {
                for choice in choices {
                    lines.push_str(&format!("  - {}\n", choice.label));
                }
            }
            Message::Link { label, url } => lines.push_str(&format!("{label}: {url}\n")),
            Message::Image { url, alt } => lines.push_str(&format!("{alt}: {url}\n")),
        }
    }
    lines
}

fn explain(explanation: &Explanation, took_us: u64) -> Value {
    let ranking = &explanation.ranking;
    json!({
        "words": explanation.words,
        "repairs": ranking.repairs,
        "synonyms": explanation.synonyms,
        "candidates": ranking.candidates,
        "by_word": explanation.by_word,
        "thresholds": explanation.thresholds,
        "locale": ranking.locale,
        "took_us": took_us,
    })
}
