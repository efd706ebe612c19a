//! Bounds how much a client repeats in all, so that a service in trouble is not asked ever more.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What is in a bucket that nobody has set: a hundred repetitions in a row.
const CAPACITY: u32 = 500;

/// What a repetition costs.
pub(super) const RETRY_COST: u32 = 5;

/// What a repetition after a lost connection or a timeout costs: these are the ones that overload causes.
pub(super) const FAULT_COST: u32 = 10;

/// What a call that needed no repetition gives back.
pub(super) const SUCCESS_GAIN: u32 = 1;

/// A bucket of tokens that all calls of a client share.
///
/// A repetition takes 5 tokens, or 10 after a connection fault or a timeout; with too few left, a call ends with the
/// failure it has. A call that is answered puts one token back, and after a repetition what the last one took.
/// A call that is dropped while it waits for its repetition puts back what that would have taken.
/// Clones share one bucket, so that several clients of one service can share it too.
#[derive(Debug, Clone)]
pub struct RetryBudget(Option<Arc<Bucket>>);

#[derive(Debug)]
struct Bucket {
    capacity: u32,
    tokens: AtomicU32,
}

impl RetryBudget {
    /// A full bucket of `tokens`; clients that set none have 500.
    #[must_use]
    pub fn new(tokens: u32) -> Self {
        Self(Some(Arc::new(Bucket { capacity: tokens, tokens: AtomicU32::new(tokens) })))
    }

    /// A bucket that never gets empty: only the policy bounds repetitions.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// How many tokens are left; [`u32::MAX`] without limit.
    #[must_use]
    pub fn available(&self) -> u32 {
        self.0.as_ref().map_or(u32::MAX, |it| it.tokens.load(Ordering::Relaxed))
    }

    /// Sets tokens aside for a repetition, or none if there are too few.
    pub(super) fn reserve(&self, cost: u32) -> Option<Reserved<'_>> {
        // Not `then_some`: that would make one in any case, and give back on dropping it.
        self.take(cost).then(|| Reserved { budget: self, cost })
    }

    fn take(&self, cost: u32) -> bool {
        let Some(bucket) = &self.0 else {
            return true;
        };
        let less = |tokens: u32| tokens.checked_sub(cost);
        bucket.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Puts tokens back, up to what the bucket holds.
    pub(super) fn give(&self, gain: u32) {
        if let Some(bucket) = &self.0 {
            let more = |tokens: u32| Some(tokens.saturating_add(gain).min(bucket.capacity));
            // Such an update always succeeds.
            let _ = bucket.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

/// Tokens of a repetition that waits to be sent; they are put back if it never is, because its call was dropped.
pub(super) struct Reserved<'b> {
    budget: &'b RetryBudget,
    cost: u32,
}

impl Reserved<'_> {
    /// The repetition is sent: says how many tokens that took.
    pub(super) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.cost)
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.budget.give(self.cost);
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(CAPACITY)
    }
}
