//! What an answer says on one channel in place of what it says on all: the fields, and how it reads.

use super::fields::in_lines;
use crate::{
    components::{
        channel::channel_name,
        field::{Control, Field, Need},
        post_form::FormState,
    },
    i18n::{t, use_i18n},
};
use leptos::prelude::*;
use model::channel::{Channel, Variants};

/// One field for each channel; folded away while there is none.
#[component]
pub fn VariantFields(variants: Variants, lang: String) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let is_typed = |channel: Channel| {
        let typed = form.typed(channel.field());
        typed.is_some_and(|typed| !typed.is_empty())
    };
    let is_used = !variants.is_empty() || Channel::ALL.into_iter().any(is_typed);
    let has_problem = Memo::new(move |_| {
        let mut channels = Channel::ALL.into_iter();
        channels.any(|channel| form.problem_of(channel.field()).is_some())
    });
    let fields = Channel::ALL
        .into_iter()
        .map(move |channel| {
            let answer = variants.get(&channel).map(String::as_str);
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
        <details class="fold" open=move || is_used || has_problem.get()>
            <summary>{t!(i18n, editor.variants)}</summary>
            <p class="field-help">{t!(i18n, editor.variants_help)}</p>
            {fields}
        </details>
    }
}

/// How they read. They were cleaned before they were stored, so they may stand here as HTML.
#[component]
pub fn VariantTexts(variants: Variants, lang: String) -> impl IntoView {
    let i18n = use_i18n();
    variants
        .into_iter()
        .map(move |(channel, answer)| {
            view! {
                <h3>{move || channel_name(i18n, channel)}</h3>
                <div class="prose" lang=lang.clone() inner_html=answer></div>
            }
        })
        .collect_view()
}
