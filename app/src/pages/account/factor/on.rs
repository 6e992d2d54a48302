//! A second factor that is on: its recovery codes, other ones, and turning it off.

use super::{Acts, RenewCodes, TurnFactorOff};
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        copy::Snippet,
        field::{Control, Field},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
    pages::account::summary::FEW_CODES,
    paths,
};
use leptos::prelude::*;
use model::{factor::OwnFactor, time::Timestamp};

/// Recovery codes, the only time that they are seen.
#[component]
pub fn Codes(codes: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel panel-shown" aria-labelledby="factor-codes">
            <h2 id="factor-codes">{t!(i18n, factor.codes_title)}</h2>
            <p class="field-help">{t!(i18n, factor.codes_help)}</p>
            <Snippet code=codes />
            <p class="panel-acts">
                <a class="button" href=paths::CODES_FILE download="" rel="external">
                    {t!(i18n, factor.download)}
                </a>
                <a class="button button-primary" href=paths::BOTS>
                    {t!(i18n, factor.kept)}
                </a>
            </p>
        </section>
    }
}

#[component]
pub fn On(own: OwnFactor, since: Timestamp, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let OwnFactor {
        n_codes: n,
        required_by,
        ..
    } = own;
    let tone = if n <= FEW_CODES {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    let names: Vec<String> = required_by
        .into_iter()
        .map(|name| name.to_string())
        .collect();
    let end = if names.is_empty() {
        view! { <TurnOff off=acts.off /> }.into_any()
    } else {
        view! { <Kept names=names.join(", ") /> }.into_any()
    };
    view! {
        <section class="panel">
            <div class="panel-row">
                <h2>{t!(i18n, factor.state)}</h2>
                <Badge tone=Tone::Good text=move || t_string!(i18n, factor.on) />
            </div>
            <dl class="facts">
                <dt>{t!(i18n, factor.since)}</dt>
                <dd>
                    <Time at=since />
                </dd>
                <dt>{t!(i18n, factor.codes)}</dt>
                <dd>
                    <Badge tone text=move || t_string!(i18n, factor.codes_left, n = n) />
                </dd>
            </dl>
        </section>
        <Renew renew=acts.renew />
        {end}
    }
}

#[component]
fn Renew(renew: Act<RenewCodes>) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale().as_str();
    view! {
        <section class="panel">
            <h2>{t!(i18n, factor.renew_title)}</h2>
            <p class="field-help">{t!(i18n, factor.renew_help)}</p>
            <PostForm action=renew class="panel-form">
                <input type="hidden" name="locale" value=locale />
                <Field
                    name="code"
                    label=move || t_string!(i18n, code.field)
                    control=Control::Line
                    autocomplete="one-time-code"
                />
                <SubmitButton pending=renew.pending() weight=Weight::Secondary>
                    {t!(i18n, factor.renew)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn TurnOff(off: Act<TurnFactorOff>) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale().as_str();
    view! {
        <section class="panel panel-danger">
            <h2>{t!(i18n, factor.off_title)}</h2>
            <p class="field-help">{t!(i18n, factor.off_help)}</p>
            <PostForm action=off class="panel-form">
                <input type="hidden" name="locale" value=locale />
                <Field
                    name="current"
                    label=move || t_string!(i18n, account.current)
                    control=Control::Password
                    autocomplete="current-password"
                />
                <Field
                    name="code"
                    label=move || t_string!(i18n, code.field)
                    help=move || t_string!(i18n, code.help)
                    control=Control::Line
                    autocomplete="one-time-code"
                />
                <SubmitButton pending=off.pending() weight=Weight::Danger>
                    {t!(i18n, factor.turn_off)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

/// Why it can't be turned off.
#[component]
fn Kept(names: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <h2>{t!(i18n, factor.off_title)}</h2>
            <p class="field-help">
                {move || t_string!(i18n, factor.kept_by, names = names.clone())}
            </p>
        </section>
    }
}
