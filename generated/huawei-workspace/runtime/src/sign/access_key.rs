//! The credentials that requests are signed with, and the trait of everything that provides them.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::BoxFuture;

/// An access key: an id that is sent, a secret that never is, and for a temporary key the token that came with it.
///
/// `Debug` shows the id alone.
#[derive(Clone)]
pub struct AccessKey {
    id: String,
    secret: String,
    security_token: Option<String>,
    expires_at: Option<SystemTime>,
}

impl AccessKey {
    /// A permanent key.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), security_token: None, expires_at: None }
    }

    /// The same key with the token that makes it a temporary one.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// The same key with the time until which it is valid.
    #[must_use]
    pub const fn with_expiry(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The token of a temporary key.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref()
    }

    /// Until when it is valid; [`None`] if nobody said so.
    #[must_use]
    pub const fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Provides the key that a request is signed with; asked before every attempt.
///
/// A provider that asks a service should be wrapped in [`Cached`](super::Cached).
pub trait ProvideCredentials: Send + Sync + 'static {
    /// The key to sign with now.
    ///
    /// # Errors
    /// If there is none; see [`CredentialsError::is_absent`].
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>>;
}

impl ProvideCredentials for AccessKey {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        (**self).credentials()
    }
}

/// Why there are no credentials.
#[derive(Debug)]
pub struct CredentialsError {
    text: String,
    is_absent: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CredentialsError {
    /// This place holds no credentials: a chain goes on with the next. The text must not hold secrets.
    #[must_use]
    pub fn absent(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_absent: true, source: None }
    }

    /// This place should hold credentials but they are broken or out of reach: a chain ends here, so that nobody acts
    /// as somebody else by mistake. The text must not hold secrets.
    #[must_use]
    pub fn broken(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_absent: false, source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether the place simply holds no credentials.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        self.is_absent
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|it| it as _)
    }
}
