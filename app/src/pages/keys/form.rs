//! The form that makes a key: what it may do, on which bots, until when.

use super::Acts;
use crate::{
    components::{
        field::{Control, Field},
        options::{Choice, Options},
        post_form::{FormState, PostForm},
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
};
use leptos::prelude::*;
use model::{
    access::{Area, Right},
    key::{KeyBot, KeysPage, OFFERED},
};

/// What a key's end is chosen from, in days; the first is proposed.
const DAYS: [u32; 3] = [90, 30, 365];

#[component]
pub fn NewKey(page: KeysPage, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let ends = DAYS.into_iter().map(|days| {
        let label = t_string!(i18n, keys.days, count = days);
        (days.to_string(), label)
    });
    let never = (String::new(), t_string!(i18n, keys.never).to_owned());
    let ends = ends.chain([never]).collect();
    view! {
        <section class="panel" id="new-key">
            <h2>{t!(i18n, keys.add)}</h2>
            <PostForm action=acts.create class="panel-form">
                <input type="hidden" name="workspace" value=page.workspace.to_string() />
                <Field
                    name="name"
                    label=move || t_string!(i18n, keys.name)
                    help=move || t_string!(i18n, keys.name_help)
                    control=Control::Line
                    autocomplete="off"
                />
                <ScopeFields />
                <Options
                    name="reach"
                    legend=move || t_string!(i18n, keys.reach)
                    choices=vec![
                        Choice::text("all", move || t_string!(i18n, keys.all_bots)),
                        Choice::text("some", move || t_string!(i18n, keys.some_bots)),
                    ]
                    value="all"
                />
                <BotBoxes bots=page.bots />
                <Field
                    name="days"
                    label=move || t_string!(i18n, keys.ends_after)
                    control=Control::Choice(ends)
                    value=DAYS[0].to_string()
                />
                <SubmitButton pending=acts.create.pending()>
                    {t!(i18n, keys.add_submit)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

/// A choice for each area, and below what is wrong with all of them.
#[component]
fn ScopeFields() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let error_id = form.id_of("scopes-error");
    let problem = Memo::new(move |_| form.problem_of("scopes"));
    let described_by = error_id.clone();
    let fields = OFFERED
        .into_iter()
        .map(|most| view! { <ScopeField area=most.area most=most.right /> })
        .collect_view();
    view! {
        <fieldset
            class="field options key-scopes"
            aria-describedby=move || problem.get().map(|_| described_by.clone())
        >
            <legend>{t!(i18n, keys.scopes)}</legend>
            <div class="key-scopes-grid">{fields}</div>
            <p class="field-error" id=error_id>
                {move || problem.get().map(|problem| problem_sentence(i18n, problem))}
            </p>
        </fieldset>
    }
}

#[component]
fn ScopeField(area: Area, most: Right) -> impl IntoView {
    let rights = [None, Some(Right::Read), Some(Right::Write)];
    let offered = rights.into_iter().filter(|right| *right <= Some(most));
    let choices = offered.map(|right| {
        let sent = right.map(Right::as_str).unwrap_or_default();
        (sent.to_owned(), right_word(right).to_owned())
    });
    view! {
        <Field
            name=area.as_str()
            label=move || area_word(area)
            control=Control::Choice(choices.collect())
        />
    }
}

/// What an area is called.
pub fn area_word(area: Area) -> &'static str {
    let i18n = use_i18n();
    match area {
        Area::Bots => t_string!(i18n, keys.area_bots),
        Area::Knowledge => t_string!(i18n, frame.knowledge),
        Area::Conversations => t_string!(i18n, frame.conversations),
        Area::Analytics => t_string!(i18n, frame.analytics),
        Area::Settings => t_string!(i18n, frame.settings),
        Area::Widget => t_string!(i18n, frame.widget),
        _ => "",
    }
}

/// What a right is called.
pub fn right_word(right: Option<Right>) -> &'static str {
    let i18n = use_i18n();
    match right {
        None => t_string!(i18n, keys.nothing),
        Some(Right::Read) => t_string!(i18n, keys.read),
        Some(Right::Write) => t_string!(i18n, keys.write),
    }
}

/// The bots that a key is limited to. Shown while that is chosen; a style sees to it.
#[component]
fn BotBoxes(bots: Vec<KeyBot>) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let boxes = bots
        .into_iter()
        .map(|bot| {
            let id = bot.id.to_string();
            let is_ticked = form.typed(&id).is_some();
            view! {
                <label class="tick">
                    <input type="checkbox" name=id value="1" checked=is_ticked />
                    <span dir="auto">{bot.name.to_string()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field options key-bots">
            <legend>{t!(i18n, keys.bots)}</legend>
            {boxes}
        </fieldset>
    }
}
