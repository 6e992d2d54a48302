//! A bar of formats over a plain field. Its script makes a field of formatted text of the plain
//! one; without scripts that stays, and takes HTML.

use crate::i18n::{I18nKeys, Locale, t, t_string, use_i18n};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlScriptElement};
use leptos_i18n::I18nContext;

/// Where the script is; it is asked for by the first page that has such a field.
const SCRIPT: &str = "/pkg/editor.js";

#[component]
pub fn RichText(children: Children) -> impl IntoView {
    Effect::new(load);
    view! {
        <rich-text class="rich-text">
            <Bar />
            <Ask />
            {children()}
            <Note />
        </rich-text>
    }
}

fn load() {
    let is_there = document().query_selector(&format!("script[src='{SCRIPT}']"));
    if !matches!(is_there, Ok(None)) {
        return;
    }
    // Without it the plain field is what there is.
    let script = document().create_element("script").ok();
    let script = script.and_then(|script| script.dyn_into::<HtmlScriptElement>().ok());
    if let (Some(script), Some(head)) = (script, document().head()) {
        script.set_src(SCRIPT);
        let _ = head.append_child(&script);
    }
}

/// Each act by its name in the script, what it says, and what it shows.
const ACTS: [(&str, &str); 12] = [
    (
        "strong",
        "M6 12h9a4 4 0 0 1 0 8H7a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h7a4 4 0 0 1 0 8",
    ),
    ("em", "M19 4h-9 M14 20H5 M15 4 9 20"),
    ("heading", "M6 12h12 M6 20V4 M18 20V4"),
    ("subheading", "M4 12h8 M4 18V6 M12 18V6 M17 12h4 M19 12v8"),
    (
        "bullets",
        "M3 5h.01 M3 12h.01 M3 19h.01 M8 5h13 M8 12h13 M8 19h13",
    ),
    (
        "numbers",
        "M11 5h10 M11 12h10 M11 19h10 M4 4h1v5 M4 9h2 M6.5 20H3.4c0-1 2.6-1.9 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02",
    ),
    ("quote", "M17 5H3 M21 12H8 M21 19H8 M3 12v7"),
    ("code", "M16 18l6-6-6-6 M8 6l-6 6 6 6"),
    (
        "link",
        "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71 M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71",
    ),
    (
        "image",
        "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z M9 7a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M21 15l-3.086-3.086a2 2 0 0 0-2.828 0L6 21",
    ),
    ("undo", "M9 14 4 9l5-5 M4 9h10.5a5.5 5.5 0 0 1 0 11H11"),
    ("redo", "M15 14l5-5-5-5 M20 9H9.5a5.5 5.5 0 0 0 0 11H13"),
];

fn name_of(i18n: I18nContext<Locale, I18nKeys>, act: &str) -> &'static str {
    match act {
        "strong" => t_string!(i18n, rich.strong),
        "em" => t_string!(i18n, rich.em),
        "heading" => t_string!(i18n, rich.heading),
        "subheading" => t_string!(i18n, rich.subheading),
        "bullets" => t_string!(i18n, rich.bullets),
        "numbers" => t_string!(i18n, rich.numbers),
        "quote" => t_string!(i18n, rich.quote),
        "code" => t_string!(i18n, rich.code),
        "link" => t_string!(i18n, rich.link),
        "image" => t_string!(i18n, rich.image),
        "undo" => t_string!(i18n, rich.undo),
        _ => t_string!(i18n, rich.redo),
    }
}

#[component]
fn Bar() -> impl IntoView {
    let i18n = use_i18n();
    let buttons = ACTS
        .into_iter()
        .map(|(act, path)| {
            view! {
                <button
                    type="button"
                    class="rich-button"
                    data-command=act
                    tabindex="-1"
                    title=move || name_of(i18n, act)
                    aria-label=move || name_of(i18n, act)
                >
                    {draw(path)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="rich-bar" role="toolbar" aria-label=move || t_string!(i18n, rich.bar)>
            {buttons}
            <button
                type="button"
                class="rich-button rich-source"
                data-command="source"
                tabindex="-1"
                title=move || t_string!(i18n, rich.source)
            >
                "HTML"
            </button>
        </div>
    }
}

fn draw(path: &'static str) -> impl IntoView {
    leptos::svg::svg()
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(leptos::svg::path().attr("d", path))
}

/// What a link or a picture needs. It is no part of the form: its fields have no names.
#[component]
fn Ask() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="rich-ask" hidden=true>
            <label>
                <span>{t!(i18n, rich.address)}</span>
                <input class="control" type="text" inputmode="url" autocomplete="off" />
            </label>
            <label>
                <span>{t!(i18n, rich.words)}</span>
                <input class="control" type="text" autocomplete="off" />
            </label>
            <button type="button" class="button" data-command="apply">
                {t!(i18n, rich.apply)}
            </button>
            <button type="button" class="button" data-command="cancel">
                {t!(i18n, cancel)}
            </button>
        </div>
    }
}

#[component]
fn Note() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="rich-note field-help" role="status" hidden=true>
            {t!(i18n, rich.only_source)}
        </p>
    }
}
