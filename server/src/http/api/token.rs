//! Access tokens, and the keys that tell whether one is ours.

use super::{Body, bearer};
use crate::http::{ClientAddress, HttpError, HttpState};
use axum::{
    Extension, Json,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use domain::{
    access::{Caller, Door, Guest},
    tokens::{self, Credentials, JwkSet},
};
use model::error::AppError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a token is asked for with: `api_key`, or `email` and `password`. An API key may stand in
/// the `Authorization` header instead, without a body.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = TokenRequest)]
pub(super) struct Asked {
    /// An API key.
    api_key: Option<String>,
    /// The address that somebody signs in with.
    email: Option<String>,
    /// Their password.
    password: Option<String>,
    /// A code of their second factor, where one is set.
    otp: Option<String>,
}

/// A token that was given.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
pub(super) struct Given {
    /// The token, for `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds until it ends: 600, or fewer where the key ends before.
    expires_in: u32,
}

fn guest(state: &HttpState, ClientAddress(address): ClientAddress) -> Guest {
    let caller = Caller::Network {
        user: None,
        workspace: None,
        only: None,
        address,
        entry: None,
    };
    Door::new(state.platform.clone(), caller).greet()
}

/// Gives an access token for an API key or a password.
///
/// It works for ten minutes, and only as long as the key or the session that it was given for.
#[utoipa::path(
    post,
    operation_id = "giveToken",
    path = "/api/v1/token",
    tag = "Tokens",
    request_body = Asked,
    responses(
        (status = 200, description = "The token.", body = Given),
        (status = 401, description = "The key, or the e-mail and the password, are not valid; \
            or, with the code `otp_required`, a code of the second factor is wanted."),
        (status = 429, description = "Too many tries from this address or with this e-mail."),
    )
)]
pub(super) async fn give(
    State(state): State<HttpState>,
    Extension(address): Extension<ClientAddress>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Given>, HttpError> {
    let guest = guest(&state, address);
    let asked = if request.headers().contains_key(header::CONTENT_TYPE) {
        let Body(asked) = Body::<Asked>::from_request(request, &state).await?;
        asked
    } else {
        Asked::default()
    };
    let in_header = bearer(&headers)?;
    let (key, email) = (asked.api_key.as_deref(), asked.email.as_deref());
    let otp = asked.otp.unwrap_or_default();
    let credentials = match (in_header, (key, email, asked.password.as_deref())) {
        (Some(key), (None, None, None)) | (None, (Some(key), None, None)) if otp.is_empty() => {
            Credentials::Key(key)
        }
        (None, (None, Some(email), Some(password))) => Credentials::Password {
            email,
            password,
            otp: &otp,
        },
        _ => {
            let what = "either api_key or email and password is needed".to_owned();
            return Err(AppError::Malformed { what }.into());
        }
    };
    let issued = tokens::issue(&guest, credentials).await?;
    Ok(Json(Given {
        access_token: issued.token,
        token_type: "Bearer",
        expires_in: issued.expires_in_s,
    }))
}

/// The public keys of all tokens that may still work, as RFC 7517 has them.
#[utoipa::path(
    get,
    operation_id = "listSigningKeys",
    path = "/.well-known/jwks.json",
    tag = "Tokens",
    responses((status = 200, description = "A JSON Web Key set.", body = Object))
)]
pub(super) async fn keys(
    State(state): State<HttpState>,
    Extension(address): Extension<ClientAddress>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<JwkSet>), HttpError> {
    let keys = tokens::public_keys(&guest(&state, address)).await?;
    let fresh = HeaderValue::from_static("public, max-age=60");
    Ok(([(header::CACHE_CONTROL, fresh)], Json(keys)))
}
