//! What stands where a list would: why there is nothing, and the one thing to do about it.

use crate::components::icon::Icon;
use leptos::{prelude::*, text_prop::TextProp};

#[component]
pub fn EmptyState(
    icon: Icon,
    #[prop(into)] title: TextProp,
    #[prop(into)] help: TextProp,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state-icon">{icon.draw()}</span>
            <h2>{move || title.get()}</h2>
            <p>{move || help.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
