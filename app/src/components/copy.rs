//! Code to take along: it scrolls rather than wraps, and a button copies it.

use crate::{
    components::icon::Icon,
    i18n::{t, use_i18n},
};
use leptos::prelude::*;
use std::time::Duration;

/// How long the button says that it has copied.
const SAID: Duration = Duration::from_secs(2);

#[component]
pub fn Snippet(#[prop(into)] code: String) -> impl IntoView {
    let i18n = use_i18n();
    let is_copied = RwSignal::new(false);
    let copied = code.clone();
    let copy = move |_| {
        // Where the browser keeps the clipboard from us, the text can still be selected.
        let _ = window().navigator().clipboard().write_text(&copied);
        is_copied.set(true);
        set_timeout(move || is_copied.set(false), SAID);
    };
    let label = move || {
        if is_copied.get() {
            t!(i18n, copied).into_any()
        } else {
            t!(i18n, copy).into_any()
        }
    };
    view! {
        <div class="snippet">
            <pre tabindex="0">
                <code>{code}</code>
            </pre>
            <button type="button" class="button needs-scripts" on:click=copy>
                {move || if is_copied.get() { Icon::Check.draw() } else { Icon::Copy.draw() }}
                <span aria-live="polite">{label}</span>
            </button>
        </div>
    }
}
