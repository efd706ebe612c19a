//! The rules: which failures may be repeated without doing anything twice.

use std::time::SystemTime;

use super::budget::{FAULT_COST, RETRY_COST};
use super::retry_after::{Asked, retry_after};
use super::timeout::TimeoutKind;
use crate::client::{Error, HttpResponse, TransportErrorKind};
use crate::{ErrorShape, Method};

/// That a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    /// What the service asks to wait.
    pub(super) asked: Asked,
    /// How many tokens of the budget it takes.
    pub(super) cost: u32,
}

/// Whether a request does the same when it is sent twice (RFC 9110, 9.2.2).
pub(in crate::client) const fn is_idempotent(method: Method) -> bool {
    !matches!(method, Method::Post | Method::Patch)
}

/// Whether a status comes from a passing trouble, most often of a gateway.
pub(in crate::client) const fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 502 | 503 | 504)
}

/// Whether an error of the service says that there were too many requests, which also says that this one was not executed.
pub(in crate::client) fn is_throttled(status: u16, code: Option<&str>) -> bool {
    // Some services answer 400, or even 200, with a code such as `Throttling.User`.
    status == 429 || code.is_some_and(|it| it.starts_with(THROTTLING))
}

/// How codes of throttled requests begin.
const THROTTLING: &str = "Throttling";

/// Whether the request that gave `result` may be sent again; `idempotent` says that executing it twice does no harm.
pub(super) fn decide(
    shape: &ErrorShape,
    idempotent: bool,
    result: &Result<HttpResponse, Error>,
    now: impl FnOnce() -> SystemTime,
) -> Option<Repeat> {
    let fault = Repeat { asked: Asked::Nothing, cost: FAULT_COST };
    match result {
        Ok(response) => by_answer(shape, idempotent, response, now),
        Err(Error::Transport(error)) => match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => Some(fault),
            TransportErrorKind::Broken | TransportErrorKind::Timeout => idempotent.then_some(fault),
            TransportErrorKind::TooLong
            | TransportErrorKind::TooManyHeaders
            | TransportErrorKind::Request
            | TransportErrorKind::Body
            | TransportErrorKind::Setup => None,
        },
        Err(Error::Timeout(timeout)) if timeout.kind == TimeoutKind::Attempt => idempotent.then_some(fault),
        Err(_) => None,
    }
}

fn by_answer(
    shape: &ErrorShape,
    idempotent: bool,
    response: &HttpResponse,
    now: impl FnOnce() -> SystemTime,
) -> Option<Repeat> {
    if response.status < 400 {
        return None;
    }
    // Not so 503, even with a time to come back: a gateway says it of a service that was already at work.
    let is_refused = is_refused_as_throttled(shape, response);
    let may_repeat = is_refused || (idempotent && is_transient(response.status));
    may_repeat.then(|| Repeat { asked: retry_after(&response.headers, now), cost: RETRY_COST })
}

fn is_refused_as_throttled(shape: &ErrorShape, response: &HttpResponse) -> bool {
    if is_throttled(response.status, None) {
        return true;
    }
    // Few errors are about throttling: the others need not be read as JSON here.
    let names_it = response.body.windows(THROTTLING.len()).any(|it| it == THROTTLING.as_bytes());
    let read = || serde_json::from_slice(&response.body).ok().map(|body| shape.read(&body));
    names_it && read().is_some_and(|fields| is_throttled(response.status, fields.code.as_deref()))
}
