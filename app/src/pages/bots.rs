//! `/bots`: the bots of the workspace, and how each is doing.

use crate::{
    components::{
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        loaded::Loaded,
        page_header::PageHeader,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    bot::{BotStatus, BotSummary},
    error::AppResult,
    id::BotId,
};

#[server(prefix = "/api/ui", endpoint = "bots/list", input = GetUrl)]
pub async fn list_bots() -> AppResult<Vec<BotSummary>> {
    use crate::server::authorized_here;
    use domain::{
        access::{Bots, Read},
        bots,
    };
    let access = authorized_here::<Read<Bots>>().await?;
    bots::list(&access).await
}

/// One bot, for whoever works on its knowledge.
#[server(prefix = "/api/ui", endpoint = "bots/get", input = GetUrl)]
pub async fn get_bot(bot: BotId) -> AppResult<BotSummary> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        bots,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    bots::get(&access).await
}

#[component]
pub fn BotsPage() -> impl IntoView {
    let bots = Resource::new(|| (), |()| list_bots());
    view! {
        <Loaded resource=bots let:bots>
            <BotList bots />
        </Loaded>
    }
    .into_any()
}

#[component]
fn BotList(bots: Vec<BotSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let list = if bots.is_empty() {
        view! { <NoBot /> }.into_any()
    } else {
        let cards = bots
            .into_iter()
            .map(|bot| view! { <BotCard bot /> })
            .collect_view();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, bots.title)
            lead=move || t_string!(i18n, bots.lead)
        />
        {list}
    }
}

#[component]
fn NoBot() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Bot
            title=move || t_string!(i18n, bots.empty)
            help=move || t_string!(i18n, bots.empty_help)
        >
            <pre class="command">
                <code>"parlance bot add --workspace ID --name NAME --locale en"</code>
            </pre>
        </EmptyState>
    }
}

#[component]
fn BotCard(bot: BotSummary) -> impl IntoView {
    let i18n = use_i18n();
    let status = bot.status;
    let languages = bot
        .locales
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let version = move || match bot.version {
        Some(version) => t_string!(i18n, bots.version, version = version),
        None => t_string!(i18n, bots.unpublished).to_owned(),
    };
    view! {
        <li class="card">
            <h2>
                <a class="card-link" href=paths::knowledge(bot.id)>
                    {bot.name.to_string()}
                </a>
            </h2>
            <p class="badges">
                <Status status />
                {bot
                    .has_changes
                    .then(|| {
                        view! {
                            <Badge tone=Tone::Warning text=move || t_string!(i18n, bots.changes) />
                        }
                    })}
            </p>
            <dl class="figures">
                <div>
                    <dt>{t!(i18n, bots.conversations)}</dt>
                    <dd>{bot.n_conversations_7d}</dd>
                </div>
                <div>
                    <dt>{t!(i18n, bots.articles)}</dt>
                    <dd>{bot.n_articles}</dd>
                </div>
            </dl>
            <p class="card-foot">
                <span class="visually-hidden">{t!(i18n, bots.languages)} " "</span>
                {languages} " · " {version}
            </p>
        </li>
    }
}

#[component]
fn Status(status: BotStatus) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match status {
        BotStatus::Draft => Tone::Neutral,
        BotStatus::Live => Tone::Good,
        BotStatus::Disabled => Tone::Bad,
    };
    let text = move || match status {
        BotStatus::Draft => t_string!(i18n, bots.draft),
        BotStatus::Live => t_string!(i18n, bots.live),
        BotStatus::Disabled => t_string!(i18n, bots.disabled),
    };
    view! { <Badge tone text /> }
}
