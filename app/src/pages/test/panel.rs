//! The form that a question is tried out with, on its page and docked on the others.

use super::{MAX_QUESTION, outcome::Outcome, try_question};
use crate::{
    components::{channel::channel_name, icon::Icon, load::Load, loaded::Loaded},
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
    paths,
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use model::{
    channel::Channel,
    error::{AppError, AppResult},
    id::BotId,
    trial::Trial,
};

/// What is asked, as text: of the draft unless `draft` is `no`, in the box unless `channel` names
/// another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    pub question: String,
    pub locale: String,
    pub draft: String,
    pub channel: String,
}

/// A trial; nothing where nothing was asked, and what is wrong with the question at its field.
type Tried = Option<Result<Trial, AppError>>;

async fn load(bot: BotId, asking: Asking) -> AppResult<Tried> {
    if asking.question.is_empty() {
        return Ok(None);
    }
    let Asking {
        question,
        locale,
        draft,
        channel,
    } = asking;
    match try_question(bot, question, locale, draft, channel).await {
        Ok(trial) => Ok(Some(Ok(trial))),
        // The bot is there, or its page would not be: what is missing is a published version.
        Err(error @ (AppError::Invalid { .. } | AppError::NotFound)) => Ok(Some(Err(error))),
        Err(error) => Err(error),
    }
}

#[component]
pub fn Panel(
    bot: BotId,
    asking: Signal<Asking>,
    /// One of its kind on the page.
    id: &'static str,
    /// Takes what is asked, in place of the page's address.
    #[prop(optional)]
    on_ask: Option<Callback<Asking>>,
) -> impl IntoView {
    // Memoised, so that the same question is not asked again when the address changes otherwise.
    let asking = Memo::new(move |_| asking.get());
    let tried = Load::new(move || asking.get(), move |asking| load(bot, asking));
    view! {
        <div class="test">
            <Form bot asking id on_ask />
            <Loaded resource=tried let:tried>
                {match tried {
                    None => ().into_any(),
                    Some(Ok(trial)) => {
                        view! { <Outcome bot trial locale=asking.get_untracked().locale /> }
                            .into_any()
                    }
                    Some(Err(error)) => view! { <Wrong error id /> }.into_any(),
                }}
            </Loaded>
        </div>
    }
}

#[component]
fn Wrong(error: AppError, id: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let mut fields = ["question", "locale", "channel"].into_iter();
    let problem = fields.find_map(|field| error.problem_of(field));
    let sentence = move || match problem {
        Some(problem) => problem_sentence(i18n, problem),
        None => t_string!(i18n, test.unpublished).to_owned(),
    };
    view! {
        <p class="field-error" id=format!("{id}-error") role="alert">
            {sentence}
        </p>
    }
}

#[component]
fn Form(
    bot: BotId,
    asking: Memo<Asking>,
    id: &'static str,
    on_ask: Option<Callback<Asking>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: ev::SubmitEvent| {
        if let (Some(on_ask), Some(form)) = (on_ask, form.get_untracked()) {
            event.prevent_default();
            on_ask.run(read(&form));
        }
    };
    let now = asking.get_untracked();
    let is_draft = now.draft != "no";
    view! {
        <form
            method="get"
            action=paths::test(bot)
            class="test-form"
            node_ref=form
            on:submit=submit
        >
            <label for=format!("{id}-question")>{t!(i18n, test.question)}</label>
            <div class="control-row">
                <input
                    id=format!("{id}-question")
                    class="control"
                    name="q"
                    value=now.question
                    maxlength=MAX_QUESTION.to_string()
                    autocomplete="off"
                    required
                />
                <button class="button button-primary">{t!(i18n, test.ask)}</button>
            </div>
            <div class="test-options">
                <select class="control" name="draft" aria-label=move || t_string!(i18n, test.of)>
                    <option value="yes" selected=is_draft>
                        {t!(i18n, test.draft)}
                    </option>
                    <option value="no" selected=!is_draft>
                        {t!(i18n, test.published)}
                    </option>
                </select>
                <Channels channel=now.channel />
                <input
                    class="control"
                    name="locale"
                    value=now.locale
                    maxlength="12"
                    placeholder=move || t_string!(i18n, test.locale)
                    aria-label=move || t_string!(i18n, test.locale)
                />
            </div>
        </form>
    }
}

#[component]
fn Channels(channel: String) -> impl IntoView {
    let i18n = use_i18n();
    let options = Channel::ALL
        .into_iter()
        .map(|one| {
            view! {
                <option value=one.as_str() selected=one.as_str() == channel>
                    {move || channel_name(i18n, one)}
                </option>
            }
        })
        .collect_view();
    view! {
        <select class="control" name="channel" aria-label=move || t_string!(i18n, channel.label)>
            {options}
        </select>
    }
}

/// Browser only.
fn read(form: &web_sys::HtmlFormElement) -> Asking {
    let data = web_sys::FormData::new_with_form(form).ok();
    let text = |name: &str| {
        let value = data.as_ref().map(|data| data.get(name));
        value
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    };
    Asking {
        question: text("q"),
        locale: text("locale"),
        draft: text("draft"),
        channel: text("channel"),
    }
}

/// The panel beside every page of a bot, behind a button and the key `e`; without scripts the
/// button is a link to the page of its own.
#[component]
pub fn Dock(bot: Memo<Option<BotId>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let place = NodeRef::<html::Aside>::new();
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key() == "e" && !is_shortcut_elsewhere(&event) {
                event.prevent_default();
                is_open.update(|is_open| *is_open = !*is_open);
            } else if event.key() == "Escape" && is_within(place, &event) {
                is_open.set(false);
            }
        });
        on_cleanup(move || handle.remove());
    });
    Effect::new(move || {
        if is_open.get() {
            request_animation_frame(move || focus_field(place));
        }
    });
    let path = leptos_router::hooks::use_location().pathname;
    // On its own page it would be there twice; beside the box's preview it would be in its way.
    let is_wanted = Memo::new(move |_| {
        path.with(|path| !path.ends_with("/test") && !path.ends_with("/widget"))
    });
    let asking = RwSignal::new(Asking::default());
    Effect::watch(
        move || bot.get(),
        move |_, _, _| asking.set(Asking::default()),
        false,
    );
    move || {
        let bot = bot.get().filter(|_| is_wanted.get())?;
        Some(view! { <Docked bot asking is_open place /> })
    }
}

#[component]
fn Docked(
    bot: BotId,
    asking: RwSignal<Asking>,
    is_open: RwSignal<bool>,
    place: NodeRef<html::Aside>,
) -> impl IntoView {
    let i18n = use_i18n();
    let toggle = move |event: ev::MouseEvent| {
        event.prevent_default();
        is_open.update(|is_open| *is_open = !*is_open);
    };
    let ask = Callback::new(move |now| asking.set(now));
    let panel = move || {
        is_open.get().then(|| {
            view! {
                <header class="dock-head">
                    <h2>{t!(i18n, test.title)}</h2>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=move || t_string!(i18n, test.close)
                        on:click=toggle
                    >
                        {Icon::Close.draw()}
                    </button>
                </header>
                <Panel bot asking=asking.into() id="dock" on_ask=ask />
            }
        })
    };
    view! {
        <aside aria-label=move || t_string!(i18n, test.title) node_ref=place>
            <a
                class="dock-button"
                href=paths::test(bot)
                on:click=toggle
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
            >
                {Icon::Test.draw()}
                <span>{t!(i18n, test.title)}</span>
                <kbd class="needs-scripts">"e"</kbd>
            </a>
            <div class="dock" class:dock-open=move || is_open.get()>
                {panel}
            </div>
        </aside>
    }
}

/// In a field, held down, or with a key that makes another of it.
pub fn is_shortcut_elsewhere(event: &ev::KeyboardEvent) -> bool {
    let is_other = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat();
    is_other || is_in_field(event)
}

fn is_in_field(event: &ev::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            let is_editable = element
                .closest("[contenteditable]")
                .ok()
                .flatten()
                .is_some();
            let name = element.local_name();
            is_editable || matches!(name.as_str(), "input" | "textarea" | "select")
        })
}

fn is_within(place: NodeRef<html::Aside>, event: &ev::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    place
        .get_untracked()
        .is_some_and(|place| place.contains(target.as_ref()))
}

fn focus_field(place: NodeRef<html::Aside>) {
    let field = place
        .get_untracked()
        .and_then(|place| place.query_selector("input[name=q]").ok().flatten())
        .and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        // One that has left again needs no focus.
        let _ = field.focus();
    }
}
