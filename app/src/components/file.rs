//! The lines of a file, pasted or read from where the reader keeps it, and what is wrong with them.

use crate::{
    components::{
        field::{Control, Field},
        post_form::FormState,
    },
    i18n::{t, t_string, use_i18n},
    messages::line_sentence,
};
use leptos::{
    ev,
    prelude::*,
    text_prop::TextProp,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{Blob, FileReader, HtmlTextAreaElement},
};
use model::file::LineError;

/// The largest file that the form takes, in bytes: on its way it can grow to twice that.
const MAX_FILE: f64 = 1_000_000.0;
const ROWS: &str = "rows";

#[component]
pub fn FileFields(#[prop(into)] help: TextProp) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <FileInput />
        <Field
            name=ROWS
            label=move || t_string!(i18n, new_bot.rows)
            help
            control=Control::Text(8)
        />
        <BadLines />
    }
}

/// What became of a file that was chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    TooLarge,
    Unreadable,
}

/// Puts the text of a chosen file among the lines. Forms carry text alone, so without scripts it
/// is pasted.
#[component]
fn FileInput() -> impl IntoView {
    let i18n = use_i18n();
    let id = expect_context::<FormState>().id_of(ROWS);
    let fault = RwSignal::new(None::<Fault>);
    let read = move |event: ev::Event| {
        let Some(file) = chosen(&event) else { return };
        if file.size() > MAX_FILE {
            fault.set(Some(Fault::TooLarge));
            return;
        }
        fault.set(None);
        read_into(&file, id.clone(), fault);
    };
    let sentence = move || {
        fault.get().map(|fault| match fault {
            Fault::TooLarge => t_string!(i18n, new_bot.too_large),
            Fault::Unreadable => t_string!(i18n, new_bot.unreadable),
        })
    };
    view! {
        <div class="field needs-scripts">
            <label for="chosen-file">{t!(i18n, new_bot.choose)}</label>
            <input
                id="chosen-file"
                class="control control-file"
                type="file"
                accept=".csv,.tsv,.jsonl"
                aria-describedby="chosen-file-error chosen-file-help"
                on:change=read
            />
            <p id="chosen-file-error" class="field-error" role="alert">
                {sentence}
            </p>
            <p id="chosen-file-help" class="field-help">
                {t!(i18n, new_bot.choose_help)}
            </p>
        </div>
    }
}

/// The first file of the input that changed.
fn chosen(event: &ev::Event) -> Option<Blob> {
    let input: JsValue = event.target()?.into();
    let files = js_sys::Reflect::get(&input, &"files".into()).ok()?;
    js_sys::Reflect::get_u32(&files, 0).ok()?.dyn_into().ok()
}

fn read_into(file: &Blob, id: String, fault: RwSignal<Option<Fault>>) {
    let Ok(reader) = FileReader::new() else {
        fault.set(Some(Fault::Unreadable));
        return;
    };
    let own = reader.clone();
    let on_load_end = Closure::once_into_js(move || {
        let text = own.result().ok().and_then(|text| text.as_string());
        let lines = document()
            .get_element_by_id(&id)
            .and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
        match (text, lines) {
            (Some(text), Some(lines)) => lines.set_value(&text),
            _ => fault.set(Some(Fault::Unreadable)),
        }
    });
    reader.set_onloadend(Some(on_load_end.unchecked_ref()));
    if reader.read_as_text(file).is_err() {
        fault.set(Some(Fault::Unreadable));
    }
}

/// The lines that a form's file was refused for.
#[component]
fn BadLines() -> impl IntoView {
    let form = expect_context::<FormState>();
    let bad = Memo::new(move |_| form.bad_lines());
    move || {
        let (lines, n) = bad.get();
        view! { <RefusedLines lines n /> }
    }
}

/// Lines that were refused, each with its reason: the first of `n`.
#[component]
pub fn RefusedLines(lines: Vec<LineError>, n: u32) -> impl IntoView {
    let i18n = use_i18n();
    let n_more = n.saturating_sub(u32::try_from(lines.len()).unwrap_or(n));
    let items: Vec<_> = lines
        .into_iter()
        .map(|error| {
            let number = error.line;
            view! {
                <li>
                    <strong>{move || t_string!(i18n, new_bot.line, line = number)}</strong>
                    " "
                    {move || line_sentence(i18n, &error.problem)}
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <div class="bad-lines">
                <p>{t!(i18n, new_bot.lines)}</p>
                <ul>{items}</ul>
                {(n_more > 0)
                    .then(|| {
                        view! { <p>{move || t_string!(i18n, new_bot.more_lines, count = n_more)}</p> }
                    })}
            </div>
        }
    })
}
