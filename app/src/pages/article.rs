//! `/bots/{bot}/knowledge/new` and `/bots/{bot}/knowledge/{article}`: an article is written and
//! changed, one language at a time.

mod collisions;
mod comments;
mod delete;
mod edit;
mod fields;
mod history;
mod new;
mod panes;
mod published;
mod tabs;
mod variants;

pub use edit::ArticlePage;
pub use history::HistoryPage;
use model::{
    article::{Article, ArticleDraft, ArticleText},
    error::AppResult,
    id::{ArticleId, BotId},
};
pub use new::NewArticlePage;

use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/api/ui", endpoint = "articles/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_article(bot: BotId, article: ArticleId) -> AppResult<Article> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::get(&access, article).await
}

/// The topics in use, to be offered while one is typed.
#[server(prefix = "/api/ui", endpoint = "articles/topics", input = GetUrl, output = model::wire::Json)]
pub async fn list_topics(bot: BotId) -> AppResult<Vec<String>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::topics(&access).await
}

/// What visitors are told now: an article's texts as they are published, none if it is not.
#[server(prefix = "/api/ui", endpoint = "articles/published", input = GetUrl, output = model::wire::Json)]
pub async fn get_published(bot: BotId, article: ArticleId) -> AppResult<Vec<ArticleText>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::published_texts(&access, article).await
}

/// `question` is the one of the inbox that the article is for; empty for none.
#[server(prefix = "/api/ui", endpoint = "articles/create", output = model::wire::Json)]
pub async fn create_article(
    bot: BotId,
    question: String,
    #[server(flatten)] draft: ArticleDraft,
    #[server(default)] form_page: String,
) -> AppResult<ArticleId> {
    use crate::{
        components::toast::with_notice,
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let article = match question.parse() {
        Ok(question) => domain::unanswered::write_article(&access, question, draft).await?,
        Err(_) => knowledge::create(&access, draft).await?,
    };
    // The list beside it is the one that the new article was begun from.
    let form = paths::new_article(bot);
    let asked = paths::asked_of(&form_page, &form);
    let asked = asked.filter(|(name, _)| !["question", "title"].contains(name));
    let page = paths::with_asked(&paths::article(bot, article), asked);
    redirect(&with_notice(&page, "created"));
    Ok(article)
}

/// Gives the new revision. `revision` is the one that the edit began from.
#[server(prefix = "/api/ui", endpoint = "articles/update", output = model::wire::Json)]
pub async fn update_article(
    bot: BotId,
    article: ArticleId,
    revision: u32,
    #[server(flatten)] draft: ArticleDraft,
    #[server(default)] form_page: String,
) -> AppResult<u32> {
    use crate::{
        components::toast::with_notice,
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let own = paths::article(bot, article);
    let text = paths::article_text(bot, article, &draft.locale);
    let revision = knowledge::update(&access, article, revision, draft).await?;
    // With its query the list beside it stays as it is.
    let page = match paths::back_to(&form_page, &own) {
        page if page == own => &text,
        page => page,
    };
    redirect(&with_notice(page, "saved"));
    Ok(revision)
}

#[server(prefix = "/api/ui", endpoint = "articles/delete", output = model::wire::Json)]
pub async fn delete_article(
    bot: BotId,
    article: ArticleId,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_undelete,
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let deleted_at = knowledge::delete(&access, article).await?;
    let list = paths::list_of_article(&form_page, bot, article);
    redirect(&with_undelete(&list, deleted_at));
    Ok(())
}
