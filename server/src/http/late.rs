//! A page that is not whole in time is given up: one of its parts may wait for what never comes,
//! and whoever asked would wait with it.

use super::fixed::Fixed;
use axum::{
    extract::Request,
    http::{HeaderMap, Method},
    middleware::Next,
    response::Response,
};
use model::error::AppError;
use std::time::Duration;
use tokio::time::timeout;

/// Longer than the slowest page takes: what would change, of a bot of 100,000 wordings.
const PATIENCE: Duration = Duration::from_secs(60);
const LATE: Fixed = Fixed {
    error: AppError::Unavailable,
    english: include_str!("../../plain/late.en.html"),
    french: include_str!("../../plain/late.fr.html"),
};

pub(super) async fn give_up(request: Request, next: Next) -> Response {
    let is_page = request.method() == Method::GET && !request.uri().path().starts_with("/api/");
    if !is_page {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    within(PATIENCE, next.run(request), &headers).await
}

async fn within(
    patience: Duration,
    answering: impl Future<Output = Response>,
    headers: &HeaderMap,
) -> Response {
    match timeout(patience, answering).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a page was not whole in time");
            LATE.page(headers)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        http::{HeaderValue, StatusCode, header},
        response::IntoResponse,
    };
    use std::future::{pending, ready};

    #[tokio::test]
    async fn a_page_that_never_comes_is_given_up_in_ones_language() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr-BE"));
        let late = within(Duration::ZERO, pending(), &headers).await;
        assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE);
        let text = axum::body::to_bytes(late.into_body(), usize::MAX).await;
        assert_eq!(text.unwrap(), LATE.french);
        let whole = ready(StatusCode::OK.into_response());
        let whole = within(Duration::ZERO, whole, &headers).await;
        assert_eq!(whole.status(), StatusCode::OK);
    }
}
