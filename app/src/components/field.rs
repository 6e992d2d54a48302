//! One value of a form: its label above, its help and what is wrong with it below. What was
//! typed survives a refusal.

use crate::{
    components::{icon::Icon, post_form::FormState, rich_text::RichText},
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
};
use leptos::{prelude::*, text_prop::TextProp};

/// What a value is typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    Line,
    Email,
    /// A whole number from one to another.
    Number(u32, u32),
    /// Never given back, and can be looked at while it is typed.
    Password,
    /// Of so many rows.
    Text(u32),
    /// One of these: what is sent, and what it says.
    Choice(Vec<(String, String)>),
    /// Free text, with these offered.
    Suggested(Vec<String>),
    /// The same, offered by a list elsewhere on the page, by its id.
    SuggestedBy(&'static str),
    /// A colour, `#rrggbb`.
    Colour,
    /// A minute of a day.
    Moment,
    /// Formatted text, of so many rows where it is a plain field.
    Rich(u32),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Required,
    Optional,
}

#[component]
pub fn Field(
    name: &'static str,
    #[prop(into)] label: TextProp,
    control: Control,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] help: Option<TextProp>,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// The language of what is typed, if it is not the page's.
    #[prop(optional, into)]
    lang: Option<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    /// What holds where nothing is typed.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let value = form.typed(name).unwrap_or(value);
    let id = form.id_of(name);
    let problem = Memo::new(move |_| form.problem_of(name));
    let help_id = help.is_some().then(|| format!("{id}-help"));
    let described = Described {
        id,
        name,
        need,
        problem,
        help_id,
        lang,
        autocomplete,
        placeholder,
    };
    let error_id = described.error_id();
    let (for_id, help_id) = (described.id.clone(), described.help_id.clone());
    view! {
        <div class="field">
            <label for=for_id>
                {move || label.get()}
                {(need == Need::Optional)
                    .then(|| view! { " " <span class="field-optional">{t!(i18n, optional)}</span> })}
            </label>
            {described.control(control, value)}
            <p class="field-error" id=error_id>
                {move || problem.get().map(|problem| problem_sentence(i18n, problem))}
            </p>
            {help.map(|help| view! { <p class="field-help" id=help_id>{move || help.get()}</p> })}
        </div>
    }
}

/// What every kind of control carries alike.
#[derive(Clone)]
struct Described {
    id: String,
    name: &'static str,
    need: Need,
    problem: Memo<Option<model::error::Problem>>,
    help_id: Option<String>,
    lang: Option<String>,
    autocomplete: Option<&'static str>,
    placeholder: Option<String>,
}

impl Described {
    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    fn control(self, control: Control, value: String) -> AnyView {
        match control {
            Control::Line => self.input("text", value, None).into_any(),
            Control::Number(min, max) => self.number(min, max, value).into_any(),
            Control::Email => self.input("email", value, None).into_any(),
            Control::Password => view! { <Password described=self /> }.into_any(),
            Control::Text(rows) => self.text(rows, &value).into_any(),
            Control::Choice(choices) => self.choice(choices, &value).into_any(),
            Control::Colour => self.input("color", value, None).into_any(),
            Control::Moment => self.input("datetime-local", value, None).into_any(),
            Control::Rich(rows) => {
                let text = self.text(rows, &value);
                view! { <RichText>{text}</RichText> }.into_any()
            }
            Control::Suggested(values) => self.suggested(values, value).into_any(),
            Control::SuggestedBy(list) => {
                self.input("text", value, Some(list.to_owned())).into_any()
            }
        }
    }

    fn attributes(&self) -> impl leptos::attr::Attribute + use<> {
        use leptos::attr::{custom::custom_attribute, *};
        let (error_id, help_id) = (self.error_id(), self.help_id.clone());
        let problem = self.problem;
        let described_by = move || match (problem.get().is_some(), help_id.clone()) {
            (true, Some(help_id)) => Some(format!("{error_id} {help_id}")),
            (true, None) => Some(error_id.clone()),
            (false, help_id) => help_id,
        };
        (
            id(self.id.clone()),
            name(self.name),
            required(self.need == Need::Required),
            custom_attribute("lang", self.lang.clone()),
            custom_attribute("autocomplete", self.autocomplete),
            custom_attribute("placeholder", self.placeholder.clone()),
            custom_attribute("aria-describedby", described_by),
            custom_attribute("aria-invalid", move || problem.get().map(|_| "true")),
        )
    }

    fn input(&self, kind: &'static str, value: String, list: Option<String>) -> impl IntoView {
        view! { <input {..self.attributes()} class="control" type=kind value=value list=list /> }
    }

    fn number(&self, min: u32, max: u32, value: String) -> impl IntoView {
        view! {
            <input
                {..self.attributes()}
                class="control control-number"
                type="number"
                min=min
                max=max
                value=value
            />
        }
    }

    /// As inner HTML: Leptos renders a text area's children without escaping them, and an empty
    /// one with a space in it.
    fn text(&self, rows: u32, value: &str) -> impl IntoView + use<> {
        view! {
            <textarea
                {..self.attributes()}
                class="control"
                rows=rows
                inner_html=escape(value)
            ></textarea>
        }
    }

    fn choice(&self, choices: Vec<(String, String)>, value: &str) -> impl IntoView {
        let options = choices
            .into_iter()
            .map(|(sent, label)| {
                let is_chosen = sent == value;
                view! {
                    <option value=sent selected=is_chosen>
                        {label}
                    </option>
                }
            })
            .collect_view();
        view! {
            <select {..self.attributes()} class="control">
                {options}
            </select>
        }
    }

    fn suggested(&self, values: Vec<String>, value: String) -> impl IntoView {
        let list = format!("{}-list", self.id);
        let options = values
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect_view();
        view! {
            {self.input("text", value, Some(list.clone()))}
            <datalist id=list>{options}</datalist>
        }
    }
}

#[component]
fn Password(described: Described) -> impl IntoView {
    let i18n = use_i18n();
    let is_shown = RwSignal::new(false);
    let kind = move || if is_shown.get() { "text" } else { "password" };
    let icon = move || {
        if is_shown.get() {
            Icon::EyeOff.draw()
        } else {
            Icon::Eye.draw()
        }
    };
    let label = move || {
        if is_shown.get() {
            t_string!(i18n, session.hide_password)
        } else {
            t_string!(i18n, session.show_password)
        }
    };
    view! {
        <div class="control-with-button">
            <input {..described.attributes()} class="control" type=kind />
            <button
                type="button"
                class="icon-button needs-scripts"
                aria-label=label
                on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
            >
                {icon}
            </button>
        </div>
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_in_its_text_area() {
        assert_eq!(
            escape("</textarea><script>&lt;"),
            "&lt;/textarea&gt;&lt;script&gt;&amp;lt;"
        );
    }
}
