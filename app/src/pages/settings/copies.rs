//! A copy of the bot, and its knowledge as a file.

use crate::{
    components::icon::Icon,
    i18n::{t, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::id::BotId;

#[component]
pub fn Copies(bot: BotId, may_change: bool) -> impl IntoView {
    let i18n = use_i18n();
    let duplicate = may_change.then(|| {
        view! {
            <a class="button" href=paths::duplicate(bot)>
                {Icon::Copy.draw()}
                {t!(i18n, settings.duplicate)}
            </a>
        }
    });
    // `download` and `external` keep the router from taking a file for a page.
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.files)}</h2>
            <p class="field-help">{t!(i18n, settings.files_help)}</p>
            <div class="panel-acts">
                {duplicate}
                <a class="button" href=paths::export(bot, "csv") download="" rel="external">
                    {Icon::Download.draw()}
                    {t!(i18n, settings.export_csv)}
                </a>
                <a class="button" href=paths::export(bot, "jsonl") download="" rel="external">
                    {Icon::Download.draw()}
                    {t!(i18n, settings.export_jsonl)}
                </a>
            </div>
        </section>
    }
}
