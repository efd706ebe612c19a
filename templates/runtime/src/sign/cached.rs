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
    async fn who_waited_for_a_failure_fails_with_it() {
        let gate = Some(tokio::sync::Semaphore::new(0));
        let (service, cached) = cached(Service { gate, fails: true.into(), ..Service::default() });
        let callers: Vec<_> = (0..20)
            .map(|_| {
                let cached = Arc::clone(&cached);
                tokio::spawn(async move { id(&cached).await })
            })
            .collect();
        tokio::task::yield_now().await;
        service.gate.as_ref().expect("is there").add_permits(20);
        for caller in callers {
            assert_eq!(caller.await.expect("ends"), Err("out of reach".to_owned()));
        }
        assert_eq!(service.n_asked.load(Ordering::SeqCst), 1);
        // Who comes later tries again.
        service.fails.store(false, Ordering::SeqCst);
        assert_eq!(id(&cached).await.as_deref(), Ok("key 1"));
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
