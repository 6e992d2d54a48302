//! The filters of the conversations: a line for what is wanted most, the rest behind it, and what is
//! chosen as chips that can be taken off.

use crate::{
    components::{
        channel::channel_name,
        filter::{FilterChoice, FilterInput, Kind, Problems},
        icon::Icon,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{channel::Channel, conversation::ConversationFilter, error::FieldError, id::BotId};

#[component]
pub fn Filters(
    bot: BotId,
    filter: ConversationFilter,
    problems: Vec<FieldError>,
    /// Begin and end as a control for minutes takes them.
    shown: [String; 2],
) -> impl IntoView {
    let i18n = use_i18n();
    let chips = view! { <Chips bot filter=filter.clone() /> };
    let ConversationFilter {
        outcome,
        rating,
        article,
        contains,
        audience,
        ..
    } = filter.clone();
    let outcomes = vec![
        (
            String::new(),
            (move || t_string!(i18n, conversations.outcome_any)).into(),
        ),
        (
            "answer".to_owned(),
            (move || t_string!(i18n, conversations.outcome_answer)).into(),
        ),
        (
            "clarification".to_owned(),
            (move || t_string!(i18n, conversations.outcome_clarification)).into(),
        ),
        (
            "fallback".to_owned(),
            (move || t_string!(i18n, conversations.outcome_fallback)).into(),
        ),
    ];
    let ratings = vec![
        (
            String::new(),
            (move || t_string!(i18n, conversations.rating_any)).into(),
        ),
        (
            "up".to_owned(),
            (move || t_string!(i18n, conversations.rating_up)).into(),
        ),
        (
            "down".to_owned(),
            (move || t_string!(i18n, conversations.rating_down)).into(),
        ),
    ];
    view! {
        <search class="controls">
            <form method="get" action=paths::conversations(bot) class="filter-form">
                <FilterInput
                    name="contains"
                    label=move || t_string!(i18n, conversations.contains)
                    kind=Kind::Search
                    value=contains
                    placeholder=move || t_string!(i18n, conversations.contains_placeholder)
                />
                <FilterChoice
                    name="outcome"
                    label=move || t_string!(i18n, conversations.outcome)
                    choices=outcomes
                    value=outcome
                />
                <FilterChoice
                    name="rating"
                    label=move || t_string!(i18n, conversations.rating)
                    choices=ratings
                    value=rating
                />
                <More filter shown />
                {(!audience.is_empty())
                    .then(|| view! { <input type="hidden" name="audience" value=audience /> })}
                {(!article.is_empty())
                    .then(|| view! { <input type="hidden" name="article" value=article /> })}
                <button class="button">{t!(i18n, conversations.apply)}</button>
            </form>
            {(!problems.is_empty()).then(|| view! { <Problems problems /> })}
            {chips}
        </search>
    }
}

/// What is wanted less often; in sight where one is set.
#[component]
fn More(filter: ConversationFilter, shown: [String; 2]) -> impl IntoView {
    let i18n = use_i18n();
    let [shown_from, shown_to] = shown;
    let ConversationFilter {
        tz,
        locale,
        page,
        channel,
        ..
    } = filter;
    let is_open = [&shown_from, &shown_to, &tz, &locale, &page, &channel]
        .iter()
        .any(|value| !value.is_empty());
    let any = (String::new(), (move || t_string!(i18n, channel.any)).into());
    let each = Channel::ALL.map(|channel| {
        let name = move || channel_name(i18n, channel);
        (channel.to_string(), name.into())
    });
    let channels = std::iter::once(any).chain(each).collect::<Vec<_>>();
    view! {
        <details class="filter-more" open=is_open>
            <summary class="button">{t!(i18n, conversations.filters)}</summary>
            <div class="filter-form">
                <FilterInput
                    name="from"
                    label=move || t_string!(i18n, conversations.from)
                    kind=Kind::Minute
                    value=shown_from
                />
                <FilterInput
                    name="to"
                    label=move || t_string!(i18n, conversations.to)
                    kind=Kind::Minute
                    value=shown_to
                />
                <FilterInput
                    name="tz"
                    label=move || t_string!(i18n, conversations.tz)
                    kind=Kind::Text
                    value=tz
                    placeholder="UTC"
                />
                <FilterInput
                    name="locale"
                    label=move || t_string!(i18n, conversations.language)
                    kind=Kind::Text
                    value=locale
                    placeholder="en"
                />
                <FilterInput
                    name="page"
                    label=move || t_string!(i18n, conversations.page)
                    kind=Kind::Text
                    value=page
                />
                <FilterChoice
                    name="channel"
                    label=move || t_string!(i18n, channel.label)
                    choices=channels
                    value=channel
                />
            </div>
        </details>
    }
}

#[component]
fn Chips(bot: BotId, filter: ConversationFilter) -> impl IntoView {
    let i18n = use_i18n();
    let pairs = filter.pairs();
    // A time zone alone excludes nothing.
    let is_set = |(name, value): &(&str, &str)| !value.is_empty() && *name != "tz";
    let chips: Vec<_> = pairs
        .iter()
        .filter(|pair| is_set(pair))
        .map(|(name, value)| {
            let others: Vec<(&str, &str)> = pairs
                .iter()
                .filter(|(other, _)| other != name)
                .copied()
                .collect();
            let href = paths::conversations_with(bot, &others);
            view! { <Chip href name=(*name).to_owned() value=(*value).to_owned() /> }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        view! {
            <ul class="chips">
                {chips} <li>
                    <a class="chip-clear" href=paths::conversations(bot)>
                        {t!(i18n, conversations.clear)}
                    </a>
                </li>
            </ul>
        }
    })
}

#[component]
fn Chip(href: String, name: String, value: String) -> impl IntoView {
    let i18n = use_i18n();
    let named = {
        let (name, value) = (name, value.clone());
        move || match (name.as_str(), value.as_str()) {
            ("outcome", "answer") => t_string!(i18n, conversations.outcome_answer).to_owned(),
            ("outcome", "clarification") => {
                t_string!(i18n, conversations.outcome_clarification).to_owned()
            }
            ("outcome", "fallback") => t_string!(i18n, conversations.outcome_fallback).to_owned(),
            ("rating", "up") => t_string!(i18n, conversations.rating_up).to_owned(),
            ("rating", "down") => t_string!(i18n, conversations.rating_down).to_owned(),
            ("audience", "visitor") => t_string!(i18n, transcript.visitor).to_owned(),
            ("article", _) => t_string!(i18n, conversations.article).to_owned(),
            ("from", value) => {
                format!(
                    "{} {}",
                    t_string!(i18n, conversations.from),
                    value.replace('T', " ")
                )
            }
            ("to", value) => {
                format!(
                    "{} {}",
                    t_string!(i18n, conversations.to),
                    value.replace('T', " ")
                )
            }
            ("channel", value) => match value.parse() {
                Ok(channel) => channel_name(i18n, channel).to_owned(),
                Err(_) => value.to_owned(),
            },
            (_, value) => value.to_owned(),
        }
    };
    let label = {
        let named = named.clone();
        move || t_string!(i18n, conversations.remove, name = named())
    };
    view! {
        <li class="chip">
            <span dir="auto">{named}</span>
            <a class="chip-remove" href=href aria-label=label>
                {Icon::Close.draw()}
            </a>
        </li>
    }
}
