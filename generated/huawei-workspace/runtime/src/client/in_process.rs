//! A transport that calls a router of this process: tests without sockets.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use tower_service::Service as _;

use super::streaming::frames;
use super::transport::says_empty;
use super::{
    BoxFuture, ByteStream, Headers, HttpRequest, HttpResponse, StreamedResponse, Transport, TransportError,
    TransportErrorKind,
};
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
        Box::pin(async move {
            let limit = request.max_response;
            let response = self.call(translate(request)?).await;
            let (status, headers) = head(&response);
            let body = body::read(response.into_body(), limit).await.map_err(|fault| match fault {
                BodyFault::TooLong => TransportError::too_long(limit),
                BodyFault::Broken => broken(),
            })?;
            Ok(HttpResponse { status, headers, body })
        })
    }

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let mut request = translate(request)?;
            if let Some(body) = body {
                // The stream says how long it is, not the empty body that it stands in place of.
                request.headers_mut().remove("content-length");
                if let Some(length) = body.length() {
                    request.headers_mut().insert("content-length", length.into());
                }
                *request.body_mut() = Body::new(frames::Sent::new(body));
            }
            let response = self.call(request).await;
            let (status, headers) = head(&response);
            let body = frames::received(response.into_body(), |error| broken().with_source(error));
            Ok(StreamedResponse { status, headers, body })
        })
    }
}

impl InProcess {
    async fn call(&self, request: axum::extract::Request) -> Response {
        // A router is always ready and never fails.
        match self.router.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

fn head(response: &Response) -> (u16, Headers) {
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    (response.status().as_u16(), headers)
}

fn broken() -> TransportError {
    TransportError::new(TransportErrorKind::Broken, "the body of the response broke off")
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
