//! Pages of a workspace, and the ways into it.

use model::id::{KeyId, WorkspaceId};

/// One's account, once a provider is linked to it.
pub const LINKED: &str = "/account?done=sso_linked";

/// The API keys of a workspace.
pub fn keys(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}/keys")
}

/// One of them.
pub fn key(workspace: WorkspaceId, key: KeyId) -> String {
    format!("{}?key={key}", keys(workspace))
}

/// One whose secret was just made.
pub fn new_key(workspace: WorkspaceId, key: KeyId) -> String {
    format!("{}?new={key}", keys(workspace))
}

/// Who did what in a workspace.
pub fn audit(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}/audit")
}

/// How safely it stands.
pub fn security(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}/security")
}

/// A workspace's provider of single sign-on.
pub fn sign_on(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}/sign-on")
}

/// To that provider; not a page of ours.
pub fn to_provider(workspace: WorkspaceId) -> String {
    format!("/sign-in/{workspace}")
}

/// One's account, with the way to the provider that is to be linked to it.
pub fn linking(workspace: WorkspaceId) -> String {
    format!("/account?link={workspace}")
}

/// The way in, for who was not let in by a provider.
pub fn refused_sign_on(why: &str) -> String {
    format!("/sign-in?sso={why}")
}
