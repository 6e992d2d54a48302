//! The fields of the dialog box's look and words.

use super::preview::Typed;
use crate::{
    components::{
        field::{Control, Field, Need},
        options::{Choice, Options},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    bot::{Colour, Domain},
    text::Suggestion,
    widget::{Avatar, BoxTheme, Feedback, Position, WidgetPage as Saved, WidgetWords},
};

#[component]
pub fn LookFields(saved: Saved, typed: Signal<Option<Typed>>) -> impl IntoView {
    let i18n = use_i18n();
    let settings = saved.settings;
    let domains = saved
        .domains
        .iter()
        .map(Domain::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    view! {
        <section class="form-section">
            <h2>{t!(i18n, widget.look)}</h2>
            <div class="colour-field">
                <Field
                    name="colour"
                    label=move || t_string!(i18n, widget.colour)
                    control=Control::Colour
                    value=settings.colour.as_str()
                />
                <Contrast colour=settings.colour.clone() typed />
            </div>
            <Options
                name="avatar"
                legend=move || t_string!(i18n, widget.avatar)
                choices=avatars()
                value=settings.avatar.as_str()
            />
            <Options
                name="position"
                legend=move || t_string!(i18n, widget.position)
                choices=positions()
                value=settings.position.as_str()
            />
            <Options
                name="theme"
                legend=move || t_string!(i18n, widget.theme)
                choices=themes()
                value=settings.theme.as_str()
            />
            <Options
                name="feedback"
                legend=move || t_string!(i18n, widget.feedback)
                choices=feedbacks()
                value=settings.feedback.as_str()
            />
            <Field
                name="domains"
                label=move || t_string!(i18n, widget.domains)
                help=move || t_string!(i18n, widget.domains_help)
                control=Control::Text(3)
                need=Need::Optional
                value=domains
            />
        </section>
    }
}

/// What the colour does to who reads: how well the launcher stands out on a white page.
#[component]
fn Contrast(colour: Colour, typed: Signal<Option<Typed>>) -> impl IntoView {
    let i18n = use_i18n();
    let ratio = Memo::new(move |_| {
        let now = typed.get().and_then(|typed| typed.colour());
        let colour = now.unwrap_or_else(|| colour.clone());
        // Infallible: both are six digits.
        let white = Colour::parse("#ffffff").unwrap_or_default();
        colour.contrast(&white)
    });
    let text = move || {
        let ratio = format!("{:.1}", ratio.get());
        t_string!(i18n, widget.contrast, ratio = ratio)
    };
    let is_low = Signal::derive(move || ratio.get() < 3.0);
    let advice = move || {
        let is_low = is_low.get();
        if is_low {
            t_string!(i18n, widget.contrast_low)
        } else {
            ""
        }
    };
    view! {
        <p class="contrast" aria-live="polite" class:contrast-low=is_low>
            {text}
            " "
            {advice}
        </p>
    }
}

fn avatars() -> Vec<Choice> {
    let i18n = use_i18n();
    let choice = |avatar: &Avatar| {
        let avatar = *avatar;
        let label = move || match avatar {
            Avatar::Messages => t_string!(i18n, widget.avatar_messages),
            Avatar::Bot => t_string!(i18n, widget.avatar_bot),
            Avatar::Sparkle => t_string!(i18n, widget.avatar_sparkle),
            Avatar::LifeBuoy => t_string!(i18n, widget.avatar_life_buoy),
            Avatar::Leaf => t_string!(i18n, widget.avatar_leaf),
            Avatar::Smile => t_string!(i18n, widget.avatar_smile),
            Avatar::Blank => t_string!(i18n, widget.avatar_blank),
        };
        // No picture is shown as a dash.
        let path = match avatar {
            Avatar::Blank => "M6 12h12",
            _ => avatar.path(),
        };
        Choice::picture(avatar.as_str(), label, path)
    };
    Avatar::ALL.iter().map(choice).collect()
}

fn positions() -> Vec<Choice> {
    let i18n = use_i18n();
    let choice = |position: &Position| {
        let position = *position;
        Choice::text(position.as_str(), move || match position {
            Position::Right => t_string!(i18n, widget.position_right),
            Position::Left => t_string!(i18n, widget.position_left),
        })
    };
    Position::ALL.iter().map(choice).collect()
}

fn themes() -> Vec<Choice> {
    let i18n = use_i18n();
    let choice = |theme: &BoxTheme| {
        let theme = *theme;
        Choice::text(theme.as_str(), move || match theme {
            BoxTheme::Auto => t_string!(i18n, widget.theme_auto),
            BoxTheme::Light => t_string!(i18n, preferences.light),
            BoxTheme::Dark => t_string!(i18n, preferences.dark),
        })
    };
    BoxTheme::ALL.iter().map(choice).collect()
}

fn feedbacks() -> Vec<Choice> {
    let i18n = use_i18n();
    let choice = |feedback: &Feedback| {
        let feedback = *feedback;
        Choice::text(feedback.as_str(), move || match feedback {
            Feedback::Asked => t_string!(i18n, widget.feedback_asked),
            Feedback::Off => t_string!(i18n, widget.feedback_off),
        })
    };
    Feedback::ALL.iter().map(choice).collect()
}

/// What the box says where a field is empty stands in it, paler.
#[component]
pub fn WordFields(saved: Saved, words: WidgetWords) -> impl IntoView {
    let i18n = use_i18n();
    let lang = saved.locale.to_string();
    let mut texts = saved.defaults.texts;
    let mut default = |name: &str| texts.remove(name).unwrap_or_default();
    let suggestions = words
        .suggestions
        .iter()
        .map(Suggestion::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    view! {
        <Field
            name="title"
            label=move || t_string!(i18n, widget.heading)
            control=Control::Line
            need=Need::Optional
            lang=lang.clone()
            placeholder=default("title")
            value=words.title.map(String::from).unwrap_or_default()
        />
        <Field
            name="greeting"
            label=move || t_string!(i18n, widget.greeting)
            help=move || t_string!(i18n, widget.greeting_help, sample = "{{first_name}}")
            control=Control::Text(2)
            need=Need::Optional
            lang=lang.clone()
            placeholder=default("greeting")
            value=words.greeting.map(String::from).unwrap_or_default()
        />
        <Field
            name="suggestions"
            label=move || t_string!(i18n, widget.suggestions)
            help=move || t_string!(i18n, widget.suggestions_help)
            control=Control::Text(3)
            need=Need::Optional
            lang=lang.clone()
            value=suggestions
        />
        <Field
            name="placeholder"
            label=move || t_string!(i18n, widget.placeholder)
            control=Control::Line
            need=Need::Optional
            lang=lang
            placeholder=default("placeholder")
            value=words.placeholder.map(String::from).unwrap_or_default()
        />
    }
}
