//! `/bots/{bot}/widget`: how the box looks and what it says, with the box itself beside it.

use super::{
    SaveWidget, Tabs,
    fields::{LookFields, WordFields},
    get_widget,
    preview::{Preview, Typed},
};
use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};
use model::{
    error::AppError,
    id::BotId,
    text::Locale,
    widget::{WidgetPage as Saved, WidgetWords},
};

#[component]
pub fn WidgetPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Widget bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Widget(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let save = Act::<SaveWidget>::new();
    let locale = paths::use_query("locale");
    // Only a success loads the page anew: a refused form keeps what was typed.
    let n_saved = Memo::new(move |earlier: Option<&u32>| {
        let earlier = earlier.copied().unwrap_or_default();
        earlier + u32::from(matches!(save.value().get(), Some(Ok(()))))
    });
    Effect::watch(move || locale.get(), move |_, _, _| save.clear(), false);
    let saved = Load::new(
        move || (locale.get(), n_saved.get()),
        move |(locale, _)| get_widget(bot, locale),
    );
    let revision = latest_revision(save, bot);
    view! {
        <PageHeader
            title=move || t_string!(i18n, widget.title)
            lead=move || t_string!(i18n, widget.lead)
        />
        <Tabs bot />
        <Loaded resource=saved let:saved>
            <Workbench saved save revision />
        </Loaded>
    }
}

/// After a conflict the form carries the newer revision, so that saving again, now knowingly,
/// goes through.
fn latest_revision(save: Act<SaveWidget>, bot: BotId) -> Load<Option<String>> {
    let n_conflicts = Memo::new(move |earlier: Option<&u32>| {
        let is_conflict = matches!(save.value().get(), Some(Err(AppError::Conflict)));
        earlier.copied().unwrap_or_default() + u32::from(is_conflict)
    });
    let load = move |n_conflicts| async move {
        if n_conflicts == 0 {
            return None;
        }
        let page = get_widget(bot, String::new()).await;
        page.ok().map(|page| page.revision)
    };
    Load::new(move || n_conflicts.get(), load)
}

/// The form, and beside it the box as the form has it.
#[component]
fn Workbench(saved: Saved, save: Act<SaveWidget>, revision: Load<Option<String>>) -> impl IntoView {
    let typed = RwSignal::new(None::<Typed>);
    let read = move |event: ev::Event| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(form) = form {
            typed.set(Typed::read(&form));
        }
    };
    view! {
        <div class="workbench">
            <div class="workbench-form" on:input=read on:change=read>
                <SaveForm saved=saved.clone() save typed=typed.into() revision />
            </div>
            <Preview saved typed=typed.into() />
        </div>
    }
}

#[component]
fn SaveForm(
    saved: Saved,
    save: Act<SaveWidget>,
    typed: Signal<Option<Typed>>,
    revision: Load<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let current = paths::widget_in(saved.bot, saved.locale.as_str());
    let explain = Callback::new(move |error| {
        let current = current.clone();
        (error == AppError::Conflict).then(|| view! { <Conflict current /> }.into_any())
    });
    let words = saved.settings.words.get(&saved.locale).cloned();
    let (bot, first) = (saved.bot.to_string(), saved.revision.clone());
    let revision = move || revision.get().flatten().unwrap_or_else(|| first.clone());
    let locale = saved.locale.to_string();
    view! {
        <PostForm action=save class="form" explain>
            <input type="hidden" name="bot" value=bot.clone() />
            <input type="hidden" name="revision" value=revision />
            <input type="hidden" name="locale" value=locale.clone() />
            <LookFields saved=saved.clone() typed />
            <Words saved=saved.clone() words=words.clone().unwrap_or_default() />
            <div class="form-actions form-actions-sticky">
                <SubmitButton
                    pending=save.pending()
                    pending_text=move || t_string!(i18n, editor.saving)
                >
                    {t!(i18n, editor.save)}
                </SubmitButton>
            </div>
        </PostForm>
    }
}

/// What the box says, in one language at a time.
#[component]
fn Words(saved: Saved, words: WidgetWords) -> impl IntoView {
    let i18n = use_i18n();
    let links = languages(&saved)
        .into_iter()
        .map(|locale| {
            let is_current = locale == saved.locale;
            let href = paths::widget_in(saved.bot, locale.as_str());
            view! {
                <li>
                    <a
                        class="segment"
                        href=href
                        data-noscroll="true"
                        aria-current=is_current.then_some("page")
                    >
                        {locale.to_string()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="form-section">
            <div class="form-section-head">
                <h2>{t!(i18n, widget.words)}</h2>
                <nav aria-label=move || t_string!(i18n, widget.languages)>
                    <ul class="segments">{links}</ul>
                </nav>
            </div>
            <WordFields saved words />
        </section>
    }
}

/// Those of the bot, and those that the backoffice speaks.
fn languages(saved: &Saved) -> Vec<Locale> {
    let mut locales = saved.locales.clone();
    let ours = ["en", "fr"]
        .into_iter()
        .filter_map(|locale| Locale::parse(locale).ok());
    for locale in ours {
        if !locales.contains(&locale) {
            locales.push(locale);
        }
    }
    locales
}

#[component]
fn Conflict(current: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, widget.conflict)}</p>
        <a href=current target="_blank">
            {t!(i18n, widget.current)}
        </a>
    }
}
