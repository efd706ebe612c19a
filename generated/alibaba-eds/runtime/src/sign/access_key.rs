//! The credentials that requests are signed with, and the trait of everything that provides them.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::{BoxFuture, CredentialsError};

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

    /// Whether both sign in the same way.
    #[cfg(feature = "client")]
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (&self.id, &self.secret, &self.security_token) == (&other.id, &other.secret, &other.security_token)
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
/// A provider of one's own that asks a service should be wrapped in `Cached`, which asks it only when a key is about
/// to expire, and only once at a time:
///
/// ```
/// # #[cfg(feature = "client")] {
/// # use specwright_runtime as runtime;
/// use std::time::{Duration, SystemTime};
/// use runtime::sign::{AccessKey, BoxFuture, Cached, CredentialsError, ProvideCredentials};
///
/// /// Keys from a vault of the company.
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
///         Box::pin(async {
///             let (id, secret) = read_vault().await.map_err(|error| {
///                 CredentialsError::broken("the vault cannot be read").with_source(error)
///             })?;
///             Ok(AccessKey::new(id, secret).with_expiry(SystemTime::now() + Duration::from_secs(3600)))
///         })
///     }
/// }
///
/// # async fn read_vault() -> Result<(String, String), std::io::Error> { Ok((String::new(), String::new())) }
/// // For a client: `Client::builder().credentials(provider)`.
/// let provider = Cached::new(Vault);
/// # }
/// ```
pub trait ProvideCredentials: Send + Sync + 'static {
    /// The key to sign with now.
    ///
    /// # Errors
    /// If there is none; see [`CredentialsError::is_absent`].
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>>;

    /// Drops `key`, which a service has refused, if it is kept here; whether it was.
    ///
    /// What keeps keys should do so: the next request asks for another. By default nothing is kept.
    fn forget(&self, key: &AccessKey) -> bool {
        let _ = key;
        false
    }
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

    fn forget(&self, key: &AccessKey) -> bool {
        (**self).forget(key)
    }
}
