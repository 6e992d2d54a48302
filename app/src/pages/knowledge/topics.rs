//! The topics in use, offered where one is typed.

use leptos::prelude::*;

/// By this id fields know them.
pub const TOPIC_NAMES: &str = "topic-names";

#[component]
pub fn TopicNames(topics: Vec<String>) -> impl IntoView {
    let options = topics
        .into_iter()
        .map(|topic| view! { <option value=topic></option> })
        .collect_view();
    view! { <datalist id=TOPIC_NAMES>{options}</datalist> }
}
