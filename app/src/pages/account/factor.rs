//! `/account/factor`: one's own second factor. What it shows in one state is never there in
//! another: the secret while it is set up, recovery codes right after they were made.

mod on;
mod set_up;

use crate::{
    components::{
        act::Act, icon::Icon, load::Load, loaded::Loaded, page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t_string, use_i18n},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    factor::{NewFactor, OwnFactor},
};
use on::{Codes, On};
use set_up::{Begun, Off};

/// How it stands with the caller's own second factor.
#[server(prefix = "/api/ui", endpoint = "account/factor", input = GetUrl, output = model::wire::Json)]
pub async fn get_factor() -> AppResult<OwnFactor> {
    crate::server::own_factor().await
}

/// The secret that the caller is setting up, as long as they do.
#[server(prefix = "/api/ui", endpoint = "account/factor-secret", input = GetUrl, output = model::wire::Json)]
pub async fn get_new_factor() -> AppResult<Option<NewFactor>> {
    crate::server::new_factor().await
}

/// The caller's new recovery codes, once.
#[server(prefix = "/api/ui", endpoint = "account/factor-codes", input = GetUrl, output = model::wire::Json)]
pub async fn take_codes() -> AppResult<Option<Vec<String>>> {
    crate::server::take_codes().await
}

#[server(prefix = "/api/ui", endpoint = "account/factor-begin", output = model::wire::Json)]
pub async fn begin_factor(current: String) -> AppResult<()> {
    crate::server::begin_factor(&current).await?;
    crate::server::redirect(crate::paths::FACTOR);
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "account/factor-confirm", output = model::wire::Json)]
pub async fn confirm_factor(code: String, locale: String) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::confirm_factor(&code, &locale).await?;
    crate::server::redirect(&with_notice(crate::paths::FACTOR, "factor_on"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "account/factor-renew", output = model::wire::Json)]
pub async fn renew_codes(code: String, locale: String) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::renew_codes(&code, &locale).await?;
    crate::server::redirect(&with_notice(crate::paths::FACTOR, "factor_codes"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "account/factor-off", output = model::wire::Json)]
pub async fn turn_factor_off(current: String, code: String, locale: String) -> AppResult<()> {
    use crate::components::toast::with_notice;
    crate::server::turn_factor_off(&current, &code, &locale).await?;
    crate::server::redirect(&with_notice(crate::paths::ACCOUNT, "factor_off"));
    Ok(())
}

/// The acts of the page.
#[derive(Clone, Copy)]
struct Acts {
    begin: Act<BeginFactor>,
    confirm: Act<ConfirmFactor>,
    renew: Act<RenewCodes>,
    off: Act<TurnFactorOff>,
}

impl Acts {
    /// Changes with each act that was done.
    fn done(self) -> Memo<usize> {
        let (begin, confirm, renew) =
            (n_done(self.begin), n_done(self.confirm), n_done(self.renew));
        Memo::new(move |_| begin.get() + confirm.get() + renew.get())
    }
}

#[component]
pub fn FactorPage() -> impl IntoView {
    let i18n = use_i18n();
    let acts = Acts {
        begin: Act::new(),
        confirm: Act::new(),
        renew: Act::new(),
        off: Act::new(),
    };
    let done = acts.done();
    let page = Load::new(move || done.get(), |_| load());
    view! {
        <PageHeader
            title=move || t_string!(i18n, factor.title)
            lead=move || t_string!(i18n, factor.lead)
            parent=super::crumb()
        />
        <Loaded resource=page let:page>
            <Shown page acts />
        </Loaded>
    }
    .into_any()
}

type Page = (OwnFactor, Option<NewFactor>, Option<Vec<String>>);

async fn load() -> AppResult<Page> {
    let own = get_factor().await?;
    if own.since.is_some() {
        Ok((own, None, take_codes().await?))
    } else {
        Ok((own, get_new_factor().await?, None))
    }
}

#[component]
fn Shown(page: Page, acts: Acts) -> impl IntoView {
    let (own, new, codes) = page;
    let is_wanted = own.since.is_none() && !own.required_by.is_empty();
    let names: Vec<String> = own.required_by.iter().map(ToString::to_string).collect();
    let state = match (own.since, new) {
        (Some(since), _) => view! { <On own since acts /> }.into_any(),
        (None, Some(new)) => view! { <Begun new confirm=acts.confirm /> }.into_any(),
        (None, None) => view! { <Off begin=acts.begin /> }.into_any(),
    };
    view! {
        <div class="panels">
            {is_wanted.then(|| view! { <Wanted names=names.join(", ") /> })}
            {codes.map(|codes| view! { <Codes codes=codes.join("\n") /> })} {state}
        </div>
    }
}

/// Why somebody was led here.
#[component]
fn Wanted(names: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel panel-shown panel-row" role="note">
            {Icon::Key.draw()}
            <p>{move || t_string!(i18n, factor.wanted, names = names.clone())}</p>
        </section>
    }
}
