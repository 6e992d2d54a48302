//! `/bots/{bot}/conversations`: what visitors asked, newest first, and how it went.

use crate::{
    components::{
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        pagination::Pagination,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    conversation::ConversationSummary, error::AppResult, id::BotId, page::Page, text::Locale,
    turn::Audience,
};

#[server(prefix = "/api/ui", endpoint = "conversations/list", input = GetUrl)]
pub async fn list_conversations(
    bot: BotId,
    before: String,
) -> AppResult<Page<ConversationSummary>> {
    use crate::server::authorized;
    use domain::{
        access::{Conversations, Read},
        conversations,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    let before = Some(before).filter(|before| !before.is_empty());
    conversations::list(&access, before, 50).await
}

#[component]
pub fn ConversationsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Conversations bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Conversations(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let before = paths::use_query("before");
    let conversations = Resource::new(
        move || before.get(),
        move |before| list_conversations(bot, before),
    );
    view! {
        <Loaded resource=conversations let:page>
            <PageHeader
                title=move || t_string!(i18n, conversations.title)
                lead=move || t_string!(i18n, conversations.lead)
            />
            <ConversationList bot page is_first=before.with_untracked(String::is_empty) />
        </Loaded>
    }
}

#[component]
fn ConversationList(bot: BotId, page: Page<ConversationSummary>, is_first: bool) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Messages
                title=move || t_string!(i18n, conversations.empty)
                help=move || t_string!(i18n, conversations.empty_help)
            />
        }
        .into_any();
    }
    let list = paths::conversations(bot);
    let next = page
        .next
        .map(|before| format!("{list}?before={}", paths::escape(&before)));
    let first = (!is_first).then_some(list);
    view! {
        <ConversationTable bot conversations=page.items />
        <Pagination first next />
    }
    .into_any()
}

#[component]
fn ConversationTable(bot: BotId, conversations: Vec<ConversationSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, conversations.column_question)),
        Column::text(move || t_string!(i18n, conversations.column_outcome)),
        Column::number(move || t_string!(i18n, conversations.column_turns)),
        Column::text(move || t_string!(i18n, conversations.column_language)),
        Column::text(move || t_string!(i18n, conversations.column_time)),
    ];
    let rows = conversations
        .iter()
        .map(|conversation| row(&columns, bot, conversation))
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, conversations.caption) columns>
            {rows}
        </Table>
    }
}

fn row(
    columns: &[Column; 5],
    bot: BotId,
    conversation: &ConversationSummary,
) -> impl IntoView + use<> {
    let [question, result, turns, language, time] = columns;
    let locale = conversation.locale.as_ref().map(Locale::to_string);
    let href = paths::conversation(bot, conversation.id);
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
    view! { <span class="badges">{answered} {asked_back} {missed}</span> }
}
