//! The inbox by keyboard: `j` (or `n`) and `k` move, and the letter that a button carries presses it.

use crate::pages::test::is_shortcut_elsewhere;
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};

/// Listens as long as the page is there, and keeps the place when the list comes anew.
pub fn listen_to_keys(list: NodeRef<html::Div>) {
    let place = StoredValue::new(None::<u32>);
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |event| {
            if let Some(list) = list.get_untracked()
                && !is_shortcut_elsewhere(&event)
            {
                press(&list, &event, place);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn press(
    list: &web_sys::HtmlDivElement,
    event: &ev::KeyboardEvent,
    place: StoredValue<Option<u32>>,
) {
    let Ok(items) = list.query_selector_all(".question") else {
        return;
    };
    if items.length() == 0 {
        return;
    }
    let last = items.length() - 1;
    let focused = (0..items.length()).find(|n| {
        let active = document().active_element();
        items
            .item(*n)
            .is_some_and(|item| item.contains(active.as_deref()))
    });
    // What was decided has left the list with the focus; the next one has taken its place.
    let is_lost = document()
        .active_element()
        .is_none_or(|active| active.local_name() == "body");
    let kept = place.get_value().filter(|_| is_lost);
    let here = focused.or(kept.map(|at| at.min(last)));
    let key = event.key();
    let there = match (key.as_str(), here) {
        ("j" | "n", Some(at)) if focused.is_some() => (at + 1).min(last),
        ("k", Some(at)) if focused.is_some() => at.saturating_sub(1),
        ("j" | "n" | "k", at) => at.unwrap_or(0),
        ("a" | "c" | "i" | "l" | "m" | "u", Some(here)) => {
            place.set_value(Some(here));
            let item = items
                .item(here)
                .and_then(|item| item.dyn_into::<web_sys::Element>().ok());
            let selector = format!("[data-key={key}]");
            let act = item.and_then(|item| item.query_selector(&selector).ok().flatten());
            if let Some(act) = act.and_then(|act| act.dyn_into::<web_sys::HtmlElement>().ok()) {
                event.prevent_default();
                act.click();
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    place.set_value(Some(there));
    let item = items
        .item(there)
        .and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(item) = item {
        // An element that can't take the focus keeps its place all the same.
        let _ = item.focus();
    }
}
