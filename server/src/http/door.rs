//! Puts a [`Door`] into each request, for handlers and pages alike.

use super::{ClientAddress, HttpError, HttpState, origin, sessions};
use app::server::{LEFT, ONLY, Site, USER, WORKSPACE};
use axum::{
    extract::{FromRequestParts, MatchedPath, Path, Request, State},
    http::{Extensions, HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{
    access::{Access, Caller, Dialog, Door, InBot, Permitted, Read, Vouched, entries},
    bots,
    boxes::{self, Seen},
    identity,
};
use model::{
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
};
use std::net::{IpAddr, Ipv4Addr};
use tower_sessions::Session;

pub(super) async fn for_members(
    State(state): State<HttpState>,
    mut request: Request,
    next: Next,
) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let signed_in = match &session {
        // Without the cookie nothing is looked up.
        Some(session) => {
            let (method, extensions) = (request.method(), request.extensions());
            let as_user = |signed_in| door(&state, method, extensions, signed_in);
            SignedIn::of(session, request.headers(), as_user).await
        }
        None => SignedIn::default(),
    };
    // Asking how long is left is no activity: a page asks by itself.
    let is_active = request.uri().path() != LEFT;
    if let (Some(session), Some(_), true) = (&session, signed_in.user, is_active) {
        sessions::touch(session, &state.platform).await;
    }
    let door = door(&state, request.method(), request.extensions(), signed_in);
    request.extensions_mut().insert(door);
    let (box_bytes, box_integrity) = state.box_script.clone();
    let site = Site {
        url: origin::own_url(&state, request.headers()),
        host: origin::own_host(&state, request.headers()).to_owned(),
        box_bytes,
        box_integrity,
    };
    request.extensions_mut().insert(site);
    next.run(request).await
}

/// Who signed in, and where they are.
#[derive(Clone, Copy, Default)]
struct SignedIn {
    user: Option<UserId>,
    workspace: Option<WorkspaceId>,
    only: Option<Vouched>,
}

impl SignedIn {
    /// By a session. One that another browser comes with than it began with, or that comes from
    /// where nobody gets to meanwhile, is over (S03).
    async fn of(session: &Session, headers: &HeaderMap, door: impl FnOnce(Self) -> Door) -> Self {
        let signed_in = Self::read(session).await;
        if signed_in.user.is_none() {
            return signed_in;
        }
        let door = door(signed_in);
        if !sessions::is_carried_off(session, headers, &door).await {
            return signed_in;
        }
        // Told or not, it ends; a failure is logged where it struck.
        let _ = identity::note_carried_off(&door).await;
        let _ = session.flush().await;
        Self::default()
    }

    async fn read(session: &Session) -> Self {
        let user: Option<UserId> = session.get(USER).await.ok().flatten();
        if user.is_none() {
            return Self::default();
        }
        // A limit that can't be read is one that nothing is within.
        let only = session.get(ONLY).await;
        Self {
            user: user.filter(|_| only.is_ok()),
            workspace: session.get(WORKSPACE).await.ok().flatten(),
            only: only.ok().flatten(),
        }
    }
}

fn door(state: &HttpState, method: &Method, extensions: &Extensions, signed_in: SignedIn) -> Door {
    let address = extensions.get::<ClientAddress>();
    let address = address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ClientAddress(ip)| *ip);
    let path = extensions.get::<MatchedPath>();
    let entry = path.and_then(|path| entries::find(method.as_str(), path.as_str()));
    Door::new(
        state.platform.clone(),
        Caller::Network {
            user: signed_in.user,
            workspace: signed_in.workspace,
            only: signed_in.only,
            address,
            entry,
        },
    )
}

/// Whether the caller's address has not asked too often (D10). Taken before all else of a
/// request, so that a refusal costs nothing more.
pub(super) struct InTime;

impl FromRequestParts<HttpState> for InTime {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, HttpError> {
        let address = parts
            .extensions
            .get::<ClientAddress>()
            .ok_or(AppError::Internal)?;
        if parts.uri.path().ends_with("/talk") {
            state.platform.pass_question(address.0)?;
        } else {
            state.platform.pass_report(address.0)?;
        }
        Ok(Self)
    }
}

/// A visitor's access to the bot in the path: asked in time, of a bot that answers, from a page
/// that may ask.
pub(super) struct Visit<P: Permitted<Scope = InBot>>(pub Access<P>);

impl<P: Permitted<Scope = InBot>> FromRequestParts<HttpState> for Visit<P> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, HttpError> {
        let door = door(state, &parts.method, &parts.extensions, SignedIn::default());
        let Path(bot) = Path::<BotId>::from_request_parts(parts, state)
            .await
            .map_err(|_| AppError::NotFound)?;
        let access = door.visit::<P>(bot).await?;
        let checked = check_origin(state, &door, bot, &parts.headers).await;
        if parts.uri.path().ends_with("/widget") {
            // Boxed: no question needs it, and each would have room for it.
            Box::pin(note_box(&door, bot, &parts.headers, checked.is_ok())).await?;
        }
        checked?;
        Ok(Self(access))
    }
}

/// A box that draws itself, or may not, is seen, so that the team can check its site.
async fn note_box(door: &Door, bot: BotId, headers: &HeaderMap, is_served: bool) -> AppResult<()> {
    let Some(origin) = origin::text(headers, header::ORIGIN) else {
        return Ok(());
    };
    let seen = if is_served {
        Seen::Served
    } else {
        Seen::Refused
    };
    let access = door.visit::<Read<Dialog>>(bot).await?;
    // What could not be noted is in the log; the box is drawn all the same.
    let _ = boxes::note_seen(&access, origin, seen).await;
    Ok(())
}

/// A browser says where the page stands that asks; what is no browser says nothing.
async fn check_origin(
    state: &HttpState,
    door: &Door,
    bot: BotId,
    headers: &HeaderMap,
) -> Result<(), AppError> {
    let is_allowed = match headers.get(header::ORIGIN).map(|origin| origin.to_str()) {
        Some(Ok(origin)) => {
            let access = door.visit::<Read<Dialog>>(bot).await?;
            bots::allows_origin(&access, origin, origin::own_host(state, headers)).await?
        }
        Some(Err(_)) => false,
        None => match origin::text(headers, "sec-fetch-site") {
            None | Some("same-origin" | "none") => true,
            Some(_) => false,
        },
    };
    if is_allowed {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}
