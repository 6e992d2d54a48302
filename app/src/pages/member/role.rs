//! A member's role, since when they are one, and another role.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::members::{State, role_name, roles_to_give},
};
use leptos::prelude::*;
use model::{
    error::AppResult,
    id::{UserId, WorkspaceId},
    member::MemberPage,
};

/// Gives a member another role.
#[server(prefix = "/api/ui", endpoint = "members/role", output = model::wire::Json)]
pub async fn set_role(workspace: WorkspaceId, user: UserId, role: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    use model::{access::Role, error::AppError};
    let access = authorized_in::<Write<Members>>(workspace).await?;
    let role = role.parse::<Role>();
    let role = role.map_err(|problem| AppError::invalid("role", problem))?;
    members::set_role(&access, user, role).await?;
    let page = crate::paths::member(workspace, user);
    redirect(&with_notice(&page, "role_changed"));
    Ok(())
}

#[component]
pub fn RolePanel(page: MemberPage, set_role: Act<SetRole>) -> impl IntoView {
    let i18n = use_i18n();
    let member = page.member.clone();
    let role = member.role;
    let may_change = page.role.rules(role);
    let form = if may_change {
        view! { <Form page set_role /> }.into_any()
    } else {
        view! {
            <p>{move || role_name(role)}</p>
            <p class="field-help">{t!(i18n, member.role_fixed)}</p>
        }
        .into_any()
    };
    let seen = member.last_seen_at.map(|at| {
        view! {
            <div>
                <dt>{t!(i18n, member.seen)}</dt>
                <dd>
                    <Time at />
                </dd>
            </div>
        }
    });
    view! {
        <section class="panel">
            <h2>{t!(i18n, member.role_title)}</h2>
            <p class="panel-row">
                <State suspended_at=member.suspended_at />
            </p>
            <dl class="impact">
                <div>
                    <dt>{t!(i18n, member.joined)}</dt>
                    <dd>
                        <Time at=member.joined_at />
                    </dd>
                </div>
                {seen}
            </dl>
            {form}
        </section>
    }
}

#[component]
fn Form(page: MemberPage, set_role: Act<SetRole>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PostForm action=set_role class="panel-form">
            <input type="hidden" name="workspace" value=page.workspace.to_string() />
            <input type="hidden" name="user" value=page.member.user.to_string() />
            <Field
                name="role"
                label=move || t_string!(i18n, members.role)
                help=move || t_string!(i18n, member.role_note)
                control=Control::Choice(roles_to_give(page.role))
                value=page.member.role.as_str()
            />
            <SubmitButton
                pending=set_role.pending()
                pending_text=move || t_string!(i18n, member.role_saving)
                weight=Weight::Secondary
            >
                {t!(i18n, member.role_save)}
            </SubmitButton>
        </PostForm>
    }
}
