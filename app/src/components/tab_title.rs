//! What the browser's tab says.

use crate::i18n::{t_string, use_i18n};
use leptos::{prelude::*, text_prop::TextProp};
use leptos_meta::Title;

/// A page's title with the product's name.
#[component]
pub fn TabTitle(#[prop(into)] title: TextProp) -> impl IntoView {
    let i18n = use_i18n();
    let whole = move || format!("{} · {}", title.get(), t_string!(i18n, product));
    view! { <Title text=crate::server::of_tab(whole) /> }
}
