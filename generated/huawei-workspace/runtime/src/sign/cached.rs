//! Keeps credentials until shortly before they expire.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::renewal::{Expire, Renewal};
use super::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials};

/// The default of [`Cached::refresh_before`].
const BEFORE: Duration = Duration::from_secs(5 * 60);

/// Asks another provider only when it must, and only once at a time.
///
/// While one caller renews a key that is still valid, the others use it, and so does everybody if the renewal fails.
/// A caller that gives up leaves the renewal to the next. A key that the service refuses with 401 is dropped.
pub struct Cached<P> {
    provider: P,
    renewal: Renewal<AccessKey>,
}

impl<P: ProvideCredentials> Cached<P> {
    /// Keeps what `provider` provides.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self { provider, renewal: Renewal::new(BEFORE) }
    }

    /// How long before its end a key is renewed; five minutes unless set.
    #[must_use]
    pub const fn refresh_before(mut self, time: Duration) -> Self {
        self.renewal.refresh_before = time;
        self
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.renewal.clock = Arc::new(now);
        self
    }
}

impl Expire for AccessKey {
    fn expires_at(&self) -> Option<SystemTime> {
        Self::expires_at(self)
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Cached<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async { Ok(self.renewal.get(async || self.provider.credentials().await).await?.value) })
    }

    fn forget(&self, key: &AccessKey) -> bool {
        let forgotten = self.renewal.discard_if(|it| it.is_same(key));
        self.provider.forget(key) || forgotten
    }
}

impl<P> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").field("refresh_before", &self.renewal.refresh_before).finish_non_exhaustive()
    }
}
