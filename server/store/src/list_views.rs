//! How people want their lists.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_optional},
};
use model::{
    id::UserId,
    list_view::{List, ListView},
};

/// How somebody wants a list, if they said so.
pub async fn find(tx: &mut Tx, user: UserId, list: List) -> Result<Option<ListView>, StoreError> {
    const SQL: &str = "SELECT n_rows, hidden FROM list_views WHERE user_id = $1 AND list = $2";
    let row: Option<(i64, String)> = fetch_optional!(tx, SQL, user.as_uuid(), list.as_str())?;
    let view = |(n_rows, hidden): (i64, String)| {
        let hidden = hidden.split(',').filter(|column| !column.is_empty());
        Ok(ListView {
            n_rows: u32::try_from(n_rows).or_corrupt("list_views")?,
            hidden: hidden.map(str::to_owned).collect(),
        })
    };
    row.map(view).transpose()
}

/// Keeps how somebody wants a list.
pub async fn set(tx: &mut Tx, user: UserId, list: List, view: &ListView) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO list_views (user_id, list, n_rows, hidden) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id, list) DO UPDATE
        SET n_rows = excluded.n_rows, hidden = excluded.hidden";
    execute!(
        tx,
        SQL,
        user.as_uuid(),
        list.as_str(),
        i64::from(view.n_rows),
        view.hidden.join(",")
    )?;
    Ok(())
}
