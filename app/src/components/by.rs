//! Who did something.

use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use model::version::Author;

#[component]
pub fn By(author: Author) -> impl IntoView {
    let i18n = use_i18n();
    match author {
        Author::Member { email } => email.into_any(),
        Author::Key { name } => t!(i18n, versions.by_key, name = name.as_str()).into_any(),
        Author::Former => t!(i18n, versions.by_former).into_any(),
        Author::Command => t!(i18n, versions.by_command).into_any(),
        Author::Job => t!(i18n, versions.by_job).into_any(),
    }
}
