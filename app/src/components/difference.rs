//! What came and what went of a text in one language.

use crate::{
    components::channel::channel_name,
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    channel::Channel,
    version::{Mark, Piece, TextChange},
};

#[component]
pub fn Difference(change: TextChange) -> impl IntoView {
    let i18n = use_i18n();
    let lang = change.locale.to_string();
    let words = |pieces: Vec<Piece>| pieces.into_iter().map(marked).collect::<Vec<_>>();
    let lines = |pieces: Vec<Piece>| {
        let line = |piece| view! { <li>{marked(piece)}</li> };
        pieces.into_iter().map(line).collect::<Vec<_>>()
    };
    let (title, answer) = (words(change.title), words(change.answer));
    let variant = |channel| {
        let pieces = words(change.variants.get(channel)?.clone());
        let head = move || t_string!(i18n, editor.variant, channel = channel_name(i18n, channel));
        Some(view! { <h3>{head}</h3><p>{pieces}</p> })
    };
    let variants = Channel::ALL.into_iter().filter_map(variant).collect_view();
    let (wordings, buttons) = (lines(change.wordings), lines(change.buttons));
    view! {
        <div class="change-text" lang=lang.clone()>
            <p class="tab-locale field-help">{lang.clone()}</p>
            {(!title.is_empty()).then(|| view! { <h3>{t!(i18n, editor.title)}</h3><p>{title}</p> })}
            {(!wordings.is_empty())
                .then(|| view! { <h3>{t!(i18n, editor.utterances)}</h3><ul>{wordings}</ul> })}
            {(!answer.is_empty())
                .then(|| view! { <h3>{t!(i18n, editor.answer)}</h3><p>{answer}</p> })}
            {variants}
            {(!buttons.is_empty())
                .then(|| view! { <h3>{t!(i18n, editor.buttons)}</h3><ul>{buttons}</ul> })}
        </div>
    }
}

/// As elements that say by themselves what came and what went.
fn marked(piece: Piece) -> AnyView {
    match piece.mark {
        Mark::Same => view! { <span>{piece.text}</span> }.into_any(),
        Mark::Added => view! { <ins>{piece.text}</ins> }.into_any(),
        Mark::Removed => view! { <del>{piece.text}</del> }.into_any(),
    }
}
