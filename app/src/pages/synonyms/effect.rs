//! What a group changes in the replies to recent questions.

use crate::{
    components::change::Changes,
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::synonyms::SynonymEffect;

#[component]
pub fn Effects(effect: SynonymEffect, is_saved: bool) -> impl IntoView {
    let i18n = use_i18n();
    let (n_questions, n_changed) = (effect.n_questions, effect.n_changed);
    let summary = move || {
        t_string!(
            i18n,
            synonyms.effect_summary,
            changed = n_changed,
            count = n_questions
        )
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, synonyms.effect)}</h2>
            <p class="field-help">
                {summary}
                {(!is_saved).then(|| view! { " " {t!(i18n, synonyms.effect_unsaved)} })}
            </p>
            <Changes changed=effect.changed />
        </section>
    }
}
