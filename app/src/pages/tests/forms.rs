//! What can be done with tests: run them, add some, let them stop a publish.

use super::{AddTests, RunTests, SaveTest, SetGate};
use crate::{
    components::{
        field::{Control, Field, Need},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    pages::bots::BadLines,
};
use leptos::prelude::*;
use model::id::BotId;

#[component]
pub fn Runner(
    bot: BotId,
    run: ServerAction<RunTests>,
    is_empty: bool,
    may_change: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    (may_change && !is_empty).then(|| {
        view! {
            <PostForm action=run class="panel-acts">
                <input type="hidden" name="bot" value=bot.to_string() />
                <SubmitButton
                    pending=run.pending()
                    pending_text=move || t_string!(i18n, tests.running)
                >
                    {t!(i18n, tests.run)}
                </SubmitButton>
            </PostForm>
        }
    })
}

#[component]
pub fn Gate(
    bot: BotId,
    is_gate: bool,
    may_set: bool,
    gate: ServerAction<SetGate>,
) -> impl IntoView {
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
pub fn Add(bot: BotId, save: ServerAction<SaveTest>, add: ServerAction<AddTests>) -> impl IntoView {
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
                    control=Control::Line
                    autocomplete="off"
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
        <section class="panel">
            <h2>{t!(i18n, tests.import)}</h2>
            <PostForm action=add class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Field
                    name="rows"
                    label=move || t_string!(i18n, tests.rows)
                    help=move || t_string!(i18n, tests.rows_help)
                    control=Control::Text(6)
                />
                <BadLines />
                <SubmitButton pending=add.pending() weight=Weight::Secondary>
                    {t!(i18n, tests.import_submit)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}
