//! Who is calling: secrets that are sent as they are, and the hook for everything that has to be computed.
//!
//! An operation lists alternatives of security schemes.
//! The first alternative whose schemes are all configured is used; an alternative that asks for nothing counts
//! only when no other can be met.
//! If none can be met the request goes out without credentials: many descriptions ask for a header that a gateway
//! replaces, and the service's refusal says more than a guess.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use super::core::Inner;
use super::http::MASK;
use super::{BoxFuture, Headers, HttpRequest, Transport};
use crate::service::{Scheme, SchemeKind};
use crate::{Base64, Location, Operation, SchemeUse, shown};

/// Computes credentials for a request: signatures, tokens that expire.
///
/// Called right before each attempt with the request as it is about to be sent: method, parts of the address,
/// headers and body bytes. Headers and query pairs may be added; what stands in the request afterwards is sent
/// without further change.
pub trait Authenticate: Send + Sync + 'static {
    /// Adds credentials to `request`.
    ///
    /// # Errors
    /// If there are no credentials; the call ends with this error.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>>;

    /// Called when the service refused a request with 401: whether other credentials may be had now.
    ///
    /// If so, the request is authenticated and sent once more, whatever the retry policy says; a service that refuses
    /// it with 401 has not executed it. A hook that caches credentials drops them here. `attempt` is the one that was
    /// refused. By default there are no others.
    fn refresh<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, bool> {
        let _ = attempt;
        Box::pin(std::future::ready(false))
    }

    /// A client-level parameter that neither the client nor the call has, for instance the project that a token is for.
    ///
    /// Asked before a call that needs it is encoded; what is found is kept for the life of the client. `attempt` is the
    /// one that is about to be made. By default nothing is found, and the call is refused for want of the parameter.
    ///
    /// # Errors
    /// If it should be there but cannot be found out; the call ends with this error.
    fn parameter<'a>(
        &'a self,
        name: &'a str,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, AuthenticationError>> {
        let _ = (name, attempt);
        Box::pin(std::future::ready(Ok(None)))
    }

    /// The security scheme that this hook fulfils.
    ///
    /// With a scheme, the hook is called where that scheme is chosen among an operation's alternatives.
    /// Without one (the default) it is called for every operation, and may look at [`Attempt::operation`] itself.
    fn scheme(&self) -> Option<&str> {
        None
    }
}

/// What an attempt to send a request is about.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub(super) operation: &'static Operation,
    pub(super) number: u32,
    pub(super) core: &'a Inner,
    pub(super) noted: &'a AtomicU64,
}

impl<'a> Attempt<'a> {
    /// The operation that is called.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The number of the attempt, beginning with 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// A client-level parameter as it was set on the builder or found by the hook, for instance `project_id`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        self.core.parameter(name)
    }

    /// The project, or whatever else `name` names, that a request is about: the parameter in its path, where a call may
    /// have another one than the client, else that of the client.
    #[must_use]
    pub fn subject(&self, request: &HttpRequest, name: &str) -> Option<String> {
        let in_path = || {
            let path = request.path.strip_prefix(self.core.endpoint.prefix.as_str())?;
            let captured = crate::capture_path(self.operation.path, path)?;
            let (_, value) = captured.into_iter().find(|(it, _)| *it == name)?;
            Some(crate::style::percent_decode(value, false).ok()?.into_owned())
        };
        in_path().or_else(|| self.parameter(name).map(str::to_owned))
    }

    /// The transport of the client, for hooks that ask a service themselves.
    #[must_use]
    pub fn transport(&self) -> &'a dyn Transport {
        &*self.core.transport
    }

    /// Notes which credentials the request gets, by a number of the hook's own, so that
    /// [`Authenticate::refresh`] knows which ones were refused.
    pub fn note(&self, credentials: u64) {
        self.noted.store(credentials, Ordering::Relaxed);
    }

    /// What was noted last for this call; 0 if nothing was.
    #[must_use]
    pub fn noted(&self) -> u64 {
        self.noted.load(Ordering::Relaxed)
    }

    /// A server variable, for instance `region`: as it was set on the builder, or its default where the address comes
    /// from the description.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&'a str> {
        self.core.variables.get(name).map(String::as_str)
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("operation", &self.operation.id).field("number", &self.number).finish()
    }
}

/// Why a request could not be authenticated.
#[derive(Debug)]
pub struct AuthenticationError {
    text: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AuthenticationError {
    /// An error with a text, which must not hold secrets.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for AuthenticationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, format_args!("{}", self.text))
    }
}

impl std::error::Error for AuthenticationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|it| it as _)
    }
}

/// The secrets of a client, by scheme.
#[derive(Clone)]
pub(super) struct Credentials(BTreeMap<&'static str, (SchemeKind, String)>);

impl Credentials {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn insert(&mut self, scheme: &Scheme, secret: String) {
        self.0.insert(scheme.name, (scheme.kind, secret));
    }

    pub(super) fn has(&self, scheme: &str) -> bool {
        self.0.contains_key(scheme)
    }

    /// Adds the secret of every chosen scheme; those of other schemes stay out.
    pub(super) fn apply(&self, chosen: &[SchemeUse], request: &mut HttpRequest) {
        for (kind, secret) in chosen.iter().filter_map(|it| self.0.get(it.scheme)) {
            apply_secret(*kind, secret, request);
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|it| (it, MASK))).finish()
    }
}

/// The alternative of `operation` that `configured` can meet; empty if there is none.
pub(super) fn choose(operation: &Operation, configured: impl Fn(&str) -> bool) -> &'static [SchemeUse] {
    let met = |it: &&&'static [SchemeUse]| !it.is_empty() && it.iter().all(|it| configured(it.scheme));
    operation.security.iter().find(met).copied().unwrap_or_default()
}

fn apply_secret(kind: SchemeKind, secret: &str, request: &mut HttpRequest) {
    let headers = &mut request.headers;
    match kind {
        SchemeKind::ApiKey { location: Location::Header, name } => headers.set_secret(name, secret),
        SchemeKind::ApiKey { location: Location::Query, name } => request.push_secret_query(name, secret),
        SchemeKind::ApiKey { location: Location::Cookie, name } => add_cookie(headers, name, secret),
        // OpenAPI has no keys in paths.
        SchemeKind::ApiKey { location: Location::Path, .. } => {}
        SchemeKind::Http { scheme } if scheme.eq_ignore_ascii_case("basic") => {
            headers.set_secret("Authorization", format!("Basic {}", Base64::from(secret.as_bytes())));
        }
        SchemeKind::Http { scheme } if scheme.eq_ignore_ascii_case("bearer") => {
            headers.set_secret("Authorization", format!("Bearer {secret}"));
        }
        SchemeKind::Http { scheme } => headers.set_secret("Authorization", format!("{scheme} {secret}")),
        // The builder takes no secret for these.
        SchemeKind::Signature { .. } => {}
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            headers.set_secret("Authorization", format!("Bearer {secret}"))
        }
    }
}

/// Cookies share one header.
fn add_cookie(headers: &mut Headers, name: &str, secret: &str) {
    let cookies = match headers.get("Cookie") {
        Some(others) => format!("{others}; {name}={secret}"),
        None => format!("{name}={secret}"),
    };
    headers.set_secret("Cookie", cookies);
}
