//! `/sign-in/code`: the second step of signing in, for who has a second factor.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        frame::Mark,
        load::Load,
        loaded::Loaded,
        post_form::PostForm,
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::SubmitButton,
        tab_title::TabTitle,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::error::AppResult;

/// Open to all: what waits in the caller's session tells who they are.
#[server(prefix = "/api/ui", endpoint = "session/code", output = model::wire::Json)]
pub async fn sign_in_by_code(code: String) -> AppResult<()> {
    let next = crate::server::sign_in_by_code(&code).await?;
    crate::server::redirect(&next);
    Ok(())
}

/// Whether a code is wanted of the caller. Open to all, like the step itself.
#[server(prefix = "/api/ui", endpoint = "session/half", input = GetUrl, output = model::wire::Json)]
pub async fn half_signed_in() -> AppResult<()> {
    crate::server::half_signed_in().await
}

#[component]
pub fn CodePage() -> impl IntoView {
    let i18n = use_i18n();
    let half = Load::new(|| (), |()| half_signed_in());
    view! {
        <TabTitle title=move || t_string!(i18n, code.title) />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <Loaded resource=half let:_half>
                    <h1>{t!(i18n, code.heading)}</h1>
                    <p class="lead">{t!(i18n, code.lead)}</p>
                    <CodeForm />
                </Loaded>
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
fn CodeForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<SignInByCode>::new();
    view! {
        <PostForm action class="form">
            <Field
                name="code"
                label=move || t_string!(i18n, code.field)
                help=move || t_string!(i18n, code.help)
                control=Control::Line
                autocomplete="one-time-code"
            />
            <SubmitButton pending=action.pending()>{t!(i18n, session.submit)}</SubmitButton>
            <p>
                <a href="/sign-in">{t!(i18n, forgot.back)}</a>
            </p>
        </PostForm>
    }
}
