//! `/forgot` and `/reset?token=…`: a password that was forgotten is set anew.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        frame::Mark,
        post_form::{PostForm, Restore},
        preferences::{LanguageSwitch, ThemeSwitch},
        submit_button::SubmitButton,
        tab_title::TabTitle,
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::error::{AppError, AppResult};

/// Open to all, and answers all alike.
#[server(prefix = "/api/ui", endpoint = "session/forgot", output = model::wire::Json)]
pub async fn forget_password(email: String, locale: String) -> AppResult<()> {
    crate::server::forget_password(&email, &locale).await?;
    crate::server::redirect(paths::FORGOT_SENT);
    Ok(())
}

/// Open to all: the token is the credential.
#[server(prefix = "/api/ui", endpoint = "session/reset", output = model::wire::Json)]
pub async fn reset_password(token: String, password: String, locale: String) -> AppResult<()> {
    crate::server::reset_password(&token, &password, &locale).await?;
    crate::server::redirect(paths::RESET_DONE);
    Ok(())
}

/// A page of somebody who is not signed in.
#[component]
fn Outside(
    #[prop(into)] title: TextProp,
    #[prop(into)] heading: TextProp,
    #[prop(into)] lead: TextProp,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TabTitle title=title.clone() />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <h1>{move || heading.get()}</h1>
                <p class="lead">{move || lead.get()}</p>
                <Restore>{children()}</Restore>
                <p>
                    <a href="/sign-in">{t!(i18n, forgot.back)}</a>
                </p>
            </section>
            <footer class="sign-in-preferences">
                <LanguageSwitch />
                <ThemeSwitch />
            </footer>
        </main>
    }
}

#[component]
pub fn ForgotPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Outside
            title=move || t_string!(i18n, forgot.title)
            heading=move || t_string!(i18n, forgot.heading)
            lead=move || t_string!(i18n, forgot.lead)
        >
            <ForgotForm />
        </Outside>
    }
    .into_any()
}

#[component]
fn ForgotForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<ForgetPassword>::new();
    let sent = paths::use_query("sent");
    let locale = move || i18n.get_locale().as_str();
    move || {
        if sent.get().is_empty() {
            view! {
                <PostForm action class="form">
                    <input type="hidden" name="locale" value=locale />
                    <Field
                        name="email"
                        label=move || t_string!(i18n, session.email)
                        control=Control::Email
                        autocomplete="username"
                    />
                    <SubmitButton pending=action.pending()>{t!(i18n, forgot.submit)}</SubmitButton>
                </PostForm>
            }
            .into_any()
        } else {
            view! { <p role="status">{t!(i18n, forgot.sent)}</p> }.into_any()
        }
    }
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Outside
            title=move || t_string!(i18n, reset.title)
            heading=move || t_string!(i18n, reset.heading)
            lead=move || t_string!(i18n, reset.lead)
        >
            <ResetForm />
        </Outside>
    }
    .into_any()
}

#[component]
fn ResetForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<ResetPassword>::new();
    let token = paths::use_query("token");
    let locale = move || i18n.get_locale().as_str();
    let explain = Callback::new(move |error| {
        (error == AppError::NotFound).then(|| {
            view! {
                <p>{t!(i18n, reset.used)}</p>
                <a href=paths::FORGOT>{t!(i18n, reset.again)}</a>
            }
            .into_any()
        })
    });
    view! {
        <PostForm action class="form" explain>
            <input type="hidden" name="token" value=token />
            <input type="hidden" name="locale" value=locale />
            <Field
                name="password"
                label=move || t_string!(i18n, account.new_password)
                help=move || t_string!(i18n, welcome.help)
                control=Control::Password
                autocomplete="new-password"
            />
            <SubmitButton pending=action.pending()>{t!(i18n, reset.submit)}</SubmitButton>
        </PostForm>
    }
}
