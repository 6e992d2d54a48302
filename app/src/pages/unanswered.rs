//! `/bots/{bot}/unanswered`: what visitors asked and were not answered well, one decision each.

mod assign;
mod keys;
mod list;
mod other;

use crate::{
    components::{
        act::Act,
        list_menu::{SaveListView, get_list_view},
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::{PostForm, n_done},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use assign::{Assign, AssignQuestion};
use keys::listen_to_keys;
use leptos::{html, prelude::*, server_fn::codec::GetUrl};
use list::{Menu, Questions};
use model::{
    error::AppResult,
    id::{BotId, OpenQuestionId},
    list_view::{List, ListView},
    unanswered::{Inbox, Tab},
};
use other::Other;

/// A part of the inbox; an unknown `tab` is the first, and `mine` is empty for all of it.
#[server(prefix = "/api/ui", endpoint = "unanswered/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_unanswered(bot: BotId, tab: String, mine: String) -> AppResult<Inbox> {
    use crate::server::{authorized, list_view};
    use domain::{
        access::{Conversations, Read},
        unanswered,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    let n_rows = list_view(List::Unanswered).await?.n_rows;
    unanswered::inbox(&access, tab.parse().unwrap_or_default(), &mine, n_rows).await
}

/// The question that an article is to be written for.
#[server(prefix = "/api/ui", endpoint = "unanswered/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_open_question(
    bot: BotId,
    question: OpenQuestionId,
) -> AppResult<model::unanswered::OpenQuestion> {
    use crate::server::authorized;
    use domain::{
        access::{Conversations, Read},
        unanswered,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    unanswered::get(&access, question).await
}

/// Decides about questions that stand together. `act` is `ignore:IDS`, `later:IDS`, `take:IDS`,
/// `leave:IDS`, `attach:IDS:ARTICLE` or `reopen:ID`: one form holds the buttons of all questions,
/// and ids are parted by commas.
#[server(prefix = "/api/ui", endpoint = "unanswered/decide", output = model::wire::Json)]
pub async fn decide(
    bot: BotId,
    tab: String,
    act: String,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::{with_notice, with_undo},
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        unanswered,
    };
    use model::error::{AppError, Problem};
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let unknown = || AppError::invalid("act", Problem::Unknown);
    let mut parts = act.split(':');
    let (verb, ids) = (parts.next(), parts.next().unwrap_or_default());
    let ids: Result<Vec<OpenQuestionId>, _> = ids.split(',').map(str::parse).collect();
    let ids = ids.map_err(|_| unknown())?;
    let first = *ids.first().ok_or_else(unknown)?;
    let page = paths::inbox_of(&form_page, bot, &tab);
    let done = match (verb, parts.next()) {
        (Some("attach"), Some(article)) => {
            let article = article.parse().map_err(|_| unknown())?;
            unanswered::attach(&access, &ids, article).await?;
            "attached"
        }
        (Some("ignore"), None) => {
            unanswered::ignore(&access, &ids).await?;
            "ignored"
        }
        (Some("later"), None) => {
            unanswered::snooze(&access, &ids, 7).await?;
            "later"
        }
        (Some("take"), None) => {
            unanswered::take_on(&access, &ids).await?;
            redirect(&with_notice(&page, "taken_on"));
            return Ok(());
        }
        (Some("leave"), None) => {
            unanswered::hand_back(&access, &ids).await?;
            redirect(&with_notice(&page, "handed_back"));
            return Ok(());
        }
        (Some("reopen"), None) => {
            unanswered::reopen(&access, first).await?;
            redirect(&page);
            return Ok(());
        }
        _ => return Err(unknown()),
    };
    redirect(&with_undo(&page, done, first));
    Ok(())
}

#[component]
pub fn UnansweredPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Unanswered bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Unanswered(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let decide = Act::<Decide>::new();
    let assign = Act::<AssignQuestion>::new();
    let tab = paths::use_query("tab");
    let mine = paths::use_query("mine");
    let undo = paths::use_query("undo");
    let save = Act::<SaveListView>::new();
    let saved = n_done(save);
    let (decided, assigned) = (n_done(decide), n_done(assign));
    let inbox = Load::new(
        // What the notice takes back is decided on the same page.
        move || {
            let done = (decided.get(), assigned.get(), saved.get());
            (tab.get(), mine.get(), undo.get(), done)
        },
        move |(tab, mine, _, _)| async move {
            let view = get_list_view(List::Unanswered.to_string()).await?;
            Ok((list_unanswered(bot, tab, mine).await?, view))
        },
    );
    let list = NodeRef::<html::Div>::new();
    listen_to_keys(list);
    view! {
        <PageHeader
            title=move || t_string!(i18n, unanswered.title)
            lead=move || t_string!(i18n, unanswered.lead)
        />
        <div node_ref=list>
            <Loaded resource=inbox let:found>
                {move || {
                    let (inbox, view) = found.clone();
                    let tab = tab.get().parse().unwrap_or_default();
                    let mine = mine.get();
                    let page = paths::unanswered(bot, tab, &mine);
                    view! {
                        <Tabs bot tab mine=mine.clone() counts=inbox.counts />
                        <Mine bot tab is_mine=!mine.is_empty() n_groups=inbox.n_groups />
                        <Menu view=view.clone() save />
                        <InboxForm bot tab page inbox view decide />
                    }
                }}
            </Loaded>
        </div>
        <Other bot />
        <Assign bot assign />
    }
}

#[component]
fn InboxForm(
    bot: BotId,
    tab: Tab,
    page: String,
    inbox: Inbox,
    view: ListView,
    decide: Act<Decide>,
) -> impl IntoView {
    view! {
        <PostForm action=decide class="inbox">
            <input type="hidden" name="bot" value=bot.to_string() />
            <input type="hidden" name="tab" value=tab.as_str() />
            <Questions bot tab page inbox view />
        </PostForm>
    }
}

#[component]
fn Tabs(bot: BotId, tab: Tab, mine: String, counts: [u32; Tab::ALL.len()]) -> impl IntoView {
    let i18n = use_i18n();
    let links = Tab::ALL
        .into_iter()
        .zip(counts)
        .map(|(other, count)| {
            let label = move || match other {
                Tab::Missed => t_string!(i18n, unanswered.tab_missed),
                Tab::AskedBack => t_string!(i18n, unanswered.tab_asked_back),
                Tab::ThumbsDown => t_string!(i18n, unanswered.tab_thumbs_down),
                Tab::Later => t_string!(i18n, unanswered.tab_later),
                Tab::Done => t_string!(i18n, unanswered.tab_done),
                Tab::Ignored => t_string!(i18n, unanswered.tab_ignored),
            };
            view! {
                <li>
                    <a
                        class="tab"
                        href=paths::unanswered(bot, other, &mine)
                        aria-current=(other == tab).then_some("page")
                    >
                        {label}
                        <span class="tab-count">{count}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, unanswered.tabs)>
            <ul>{links}</ul>
        </nav>
    }
}

/// All of it, or what the reader has taken on; and how much is left.
#[component]
fn Mine(bot: BotId, tab: Tab, is_mine: bool, n_groups: u32) -> impl IntoView {
    let i18n = use_i18n();
    let all = paths::unanswered(bot, tab, "");
    let mine = paths::unanswered(bot, tab, "1");
    view! {
        <div class="inbox-head">
            <p class="field-help">
                {move || t_string!(i18n, unanswered.n_groups, count = n_groups)}
            </p>
            <nav class="periods" aria-label=move || t_string!(i18n, unanswered.whose)>
                <ul>
                    <li>
                        <a href=all aria-current=(!is_mine).then_some("true")>
                            {t!(i18n, unanswered.everyones)}
                        </a>
                    </li>
                    <li>
                        <a href=mine aria-current=is_mine.then_some("true")>
                            {t!(i18n, unanswered.mine)}
                        </a>
                    </li>
                </ul>
            </nav>
        </div>
    }
}
