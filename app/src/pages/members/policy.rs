//! Whether every member needs a second factor.

use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{error::AppResult, id::WorkspaceId, time::Timestamp};

/// Decides it: `to` is `on` or `off`.
#[server(prefix = "/api/ui", endpoint = "members/policy", output = model::wire::Json)]
pub async fn set_policy(workspace: WorkspaceId, to: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members::{self, Policy},
    };
    use model::error::{AppError, Problem};
    let access = authorized_in::<Write<Members>>(workspace).await?;
    let (policy, done) = match to.as_str() {
        "on" => (Policy::Required, "factor_required"),
        "off" => (Policy::Free, "factor_free"),
        _ => return Err(AppError::invalid("to", Problem::Unknown)),
    };
    members::set_policy(&access, policy).await?;
    redirect(&with_notice(&crate::paths::members(workspace), done));
    Ok(())
}

#[component]
pub fn FactorPolicy(
    workspace: WorkspaceId,
    /// Since when everybody needs one.
    since: Option<Timestamp>,
    /// How many members have none.
    n_without: usize,
    set_policy: Act<SetPolicy>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_required = since.is_some();
    let to = if is_required { "off" } else { "on" };
    let state = is_required.then(|| {
        view! { <Badge tone=Tone::Good text=move || t_string!(i18n, members.factor_required) /> }
    });
    let act = move || {
        if is_required {
            t_string!(i18n, members.factor_free_act)
        } else {
            t_string!(i18n, members.factor_require_act)
        }
    };
    view! {
        <section class="panel" aria-labelledby="factor-policy">
            <div class="panel-row">
                <h2 id="factor-policy">{t!(i18n, factor.title)}</h2>
                {state}
            </div>
            <p class="field-help">{t!(i18n, members.factor_help)}</p>
            <p>{move || t_string!(i18n, members.factor_without, n = n_without)}</p>
            <PostForm action=set_policy class="panel-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="to" value=to />
                <SubmitButton pending=set_policy.pending() weight=Weight::Secondary>
                    {act}
                </SubmitButton>
            </PostForm>
        </section>
    }
}
