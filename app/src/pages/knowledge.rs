//! `/bots/{bot}/knowledge`: the articles of a bot, the search among them, and publishing.

mod among;
mod articles;
mod bulk;
mod import;
mod publishing;
mod search;
mod small_talk;
mod topics;

use crate::{
    components::{
        act::Act,
        icon::Icon,
        list_menu::{SaveListView, get_list_view},
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t, t_string, use_i18n},
    pages::{article::list_topics, bots::get_bot},
    paths,
};
use among::use_wanted;
pub use among::{Among, use_among};
use articles::Articles;
pub use articles::{Alerts, Status, alert_text, status_text, status_tone};
pub use bulk::{ChangeMany, Undelete};
pub use import::ImportPage;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    article::{ArticleFilter, ArticleSummary},
    bot::{BotSummary, Published},
    error::{AppError, AppResult},
    id::BotId,
    list_view::List,
    page::Page,
};
use publishing::Publishing;
use search::Search;
use small_talk::{AddSmallTalk, SmallTalk};
pub use topics::{TOPIC_NAMES, TopicNames};

#[server(prefix = "/api/ui", endpoint = "articles/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_articles(
    bot: BotId,
    #[server(flatten)] wanted: ArticleFilter,
    #[server(default)] after: String,
) -> AppResult<Page<ArticleSummary>> {
    use crate::server::{authorized, list_view};
    use domain::{
        access::{Knowledge, Read},
        knowledge::{self, Filter},
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    let filter = Filter {
        wanted,
        after: Some(after).filter(|after| !after.is_empty()),
        limit: list_view(List::Knowledge).await?.n_rows,
    };
    knowledge::list(&access, filter).await
}

/// Titles to offer to who attaches a question; none to who may not look at articles.
pub async fn titles(bot: BotId) -> AppResult<Vec<String>> {
    match list_articles(bot, ArticleFilter::default(), String::new()).await {
        Err(AppError::Forbidden) => Ok(Vec::new()),
        articles => Ok(articles?
            .items
            .into_iter()
            .map(|article| article.title)
            .collect()),
    }
}

#[server(prefix = "/api/ui", endpoint = "bots/publish", output = model::wire::Json)]
pub async fn publish(bot: BotId, #[server(default)] form_page: String) -> AppResult<Published> {
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
    let own = paths::knowledge(bot);
    let page = with_notice(paths::back_to(&form_page, &own), "published");
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
    let publish = Act::<Publish>::new();
    let small_talk = Act::<AddSmallTalk>::new();
    let wanted = use_wanted("locale");
    let after = paths::use_query("after");
    let among = Memo::new(move |_| Among {
        wanted: wanted.get(),
        after: after.get(),
    });
    let (published, chatty) = (n_done(publish), n_done(small_talk));
    let about = Load::new(
        move || (published.get(), chatty.get()),
        move |_| async move { Ok((get_bot(bot).await?, list_topics(bot).await?)) },
    );
    let change = Act::<ChangeMany>::new();
    let changed = n_done(change);
    let save = Act::<SaveListView>::new();
    let saved = n_done(save);
    // Taken back by the notice, on the same page.
    let deleted = paths::use_query("deleted_at");
    let articles = Load::new(
        move || {
            let done = (published.get(), chatty.get(), changed.get(), saved.get());
            (wanted.get(), after.get(), deleted.get(), done)
        },
        move |(wanted, after, ..)| async move {
            let view = get_list_view(List::Knowledge.to_string()).await?;
            Ok((list_articles(bot, wanted, after).await?, view))
        },
    );
    view! {
        <Loaded resource=about let:about>
            <TopicNames topics=about.1.clone() />
            <Head bot=about.0.clone() publish among />
            <Search bot=about.0.id locales=about.0.locales topics=about.1 wanted />
        </Loaded>
        <Loaded resource=articles let:found>
            <Articles bot page=found.0 wanted after change view=found.1 save />
        </Loaded>
        <SmallTalk bot add=small_talk />
    }
}

#[component]
fn Head(bot: BotSummary, publish: Act<Publish>, among: Memo<Among>) -> impl IntoView {
    let i18n = use_i18n();
    let id = bot.id;
    let new_article = Signal::derive(move || among.with(|among| among.new_article(id)));
    view! {
        <PageHeader
            title=move || t_string!(i18n, knowledge.title)
            lead=move || t_string!(i18n, knowledge.lead)
        >
            <Publishing bot publish />
            <a class="button" href=paths::import(id)>
                {Icon::Publish.draw()}
                {t!(i18n, knowledge.import)}
            </a>
            <a class="button button-primary" href=new_article>
                {Icon::Plus.draw()}
                {t!(i18n, knowledge.add)}
            </a>
        </PageHeader>
    }
}
