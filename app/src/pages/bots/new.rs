//! `/bots/new`: what a bot is called, and what it begins with. `?copy=BOT` begins with a copy.

use super::{CreateBot, list_bots};
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        file::FileFields,
        load::Load,
        loaded::Loaded,
        options::{Choice, Options},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::bot::{Beginning, BotSummary};

#[component]
pub fn NewBotPage() -> impl IntoView {
    let i18n = use_i18n();
    let create = Act::<CreateBot>::new();
    let copy = paths::use_query("copy");
    let bots = Load::new(|| (), |()| list_bots());
    view! {
        <PageHeader
            title=move || t_string!(i18n, new_bot.title)
            lead=move || t_string!(i18n, new_bot.lead)
            parent=Crumb {
                label: (move || t_string!(i18n, bots.title)).into(),
                href: paths::BOTS.into(),
            }
        />
        <Loaded resource=bots let:bots>
            <NewBotForm bots copy=copy.get_untracked() create />
        </Loaded>
    }
    .into_any()
}

#[component]
fn NewBotForm(bots: Vec<BotSummary>, copy: String, create: Act<CreateBot>) -> impl IntoView {
    let i18n = use_i18n();
    let original = bots.iter().find(|bot| bot.id.to_string() == copy).cloned();
    let begin = match original {
        Some(_) => Beginning::Copy,
        None => Beginning::Blank,
    };
    let name = original.as_ref().map(|bot| {
        let name = bot.name.to_string();
        t_string!(i18n, new_bot.copy_name, name = name)
    });
    let own_language = i18n.get_locale_untracked().as_str().to_owned();
    let locale = original.map_or(own_language, |bot| bot.locale.to_string());
    let has_bots = !bots.is_empty();
    view! {
        <PostForm action=create class="form new-bot">
            <Field
                name="name"
                label=move || t_string!(i18n, new_bot.name)
                help=move || t_string!(i18n, new_bot.name_help)
                control=Control::Line
                value=name.unwrap_or_default()
            />
            <Field
                name="locale"
                label=move || t_string!(i18n, new_bot.locale)
                help=move || t_string!(i18n, new_bot.locale_help)
                control=Control::Suggested(vec!["en".to_owned(), "fr".to_owned()])
                value=locale
            />
            <Options
                name="begin"
                legend=move || t_string!(i18n, new_bot.begin)
                choices=beginnings(has_bots)
                value=begin.as_str()
            />
            <div class="begin-with begin-with-copy">
                <Source bots copy />
            </div>
            <div class="begin-with begin-with-file">
                <FileFields help=move || t_string!(i18n, new_bot.rows_help) />
            </div>
            <div class="form-actions">
                <SubmitButton
                    pending=create.pending()
                    pending_text=move || t_string!(i18n, new_bot.creating)
                >
                    {t!(i18n, new_bot.create)}
                </SubmitButton>
                <a class="button" href=paths::BOTS>
                    {t!(i18n, cancel)}
                </a>
            </div>
        </PostForm>
    }
}

fn beginnings(has_bots: bool) -> Vec<Choice> {
    let i18n = use_i18n();
    let choice = |beginning: Beginning| {
        let label = move || match beginning {
            Beginning::Blank => t_string!(i18n, new_bot.blank),
            Beginning::Sample => t_string!(i18n, new_bot.sample),
            Beginning::File => t_string!(i18n, new_bot.file),
            Beginning::Copy => t_string!(i18n, new_bot.copy),
        };
        let help = move || match beginning {
            Beginning::Blank => t_string!(i18n, new_bot.blank_help),
            Beginning::Sample => t_string!(i18n, new_bot.sample_help),
            Beginning::File => t_string!(i18n, new_bot.file_help),
            Beginning::Copy => t_string!(i18n, new_bot.copy_help),
        };
        Choice::described(beginning.as_str(), label, help)
    };
    let mut beginnings = vec![Beginning::Blank, Beginning::Sample, Beginning::File];
    if has_bots {
        beginnings.push(Beginning::Copy);
    }
    beginnings.into_iter().map(choice).collect()
}

/// The bot to copy; sent empty where there is none.
#[component]
fn Source(bots: Vec<BotSummary>, copy: String) -> impl IntoView {
    let i18n = use_i18n();
    if bots.is_empty() {
        return view! { <input type="hidden" name="source" value="" /> }.into_any();
    }
    let choices = bots
        .into_iter()
        .map(|bot| (bot.id.to_string(), bot.name.to_string()))
        .collect();
    view! {
        <Field
            name="source"
            label=move || t_string!(i18n, new_bot.source)
            control=Control::Choice(choices)
            value=copy
        />
    }
    .into_any()
}
