//! A transport that calls a router of this process: tests without sockets.

use axum::Router;
use axum::body::Body;
use tower_service::Service as _;

use super::transport::says_empty;
use super::{BoxFuture, Headers, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::server::body::{self, BodyFault};

/// Sends requests to a router, as a server would that received them.
#[derive(Debug, Clone)]
pub struct InProcess {
    router: Router,
}

impl InProcess {
    /// A transport to `router`; hosts and schemes make no difference.
    #[must_use]
    pub const fn new(router: Router) -> Self {
        Self { router }
    }
}

impl Transport for InProcess {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut router = self.router.clone();
        Box::pin(async move {
            let limit = request.max_response;
            let request = translate(request)?;
            // A router is always ready and never fails.
            let response = match router.call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (head, body) = response.into_parts();
            let body = body::read(body, limit).await.map_err(|fault| match fault {
                BodyFault::TooLong => TransportError::too_long(limit),
                BodyFault::Broken => {
                    TransportError::new(TransportErrorKind::Broken, "the body of the response broke off")
                }
            })?;
            let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let headers: Headers = head.headers.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
            Ok(HttpResponse { status: head.status.as_u16(), headers, body })
        })
    }
}

fn translate(request: HttpRequest) -> Result<axum::extract::Request, TransportError> {
    let mut builder = axum::http::Request::builder()
        .method(request.method.as_str())
        .uri(request.target())
        .header("host", &request.host);
    for (name, value) in request.headers.iter() {
        builder = builder.header(name, value.as_bytes());
    }
    if !request.body.is_empty() || says_empty(&request) {
        builder = builder.header("content-length", request.body.len());
    }
    builder.body(Body::from(request.body)).map_err(|error| {
        TransportError::new(TransportErrorKind::Request, "the request cannot be sent").with_source(error)
    })
}
