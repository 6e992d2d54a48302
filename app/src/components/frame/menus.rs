//! Menus are disclosures, which stay open until they are folded: by a click elsewhere, by
//! Escape, and by the navigation that a link in them began.

use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Node},
};
use leptos_router::hooks::use_location;

const OPEN_MENU: &str = "details.menu[open]";

pub fn fold_menus(rail: NodeRef<html::Nav>) {
    let path = use_location().pathname;
    Effect::new(move |earlier: Option<String>| {
        let path = path.get();
        if earlier.is_some_and(|earlier| earlier != path) {
            fold_all_but(None);
            if let Some(rail) = rail.get_untracked() {
                // Refused while it is no open popover: on a wide screen, say.
                let _ = rail.hide_popover();
            }
        }
        path
    });
    Effect::new(|| {
        let click = window_event_listener(ev::click, |event| {
            let target = event.target();
            fold_all_but(target.and_then(|target| target.dyn_into().ok()).as_ref());
        });
        let escape = window_event_listener(ev::keydown, |event| {
            if event.key() == "Escape" {
                fold_all_but(None);
            }
        });
        on_cleanup(move || {
            click.remove();
            escape.remove();
        });
    });
}

/// All open menus but the one that `node` is in.
fn fold_all_but(node: Option<&Node>) {
    let Ok(menus) = document().query_selector_all(OPEN_MENU) else {
        return;
    };
    for menu in (0..menus.length()).filter_map(|i| menus.get(i)) {
        let is_inside = node.is_some() && menu.contains(node);
        if let (false, Ok(menu)) = (is_inside, menu.dyn_into::<Element>()) {
            // An attribute that is there can be removed.
            let _ = menu.remove_attribute("open");
        }
    }
}
