//! `/bots/{bot}/conversations`: what visitors asked, newest first, and how it went.

mod filters;

use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        empty_state::EmptyState,
        filter::Downloads,
        icon::Icon,
        list_menu::{ListMenu, SaveListView, get_list_view},
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        pagination::Pagination,
        post_form::n_done,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use filters::Filters;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_router::hooks::use_query_map;
use model::{
    conversation::{ConversationFilter, ConversationSummary, Found},
    error::AppResult,
    id::BotId,
    list_view::{List, ListView},
    text::Locale,
    turn::Audience,
};

#[server(prefix = "/api/ui", endpoint = "conversations/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_conversations(
    bot: BotId,
    #[server(flatten)] filter: ConversationFilter,
    #[server(default)] before: String,
) -> AppResult<Found> {
    use crate::server::{authorized, list_view};
    use domain::{
        access::{Conversations, Read},
        conversations,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    let before = Some(before).filter(|before| !before.is_empty());
    let n_rows = list_view(List::Conversations).await?.n_rows;
    conversations::list(&access, &filter, before, n_rows).await
}

#[component]
pub fn ConversationsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Conversations bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// What the address asks for.
fn use_filter() -> Memo<ConversationFilter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name| query.get_str(name).unwrap_or_default().to_owned();
            ConversationFilter {
                from: value("from"),
                to: value("to"),
                tz: value("tz"),
                locale: value("locale"),
                outcome: value("outcome"),
                rating: value("rating"),
                page: value("page"),
                article: value("article"),
                contains: value("contains"),
                audience: value("audience"),
                channel: value("channel"),
            }
        })
    })
}

#[component]
fn Conversations(bot: BotId) -> impl IntoView {
    let before = paths::use_query("before");
    let filter = use_filter();
    let save = Act::<SaveListView>::new();
    let saved = n_done(save);
    let conversations = Load::new(
        move || (filter.get(), before.get(), saved.get()),
        move |(filter, before, _)| async move {
            let view = get_list_view(List::Conversations.to_string()).await?;
            Ok((list_conversations(bot, filter, before).await?, view))
        },
    );
    view! {
        <Loaded resource=conversations let:found>
            <ConversationList
                bot
                found=found.0
                view=found.1
                save
                filter=filter.get_untracked()
                before=before.get_untracked()
            />
        </Loaded>
    }
}

#[component]
fn ConversationList(
    bot: BotId,
    found: Found,
    view: ListView,
    save: Act<SaveListView>,
    filter: ConversationFilter,
    before: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let Found {
        items,
        next,
        searched_until,
        is_over,
        problems,
        from,
        to,
    } = found;
    let is_filtered = filter.pairs().iter().any(|(_, value)| !value.is_empty());
    let (is_empty, is_first) = (items.is_empty(), before.is_empty());
    if is_empty && is_first && !is_filtered {
        return view! { <NoConversation /> }.into_any();
    }
    let list = paths::conversations_with(bot, &filter.pairs());
    let here = paths::with_query(&list, &[("before", &before)]);
    let next = next.map(|before| paths::with_query(&list, &[("before", &before)]));
    let first = (!is_first).then_some(list);
    let file = |format| paths::conversations_export(bot, format, &filter.pairs());
    let (csv, json) = (file("csv"), file("json"));
    view! {
        <PageHeader
            title=move || t_string!(i18n, conversations.title)
            lead=move || t_string!(i18n, conversations.lead)
        >
            <Downloads csv json bound=move || t_string!(i18n, conversations.file_bound) />
        </PageHeader>
        <Filters bot filter problems shown=[from, to] />
        {is_over.then(|| view! { <p class="meta">{t!(i18n, conversations.file_over)}</p> })}
        {if is_empty {
            view! { <NothingFound bot /> }.into_any()
        } else {
            view! {
                <Menu view=view.clone() save />
                <ConversationTable bot here conversations=items view />
            }
            .into_any()
        }}
        {searched_until
            .map(|at| {
                view! {
                    <p class="meta">
                        {t!(i18n, conversations.searched_until)} " " <Time at /> "."
                    </p>
                }
            })}
        <Pagination first next />
    }
    .into_any()
}

#[component]
fn NoConversation() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader
            title=move || t_string!(i18n, conversations.title)
            lead=move || t_string!(i18n, conversations.lead)
        />
        <EmptyState
            icon=Icon::Messages
            title=move || t_string!(i18n, conversations.empty)
            help=move || t_string!(i18n, conversations.empty_help)
        />
    }
}

#[component]
fn NothingFound(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Search
            title=move || t_string!(i18n, conversations.nothing_found)
            help=move || t_string!(i18n, conversations.nothing_found_help)
        >
            <a class="button" href=paths::conversations(bot)>
                {t!(i18n, conversations.clear)}
            </a>
        </EmptyState>
    }
}

#[component]
fn Menu(view: ListView, save: Act<SaveListView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        (
            "outcome",
            (move || t_string!(i18n, conversations.column_outcome)).into(),
        ),
        (
            "turns",
            (move || t_string!(i18n, conversations.column_turns)).into(),
        ),
        (
            "language",
            (move || t_string!(i18n, conversations.column_language)).into(),
        ),
        (
            "time",
            (move || t_string!(i18n, conversations.column_time)).into(),
        ),
    ];
    view! { <ListMenu list=List::Conversations view save columns /> }
}

#[component]
fn ConversationTable(
    bot: BotId,
    /// The page that the list is on.
    here: String,
    conversations: Vec<ConversationSummary>,
    view: ListView,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, conversations.column_question)),
        Column::text(move || t_string!(i18n, conversations.column_outcome))
            .only_if(view.shows("outcome")),
        Column::number(move || t_string!(i18n, conversations.column_turns))
            .only_if(view.shows("turns")),
        Column::text(move || t_string!(i18n, conversations.column_language))
            .only_if(view.shows("language")),
        Column::text(move || t_string!(i18n, conversations.column_time))
            .only_if(view.shows("time")),
    ];
    let list = paths::conversations(bot);
    let rows = conversations
        .iter()
        .map(|conversation| {
            let page = paths::conversation(bot, conversation.id);
            row(
                &columns,
                paths::with_asked(&page, paths::asked_of(&here, &list)),
                conversation,
            )
        })
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, conversations.caption) columns>
            {rows}
        </Table>
    }
}

fn row(
    columns: &[Column; 5],
    href: String,
    conversation: &ConversationSummary,
) -> impl IntoView + use<> {
    let [question, result, turns, language, time] = columns;
    let locale = conversation.locale.as_ref().map(Locale::to_string);
    let audience = conversation.audience;
    let n_turns = conversation.n_turns;
    let started_at = conversation.started_at;
    let link = view! {
        <a href=href dir="auto">
            {conversation.first_question.clone()}
        </a>
        <AudienceBadge audience />
    };
    view! {
        <tr>
            {question.row_header(link)} {result.cell(outcome(conversation))}
            {turns.cell(n_turns)} {language.cell(locale)}
            {time.cell(view! { <Time at=started_at /> })}
        </tr>
    }
}

/// Only what is not an ordinary visitor is worth a word.
#[component]
pub fn AudienceBadge(audience: Audience) -> impl IntoView {
    let i18n = use_i18n();
    match audience {
        Audience::Visitor => ().into_any(),
        Audience::Test => {
            view! { <Badge tone=Tone::Neutral text=move || t_string!(i18n, conversations.test) /> }
                .into_any()
        }
        Audience::Automated => view! {
            <Badge tone=Tone::Neutral text=move || t_string!(i18n, conversations.automated) />
        }
        .into_any(),
    }
}

/// How many questions went which way; what did not happen is not shown.
pub fn outcome(conversation: &ConversationSummary) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let &ConversationSummary {
        n_answered,
        n_asked_back,
        n_missed,
        ..
    } = conversation;
    let answered = (n_answered > 0).then(|| {
        let text = move || t_string!(i18n, conversations.n_answered, count = n_answered);
        view! { <Badge tone=Tone::Good text /> }
    });
    let asked_back = (n_asked_back > 0).then(|| {
        let text = move || t_string!(i18n, conversations.n_asked_back, count = n_asked_back);
        view! { <Badge tone=Tone::Warning text /> }
    });
    let missed = (n_missed > 0).then(|| {
        let text = move || t_string!(i18n, conversations.n_missed, count = n_missed);
        view! { <Badge tone=Tone::Bad text /> }
    });
    let thumbs = [
        (conversation.n_up, Icon::ThumbUp),
        (conversation.n_down, Icon::ThumbDown),
    ]
    .map(|(n, icon)| (n > 0).then(|| view! { <Thumbs n icon /> }));
    view! { <span class="badges">{answered} {asked_back} {missed} {thumbs.collect_view()}</span> }
}

#[component]
fn Thumbs(n: u32, icon: Icon) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match icon {
        Icon::ThumbUp => t_string!(i18n, conversations.thumbs_up, count = n),
        _ => t_string!(i18n, conversations.thumbs_down, count = n),
    };
    view! {
        <span class="thumbs">
            {icon.draw()} <span aria-hidden="true">{n}</span>
            <span class="visually-hidden">{text}</span>
        </span>
    }
}
