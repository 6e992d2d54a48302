//! Forms that choose what a page shows: they are part of its address, so they work without
//! scripts and can be kept as a bookmark.

use crate::{
    components::icon::Icon,
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::error::FieldError;

/// What a value is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Search,
    Date,
    Minute,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Search => "search",
            Self::Date => "date",
            Self::Minute => "datetime-local",
        }
    }
}

#[component]
pub fn FilterInput(
    name: &'static str,
    #[prop(into)] label: TextProp,
    kind: Kind,
    #[prop(into)] value: String,
    /// Values that are offered.
    #[prop(optional)]
    offered: Vec<String>,
    #[prop(optional, into)] placeholder: Option<TextProp>,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let list = (!offered.is_empty()).then(|| format!("{id}-list"));
    let offers = list.clone().map(|list| {
        let offers = offered
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect_view();
        view! { <datalist id=list>{offers}</datalist> }
    });
    let for_id = id.clone();
    view! {
        <div class="filter-field">
            <label for=for_id>{move || label.get()}</label>
            <input
                id=id
                class="control"
                type=kind.as_str()
                name=name
                maxlength=matches!(kind, Kind::Text | Kind::Search).then_some("300")
                list=list
                value=value
                placeholder=placeholder.map(|text| text.get().to_string())
            />
            {offers}
        </div>
    }
}

/// One of a few values, each with what it says.
#[component]
pub fn FilterChoice(
    name: &'static str,
    #[prop(into)] label: TextProp,
    choices: Vec<(String, TextProp)>,
    #[prop(into)] value: String,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let options = choices
        .into_iter()
        .map(move |(choice, text)| {
            let is_chosen = choice == value;
            view! {
                <option value=choice selected=is_chosen>
                    {move || text.get()}
                </option>
            }
        })
        .collect_view();
    let for_id = id.clone();
    view! {
        <div class="filter-field">
            <label for=for_id>{move || label.get()}</label>
            <select id=id class="control" name=name>
                {options}
            </select>
        </div>
    }
}

/// What could not be read, so that the page shows the default in its place.
#[component]
pub fn Problems(problems: Vec<FieldError>) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |field: &str| match field {
        "from" => t_string!(i18n, analytics.from).to_owned(),
        "to" => t_string!(i18n, analytics.to).to_owned(),
        "tz" => t_string!(i18n, analytics.tz).to_owned(),
        "grain" => t_string!(i18n, analytics.grain).to_owned(),
        "locale" => t_string!(i18n, conversations.language).to_owned(),
        "outcome" => t_string!(i18n, conversations.outcome).to_owned(),
        "rating" => t_string!(i18n, conversations.rating).to_owned(),
        "page" => t_string!(i18n, conversations.page).to_owned(),
        "channel" => t_string!(i18n, channel.label).to_owned(),
        "contains" => t_string!(i18n, conversations.contains).to_owned(),
        other => other.to_owned(),
    };
    let items = problems
        .into_iter()
        .map(|FieldError { field, problem }| {
            view! {
                <li>
                    {move || name(&field)} ": " {move || problem_sentence(i18n, problem)}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="filter-problems" role="status">
            <ul>{items}</ul>
        </div>
    }
}

/// Links to what a page shows as files.
#[component]
pub fn Downloads(
    csv: String,
    json: String,
    /// The most that a file takes.
    #[prop(optional, into)]
    bound: Option<TextProp>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="downloads">
            {Icon::Download.draw()} <span>{t!(i18n, filter.download)}</span>
            <a href=csv rel="external" download="">
                "CSV"
            </a> <a href=json rel="external" download="">
                "JSON"
            </a>
            {bound.map(|bound| view! { <small>{move || bound.get()}</small> })}
        </span>
    }
}
