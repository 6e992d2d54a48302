//! The form of a group: a new one, or the one that the address names.

use super::{Acts, TRY, Typed};
use crate::{
    components::{
        confirm::Confirm,
        field::{Control, Field, Need},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::{BotId, SynonymGroupId},
    synonyms::{SynonymGroup, SynonymsPage},
    text::Locale,
};

#[component]
pub fn Editor(
    page: SynonymsPage,
    group: Memo<String>,
    typed: Memo<Option<Typed>>,
    acts: Acts,
) -> impl IntoView {
    move || {
        let (bot, locales) = (page.bot.id, page.bot.locales.clone());
        let (wanted, typed) = (group.get(), typed.get());
        let mut groups = page.groups.iter().map(|listed| &listed.group);
        match groups.find(|group| group.id.to_string() == wanted) {
            Some(group) => {
                let typed = typed.unwrap_or_else(|| as_typed(group));
                view! { <Edit bot locales id=group.id typed acts /> }.into_any()
            }
            None => view! { <Add bot locales typed=typed.unwrap_or_default() acts /> }.into_any(),
        }
    }
}

/// A group as it is typed.
fn as_typed(group: &SynonymGroup) -> Typed {
    let variants: Vec<String> = group.variants.iter().map(ToString::to_string).collect();
    Typed {
        term: group.term.to_string(),
        variants: variants.join("\n"),
        locale: group.locale.clone().map(String::from).unwrap_or_default(),
    }
}

#[component]
fn Add(bot: BotId, locales: Vec<Locale>, typed: Typed, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel synonyms-form">
            <h2>{t!(i18n, synonyms.add)}</h2>
            <PostForm action=acts.create class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Words locales typed />
                <div class="form-actions">
                    <SubmitButton pending=acts.create.pending() attr:name="act" attr:value="save">
                        {t!(i18n, synonyms.add_submit)}
                    </SubmitButton>
                    <Try />
                </div>
            </PostForm>
        </section>
    }
}

/// Shows what it would change before it is saved.
#[component]
fn Try() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button class="button" name="act" value=TRY>
            {t!(i18n, synonyms.see_effect)}
        </button>
    }
}

#[component]
fn Edit(
    bot: BotId,
    locales: Vec<Locale>,
    id: SynonymGroupId,
    typed: Typed,
    acts: Acts,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel synonyms-form">
            <h2>{t!(i18n, synonyms.edit)}</h2>
            <PostForm action=acts.update class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="group" value=id.to_string() />
                <Words locales typed />
                <div class="form-actions">
                    <SubmitButton pending=acts.update.pending() attr:name="act" attr:value="save">
                        {t!(i18n, synonyms.save)}
                    </SubmitButton>
                    <Try />
                    <a class="button" href=paths::synonyms(bot)>
                        {t!(i18n, synonyms.another)}
                    </a>
                </div>
            </PostForm>
            <Deletion bot id acts />
        </section>
    }
}

#[component]
fn Deletion(bot: BotId, id: SynonymGroupId, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Confirm
            id="delete-synonyms"
            open=move || t_string!(i18n, synonyms.delete)
            title=move || t_string!(i18n, synonyms.delete_title)
            help=move || t_string!(i18n, synonyms.delete_help)
            icon=Icon::Trash
        >
            <PostForm action=acts.delete class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="group" value=id.to_string() />
                <SubmitButton pending=acts.delete.pending() weight=Weight::Danger>
                    {t!(i18n, synonyms.delete)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Words(locales: Vec<Locale>, typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let Typed {
        term,
        variants,
        locale,
    } = typed;
    let mut choices = vec![(String::new(), t_string!(i18n, synonyms.all).to_owned())];
    choices.extend(locales.into_iter().map(|locale| {
        let locale = locale.to_string();
        (locale.clone(), locale)
    }));
    view! {
        <Field
            name="term"
            label=move || t_string!(i18n, synonyms.term)
            help=move || t_string!(i18n, synonyms.term_help)
            control=Control::Line
            value=term
        />
        <Field
            name="variants"
            label=move || t_string!(i18n, synonyms.variants)
            help=move || t_string!(i18n, synonyms.variants_help)
            control=Control::Text(4)
            value=variants
        />
        <Field
            name="locale"
            label=move || t_string!(i18n, synonyms.locale)
            control=Control::Choice(choices)
            need=Need::Optional
            value=locale
        />
    }
}
