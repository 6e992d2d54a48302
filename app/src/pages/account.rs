//! `/account`: one's own password, second factor and sessions, and by whom one is known.

mod factor;
mod links;
mod summary;

pub use factor::FactorPage;

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        load::Load,
        loaded::Loaded,
        page_header::{Crumb, PageHeader},
        post_form::{PostForm, n_done},
        submit_button::{SubmitButton, Weight},
        table::{Column, Table},
        time::Time,
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
};
use factor::get_factor;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use links::{Links, UnlinkSso, list_sso_places};
use model::{device, error::AppResult, factor::OwnFactor, member::OwnSession};
use summary::Summary;

/// The sessions of who is signed in.
#[server(prefix = "/api/ui", endpoint = "account/sessions", input = GetUrl, output = model::wire::Json)]
pub async fn list_sessions() -> AppResult<Vec<OwnSession>> {
    crate::server::list_sessions().await
}

/// Ends one of them, or all the others: `which` is an id, or `others`.
#[server(prefix = "/api/ui", endpoint = "account/end", output = model::wire::Json)]
pub async fn end_session(which: String) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::end_session(&which).await?;
    crate::server::redirect(&with_notice(crate::paths::ACCOUNT, "session_ended"));
    Ok(())
}

/// Changes the password of who is signed in.
#[server(prefix = "/api/ui", endpoint = "account/password", output = model::wire::Json)]
pub async fn change_password(current: String, password: String, locale: String) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::change_password(&current, &password, &locale).await?;
    crate::server::redirect(&with_notice(crate::paths::ACCOUNT, "password_changed"));
    Ok(())
}

#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    let end = Act::<EndSession>::new();
    let change = Act::<ChangePassword>::new();
    let (ended, changed) = (n_done(end), n_done(change));
    let sessions = Load::new(move || (ended.get(), changed.get()), |_| load());
    let unlink = Act::<UnlinkSso>::new();
    let unlinked = n_done(unlink);
    let places = Load::new(move || unlinked.get(), |_| list_sso_places());
    view! {
        <PageHeader
            title=move || t_string!(i18n, account.title)
            lead=move || t_string!(i18n, account.lead)
        />
        <Loaded resource=sessions let:loaded>
            <div class="panels">
                <Password change />
                <Summary since=loaded.1.since n_codes=loaded.1.n_codes />
                <Sessions sessions=loaded.0 end />
            </div>
        </Loaded>
        <div class="panels">
            <Loaded resource=places let:places>
                <Links places unlink />
            </Loaded>
        </div>
    }
    .into_any()
}

async fn load() -> AppResult<(Vec<OwnSession>, OwnFactor)> {
    let sessions = list_sessions().await?;
    Ok((sessions, get_factor().await?))
}

/// The way back here.
fn crumb() -> Crumb {
    let i18n = use_i18n();
    Crumb {
        label: (move || t_string!(i18n, account.title)).into(),
        href: crate::paths::ACCOUNT.into(),
    }
}

#[component]
fn Password(change: Act<ChangePassword>) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale().as_str();
    view! {
        <section class="panel">
            <h2>{t!(i18n, account.password)}</h2>
            <PostForm action=change class="panel-form">
                <input type="hidden" name="locale" value=locale />
                <Field
                    name="current"
                    label=move || t_string!(i18n, account.current)
                    control=Control::Password
                    autocomplete="current-password"
                />
                <Field
                    name="password"
                    label=move || t_string!(i18n, account.new_password)
                    help=move || t_string!(i18n, welcome.help)
                    control=Control::Password
                    autocomplete="new-password"
                />
                <SubmitButton pending=change.pending()>{t!(i18n, account.change)}</SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<OwnSession>, end: Act<EndSession>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, account.device)),
        Column::text(move || t_string!(i18n, account.address)),
        Column::text(move || t_string!(i18n, account.began)),
        Column::text(move || t_string!(i18n, account.seen)),
        Column::acts(move || t_string!(i18n, account.end)),
    ];
    let has_others = sessions.len() > 1;
    let rows = sessions
        .into_iter()
        .map(|session| row(session, end, &columns))
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, account.sessions)}</h2>
            <Table caption=move || t_string!(i18n, account.sessions) columns>
                {rows}
            </Table>
            {has_others
                .then(|| {
                    view! {
                        <PostForm action=end class="panel-acts">
                            <input type="hidden" name="which" value="others" />
                            <SubmitButton pending=end.pending() weight=Weight::Secondary>
                                {t!(i18n, account.end_others)}
                            </SubmitButton>
                        </PostForm>
                    }
                })}
        </section>
    }
}

/// An address, and the country that it is in.
pub fn place(address: String, country: Option<String>) -> String {
    match country {
        Some(country) => format!("{address} · {country}"),
        None => address,
    }
}

fn row(
    session: OwnSession,
    end: Act<EndSession>,
    [device, address, began, seen, act]: &[Column; 5],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let name = match device::family(&session.device) {
        Some(name) => name.into_any(),
        None => t!(i18n, account.unknown).into_any(),
    };
    let last = if session.is_this {
        t!(i18n, account.this).into_any()
    } else {
        view! {
            <PostForm action=end class="inline-form">
                <input type="hidden" name="which" value=session.id />
                <button class="button">{t!(i18n, account.end)}</button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <tr>
            {device.row_header(name)} {address.cell(place(session.address, session.country))}
            {began.cell(view! { <Time at=session.began_at /> })}
            {seen.cell(view! { <Time at=session.seen_at /> })} {act.cell(last)}
        </tr>
    }
}
