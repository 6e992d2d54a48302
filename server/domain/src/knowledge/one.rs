//! One article, with what may be wrong with it.

use super::{buttons, default_locale, period};
use crate::{
    access::{Access, Knowledge, Read},
    failure::OrInternal,
};
use model::{
    article::{Alert, Article, Period},
    error::{AppError, AppResult},
    id::ArticleId,
    text::Locale,
};
use store::{Tx, articles};

/// An article, whole, the bot's default language first.
pub async fn get(access: &Access<Read<Knowledge>>, article: ArticleId) -> AppResult<Article> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("getting an article")?;
    let locale = default_locale(&mut tx, access).await?;
    let mut article = articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("getting an article")?
        .ok_or(AppError::NotFound)?;
    article.texts.sort_by_key(|text| text.locale != locale);
    let all = article.texts.iter().flat_map(|text| &text.buttons);
    article.linked = buttons::linked(&mut tx, access, all, &locale).await?;
    let Period {
        starts_at,
        ends_at,
        zone,
    } = &article.period;
    article.shown = [starts_at, ends_at].map(|end| period::shown(*end, zone));
    article.alerts = alerts(&mut tx, access, &locale, article.id).await?;
    article.dead_addresses = articles::list_dead_addresses(&mut tx, access.bot(), article.id)
        .await
        .or_internal("getting an article")?;
    Ok(article)
}

async fn alerts(
    tx: &mut Tx,
    access: &Access<Read<Knowledge>>,
    locale: &Locale,
    article: ArticleId,
) -> AppResult<Vec<Alert>> {
    let filter = articles::Filter {
        locale,
        search: "",
        topic: "",
        status: None,
        has_locale: "",
        alert: None,
        now: access.platform().now(),
        only: Some(article),
        after: None,
        limit: 1,
    };
    let found = articles::list(tx, access.bot(), &filter)
        .await
        .or_internal("getting an article")?;
    Ok(found.into_iter().flat_map(|found| found.alerts).collect())
}
