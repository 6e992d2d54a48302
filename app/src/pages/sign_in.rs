//! `/sign-in`: the way in; and the way out, which stands in the account menu.

mod code;

pub use code::CodePage;

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        frame::Mark,
        icon::Icon,
        post_form::{PostForm, Restore},
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::SubmitButton,
        tab_title::TabTitle,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{error::AppResult, id::WorkspaceId, member::Me, sso::Refused};

/// Open to all: this is how one gets in.
#[server(prefix = "/api/ui", endpoint = "session/sign-in", output = model::wire::Json)]
pub async fn sign_in(email: String, password: String, next: String) -> AppResult<()> {
    let next = crate::server::sign_in(&email, &password, &next).await?;
    crate::server::redirect(&next);
    Ok(())
}

/// Open to all: whoever has no session has none to end.
#[server(prefix = "/api/ui", endpoint = "session/sign-out", output = model::wire::Json)]
pub async fn sign_out() -> AppResult<()> {
    crate::server::sign_out().await?;
    crate::server::redirect("/sign-in");
    Ok(())
}

/// Goes to another workspace. Open to all: it asks whether the person has a place there.
#[server(prefix = "/api/ui", endpoint = "session/workspace", output = model::wire::Json)]
pub async fn go_to_workspace(workspace: WorkspaceId) -> AppResult<()> {
    crate::server::go_to_workspace(workspace).await?;
    crate::server::redirect(paths::BOTS);
    Ok(())
}

/// Who is signed in.
#[server(prefix = "/api/ui", endpoint = "session/me", input = GetUrl, output = model::wire::Json)]
pub async fn get_me() -> AppResult<Me> {
    crate::server::me().await
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TabTitle title=move || t_string!(i18n, session.title) />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <h1>{t!(i18n, session.heading)}</h1>
                <p class="lead">{t!(i18n, session.lead)}</p>
                <RefusedSignOn />
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

/// Why a provider's word did not let somebody in; a word in the address tells.
#[component]
fn RefusedSignOn() -> impl IntoView {
    let i18n = use_i18n();
    let why = paths::use_query("sso");
    let sentence = move || {
        let refused: Refused = why.get().parse().ok()?;
        Some(match refused {
            Refused::NoProvider => t_string!(i18n, sso.no_provider),
            Refused::Stale => t_string!(i18n, sso.stale),
            Refused::Denied => t_string!(i18n, sso.denied),
            Refused::Unreachable => t_string!(i18n, sso.unreachable),
            Refused::Untrusted => t_string!(i18n, sso.untrusted),
            Refused::NoEmail => t_string!(i18n, sso.no_email),
            Refused::EmailTaken => t_string!(i18n, sso.email_taken),
            Refused::Outside => t_string!(i18n, sso.outside),
            Refused::LinkTaken => t_string!(i18n, sso.link_taken),
            Refused::TooMany => t_string!(i18n, sso.too_many),
            Refused::Internal => t_string!(i18n, error.internal),
        })
    };
    move || {
        sentence().map(|sentence| {
            view! {
                <div class="form-summary" role="alert">
                    {Icon::Alert.draw()} <p>{sentence}</p>
                </div>
            }
        })
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<SignIn>::new();
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
            <p class="field-help">{t!(i18n, sso.sign_in_help)}</p>
        </PostForm>
    }
}
