//! What may be done about a member's access: suspending, handing over, removing.

use super::factor::{FactorReset, ResetFactor};
use crate::{
    components::{
        act::Act,
        confirm::Confirm,
        field::{Control, Field},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    access::Role,
    error::AppResult,
    id::{UserId, WorkspaceId},
    member::{MemberImpact, MemberPage},
};

/// Suspends a member, or lets them in again: `to` is `off` or `on`.
#[server(prefix = "/api/ui", endpoint = "members/suspend", output = model::wire::Json)]
pub async fn suspend(workspace: WorkspaceId, user: UserId, to: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members::{self, Suspension},
    };
    use model::error::{AppError, Problem};
    let access = authorized_in::<Write<Members>>(workspace).await?;
    let (change, done) = match to.as_str() {
        "off" => (Suspension::Begins, "member_suspended"),
        "on" => (Suspension::Ends, "member_resumed"),
        _ => return Err(AppError::invalid("to", Problem::Unknown)),
    };
    members::set_suspended(&access, user, change).await?;
    redirect(&with_notice(&crate::paths::member(workspace, user), done));
    Ok(())
}

/// Makes a member the owner, in place of who does so.
#[server(prefix = "/api/ui", endpoint = "members/transfer", output = model::wire::Json)]
pub async fn transfer(workspace: WorkspaceId, user: UserId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::transfer(&access, user).await?;
    redirect(&with_notice(
        &crate::paths::members(workspace),
        "transferred",
    ));
    Ok(())
}

/// Takes a member out. Whoever does so types their address.
#[server(prefix = "/api/ui", endpoint = "members/remove", output = model::wire::Json)]
pub async fn remove(workspace: WorkspaceId, user: UserId, typed_email: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::remove(&access, user, &typed_email).await?;
    redirect(&with_notice(
        &crate::paths::members(workspace),
        "member_removed",
    ));
    Ok(())
}

/// Which member of which workspace a form is about.
#[component]
fn About(workspace: WorkspaceId, user: UserId) -> impl IntoView {
    view! {
        <input type="hidden" name="workspace" value=workspace.to_string() />
        <input type="hidden" name="user" value=user.to_string() />
    }
}

#[component]
pub fn AccessPanel(
    page: MemberPage,
    suspend: Act<Suspend>,
    reset: Act<ResetFactor>,
) -> impl IntoView {
    let i18n = use_i18n();
    let MemberPage {
        workspace,
        member,
        impact,
        is_me,
        role,
        ..
    } = page;
    let (user, is_suspended) = (member.user, member.suspended_at.is_some());
    let has_factor = member.has_factor;
    let may_change = role.rules(member.role) && !is_me;
    let may_transfer = role == Role::Owner && may_change && !is_suspended;
    may_change.then(|| {
        let suspension = if is_suspended {
            view! { <Resume workspace user suspend /> }.into_any()
        } else {
            view! { <Suspending workspace user suspend /> }.into_any()
        };
        let email = member.email.to_string();
        view! {
            <section class="panel panel-danger">
                <h2>{t!(i18n, member.danger)}</h2>
                <div class="panel-acts">
                    {suspension}
                    {has_factor.then(|| view! { <FactorReset workspace user reset /> })}
                    {may_transfer.then(|| view! { <Transferring workspace user /> })}
                    <Removing workspace user email impact />
                </div>
            </section>
        }
    })
}

#[component]
fn Suspending(workspace: WorkspaceId, user: UserId, suspend: Act<Suspend>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Confirm
            id="suspend-member"
            open=move || t_string!(i18n, member.suspend)
            title=move || t_string!(i18n, member.suspend_title)
            help=move || t_string!(i18n, member.suspend_help)
            icon=Icon::Alert
            endpoint="members/suspend"
        >
            <PostForm action=suspend class="inline-form">
                <About workspace user />
                <input type="hidden" name="to" value="off" />
                <SubmitButton
                    pending=suspend.pending()
                    pending_text=move || t_string!(i18n, member.suspending)
                    weight=Weight::Danger
                >
                    {t!(i18n, member.suspend)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Resume(workspace: WorkspaceId, user: UserId, suspend: Act<Suspend>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PostForm action=suspend class="inline-form">
            <About workspace user />
            <input type="hidden" name="to" value="on" />
            <SubmitButton
                pending=suspend.pending()
                pending_text=move || t_string!(i18n, member.resuming)
                weight=Weight::Secondary
            >
                {t!(i18n, member.resume)}
            </SubmitButton>
        </PostForm>
    }
}

#[component]
fn Transferring(workspace: WorkspaceId, user: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let transfer = Act::<Transfer>::new();
    view! {
        <Confirm
            id="transfer-workspace"
            open=move || t_string!(i18n, member.transfer)
            title=move || t_string!(i18n, member.transfer_title)
            help=move || t_string!(i18n, member.transfer_help)
            icon=Icon::Members
            endpoint="members/transfer"
        >
            <PostForm action=transfer class="inline-form">
                <About workspace user />
                <SubmitButton
                    pending=transfer.pending()
                    pending_text=move || t_string!(i18n, member.transferring)
                    weight=Weight::Danger
                >
                    {t!(i18n, member.transfer)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Removing(
    workspace: WorkspaceId,
    user: UserId,
    email: String,
    impact: MemberImpact,
) -> impl IntoView {
    let i18n = use_i18n();
    let remove = Act::<Remove>::new();
    let label = move || t_string!(i18n, member.typed_email, email = email.clone());
    view! {
        <Confirm
            id="remove-member"
            open=move || t_string!(i18n, member.remove)
            title=move || t_string!(i18n, member.remove_title)
            help=move || t_string!(i18n, member.remove_help)
            icon=Icon::Trash
            endpoint="members/remove"
        >
            <PostForm action=remove class="confirm-form">
                <About workspace user />
                <Impact impact />
                <Field name="typed_email" label=label.clone() control=Control::Line autocomplete="off" />
                <SubmitButton
                    pending=remove.pending()
                    pending_text=move || t_string!(i18n, member.removing)
                    weight=Weight::Danger
                >
                    {t!(i18n, member.remove)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Impact(impact: MemberImpact) -> impl IntoView {
    let i18n = use_i18n();
    let rows = [
        (t_string!(i18n, member.impact_sessions), impact.n_sessions),
        (t_string!(i18n, member.impact_bots), impact.n_bots),
        (t_string!(i18n, member.impact_assigned), impact.n_assigned),
        (t_string!(i18n, member.impact_comments), impact.n_comments),
        (
            t_string!(i18n, member.impact_invitations),
            impact.n_invitations,
        ),
    ]
    .map(|(name, n)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{n}</dd>
            </div>
        }
    });
    view! { <dl class="impact">{rows.into_iter().collect_view()}</dl> }
}
