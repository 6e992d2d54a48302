//! One key: who answers for it, its secrets, another secret for it, and its end.

use super::{
    Acts,
    list::{Moment, Otherwise, ScopeList, State},
};
use crate::{
    components::{
        by::By,
        confirm::Confirm,
        field::{Control, Field},
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::WorkspaceId,
    key::{KeyState, KeySummary, KeysPage, MAX_OVERLAP_HOURS, OVERLAP_HOURS, PreviousSecret},
};

/// The key that the address names, if there is one.
#[component]
pub fn Detail(page: KeysPage, chosen: Memo<String>, acts: Acts) -> impl IntoView {
    move || {
        let wanted = chosen.get();
        let key = page.keys.iter().find(|key| key.id.to_string() == wanted);
        let workspace = page.workspace;
        key.cloned()
            .map(|key| view! { <Whole workspace key acts /> })
    }
}

#[component]
fn Whole(workspace: WorkspaceId, key: KeySummary, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let works = matches!(key.state, KeyState::Active | KeyState::Orphaned);
    let is_orphaned = key.state == KeyState::Orphaned;
    let id = key.id;
    view! {
        <section class="panel" aria-labelledby="key-name">
            <div class="panel-row">
                <h2 id="key-name" dir="auto">
                    {key.name.to_string()}
                </h2>
                <State state=key.state />
                <a class="button key-close" href=paths::keys(workspace)>
                    {t!(i18n, keys.close)}
                </a>
            </div>
            {is_orphaned.then(|| view! { <p>{t!(i18n, keys.orphaned_help)}</p> })}
            <dl class="facts">
                <dt>{t!(i18n, keys.secret)}</dt>
                <dd>
                    <code>{key.prefix.clone()} "…"</code>
                </dd>
                <dt>{t!(i18n, keys.scopes)}</dt>
                <dd>
                    <ScopeList scopes=key.scopes />
                </dd>
                <dt>{t!(i18n, keys.by)}</dt>
                <dd>
                    <By author=key.by />
                </dd>
                <dt>{t!(i18n, keys.created)}</dt>
                <dd>
                    <Time at=key.created_at />
                </dd>
                <dt>{t!(i18n, keys.used)}</dt>
                <dd>
                    <Moment at=key.used_at otherwise=Otherwise::Unused />
                </dd>
                <dt>{t!(i18n, keys.ends)}</dt>
                <dd>
                    <Moment at=key.expires_at otherwise=Otherwise::Never />
                </dd>
                {key.previous.map(|previous| view! { <Previous previous /> })}
            </dl>
            {works.then(|| view! { <Ends workspace id acts /> })}
        </section>
    }
    .into_any()
}

/// The secret before, while it works.
#[component]
fn Previous(previous: PreviousSecret) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <dt>{t!(i18n, keys.previous)}</dt>
        <dd>
            <code>{previous.prefix} "…"</code>
            " · "
            {t!(i18n, keys.until)}
            " "
            <Time at=previous.until />
            " · "
            {t!(i18n, keys.used)}
            ": "
            <Moment at=previous.used_at otherwise=Otherwise::Unused />
        </dd>
    }
}

#[component]
fn Ends(workspace: WorkspaceId, id: model::id::KeyId, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PostForm action=acts.rotate class="panel-form">
            <input type="hidden" name="workspace" value=workspace.to_string() />
            <input type="hidden" name="key" value=id.to_string() />
            <Field
                name="hours"
                label=move || t_string!(i18n, keys.overlap)
                help=move || t_string!(i18n, keys.overlap_help)
                control=Control::Number(0, MAX_OVERLAP_HOURS)
                value=OVERLAP_HOURS.to_string()
            />
            <SubmitButton pending=acts.rotate.pending() weight=Weight::Secondary>
                {Icon::Restore.draw()}
                {t!(i18n, keys.rotate)}
            </SubmitButton>
        </PostForm>
        <Confirm
            id="revoke-key"
            open=move || t_string!(i18n, keys.revoke)
            title=move || t_string!(i18n, keys.revoke_title)
            help=move || t_string!(i18n, keys.revoke_help)
            icon=Icon::Trash
        >
            <PostForm action=acts.revoke class="inline-form">
                <input type="hidden" name="workspace" value=workspace.to_string() />
                <input type="hidden" name="key" value=id.to_string() />
                <SubmitButton pending=acts.revoke.pending() weight=Weight::Danger>
                    {t!(i18n, keys.revoke_submit)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}
