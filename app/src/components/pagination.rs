//! Links to the pages of a list that is read by cursor: back to the first, on to the next.

use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

#[component]
pub fn Pagination(
    /// The list's first page; `None` on it.
    first: Option<String>,
    /// The page after this one; `None` on the last.
    next: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_shown = first.is_some() || next.is_some();
    is_shown.then(|| {
        view! {
            <nav class="pagination" aria-label=move || t_string!(i18n, pages)>
                {first.map(|href| view! { <a class="button" href=href>{t!(i18n, first_page)}</a> })}
                {next
                    .map(|href| {
                        view! { <a class="button" href=href rel="next">{t!(i18n, next_page)}</a> }
                    })}
            </nav>
        }
    })
}
