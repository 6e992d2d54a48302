//! One of a few values, all of them in sight: radio buttons that look like what they are about.

use crate::{components::post_form::FormState, i18n::use_i18n, messages::problem_sentence};
use leptos::{prelude::*, svg, text_prop::TextProp};

/// A value, and what it says.
#[derive(Clone)]
pub struct Choice {
    value: &'static str,
    label: TextProp,
    help: Option<TextProp>,
    picture: Option<&'static str>,
}

impl Choice {
    pub fn text(value: &'static str, label: impl Into<TextProp>) -> Self {
        Self {
            value,
            label: label.into(),
            help: None,
            picture: None,
        }
    }

    /// With a line below that says what it means.
    pub fn described(
        value: &'static str,
        label: impl Into<TextProp>,
        help: impl Into<TextProp>,
    ) -> Self {
        Self {
            help: Some(help.into()),
            ..Self::text(value, label)
        }
    }

    /// Drawn as a line from this path; the label is for who hears the page.
    pub fn picture(value: &'static str, label: impl Into<TextProp>, path: &'static str) -> Self {
        Self {
            picture: Some(path),
            ..Self::text(value, label)
        }
    }
}

#[component]
pub fn Options(
    name: &'static str,
    #[prop(into)] legend: TextProp,
    choices: Vec<Choice>,
    /// The one that is chosen at first.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let value = form.typed(name).unwrap_or(value);
    let error_id = format!("{}-error", form.id_of(name));
    let problem = Memo::new(move |_| form.problem_of(name));
    let options = choices
        .into_iter()
        .map(|choice| view! { <Option name is_chosen=choice.value == value choice /> })
        .collect_view();
    let described_by = error_id.clone();
    view! {
        <fieldset
            class="field options"
            aria-describedby=move || problem.get().map(|_| described_by.clone())
        >
            <legend>{move || legend.get()}</legend>
            <div class="options-row">{options}</div>
            <p class="field-error" id=error_id>
                {move || problem.get().map(|problem| problem_sentence(i18n, problem))}
            </p>
        </fieldset>
    }
}

#[component]
fn Option(name: &'static str, is_chosen: bool, choice: Choice) -> impl IntoView {
    let Choice {
        value,
        label,
        help,
        picture,
    } = choice;
    let is_described = help.is_some();
    let is_picture = picture.is_some();
    let shape = picture.map(|path| {
        svg::svg()
            .class("icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .child(svg::path().attr("d", path))
    });
    view! {
        <label
            class="option"
            class:option-picture=is_picture
            class:option-described=is_described
        >
            <input type="radio" name=name value=value checked=is_chosen />
            {shape}
            <span class:visually-hidden=is_picture>{move || label.get()}</span>
            {help.map(|help| view! { <span class="option-help">{move || help.get()}</span> })}
        </label>
    }
}
