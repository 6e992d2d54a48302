//! `/workspaces/{workspace}`: its members, who is invited, and the form that invites.

mod invitations;
mod invite;
mod list;
mod policy;

use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use invitations::{Invitations, Renew, Withdraw};
use invite::{Invite, InviteMember, Link};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use list::{Leave, List};
pub use list::{State, roles_to_give};
use model::{
    access::Role,
    error::AppResult,
    id::WorkspaceId,
    member::{MembersPage as Page, ShownLink},
};
use policy::{FactorPolicy, SetPolicy};

#[server(prefix = "/api/ui", endpoint = "members/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_members(workspace: WorkspaceId) -> AppResult<Page> {
    use crate::server::authorized_in;
    use domain::{
        access::{Members, Read},
        members,
    };
    let access = authorized_in::<Read<Members>>(workspace).await?;
    members::page(&access).await
}

/// The link that was just made, once.
#[server(prefix = "/api/ui", endpoint = "members/link", input = GetUrl, output = model::wire::Json)]
pub async fn take_link(workspace: WorkspaceId) -> AppResult<Option<ShownLink>> {
    use crate::server::{authorized_in, site, take_shown_link};
    use domain::{
        access::{Members, Read},
        members,
    };
    let access = authorized_in::<Read<Members>>(workspace).await?;
    let Some(invitation) = take_shown_link().await? else {
        return Ok(None);
    };
    let (email, token) = members::link(&access, invitation).await?;
    let site = site()?.url;
    Ok(Some(ShownLink { email, token, site }))
}

#[component]
pub fn MembersPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    move || match workspace.get() {
        Some(workspace) => view! { <Members workspace /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The acts of this page.
#[derive(Clone, Copy)]
struct Acts {
    invite: Act<InviteMember>,
    renew: Act<Renew>,
    withdraw: Act<Withdraw>,
    set_policy: Act<SetPolicy>,
}

#[component]
fn Members(workspace: WorkspaceId) -> impl IntoView {
    let acts = Acts {
        invite: Act::new(),
        renew: Act::new(),
        withdraw: Act::new(),
        set_policy: Act::new(),
    };
    let done = [
        n_done(acts.invite),
        n_done(acts.renew),
        n_done(acts.withdraw),
        n_done(acts.set_policy),
    ];
    let page = Load::new(move || done.map(|n| n.get()), move |_| load(workspace));
    view! {
        <Loaded resource=page let:loaded>
            <Shown page=loaded.0 link=loaded.1 acts />
        </Loaded>
    }
}

async fn load(workspace: WorkspaceId) -> AppResult<(Page, Option<ShownLink>)> {
    let page = list_members(workspace).await?;
    Ok((page, take_link(workspace).await?))
}

#[component]
fn Shown(page: Page, link: Option<ShownLink>, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let name = page.name.to_string();
    let (workspace, since) = (page.workspace, page.factor_since);
    let n_without = page.members.iter().filter(|row| !row.has_factor).count();
    view! {
        <PageHeader
            title=move || t_string!(i18n, members.title)
            lead=move || t_string!(i18n, members.lead, name = name.clone())
        />
        {link.map(|link| view! { <Link link /> })}
        <List page=page.clone() />
        <Invitations
            workspace
            invitations=page.invitations.clone()
            renew=acts.renew
            withdraw=acts.withdraw
        />
        <div class="panels">
            <Invite page invite=acts.invite />
            <FactorPolicy workspace since n_without set_policy=acts.set_policy />
            <Leave workspace />
        </div>
    }
}

/// What a role is called.
pub fn role_name(role: Role) -> &'static str {
    let i18n = use_i18n();
    match role {
        Role::Owner => t_string!(i18n, role.owner),
        Role::Admin => t_string!(i18n, role.admin),
        Role::Member => t_string!(i18n, role.member),
    }
}
