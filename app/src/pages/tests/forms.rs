//! What can be done with tests: run them, add some, let them stop a publish.

use super::{AddTests, RunTests, SaveTest, SetGate};
use crate::{
    components::{
        act::Act,
        field::{Control, Field, Need},
        file::FileFields,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::id::BotId;

/// How many there are, which are shown, and the button that runs them.
#[component]
pub fn Runner(
    bot: BotId,
    run: Act<RunTests>,
    n_tests: u32,
    n_failed: u32,
    may_change: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = paths::use_query("shown").get_untracked();
    let tab = |is_current: bool, href: String, label: AnyView, n: u32| {
        view! {
            <li>
                <a class="tab" href=href aria-current=is_current.then_some("page")>
                    {label}
                    <span class="tab-note">{n}</span>
                </a>
            </li>
        }
    };
    let failed = paths::with_query(&paths::tests(bot), &[("shown", "failed")]);
    (n_tests > 0).then(|| {
        view! {
            <nav class="tabs" aria-label=move || t_string!(i18n, tests.title)>
                <ul>
                    {tab(
                        shown != "failed",
                        paths::tests(bot),
                        t!(i18n, tests.all).into_any(),
                        n_tests,
                    )}
                    {tab(
                        shown == "failed",
                        failed,
                        t!(i18n, tests.failed_ones).into_any(),
                        n_failed,
                    )}
                </ul>
                {may_change
                    .then(|| {
                        view! {
                            <PostForm action=run class="inline-form">
                                <input type="hidden" name="bot" value=bot.to_string() />
                                <SubmitButton
                                    pending=run.pending()
                                    pending_text=move || t_string!(i18n, tests.running)
                                >
                                    {t!(i18n, tests.run)}
                                </SubmitButton>
                            </PostForm>
                        }
                    })}
            </nav>
        }
    })
}

#[component]
pub fn Gate(bot: BotId, is_gate: bool, may_set: bool, gate: Act<SetGate>) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = move || {
        if is_gate {
            t_string!(i18n, tests.gate_on)
        } else {
            t_string!(i18n, tests.gate_off)
        }
    };
    let label = move || {
        if is_gate {
            t_string!(i18n, tests.open_gate)
        } else {
            t_string!(i18n, tests.close_gate)
        }
    };
    let to = if is_gate { "off" } else { "on" };
    view! {
        <section class="panel">
            <h2>{t!(i18n, tests.gate)}</h2>
            <p>{sentence}</p>
            {may_set
                .then(|| {
                    view! {
                        <PostForm action=gate class="panel-acts">
                            <input type="hidden" name="bot" value=bot.to_string() />
                            <input type="hidden" name="to" value=to />
                            <SubmitButton pending=gate.pending() weight=Weight::Secondary>
                                {label}
                            </SubmitButton>
                        </PostForm>
                    }
                })}
        </section>
    }
}

#[component]
pub fn Add(
    bot: BotId,
    save: Act<SaveTest>,
    add: Act<AddTests>,
    /// Articles to offer.
    titles: Vec<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <h2>{t!(i18n, tests.add)}</h2>
            <PostForm action=save class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Field
                    name="question"
                    label=move || t_string!(i18n, tests.question)
                    control=Control::Line
                    autocomplete="off"
                />
                <Field
                    name="expected"
                    label=move || t_string!(i18n, tests.expected)
                    help=move || t_string!(i18n, tests.expected_help)
                    control=Control::Suggested(titles)
                />
                <Field
                    name="locale"
                    label=move || t_string!(i18n, editor.language)
                    control=Control::Line
                    need=Need::Optional
                />
                <SubmitButton pending=save.pending()>{t!(i18n, tests.save)}</SubmitButton>
            </PostForm>
        </section>
        <details class="panel fold">
            <summary>{t!(i18n, tests.import)}</summary>
            <PostForm action=add class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <FileFields help=move || t_string!(i18n, tests.rows_help) />
                <SubmitButton pending=add.pending() weight=Weight::Secondary>
                    {t!(i18n, tests.import_submit)}
                </SubmitButton>
            </PostForm>
        </details>
    }
}
