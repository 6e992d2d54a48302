//! What has just been done. It travels in the address (`?done=saved`), so that it is said with
//! scripts and without, by the page that comes after the act.

use crate::{
    components::icon::Icon,
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::prelude::*;

/// The address of a page that says what was done; `done` is a word of [`Toast`].
pub fn with_notice(path: &str, done: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}done={done}")
}

#[component]
pub fn Toast() -> impl IntoView {
    let i18n = use_i18n();
    let done = paths::use_query("done");
    let version = paths::use_query("version");
    let text = move || {
        Some(match done.get().as_str() {
            "created" => t_string!(i18n, done.created).to_owned(),
            "saved" => t_string!(i18n, done.saved).to_owned(),
            "box_saved" => t_string!(i18n, done.box_saved).to_owned(),
            "deleted" => t_string!(i18n, done.deleted).to_owned(),
            "published" => published(version.get().parse().ok()),
            _ => return None,
        })
    };
    view! {
        <div class="toasts" role="status">
            {move || text().map(|text| view! { <Notice text /> })}
        </div>
    }
}

/// The version is a number from the address, so anyone can have written it.
fn published(version: Option<u32>) -> String {
    let i18n = use_i18n();
    match version {
        Some(version) => t_string!(i18n, done.published_version, version = version),
        None => t_string!(i18n, done.published).to_owned(),
    }
}

#[component]
fn Notice(text: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="toast">
            {Icon::Check.draw()} <p>{text}</p>
            // A link to the page without the notice: works without scripts, and keeps what is
            // typed with them.
            <a
                class="icon-button"
                href=paths::use_here()
                aria-label=move || t_string!(i18n, dismiss)
                data-noscroll="true"
            >
                {Icon::Close.draw()}
            </a>
        </div>
    }
}
