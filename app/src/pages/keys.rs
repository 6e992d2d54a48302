//! `/workspaces/{workspace}/keys`: the API keys of a workspace. A secret is shown once, on the page
//! that comes after it was made: until then it waits sealed in the session, and nowhere else.

mod detail;
mod form;
mod list;
mod shown;

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
use detail::Detail;
use form::NewKey;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use list::KeyList;
use model::{
    error::AppResult,
    id::{KeyId, WorkspaceId},
    key::{self, KeyDraft, NewSecret},
};
use shown::Shown;

/// A workspace's keys, without their secrets.
#[server(prefix = "/api/ui", endpoint = "keys/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_keys(workspace: WorkspaceId) -> AppResult<key::KeysPage> {
    use crate::server::authorized_in;
    use domain::{
        access::{Keys, Read},
        keys,
    };
    let access = authorized_in::<Read<Keys>>(workspace).await?;
    keys::page(&access).await
}

/// Open to all: it gives what waits in the caller's own session, once.
#[server(prefix = "/api/ui", endpoint = "keys/shown", input = GetUrl, output = model::wire::Json)]
pub async fn take_shown_key(key: String) -> AppResult<Option<NewSecret>> {
    crate::server::take_secret(&key).await
}

#[server(prefix = "/api/ui", endpoint = "keys/create", output = model::wire::Json)]
pub async fn create_key(
    workspace: WorkspaceId,
    #[server(flatten)] draft: KeyDraft,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, keep_secret, redirect},
    };
    use domain::{
        access::{Keys, Write},
        keys::{self, Wanted},
    };
    let access = authorized_in::<Write<Keys>>(workspace).await?;
    let made = keys::create(&access, &Wanted::parse(&draft)?).await?;
    keep_secret(&made).await?;
    let page = paths::new_key(workspace, made.key);
    redirect(&with_notice(&page, "key_created"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "keys/rotate", output = model::wire::Json)]
pub async fn rotate_key(workspace: WorkspaceId, key: KeyId, hours: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, keep_secret, redirect},
    };
    use domain::{
        access::{Keys, Write},
        keys,
    };
    let access = authorized_in::<Write<Keys>>(workspace).await?;
    let made = keys::rotate(&access, key, &hours).await?;
    keep_secret(&made).await?;
    let page = paths::new_key(workspace, made.key);
    redirect(&with_notice(&page, "key_rotated"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "keys/revoke", output = model::wire::Json)]
pub async fn revoke_key(workspace: WorkspaceId, key: KeyId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Keys, Write},
        keys,
    };
    let access = authorized_in::<Write<Keys>>(workspace).await?;
    keys::revoke(&access, key).await?;
    redirect(&with_notice(&paths::keys(workspace), "key_revoked"));
    Ok(())
}

/// The acts of the page.
#[derive(Clone, Copy)]
struct Acts {
    create: Act<CreateKey>,
    rotate: Act<RotateKey>,
    revoke: Act<RevokeKey>,
}

#[component]
pub fn KeysPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    move || match workspace.get() {
        Some(workspace) => view! { <Keys workspace /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Keys(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let acts = Acts {
        create: Act::new(),
        rotate: Act::new(),
        revoke: Act::new(),
    };
    let new = paths::use_query("new");
    let chosen = paths::use_query("key");
    // A secret is given once, so nothing but another key's name asks again.
    let shown = Load::new(
        move || new.get(),
        |new| async move {
            match new.is_empty() {
                true => Ok(None),
                false => take_shown_key(new).await,
            }
        },
    );
    let done = [
        n_done(acts.create),
        n_done(acts.rotate),
        n_done(acts.revoke),
    ];
    let listed = Load::new(move || done.map(|n| n.get()), move |_| list_keys(workspace));
    view! {
        <PageHeader
            title=move || t_string!(i18n, keys.title)
            lead=move || t_string!(i18n, keys.lead)
        >
            <a class="button" href=paths::API rel="external">
                {t!(i18n, keys.reference)}
            </a>
        </PageHeader>
        <div class="panels keys">
            <Loaded resource=shown let:shown>
                {shown.map(|secret| view! { <Shown secret /> })}
            </Loaded>
            <Loaded resource=listed let:page>
                <Detail page chosen acts />
            </Loaded>
        </div>
        <Loaded resource=listed let:page>
            <KeyList page />
        </Loaded>
        <div class="panels keys-new">
            <Loaded resource=listed let:page>
                <NewKey page acts />
            </Loaded>
        </div>
    }
    .into_any()
}
