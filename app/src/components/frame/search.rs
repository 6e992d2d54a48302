//! Going anywhere by a few letters: pages of the bot, and its articles. Opened by Ctrl-K. Without
//! scripts the button leads to the search among the articles.

use super::rooms::Rooms;
use crate::{
    components::icon::Icon,
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{
    ev,
    html::{Dialog, Input},
    leptos_dom::helpers::debounce,
    prelude::*,
    server_fn::codec::GetUrl,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};
use model::{
    access::Area,
    error::AppResult,
    id::BotId,
    rights::Rights,
    search::{Hit, MAX_SEARCH},
};
use std::time::Duration;

/// Articles whose question has the text in it.
#[server(prefix = "/api/ui", endpoint = "articles/find", input = GetUrl, output = model::wire::Json)]
pub async fn find_articles(bot: BotId, typed: String) -> AppResult<Vec<Hit>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        search,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    search::find(&access, &typed).await
}

#[component]
pub fn Search(bot: Memo<Option<BotId>>, rooms: Rooms) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<Dialog>::new();
    let input = NodeRef::<Input>::new();
    let is_drawn = RwSignal::new(false);
    let open = move || {
        is_drawn.set(true);
        if let Some(dialog) = dialog.get_untracked()
            && !dialog.open()
        {
            // Refused only for a dialog that is no longer in the page.
            let _ = dialog.show_modal();
        }
        if let Some(input) = input.get_untracked() {
            input.select();
        }
    };
    // The first time it is drawn after the dialog is there.
    Effect::new(move || {
        if let Some(input) = input.get() {
            input.select();
        }
    });
    // Nothing is found before scripts run.
    let rights = RwSignal::new(Rights::NONE);
    Effect::new(move || {
        let own = rooms.get().flatten();
        rights.set(own.map_or(Rights::NONE, |own| own.rights));
    });
    Effect::new(move || {
        let keys = window_event_listener(ev::keydown, move |event| {
            let is_opened = (event.ctrl_key() || event.meta_key()) && event.key() == "k";
            if is_opened {
                event.prevent_default();
                open();
            }
        });
        on_cleanup(move || keys.remove());
    });
    let href = move || bot.get().map_or(paths::BOTS.to_owned(), paths::knowledge);
    view! {
        <a
            class="rail-search"
            href=href
            on:click=move |event| {
                event.prevent_default();
                open();
            }
        >
            {Icon::Search.draw()}
            <span>{t!(i18n, frame.search)}</span>
            <kbd class="needs-scripts">"Ctrl K"</kbd>
        </a>
        <dialog
            class="dialog finder"
            node_ref=dialog
            aria-label=move || t_string!(i18n, frame.search)
        >
            {move || is_drawn.get().then(|| view! { <Finder bot dialog input rights /> })}
        </dialog>
    }
}

#[component]
fn Finder(
    bot: Memo<Option<BotId>>,
    dialog: NodeRef<Dialog>,
    input: NodeRef<Input>,
    rights: RwSignal<Rights>,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::<Hit>::new());
    let mut ask = debounce(Duration::from_millis(150), move |asked: String| {
        let Some(bot) = bot.get_untracked() else {
            return;
        };
        spawn_local(async move {
            // What can't be found now is not shown; the next letter asks again.
            let found = find_articles(bot, asked.clone()).await.unwrap_or_default();
            if typed.get_untracked() == asked {
                hits.set(found);
            }
        });
    });
    let on_input = move |event| {
        let text = event_target_value(&event);
        typed.set(text.clone());
        ask(text);
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <form method="dialog" on:keydown=move |event| walk(&event) on:submit=|event| event.prevent_default()>
            <div class="search-box">
                {Icon::Search.draw()}
                <input
                    class="control"
                    type="search"
                    autocomplete="off"
                    maxlength=MAX_SEARCH.to_string()
                    aria-label=move || t_string!(i18n, frame.search)
                    placeholder=move || t_string!(i18n, frame.search_placeholder)
                    node_ref=input
                    on:input=on_input
                />
            </div>
            <ul class="finder-list" on:click=move |_| close()>
                {move || view! { <Places bot=bot.get() typed=typed.get() rights=rights.get() /> }}
                {move || {
                    hits.get()
                        .into_iter()
                        .map(|hit| {
                            let href = paths::article(hit.bot, hit.article);
                            view! { <Found href icon=Icon::Knowledge name=hit.title note=hit.topic /> }
                        })
                        .collect_view()
                }}
            </ul>
        </form>
    }
}

/// Arrows go from one thing found to the next, Enter in the field to the first.
fn walk(event: &ev::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "Enter" => 0,
        _ => return,
    };
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let Ok(Some(form)) = target.closest("form") else {
        return;
    };
    let Ok(links) = form.query_selector_all("input, a") else {
        return;
    };
    let places: Vec<HtmlElement> = (0..links.length())
        .filter_map(|at| links.get(at)?.dyn_into().ok())
        .collect();
    let here = places
        .iter()
        .position(|place| *place == target)
        .unwrap_or(0);
    if step == 0 {
        if here == 0
            && let Some(first) = places.get(1)
        {
            event.prevent_default();
            first.click();
        }
        return;
    }
    event.prevent_default();
    if let Some(next) = here.checked_add_signed(step).and_then(|at| places.get(at)) {
        // An element of the page takes the focus.
        let _ = next.focus();
    }
}

/// The pages whose name has the text in it.
#[component]
fn Places(bot: Option<BotId>, typed: String, rights: Rights) -> impl IntoView {
    let i18n = use_i18n();
    let typed = typed.trim().to_lowercase();
    let mut places = vec![(
        paths::BOTS.to_owned(),
        Icon::Bot,
        t_string!(i18n, frame.bots),
    )];
    if let Some(bot) = bot {
        use Area::{Analytics, Conversations, Knowledge, Settings, Widget};
        let own = [
            (
                Knowledge,
                paths::knowledge(bot),
                Icon::Knowledge,
                t_string!(i18n, frame.knowledge),
            ),
            (
                Knowledge,
                paths::new_article(bot),
                Icon::Plus,
                t_string!(i18n, knowledge.add),
            ),
            (
                Knowledge,
                paths::test(bot),
                Icon::Test,
                t_string!(i18n, frame.test),
            ),
            (
                Conversations,
                paths::inbox(bot),
                Icon::Inbox,
                t_string!(i18n, frame.unanswered),
            ),
            (
                Conversations,
                paths::conversations(bot),
                Icon::Messages,
                t_string!(i18n, frame.conversations),
            ),
            (
                Analytics,
                paths::analytics(bot),
                Icon::Chart,
                t_string!(i18n, frame.analytics),
            ),
            (
                Widget,
                paths::widget(bot),
                Icon::Widget,
                t_string!(i18n, frame.widget),
            ),
            (
                Settings,
                paths::settings(bot),
                Icon::Settings,
                t_string!(i18n, frame.settings),
            ),
        ];
        let open = own.into_iter().filter(|(area, ..)| rights.may_read(*area));
        places.extend(open.map(|(_, href, icon, name)| (href, icon, name)));
    }
    places
        .into_iter()
        .filter(|(_, _, name)| name.to_lowercase().contains(&typed))
        .map(|(href, icon, name)| {
            view! { <Found href icon name=name.to_owned() note=String::new() /> }
        })
        .collect_view()
}

#[component]
fn Found(href: String, icon: Icon, name: String, note: String) -> impl IntoView {
    view! {
        <li>
            <a href=href>
                {icon.draw()} <span dir="auto">{name}</span>
                <span class="finder-note" dir="auto">{note}</span>
            </a>
        </li>
    }
}
