//! Futures in boxes, which keep traits with asynchronous methods usable as objects.

use std::pin::Pin;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
