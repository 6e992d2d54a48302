//! A short word about the state of a thing, with a dot whose colour says the same.

use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Accent,
    Good,
    Warning,
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge badge-neutral",
            Self::Accent => "badge badge-accent",
            Self::Good => "badge badge-good",
            Self::Warning => "badge badge-warning",
            Self::Bad => "badge badge-bad",
        }
    }
}

#[component]
pub fn Badge(tone: Tone, #[prop(into)] text: TextProp) -> impl IntoView {
    view! { <span class=tone.class()>{move || text.get()}</span> }
}
