//! Asks before somebody leaves a form that they have typed in.

use crate::i18n::{t, use_i18n};
use leptos::{
    ev,
    html::Dialog,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure, convert::FromWasmAbi},
    web_sys::{Element, MouseEvent, PopStateEvent},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Location,
};

/// How somebody is about to leave.
#[derive(Clone)]
enum Way {
    /// By a link, to an address.
    Link(String),
    /// By the browser's own buttons.
    History,
}

/// Around a form. A link that leads elsewhere and the browser's Back ask first; closing the tab, the
/// browser asks.
#[component]
pub fn Unsaved(children: Children) -> impl IntoView {
    let is_typed = RwSignal::new(false);
    let leaving = RwSignal::new(None::<Way>);
    let location = use_location();
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if is_typed.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        hold_links(is_typed, leaving);
        hold_history(is_typed, leaving, location.clone());
    });
    view! {
        <div on:input=move |_| is_typed.set(true)>{children()}</div>
        {move || leaving.get().map(|way| view! { <Leaving way is_typed leaving /> })}
    }
}

/// Before the router hears of a click, since it would follow the link at once.
fn hold_links(is_typed: RwSignal<bool>, leaving: RwSignal<Option<Way>>) {
    hear_first("click", move |event: MouseEvent| {
        let address = is_typed
            .try_get_untracked()
            .unwrap_or_default()
            .then(|| leads_away(&event))
            .flatten();
        if let Some(address) = address {
            event.prevent_default();
            event.stop_propagation();
            leaving.set(Some(Way::Link(address)));
        }
    });
}

/// The browser has gone already when it says so: it is sent on to where it was, and what it went to
/// is one step back from there.
fn hold_history(
    is_typed: RwSignal<bool>,
    leaving: RwSignal<Option<Way>>,
    Location {
        pathname, search, ..
    }: Location,
) {
    hear_first("popstate", move |event: PopStateEvent| {
        // The router has not heard of it: it still tells where the form is.
        let path = pathname.try_get_untracked().unwrap_or_default();
        let has_left = window().location().pathname().ok().as_ref() != Some(&path);
        if !has_left || !is_typed.try_get_untracked().unwrap_or_default() {
            return;
        }
        event.stop_immediate_propagation();
        let here = match search.try_get_untracked().unwrap_or_default() {
            search if search.is_empty() => path,
            search => format!("{path}?{search}"),
        };
        // Where there is no history there is no way back either.
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
        }
        leaving.set(Some(Way::History));
    });
}

/// Hears of an event of the window before the router does, as long as the component is there.
fn hear_first<E: FromWasmAbi + 'static>(name: &'static str, hear: impl Fn(E) + 'static) {
    let hear = Closure::<dyn Fn(E)>::new(hear);
    // Without it everything goes its way as ever.
    let function = hear.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool(name, function, true);
    let hear = StoredValue::new_local(hear);
    on_cleanup(move || {
        hear.with_value(|hear| {
            let function = hear.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback_and_bool(name, function, true);
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
fn Leaving(way: Way, is_typed: RwSignal<bool>, leaving: RwSignal<Option<Way>>) -> impl IntoView {
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
        match &way {
            Way::Link(address) => navigate(address, NavigateOptions::default()),
            Way::History => {
                // Where there is no history there is no way back either.
                if let Ok(history) = window().history() {
                    let _ = history.back();
                }
            }
        }
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
