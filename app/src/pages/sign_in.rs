//! `/sign-in`: the way in; and the way out, which stands in the account menu.

mod code;

pub use code::CodePage;

use crate::{
    components::{
        field::{Control, Field},
        frame::Mark,
        post_form::{PostForm, Restore},
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_meta::Title;
use model::{error::AppResult, id::WorkspaceId, member::Me};

/// Open to all: this is how one gets in.
#[server(prefix = "/api/ui", endpoint = "session/sign-in")]
pub async fn sign_in(email: String, password: String, next: String) -> AppResult<()> {
    let next = crate::server::sign_in(&email, &password, &next).await?;
    crate::server::redirect(&next);
    Ok(())
}

/// Open to all: whoever has no session has none to end.
#[server(prefix = "/api/ui", endpoint = "session/sign-out")]
pub async fn sign_out() -> AppResult<()> {
    crate::server::sign_out().await?;
    crate::server::redirect("/sign-in");
    Ok(())
}

/// Goes to another workspace. Open to all: it asks whether the person has a place there.
#[server(prefix = "/api/ui", endpoint = "session/workspace")]
pub async fn go_to_workspace(workspace: WorkspaceId) -> AppResult<()> {
    crate::server::go_to_workspace(workspace).await?;
    crate::server::redirect(paths::BOTS);
    Ok(())
}

/// Who is signed in.
#[server(prefix = "/api/ui", endpoint = "session/me", input = GetUrl)]
pub async fn get_me() -> AppResult<Me> {
    crate::server::me().await
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || {
            format!("{} · {}", t_string!(i18n, session.title), t_string!(i18n, product))
        } />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <h1>{t!(i18n, session.heading)}</h1>
                <p class="lead">{t!(i18n, session.lead)}</p>
                <Restore>
                    <SignInForm />
                </Restore>
            </section>
            <footer class="sign-in-preferences">
                <LanguageSwitch />
                <ThemeSwitch />
            </footer>
        </main>
    }
    .into_any()
}

#[component]
fn SignInForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SignIn>::new();
    let next = paths::use_query("next");
    view! {
        <PostForm action class="form">
            <input type="hidden" name="next" value=next />
            <Field
                name="email"
                label=move || t_string!(i18n, session.email)
                control=Control::Email
                autocomplete="username"
            />
            <Field
                name="password"
                label=move || t_string!(i18n, session.password)
                control=Control::Password
                autocomplete="current-password"
            />
            <SubmitButton pending=action.pending()>{t!(i18n, session.submit)}</SubmitButton>
            <p>
                <a href=paths::FORGOT>{t!(i18n, forgot.link)}</a>
            </p>
        </PostForm>
    }
}
