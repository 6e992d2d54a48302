//! The saved answer, and what visitors are told now, beside the form.

use super::variants::VariantTexts;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use model::article::ArticleText;

#[component]
pub fn Beside(
    draft: Option<ArticleText>,
    published: Option<ArticleText>,
    lang: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let saved = draft.as_ref();
    let saved = saved.map(|text| (text.answer.clone(), text.variants.clone()));
    let saved_lang = lang.clone();
    view! {
        <div class="beside">
            {saved
                .map(|(answer, variants)| {
                    view! {
                        <section class="preview">
                            <h2>{t!(i18n, editor.preview)}</h2>
                            <p class="field-help">{t!(i18n, editor.preview_help)}</p>
                            <div class="prose" lang=saved_lang.clone() inner_html=answer></div>
                            <VariantTexts variants lang=saved_lang />
                        </section>
                    }
                })} <Published text=published draft lang />
        </div>
    }
    .into_any()
}

/// Both were cleaned before they were stored, so they may stand here as HTML.
#[component]
fn Published(text: Option<ArticleText>, draft: Option<ArticleText>, lang: String) -> impl IntoView {
    let i18n = use_i18n();
    let content = match text {
        None => view! { <p class="field-help">{t!(i18n, editor.published_not)}</p> }.into_any(),
        Some(text) if Some(&text) == draft.as_ref() => {
            view! { <p class="field-help">{t!(i18n, editor.published_same)}</p> }.into_any()
        }
        Some(text) => {
            let utterances = text
                .utterances
                .iter()
                .map(|utterance| view! { <li>{utterance.clone()}</li> })
                .collect_view();
            view! {
                <p class="published-title" lang=lang.clone()>
                    {text.title}
                </p>
                <div class="prose" lang=lang.clone() inner_html=text.answer></div>
                <VariantTexts variants=text.variants lang=lang.clone() />
                <details class="fold">
                    <summary>{t!(i18n, editor.utterances)}</summary>
                    <ul class="published-utterances" lang=lang>
                        {utterances}
                    </ul>
                </details>
            }
            .into_any()
        }
    };
    view! {
        <section class="preview">
            <h2>{t!(i18n, editor.published)}</h2>
            {content}
        </section>
    }
}
