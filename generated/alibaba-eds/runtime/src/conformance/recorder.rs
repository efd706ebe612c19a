//! Stands behind the server: notes what arrives and gives the answer that was prepared.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::Operation;
use crate::server::{BoxFuture, Context, Failure, Handle};

/// A handler of all operations that the conformance run reads from and writes to.
#[derive(Clone, Default)]
pub struct Recorder {
    exchange: Arc<Mutex<Exchange>>,
}

#[derive(Default)]
struct Exchange {
    answer: Option<Value>,
    seen: Option<(&'static str, Value)>,
}

impl Recorder {
    /// A recorder that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Prepares the answer to the next request and forgets the one before.
    pub(super) fn prepare(&self, answer: Value) {
        *self.exchange() = Exchange { answer: Some(answer), seen: None };
    }

    /// The operation that was asked for since, and its input.
    pub(super) fn take_seen(&self) -> Option<(&'static str, Value)> {
        self.exchange().seen.take()
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        // Nothing here is left half done by a panic.
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handle for Recorder {
    fn handle(
        &self,
        operation: &'static Operation,
        _context: Context,
        input: Value,
    ) -> BoxFuture<'_, Result<Value, Failure>> {
        let mut exchange = self.exchange();
        exchange.seen = Some((operation.id, input));
        let answer = exchange.answer.take().ok_or_else(|| Failure::internal("no answer was prepared"));
        Box::pin(std::future::ready(answer))
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
