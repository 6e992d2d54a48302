//! The keys, those that work first.

use super::form::{area_word, right_word};
use crate::{
    components::{
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    access::Area,
    id::WorkspaceId,
    key::{KeyState, KeySummary, KeysPage, OFFERED, Scopes},
    time::Timestamp,
};

#[component]
pub fn KeyList(page: KeysPage) -> impl IntoView {
    let i18n = use_i18n();
    if page.keys.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Key
                title=move || t_string!(i18n, keys.empty)
                help=move || t_string!(i18n, keys.empty_help)
            />
        }
        .into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, keys.name)),
        Column::text(move || t_string!(i18n, keys.state)),
        Column::text(move || t_string!(i18n, keys.scopes)),
        Column::text(move || t_string!(i18n, keys.bots)),
        Column::text(move || t_string!(i18n, keys.used)),
        Column::text(move || t_string!(i18n, keys.ends)),
    ];
    let workspace = page.workspace;
    let rows = page
        .keys
        .into_iter()
        .map(|key| view! { <Row workspace key columns=columns.clone() /> })
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, keys.caption) columns>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn Row(workspace: WorkspaceId, key: KeySummary, columns: [Column; 6]) -> impl IntoView {
    let [name, state, scopes, bots, used, ends] = columns;
    let names: Vec<String> = key.bots.iter().map(|bot| bot.name.to_string()).collect();
    let i18n = use_i18n();
    let names = move || match names.is_empty() {
        true => t_string!(i18n, keys.all_bots).to_owned(),
        false => names.join(", "),
    };
    let link = view! {
        <a href=paths::key(workspace, key.id)>
            <span dir="auto">{key.name.to_string()}</span>
        </a>
        <code class="key-prefix">{key.prefix.clone()} "…"</code>
    };
    let is_over = matches!(key.state, KeyState::Revoked | KeyState::Expired);
    view! {
        <tr class:key-over=is_over>
            {name.row_header(link)}
            {state.cell(view! { <State state=key.state /> })}
            {scopes.cell(view! { <ScopeList scopes=key.scopes /> })}
            {bots.cell(view! { <span dir="auto">{names}</span> })}
            {used.cell(view! { <Moment at=key.used_at otherwise=Otherwise::Unused /> })}
            {ends.cell(view! { <Moment at=key.expires_at otherwise=Otherwise::Never /> })}
        </tr>
    }
}

#[component]
pub fn State(state: KeyState) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match state {
        KeyState::Active => Tone::Good,
        KeyState::Orphaned => Tone::Warning,
        KeyState::Expired | KeyState::Revoked => Tone::Neutral,
    };
    let text = move || match state {
        KeyState::Active => t_string!(i18n, keys.active),
        KeyState::Expired => t_string!(i18n, keys.expired),
        KeyState::Revoked => t_string!(i18n, keys.revoked),
        KeyState::Orphaned => t_string!(i18n, keys.orphaned),
    };
    view! { <Badge tone text=text /> }
}

/// `Knowledge · Read and write`, an area a line.
#[component]
pub fn ScopeList(scopes: Scopes) -> impl IntoView {
    let granted = OFFERED.into_iter().filter_map(|most| {
        let right = scopes.right(most.area)?;
        Some((most.area, right))
    });
    let lines = granted.map(|(area, right): (Area, _)| {
        let line = move || format!("{} · {}", area_word(area), right_word(Some(right)));
        view! { <li>{line}</li> }
    });
    view! { <ul class="key-scope-list">{lines.collect_view()}</ul> }
}

/// What is said where there is no point in time.
#[derive(Clone, Copy)]
pub enum Otherwise {
    Unused,
    Never,
}

#[component]
pub fn Moment(at: Option<Timestamp>, otherwise: Otherwise) -> impl IntoView {
    let i18n = use_i18n();
    match (at, otherwise) {
        (Some(at), _) => view! { <Time at /> }.into_any(),
        (None, Otherwise::Unused) => t!(i18n, keys.unused).into_any(),
        (None, Otherwise::Never) => t!(i18n, keys.never).into_any(),
    }
}
