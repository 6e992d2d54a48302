//! The form of a group: a new one, or the one that the address names.

use super::Acts;
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
pub fn Editor(page: SynonymsPage, group: Memo<String>, acts: Acts) -> impl IntoView {
    move || {
        let (bot, locales) = (page.bot.id, page.bot.locales.clone());
        let wanted = group.get();
        let mut groups = page.groups.iter().map(|listed| &listed.group);
        match groups.find(|group| group.id.to_string() == wanted) {
            Some(group) => view! { <Edit bot locales group=group.clone() acts /> }.into_any(),
            None => view! { <Add bot locales acts /> }.into_any(),
        }
    }
}

#[component]
fn Add(bot: BotId, locales: Vec<Locale>, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel synonyms-form">
            <h2>{t!(i18n, synonyms.add)}</h2>
            <PostForm action=acts.create class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Words locales group=None />
                <SubmitButton pending=acts.create.pending()>
                    {t!(i18n, synonyms.add_submit)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn Edit(bot: BotId, locales: Vec<Locale>, group: SynonymGroup, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let id = group.id;
    view! {
        <section class="panel synonyms-form">
            <h2>{t!(i18n, synonyms.edit)}</h2>
            <PostForm action=acts.update class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="group" value=id.to_string() />
                <Words locales group=Some(group.clone()) />
                <div class="form-actions">
                    <SubmitButton pending=acts.update.pending()>
                        {t!(i18n, synonyms.save)}
                    </SubmitButton>
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
fn Words(locales: Vec<Locale>, group: Option<SynonymGroup>) -> impl IntoView {
    let i18n = use_i18n();
    let (term, variants, locale) = match group {
        Some(group) => {
            let variants: Vec<String> = group.variants.iter().map(ToString::to_string).collect();
            let locale = group.locale.map(String::from).unwrap_or_default();
            (group.term.to_string(), variants.join("\n"), locale)
        }
        None => Default::default(),
    };
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
