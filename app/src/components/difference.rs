//! What came and what went of a text in one language.

use crate::{
    components::channel::channel_name,
    i18n::{t_string, use_i18n},
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{
    channel::Channel,
    version::{Mark, Piece, TextChange},
};

#[component]
pub fn Difference(change: TextChange) -> impl IntoView {
    let i18n = use_i18n();
    let lang = change.locale.to_string();
    let variant = |channel| {
        let head = move || t_string!(i18n, editor.variant, channel = channel_name(i18n, channel));
        words(head.into(), change.variants.get(channel)?.clone())
    };
    let variants = Channel::ALL.into_iter().filter_map(variant).collect_view();
    view! {
        <div class="change-text" lang=lang.clone()>
            <p class="tab-locale field-help">{lang.clone()}</p>
            {words((move || t_string!(i18n, editor.title)).into(), change.title)}
            {lines((move || t_string!(i18n, editor.utterances)).into(), change.wordings)}
            {words((move || t_string!(i18n, editor.answer)).into(), change.answer)} {variants}
            {lines((move || t_string!(i18n, editor.buttons)).into(), change.buttons)}
        </div>
    }
}

/// A text under its name, word by word; nothing where nothing changed.
fn words(name: TextProp, pieces: Vec<Piece>) -> Option<AnyView> {
    let words = pieces.into_iter().map(marked).collect::<Vec<_>>();
    (!words.is_empty()).then(|| view! { <h3>{move || name.get()}</h3><p>{words}</p> }.into_any())
}

/// The same, line by line.
fn lines(name: TextProp, pieces: Vec<Piece>) -> Option<AnyView> {
    let line = |piece| view! { <li>{marked(piece)}</li> };
    let lines = pieces.into_iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| view! { <h3>{move || name.get()}</h3><ul>{lines}</ul> }.into_any())
}

/// As elements that say by themselves what came and what went.
fn marked(piece: Piece) -> AnyView {
    match piece.mark {
        Mark::Same => view! { <span>{piece.text}</span> }.into_any(),
        Mark::Added => view! { <ins>{piece.text}</ins> }.into_any(),
        Mark::Removed => view! { <del>{piece.text}</del> }.into_any(),
    }
}
