//! Asks before somebody leaves a form that they have typed in.

use crate::i18n::{t, use_i18n};
use leptos::{
    ev,
    html::Dialog,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Element, MouseEvent},
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Around a form. A link that leads elsewhere asks first; closing the tab, the browser asks.
#[component]
pub fn Unsaved(children: Children) -> impl IntoView {
    let is_typed = RwSignal::new(false);
    let leaving = RwSignal::new(None::<String>);
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if is_typed.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        hold_links(is_typed, leaving);
    });
    view! {
        <div on:input=move |_| is_typed.set(true)>{children()}</div>
        {move || {
            leaving.get().map(|address| view! { <Leaving address is_typed leaving /> })
        }}
    }
}

/// Before the router hears of a click, since it would follow the link at once.
fn hold_links(is_typed: RwSignal<bool>, leaving: RwSignal<Option<String>>) {
    let hold = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        let address = is_typed
            .get_untracked()
            .then(|| leads_away(&event))
            .flatten();
        if let Some(address) = address {
            event.prevent_default();
            event.stop_propagation();
            leaving.set(Some(address));
        }
    });
    // Without it a link is followed as ever.
    let on_click = hold.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool("click", on_click, true);
    let hold = StoredValue::new_local(hold);
    on_cleanup(move || {
        hold.with_value(|hold| {
            let hold = hold.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback_and_bool("click", hold, true);
        });
    });
}

/// The address of the link that a click follows in this tab.
fn leads_away(event: &MouseEvent) -> Option<String> {
    let has_key = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok().flatten()?;
    let href = link.get_attribute("href")?;
    let stays = has_key
        || link.has_attribute("target")
        || link.has_attribute("download")
        || href.starts_with('#')
        // It changes what stands beside the form, and leaves the form as it is.
        || matches!(link.closest("[data-beside]"), Ok(Some(_)));
    (!stays).then_some(href)
}

#[component]
fn Leaving(
    address: String,
    is_typed: RwSignal<bool>,
    leaving: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = use_navigate();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            request_animation_frame(move || drop(dialog.show_modal()));
        }
    });
    let leave = move |_| {
        is_typed.set(false);
        leaving.set(None);
        navigate(&address, NavigateOptions::default());
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="unsaved-title"
            on:close=move |_| leaving.set(None)
        >
            <h2 id="unsaved-title">{t!(i18n, unsaved.title)}</h2>
            <p>{t!(i18n, unsaved.help)}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=leave>
                    {t!(i18n, unsaved.leave)}
                </button>
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |_| leaving.set(None)
                >
                    {t!(i18n, unsaved.stay)}
                </button>
            </div>
        </dialog>
    }
}
