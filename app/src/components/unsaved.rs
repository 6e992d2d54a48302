//! Asks before somebody leaves a form that they have typed in.

use crate::i18n::{t, use_i18n};
use leptos::{
    ev,
    html::Dialog,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{Element, Event, MouseEvent},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Location,
};

/// Around a form. A link that leads elsewhere and the browser's Back ask first; closing the tab, the
/// browser asks.
#[component]
pub fn Unsaved(children: Children) -> impl IntoView {
    let is_typed = RwSignal::new(false);
    let leaving = RwSignal::new(None::<Way>);
    let here = use_location();
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if is_typed.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        hold_links(is_typed, leaving);
        hold_back(here.clone(), is_typed, leaving);
    });
    view! {
        <div on:input=move |_| is_typed.set(true)>{children()}</div>
        {move || {
            leaving.get().map(|way| view! { <Leaving way is_typed leaving /> })
        }}
    }
}

/// Where somebody was about to go.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// By a link, to its address.
    To(String),
    /// To the page before.
    Back,
}

fn hold_links(is_typed: RwSignal<bool>, leaving: RwSignal<Option<Way>>) {
    hear_first("click", move |event| {
        let address = is_typed
            .get_untracked()
            .then(|| leads_away(event.dyn_ref()?))
            .flatten();
        if let Some(address) = address {
            event.prevent_default();
            event.stop_propagation();
            leaving.set(Some(Way::To(address)));
        }
    });
}

/// When the browser tells of Back, its address is the one before already: the form's is put after it
/// again, and the router, which would show the page before, does not hear of it.
fn hold_back(here: Location, is_typed: RwSignal<bool>, leaving: RwSignal<Option<Way>>) {
    hear_first("popstate", move |event| {
        let form = is_typed.get_untracked().then(|| left_behind(&here));
        let Some(form) = form.flatten() else { return };
        let history = window().history();
        let is_held = history
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&form)));
        // Where it is refused, the page goes as ever.
        if is_held.is_ok() {
            event.stop_immediate_propagation();
            leaving.set(Some(Way::Back));
        }
    });
}

/// The form's address, if the browser stands at another page's.
fn left_behind(here: &Location) -> Option<String> {
    let (path, search) = (here.pathname.get_untracked(), here.search.get_untracked());
    let search = match search.as_str() {
        "" => search,
        _ => format!("?{search}"),
    };
    let now = window().location();
    let is_same = now.pathname().ok()? == path && now.search().ok()? == search;
    (!is_same).then(|| format!("{path}{search}"))
}

/// Hears of an event of the window before the router does.
fn hear_first(name: &'static str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act);
    // Without it a link is followed as ever.
    let heard = act.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool(name, heard, true);
    let act = StoredValue::new_local(act);
    on_cleanup(move || {
        act.with_value(|act| {
            let heard = act.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback_and_bool(name, heard, true);
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
        || href.starts_with('#');
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
            Way::To(address) => navigate(address, NavigateOptions::default()),
            Way::Back => drop(window().history().and_then(|history| history.back())),
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
