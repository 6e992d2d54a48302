//! What is done for a member who has lost their second factor.

use crate::{
    components::{
        act::Act,
        confirm::Confirm,
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    error::AppResult,
    id::{UserId, WorkspaceId},
};

/// Takes a member's second factor away.
#[server(prefix = "/api/ui", endpoint = "members/reset-factor", output = model::wire::Json)]
pub async fn reset_factor(workspace: WorkspaceId, user: UserId, locale: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::reset_factor(&access, user, &locale).await?;
    let page = crate::paths::member(workspace, user);
    redirect(&with_notice(&page, "factor_reset"));
    Ok(())
}

#[component]
pub fn FactorReset(workspace: WorkspaceId, user: UserId, reset: Act<ResetFactor>) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale().as_str();
    view! {
        <Confirm
            id="reset-factor"
            open=move || t_string!(i18n, member.reset_factor)
            title=move || t_string!(i18n, member.reset_factor_title)
            help=move || t_string!(i18n, member.reset_factor_help)
            icon=Icon::Key
            endpoint="members/reset-factor"
        >
            <PostForm action=reset class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="locale" value=locale />
                <SubmitButton pending=reset.pending() weight=Weight::Danger>
                    {t!(i18n, member.reset_factor)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}
