//! Who is signed in, where, and what they choose for themselves.

use crate::{
    components::{
        icon::Icon,
        post_form::PostForm,
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    pages::sign_in::{SignOut, get_me},
    paths,
};
use leptos::prelude::*;
use model::{access::Role, id::WorkspaceId, member::Me};

#[component]
pub fn AccountMenu() -> impl IntoView {
    let me = Resource::new(|| (), |()| get_me());
    // A failure is the page's to tell: it asks the same server.
    let menu = move || Suspend::new(async move { me.await.ok().map(|me| view! { <Menu me /> }) });
    view! { <div class="account"><Transition>{menu}</Transition></div> }
}

#[component]
fn Menu(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = ServerAction::<SignOut>::new();
    let role = move || match me.role {
        Role::Owner => t_string!(i18n, role.owner),
        Role::Admin => t_string!(i18n, role.admin),
        Role::Member => t_string!(i18n, role.member),
    };
    let runs = matches!(me.role, Role::Owner | Role::Admin);
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
                {runs.then(|| view! { <KeysLink workspace=me.workspace /> })}
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
