//! `/workspaces/{workspace}/audit`: who did what, and when.

mod filters;
mod words;

use crate::{
    components::{
        badge::{Badge, Tone},
        by::By,
        empty_state::EmptyState,
        filter::Downloads,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        pagination::Pagination,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use filters::Filters;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_router::hooks::use_query_map;
use model::{
    audit::{AuditFilter, AuditPage as Page, AuditRow},
    error::AppResult,
    id::WorkspaceId,
};
use words::sentence;

/// A page of a workspace's events.
#[server(prefix = "/api/ui", endpoint = "audit/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_events(
    workspace: WorkspaceId,
    #[server(flatten)] wanted: AuditFilter,
) -> AppResult<Page> {
    use crate::server::authorized_in;
    use domain::{
        access::{Audit, Read},
        audit,
    };
    let access = authorized_in::<Read<Audit>>(workspace).await?;
    audit::trail(&access, &wanted).await
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    move || match workspace.get() {
        Some(workspace) => view! { <Trail workspace /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// What the address asks for.
fn use_wanted() -> Memo<AuditFilter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name| query.get_str(name).unwrap_or_default().to_owned();
            AuditFilter {
                from: value("from"),
                to: value("to"),
                action: value("action"),
                by: value("by"),
                subject: value("subject"),
                before: value("before"),
            }
        })
    })
}

#[component]
fn Trail(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = use_wanted();
    let page = Load::new(
        move || wanted.get(),
        move |wanted| list_events(workspace, wanted),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, audit.title)
            lead=move || t_string!(i18n, audit.lead)
        />
        {move || view! { <Filters workspace filter=wanted.get() /> }}
        <Loaded resource=page let:page>
            <Events workspace page wanted=wanted.get_untracked() />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Events(workspace: WorkspaceId, page: Page, wanted: AuditFilter) -> impl IntoView {
    let i18n = use_i18n();
    if page.rows.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Eye
                title=move || t_string!(i18n, audit.empty)
                help=move || t_string!(i18n, audit.empty_help)
            />
        }
        .into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, audit.what)),
        Column::text(move || t_string!(i18n, audit.when)),
        Column::text(move || t_string!(i18n, audit.who)),
        Column::text(move || t_string!(i18n, audit.subject)),
        Column::text(move || t_string!(i18n, audit.address)),
    ];
    let rows = page
        .rows
        .into_iter()
        .map(|event| row(event, &columns))
        .collect_view();
    let with = |before: &str| paths::audit_with(workspace, &wanted, before);
    let first = (!wanted.before.is_empty()).then(|| with(""));
    let next = (!page.next.is_empty()).then(|| with(&page.next));
    let (tone, is_whole) = match page.is_whole {
        true => (Tone::Good, true),
        false => (Tone::Bad, false),
    };
    let seal = move || {
        if is_whole {
            t_string!(i18n, audit.whole)
        } else {
            t_string!(i18n, audit.broken)
        }
    };
    let file = |format| paths::audit_export(workspace, format, &wanted);
    view! {
        <p class="meta">
            <Badge tone text=seal />
            <Downloads csv=file("csv") json=file("jsonl") />
        </p>
        <Table caption=move || t_string!(i18n, audit.title) columns>
            {rows}
        </Table>
        <Pagination first next />
    }
    .into_any()
}

fn row(
    event: AuditRow,
    [what, when, who, subject, address]: &[Column; 5],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let is_known = event.actor != "nobody" && event.actor != "visitor";
    let by = if is_known {
        view! { <By author=event.by /> }.into_any()
    } else {
        event.email.into_any()
    };
    let (action, code) = (event.action.clone(), event.action);
    let name = (!event.name.is_empty()).then(|| view! { <span dir="auto">{event.name}</span> });
    let from = (!event.address.is_empty()).then_some(event.address);
    view! {
        <tr>
            {what
                .row_header(
                    view! {
                        {move || sentence(i18n, &action)}
                        <code class="audit-code">{code}</code>
                    },
                )}
            {when.cell(view! { <Time at=event.at /> })} {who.cell(by)}
            {subject.cell(view! { {name} <code class="audit-code">{event.subject}</code> })}
            {address.cell(from)}
        </tr>
    }
}
