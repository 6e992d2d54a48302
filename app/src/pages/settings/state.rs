//! Whether the bot answers, and the switch; for an archived one, the way back.

use super::{RestoreBot, SwitchBot};
use crate::{
    components::{
        act::Act,
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    pages::bots::Status,
};
use leptos::prelude::*;
use model::{bot::BotStatus, id::BotId};

#[component]
pub fn State(
    bot: BotId,
    status: BotStatus,
    may_change: bool,
    switch: Act<SwitchBot>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = move || match status {
        BotStatus::Live => t_string!(i18n, settings.state_live),
        BotStatus::Draft => t_string!(i18n, settings.state_draft),
        BotStatus::Disabled => t_string!(i18n, settings.state_disabled),
        BotStatus::Archived => t_string!(i18n, settings.state_archived),
    };
    let act = match (may_change, status) {
        (false, _) => None,
        (true, BotStatus::Archived) => Some(view! { <Restore bot /> }.into_any()),
        (true, _) => Some(view! { <Switch bot status switch /> }.into_any()),
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.state)}</h2>
            <p class="panel-row">
                <Status status />
                <span>{sentence}</span>
            </p>
            {act}
        </section>
    }
}

#[component]
fn Switch(bot: BotId, status: BotStatus, switch: Act<SwitchBot>) -> impl IntoView {
    let i18n = use_i18n();
    let is_off = status == BotStatus::Disabled;
    let to = if is_off { "on" } else { "off" };
    let label = move || {
        if is_off {
            t_string!(i18n, settings.turn_on)
        } else {
            t_string!(i18n, settings.turn_off)
        }
    };
    view! {
        <PostForm action=switch class="panel-acts">
            <input type="hidden" name="bot" value=bot.to_string() />
            <input type="hidden" name="to" value=to />
            <SubmitButton
                pending=switch.pending()
                pending_text=move || t_string!(i18n, settings.switching)
                weight=Weight::Secondary
            >
                {label}
            </SubmitButton>
        </PostForm>
    }
}

#[component]
fn Restore(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let restore = Act::<RestoreBot>::new();
    view! {
        <PostForm action=restore class="panel-acts">
            <input type="hidden" name="bot" value=bot.to_string() />
            <SubmitButton
                pending=restore.pending()
                pending_text=move || t_string!(i18n, bots.restoring)
                weight=Weight::Secondary
            >
                {Icon::Restore.draw()}
                {t!(i18n, bots.restore)}
            </SubmitButton>
        </PostForm>
    }
}
