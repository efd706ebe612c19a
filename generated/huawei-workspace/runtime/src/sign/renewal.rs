//! Keeps what expires, and renews it in time: once at a time, however many ask.
//!
//! Knows neither what is kept nor who is asked for it; [`Cached`](super::Cached) keeps access keys with it, the hook of
//! `iam` tokens.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::CredentialsError;

/// How long something is kept that does not say when it expires: a file may have been changed since.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// How long something that is still valid is used after its renewal has failed, before that is tried again.
const PAUSE: Duration = Duration::from_secs(30);

pub(crate) type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// What says until when it is valid.
pub(crate) trait Expire: Clone {
    /// The end; [`None`] if nobody knows.
    fn expires_at(&self) -> Option<SystemTime>;
}

/// Keeps one value.
///
/// While one caller renews a value that is still valid, the others use it, and so does everybody if the renewal fails.
/// A caller that gives up leaves the renewal to the next. Callers that waited for a renewal that failed fail with it:
/// twenty calls with a wrong password are one attempt to log in, not twenty.
pub(crate) struct Renewal<T> {
    pub(crate) refresh_before: Duration,
    pub(crate) clock: Arc<Clock>,
    state: RwLock<State<T>>,
    flight: Mutex<()>,
}

struct State<T> {
    kept: Option<Kept<T>>,
    /// How many renewals have ended, and how the last one failed.
    n_landed: u64,
    failure: Option<CredentialsError>,
}

/// A value, and its number among all that were kept here; the first has number 1.
#[derive(Clone)]
pub(crate) struct Kept<T> {
    pub(crate) value: T,
    pub(crate) number: u64,
    /// When to ask for a new one.
    renew_at: SystemTime,
}

impl<T: Expire> Renewal<T> {
    /// Keeps nothing yet; renews what it will keep this long before its end.
    pub(crate) fn new(refresh_before: Duration) -> Self {
        Self {
            refresh_before,
            clock: Arc::new(SystemTime::now),
            state: RwLock::new(State { kept: None, n_landed: 0, failure: None }),
            flight: Mutex::new(()),
        }
    }

    /// The value to use now; `ask` gives a new one if it is needed.
    pub(crate) async fn get(
        &self,
        ask: impl AsyncFnOnce() -> Result<T, CredentialsError>,
    ) -> Result<Kept<T>, CredentialsError> {
        let now = (self.clock)();
        let (kept, n_landed) = self.read(|it| (it.kept.clone(), it.n_landed));
        let flight = match kept {
            Some(kept) if now < kept.renew_at => return Ok(kept),
            Some(kept) if is_valid(&kept.value, now) => match self.flight.try_lock() {
                Ok(flight) => flight,
                Err(_) => return Ok(kept),
            },
            _ => self.flight.lock().await,
        };
        let result = match self.landed_since(n_landed) {
            Some(result) => result,
            None => self.land(ask().await),
        };
        drop(flight);
        result
    }

    /// Forgets the value of this number; one that was renewed since stays.
    pub(crate) fn discard(&self, number: u64) {
        self.take_if(|it| it.number == number);
    }

    /// Forgets the value if it is the one that is meant; whether it was.
    pub(crate) fn discard_if(&self, is_meant: impl FnOnce(&T) -> bool) -> bool {
        self.take_if(|it| is_meant(&it.value)).is_some()
    }

    fn take_if(&self, is_meant: impl FnOnce(&Kept<T>) -> bool) -> Option<Kept<T>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.kept.take_if(|it| is_meant(it))
    }

    /// How somebody else's renewal ended while this caller waited for it.
    fn landed_since(&self, n_landed: u64) -> Option<Result<Kept<T>, CredentialsError>> {
        let now = (self.clock)();
        self.read(|it| match (&it.kept, &it.failure) {
            (Some(kept), _) if now < kept.renew_at => Some(Ok(kept.clone())),
            (None, Some(failure)) if it.n_landed > n_landed => Some(Err(failure.clone())),
            _ => None,
        })
    }

    fn land(&self, result: Result<T, CredentialsError>) -> Result<Kept<T>, CredentialsError> {
        let now = (self.clock)();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.n_landed += 1;
        state.failure = None;
        let kept = match (result, state.kept.take()) {
            (Ok(value), _) => Kept { renew_at: self.renewal_of(&value, now), number: state.n_landed, value },
            (Err(_), Some(kept)) if is_valid(&kept.value, now) => Kept { renew_at: now + PAUSE, ..kept },
            (Err(error), _) => {
                state.failure = Some(error.clone());
                return Err(error);
            }
        };
        state.kept = Some(kept.clone());
        Ok(kept)
    }

    fn renewal_of(&self, value: &T, now: SystemTime) -> SystemTime {
        match value.expires_at() {
            // What lives shorter than the margin is used for half of its time.
            Some(end) => {
                let life = end.duration_since(now).unwrap_or_default();
                now + life.checked_sub(self.refresh_before).unwrap_or_default().max(life / 2)
            }
            None => now + KEPT,
        }
    }

    fn read<R>(&self, look: impl FnOnce(&State<T>) -> R) -> R {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn is_valid(value: &impl Expire, now: SystemTime) -> bool {
    value.expires_at().is_none_or(|end| now < end)
}
