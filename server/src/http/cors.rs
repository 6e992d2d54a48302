//! CORS for a bot's own domains, exact, on errors too.

use super::{HttpState, origin};
use axum::http::{HeaderName, HeaderValue, Method, header, request::Parts};
use domain::{
    access::{Caller, Dialog, Door, Read},
    bots,
};
use model::id::BotId;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

const VISITORS: &str = "/api/v1/bots/";

pub(super) fn layer(state: &HttpState) -> CorsLayer {
    let state = state.clone();
    let allowed = move |origin: HeaderValue, parts: &Parts| {
        let state = state.clone();
        let bot = bot_of(parts.uri.path());
        let own_host = origin::own_host(&state, &parts.headers).to_owned();
        async move {
            match (bot, origin.to_str()) {
                (Some(bot), Ok(origin)) => {
                    let door = Door::new(state.platform.clone(), Caller::Job);
                    allows(&door, bot, origin, &own_host).await
                }
                _ => false,
            }
        }
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::async_predicate(allowed))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(Duration::from_secs(600))
        .vary([header::ORIGIN])
}

async fn allows(door: &Door, bot: BotId, origin: &str, own_host: &str) -> bool {
    match door.visit::<Read<Dialog>>(bot).await {
        Ok(access) => bots::allows_origin(&access, origin, own_host)
            .await
            .unwrap_or(false),
        Err(_) => false,
    }
}

/// The bot of a visitor's path.
fn bot_of(path: &str) -> Option<BotId> {
    path.strip_prefix(VISITORS)?.split('/').next()?.parse().ok()
}
