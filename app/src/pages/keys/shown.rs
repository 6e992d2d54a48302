//! A secret, the only time that it is seen.

use crate::{
    components::copy::Snippet,
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::key::NewSecret;

#[component]
pub fn Shown(secret: NewSecret) -> impl IntoView {
    let i18n = use_i18n();
    let name = secret.name.to_string();
    view! {
        <section class="panel panel-shown" aria-labelledby="key-shown">
            <h2 id="key-shown">{move || t_string!(i18n, keys.shown, name = name.clone())}</h2>
            <p class="field-help">{t!(i18n, keys.shown_help)}</p>
            <Snippet code=secret.secret />
        </section>
    }
}
