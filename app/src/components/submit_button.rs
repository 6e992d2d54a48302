//! The button that sends a form. While the answer is awaited it says so and takes no second press.

use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    #[default]
    Primary,
    Secondary,
    Danger,
}

impl Weight {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Danger => "button button-danger",
        }
    }
}

#[component]
pub fn SubmitButton(
    #[prop(into)] pending: Signal<bool>,
    /// What it says meanwhile; its own text if not given.
    #[prop(optional, into)]
    pending_text: Option<TextProp>,
    #[prop(optional)] weight: Weight,
    children: ChildrenFn,
) -> impl IntoView {
    // Not `disabled`: that would take the focus away from who pressed it.
    let label = move || match (pending.get(), pending_text.clone()) {
        (true, Some(text)) => view! { {move || text.get()} }.into_any(),
        _ => children().into_any(),
    };
    view! {
        <button
            class=weight.class()
            aria-disabled=move || pending.get().then_some("true")
            on:click=move |event| {
                if pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            <span class="spinner" aria-hidden="true"></span>
            {label}
        </button>
    }
}
