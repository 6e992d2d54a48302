//! The members, and the way out.

use super::role_name;
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        confirm::Confirm,
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    access::Role,
    error::AppResult,
    id::{UserId, WorkspaceId},
    member::{MemberRow, MembersPage},
    time::Timestamp,
};

/// Leaves the workspace oneself.
#[server(prefix = "/api/ui", endpoint = "members/leave", output = model::wire::Json)]
pub async fn leave_workspace(workspace: WorkspaceId) -> AppResult<()> {
    use crate::server::{authorized_in, redirect};
    use domain::{
        access::{Bots, Read},
        members,
    };
    let access = authorized_in::<Read<Bots>>(workspace).await?;
    members::leave(&access).await?;
    redirect("/sign-in");
    Ok(())
}

#[component]
pub fn List(page: MembersPage) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, members.column_email)),
        Column::text(move || t_string!(i18n, members.column_role)),
        Column::text(move || t_string!(i18n, members.column_state)),
        Column::text(move || t_string!(i18n, factor.title)),
        Column::number(move || t_string!(i18n, members.column_bots)),
        Column::text(move || t_string!(i18n, members.column_seen)),
    ];
    let (workspace, me) = (page.workspace, page.me);
    let rows = page
        .members
        .into_iter()
        .map(|member| row(workspace, &member, me, &columns))
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, members.caption) columns>
            {rows}
        </Table>
    }
}

fn row(
    workspace: WorkspaceId,
    member: &MemberRow,
    me: Option<UserId>,
    columns: &[Column; 6],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let [email, role, state, factor, bots, seen] = columns;
    let href = paths::member(workspace, member.user);
    let is_me = me == Some(member.user);
    let name = view! {
        <a href=href dir="auto">
            {member.email.to_string()}
        </a>
        {is_me.then(|| view! { <Badge tone=Tone::Accent text=move || t_string!(i18n, members.you) /> })}
    };
    let last = match member.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => t!(i18n, members.never_seen).into_any(),
    };
    let (own_role, has_factor) = (member.role, member.has_factor);
    view! {
        <tr>
            {email.row_header(name)} {role.cell(move || role_name(own_role))}
            {state.cell(view! { <State suspended_at=member.suspended_at /> })}
            {factor.cell(view! { <FactorState has_factor /> })} {bots.cell(member.n_bots)}
            {seen.cell(last)}
        </tr>
    }
}

/// Whether a member may do anything.
#[component]
pub fn State(suspended_at: Option<Timestamp>) -> impl IntoView {
    let i18n = use_i18n();
    let is_suspended = suspended_at.is_some();
    let tone = if is_suspended { Tone::Bad } else { Tone::Good };
    let text = move || {
        if is_suspended {
            t_string!(i18n, members.suspended)
        } else {
            t_string!(i18n, members.active)
        }
    };
    view! { <Badge tone text /> }
}

/// Whether a member has a second factor.
#[component]
fn FactorState(has_factor: bool) -> impl IntoView {
    let i18n = use_i18n();
    let tone = if has_factor {
        Tone::Good
    } else {
        Tone::Neutral
    };
    let text = move || {
        if has_factor {
            t_string!(i18n, factor.on)
        } else {
            t_string!(i18n, factor.off)
        }
    };
    view! { <Badge tone text /> }
}

#[component]
pub fn Leave(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let leave = Act::<LeaveWorkspace>::new();
    view! {
        <Confirm
            id="leave-workspace"
            open=move || t_string!(i18n, members.leave)
            title=move || t_string!(i18n, members.leave)
            help=move || t_string!(i18n, members.leave_help)
            icon=Icon::SignOut
            endpoint="members/leave"
        >
            <PostForm action=leave class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <SubmitButton
                    pending=leave.pending()
                    pending_text=move || t_string!(i18n, members.leaving)
                    weight=Weight::Danger
                >
                    {t!(i18n, members.leave)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

/// The roles that somebody may give, each with what it is called.
pub fn roles_to_give(own: Role) -> Vec<(String, String)> {
    Role::ALL
        .into_iter()
        .rev()
        .filter(|role| own.rules(*role))
        .map(|role| (role.to_string(), role_name(role).to_owned()))
        .collect()
}
