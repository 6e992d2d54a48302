//! How replies to recent questions change: what the bot does now, and what it would do.

use crate::{
    components::{
        badge::{Badge, Tone},
        number::percent,
    },
    i18n::{t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    synonyms::{ChangedQuestion, Outcome},
    thresholds::Decision,
};

#[component]
pub fn Changes(changed: Vec<ChangedQuestion>) -> impl IntoView {
    let items = changed
        .into_iter()
        .map(|changed| view! { <Change changed /> })
        .collect_view();
    view! { <ul class="flips">{items}</ul> }
}

#[component]
fn Change(changed: ChangedQuestion) -> impl IntoView {
    let times = format!("{}×", changed.n_times);
    view! {
        <li class="flip">
            <p class="flip-question">
                {changed.question} " " <span class="suggestion-share">{times}</span>
            </p>
            <p class="flip-way">
                <Way outcome=changed.before /> <span aria-hidden="true">"→"</span>
                <Way outcome=changed.after />
            </p>
        </li>
    }
}

#[component]
fn Way(outcome: Outcome) -> impl IntoView {
    let share = move || percent(Some(f64::from(outcome.confidence)));
    view! {
        <span class="flip-outcome">
            <DecisionBadge decision=outcome.decision />
            <span>{outcome.title}</span>
            <span class="suggestion-share">{share}</span>
        </span>
    }
}

/// What the bot does with a question, as a word and a colour.
#[component]
pub fn DecisionBadge(decision: Decision) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match decision {
        Decision::Answered => Tone::Good,
        Decision::AskedBack => Tone::Warning,
        Decision::Missed => Tone::Bad,
    };
    let text = move || match decision {
        Decision::Answered => t_string!(i18n, analytics.answered),
        Decision::AskedBack => t_string!(i18n, analytics.asked_back),
        Decision::Missed => t_string!(i18n, analytics.missed),
    };
    view! { <Badge tone text=text /> }
}
