//! One's own second factor in short, and the way to its page.

use crate::{
    components::badge::{Badge, Tone},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::time::Timestamp;

/// From here on somebody should make other recovery codes.
pub const FEW_CODES: u32 = 3;

#[component]
pub fn Summary(since: Option<Timestamp>, n_codes: u32) -> impl IntoView {
    let i18n = use_i18n();
    let is_on = since.is_some();
    let is_short = is_on && n_codes <= FEW_CODES;
    let (tone, button) = if is_on {
        (Tone::Good, "button")
    } else {
        (Tone::Neutral, "button button-primary")
    };
    let state = move || {
        if is_on {
            t_string!(i18n, factor.on)
        } else {
            t_string!(i18n, factor.off)
        }
    };
    let act = move || {
        if is_on {
            t_string!(i18n, factor.manage)
        } else {
            t_string!(i18n, factor.set_up)
        }
    };
    view! {
        <section class="panel" aria-labelledby="account-factor">
            <div class="panel-row">
                <h2 id="account-factor">{t!(i18n, factor.title)}</h2>
                <Badge tone text=state />
                {is_short
                    .then(|| {
                        view! {
                            <Badge
                                tone=Tone::Warning
                                text=move || t_string!(i18n, factor.codes_left, n = n_codes)
                            />
                        }
                    })}
            </div>
            <p class="field-help">{t!(i18n, factor.what)}</p>
            <p class="panel-acts">
                <a class=button href=paths::FACTOR>
                    {act}
                </a>
            </p>
        </section>
    }
}
