//! What an answer says on one channel in place of what it says on all: the fields, and how it reads.

use super::fields::{Fold, in_lines};
use crate::{
    components::{
        channel::channel_name,
        field::{Control, Field, Need},
    },
    i18n::{t_string, use_i18n},
};
use leptos::prelude::*;
use model::channel::{Channel, Variants};

/// One field for each channel; folded away while there is none.
#[component]
pub fn VariantFields(variants: Variants, lang: String) -> impl IntoView {
    let i18n = use_i18n();
    let is_used = !variants.is_empty();
    let fields = Channel::ALL
        .into_iter()
        .map(move |channel| {
            let answer = variants.get(channel).map(String::as_str);
            view! {
                <Field
                    name=channel.field()
                    label=move || channel_name(i18n, channel)
                    control=Control::Rich(5)
                    need=Need::Optional
                    lang=lang.clone()
                    value=in_lines(answer.unwrap_or_default())
                />
            }
        })
        .collect_view();
    view! {
        <Fold
            title=move || t_string!(i18n, editor.variants)
            help=move || t_string!(i18n, editor.variants_help)
            names=Channel::ALL.map(Channel::field).to_vec()
            is_used
        >
            <div class="fold-texts">{fields}</div>
        </Fold>
    }
}

/// How they read. They were cleaned before they were stored, so they may stand here as HTML.
#[component]
pub fn VariantTexts(variants: Variants, #[prop(into)] lang: String) -> impl IntoView {
    let i18n = use_i18n();
    let texts = Channel::ALL.into_iter().filter_map(move |channel| {
        let answer = variants.get(channel)?.clone();
        Some(view! {
            <h3>{move || channel_name(i18n, channel)}</h3>
            <div class="prose" lang=lang.clone() inner_html=answer></div>
        })
    });
    texts.collect_view()
}
