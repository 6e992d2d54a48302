//! One turn of a transcript: the question, what the visitor saw, and how it came about.

use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Icon,
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    conversation::TranscriptTurn,
    id::BotId,
    turn::{Message, Rating, TurnKind},
};

#[component]
pub fn Turn(
    bot: BotId,
    /// The page of the conversation.
    page: String,
    turn: TranscriptTurn,
    lang: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let messages = turn.messages.iter().map(message).collect_view();
    let at = turn.at;
    view! {
        <li class="turn" lang=lang>
            <div class="bubble bubble-visitor">
                <span class="visually-hidden">{t!(i18n, transcript.visitor)} ": "</span>
                <p dir="auto">{turn.question.clone()}</p>
            </div>
            <p class="bubble-time">
                <Time at />
            </p>
            <div class="bubble bubble-bot">
                <span class="visually-hidden">{t!(i18n, transcript.bot)} ": "</span>
                {messages}
            </div>
            <Facts bot own=page turn />
        </li>
    }
}

/// The HTML was cleaned before it was stored. Addresses are shown, not followed or fetched: this
/// page shows what was said and acts on none of it.
pub fn message(message: &Message) -> AnyView {
    match message.clone() {
        Message::Html { html } => view! { <div class="prose" inner_html=html></div> }.into_any(),
        Message::Choices { choices } => {
            let choices = choices
                .into_iter()
                .map(|choice| view! { <li>{choice.label}</li> })
                .collect_view();
            view! { <ul class="choices">{choices}</ul> }.into_any()
        }
        Message::Link { label, url } => {
            view! { <p>{label} " " <span class="address">{url}</span></p> }.into_any()
        }
        Message::Image { url, alt } => {
            view! { <p>{alt} " " <span class="address">{url}</span></p> }.into_any()
        }
    }
}

#[component]
fn Facts(bot: BotId, own: String, turn: TranscriptTurn) -> impl IntoView {
    let i18n = use_i18n();
    let article = turn.article.map(|article| {
        view! {
            <div>
                <dt>{t!(i18n, transcript.article)}</dt>
                <dd>
                    <a href=paths::article(bot, article.id)>{article.title}</a>
                </dd>
            </div>
        }
    });
    let page = turn.page.map(|page| {
        view! {
            <div>
                <dt>{t!(i18n, transcript.page)}</dt>
                <dd class="address">{page}</dd>
            </div>
        }
    });
    view! {
        <div class="turn-facts">
            <Kind kind=turn.kind />
            <dl>
                {article}
                <div>
                    <dt>{t!(i18n, transcript.confidence)}</dt>
                    <dd>{percent(turn.confidence)}</dd>
                </div>
                <div>
                    <dt>{t!(i18n, transcript.latency)}</dt>
                    <dd>{milliseconds(turn.latency_us)}</dd>
                </div>
                <div>
                    <dt>{t!(i18n, transcript.version)}</dt>
                    <dd>{turn.version}</dd>
                </div>
                {page}
            </dl>
            <a class="turn-correct" href=paths::correct(&own, turn.id)>
                {t!(i18n, transcript.correct)}
            </a>
            {turn.rating.map(|rating| view! { <Thumb rating comment=turn.comment /> })}
        </div>
    }
}

#[component]
pub fn Kind(kind: TurnKind) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match kind {
        TurnKind::Answer | TurnKind::Playbook => Tone::Good,
        TurnKind::Clarification => Tone::Warning,
        TurnKind::Fallback => Tone::Bad,
        TurnKind::Handoff => Tone::Accent,
        TurnKind::Closed => Tone::Neutral,
    };
    let text = move || match kind {
        TurnKind::Answer => t_string!(i18n, transcript.answer),
        TurnKind::Clarification => t_string!(i18n, transcript.clarification),
        TurnKind::Fallback => t_string!(i18n, transcript.fallback),
        TurnKind::Playbook => t_string!(i18n, transcript.playbook),
        TurnKind::Handoff => t_string!(i18n, transcript.handoff),
        TurnKind::Closed => t_string!(i18n, transcript.closed),
    };
    view! { <Badge tone text /> }
}

#[component]
fn Thumb(rating: Rating, comment: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let icon = match rating {
        Rating::Up => Icon::ThumbUp,
        Rating::Down => Icon::ThumbDown,
    };
    let text = move || match rating {
        Rating::Up => t_string!(i18n, transcript.rated_up),
        Rating::Down => t_string!(i18n, transcript.rated_down),
    };
    view! {
        <p class="thumb" dir="auto">
            {icon.draw()}
            {text}
            {comment.map(|comment| view! { <q>{comment}</q> })}
        </p>
    }
}

fn percent(confidence: f32) -> String {
    format!("{:.0} %", confidence * 100.0)
}

fn milliseconds(latency_us: u32) -> String {
    match latency_us {
        0..1_000 => "< 1 ms".to_owned(),
        _ => format!("{} ms", latency_us / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_no_more_precise_than_they_help() {
        assert_eq!(percent(0.874), "87 %");
        assert_eq!(milliseconds(412), "< 1 ms");
        assert_eq!(milliseconds(2_999), "2 ms");
    }
}
