//! What changed from one version to another, and the button that brings an old one back.

use super::{Pair, RollBack};
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        confirm::Confirm,
        difference::Difference,
        icon::Icon,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    id::BotId,
    version::{ArticleChange, Change, Comparison},
};

#[component]
pub fn Changes(
    bot: BotId,
    pair: Pair,
    comparison: Comparison,
    live: Option<u32>,
    roll_back: Act<RollBack>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Pair { from, to } = pair;
    let title = move || match to {
        0 => t_string!(i18n, versions.draft_against, version = from),
        to => t_string!(i18n, versions.changes_of, version = to),
    };
    let counts = {
        let (added, changed) = (comparison.n_added, comparison.n_changed);
        let removed = comparison.n_removed;
        move || {
            t_string!(
                i18n,
                versions.counts,
                added = added,
                changed = changed,
                removed = removed
            )
        }
    };
    let way_back = live
        .filter(|live| to > 0 && *live != to)
        .map(|live| view! { <WayBack bot number=to live roll_back /> });
    let shown = u32::try_from(comparison.articles.len()).unwrap_or(u32::MAX);
    let n_more = comparison.n_differing().saturating_sub(shown);
    let articles = comparison.articles.into_iter().map(article).collect_view();
    view! {
        <section class="panel changes">
            <h2>{title}</h2>
            <p class="field-help">{counts}</p>
            {comparison
                .has_other_synonyms
                .then(|| view! { <p class="field-help">{t!(i18n, versions.other_synonyms)}</p> })}
            {way_back}
            <ul class="change-list">{articles}</ul>
            {(n_more > 0)
                .then(|| {
                    view! {
                        <p class="field-help">
                            {move || t_string!(i18n, versions.more, count = n_more)}
                        </p>
                    }
                })}
        </section>
    }
}

#[component]
fn WayBack(bot: BotId, number: u32, live: u32, roll_back: Act<RollBack>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Confirm
            id="roll-back"
            open=move || t_string!(i18n, versions.roll_back, version = number)
            title=move || t_string!(i18n, versions.roll_back_title, version = number)
            help=move || t_string!(i18n, versions.roll_back_help)
            icon=Icon::Restore
        >
            <PostForm action=roll_back class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="number" value=number.to_string() />
                <input type="hidden" name="live" value=live.to_string() />
                <SubmitButton pending=roll_back.pending()>
                    {t!(i18n, versions.roll_back_submit)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

fn article(changed: ArticleChange) -> impl IntoView {
    let i18n = use_i18n();
    let change = changed.change;
    let tone = match change {
        Change::Added => Tone::Good,
        Change::Changed => Tone::Warning,
        Change::Removed => Tone::Bad,
    };
    let word = move || match change {
        Change::Added => t_string!(i18n, versions.added),
        Change::Changed => t_string!(i18n, versions.changed),
        Change::Removed => t_string!(i18n, versions.removed),
    };
    let texts = changed.texts.into_iter();
    let texts = texts
        .map(|change| view! { <Difference change /> })
        .collect_view();
    let has_other_times = changed.has_other_times;
    view! {
        <li class="change">
            <details open=change == Change::Changed>
                <summary>
                    <Badge tone text=word />
                    " "
                    <strong>{changed.title}</strong>
                </summary>
                {has_other_times
                    .then(|| view! { <p class="field-help">{t!(i18n, versions.other_times)}</p> })}
                {texts}
            </details>
        </li>
    }
}
