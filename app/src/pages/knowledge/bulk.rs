//! What is done to the articles that are ticked in the list.

use super::TOPIC_NAMES;
use crate::{
    components::{icon::Icon, post_form::FormState},
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use model::{article::Chosen, error::AppResult, id::BotId};

/// Puts articles under a topic, or deletes them. `act` is `topic` or `delete`.
#[server(prefix = "/api/ui", endpoint = "articles/bulk", output = model::wire::Json)]
pub async fn change_many(
    bot: BotId,
    act: String,
    topic: String,
    #[server(flatten)] chosen: Chosen,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::{with_notice, with_undelete},
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    use model::error::AppError;
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let chosen = chosen.articles();
    let own = paths::knowledge(bot);
    let list = paths::back_to(&form_page, &own);
    match act.as_str() {
        "topic" => {
            knowledge::set_topic(&access, &chosen, &topic).await?;
            redirect(&with_notice(list, "topic_set"));
        }
        "delete" => {
            let deleted_at = knowledge::delete_many(&access, &chosen).await?;
            redirect(&with_undelete(list, deleted_at));
        }
        _ => {
            return Err(AppError::Malformed {
                what: "the act".to_owned(),
            });
        }
    }
    Ok(())
}

/// Brings back what one act deleted; `deleted_at` tells which, in milliseconds.
#[server(prefix = "/api/ui", endpoint = "articles/undelete", output = model::wire::Json)]
pub async fn undelete(
    bot: BotId,
    deleted_at: i64,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    use model::time::Timestamp;
    let access = authorized::<Write<Knowledge>>(bot).await?;
    knowledge::undelete(&access, Timestamp::from_millis(deleted_at)).await?;
    let own = paths::knowledge(bot);
    redirect(&with_notice(paths::back_to(&form_page, &own), "undeleted"));
    Ok(())
}

/// The bar over the table; it shows when a row is ticked.
#[component]
pub fn Bar() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let problem = Memo::new(move |_| form.problem_of("topic").is_some());
    view! {
        <div class="bulk" role="group" aria-label=move || t_string!(i18n, knowledge.bulk)>
            <span class="bulk-title">{t!(i18n, knowledge.bulk)}</span>
            <label class="bulk-topic">
                <span>{t!(i18n, knowledge.column_topic)}</span>
                <input
                    class="control"
                    name="topic"
                    list=TOPIC_NAMES
                    maxlength="60"
                    aria-invalid=move || problem.get().then_some("true")
                />
            </label>
            <button class="button" name="act" value="topic">
                {t!(i18n, knowledge.set_topic)}
            </button>
            <button class="button button-quiet-danger" name="act" value="delete">
                {Icon::Trash.draw()}
                {t!(i18n, knowledge.delete_many)}
            </button>
        </div>
    }
}

/// Ticks all rows, or none.
#[component]
pub fn TickAll() -> impl IntoView {
    let i18n = use_i18n();
    let tick = move |event: leptos::ev::Event| {
        let all = event_target_checked(&event);
        let boxes = document().query_selector_all("input.tick");
        let Ok(boxes) = boxes else { return };
        for at in 0..boxes.length() {
            let tick = boxes
                .get(at)
                .and_then(|tick| tick.dyn_into::<HtmlInputElement>().ok());
            if let Some(tick) = tick {
                tick.set_checked(all);
            }
        }
    };
    view! {
        <input
            type="checkbox"
            class="needs-scripts"
            aria-label=move || t_string!(i18n, knowledge.tick_all)
            on:change=tick
        />
    }
}
