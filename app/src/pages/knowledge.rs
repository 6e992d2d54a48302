//! `/bots/{bot}/knowledge`: the articles of a bot, the search among them, and publishing.

mod articles;
mod publishing;

use crate::{
    components::{
        icon::Icon,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
    },
    i18n::{t, t_string, use_i18n},
    pages::bots::get_bot,
    paths,
};
use articles::Articles;
pub use articles::Status;
use leptos::{html, prelude::*, server_fn::codec::GetUrl};
use model::{
    article::ArticleSummary,
    bot::{BotSummary, Published},
    error::AppResult,
    id::BotId,
    page::Page,
};
use publishing::Publishing;

/// The longest search that is sent on.
const MAX_SEARCH: usize = 100;

#[server(prefix = "/api/ui", endpoint = "articles/list", input = GetUrl)]
pub async fn list_articles(
    bot: BotId,
    search: String,
    after: String,
) -> AppResult<Page<ArticleSummary>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge::{self, Filter},
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    let filter = Filter {
        search: search.chars().take(MAX_SEARCH).collect(),
        after: Some(after).filter(|after| !after.is_empty()),
        limit: 50,
    };
    knowledge::list(&access, filter).await
}

#[server(prefix = "/api/ui", endpoint = "bots/publish")]
pub async fn publish(bot: BotId) -> AppResult<Published> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let published = knowledge::publish(&access).await?;
    let page = with_notice(&paths::knowledge(bot), "published");
    redirect(&format!("{page}&version={}", published.version));
    Ok(published)
}

#[component]
pub fn KnowledgePage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Knowledge bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Knowledge(bot: BotId) -> impl IntoView {
    let publish = ServerAction::<Publish>::new();
    let search = paths::use_query("q");
    let after = paths::use_query("after");
    let summary = Resource::new(move || publish.version().get(), move |_| get_bot(bot));
    let articles = Resource::new(
        move || (search.get(), after.get(), publish.version().get()),
        move |(search, after, _)| list_articles(bot, search, after),
    );
    view! {
        <Loaded resource=summary let:bot>
            <Head bot publish />
        </Loaded>
        <Search bot search />
        <Loaded resource=articles let:page>
            <Articles bot page search after />
        </Loaded>
    }
}

#[component]
fn Head(bot: BotSummary, publish: ServerAction<Publish>) -> impl IntoView {
    let i18n = use_i18n();
    let new_article = paths::new_article(bot.id);
    view! {
        <PageHeader
            title=move || t_string!(i18n, knowledge.title)
            lead=move || t_string!(i18n, knowledge.lead)
        >
            <Publishing bot publish />
            <a class="button button-primary" href=new_article>
                {Icon::Plus.draw()}
                {t!(i18n, knowledge.add)}
            </a>
        </PageHeader>
    }
}

#[component]
fn Search(bot: BotId, search: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<html::Input>::new();
    // An attribute does not reach a field that was typed into.
    let show = move |search: &String, _: Option<&String>, _: Option<()>| {
        if let Some(input) = input.get_untracked() {
            input.set_value(search);
        }
    };
    Effect::watch(move || search.get(), show, false);
    view! {
        <search>
            <form method="get" action=paths::knowledge(bot) class="search">
                <label class="visually-hidden" for="search">
                    {t!(i18n, knowledge.search)}
                </label>
                <div class="search-box">
                    {Icon::Search.draw()}
                    <input
                        id="search"
                        class="control"
                        type="search"
                        name="q"
                        maxlength=MAX_SEARCH.to_string()
                        placeholder=move || t_string!(i18n, knowledge.search)
                        value=search
                        node_ref=input
                    />
                </div>
                <button class="button">{t!(i18n, knowledge.search_submit)}</button>
            </form>
        </search>
    }
}
