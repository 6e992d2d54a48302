//! What is typed about a bot: its name, its language, how sure it has to be.

use super::{SaveSettings, get_settings};
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        load::Load,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{error::AppError, id::BotId, settings::SettingsPage, text::Question};

/// After a conflict the form carries the newer revision, so that saving again, now knowingly,
/// goes through.
pub fn latest_revision(save: Act<SaveSettings>, bot: BotId) -> Load<Option<String>> {
    let n_conflicts = Memo::new(move |earlier: Option<&u32>| {
        let is_conflict = matches!(save.value().get(), Some(Err(AppError::Conflict)));
        earlier.copied().unwrap_or_default() + u32::from(is_conflict)
    });
    let load = move |n_conflicts| async move {
        if n_conflicts == 0 {
            return None;
        }
        get_settings(bot).await.ok().map(|page| page.revision)
    };
    Load::new(move || n_conflicts.get(), load)
}

#[component]
pub fn General(
    saved: SettingsPage,
    save: Act<SaveSettings>,
    revision: Load<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let current = paths::settings(saved.bot);
    let explain = Callback::new(move |error| {
        let current = current.clone();
        (error == AppError::Conflict).then(|| view! { <Conflict current /> }.into_any())
    });
    let (bot, first) = (saved.bot.to_string(), saved.revision.clone());
    let may_change = saved.may_change;
    // The newer one counts while its conflict stands; what was saved since is what the page loaded.
    let is_conflict = move || matches!(save.value().get(), Some(Err(AppError::Conflict)));
    let revision = move || {
        let newer = revision.get().flatten().filter(|_| is_conflict());
        newer.unwrap_or_else(|| first.clone())
    };
    view! {
        <PostForm action=save class="panel-form" explain>
            <input type="hidden" name="bot" value=bot />
            <input type="hidden" name="revision" value=revision />
            <fieldset class="panels" disabled=!may_change>
                <Names saved=saved.clone() />
                <Certainty saved />
            </fieldset>
            {if may_change {
                view! {
                    <div class="form-actions">
                        <SubmitButton
                            pending=save.pending()
                            pending_text=move || t_string!(i18n, editor.saving)
                        >
                            {t!(i18n, editor.save)}
                        </SubmitButton>
                    </div>
                }
                    .into_any()
            } else {
                view! { <p class="field-help">{t!(i18n, settings.member)}</p> }.into_any()
            }}
        </PostForm>
    }
}

#[component]
fn Names(saved: SettingsPage) -> impl IntoView {
    let i18n = use_i18n();
    let locales: Vec<String> = saved.locales.iter().map(ToString::to_string).collect();
    let help = move || {
        format!(
            "{} {}",
            t_string!(i18n, new_bot.locale_help),
            t_string!(i18n, settings.saved_locale)
        )
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.general)}</h2>
            <Field
                name="name"
                label=move || t_string!(i18n, new_bot.name)
                help=move || t_string!(i18n, new_bot.name_help)
                control=Control::Line
                value=saved.name.to_string()
            />
            <Field
                name="locale"
                label=move || t_string!(i18n, new_bot.locale)
                help
                control=Control::Suggested(locales)
                value=saved.locale.to_string()
            />
            <Field
                name="max_question"
                label=move || t_string!(i18n, settings.max_question)
                help=move || t_string!(i18n, settings.max_question_help)
                control=Control::Number(1, u32::try_from(Question::MAX).unwrap_or(u32::MAX))
                value=saved.max_question.to_string()
            />
        </section>
    }
}

#[component]
fn Certainty(saved: SettingsPage) -> impl IntoView {
    let i18n = use_i18n();
    let thresholds = paths::thresholds(saved.bot);
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.certainty)}</h2>
            <p class="field-help">{t!(i18n, settings.certainty_help)}</p>
            <p>
                <a href=thresholds>{t!(i18n, settings.thresholds_link)}</a>
            </p>
            <Field
                name="answer_at"
                label=move || t_string!(i18n, settings.answer_at)
                help=move || t_string!(i18n, settings.answer_at_help)
                control=Control::Number(1, 99)
                value=saved.answer_at.to_string()
            />
            <Field
                name="ask_back_at"
                label=move || t_string!(i18n, settings.ask_back_at)
                help=move || t_string!(i18n, settings.ask_back_at_help)
                control=Control::Number(1, 99)
                value=saved.ask_back_at.to_string()
            />
        </section>
    }
}

#[component]
fn Conflict(current: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, settings.conflict)}</p>
        <a href=current target="_blank">
            {t!(i18n, settings.current)}
        </a>
    }
}
