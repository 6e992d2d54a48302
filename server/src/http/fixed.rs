//! Pages of fixed text, for when one of the app's own can't be drawn.

use super::origin;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use model::error::AppError;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// What somebody is told in place of a page.
pub(super) struct Fixed {
    /// Whose status it has.
    pub error: AppError,
    pub english: &'static str,
    pub french: &'static str,
}

impl Fixed {
    /// The page in the browser's language.
    pub fn page(&self, headers: &HeaderMap) -> Response {
        let preferred = origin::text(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
        let preferred = preferred.trim_start().to_ascii_lowercase();
        let page = if preferred.starts_with("fr") {
            self.french
        } else {
            self.english
        };
        let status = StatusCode::from_u16(self.error.status());
        (
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            [
                (
                    header::CONTENT_SECURITY_POLICY,
                    HeaderValue::from_static(POLICY),
                ),
                (header::VARY, HeaderValue::from_static("Accept-Language")),
            ],
            Html(page),
        )
            .into_response()
    }
}
