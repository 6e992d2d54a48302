//! Bots that were put away, below those at work.

use crate::{
    components::{
        act::Act,
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::settings::RestoreBot,
    paths,
};
use leptos::prelude::*;
use model::overview::ArchivedBot;

#[component]
pub fn Archived(
    archived: Vec<ArchivedBot>,
    restore: Act<RestoreBot>,
    may_restore: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let n_archived = archived.len();
    let rows = archived
        .into_iter()
        .map(|bot| view! { <Row bot restore may_restore /> })
        .collect_view();
    (n_archived > 0).then(|| {
        view! {
            <details class="archived">
                <summary>
                    {t!(i18n, bots.archived_title)} " "
                    <span class="tab-count">{n_archived}</span>
                </summary>
                <p class="field-help">{t!(i18n, bots.archived_help)}</p>
                <ul>{rows}</ul>
            </details>
        }
    })
}

#[component]
fn Row(bot: ArchivedBot, restore: Act<RestoreBot>, may_restore: bool) -> impl IntoView {
    let i18n = use_i18n();
    let form = may_restore.then(|| {
        let name = bot.name.to_string();
        let label = move || t_string!(i18n, bots.restore_name, name = name.clone());
        view! {
            <PostForm action=restore class="inline-form">
                <input type="hidden" name="bot" value=bot.id.to_string() />
                <SubmitButton
                    pending=restore.pending()
                    pending_text=move || t_string!(i18n, bots.restoring)
                    weight=Weight::Secondary
                >
                    {Icon::Restore.draw()}
                    <span aria-hidden="true">{t!(i18n, bots.restore)}</span>
                    <span class="visually-hidden">{label.clone()}</span>
                </SubmitButton>
            </PostForm>
        }
    });
    view! {
        <li class="archived-bot">
            <span class="archived-name">
                <a href=paths::settings(bot.id)>{bot.name.to_string()}</a>
                <span class="field-help">
                    {t!(i18n, bots.archived_at)} " " <Time at=bot.archived_at />
                </span>
            </span>
            {form}
        </li>
    }
}
