//! How safely the server is set up, and what it refused.

use crate::{
    components::{
        badge::{Badge, Tone},
        number::shown,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::posture::{Check, Refusal};

#[component]
pub fn Checks(checks: Vec<(Check, bool)>) -> impl IntoView {
    let i18n = use_i18n();
    let n_open = checks.iter().filter(|(_, holds)| !holds).count();
    // What does not hold comes first.
    let mut checks = checks;
    checks.sort_by_key(|(_, holds)| *holds);
    let items = checks
        .into_iter()
        .map(|(check, holds)| view! { <Item check holds /> })
        .collect_view();
    let summary = move || match n_open {
        0 => t_string!(i18n, security.all_hold).to_owned(),
        n => t_string!(i18n, security.n_open, count = n).to_string(),
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, security.posture)}</h2>
            <p class="field-help">{summary}</p>
            <ul class="checks">{items}</ul>
        </section>
    }
}

#[component]
fn Item(check: Check, holds: bool) -> impl IntoView {
    let i18n = use_i18n();
    let tone = if holds { Tone::Good } else { Tone::Bad };
    let state = move || {
        if holds {
            t_string!(i18n, security.holds)
        } else {
            t_string!(i18n, security.mend)
        }
    };
    let help = (!holds).then(|| {
        view! { <p class="field-help">{move || advice(check)}</p> }
    });
    view! {
        <li class="check">
            <div>
                <p>{move || name(check)}</p>
                {help}
            </div>
            <Badge tone text=state />
        </li>
    }
}

fn name(check: Check) -> &'static str {
    let i18n = use_i18n();
    match check {
        Check::Encrypted => t_string!(i18n, security.encrypted),
        Check::Proxies => t_string!(i18n, security.proxies),
        Check::Internal => t_string!(i18n, security.internal),
        Check::Questions => t_string!(i18n, security.questions),
        Check::SignInsByAddress => t_string!(i18n, security.by_address),
        Check::SignInsByEmail => t_string!(i18n, security.by_email),
        Check::Connections => t_string!(i18n, security.connections),
        Check::Mail => t_string!(i18n, security.mail),
        Check::Files => t_string!(i18n, security.files),
    }
}

fn advice(check: Check) -> &'static str {
    let i18n = use_i18n();
    match check {
        Check::Encrypted => t_string!(i18n, security.encrypted_help),
        Check::Proxies => t_string!(i18n, security.proxies_help),
        Check::Internal => t_string!(i18n, security.internal_help),
        Check::Questions | Check::SignInsByAddress | Check::SignInsByEmail => {
            t_string!(i18n, security.limit_help)
        }
        Check::Connections => t_string!(i18n, security.connections_help),
        Check::Mail => t_string!(i18n, security.mail_help),
        Check::Files => t_string!(i18n, security.files_help),
    }
}

/// What the server refused in the last day, by kind.
#[component]
pub fn Refusals(refusals: Vec<(Refusal, u32)>) -> impl IntoView {
    let i18n = use_i18n();
    let n_of = move |kind: Refusal| {
        let found = refusals.iter().find(|(other, _)| *other == kind);
        found.map_or(0, |(_, n)| *n)
    };
    let items = Refusal::ALL
        .into_iter()
        .map(|kind| {
            let n = u64::from(n_of(kind));
            view! {
                <div>
                    <dt>{move || refused(kind)}</dt>
                    <dd>{shown(n)}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, security.refused)}</h2>
            <p class="field-help">{t!(i18n, security.refused_help)}</p>
            <dl class="impact">{items}</dl>
        </section>
    }
}

fn refused(kind: Refusal) -> &'static str {
    let i18n = use_i18n();
    match kind {
        Refusal::TooOften => t_string!(i18n, security.too_often),
        Refusal::Forbidden => t_string!(i18n, security.forbidden),
        Refusal::Unknown => t_string!(i18n, security.unknown),
        Refusal::Malformed => t_string!(i18n, security.malformed),
        Refusal::TooLarge => t_string!(i18n, security.too_large),
    }
}
