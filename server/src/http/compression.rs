//! Compression: of pages, and of what dialog boxes get. Files come compressed already.

use axum::{body::Body, extract::Request, http::header, response::Response};
use futures::future::{BoxFuture, Either, FutureExt};
use std::{
    convert::Infallible,
    task::{Context, Poll},
};
use tower::{Layer, Service};
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
};

/// A twelfth smaller than the usual 4, for the same time.
const QUALITY: CompressionLevel = CompressionLevel::Precise(6);
/// Below it compression saves next to nothing.
const WORTH_IT: u16 = 256;

/// Compression of pages.
pub(super) fn of_pages() -> CompressionLayer {
    CompressionLayer::new().quality(QUALITY)
}

/// Compression of what dialog boxes get: it counts for the weight of a first answer.
pub(super) const fn of_replies() -> OfReplies {
    OfReplies
}

/// Compresses for who asks for it. A body that may be compressed has room for all encoders, some
/// kilobytes that are moved from hand to hand; who takes none is spared that.
#[derive(Clone, Copy)]
pub(super) struct OfReplies;

impl<S> Layer<S> for OfReplies {
    type Service = IfAsked<S>;

    fn layer(&self, inner: S) -> IfAsked<S> {
        IfAsked { inner }
    }
}

/// A service whose answers are compressed if the request takes that.
#[derive(Clone)]
pub(super) struct IfAsked<S> {
    inner: S,
}

impl<S> Service<Request> for IfAsked<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<S::Future, BoxFuture<'static, Result<Response, Infallible>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if !request.headers().contains_key(header::ACCEPT_ENCODING) {
            return Either::Left(self.inner.call(request));
        }
        let compression = CompressionLayer::new()
            .quality(QUALITY)
            .compress_when(SizeAbove::new(WORTH_IT));
        let answering = compression.layer(self.inner.clone()).call(request);
        Either::Right(async { Ok(answering.await?.map(Body::new)) }.boxed())
    }
}
