//! `/workspaces/{workspace}/members/{user}`: what a member may do with each bot, their role, and
//! what may be done about their access.

mod access;
mod factor;
mod role;
mod sees;

use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::n_done,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use access::AccessPanel;
use factor::ResetFactor;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    id::{UserId, WorkspaceId},
    member::MemberPage as Page,
};
use role::{RolePanel, SetRole};
use sees::{Grant, Sees};

#[server(prefix = "/api/ui", endpoint = "members/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_member(workspace: WorkspaceId, user: UserId) -> AppResult<Page> {
    use crate::server::authorized_in;
    use domain::{
        access::{Members, Read},
        members,
    };
    let access = authorized_in::<Read<Members>>(workspace).await?;
    members::member(&access, user).await
}

#[component]
pub fn MemberPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    let user = paths::use_id::<UserId>("user");
    move || match (workspace.get(), user.get()) {
        (Some(workspace), Some(user)) => view! { <Member workspace user /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Member(workspace: WorkspaceId, user: UserId) -> impl IntoView {
    let (grant, set_role) = (Act::<Grant>::new(), Act::<SetRole>::new());
    let suspend = Act::<access::Suspend>::new();
    let reset = Act::<ResetFactor>::new();
    let (granted, placed) = (n_done(grant), n_done(set_role));
    let (suspended, cleared) = (n_done(suspend), n_done(reset));
    let page = Load::new(
        move || [granted, placed, suspended, cleared].map(|n| n.get()),
        move |_| get_member(workspace, user),
    );
    view! {
        <Loaded resource=page let:page>
            <Shown page grant set_role suspend reset />
        </Loaded>
    }
}

#[component]
fn Shown(
    page: Page,
    grant: Act<Grant>,
    set_role: Act<SetRole>,
    suspend: Act<access::Suspend>,
    reset: Act<ResetFactor>,
) -> impl IntoView {
    let i18n = use_i18n();
    let email = page.member.email.to_string();
    let name = page.workspace_name.to_string();
    let parent = Crumb {
        label: (move || t_string!(i18n, members.title)).into(),
        href: paths::members(page.workspace).into(),
    };
    view! {
        <PageHeader
            title=email
            lead=move || t_string!(i18n, member.lead, name = name.clone())
            parent
        />
        <Sees page=page.clone() grant />
        <div class="panels">
            <RolePanel page=page.clone() set_role />
            <AccessPanel page suspend reset />
        </div>
    }
}
