//! `/workspaces/{workspace}/sign-on`: single sign-on by the workspace's own provider, for owners. The
//! secret goes in and never comes out.

mod form;

use crate::{
    components::{
        act::Act,
        confirm::Confirm,
        copy::Snippet,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::{FormState, PostForm, n_done},
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
    paths,
};
use form::ProviderForm;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::{AppResult, Problem},
    id::WorkspaceId,
    sso::{SsoDraft, SsoPage},
};

/// A workspace's provider, without the secret.
#[server(prefix = "/api/ui", endpoint = "sso/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_sso(workspace: WorkspaceId) -> AppResult<SsoPage> {
    use crate::server::authorized_in;
    use domain::{
        access::{Members, Read},
        sso,
    };
    let access = authorized_in::<Read<Members>>(workspace).await?;
    sso::page(&access).await
}

#[server(prefix = "/api/ui", endpoint = "sso/save", output = model::wire::Json)]
pub async fn save_sso(workspace: WorkspaceId, #[server(flatten)] draft: SsoDraft) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        sso,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    sso::save(&access, &draft).await?;
    redirect(&with_notice(&paths::sign_on(workspace), "sso_saved"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "sso/check", output = model::wire::Json)]
pub async fn check_sso(workspace: WorkspaceId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        sso,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    sso::check(&access).await?;
    redirect(&with_notice(&paths::sign_on(workspace), "sso_works"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "sso/delete", output = model::wire::Json)]
pub async fn delete_sso(workspace: WorkspaceId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        sso,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    sso::delete(&access).await?;
    redirect(&with_notice(&paths::sign_on(workspace), "sso_deleted"));
    Ok(())
}

#[component]
pub fn SignOnPage() -> impl IntoView {
    let workspace = paths::use_id::<WorkspaceId>("workspace");
    move || match workspace.get() {
        Some(workspace) => view! { <SignOn workspace /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn SignOn(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let save = Act::<SaveSso>::new();
    let delete = Act::<DeleteSso>::new();
    let (saved, deleted) = (n_done(save), n_done(delete));
    let page = Load::new(
        move || (saved.get(), deleted.get()),
        move |_| get_sso(workspace),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, sso.title)
            lead=move || t_string!(i18n, sso.lead)
        />
        <Loaded resource=page let:page>
            <div class="panels">
                <Addresses page=page.clone() />
                <ProviderForm page=page.clone() save />
                {page.provider.is_some().then(|| view! { <Check workspace /> <Remove workspace delete /> })}
            </div>
        </Loaded>
    }
    .into_any()
}

/// What the provider has to know of us, and, once it does, what members have to know.
#[component]
fn Addresses(page: SsoPage) -> impl IntoView {
    let i18n = use_i18n();
    let link = page.provider.as_ref().map(|_| page.link.clone());
    view! {
        <section class="panel">
            <h2>{t!(i18n, sso.callback)}</h2>
            <p class="field-help">{t!(i18n, sso.callback_help)}</p>
            <Snippet code=page.callback />
            {link
                .map(|link| {
                    view! {
                        <h2>{t!(i18n, sso.link)}</h2>
                        <p class="field-help">{t!(i18n, sso.link_help)}</p>
                        <Snippet code=link />
                    }
                })}
        </section>
    }
}

/// Asks the provider, and says what is wrong.
#[component]
fn Check(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let check = Act::<CheckSso>::new();
    view! {
        <section class="panel">
            <h2>{t!(i18n, sso.check)}</h2>
            <p class="field-help">{t!(i18n, sso.check_help)}</p>
            <PostForm action=check class="panel-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <Outcome />
                <SubmitButton
                    pending=check.pending()
                    pending_text=move || t_string!(i18n, sso.checking)
                    weight=Weight::Secondary
                >
                    {t!(i18n, sso.check_submit)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn Outcome() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let outcome = Memo::new(move |_| {
        let of_issuer = form.problem_of("issuer");
        of_issuer.or_else(|| form.problem_of("client_secret"))
    });
    view! {
        <p class="field-error" role="status">
            {move || {
                outcome
                    .get()
                    .map(|problem| match problem {
                        Problem::Different => t_string!(i18n, sso.client_refused).to_owned(),
                        problem => problem_sentence(i18n, problem),
                    })
            }}
        </p>
    }
}

#[component]
fn Remove(workspace: WorkspaceId, delete: Act<DeleteSso>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel panel-danger">
            <h2>{t!(i18n, sso.remove)}</h2>
            <p class="field-help">{t!(i18n, sso.remove_help)}</p>
            <Confirm
                id="remove-provider"
                open=move || t_string!(i18n, sso.remove_submit)
                title=move || t_string!(i18n, sso.remove)
                help=move || t_string!(i18n, sso.remove_help)
                icon=Icon::Trash
                endpoint="sso/delete"
            >
                <PostForm action=delete>
                    <input type="hidden" name="workspace" value=workspace.to_string() />
                    <SubmitButton pending=delete.pending() weight=Weight::Danger>
                        {t!(i18n, sso.remove_submit)}
                    </SubmitButton>
                </PostForm>
            </Confirm>
        </section>
    }
}
