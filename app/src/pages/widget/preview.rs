//! The box as the form has it, on a page of its own in a frame.
//!
//! The frame's document travels in `srcdoc`: so it has the policy of this page, and no page of
//! ours need allow that it is framed (S10).

use crate::{
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, web_sys};
use model::{
    bot::Colour,
    text::{BoxTitle, Greeting, Placeholder, Suggestion},
    widget::{BoxTheme, WidgetPage as Saved, WidgetSettings, WidgetView, WidgetWords},
};

/// What stands in the form now, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    colour: String,
    position: String,
    theme: String,
    avatar: String,
    feedback: String,
    title: String,
    greeting: String,
    placeholder: String,
    suggestions: String,
}

impl Typed {
    /// Browser only.
    pub fn read(form: &web_sys::HtmlFormElement) -> Option<Self> {
        let data = web_sys::FormData::new_with_form(form).ok()?;
        let text = |name: &str| data.get(name).as_string().unwrap_or_default();
        Some(Self {
            colour: text("colour"),
            position: text("position"),
            theme: text("theme"),
            avatar: text("avatar"),
            feedback: text("feedback"),
            title: text("title"),
            greeting: text("greeting"),
            placeholder: text("placeholder"),
            suggestions: text("suggestions"),
        })
    }

    pub fn colour(&self) -> Option<Colour> {
        Colour::parse(self.colour.trim()).ok()
    }

    /// What is typed so far, and what is kept where that is not right yet.
    fn settings(&self, kept: &WidgetSettings) -> (WidgetSettings, WidgetWords) {
        let settings = WidgetSettings {
            colour: self.colour().unwrap_or_else(|| kept.colour.clone()),
            position: self.position.parse().unwrap_or(kept.position),
            theme: self.theme.parse().unwrap_or(kept.theme),
            avatar: self.avatar.parse().unwrap_or(kept.avatar),
            feedback: self.feedback.parse().unwrap_or(kept.feedback),
            ..WidgetSettings::default()
        };
        let words = WidgetWords {
            title: BoxTitle::parse(&self.title).ok(),
            greeting: Greeting::parse(&self.greeting).ok(),
            placeholder: Placeholder::parse(&self.placeholder).ok(),
            suggestions: self
                .suggestions
                .lines()
                .filter_map(|line| Suggestion::parse(line).ok())
                .collect(),
        };
        (settings, words)
    }
}

#[component]
pub fn Preview(saved: Saved, typed: Signal<Option<Typed>>) -> impl IntoView {
    let i18n = use_i18n();
    let is_phone = RwSignal::new(false);
    let is_dark = RwSignal::new(false);
    let document = Memo::new(move |_| {
        let typed = typed.get();
        document(&saved, typed.as_ref(), is_dark.get())
    });
    let size = [(false, Label::Desktop), (true, Label::Phone)]
        .map(|(value, label)| view! { <Switch signal=is_phone value label /> });
    let light = [(false, Label::Light), (true, Label::Dark)]
        .map(|(value, label)| view! { <Switch signal=is_dark value label /> });
    view! {
        <section class="box-preview" aria-label=move || t_string!(i18n, widget.preview)>
            <div class="box-preview-bar needs-scripts">
                <div class="segments" role="group" aria-label=move || t_string!(i18n, widget.size)>
                    {size.into_iter().collect_view()}
                </div>
                <div class="segments" role="group" aria-label=move || t_string!(i18n, widget.light)>
                    {light.into_iter().collect_view()}
                </div>
            </div>
            <div class="box-preview-stage" class:box-preview-phone=move || is_phone.get()>
                <iframe
                    title=move || t_string!(i18n, widget.preview)
                    srcdoc=document
                ></iframe>
            </div>
            <p class="field-help">{t!(i18n, widget.preview_help)}</p>
        </section>
    }
}

#[derive(Clone, Copy)]
enum Label {
    Desktop,
    Phone,
    Light,
    Dark,
}

#[component]
fn Switch(signal: RwSignal<bool>, value: bool, label: Label) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match label {
        Label::Desktop => t_string!(i18n, widget.desktop),
        Label::Phone => t_string!(i18n, widget.phone),
        Label::Light => t_string!(i18n, preferences.light),
        Label::Dark => t_string!(i18n, preferences.dark),
    };
    let pressed = move || {
        if signal.get() == value {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <button
            type="button"
            class="segment"
            aria-pressed=pressed
            on:click=move |_| signal.set(value)
        >
            {text}
        </button>
    }
}

/// A page with the box on it.
fn document(saved: &Saved, typed: Option<&Typed>, is_dark: bool) -> String {
    let mut view = match typed {
        Some(typed) => {
            let (settings, words) = typed.settings(&saved.settings);
            saved.defaults.clone().dressed(&settings, Some(&words))
        }
        None => {
            let words = saved.settings.words.get(&saved.locale);
            saved.defaults.clone().dressed(&saved.settings, words)
        }
    };
    let page_theme = if is_dark {
        BoxTheme::Dark
    } else {
        BoxTheme::Light
    };
    // Here the switch is the visitor's device.
    if view.theme == BoxTheme::Auto {
        view.theme = page_theme;
    }
    let settings = attribute(&settings_json(&view));
    let api = paths::widget_preview(saved.bot);
    let (bot, lang, theme) = (saved.bot, &view.locale, page_theme.as_str());
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"stylesheet\" href=\"/pkg/parlance.css\">\
         <link rel=\"stylesheet\" href=\"/pkg/box.css\"></head><body class=\"stage\">\
         <div class=\"stage-page\" aria-hidden=\"true\"><i></i><i></i><i></i><i></i><i></i><i></i></div>\
         <script src=\"/widget.js\" data-bot=\"{bot}\" data-api=\"{api}\" \
         data-settings=\"{settings}\" async></script></body></html>"
    )
}

/// Nothing of it can fail to be written: texts, numbers and lists of texts.
fn settings_json(view: &WidgetView) -> String {
    serde_json::to_string(view).unwrap_or_default()
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_within_its_attribute() {
        let typed = "\"><script>alert(1)</script>&quot;";
        let escaped = attribute(typed);
        assert!(!escaped.contains(['"', '<', '>']), "{escaped}");
        assert!(escaped.ends_with("&amp;quot;"));
    }
}
