//! While wordings are typed: those that another article has, takes, or comes near to. Without
//! scripts there is none of it; the tests and the evaluation find the same.

use crate::{
    components::{icon::Icon, post_form::FormState},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{
    ev,
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{self, HtmlInputElement, HtmlTextAreaElement},
};
use model::{
    error::AppResult,
    id::BotId,
    regression::{Clash, Collision},
};
use std::time::Duration;

/// So long nothing must have been typed.
const REST: Duration = Duration::from_millis(600);

/// Wordings, one a line, that collide with another article than `article`, which may be empty.
#[server(prefix = "/api/ui", endpoint = "articles/collisions", output = model::wire::Json)]
pub async fn find_collisions(
    bot: BotId,
    article: String,
    locale: String,
    wordings: String,
) -> AppResult<Vec<Collision>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::collisions(&access, article.parse().ok(), &locale, &wordings).await
}

/// What is typed at this moment, read from the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    article: String,
    locale: String,
    wordings: String,
}

#[component]
pub fn Collisions(bot: BotId) -> impl IntoView {
    let form = expect_context::<FormState>();
    let [title, utterances] = ["title", "utterances"].map(|field| form.id_of(field));
    let found = RwSignal::new(Vec::<Collision>::new());
    let typed = StoredValue::new(Typed::default());
    let ids = StoredValue::new([title, utterances]);
    let look = move || {
        let Some(now) = ids.with_value(read) else {
            return;
        };
        if typed.with_value(|typed| *typed == now) {
            return;
        }
        typed.set_value(now.clone());
        leptos::task::spawn_local(async move {
            let asked = now.clone();
            let Typed {
                article,
                locale,
                wordings,
            } = now;
            // What can't be looked up is no warning; saving tells of a server that is away.
            let answer = find_collisions(bot, article, locale, wordings).await;
            let is_latest = typed.try_with_value(|typed| *typed == asked);
            if is_latest == Some(true) {
                found.set(answer.unwrap_or_default());
            }
        });
    };
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        request_animation_frame(look);
        let handle = window_event_listener(ev::input, move |event| {
            if ids.with_value(|ids| is_of(&event, ids)) {
                let earlier = waiting.try_update_value(Option::take).flatten();
                earlier.inspect(TimeoutHandle::clear);
                waiting.set_value(set_timeout_with_handle(look, REST).ok());
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <div class="collisions" role="status">
            {move || view! { <Found bot found=found.get() /> }}
        </div>
    }
}

/// Browser only.
fn read([title, utterances]: &[String; 2]) -> Option<Typed> {
    let title: HtmlInputElement = element(title)?;
    let utterances: HtmlTextAreaElement = element(utterances)?;
    let of_form = |name: &str| {
        let field = title
            .form()
            .and_then(|form| form.query_selector(&format!("[name={name}]")).ok()?);
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        field.map(|field| field.value()).unwrap_or_default()
    };
    Some(Typed {
        article: of_form("article"),
        locale: of_form("locale"),
        wordings: format!("{}\n{}", title.value(), utterances.value()),
    })
}

fn element<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn is_of(event: &ev::Event, ids: &[String; 2]) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| ids.contains(&target.id()))
}

#[component]
fn Found(bot: BotId, found: Vec<Collision>) -> impl IntoView {
    let i18n = use_i18n();
    let items = found
        .into_iter()
        .map(|one| {
            let wording = one.wording;
            let sentence = move || match one.clash {
                Clash::Same => t_string!(i18n, editor.clash_same, wording = wording.clone()),
                Clash::Taken => t_string!(i18n, editor.clash_taken, wording = wording.clone()),
                Clash::Near => t_string!(i18n, editor.clash_near, wording = wording.clone()),
            };
            view! {
                <li>
                    {sentence} " "
                    <a href=paths::article(bot, one.other) target="_blank">
                        {one.title}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <p>{Icon::Alert.draw()} {t!(i18n, editor.clashes)}</p>
            <ul>{items}</ul>
        }
    })
}
