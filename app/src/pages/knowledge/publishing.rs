//! How the draft stands to what is published, and the button that publishes it.

use super::Publish;
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{bot::BotSummary, error::AppError, id::BotId, regression::FailedTest};

#[component]
pub fn Publishing(bot: BotSummary, publish: Act<Publish>) -> impl IntoView {
    let i18n = use_i18n();
    let id = bot.id;
    let is_published = bot.version.is_some();
    let explain = Callback::new(move |error| match error {
        AppError::TestsFailed { n_failed, failed } => {
            Some(view! { <Stopped bot=id n_failed failed /> }.into_any())
        }
        _ => None,
    });
    let is_pending = bot.n_articles > 0 && (bot.has_changes || bot.version.is_none());
    view! {
        <State bot />
        {is_pending
            .then(|| {
                view! {
                    {is_published
                        .then(|| {
                            view! {
                                <a class="button" href=paths::forecast(id)>
                                    {Icon::Chart.draw()}
                                    {t!(i18n, forecast.title)}
                                </a>
                            }
                        })}
                    <PostForm action=publish class="inline-form" explain>
                        <input type="hidden" name="bot" value=id.to_string() />
                        <SubmitButton
                            pending=publish.pending()
                            pending_text=move || t_string!(i18n, knowledge.publishing)
                            weight=Weight::Secondary
                        >
                            {Icon::Publish.draw()}
                            {t!(i18n, knowledge.publish)}
                        </SubmitButton>
                    </PostForm>
                }
            })}
    }
}

/// Which tests keep it from being published.
#[component]
fn Stopped(bot: BotId, n_failed: u32, failed: Vec<FailedTest>) -> impl IntoView {
    let i18n = use_i18n();
    let items = failed
        .into_iter()
        .map(|test| {
            let FailedTest {
                question, expected, ..
            } = test;
            let sentence = move || {
                let question = question.clone();
                match expected.as_str() {
                    "" => t_string!(i18n, error.failed_nothing, question = question),
                    title => {
                        let title = title.to_owned();
                        t_string!(
                            i18n,
                            error.failed_wanted,
                            question = question,
                            title = title
                        )
                    }
                }
            };
            view! { <li>{sentence}</li> }
        })
        .collect_view();
    let all = paths::with_query(&paths::tests(bot), &[("shown", "failed")]);
    view! {
        <p>{move || t_string!(i18n, error.tests_stop, count = n_failed)}</p>
        <ul>{items}</ul>
        <a href=all>{t!(i18n, error.failed_tests)}</a>
    }
}

#[component]
fn State(bot: BotSummary) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, version, has_changes) = match bot.version {
        None => (Tone::Neutral, 0, true),
        Some(version) if bot.has_changes => (Tone::Warning, version, true),
        Some(version) => (Tone::Good, version, false),
    };
    let text = move || match (version, has_changes) {
        (0, _) => t_string!(i18n, knowledge.never_published).to_owned(),
        (version, true) => t_string!(i18n, knowledge.has_changes, version = version),
        (version, false) => t_string!(i18n, knowledge.up_to_date, version = version),
    };
    view! { <Badge tone text /> }
}
