//! How the draft stands to what is published, and the button that publishes it.

use super::Publish;
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::bot::BotSummary;

#[component]
pub fn Publishing(bot: BotSummary, publish: ServerAction<Publish>) -> impl IntoView {
    let i18n = use_i18n();
    let id = bot.id;
    let is_pending = bot.n_articles > 0 && (bot.has_changes || bot.version.is_none());
    view! {
        <State bot />
        {is_pending
            .then(|| {
                view! {
                    <PostForm action=publish class="inline-form">
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
