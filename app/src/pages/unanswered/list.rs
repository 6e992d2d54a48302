//! The questions of one part of the inbox, each with what can be decided about it.

use crate::{
    components::{empty_state::EmptyState, icon::Icon, time::Time},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::BotId,
    unanswered::{Inbox, OpenQuestion, State, Suggestion, Tab},
};

#[component]
pub fn Questions(bot: BotId, tab: Tab, inbox: Inbox) -> impl IntoView {
    if inbox.questions.is_empty() {
        return view! { <Nothing tab /> }.into_any();
    }
    let items = inbox
        .questions
        .into_iter()
        .zip(inbox.suggestions)
        .map(|(question, suggestions)| view! { <Question bot tab question suggestions /> })
        .collect_view();
    view! {
        <ul class="questions">{items}</ul>
        <Keys />
    }
    .into_any()
}

#[component]
fn Nothing(tab: Tab) -> impl IntoView {
    let i18n = use_i18n();
    let is_work = tab.state() == State::New;
    view! {
        <EmptyState
            icon=Icon::Check
            title=move || {
                if is_work {
                    t_string!(i18n, unanswered.empty)
                } else {
                    t_string!(i18n, unanswered.empty_decided)
                }
            }
            help=move || t_string!(i18n, unanswered.empty_help)
        />
    }
}

#[component]
fn Keys() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p class="keys needs-scripts">{t!(i18n, unanswered.keys)}</p> }
}

#[component]
fn Question(
    bot: BotId,
    tab: Tab,
    question: OpenQuestion,
    suggestions: Vec<Suggestion>,
) -> impl IntoView {
    let i18n = use_i18n();
    let OpenQuestion {
        id,
        n_times,
        last_at,
        until,
        ..
    } = question;
    let lang = question.locale.as_ref().map(ToString::to_string);
    let times = move || t_string!(i18n, unanswered.n_times, count = n_times);
    let until = until.map(|at| {
        view! { <span>{t!(i18n, unanswered.until)} " " <Time at /></span> }
    });
    let acts = if question.state == State::New {
        view! { <Decisions bot tab question=question.clone() suggestions /> }.into_any()
    } else {
        let article = question.article.map(|article| {
            view! {
                <a class="button" href=paths::article(bot, article)>
                    {t!(i18n, unanswered.see_article)}
                </a>
            }
        });
        view! {
            <div class="question-acts">
                {article}
                <button class="button" name="act" value=format!("reopen:{id}") data-key="u">
                    {t!(i18n, unanswered.reopen)}
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <li class="question" tabindex="-1">
            <h2 lang=lang.clone()>{question.question.clone()}</h2>
            <p class="meta">
                <span>{times}</span>
                <span>{t!(i18n, unanswered.last)} " " <Time at=last_at /></span>
                {lang.map(|lang| view! { <span class="tab-locale">{lang}</span> })}
                {until}
                <a href=paths::conversation(bot, question.conversation)>
                    {t!(i18n, unanswered.see_conversation)}
                </a>
            </p>
            {acts}
        </li>
    }
}

#[component]
fn Decisions(
    bot: BotId,
    tab: Tab,
    question: OpenQuestion,
    suggestions: Vec<Suggestion>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = question.id;
    let attach = suggestions
        .into_iter()
        .enumerate()
        .map(|(n, suggestion)| {
            let percent = (suggestion.confidence * 100.0).round();
            view! {
                <li>
                    <button
                        class="suggestion"
                        name="act"
                        value=format!("attach:{id}:{}", suggestion.article)
                        data-key=(n == 0).then_some("a")
                    >
                        <span>{suggestion.title}</span>
                        <span class="suggestion-share">{percent} " %"</span>
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let suggested = (!attach.is_empty()).then(|| {
        view! {
            <p class="suggestions-title">{t!(i18n, unanswered.attach)}</p>
            <ul class="suggestions">{attach}</ul>
        }
    });
    view! {
        {suggested}
        <div class="question-acts">
            <a class="button" href=paths::unanswered_other(bot, tab, id)>
                {t!(i18n, unanswered.other)}
            </a>
            <a class="button" href=paths::new_article_for(bot, id) data-key="c">
                {Icon::Plus.draw()}
                {t!(i18n, unanswered.write)}
            </a>
            <button class="button" name="act" value=format!("later:{id}") data-key="l">
                {t!(i18n, unanswered.later)}
            </button>
            <button class="button" name="act" value=format!("ignore:{id}") data-key="i">
                {t!(i18n, unanswered.ignore)}
            </button>
        </div>
    }
}
