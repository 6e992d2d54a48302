//! Asks before somebody leaves a form that they have typed in.

use crate::i18n::{t, use_i18n};
use leptos::{
    ev,
    html::Dialog,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
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
pub fn Unsaved(
    /// Once it was: then nothing is lost, though the form is a moment from coming anew.
    #[prop(optional, into)]
    is_saved: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    let is_typed = RwSignal::new(false);
    Effect::new(move || {
        if is_saved.is_some_and(|is_saved| is_saved.get()) {
            is_typed.set(false);
        }
    });
    let leaving = RwSignal::new(None::<Way>);
    let Location {
        pathname: path,
        search: query,
        ..
    } = use_location();
    let guard = use_context::<Guard>();
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if is_typed.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        hold_links(is_typed, leaving);
        if let Some(Guard(held)) = guard {
            held.set_value(Some(Held {
                is_typed,
                leaving,
                path,
                query,
            }));
            on_cleanup(move || held.set_value(None));
        }
    });
    view! {
        <div on:input=move |_| is_typed.set(true)>{children()}</div>
        {move || leaving.get().map(|way| view! { <Leaving way is_typed leaving /> })}
    }
}

/// Before the router hears of a click, since it would follow the link at once.
fn hold_links(is_typed: RwSignal<bool>, leaving: RwSignal<Option<Way>>) {
    let hold = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        let address = is_typed
            .get_untracked()
            .then(|| leads_away(&event))
            .flatten();
        if let Some(address) = address {
            event.prevent_default();
            event.stop_propagation();
            leaving.set(Some(Way::Link(address)));
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

/// What the browser's Back asks about, if anything.
#[derive(Clone, Copy)]
struct Held {
    is_typed: RwSignal<bool>,
    leaving: RwSignal<Option<Way>>,
    path: Memo<String>,
    query: Memo<String>,
}

/// Where it stands.
#[derive(Clone, Copy)]
struct Guard(StoredValue<Option<Held>>);

/// Makes the browser's Back ask. The router must not be there yet: of those who listen to the window
/// the first one hears first.
pub fn guard_history() {
    let guard = Guard(StoredValue::new(None));
    provide_context(guard);
    if is_browser() {
        // As long as the page is there.
        let _ = window_event_listener(ev::popstate, move |event| {
            if let Some(held) = guard.0.get_value() {
                hold_history(held, &event);
            }
        });
    }
}

/// The browser has gone already when it says so: it is sent on to where it was, and what it went to
/// is one step back from there.
fn hold_history(held: Held, event: &PopStateEvent) {
    // The router has not heard of it: it still tells where the form is.
    let path = held.path.get_untracked();
    let query = held.query.get_untracked();
    let there = window().location();
    let is_there = there.pathname().ok().as_ref() == Some(&path)
        && text_of(&there.search().unwrap_or_default()) == text_of(&query);
    if is_there || !held.is_typed.get_untracked() {
        return;
    }
    event.stop_immediate_propagation();
    let here = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    // Where there is no history there is no way back either.
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
    }
    held.leaving.set(Some(Way::History));
}

/// The language in a query: another is another form, while filters only change what is beside it.
fn text_of(query: &str) -> Option<&str> {
    let mut pairs = query.trim_start_matches('?').split('&');
    pairs.find(|pair| pair.starts_with("locale="))
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
