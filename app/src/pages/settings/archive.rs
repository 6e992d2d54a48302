//! Putting the bot away: what goes quiet with it, and its name to be typed.

use super::ArchiveBot;
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{id::BotId, settings::Impact};

#[component]
pub fn Danger(bot: BotId, #[prop(into)] name: String, impact: Impact) -> impl IntoView {
    let i18n = use_i18n();
    let archive = Act::<ArchiveBot>::new();
    let label = move || t_string!(i18n, settings.typed_name, name = name.clone());
    view! {
        <section class="panel panel-danger">
            <h2>{t!(i18n, settings.danger)}</h2>
            <p class="field-help">{t!(i18n, settings.danger_help)}</p>
            <ImpactList impact />
            <PostForm action=archive class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Field name="typed_name" label control=Control::Line autocomplete="off" />
                <div class="panel-acts">
                    <SubmitButton
                        pending=archive.pending()
                        pending_text=move || t_string!(i18n, settings.archiving)
                        weight=Weight::Danger
                    >
                        {Icon::Archive.draw()}
                        {t!(i18n, settings.archive)}
                    </SubmitButton>
                </div>
            </PostForm>
        </section>
    }
}

#[component]
fn ImpactList(impact: Impact) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <h3 class="impact-title">{t!(i18n, settings.impact)}</h3>
        <dl class="figures">
            <div>
                <dt>{t!(i18n, settings.impact_articles)}</dt>
                <dd>{impact.n_articles}</dd>
            </div>
            <div>
                <dt>{t!(i18n, settings.impact_conversations)}</dt>
                <dd>{impact.n_conversations}</dd>
            </div>
            <div>
                <dt>{t!(i18n, settings.impact_sites)}</dt>
                <dd>{impact.n_sites}</dd>
            </div>
        </dl>
    }
}
