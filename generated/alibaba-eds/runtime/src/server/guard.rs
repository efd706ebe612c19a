//! The hook that decides who may call: verifiers of signatures, tokens, keys.

use super::{BoxFuture, Context, Failure};

/// Checks a request before anything of it is decoded.
///
/// It is called for every operation, also for those without security requirements:
/// [`Context::operation`] tells what an operation asks for.
/// It sees the target as it was sent ([`Context::uri`]) and the bytes of the body, which signatures cover.
pub trait Guard: Send + Sync + 'static {
    /// Lets the request pass, or says why not. What it learns, it can attach to the request's extensions.
    fn check<'a>(&'a self, context: &'a mut Context, body: &'a [u8]) -> BoxFuture<'a, Result<(), Failure>>;
}
