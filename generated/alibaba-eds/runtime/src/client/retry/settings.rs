//! The settings of repetitions, time limits and hooks, and the builder's methods for them.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Observe, RetryBudget, RetryPolicy};
use crate::client::Builder;

type Jitter = Arc<dyn Fn() -> f64 + Send + Sync>;
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// What a builder collects.
pub(in crate::client) struct Settings {
    policy: RetryPolicy,
    budget: Option<RetryBudget>,
    attempt_timeout: Option<Duration>,
    pub(in crate::client) connect_timeout: Option<Duration>,
    observers: Vec<Arc<dyn Observe>>,
    jitter: Option<Jitter>,
    clock: Option<Clock>,
}

/// What a client holds.
pub(in crate::client) struct Retry {
    pub(in crate::client) policy: RetryPolicy,
    pub(in crate::client) attempt_timeout: Option<Duration>,
    pub(super) budget: RetryBudget,
    pub(super) observers: Vec<Arc<dyn Observe>>,
    pub(super) jitter: Jitter,
    pub(super) clock: Clock,
}

impl Settings {
    pub(in crate::client) const fn new() -> Self {
        Self {
            policy: RetryPolicy::new(),
            budget: None,
            attempt_timeout: None,
            connect_timeout: None,
            observers: Vec::new(),
            jitter: None,
            clock: None,
        }
    }

    pub(in crate::client) fn into_retry(self) -> Retry {
        Retry {
            policy: self.policy,
            attempt_timeout: self.attempt_timeout,
            budget: self.budget.unwrap_or_default(),
            observers: self.observers,
            jitter: self.jitter.unwrap_or_else(|| Arc::new(random)),
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemTime::now)),
        }
    }
}

impl Builder {
    /// When to send requests again that failed; see [`RetryPolicy`] for what is repeated unless this is set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry.policy = policy;
        self
    }

    /// Bounds the repetitions of all calls together; shared with other clients if they are given a clone.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retry.budget = Some(budget);
        self
    }

    /// How long one attempt may take, from finding credentials to the last byte of the answer; only
    /// [`Builder::timeout`] bounds it unless set.
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.retry.attempt_timeout = Some(timeout);
        self
    }

    /// How long to wait for a connection; ten seconds unless set.
    ///
    /// Together with a transport of one's own, which connects by its own rules, this is a fault of the settings.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.retry.connect_timeout = Some(timeout);
        self
    }

    /// Is told of the beginning and end of every attempt, beside those that were set before.
    pub fn observe(mut self, observer: impl Observe) -> Self {
        self.retry.observers.push(Arc::new(observer));
        self
    }

    /// Where the randomness of waits comes from: numbers between 0 and 1, for tests.
    pub fn jitter(mut self, jitter: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.retry.jitter = Some(Arc::new(jitter));
        self
    }

    /// Where the time of day comes from with which dates of `Retry-After` are compared, for tests.
    ///
    /// Waits and time limits run on the clock of tokio, which tests can pause.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.retry.clock = Some(Arc::new(clock));
        self
    }
}

/// A number between 0 and 1, evenly spread.
///
/// The standard library draws the keys of hash maps from the system; spreading waits asks for nothing better, and
/// needs no further crate in every printed client.
fn random() -> f64 {
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    // 53 bits are what such a number holds.
    bits as f64 / (1_u64 << 53) as f64
}

/// The part of `client_builder!` that is about repetitions, time limits and hooks.
#[doc(hidden)]
#[macro_export]
macro_rules! client_builder_retry {
    ($builder:ident) => {
        impl $builder {
            /// When to send requests again that failed; three attempts with growing waits unless set.
            pub fn retry(self, policy: $crate::client::RetryPolicy) -> Self {
                Self { settings: self.settings.retry(policy) }
            }

            /// Bounds the repetitions of all calls together; shared with other clients if they are given a clone.
            pub fn retry_budget(self, budget: $crate::client::RetryBudget) -> Self {
                Self { settings: self.settings.retry_budget(budget) }
            }

            /// How long one attempt may take, from finding credentials to the last byte of the answer; only `timeout`
            /// bounds it unless set.
            pub fn attempt_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { settings: self.settings.attempt_timeout(timeout) }
            }

            /// How long to wait for a connection; ten seconds unless set.
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { settings: self.settings.connect_timeout(timeout) }
            }

            /// Is told of the beginning and end of every attempt, beside those that were set before.
            pub fn observe(self, observer: impl $crate::client::Observe) -> Self {
                Self { settings: self.settings.observe(observer) }
            }

            /// Where the randomness of waits comes from: numbers between 0 and 1, for tests.
            pub fn jitter(
                self,
                jitter: impl Fn() -> f64 + ::std::marker::Send + ::std::marker::Sync + 'static,
            ) -> Self {
                Self { settings: self.settings.jitter(jitter) }
            }

            /// Where the time of day comes from with which dates of `Retry-After` are compared, for tests.
            pub fn clock(
                self,
                clock: impl Fn() -> ::std::time::SystemTime + ::std::marker::Send + ::std::marker::Sync + 'static,
            ) -> Self {
                Self { settings: self.settings.clock(clock) }
            }
        }
    };
}
