//! Who was asked and has not joined: a new link, or none any more.

use super::role_name;
use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    error::AppResult,
    id::{InvitationId, WorkspaceId},
    member::InvitationRow,
};

/// Makes another link, which voids those before it.
#[server(prefix = "/api/ui", endpoint = "members/renew", output = model::wire::Json)]
pub async fn renew(workspace: WorkspaceId, invitation: InvitationId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect, show_link},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::renew(&access, invitation).await?;
    show_link(invitation).await?;
    redirect(&with_notice(
        &crate::paths::members(workspace),
        "link_renewed",
    ));
    Ok(())
}

/// Takes an invitation back.
#[server(prefix = "/api/ui", endpoint = "members/withdraw", output = model::wire::Json)]
pub async fn withdraw(workspace: WorkspaceId, invitation: InvitationId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::withdraw(&access, invitation).await?;
    redirect(&with_notice(
        &crate::paths::members(workspace),
        "invitation_withdrawn",
    ));
    Ok(())
}

#[component]
pub fn Invitations(
    workspace: WorkspaceId,
    invitations: Vec<InvitationRow>,
    renew: Act<Renew>,
    withdraw: Act<Withdraw>,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, members.column_email)),
        Column::text(move || t_string!(i18n, members.column_role)),
        Column::text(move || t_string!(i18n, members.column_state)),
        Column::number(move || t_string!(i18n, members.column_bots)),
        Column::text(move || t_string!(i18n, members.column_until)),
        Column::acts(move || t_string!(i18n, members.column_acts)),
    ];
    let n_invitations = invitations.len();
    let rows = invitations
        .into_iter()
        .map(|invitation| {
            let acts = view! { <Acts workspace invitation=invitation.clone() renew withdraw /> };
            row(&invitation, acts.into_any(), &columns)
        })
        .collect_view();
    (n_invitations > 0).then(|| {
        view! {
            <h2 class="section-title">{t!(i18n, members.invitations)}</h2>
            <Table caption=move || t_string!(i18n, members.invitations_caption) columns>
                {rows}
            </Table>
        }
    })
}

fn row(invitation: &InvitationRow, acts: AnyView, columns: &[Column; 6]) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let [email, role, state, bots, until, last] = columns;
    let (own_role, is_expired) = (invitation.role, invitation.is_expired);
    let tone = if is_expired {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    let text = move || {
        if is_expired {
            t_string!(i18n, members.expired)
        } else {
            t_string!(i18n, members.pending)
        }
    };
    view! {
        <tr>
            {email.row_header(view! { <span dir="auto">{invitation.email.to_string()}</span> })}
            {role.cell(move || role_name(own_role))} {state.cell(view! { <Badge tone text /> })}
            {bots.cell(invitation.n_bots)}
            {until.cell(view! { <Time at=invitation.expires_at /> })} {last.cell(acts)}
        </tr>
    }
}

#[component]
fn Acts(
    workspace: WorkspaceId,
    invitation: InvitationRow,
    renew: Act<Renew>,
    withdraw: Act<Withdraw>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, email) = (invitation.id, invitation.email.to_string());
    let other = email.clone();
    let renew_for = move || t_string!(i18n, members.renew_for, email = email.clone());
    let withdraw_for = move || t_string!(i18n, members.withdraw_for, email = other.clone());
    view! {
        <div class="panel-acts">
            <PostForm action=renew class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="invitation" value=id.to_string() />
                <SubmitButton
                    pending=renew.pending()
                    pending_text=move || t_string!(i18n, members.renewing)
                    weight=Weight::Secondary
                >
                    {Icon::Restore.draw()}
                    <span aria-hidden="true">{t!(i18n, members.renew)}</span>
                    <span class="visually-hidden">{renew_for.clone()}</span>
                </SubmitButton>
            </PostForm>
            <PostForm action=withdraw class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="invitation" value=id.to_string() />
                <SubmitButton
                    pending=withdraw.pending()
                    pending_text=move || t_string!(i18n, members.withdrawing)
                    weight=Weight::Secondary
                >
                    {Icon::Close.draw()}
                    <span aria-hidden="true">{t!(i18n, members.withdraw)}</span>
                    <span class="visually-hidden">{withdraw_for.clone()}</span>
                </SubmitButton>
            </PostForm>
        </div>
    }
}
