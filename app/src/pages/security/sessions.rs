//! Who is signed in, and who is locked out.

use super::Acts;
use crate::{
    components::{
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::account::place,
};
use leptos::prelude::*;
use model::{
    device,
    id::{UserId, WorkspaceId},
    posture::{LockedOut, Lockout, MemberSession},
};

/// Nothing, where nobody is locked out.
#[component]
pub fn Lockouts(workspace: WorkspaceId, lockouts: Vec<Lockout>, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    if lockouts.is_empty() {
        return ().into_any();
    }
    let items = lockouts
        .into_iter()
        .map(|lockout| view! { <Item workspace lockout acts /> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, security.lockouts)}</h2>
            <p class="field-help">{t!(i18n, security.lockouts_help)}</p>
            <ul class="checks">{items}</ul>
        </section>
    }
    .into_any()
}

/// Who is locked out, of what and until when, and the way to let them in.
#[component]
fn Item(workspace: WorkspaceId, lockout: Lockout, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let (whom, of_what, act) = match lockout.of {
        LockedOut::SignIn { user, email } => (
            email.to_string(),
            None,
            view! { <LetIn workspace user acts /> }.into_any(),
        ),
        LockedOut::Confirming { user, email } => (
            email.to_string(),
            Some(t!(i18n, security.locked_own).into_any()),
            view! { <LetIn workspace user acts /> }.into_any(),
        ),
        LockedOut::Address { address, is_shared } if is_shared => (
            address,
            Some(t!(i18n, security.locked_shared).into_any()),
            ().into_any(),
        ),
        LockedOut::Address { address, .. } => (
            address.clone(),
            Some(t!(i18n, security.locked_address).into_any()),
            view! { <LetAddressIn workspace address acts /> }.into_any(),
        ),
    };
    let of_what = of_what.map(|of_what| view! { <p class="field-help">{of_what}</p> });
    view! {
        <li class="check">
            <div>
                <p dir="auto">{whom}</p>
                {of_what}
                <p class="field-help">
                    {t!(i18n, security.locked_until)} " " <Time at=lockout.until />
                </p>
            </div>
            {act}
        </li>
    }
}

#[component]
fn LetIn(workspace: WorkspaceId, user: UserId, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PostForm action=acts.unlock class="inline-form">
            <input type="hidden" name="workspace" value=workspace.to_string() />
            <input type="hidden" name="user" value=user.to_string() />
            <SubmitButton pending=acts.unlock.pending() weight=Weight::Secondary>
                {t!(i18n, security.unlock)}
            </SubmitButton>
        </PostForm>
    }
}

#[component]
fn LetAddressIn(workspace: WorkspaceId, address: String, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PostForm action=acts.unlock_address class="inline-form">
            <input type="hidden" name="workspace" value=workspace.to_string() />
            <input type="hidden" name="address" value=address />
            <SubmitButton pending=acts.unlock_address.pending() weight=Weight::Secondary>
                {t!(i18n, security.unlock)}
            </SubmitButton>
        </PostForm>
    }
}

#[component]
pub fn Sessions(workspace: WorkspaceId, sessions: Vec<MemberSession>, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, members.email)),
        Column::text(move || t_string!(i18n, account.device)),
        Column::text(move || t_string!(i18n, account.address)),
        Column::text(move || t_string!(i18n, account.began)),
        Column::text(move || t_string!(i18n, account.seen)),
        Column::acts(move || t_string!(i18n, security.end)),
    ];
    let rows = sessions
        .into_iter()
        .map(|session| row(workspace, session, acts, &columns))
        .collect_view();
    view! {
        <h2>{t!(i18n, security.sessions)}</h2>
        <Table caption=move || t_string!(i18n, security.sessions) columns>
            {rows}
        </Table>
    }
}

fn row(
    workspace: WorkspaceId,
    session: MemberSession,
    acts: Acts,
    [email, browser, address, began, seen, act]: &[Column; 6],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let MemberSession {
        email: whose,
        session,
    } = session;
    let name = match device::family(&session.device) {
        Some(name) => name.into_any(),
        None => t!(i18n, account.unknown).into_any(),
    };
    let from = (!session.address.is_empty()).then(|| place(session.address, session.country));
    let end = if session.is_this {
        t!(i18n, account.this).into_any()
    } else {
        view! {
            <PostForm action=acts.end class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="which" value=session.id />
                <button class="button">{t!(i18n, security.end)}</button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <tr>
            {email.row_header(view! { <span dir="auto">{whose.to_string()}</span> })}
            {browser.cell(name)} {address.cell(from)}
            {began.cell(view! { <Time at=session.began_at /> })}
            {seen.cell(view! { <Time at=session.seen_at /> })} {act.cell(end)}
        </tr>
    }
}
