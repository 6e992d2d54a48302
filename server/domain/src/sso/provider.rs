//! A workspace's provider: set by its owners, tried before it is kept.

use super::{
    protocol::{Failure, Provider as Asked},
    typed::{lines_of, parse},
};
use crate::{
    access::{Access, Actor, Door, InScope, Members, Permitted, Read, Write},
    audit::{self, Noted},
    failure::OrInternal,
    platform::Platform,
};
use model::{
    access::Role,
    error::{AppError, AppResult, Problem},
    id::WorkspaceId,
    sso::{Provider, SsoDraft, SsoPage, SsoPlace},
};
use store::{Tx, audit::Details, sso};

/// What secrets are sealed for.
const PURPOSE: &str = "single sign-on";

/// The provider of a workspace, for its owners.
pub async fn page(access: &Access<Read<Members>>) -> AppResult<SsoPage> {
    let platform = access.platform();
    let workspace = access.scope().workspace;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading a provider")?;
    only_owners(&mut tx, access).await?;
    let workspace_name = store::identity::find_workspace_name(&mut tx, workspace)
        .await
        .or_internal("reading a provider")?
        .ok_or(AppError::NotFound)?;
    let found = find(&mut tx, workspace).await?;
    let n_people = sso::count_identities(&mut tx, workspace)
        .await
        .or_internal("reading a provider")?;
    let provider = found.map(|found| Provider {
        roles: lines_of(&found.roles),
        issuer: found.issuer,
        client_id: found.client_id,
        email_domains: found.email_domains,
        groups_claim: found.groups_claim,
        default_role: found.default_role,
        preset: found.preset,
        n_people,
    });
    Ok(SsoPage {
        workspace,
        workspace_name,
        provider,
        link: format!("{}/sign-in/{workspace}", platform.url()),
        callback: format!("{}/sign-in/callback", platform.url()),
    })
}

/// Sets the provider, once it answers as one.
pub async fn save(access: &Access<Write<Members>>, draft: &SsoDraft) -> AppResult<()> {
    let platform = access.platform();
    let workspace = access.scope().workspace;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("setting a provider")?;
    only_owners(&mut tx, access).await?;
    let before = find(&mut tx, workspace).await?;
    drop(tx);
    let (mut provider, secret) = parse(platform, draft, before.as_ref())?;
    let client = (provider.client_id.as_str(), secret.as_str());
    let asked = Asked::discover(platform, &provider.issuer, client).await;
    asked.map_err(|failure| AppError::invalid("issuer", problem(failure)))?;
    provider.client_secret = platform.vault().seal(PURPOSE, secret.as_bytes())?;
    let now = platform.now();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("setting a provider")?;
    only_owners(&mut tx, access).await?;
    sso::put_provider(&mut tx, workspace, &provider, now)
        .await
        .or_internal("setting a provider")?;
    let subject = format!("workspace:{workspace}");
    audit::record(&mut tx, access, "sso.save", &subject, now).await?;
    tx.commit().await.or_internal("setting a provider")
}

/// Asks the provider whether it is there and takes our secret; what is wrong is told of the field
/// that it is about.
pub async fn check(access: &Access<Write<Members>>) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("trying a provider")?;
    only_owners(&mut tx, access).await?;
    let found = find(&mut tx, access.scope().workspace).await?;
    drop(tx);
    let found = found.ok_or(AppError::NotFound)?;
    let secret = secret(platform, &found)?;
    let client = (found.client_id.as_str(), secret.as_str());
    let told = |failure| match failure {
        Failure::ClientRefused => AppError::invalid("client_secret", Problem::Different),
        other => AppError::invalid("issuer", problem(other)),
    };
    let asked = Asked::discover(platform, &found.issuer, client).await;
    // A code of ours: what is refused is the code, if all else is right.
    let tried = asked.map_err(told)?;
    let verifier = "x".repeat(43);
    match tried.redeem("test", verifier, "test", platform.now()).await {
        Err(Failure::CodeRefused) | Ok(_) => Ok(()),
        Err(failure) => Err(told(failure)),
    }
}

/// Takes the provider away. Who is signed in stays so.
pub async fn delete(access: &Access<Write<Members>>) -> AppResult<()> {
    let platform = access.platform();
    let workspace = access.scope().workspace;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("removing a provider")?;
    only_owners(&mut tx, access).await?;
    let was_there = sso::delete_provider(&mut tx, workspace)
        .await
        .or_internal("removing a provider")?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    let (subject, now) = (format!("workspace:{workspace}"), platform.now());
    audit::record(&mut tx, access, "sso.delete", &subject, now).await?;
    tx.commit().await.or_internal("removing a provider")
}

/// The workspaces with single sign-on of who is signed in.
pub async fn places(door: &Door) -> AppResult<Vec<SsoPlace>> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let mut tx = guest
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing providers")?;
    let places = sso::list_places(&mut tx, user)
        .await
        .or_internal("listing providers")?;
    let own = places
        .into_iter()
        .filter(|place| door.admits(place.workspace));
    Ok(own
        .map(|place| SsoPlace {
            workspace: place.workspace,
            name: place.name,
            issuer: place.issuer,
            is_linked: place.is_linked,
        })
        .collect())
}

/// Takes back that a workspace's provider may say that somebody is who is signed in.
pub async fn unlink(door: &Door, workspace: WorkspaceId) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    if !door.admits(workspace) {
        return Err(AppError::NotFound);
    }
    let guest = door.greet();
    let platform = guest.platform();
    let mut tx = platform.db().write().await.or_internal("unlinking")?;
    let was_there = sso::delete_identities(&mut tx, workspace, user)
        .await
        .or_internal("unlinking")?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    let event = Noted {
        workspace: Some(workspace),
        at: platform.now(),
        actor: &format!("user:{user}"),
        action: "sso.unlink",
        subject: &format!("user:{user}"),
        details: Details::default(),
    };
    audit::note(&mut tx, platform, &event).await?;
    tx.commit().await.or_internal("unlinking")
}

/// Who may say who is who, may be anybody: so it is for owners, and not for administrators.
async fn only_owners<P: Permitted>(tx: &mut Tx, access: &Access<P>) -> AppResult<()> {
    let Actor::Member { user, .. } = access.actor() else {
        return Ok(());
    };
    let place = store::identity::find_membership(tx, user, access.scope().workspace())
        .await
        .or_internal("finding a membership")?;
    match place {
        Some(place) if place.role == Role::Owner => Ok(()),
        _ => Err(AppError::Forbidden),
    }
}

pub(super) async fn find(tx: &mut Tx, workspace: WorkspaceId) -> AppResult<Option<sso::Provider>> {
    sso::find_provider(tx, workspace)
        .await
        .or_internal("reading a provider")
}

/// Our secret at a provider.
pub(super) fn secret(platform: &Platform, provider: &sso::Provider) -> AppResult<String> {
    let opened = platform.vault().open(PURPOSE, &provider.client_secret);
    let secret = opened.and_then(|secret| String::from_utf8(secret).ok());
    secret.ok_or_else(|| {
        tracing::error!("a provider's secret does not open under this master key");
        AppError::Internal
    })
}

const fn problem(failure: Failure) -> Problem {
    match failure {
        Failure::OffLimits => Problem::OffLimits,
        Failure::Unreachable => Problem::Unreachable,
        Failure::NotAProvider
        | Failure::ClientRefused
        | Failure::CodeRefused
        | Failure::Untrusted => Problem::NotAProvider,
    }
}
