//! What is typed about a provider.

use super::SaveSso;
use crate::{
    components::{
        act::Act,
        field::{Control, Field, Need},
        matrix::preset_name,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    access::Role,
    rights::Preset,
    sso::{Provider, SsoPage},
};

#[component]
pub fn ProviderForm(page: SsoPage, save: Act<SaveSso>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = page.workspace.to_string();
    view! {
        <section class="panel" id="provider">
            <h2>{t!(i18n, sso.provider)}</h2>
            <PostForm action=save class="panel-form">
                <input type="hidden" name="workspace" value=workspace />
                <Fields provider=page.provider />
                <SubmitButton
                    pending=save.pending()
                    pending_text=move || t_string!(i18n, sso.checking)
                >
                    {t!(i18n, sso.save)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn Fields(provider: Option<Provider>) -> impl IntoView {
    let i18n = use_i18n();
    let has_secret = provider.is_some();
    let of = |read: fn(&Provider) -> String| provider.as_ref().map(read).unwrap_or_default();
    let need = if has_secret {
        Need::Optional
    } else {
        Need::Required
    };
    view! {
        <Field
            name="issuer"
            label=move || t_string!(i18n, sso.issuer)
            help=move || t_string!(i18n, sso.issuer_help)
            control=Control::Line
            autocomplete="off"
            placeholder="https://login.example.org"
            value=of(|provider| provider.issuer.clone())
        />
        <Field
            name="client_id"
            label=move || t_string!(i18n, sso.client_id)
            control=Control::Line
            autocomplete="off"
            value=of(|provider| provider.client_id.clone())
        />
        <Field
            name="client_secret"
            label=move || t_string!(i18n, sso.client_secret)
            help=move || {
                if has_secret {
                    t_string!(i18n, sso.secret_kept)
                } else {
                    t_string!(i18n, sso.secret_help)
                }
            }
            control=Control::Password
            autocomplete="off"
            need
        />
        <Field
            name="email_domains"
            label=move || t_string!(i18n, sso.domains)
            help=move || t_string!(i18n, sso.domains_help)
            control=Control::Text(2)
            need=Need::Optional
            value=of(|provider| provider.email_domains.clone())
        />
        <GroupFields provider />
    }
}

/// What becomes of somebody who comes for the first time, and at each further time.
#[component]
fn GroupFields(provider: Option<Provider>) -> impl IntoView {
    let i18n = use_i18n();
    let of = |read: fn(&Provider) -> String| provider.as_ref().map(read).unwrap_or_default();
    let role = |role: Role, word: &str| (role.as_str().to_owned(), word.to_owned());
    let roles = vec![
        (String::new(), t_string!(i18n, sso.nobody).to_owned()),
        role(Role::Member, t_string!(i18n, sso.member)),
        role(Role::Admin, t_string!(i18n, sso.admin)),
    ];
    let presets =
        Preset::ALL.map(|preset| (preset.as_str().to_owned(), preset_name(preset).to_owned()));
    let preset = provider
        .as_ref()
        .map_or(Preset::Nothing, |provider| provider.preset);
    view! {
        <Field
            name="groups_claim"
            label=move || t_string!(i18n, sso.claim)
            help=move || t_string!(i18n, sso.claim_help)
            control=Control::Line
            need=Need::Optional
            autocomplete="off"
            placeholder="groups"
            value=of(|provider| provider.groups_claim.clone())
        />
        <Field
            name="roles"
            label=move || t_string!(i18n, sso.roles)
            help=move || t_string!(i18n, sso.roles_help)
            control=Control::Text(3)
            need=Need::Optional
            value=of(|provider| provider.roles.clone())
        />
        <Field
            name="default_role"
            label=move || t_string!(i18n, sso.default_role)
            help=move || t_string!(i18n, sso.default_role_help)
            control=Control::Choice(roles)
            need=Need::Optional
            value=of(|provider| {
                provider.default_role.map(|role| role.as_str().to_owned()).unwrap_or_default()
            })
        />
        <Field
            name="preset"
            label=move || t_string!(i18n, sso.preset)
            help=move || t_string!(i18n, sso.preset_help)
            control=Control::Choice(presets.into())
            value=preset.as_str().to_owned()
        />
    }
}
