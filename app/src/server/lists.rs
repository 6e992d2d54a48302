//! How people want their lists.

use super::door;
use model::{
    error::AppResult,
    list_view::{List, ListView, Ticked},
};

/// How whoever is signed in wants a list.
pub async fn list_view(list: List) -> AppResult<ListView> {
    domain::lists::view(&door()?, list).await
}

/// Keeps it.
pub async fn keep_list_view(list: List, n_rows: u32, ticked: &Ticked) -> AppResult<()> {
    domain::lists::keep(&door()?, list, n_rows, ticked).await
}
