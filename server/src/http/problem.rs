//! Errors on the wire: problem details for HTTP (RFC 9457).

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::error::{AppError, FieldError};
use serde::Serialize;

/// An [`AppError`] on its way out of a handler. The body is written when the request's id is at
/// hand, by [`body`].
#[derive(Clone, Debug)]
pub struct HttpError(pub AppError);

impl From<AppError> for HttpError {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status());
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        if let AppError::TooOften { retry_after_s } = self.0 {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after_s.into());
        }
        // What is missing, or not valid, is a token (RFC 6750).
        if matches!(self.0, AppError::SignedOut | AppError::InvalidToken) {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: String,
    code: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

/// Writes the problem that a response stands for. An error that is not ours, such as a method
/// that a path does not have, gets a problem by its status.
pub(super) fn body(response: &mut Response, request_id: &str) {
    let status = response.status();
    let error = response
        .extensions_mut()
        .remove::<HttpError>()
        .map(|HttpError(error)| error);
    let (code, detail, fields) = match &error {
        Some(AppError::Invalid { fields }) => ("invalid", describe(fields), fields.as_slice()),
        Some(error) => (error.code(), error.to_string(), [].as_slice()),
        None => (code_of(status), String::new(), [].as_slice()),
    };
    let title = status.canonical_reason().unwrap_or("Error");
    let detail = if detail.is_empty() {
        format!("{title}.")
    } else {
        detail
    };
    let problem = Problem {
        r#type: format!("urn:parlance:problem:{code}"),
        title,
        status: status.as_u16(),
        detail,
        code,
        request_id,
        errors: fields,
    };
    // Strings and numbers only, so writing it can't fail.
    let json = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    *response.body_mut() = Body::from(json);
}

fn describe(fields: &[FieldError]) -> String {
    let say = |error: &FieldError| format!("{} {}.", error.field, error.problem);
    fields.iter().map(say).collect::<Vec<_>>().join(" ")
}

fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "malformed",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::REQUEST_TIMEOUT => "timeout",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::URI_TOO_LONG => "uri_too_long",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        status if status.is_client_error() => "refused",
        _ => "internal",
    }
}

/// A panic is our own fault: it is logged by the panic itself, and the caller learns no more.
pub(super) fn of_panic() -> Response {
    tracing::error!("a handler panicked");
    HttpError(AppError::Internal).into_response()
}
