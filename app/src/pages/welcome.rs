//! `/welcome?token=…`: where a one-time link leads: to a first password, or into a workspace.

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
    pages::members::role_name,
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::{AppError, AppResult},
    member::Welcome as For,
};

/// Open to all: the token is the credential.
#[server(prefix = "/api/ui", endpoint = "session/welcome", output = model::wire::Json)]
pub async fn welcome(token: String, password: String) -> AppResult<()> {
    let next = crate::server::welcome(&token, &password).await?;
    crate::server::redirect(&next);
    Ok(())
}

/// Open to all: the token is the credential, and works while nobody is there yet.
#[server(prefix = "/api/ui", endpoint = "session/setup", output = model::wire::Json)]
pub async fn set_up(token: String, name: String, email: String, password: String) -> AppResult<()> {
    let setup = domain::identity::Setup {
        name,
        email,
        password,
    };
    let next = crate::server::set_up(&token, &setup).await?;
    crate::server::redirect(&next);
    Ok(())
}

/// What the link is for. Open to all: the token is the credential.
#[server(prefix = "/api/ui", endpoint = "session/link", input = GetUrl, output = model::wire::Json)]
pub async fn get_welcome(token: String) -> AppResult<For> {
    crate::server::welcome_for(&token).await
}

#[component]
pub fn WelcomePage() -> impl IntoView {
    let i18n = use_i18n();
    let token = paths::use_query("token");
    let what = Load::new(move || token.get(), get_welcome);
    view! {
        <TabTitle title=move || t_string!(i18n, welcome.title) />
        <main class="sign-in">
            <section class="sign-in-card">
                <Mark />
                <Loaded resource=what let:what>
                    <Welcomed what />
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
fn Welcomed(what: For) -> impl IntoView {
    let i18n = use_i18n();
    match what {
        For::Password => view! {
            <h1>{t!(i18n, welcome.heading)}</h1>
            <p class="lead">{t!(i18n, welcome.lead)}</p>
            <WelcomeForm kind=Kind::Password />
        }
        .into_any(),
        For::Setup => view! {
            <h1>{t!(i18n, welcome.setup)}</h1>
            <p class="lead">{t!(i18n, welcome.setup_lead)}</p>
            <SetupForm />
        }
        .into_any(),
        For::Invitation {
            workspace_name,
            email,
            role,
            has_account,
        } => {
            let email = email.to_string();
            let username = email.clone();
            let lead = move || {
                let (email, role) = (email.clone(), role_name(role));
                if has_account {
                    t_string!(i18n, welcome.join_known, email = email, role = role)
                } else {
                    t_string!(i18n, welcome.join_new, email = email, role = role)
                }
            };
            let name = workspace_name.to_string();
            let kind = if has_account {
                Kind::Join(username)
            } else {
                Kind::JoinAnew(username)
            };
            view! {
                <h1>{move || t_string!(i18n, welcome.join, name = name.clone())}</h1>
                <p class="lead">{lead}</p>
                <WelcomeForm kind />
            }
            .into_any()
        }
    }
}

#[component]
fn SetupForm() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<SetUp>::new();
    let token = paths::use_query("token");
    let explain = Callback::new(move |error| {
        (error == AppError::NotFound).then(|| view! { <p>{t!(i18n, welcome.used)}</p> }.into_any())
    });
    view! {
        <PostForm action class="form" explain>
            <input type="hidden" name="token" value=token />
            <Field
                name="name"
                label=move || t_string!(i18n, welcome.workspace)
                help=move || t_string!(i18n, welcome.workspace_help)
                control=Control::Line
                autocomplete="organization"
            />
            <Field
                name="email"
                label=move || t_string!(i18n, session.email)
                control=Control::Email
                autocomplete="username"
            />
            <Field
                name="password"
                label=move || t_string!(i18n, session.password)
                help=move || t_string!(i18n, welcome.help)
                control=Control::Password
                autocomplete="new-password"
            />
            <SubmitButton pending=action.pending()>{t!(i18n, welcome.setup_submit)}</SubmitButton>
        </PostForm>
    }
}

/// What the password is for, and whose it is.
#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Password,
    Join(String),
    JoinAnew(String),
}

#[component]
fn WelcomeForm(kind: Kind) -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<Welcome>::new();
    let token = paths::use_query("token");
    let explain = Callback::new(move |error| {
        (error == AppError::NotFound).then(|| view! { <p>{t!(i18n, welcome.used)}</p> }.into_any())
    });
    let (is_known, is_invited) = (matches!(kind, Kind::Join(_)), kind != Kind::Password);
    let username = match kind {
        Kind::Password => None,
        Kind::Join(email) | Kind::JoinAnew(email) => Some(email),
    };
    let autocomplete = if is_known {
        "current-password"
    } else {
        "new-password"
    };
    let help = move || {
        if is_known {
            ""
        } else {
            t_string!(i18n, welcome.help)
        }
    };
    let submit = move || {
        if is_invited {
            t_string!(i18n, welcome.join_submit)
        } else {
            t_string!(i18n, welcome.submit)
        }
    };
    view! {
        <PostForm action class="form" explain>
            <input type="hidden" name="token" value=token />
            // For whoever keeps passwords.
            {username
                .map(|email| {
                    view! { <input type="hidden" autocomplete="username" value=email /> }
                })}
            <Field
                name="password"
                label=move || t_string!(i18n, session.password)
                help=help
                control=Control::Password
                autocomplete=autocomplete
            />
            <SubmitButton pending=action.pending()>{submit}</SubmitButton>
        </PostForm>
    }
}
