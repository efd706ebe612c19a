//! How requests leave the process: the one trait to implement for another HTTP library, a recorder, a test double.

use std::fmt;

use super::{ByteStream, HttpRequest, HttpResponse, StreamedResponse};
use crate::future::BoxFuture;
use crate::shown;

/// Sends requests.
///
/// An implementation sends exactly what it is given (adding only `Host` and framing headers), follows no redirects,
/// and stops reading when a body is longer than [`HttpRequest::max_response`].
/// It must not put the request's headers or query into errors.
///
/// ```
/// # use specwright_runtime as runtime;
/// use runtime::client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
///
/// /// Answers by path, as they were recorded.
/// struct Recorded(Vec<(&'static str, HttpResponse)>);
///
/// impl Transport for Recorded {
///     fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
///         let found = self.0.iter().find(|(path, _)| *path == request.path).map(|(_, answer)| answer.clone());
///         let nothing = || TransportError::new(TransportErrorKind::Connect, "nothing was recorded for this path");
///         Box::pin(std::future::ready(found.ok_or_else(nothing)))
///     }
/// }
///
/// let headers = [("Content-Type", "application/json")].into_iter().collect();
/// let body = br#"{"desktops": []}"#.to_vec();
/// let recorded = Recorded(vec![("/v2/p/desktops", HttpResponse { status: 200, headers, body })]);
/// // let client = Client::builder().transport(recorded).project_id("p").build()?;
/// # drop(recorded);
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole response.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Sends a request, with `body` in place of its own if there is one, and gives the response as soon as its head is
    /// there.
    ///
    /// `body` is sent piece by piece, as the connection takes them, with `Content-Length` if its length is known; what
    /// comes back is read as fast as it is taken, without a largest size. Dropping either ends the connection.
    ///
    /// By default both are collected, the second up to [`HttpRequest::max_response`], so that a transport without
    /// streams can do everything that fits into memory.
    fn send_streamed(
        &self,
        mut request: HttpRequest,
        body: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            if let Some(body) = body {
                request.body = body.collect(usize::MAX).await?;
            }
            self.send(request).await.map(Into::into)
        })
    }
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        (**self).send_streamed(request, body)
    }
}

/// Whether a request without body says so with `Content-Length: 0`: methods that usually have one, where gateways ask
/// for the length (RFC 9110, 8.6).
// Only the transports that come along ask.
#[cfg(any(feature = "reqwest", feature = "server"))]
pub(super) fn says_empty(request: &HttpRequest) -> bool {
    use crate::Method::{Patch, Post, Put};
    let may_have_body = matches!(request.method, Post | Put | Patch);
    may_have_body && request.body.is_empty() && request.headers.get("content-length").is_none()
}

/// Why there is no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    text: String,
    pub(super) attempts: u32,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of transport errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the request never left.
    Connect,
    /// No connection within the connect timeout: the request never left.
    ConnectTimeout,
    /// The transport has a time limit of its own, which was reached; the service may have seen the request.
    Timeout,
    /// The connection broke, or what came over it was not HTTP; the service may have seen the request.
    Broken,
    /// The response is longer than allowed.
    TooLong,
    /// The response has more headers, or longer ones, than allowed.
    TooManyHeaders,
    /// The request cannot be sent as it is.
    Request,
    /// The source of the request's body failed, or has another length than it promised; a part may have been sent.
    Body,
    /// The transport cannot work as it is set up.
    Setup,
}

impl TransportError {
    /// An error of a kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), attempts: 0, source: None }
    }

    /// The response is longer than `limit` bytes.
    #[must_use]
    pub fn too_long(limit: usize) -> Self {
        Self::new(TransportErrorKind::TooLong, format!("the response is longer than {limit} bytes"))
    }

    /// The response has `what`, which is more than allowed.
    pub(super) fn too_many_headers(what: String) -> Self {
        Self::new(TransportErrorKind::TooManyHeaders, format!("the response has {what}"))
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.text.clone();
        let mut cause = std::error::Error::source(self);
        while let Some(it) = cause {
            text.push_str(": ");
            text.push_str(&shown::cut(it, shown::TEXT));
            cause = it.source();
        }
        shown::line(f, format_args!("{text}"))
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|it| it as _)
    }
}
