//! Stylesheets: one that all pages need, and one for each kind of room.
//!
//! A page starts with those of its own room, so that its first view is small; the others follow
//! when scripts answer, before anybody goes to another room.

use crate::server;
use leptos::prelude::*;

/// The sheets by name, and the part of a path that asks for them.
const SHEETS: [(&str, &[&str]); 8] = [
    ("entrance", &["sign-in", "welcome", "forgot", "reset"]),
    ("bots", &["bots", "new"]),
    ("knowledge", &["knowledge", "versions", "synonyms"]),
    (
        "talks",
        &[
            "conversations",
            "unanswered",
            "test",
            "tests",
            "thresholds",
            "synonyms",
            "versions",
            "forecast",
        ],
    ),
    ("figures", &["analytics", "thresholds"]),
    ("box", &["widget"]),
    ("team", &["workspaces", "members", "account", "settings"]),
    // What only scripts open.
    ("later", &[]),
];

fn address(name: &str) -> String {
    format!("/pkg/{name}.css")
}

/// What the page of this request starts with.
pub fn first() -> impl IntoView {
    let path = server::path();
    // Of all bots, or of one.
    let path = path.strip_prefix("/bots/").unwrap_or(&path);
    let is_of = |(_, parts): &&(&str, &[&str])| path.split('/').any(|part| parts.contains(&part));
    let own = SHEETS.iter().filter(is_of).map(|(name, _)| *name);
    ["parlance"]
        .into_iter()
        .chain(own)
        .map(|name| view! { <link rel="stylesheet" href=address(name) /> })
        .collect_view()
}

/// Has the others come, in a browser.
pub fn add_rest() {
    let document = document();
    let Some(head) = document.head() else { return };
    for (name, _) in SHEETS {
        let address = address(name);
        let is_there = document.query_selector(&format!("link[href='{address}']"));
        if matches!(is_there, Ok(Some(_))) {
            continue;
        }
        // One that can't be added is missed by its rooms' looks alone.
        if let Ok(link) = document.create_element("link") {
            let _ = link.set_attribute("rel", "stylesheet");
            let _ = link.set_attribute("href", &address);
            let _ = head.append_child(&link);
        }
    }
}
