//! How requests leave the process: the one trait to implement for another HTTP library, a recorder, a test double.

use std::fmt;
use std::pin::Pin;

use super::{HttpRequest, HttpResponse};

/// A future in a box, which keeps traits with asynchronous methods usable as objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// An implementation sends exactly what it is given (adding only `Host` and framing headers), follows no redirects,
/// and stops reading when a body is longer than [`HttpRequest::max_response`].
/// It must not put the request's headers or query into errors.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole response.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }
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
    /// The connection broke, or what came over it was not HTTP; the service may have seen the request.
    Broken,
    /// The response is longer than allowed.
    TooLong,
    /// The response has more headers, or longer ones, than allowed.
    TooManyHeaders,
    /// The request cannot be sent as it is.
    Request,
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
        f.write_str(&self.text)?;
        let mut cause = std::error::Error::source(self);
        while let Some(it) = cause {
            write!(f, ": {it}")?;
            cause = it.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|it| it as _)
    }
}
