//! Who is signed in, where, and what they choose for themselves.

use crate::{
    components::{
        act::Act,
        icon::Icon,
        load::Load,
        post_form::PostForm,
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, use_i18n},
    pages::{
        members::role_name,
        sign_in::{GoToWorkspace, SignOut},
    },
    paths,
};
use leptos::prelude::*;
use model::{access::Role, error::AppResult, id::WorkspaceId, member::Me};

#[component]
pub fn AccountMenu(me: Load<AppResult<Me>>) -> impl IntoView {
    // A failure is the page's to tell: it asks the same server.
    let menu = move || Suspend::new(async move { me.await.ok().map(|me| view! { <Menu me /> }) });
    view! { <div class="account"><Transition>{menu}</Transition></div> }
}

#[component]
fn Menu(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = Act::<SignOut>::new();
    let own_role = me.role;
    let role = move || role_name(own_role);
    view! {
        <details class="menu menu-up">
            <summary class="account-summary">
                <span class="visually-hidden">{t!(i18n, frame.account)}</span>
                <span class="account-names">
                    <span class="account-email">{me.email.to_string()}</span>
                    <span class="account-workspace">{me.workspace_name.to_string()}</span>
                </span>
                {Icon::ChevronsUpDown.draw()}
            </summary>
            <div class="menu-panel">
                <p class="menu-note">{me.workspace_name.to_string()} " · " {role}</p>
                <a class="menu-link" href=paths::ACCOUNT>
                    {Icon::Account.draw()}
                    {t!(i18n, account.title)}
                </a>
                <Workspaces me=me.clone() />
                {(me.role != Role::Member)
                    .then(|| {
                        view! {
                            <a class="menu-link" href=paths::security(me.workspace)>
                                {Icon::Shield.draw()}
                                {t!(i18n, security.title)}
                            </a>
                        }
                    })}
                {(me.role != Role::Member).then(|| view! { <KeysLink workspace=me.workspace /> })}
                <LanguageSwitch />
                <ThemeSwitch />
                <PostForm action=sign_out class="menu-form">
                    <SubmitButton pending=sign_out.pending() weight=Weight::Secondary>
                        {Icon::SignOut.draw()}
                        {t!(i18n, session.sign_out)}
                    </SubmitButton>
                </PostForm>
            </div>
        </details>
    }
}

/// Who rules the workspace goes to its members; who has a place in others goes there.
#[component]
fn Workspaces(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let go = Act::<GoToWorkspace>::new();
    let members = (me.role != Role::Member).then(|| {
        view! {
            <a class="menu-link" href=paths::members(me.workspace)>
                {Icon::Members.draw()}
                {t!(i18n, frame.members)}
            </a>
        }
    });
    let here = me.workspace;
    let others: Vec<_> = me
        .workspaces
        .into_iter()
        .filter(|place| place.workspace != here)
        .map(|place| {
            view! {
                <button class="button" name="workspace" value=place.workspace.to_string()>
                    {place.name.to_string()}
                </button>
            }
        })
        .collect();
    let switcher = (!others.is_empty()).then(|| {
        view! {
            <PostForm action=go class="menu-form">
                <fieldset class="workspaces">
                    <legend class="menu-note">{t!(i18n, frame.switch_workspace)}</legend>
                    {others}
                </fieldset>
            </PostForm>
        }
    });
    view! {
        {members}
        {switcher}
    }
}

#[component]
fn KeysLink(workspace: WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="menu-link" href=paths::keys(workspace)>
            {Icon::Key.draw()}
            {t!(i18n, frame.keys)}
        </a>
    }
}
