//! Which events are shown.

use crate::{
    components::filter::{FilterChoice, FilterInput, Kind},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{audit::AuditFilter, id::WorkspaceId};

#[component]
pub fn Filters(workspace: WorkspaceId, filter: AuditFilter) -> impl IntoView {
    let i18n = use_i18n();
    let groups = vec![
        (
            String::new(),
            (move || t_string!(i18n, audit.group_any)).into(),
        ),
        (
            "session.".to_owned(),
            (move || t_string!(i18n, audit.group_session)).into(),
        ),
        (
            "factor.".to_owned(),
            (move || t_string!(i18n, audit.group_factor)).into(),
        ),
        (
            "member.".to_owned(),
            (move || t_string!(i18n, audit.group_member)).into(),
        ),
        (
            "rights.".to_owned(),
            (move || t_string!(i18n, audit.group_rights)).into(),
        ),
        (
            "key.".to_owned(),
            (move || t_string!(i18n, audit.group_key)).into(),
        ),
        (
            "bot.".to_owned(),
            (move || t_string!(i18n, audit.group_bot)).into(),
        ),
        (
            "article.".to_owned(),
            (move || t_string!(i18n, audit.group_article)).into(),
        ),
        (
            "conversation".to_owned(),
            (move || t_string!(i18n, audit.group_conversation)).into(),
        ),
        (
            ".export".to_owned(),
            (move || t_string!(i18n, audit.group_export)).into(),
        ),
    ];
    view! {
        <search class="controls">
            <form method="get" action=paths::audit(workspace) class="filter-form">
                <FilterChoice
                    name="action"
                    label=move || t_string!(i18n, audit.what)
                    choices=groups
                    value=filter.action
                />
                <FilterInput
                    name="by"
                    label=move || t_string!(i18n, audit.who)
                    kind=Kind::Text
                    value=filter.by
                    placeholder=move || t_string!(i18n, audit.by_placeholder)
                />
                <FilterInput
                    name="subject"
                    label=move || t_string!(i18n, audit.subject)
                    kind=Kind::Text
                    value=filter.subject
                />
                <FilterInput
                    name="from"
                    label=move || t_string!(i18n, analytics.from)
                    kind=Kind::Date
                    value=filter.from
                />
                <FilterInput
                    name="to"
                    label=move || t_string!(i18n, analytics.to)
                    kind=Kind::Date
                    value=filter.to
                />
                <button class="button">{t!(i18n, conversations.apply)}</button>
            </form>
        </search>
    }
}
