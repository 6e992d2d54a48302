//! What an import would do, by looking alone.

use super::{
    Imported, Row, buttons,
    import::{Refused, parse},
};
use crate::{
    access::{Access, InBot, Permitted},
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult},
    id::{ArticleId, BotId},
};
use std::collections::HashSet;
use store::{Tx, articles};

/// What importing the rows would do now, with the rows that it would refuse.
pub(super) async fn preview<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
    rows: &[Row],
) -> AppResult<Imported> {
    let names = rows.iter().flat_map(|row| [&row.question, &row.key]);
    let names: HashSet<String> = names.map(|name| name.trim().to_lowercase()).collect();
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("previewing an import")?;
    let default_locale = super::default_locale(&mut tx, access).await?;
    let (mut imported, mut new) = (Imported::default(), HashSet::new());
    for row in rows {
        let (key, mut parsed) = match parse(row, &default_locale) {
            Ok(parsed) => parsed,
            Err(why) => {
                imported.refused.push(Refused::of(row, &why));
                continue;
            }
        };
        if new.contains(key.as_str()) || is_known(&mut tx, access.bot(), key.as_str()).await? {
            imported.changed += 1;
        } else {
            imported.added += 1;
            new.insert(key.as_str().to_owned());
        }
        // What is in the file will be there by then.
        parsed.buttons.retain(|button| !button.names_one_of(&names));
        match buttons::resolve(&mut tx, access, &parsed.buttons).await {
            Ok(_) => {}
            Err(AppError::Internal) => return Err(AppError::Internal),
            Err(why) => imported.refused.push(Refused::of(row, &why)),
        }
    }
    Ok(imported)
}

/// Whether an import finds an article under this key: a deleted one too, which it wakes.
async fn is_known(tx: &mut Tx, bot: BotId, key: &str) -> AppResult<bool> {
    let by_key = articles::has_key(tx, bot, key)
        .await
        .or_internal("finding by key")?;
    let Ok(id) = key.parse::<ArticleId>() else {
        return Ok(by_key);
    };
    let by_id = articles::find(tx, bot, id)
        .await
        .or_internal("finding by id")?;
    Ok(by_key || by_id.is_some())
}
