//! `/workspaces/{workspace}/security`: how safely the server is set up, who is locked out, who is
//! signed in, and what was refused.

mod checks;
mod sessions;

use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use checks::{Checks, Refusals};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    id::{UserId, WorkspaceId},
    posture::SecurityPage as Page,
};
use sessions::{Lockouts, Sessions};

/// What the page shows.
#[server(prefix = "/api/ui", endpoint = "security/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_security(workspace: WorkspaceId) -> AppResult<Page> {
    use crate::server::{authorized_in, own_session};
    use domain::{
        access::{Audit, Read},
        security,
    };
    let access = authorized_in::<Read<Audit>>(workspace).await?;
    security::page(&access, own_session()?).await
}

/// Ends a member's session.
#[server(prefix = "/api/ui", endpoint = "security/end", output = model::wire::Json)]
pub async fn end_member_session(workspace: WorkspaceId, which: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        security,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    security::end_session(&access, &which).await?;
    redirect(&with_notice(&paths::security(workspace), "session_ended"));
    Ok(())
}

/// Lets a member sign in again who is locked out.
#[server(prefix = "/api/ui", endpoint = "security/unlock", output = model::wire::Json)]
pub async fn unlock_member(workspace: WorkspaceId, user: UserId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        security,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    security::unlock(&access, user).await?;
    redirect(&with_notice(&paths::security(workspace), "unlocked"));
    Ok(())
}

/// Lets an address in again that is locked out.
#[server(prefix = "/api/ui", endpoint = "security/unlock-address", output = model::wire::Json)]
pub async fn unlock_address(workspace: WorkspaceId, address: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        security,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    security::unlock_address(&access, &address).await?;
    redirect(&with_notice(
        &paths::security(workspace),
        "address_unlocked",
    ));
    Ok(())
}

/// The acts of the page.
#[derive(Clone, Copy)]
struct Acts {
    end: Act<EndMemberSession>,
    unlock: Act<UnlockMember>,
    unlock_address: Act<UnlockAddress>,
}

#[component]
pub fn SecurityPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    move || match workspace.get() {
        Some(workspace) => view! { <Security workspace /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Security(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let acts = Acts {
        end: Act::new(),
        unlock: Act::new(),
        unlock_address: Act::new(),
    };
    let (ended, unlocked) = (n_done(acts.end), n_done(acts.unlock));
    let opened = n_done(acts.unlock_address);
    let page = Load::new(
        move || (ended.get(), unlocked.get(), opened.get()),
        move |_| get_security(workspace),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, security.title)
            lead=move || t_string!(i18n, security.lead)
        >
            <a class="button" href=paths::audit(workspace)>
                {t!(i18n, audit.title)}
            </a>
        </PageHeader>
        <Loaded resource=page let:page>
            <Shown page acts />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Shown(page: Page, acts: Acts) -> impl IntoView {
    let workspace = page.workspace;
    view! {
        <div class="panels security">
            <Lockouts workspace lockouts=page.lockouts acts />
            <Checks checks=page.checks />
            <Refusals refusals=page.refusals />
        </div>
        <Sessions workspace sessions=page.sessions acts />
    }
}
