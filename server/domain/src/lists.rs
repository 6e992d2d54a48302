//! How people want their lists.

use crate::{access::Door, failure::OrInternal};
use model::{
    error::{AppError, AppResult, Problem},
    list_view::{List, ListView, ROWS, Ticked},
};
use store::list_views;

/// How whoever is signed in wants a list.
pub async fn view(door: &Door, list: List) -> AppResult<ListView> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let db = guest.platform().db();
    let mut tx = db.look().await.or_internal("reading a list's view")?;
    let found = list_views::find(&mut tx, user, list)
        .await
        .or_internal("reading a list's view")?;
    Ok(found.unwrap_or_default())
}

/// Keeps it: the columns that are not ticked are hidden.
pub async fn keep(door: &Door, list: List, n_rows: u32, ticked: &Ticked) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    if !ROWS.contains(&n_rows) {
        return Err(AppError::invalid("n_rows", Problem::Unknown));
    }
    let columns = list.columns().iter().copied();
    let hidden = columns.filter(|column| !ticked.fields.contains_key(*column));
    let view = ListView {
        n_rows,
        hidden: hidden.map(str::to_owned).collect(),
    };
    let guest = door.greet();
    let db = guest.platform().db();
    let mut tx = db.write().await.or_internal("keeping a list's view")?;
    list_views::set(&mut tx, user, list, &view)
        .await
        .or_internal("keeping a list's view")?;
    tx.commit().await.or_internal("keeping a list's view")
}
