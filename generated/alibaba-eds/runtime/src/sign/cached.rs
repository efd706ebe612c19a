//! Keeps credentials until shortly before they expire.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials};

/// The default of [`Cached::refresh_before`].
const BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long a key is kept that does not say when it expires: a file may have been changed since.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// How long a key that is still valid is used after its renewal has failed, before that is tried again.
const PAUSE: Duration = Duration::from_secs(30);

type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// Asks another provider only when it must, and only once at a time.
///
/// While one caller renews a key that is still valid, the others use it, and so does everybody if the renewal fails.
/// A caller that gives up leaves the renewal to the next.
pub struct Cached<P> {
    provider: P,
    refresh_before: Duration,
    clock: Arc<Clock>,
    kept: RwLock<Option<Kept>>,
    flight: Mutex<()>,
}

#[derive(Clone)]
struct Kept {
    key: AccessKey,
    /// When to ask for a new one.
    renew_at: SystemTime,
}

impl<P: ProvideCredentials> Cached<P> {
    /// Keeps what `provider` provides.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            refresh_before: BEFORE,
            clock: Arc::new(SystemTime::now),
            kept: RwLock::new(None),
            flight: Mutex::new(()),
        }
    }

    /// How long before its end a key is renewed; five minutes unless set.
    #[must_use]
    pub const fn refresh_before(mut self, time: Duration) -> Self {
        self.refresh_before = time;
        self
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    async fn key(&self) -> Result<AccessKey, CredentialsError> {
        let now = (self.clock)();
        let flight = match self.kept() {
            Some(kept) if now < kept.renew_at => return Ok(kept.key),
            Some(kept) if is_valid(&kept.key, now) => match self.flight.try_lock() {
                Ok(flight) => flight,
                Err(_) => return Ok(kept.key),
            },
            _ => self.flight.lock().await,
        };
        let result = self.renew().await;
        drop(flight);
        result
    }

    /// Asks the provider, unless somebody else just did.
    async fn renew(&self) -> Result<AccessKey, CredentialsError> {
        let kept = self.kept();
        if let Some(kept) = kept.as_ref().filter(|it| (self.clock)() < it.renew_at) {
            return Ok(kept.key.clone());
        }
        let result = self.provider.credentials().await;
        let now = (self.clock)();
        match (result, kept) {
            (Ok(key), _) => {
                self.keep(Kept { key: key.clone(), renew_at: self.renewal_of(&key, now) });
                Ok(key)
            }
            (Err(_), Some(kept)) if is_valid(&kept.key, now) => {
                self.keep(Kept { key: kept.key.clone(), renew_at: now + PAUSE });
                Ok(kept.key)
            }
            (Err(error), _) => Err(error),
        }
    }

    fn renewal_of(&self, key: &AccessKey, now: SystemTime) -> SystemTime {
        match key.expires_at() {
            // A key that lives shorter than the margin is used for half of its time.
            Some(end) => {
                let life = end.duration_since(now).unwrap_or_default();
                now + life.checked_sub(self.refresh_before).unwrap_or_default().max(life / 2)
            }
            None => now + KEPT,
        }
    }

    fn kept(&self) -> Option<Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Kept) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

fn is_valid(key: &AccessKey, now: SystemTime) -> bool {
    key.expires_at().is_none_or(|end| now < end)
}

impl<P: ProvideCredentials> ProvideCredentials for Cached<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

impl<P> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").field("refresh_before", &self.refresh_before).finish_non_exhaustive()
    }
}
