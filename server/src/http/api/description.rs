//! What the management API is, for programs: an OpenAPI document, made of the handlers' own words.

use super::{analytics, articles, bots, conversations, explain, token};
use axum::Json;
use std::sync::LazyLock;
use utoipa::{
    Modify, OpenApi, ToSchema,
    openapi::{
        ContentBuilder, Ref, RefOr, ResponseBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
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
        explain::explain,
    ),
    components(schemas(Problem)),
    modifiers(&ByToken, &Problems),
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

/// What every error is answered with (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `http::problem` writes")]
struct Problem {
    /// Names the kind of problem.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// What is wrong, as a sentence.
    detail: String,
    /// The kind of problem in a word: `not_found`, `invalid`, `stale`, …
    code: String,
    /// Names the request in the server's log.
    request_id: String,
    /// Of fields that are not right: each with its `field` and what is wrong with it.
    errors: Option<Vec<FieldProblem>>,
}

/// What is wrong with one field.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `http::problem` writes")]
struct FieldProblem {
    /// The field's name.
    field: String,
    /// What is wrong with it.
    #[schema(value_type = Object)]
    problem: String,
}

/// Says of every call how its errors look.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let problem = ResponseBuilder::new()
            .description("Any error: a problem with a `code`.")
            .content("application/problem+json", content)
            .build();
        for item in document.paths.paths.values_mut() {
            let operations = [
                &mut item.get,
                &mut item.post,
                &mut item.put,
                &mut item.patch,
                &mut item.delete,
            ];
            for operation in operations.into_iter().flatten() {
                let responses = &mut operation.responses.responses;
                responses.insert("default".to_owned(), RefOr::T(problem.clone()));
            }
        }
    }
}

pub(super) static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> =
    LazyLock::new(Description::openapi);

/// `GET /api/v1/openapi.json`.
pub(super) async fn document() -> Json<&'static utoipa::openapi::OpenApi> {
    Json(&*DOCUMENT)
}
