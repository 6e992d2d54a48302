//! What has just been done. It travels in the address (`?done=saved`), so that it is said with
//! scripts and without, by the page that comes after the act.

use crate::{
    components::{act::Act, icon::Icon, post_form::PostForm},
    i18n::{t, t_string, use_i18n},
    pages::{knowledge::Undelete, unanswered::Decide},
    paths,
};
use leptos::prelude::*;
use model::{id::OpenQuestionId, time::Timestamp};

/// The address of a page that says what was done; `done` is a word of [`Toast`].
pub fn with_notice(path: &str, done: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}done={done}")
}

/// The same for a decision about a question of the inbox, which can be taken back.
pub fn with_undo(path: &str, done: &str, question: OpenQuestionId) -> String {
    format!("{}&undo={question}", with_notice(path, done))
}

/// The address of a page that says what one act deleted, told by its time, and offers it back.
pub fn with_undelete(path: &str, deleted_at: Timestamp) -> String {
    format!(
        "{}&deleted_at={}",
        with_notice(path, "deleted"),
        deleted_at.as_millis()
    )
}

#[component]
pub fn Toast() -> impl IntoView {
    let i18n = use_i18n();
    let done = paths::use_query("done");
    let version = paths::use_query("version");
    let text = move || {
        Some(match done.get().as_str() {
            "created" => t_string!(i18n, done.created).to_owned(),
            "saved" => t_string!(i18n, done.saved).to_owned(),
            "restored" => t_string!(i18n, done.restored).to_owned(),
            "undeleted" => t_string!(i18n, done.undeleted).to_owned(),
            "topic_set" => t_string!(i18n, done.topic_set).to_owned(),
            "commented" => t_string!(i18n, done.commented).to_owned(),
            "comment_deleted" => t_string!(i18n, done.comment_deleted).to_owned(),
            "imported" => t_string!(i18n, done.imported).to_owned(),
            "synonyms_saved" => t_string!(i18n, done.synonyms_saved).to_owned(),
            "synonyms_deleted" => t_string!(i18n, done.synonyms_deleted).to_owned(),
            "small_talk" => t_string!(i18n, done.small_talk).to_owned(),
            "taken_on" => t_string!(i18n, done.taken_on).to_owned(),
            "handed_back" => t_string!(i18n, done.handed_back).to_owned(),
            "attached" => t_string!(i18n, done.attached).to_owned(),
            "ignored" => t_string!(i18n, done.ignored).to_owned(),
            "later" => t_string!(i18n, done.later).to_owned(),
            "box_saved" => t_string!(i18n, done.box_saved).to_owned(),
            "revealed" => t_string!(i18n, done.revealed).to_owned(),
            "erased" => t_string!(i18n, done.erased).to_owned(),
            "bot_created" => t_string!(i18n, done.bot_created).to_owned(),
            "bot_saved" => t_string!(i18n, done.bot_saved).to_owned(),
            "bot_on" => t_string!(i18n, done.bot_on).to_owned(),
            "bot_off" => t_string!(i18n, done.bot_off).to_owned(),
            "bot_archived" => t_string!(i18n, done.bot_archived).to_owned(),
            "bot_restored" => t_string!(i18n, done.bot_restored).to_owned(),
            "test_saved" => t_string!(i18n, done.test_saved).to_owned(),
            "test_deleted" => t_string!(i18n, done.test_deleted).to_owned(),
            "test_run" => t_string!(i18n, done.test_run).to_owned(),
            "password_changed" => t_string!(i18n, done.password_changed).to_owned(),
            "password_reset" => t_string!(i18n, done.password_reset).to_owned(),
            "assigned" => t_string!(i18n, done.assigned).to_owned(),
            "address_unlocked" => t_string!(i18n, done.address_unlocked).to_owned(),
            "unlocked" => t_string!(i18n, done.unlocked).to_owned(),
            "session_ended" => t_string!(i18n, done.session_ended).to_owned(),
            "factor_on" => t_string!(i18n, done.factor_on).to_owned(),
            "factor_off" => t_string!(i18n, done.factor_off).to_owned(),
            "factor_codes" => t_string!(i18n, done.factor_codes).to_owned(),
            "factor_reset" => t_string!(i18n, done.factor_reset).to_owned(),
            "factor_required" => t_string!(i18n, done.factor_required).to_owned(),
            "factor_free" => t_string!(i18n, done.factor_free).to_owned(),
            "invited" => t_string!(i18n, done.invited).to_owned(),
            "link_renewed" => t_string!(i18n, done.link_renewed).to_owned(),
            "invitation_withdrawn" => t_string!(i18n, done.invitation_withdrawn).to_owned(),
            "role_changed" => t_string!(i18n, done.role_changed).to_owned(),
            "member_suspended" => t_string!(i18n, done.member_suspended).to_owned(),
            "member_resumed" => t_string!(i18n, done.member_resumed).to_owned(),
            "member_removed" => t_string!(i18n, done.member_removed).to_owned(),
            "transferred" => t_string!(i18n, done.transferred).to_owned(),
            "rights_saved" => t_string!(i18n, done.rights_saved).to_owned(),
            "sharing_saved" => t_string!(i18n, done.sharing_saved).to_owned(),
            "key_created" => t_string!(i18n, done.key_created).to_owned(),
            "key_rotated" => t_string!(i18n, done.key_rotated).to_owned(),
            "key_revoked" => t_string!(i18n, done.key_revoked).to_owned(),
            "sso_saved" => t_string!(i18n, done.sso_saved).to_owned(),
            "sso_works" => t_string!(i18n, done.sso_works).to_owned(),
            "sso_deleted" => t_string!(i18n, done.sso_deleted).to_owned(),
            "sso_linked" => t_string!(i18n, done.sso_linked).to_owned(),
            "sso_unlinked" => t_string!(i18n, done.sso_unlinked).to_owned(),
            "deleted" => t_string!(i18n, done.deleted).to_owned(),
            "published" => published(version.get().parse().ok()),
            _ => return None,
        })
    };
    view! {
        <div class="toasts" role="status">
            {move || text().map(|text| view! { <Notice text /> })}
        </div>
    }
}

/// The version is a number from the address, so anyone can have written it.
fn published(version: Option<u32>) -> String {
    let i18n = use_i18n();
    match version {
        Some(version) => t_string!(i18n, done.published_version, version = version),
        None => t_string!(i18n, done.published).to_owned(),
    }
}

#[component]
fn Notice(text: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="toast">
            {Icon::Check.draw()} <p>{text}</p> <Undo /> <Undeletion />
            // A link to the page without the notice: works without scripts, and keeps what is
            // typed with them.
            <a
                class="icon-button"
                href=paths::use_here()
                aria-label=move || t_string!(i18n, dismiss)
                data-noscroll="true"
            >
                {Icon::Close.draw()}
            </a>
        </div>
    }
}

/// Takes back what was decided about a question, where the address names one.
#[component]
fn Undo() -> impl IntoView {
    let i18n = use_i18n();
    let undo = paths::use_query("undo");
    let tab = paths::use_query("tab");
    let bot = paths::use_current_bot();
    let action = Act::<Decide>::new();
    move || {
        let id = undo.get().parse::<OpenQuestionId>().ok()?;
        let bot = bot.get()?;
        Some(view! {
            <PostForm action class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="tab" value=tab />
                <button class="button" name="act" value=format!("reopen:{id}")>
                    {t!(i18n, undo)}
                </button>
            </PostForm>
        })
    }
}

/// Brings back what was deleted, where the address says when.
#[component]
fn Undeletion() -> impl IntoView {
    let i18n = use_i18n();
    let deleted_at = paths::use_query("deleted_at");
    let bot = paths::use_current_bot();
    let action = Act::<Undelete>::new();
    move || {
        let deleted_at = deleted_at.get().parse::<i64>().ok()?;
        let bot = bot.get()?;
        Some(view! {
            <PostForm action class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="deleted_at" value=deleted_at />
                <button class="button">{t!(i18n, undo)}</button>
            </PostForm>
        })
    }
}
