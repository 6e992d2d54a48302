//! `/welcome?token=…`: where a one-time link leads; whoever has it chooses a password.

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
use leptos::prelude::*;
use leptos_meta::Title;
use model::error::{AppError, AppResult};

/// Open to all: the token is the credential.
#[server(prefix = "/api/ui", endpoint = "session/welcome")]
pub async fn welcome(token: String, password: String) -> AppResult<()> {
    crate::server::welcome(&token, &password).await?;
    crate::server::redirect(paths::BOTS);
    Ok(())
}

#[component]
pub fn WelcomePage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || {
            format!("{} · {}", t_string!(i18n, welcome.title), t_string!(i18n, product))
        } />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <h1>{t!(i18n, welcome.heading)}</h1>
                <p class="lead">{t!(i18n, welcome.lead)}</p>
                <Restore>
                    <WelcomeForm />
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
fn WelcomeForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<Welcome>::new();
    let token = paths::use_query("token");
    let explain = Callback::new(move |error| {
        (error == AppError::NotFound).then(|| view! { <p>{t!(i18n, welcome.used)}</p> }.into_any())
    });
    view! {
        <PostForm action class="form" explain>
            <input type="hidden" name="token" value=token />
            <Field
                name="password"
                label=move || t_string!(i18n, session.password)
                help=move || t_string!(i18n, welcome.help)
                control=Control::Password
                autocomplete="new-password"
            />
            <SubmitButton pending=action.pending()>{t!(i18n, welcome.submit)}</SubmitButton>
        </PostForm>
    }
}
