//! `/bots`: the bots of the workspace, and how each is doing; `/bots/new` makes one.

mod archived;
mod attention;
mod card;
mod new;

pub use card::Status;
pub use new::NewBotPage;

use crate::{
    components::{
        act::Act, empty_state::EmptyState, icon::Icon, load::Load, loaded::Loaded,
        page_header::PageHeader, post_form::n_done,
    },
    i18n::{t, t_string, use_i18n},
    pages::settings::RestoreBot,
    paths,
};
use archived::Archived;
use attention::AttentionStrip;
use card::Card;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{bot::BotSummary, error::AppResult, id::BotId, overview::Overview, text::Name};

#[server(prefix = "/api/ui", endpoint = "bots/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_bots() -> AppResult<Vec<BotSummary>> {
    use crate::server::authorized_here;
    use domain::{
        access::{Bots, Read},
        bots,
    };
    let access = authorized_here::<Read<Bots>>().await?;
    bots::list(&access).await
}

/// What the bots are called, for the rail: it is on every page.
#[server(prefix = "/api/ui", endpoint = "bots/names", input = GetUrl, output = model::wire::Json)]
pub async fn list_bot_names() -> AppResult<Vec<(BotId, Name)>> {
    use crate::server::authorized_here;
    use domain::{
        access::{Bots, Read},
        bots,
    };
    let access = authorized_here::<Read<Bots>>().await?;
    bots::names(&access).await
}

/// The bots with their figures.
#[server(prefix = "/api/ui", endpoint = "bots/overview", input = GetUrl, output = model::wire::Json)]
pub async fn get_overview() -> AppResult<Overview> {
    use crate::server::authorized_here;
    use domain::{
        access::{Bots, Read},
        bots,
    };
    let access = authorized_here::<Read<Bots>>().await?;
    bots::overview(&access).await
}

/// One bot, for whoever works on its knowledge.
#[server(prefix = "/api/ui", endpoint = "bots/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_bot(bot: BotId) -> AppResult<BotSummary> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        bots,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    bots::get(&access).await
}

/// Makes a bot. `begin` is a word of [`model::bot::Beginning`]; `source` is the bot to copy and
/// `rows` are the lines of a file, where it asks for them.
#[server(prefix = "/api/ui", endpoint = "bots/create", output = model::wire::Json)]
pub async fn create_bot(
    name: String,
    locale: String,
    begin: String,
    source: String,
    rows: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_here, redirect},
    };
    use domain::{
        access::{Bots, Write},
        bots::{self, BotDraft, Source},
    };
    use model::{
        bot::Beginning,
        error::{AppError, Problem},
    };
    let access = authorized_here::<Write<Bots>>().await?;
    let begin = begin.parse();
    let begin = begin.map_err(|problem| AppError::invalid("begin", problem))?;
    let source = match begin {
        Beginning::Blank => Source::Blank,
        Beginning::Sample => Source::Sample,
        Beginning::File => Source::File(&rows),
        Beginning::Copy => {
            let bot = source.parse();
            Source::Copy(bot.map_err(|_| AppError::invalid("source", Problem::Unknown))?)
        }
    };
    let draft = BotDraft {
        name,
        locale,
        ..BotDraft::default()
    };
    let bot = bots::create_from(&access, &draft, source).await?;
    redirect(&with_notice(&paths::knowledge(bot), "bot_created"));
    Ok(())
}

#[component]
pub fn BotsPage() -> impl IntoView {
    let restore = Act::<RestoreBot>::new();
    let restored = n_done(restore);
    let overview = Load::new(move || restored.get(), |_| get_overview());
    view! {
        <Loaded resource=overview let:overview>
            <BotList overview restore />
        </Loaded>
    }
    .into_any()
}

#[component]
fn BotList(overview: Overview, restore: Act<RestoreBot>) -> impl IntoView {
    let i18n = use_i18n();
    let Overview {
        bots,
        attention,
        archived,
        may_create,
    } = overview;
    let list = if bots.is_empty() {
        view! { <NoBot may_create /> }.into_any()
    } else {
        let cards = bots
            .into_iter()
            .map(|card| view! { <Card card /> })
            .collect_view();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, bots.title)
            lead=move || t_string!(i18n, bots.lead)
        >
            {may_create.then(|| view! { <NewBotLink /> })}
        </PageHeader>
        <AttentionStrip lines=attention />
        {list}
        <Archived archived restore may_restore=may_create />
    }
}

#[component]
fn NewBotLink() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="button button-primary" href=paths::NEW_BOT>
            {Icon::Plus.draw()}
            {t!(i18n, bots.add)}
        </a>
    }
}

#[component]
fn NoBot(may_create: bool) -> impl IntoView {
    let i18n = use_i18n();
    let help = move || {
        if may_create {
            t_string!(i18n, bots.empty_help)
        } else {
            t_string!(i18n, bots.empty_member)
        }
    };
    view! { <EmptyState icon=Icon::Bot title=move || t_string!(i18n, bots.empty) help /> }
}
