//! What a handler learns about a request beside its input.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Extensions, HeaderMap, Method, Uri};

use crate::Operation;

/// A request, without its body.
pub struct Context {
    operation: &'static Operation,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
    request_id: String,
}

impl Context {
    pub(super) fn new(
        operation: &'static Operation,
        (method, uri, headers, extensions): (Method, Uri, HeaderMap, Extensions),
        request_id: String,
    ) -> Self {
        Self { operation, method, uri, headers, extensions, request_id }
    }

    /// The operation that is called.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The target as the client sent it: neither decoded nor shortened by nested routers.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What layers and the guard have attached to the request.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Attaches something to the request, for instance who is calling.
    pub const fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// What this server calls the request; no part of it comes from the caller.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Query and headers stay out: they may hold credentials.
        f.debug_struct("Context")
            .field("operation", &self.operation.id)
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// A name for a request: unique in this process, and not to be guessed from outside.
pub(super) fn new_request_id() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    static KEYS: OnceLock<(RandomState, RandomState)> = OnceLock::new();
    let (high, low) = KEYS.get_or_init(|| (RandomState::new(), RandomState::new()));
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}{:016x}", high.hash_one(number), low.hash_one(number))
}
