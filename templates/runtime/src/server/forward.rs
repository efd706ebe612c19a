//! One handler for all operations, on JSON values: proxies, mocks, recorders.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::{BoxFuture, Context, Failure};
use crate::{Input, Operation};

/// Answers every operation by its description.
pub trait Handle: Send + Sync + 'static {
    /// Takes the JSON form of an input and gives that of an output: `{"status": 200, "headers": {..}, "body": ..}`.
    fn handle(
        &self,
        operation: &'static Operation,
        context: Context,
        input: Value,
    ) -> BoxFuture<'_, Result<Value, Failure>>;
}

/// Implements every printed trait by a single [`Handle`].
pub struct Forward<H> {
    handle: Arc<H>,
}

impl<H: Handle> Forward<H> {
    /// Forwards to `handle`.
    #[must_use]
    pub fn new(handle: H) -> Self {
        Self { handle: Arc::new(handle) }
    }

    /// What a printed method does: turns the input into JSON, asks, and types the answer.
    #[must_use]
    pub fn forward<I: Input>(&self, context: Context, input: I) -> BoxFuture<'_, Result<I::Output, Failure>> {
        let written = crate::to_value(&input);
        Box::pin(async move {
            let answer = self.handle.handle(I::OPERATION, context, written).await?;
            crate::output_from_json::<I>(answer).map_err(Failure::from)
        })
    }
}

impl<H> Clone for Forward<H> {
    fn clone(&self) -> Self {
        Self { handle: Arc::clone(&self.handle) }
    }
}

impl<H> fmt::Debug for Forward<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forward").finish_non_exhaustive()
    }
}
