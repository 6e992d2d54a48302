//! By whom one is known: the providers of the workspaces that one is in. A link is asked for here,
//! by who is signed in, and made on the next visit to the provider.

use crate::{
    components::{
        act::Act,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{error::AppResult, id::WorkspaceId, sso::SsoPlace};

/// The workspaces with single sign-on of who is signed in.
#[server(prefix = "/api/ui", endpoint = "account/sso", input = GetUrl, output = model::wire::Json)]
pub async fn list_sso_places() -> AppResult<Vec<SsoPlace>> {
    crate::server::sign_on::places().await
}

/// Wants to be known by a workspace's provider.
#[server(prefix = "/api/ui", endpoint = "account/link", output = model::wire::Json)]
pub async fn link_sso(workspace: WorkspaceId) -> AppResult<()> {
    crate::server::sign_on::want_link(workspace).await?;
    crate::server::redirect(&paths::linking(workspace));
    Ok(())
}

/// Wants to be known by it no longer.
#[server(prefix = "/api/ui", endpoint = "account/unlink", output = model::wire::Json)]
pub async fn unlink_sso(workspace: WorkspaceId) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::sign_on::unlink(workspace).await?;
    crate::server::redirect(&with_notice(paths::ACCOUNT, "sso_unlinked"));
    Ok(())
}

/// Nothing, where no workspace has a provider.
#[component]
pub fn Links(places: Vec<SsoPlace>, unlink: Act<UnlinkSso>) -> impl IntoView {
    let i18n = use_i18n();
    let link = Act::<LinkSso>::new();
    let wanted = paths::use_query("link");
    (!places.is_empty()).then(|| {
        let rows = places
            .into_iter()
            .map(|place| view! { <Link place link unlink wanted /> })
            .collect_view();
        view! {
            <section class="panel">
                <h2>{t!(i18n, sso.title)}</h2>
                <p class="field-help">{t!(i18n, sso.account_help)}</p>
                {rows}
            </section>
        }
    })
}

#[component]
fn Link(
    place: SsoPlace,
    link: Act<LinkSso>,
    unlink: Act<UnlinkSso>,
    wanted: Memo<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = place.workspace.to_string();
    let (workspace, issuer) = (place.workspace, place.issuer.clone());
    let act = move || {
        if place.is_linked {
            view! {
                <PostForm action=unlink class="inline-form">
                    <input type="hidden" name="workspace" value=workspace.to_string() />
                    <SubmitButton pending=unlink.pending() weight=Weight::Secondary>
                        {t!(i18n, sso.unlink)}
                    </SubmitButton>
                </PostForm>
            }
            .into_any()
        } else if wanted.get() == id {
            // Not a page of ours: the browser goes there, the router does not.
            view! {
                <a class="button button-primary" href=paths::to_provider(workspace) rel="external">
                    {t!(i18n, sso.go_on)}
                </a>
            }
            .into_any()
        } else {
            view! {
                <PostForm action=link class="inline-form">
                    <input type="hidden" name="workspace" value=workspace.to_string() />
                    <SubmitButton pending=link.pending() weight=Weight::Secondary>
                        {t!(i18n, sso.link_account)}
                    </SubmitButton>
                </PostForm>
            }
            .into_any()
        }
    };
    view! {
        <div class="panel-row">
            <p>
                <strong dir="auto">{place.name.to_string()}</strong>
                " "
                <span class="field-help" dir="auto">
                    {issuer}
                </span>
            </p>
            {act}
        </div>
    }
}
