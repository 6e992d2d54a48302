//! The groups of a bot, with where each is used.

use super::MAX_SHOWN;
use crate::{
    access::{Access, Knowledge, Read},
    bots,
    failure::OrInternal,
    knowledge::{self, VersionContent, VersionSynonyms},
};
use engine::Finder;
use model::{
    error::{AppError, AppResult},
    id::ArticleId,
    synonyms::{ListedGroup, SynonymGroup, SynonymsPage, Use},
};
use std::sync::Arc;
use store::synonyms;

/// The groups with where each is used.
pub async fn page(access: &Access<Read<Knowledge>>) -> AppResult<SynonymsPage> {
    let bot = bots::get(access).await?;
    let groups = list_with_uses(access).await?;
    let groups = groups.to_vec();
    Ok(SynonymsPage { bot, groups })
}

/// The groups of the draft. They are looked for in all its texts, when it has changed.
async fn list_with_uses(access: &Access<Read<Knowledge>>) -> AppResult<Arc<[ListedGroup]>> {
    let (platform, bot) = (access.platform(), access.bot());
    let tx = platform.db().read().await;
    let mut tx = tx.or_internal("listing synonyms")?;
    let revision = store::versions::draft_revision(&mut tx, bot)
        .await
        .or_internal("listing synonyms")?;
    if let Some(kept) = platform.live().synonyms.get(bot, revision) {
        return Ok(kept);
    }
    let mut groups = synonyms::list(&mut tx, bot)
        .await
        .or_internal("listing synonyms")?;
    drop(tx);
    groups.sort_by_cached_key(|group| group.term.as_str().to_lowercase());
    let (_, of_content, content) = knowledge::load_draft(access).await?;
    let found = tokio::task::spawn_blocking(move || with_uses(groups, &content));
    let found: Arc<[ListedGroup]> = found.await.map_err(|_| AppError::Internal)?.into();
    if of_content == revision {
        platform.live().synonyms.keep(bot, revision, found.clone());
    }
    Ok(found)
}

fn with_uses(groups: Vec<SynonymGroup>, content: &VersionContent) -> Vec<ListedGroup> {
    let plain: Vec<VersionSynonyms> = groups.iter().cloned().map(Into::into).collect();
    let (places, for_engine): (Vec<usize>, Vec<_>) =
        knowledge::for_engine(&plain, &content.locales())
            .into_iter()
            .unzip();
    let finder = Finder::new(&for_engine);
    let mut found: Vec<Vec<ArticleId>> = vec![Vec::new(); groups.len()];
    for article in &content.articles {
        let texts = article.texts.iter();
        let wordings = texts.flat_map(|text| {
            let all = [&text.title].into_iter().chain(&text.utterances);
            all.map(|wording| (wording, &text.locale))
        });
        for (wording, locale) in wordings {
            for place in finder.find(wording, locale) {
                let of_group = &mut found[places[place]];
                if of_group.last() != Some(&article.id) {
                    of_group.push(article.id);
                }
            }
        }
    }
    groups
        .into_iter()
        .zip(found)
        .map(|(group, articles)| ListedGroup {
            group,
            n_uses: u32::try_from(articles.len()).unwrap_or(u32::MAX),
            uses: articles
                .into_iter()
                .take(MAX_SHOWN)
                .map(|article| Use {
                    article,
                    title: content.title_of(article),
                })
                .collect(),
        })
        .collect()
}
