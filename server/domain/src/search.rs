//! Finding things from anywhere in the backoffice: bounded, and limited by who asks (S22).

use crate::{
    access::{Access, Knowledge, Read},
    knowledge::{self, Filter},
};
use model::{
    article::ArticleFilter,
    error::AppResult,
    search::{Hit, MAX_HITS, MAX_SEARCH},
};

/// The bot's articles whose question has the text in it, at most [`MAX_HITS`].
pub async fn find(access: &Access<Read<Knowledge>>, typed: &str) -> AppResult<Vec<Hit>> {
    let platform = access.platform();
    let who = access.actor().to_string();
    platform
        .limits()
        .search_per_actor
        .pass(&who, platform.now())?;
    let search: String = typed.trim().chars().take(MAX_SEARCH).collect();
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter {
        wanted: ArticleFilter {
            search,
            ..ArticleFilter::default()
        },
        after: None,
        limit: MAX_HITS,
    };
    let found = knowledge::list(access, filter).await?;
    let bot = access.bot();
    let hit = |article: model::article::ArticleSummary| Hit {
        bot,
        article: article.id,
        title: article.title,
        topic: article.topic,
    };
    Ok(found.items.into_iter().map(hit).collect())
}
