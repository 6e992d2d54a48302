//! The fields that writing and changing an article share.

use super::{collisions::Collisions, variants::VariantFields};
use crate::{
    components::{
        field::{Control, Field, Need},
        post_form::FormState,
    },
    i18n::{t_string, use_i18n},
    pages::knowledge::TOPIC_NAMES,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{channel::Variants, id::BotId};

/// What the fields hold at first, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub title: String,
    pub utterances: String,
    pub answer: String,
    pub variants: Variants,
    pub topic: String,
    /// `label | target` a line.
    pub buttons: String,
    pub starts: String,
    pub ends: String,
    pub zone: String,
    /// The language of the texts, if it is settled.
    pub lang: String,
}

/// The page has [`TopicNames`](crate::pages::knowledge::TopicNames) besides.
#[component]
pub fn ArticleFields(bot: BotId, texts: Texts) -> impl IntoView {
    let i18n = use_i18n();
    let lang = texts.lang;
    view! {
        <Field
            name="title"
            label=move || t_string!(i18n, editor.title)
            help=move || t_string!(i18n, editor.title_help)
            control=Control::Line
            lang=lang.clone()
            value=texts.title
        />
        <Field
            name="utterances"
            label=move || t_string!(i18n, editor.utterances)
            help=move || t_string!(i18n, editor.utterances_help)
            control=Control::Text(7)
            need=Need::Optional
            lang=lang.clone()
            value=texts.utterances
        />
        <Collisions bot />
        <Field
            name="answer"
            label=move || t_string!(i18n, editor.answer)
            help=move || t_string!(i18n, editor.answer_help)
            control=Control::Rich(9)
            lang=lang.clone()
            value=in_lines(&texts.answer)
        />
        <VariantFields variants=texts.variants lang=lang.clone() />
        <Field
            name="buttons"
            label=move || t_string!(i18n, editor.buttons)
            help=move || t_string!(i18n, editor.buttons_help)
            control=Control::Text(2)
            need=Need::Optional
            lang=lang
            value=texts.buttons
        />
        <Field
            name="topic"
            label=move || t_string!(i18n, editor.topic)
            help=move || t_string!(i18n, editor.topic_help)
            control=Control::SuggestedBy(TOPIC_NAMES)
            need=Need::Optional
            value=texts.topic
        />
        <PeriodFields starts=texts.starts ends=texts.ends zone=texts.zone />
    }
}

/// When it answers; folded away for the many articles that always do.
#[component]
fn PeriodFields(starts: String, ends: String, zone: String) -> impl IntoView {
    let i18n = use_i18n();
    let is_used = [&starts, &ends].iter().any(|end| !end.is_empty());
    view! {
        <Fold
            title=move || t_string!(i18n, editor.period)
            help=move || t_string!(i18n, editor.period_help)
            names=vec!["starts", "ends"]
            quiet="zone"
            is_used
        >
            <div class="fold-fields">
                <Field
                    name="starts"
                    label=move || t_string!(i18n, editor.starts)
                    control=Control::Moment
                    need=Need::Optional
                    value=starts
                />
                <Field
                    name="ends"
                    label=move || t_string!(i18n, editor.ends)
                    control=Control::Moment
                    need=Need::Optional
                    value=ends
                />
                <Field
                    name="zone"
                    label=move || t_string!(i18n, editor.zone)
                    control=Control::Line
                    need=Need::Optional
                    value=zone
                    placeholder="UTC"
                />
            </div>
        </Fold>
    }
}

/// Fields that are folded away while none of them is used.
#[component]
pub fn Fold(
    #[prop(into)] title: TextProp,
    #[prop(into)] help: TextProp,
    /// Those that open it when they hold something, or are refused.
    names: Vec<&'static str>,
    /// One that holds something in any case.
    #[prop(optional)]
    quiet: Option<&'static str>,
    is_used: bool,
    children: Children,
) -> impl IntoView {
    let form = expect_context::<FormState>();
    let is_typed = |name: &&str| form.typed(name).is_some_and(|typed| !typed.is_empty());
    let is_used = is_used || names.iter().any(is_typed);
    let has_problem = Memo::new(move |_| {
        let mut names = names.iter().chain(&quiet);
        names.any(|name| form.problem_of(name).is_some())
    });
    view! {
        <details class="fold" open=move || is_used || has_problem.get()>
            <summary>{move || title.get()}</summary>
            <p class="field-help">{move || help.get()}</p>
            {children()}
        </details>
    }
}

/// Blocks end that people want to see on a line of their own.
const BLOCK_ENDS: [&str; 8] = [
    "</p>",
    "</li>",
    "<ul>",
    "<ol>",
    "</ul>",
    "</ol>",
    "</pre>",
    "</blockquote>",
];

/// An answer's HTML with a line a block, as somebody would type it.
pub fn in_lines(html: &str) -> String {
    let lines = BLOCK_ENDS.iter().fold(html.to_owned(), |html, end| {
        // Those that were typed are there already.
        html.replace(&format!("{end}\n"), end)
            .replace(end, &format!("{end}\n"))
    });
    lines.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_lines;

    #[test]
    fn an_answer_is_edited_a_block_a_line() {
        let html = "<p>One</p><ul><li>a</li><li>b</li></ul><p>Two</p>";
        let lines = "<p>One</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>Two</p>";
        assert_eq!(in_lines(html), lines);
        assert_eq!(in_lines(lines), lines, "once is enough");
    }
}
