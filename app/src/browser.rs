//! What stands in for `server.rs` in a browser, where there is no response to shape: pages call
//! these while they render, on both sides.

use leptos::{nonce::Nonce, text_prop::TextProp};

pub fn set_status(_status: u16) {}

pub fn set_page_policy(_nonce: Option<Nonce>) {}

pub fn cookie(_name: &str) -> Option<String> {
    None
}

pub fn path() -> String {
    String::new()
}

pub fn written<T>(_value: &T) -> String {
    String::new()
}

pub fn of_tab(text: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    text.into()
}
