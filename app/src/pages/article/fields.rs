//! The fields that writing and changing an article share.

use crate::{
    components::field::{Control, Field, Need},
    i18n::{t_string, use_i18n},
};
use leptos::prelude::*;

/// What the fields hold at first, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub title: String,
    pub utterances: String,
    pub answer: String,
    pub topic: String,
    /// The language of the texts, if it is settled.
    pub lang: String,
}

#[component]
pub fn ArticleFields(texts: Texts, topics: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = texts.lang;
    view! {
        <Field
            name="title"
            label=move || t_string!(i18n, editor.title)
            help=move || t_string!(i18n, editor.title_help)
            control=Control::Line
            lang=lang.clone()
            value=texts.title
        />
        <Field
            name="utterances"
            label=move || t_string!(i18n, editor.utterances)
            help=move || t_string!(i18n, editor.utterances_help)
            control=Control::Text(7)
            need=Need::Optional
            lang=lang.clone()
            value=texts.utterances
        />
        <Field
            name="answer"
            label=move || t_string!(i18n, editor.answer)
            help=move || t_string!(i18n, editor.answer_help)
            control=Control::Text(9)
            lang=lang
            value=texts.answer
        />
        <Field
            name="topic"
            label=move || t_string!(i18n, editor.topic)
            help=move || t_string!(i18n, editor.topic_help)
            control=Control::Suggested(topics)
            need=Need::Optional
            value=texts.topic
        />
    }
}
