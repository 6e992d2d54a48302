//! How long conversations are kept, with how many that would concern today.

use super::KeepConversations;
use crate::{
    components::{
        act::Act,
        field::{Control, Field, Need},
        number::whole,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::settings::{AGES, MAX_KEEP_DAYS, SettingsPage};

#[component]
pub fn Keep(saved: SettingsPage) -> impl IntoView {
    let i18n = use_i18n();
    let keep = Act::<KeepConversations>::new();
    let value = match saved.keep_days {
        0 => String::new(),
        days => days.to_string(),
    };
    let counts = AGES
        .into_iter()
        .zip(saved.n_older)
        .map(|(days, n)| {
            let text = move || t_string!(i18n, settings.older, days = days, count = whole(n));
            view! { <li>{text}</li> }
        })
        .collect_view();
    let may_change = saved.may_change;
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.keep_title)}</h2>
            <p class="field-help">{t!(i18n, settings.keep_lead)}</p>
            <PostForm action=keep class="panel-form">
                <input type="hidden" name="bot" value=saved.bot.to_string() />
                <fieldset disabled=!may_change>
                    <Field
                        name="keep_days"
                        label=move || t_string!(i18n, settings.keep_days)
                        help=move || t_string!(i18n, settings.keep_days_help)
                        control=Control::Number(1, MAX_KEEP_DAYS)
                        need=Need::Optional
                        value=value
                    />
                </fieldset>
                <p class="field-help">{t!(i18n, settings.older_lead)}</p>
                <ul class="field-help older">{counts}</ul>
                {may_change
                    .then(|| {
                        view! {
                            <SubmitButton pending=keep.pending() weight=Weight::Secondary>
                                {t!(i18n, settings.keep_submit)}
                            </SubmitButton>
                        }
                    })}
            </PostForm>
        </section>
    }
}
