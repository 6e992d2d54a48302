//! The server's side of the pages: the door to the domain, the session, and what a page says
//! about its own answer.

mod begin;
mod device;
mod factor;
mod lists;
mod request;
pub mod sign_on;

pub use begin::PROOF;
pub use factor::{
    begin_factor, confirm_factor, half_signed_in, new_factor, own_factor, renew_codes, shown_codes,
    sign_in_by_code, take_codes, turn_factor_off,
};
pub use lists::{keep_list_view, list_view};
pub use request::{cookie, path};

use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use domain::{
    access::{Access, Door, InBot, InWorkspace, Permitted},
    secrets::token_hash,
};
use leptos::{
    nonce::Nonce,
    prelude::{untrack, use_context},
    text_prop::TextProp,
};
use leptos_axum::ResponseOptions;
use model::{
    error::{AppError, AppResult},
    form::RefusedForm,
    id::{BotId, InvitationId, KeyId, UserId, WorkspaceId},
    key::NewSecret,
    member::{Me, OwnSession, Welcome},
};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Id};

/// Where the session keeps who is signed in.
pub const USER: &str = "user";
/// Where the session keeps the workspace that they chose to be in.
pub const WORKSPACE: &str = "workspace";
/// Where the session keeps the one workspace that it is good for, if a provider let somebody in.
pub const ONLY: &str = "only";
/// Where the session keeps the invitation whose link is shown next.
const LINK: &str = "link";
/// Where the session keeps when somebody was active last, in milliseconds.
pub const SEEN: &str = "seen";
/// The address that tells how long a session has left.
pub const LEFT: &str = "/api/ui/session/left";
/// Where the session keeps refused forms.
const FORMS: &str = "forms";
/// Where the session keeps a secret that its next page shows.
const SHOWN: &str = "shown";
/// The most forms that wait in a session; an older one makes way.
const MAX_FORMS: usize = 5;
/// How long a refused form waits.
const FORM_MS: i64 = 10 * model::time::MINUTE_MS;
const YEAR_S: u32 = 365 * 24 * 60 * 60;

/// Access to a bot for the request under way; every server function on a bot begins with it.
pub async fn authorized<P: Permitted<Scope = InBot>>(bot: BotId) -> AppResult<Access<P>> {
    door()?.open(bot).await
}

/// Access to the workspace that the signed-in person is in.
pub async fn authorized_here<P: Permitted<Scope = InWorkspace>>() -> AppResult<Access<P>> {
    door()?.open_here().await
}

/// Access to a workspace that the path or the form names.
pub async fn authorized_in<P: Permitted<Scope = InWorkspace>>(
    workspace: WorkspaceId,
) -> AppResult<Access<P>> {
    door()?.open_workspace(workspace).await
}

/// Checks the password and begins a session under a new token, all the way or half. Gives where to
/// go.
pub async fn sign_in(email: &str, password: &str, next: &str) -> AppResult<String> {
    let guest = door()?.greet();
    let device = device::known();
    let with = domain::identity::SignIn {
        email,
        password,
        device: device.as_deref(),
    };
    let signed_in = domain::identity::sign_in(&guest, with).await?;
    factor::enter(signed_in, None, next).await
}

/// Uses a one-time link up, and signs in who came by it. Gives where to go.
pub async fn welcome(token: &str, password: &str) -> AppResult<String> {
    let guest = door()?.greet();
    let welcomed = domain::identity::welcome(&guest, token, password).await?;
    let signed_in = domain::identity::enter(&guest, welcomed.entered).await?;
    factor::enter(signed_in, welcomed.workspace, "").await
}

/// Makes the first workspace and its owner, who is in then.
pub async fn set_up(token: &str, setup: &domain::identity::Setup) -> AppResult<String> {
    let guest = door()?.greet();
    let welcomed = domain::identity::set_up(&guest, token, setup).await?;
    let signed_in = domain::identity::enter(&guest, welcomed.entered).await?;
    factor::enter(signed_in, welcomed.workspace, "").await
}

/// What a one-time link is for.
pub async fn welcome_for(token: &str) -> AppResult<Welcome> {
    domain::identity::welcome_for(&door()?.greet(), token).await
}

/// Goes to another workspace that the signed-in person has a place in.
pub async fn go_to_workspace(workspace: WorkspaceId) -> AppResult<()> {
    domain::identity::may_be_in(&door()?, workspace).await?;
    keep(WORKSPACE, workspace).await
}

/// Lets the link of an invitation be shown on the page that comes next, once.
pub async fn show_link(invitation: InvitationId) -> AppResult<()> {
    keep(LINK, invitation).await
}

/// The invitation whose link is to be shown; not another time.
pub async fn take_shown_link() -> AppResult<Option<InvitationId>> {
    let shown = session()?.remove(LINK).await;
    shown.map_err(|_| AppError::Internal)
}

async fn keep<T: Serialize + Send + Sync>(name: &str, value: T) -> AppResult<()> {
    let kept = session()?.insert(name, value).await;
    kept.map_err(|_| AppError::Internal)
}

/// Sends a link to choose a new password with, if there is such an account.
pub async fn forget_password(email: &str, locale: &str) -> AppResult<()> {
    domain::identity::forget_password(&door()?.greet(), email, locale).await
}

/// Sets a new password by such a link.
pub async fn reset_password(token: &str, password: &str, locale: &str) -> AppResult<()> {
    domain::identity::reset_password(&door()?.greet(), token, password, locale).await?;
    Ok(())
}

/// Changes the password of who is signed in.
pub async fn change_password(current: &str, new: &str, locale: &str) -> AppResult<()> {
    let own = own_session()?;
    domain::identity::change_password(&door()?, current, new, own, locale).await
}

/// The sessions of who is signed in.
pub async fn list_sessions() -> AppResult<Vec<OwnSession>> {
    domain::identity::list_sessions(&door()?, own_session()?).await
}

/// Ends one of them, or all the others.
pub async fn end_session(which: &str) -> AppResult<()> {
    domain::identity::end_own_session(&door()?, which, own_session()?).await
}

/// The session of the request, as the database knows it.
pub fn own_session() -> AppResult<[u8; 32]> {
    let id = session()?.id().ok_or(AppError::SignedOut)?;
    Ok(session_hash(id))
}

/// What the database keeps of a session's token.
pub fn session_hash(id: Id) -> [u8; 32] {
    token_hash(&id.0.to_le_bytes())
}

/// The most of a browser's name for itself that is kept, in characters.
const MAX_DEVICE: usize = 300;

/// What a browser calls itself.
fn browser() -> String {
    let parts = use_context::<Parts>();
    let name = parts.as_ref().and_then(|parts| {
        let name = parts.headers.get(header::USER_AGENT)?;
        name.to_str().ok()
    });
    name.unwrap_or_default().chars().take(MAX_DEVICE).collect()
}

/// Ends the session.
pub async fn sign_out() -> AppResult<()> {
    domain::identity::note_sign_out(&door()?).await?;
    session()?.flush().await.map_err(|_| AppError::Internal)
}

/// Seconds until the session ends unless somebody is active.
pub async fn session_left() -> AppResult<u32> {
    let session = session()?;
    let user: Option<UserId> = session.get(USER).await.ok().flatten();
    if user.is_none() {
        return Err(AppError::SignedOut);
    }
    let seen_ms: Option<i64> = session.get(SEEN).await.ok().flatten();
    let now_ms = door()?.greet().now().as_millis();
    let left_ms = seen_ms.unwrap_or(now_ms) + domain::identity::IDLE_MS - now_ms;
    Ok(u32::try_from(left_ms.max(0) / 1_000).unwrap_or(0))
}

/// What the server tells pages of itself; it stands in each request.
#[derive(Clone, Debug)]
pub struct Site {
    /// The server's own address, as visitors reach it.
    pub url: String,
    /// Its host, with the port if there is one.
    pub host: String,
    /// What the dialog box's script weighs on its way; 0 if it is not built.
    pub box_bytes: u32,
    /// The script's hash, as `integrity` takes it.
    pub box_integrity: String,
}

/// What the server tells of itself.
pub fn site() -> AppResult<Site> {
    from_request()
}

/// Who is signed in.
pub async fn me() -> AppResult<Me> {
    domain::identity::me(&door()?).await
}

/// A form that was refused, as it waits in the session.
#[derive(Serialize, Deserialize)]
struct WaitingForm {
    key: String,
    until_ms: i64,
    form: RefusedForm,
}

/// The form that was refused under this key, unless it has waited for too long.
pub async fn refused_form(key: &str) -> AppResult<Option<RefusedForm>> {
    if let Some(form) = RefusedForm::told_to_wait(key) {
        return Ok(Some(form));
    }
    let waiting = waiting_forms(&session()?).await?;
    let now_ms = door()?.greet().now().as_millis();
    let found = waiting
        .into_iter()
        .find(|form| form.key == key && form.until_ms > now_ms);
    Ok(found.map(|waiting| waiting.form))
}

/// Lets a refused form wait in the session for its page.
pub async fn keep_refused_form(
    session: &Session,
    door: &Door,
    key: String,
    form: RefusedForm,
) -> AppResult<()> {
    let mut waiting = waiting_forms(session).await?;
    let until_ms = door.greet().now().as_millis() + FORM_MS;
    waiting.push(WaitingForm {
        key,
        until_ms,
        form,
    });
    let n_over = waiting.len().saturating_sub(MAX_FORMS);
    waiting.drain(..n_over);
    session
        .insert(FORMS, waiting)
        .await
        .map_err(|_| AppError::Internal)
}

async fn waiting_forms(session: &Session) -> AppResult<Vec<WaitingForm>> {
    let waiting = session.get(FORMS).await.map_err(|_| AppError::Internal)?;
    Ok(waiting.unwrap_or_default())
}

/// A secret that waits for its page: for which key, and sealed.
#[derive(Serialize, Deserialize)]
struct WaitingSecret {
    key: KeyId,
    until_ms: i64,
    sealed: String,
}

/// Lets a secret wait in the session for the page that shows it.
pub async fn keep_secret(secret: &NewSecret) -> AppResult<()> {
    let guest = door()?.greet();
    let waiting = WaitingSecret {
        key: secret.key,
        until_ms: guest.now().as_millis() + FORM_MS,
        sealed: domain::keys::hide(&guest, secret)?,
    };
    let session = session()?;
    session
        .insert(SHOWN, waiting)
        .await
        .map_err(|_| AppError::Internal)
}

/// The secret that waits for this key's page; it is given once.
pub async fn take_secret(key: &str) -> AppResult<Option<NewSecret>> {
    let (session, guest) = (session()?, door()?.greet());
    let waiting: Option<WaitingSecret> = session.get(SHOWN).await.ok().flatten();
    let now_ms = guest.now().as_millis();
    let Some(waiting) = waiting.filter(|waiting| waiting.key.to_string() == key) else {
        return Ok(None);
    };
    session
        .remove::<WaitingSecret>(SHOWN)
        .await
        .map_err(|_| AppError::Internal)?;
    let secret = domain::keys::show(&guest, &waiting.sealed);
    Ok(secret.filter(|_| now_ms < waiting.until_ms))
}

/// Sends the browser on, to a path of ours.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

/// The status of the page that is being rendered.
pub fn set_status(status: u16) {
    if let (Some(options), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(status),
    ) {
        options.set_status(status);
    }
}

/// Sets a cookie for a preference, for a year.
pub fn set_cookie(name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR_S}; SameSite=Lax; Secure");
    append_cookie(&cookie);
}

fn append_cookie(cookie: &str) {
    append_header(header::SET_COOKIE, cookie);
}

fn append_header(name: HeaderName, value: &str) {
    if let (Some(options), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        options.append_header(name, value);
    }
}

/// The policy of a page: scripts with this nonce and ours alone, and nobody frames it (S05, S10).
pub fn set_page_policy(nonce: Option<Nonce>) {
    let Some(nonce) = nonce else { return };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' https: data:; font-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    );
    if let (Some(options), Ok(policy)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&policy),
    ) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The door that the server put into the request.
fn door() -> AppResult<Door> {
    from_request()
}

fn session() -> AppResult<Session> {
    from_request()
}

fn from_request<T: Clone + Send + Sync + 'static>() -> AppResult<T> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<T>().cloned())
        .ok_or(AppError::Internal)
}

/// What was loaded, for the page that it travels in. What travels to a browser can be written.
pub fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What the tab says, at once: the library reads it when the page is sent, on whatever thread, where
/// what it depends on is not at hand.
pub fn of_tab(text: impl Fn() -> String) -> TextProp {
    untrack(text).into()
}
