//! What the management API is, for programs: an OpenAPI document, made of the handlers' own words.

use super::{analytics, articles, bots, conversations, token};
use axum::Json;
use std::sync::LazyLock;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parlance management API",
        version = "1",
        description = "What programs do to bots. Ask for an access token with an API key, and show \
            it as `Authorization: Bearer`. Errors are problem details (RFC 9457) with a `code`; of \
            what a key may not know of, and of what does not exist, the answer is 404. A token may \
            call 600 times a minute.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        token::give,
        token::keys,
        bots::list,
        bots::create,
        bots::find,
        bots::change,
        bots::archive,
        bots::publish,
        articles::list,
        articles::create,
        articles::find,
        articles::change,
        articles::remove,
        conversations::list,
        conversations::find,
        analytics::report,
    ),
    modifiers(&ByToken),
)]
struct Description;

/// Says how a token is shown.
struct ByToken;

impl Modify for ByToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme.build()));
    }
}

pub(super) static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> =
    LazyLock::new(Description::openapi);

/// `GET /api/v1/openapi.json`.
pub(super) async fn document() -> Json<&'static utoipa::openapi::OpenApi> {
    Json(&*DOCUMENT)
}
