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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Gives keys that live for an hour, counts them, fails or waits as told; time is a number.
    #[derive(Default)]
    struct Service {
        now: AtomicU64,
        n_asked: AtomicU64,
        fails: std::sync::atomic::AtomicBool,
        gate: Option<tokio::sync::Semaphore>,
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    impl ProvideCredentials for Service {
        fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
            Box::pin(async move {
                let number = self.n_asked.fetch_add(1, Ordering::SeqCst);
                if let Some(gate) = &self.gate {
                    gate.acquire().await.expect("stays open").forget();
                }
                match self.fails.load(Ordering::SeqCst) {
                    true => Err(CredentialsError::broken("out of reach")),
                    false => Ok(AccessKey::new(format!("key {number}"), "s")
                        .with_expiry(at(self.now.load(Ordering::SeqCst) + 3600))),
                }
            })
        }
    }

    fn cached(service: Service) -> (Arc<Service>, Arc<Cached<Arc<Service>>>) {
        let service = Arc::new(service);
        let clock = Arc::clone(&service);
        let cached = Cached::new(Arc::clone(&service)).clock(move || at(clock.now.load(Ordering::SeqCst)));
        (service, Arc::new(cached))
    }

    async fn id(cached: &Cached<Arc<Service>>) -> Result<String, String> {
        cached.credentials().await.map(|it| it.id().to_owned()).map_err(|it| it.to_string())
    }

    #[tokio::test]
    async fn renews_shortly_before_the_end() {
        let (service, cached) = cached(Service::default());
        for (now, expected) in [(0, "key 0"), (3299, "key 0"), (3300, "key 1"), (6599, "key 1"), (9000, "key 2")] {
            service.now.store(now, Ordering::SeqCst);
            assert_eq!(id(&cached).await.as_deref(), Ok(expected), "{now}");
        }
    }

    #[tokio::test]
    async fn a_failed_renewal_is_covered_while_the_key_lasts() {
        let (service, cached) = cached(Service::default());
        assert_eq!(id(&cached).await.as_deref(), Ok("key 0"));
        service.fails.store(true, Ordering::SeqCst);
        for (now, n_asked) in [(3300, 2), (3329, 2), (3330, 3)] {
            service.now.store(now, Ordering::SeqCst);
            assert_eq!(id(&cached).await.as_deref(), Ok("key 0"));
            assert_eq!(service.n_asked.load(Ordering::SeqCst), n_asked, "{now}");
        }
        service.now.store(3600, Ordering::SeqCst);
        assert_eq!(id(&cached).await, Err("out of reach".to_owned()));
    }

    #[tokio::test]
    async fn many_callers_make_one_flight() {
        let (service, cached) = cached(Service { gate: Some(tokio::sync::Semaphore::new(0)), ..Service::default() });
        let callers: Vec<_> = (0..20)
            .map(|_| {
                let cached = Arc::clone(&cached);
                tokio::spawn(async move { id(&cached).await })
            })
            .collect();
        tokio::task::yield_now().await;
        // The caller that asks gives up; another takes over.
        callers[0].abort();
        tokio::task::yield_now().await;
        service.gate.as_ref().expect("is there").add_permits(1);
        for caller in callers.into_iter().skip(1) {
            assert_eq!(caller.await.expect("ends").as_deref(), Ok("key 1"));
        }
        assert_eq!(service.n_asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn callers_use_a_valid_key_while_it_is_renewed() {
        let (service, cached) = cached(Service { gate: Some(tokio::sync::Semaphore::new(1)), ..Service::default() });
        assert_eq!(id(&cached).await.as_deref(), Ok("key 0"));
        service.now.store(3400, Ordering::SeqCst);
        let renewing = Arc::clone(&cached);
        let renewing = tokio::spawn(async move { id(&renewing).await });
        tokio::task::yield_now().await;
        assert_eq!(id(&cached).await.as_deref(), Ok("key 0"));
        service.gate.as_ref().expect("is there").add_permits(1);
        assert_eq!(renewing.await.expect("ends").as_deref(), Ok("key 1"));
    }
}
