//! How often a request is repeated, and how long to wait in between.

use std::time::Duration;

/// When to send a request again that failed: how often, and after how long.
///
/// Only what is safe is repeated, whatever the policy says:
///
/// | what happened | `GET`, `HEAD`, `PUT`, `DELETE`, `OPTIONS`, `TRACE`, and what is idempotent | `POST`, `PATCH` |
/// |---|---|---|
/// | no connection | repeated | repeated |
/// | the connection broke, or the attempt took too long | repeated | not repeated |
/// | 429, or an error code `Throttling...` | repeated | repeated |
/// | 408, 502, 503, 504 | repeated | not repeated |
/// | anything else | not repeated | not repeated |
///
/// A `POST` or `PATCH` is idempotent where the description says so (`x-idempotent`), or the caller does
/// (`Call::idempotent`). A `Retry-After` is no proof that a request was not executed, and makes none safe.
///
/// The wait grows exponentially with full jitter: before the repetition number *n* it is a random time between
/// nothing and `base_delay * 2^(n-1)`, at most `max_delay`. A `Retry-After` of the service is a lower bound of it; an
/// `x-acs-retry-after`, in milliseconds, takes its place.
/// A wait that would outlast the operation timeout is not begun: the call ends with the failure that it has.
///
/// ```
/// # use specwright_runtime as runtime;
/// use std::time::Duration;
/// use runtime::client::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(5).max_delay(Duration::from_secs(5));
/// let never = RetryPolicy::off();
/// assert_ne!(patient, never);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Three attempts, a base delay of one second, and no wait above twenty seconds.
    pub const fn new() -> Self {
        Self { max_attempts: 3, base_delay: Duration::from_secs(1), max_delay: Duration::from_secs(20) }
    }

    /// A single attempt.
    ///
    /// A request that is refused with 401 is still sent once more if the authenticator got other credentials:
    /// see `Authenticate::refresh`.
    pub const fn off() -> Self {
        Self::new().max_attempts(1)
    }

    /// How many attempts there are at most, the first one included; 0 counts as 1.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest wait before the first repetition.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before any repetition, apart from what the service asks for.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Whether another attempt may follow after `n_attempts`.
    pub(super) const fn allows_more(&self, n_attempts: u32) -> bool {
        n_attempts < self.max_attempts
    }

    /// The wait after the attempt number `attempt`; `jitter` lies between 0 and 1.
    pub(super) fn delay(&self, attempt: u32, jitter: f64) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let longest = self.base_delay.saturating_mul(doubled).min(self.max_delay);
        // A jitter from outside may be anything; what is no time becomes the longest wait.
        Duration::try_from_secs_f64(longest.as_secs_f64() * jitter).unwrap_or(longest).min(longest)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
