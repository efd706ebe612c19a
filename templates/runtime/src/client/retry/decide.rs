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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ReplyParts;
    use crate::client::{Headers, ServiceError, Timeout, TransportError};

    const SHAPE: ErrorShape =
        ErrorShape { code: &["code"], message: &["message"], detail: &[], request_id: &["request_id"] };

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Result<HttpResponse, Error> {
        let headers: Headers = headers.iter().copied().collect();
        Ok(HttpResponse { status, headers, body: body.as_bytes().to_vec() })
    }

    /// Whether idempotent requests, and whether others are repeated.
    fn repeats(result: &Result<HttpResponse, Error>) -> (bool, bool) {
        let of = |idempotent| decide(&SHAPE, idempotent, result, || SystemTime::UNIX_EPOCH).is_some();
        (of(true), of(false))
    }

    #[test]
    fn methods_are_those_of_the_rfc() {
        use Method::{Delete, Get, Head, Options, Patch, Post, Put, Trace};
        assert!([Get, Head, Put, Delete, Options, Trace].into_iter().all(is_idempotent));
        assert!(![Post, Patch].into_iter().any(is_idempotent));
    }

    #[test]
    fn statuses_are_repeated_where_it_is_safe() {
        for status in 100..=599 {
            let expected = match status {
                429 => (true, true),
                408 | 502 | 503 | 504 => (true, false),
                _ => (false, false),
            };
            assert_eq!(repeats(&answer(status, &[], "")), expected, "{status}");
        }
    }

    #[test]
    fn a_time_to_come_back_proves_nothing() {
        for (status, expected) in
            [(503, (true, false)), (502, (true, false)), (500, (false, false)), (200, (false, false))]
        {
            assert_eq!(repeats(&answer(status, &[("Retry-After", "7")], "")), expected, "{status}");
            assert_eq!(repeats(&answer(status, &[("x-acs-retry-after", "7000")], "")), expected, "{status}");
        }
        let repeat = decide(&SHAPE, true, &answer(503, &[("Retry-After", "7")], ""), || SystemTime::UNIX_EPOCH);
        assert_eq!(repeat, Some(Repeat { asked: Asked::AtLeast(Duration::from_secs(7)), cost: RETRY_COST }));
    }

    #[test]
    fn codes_of_throttled_requests_count_like_429() {
        assert_eq!(repeats(&answer(400, &[], r#"{"code": "Throttling.User"}"#)), (true, true));
        assert_eq!(repeats(&answer(200, &[], r#"{"code": "Throttling.User"}"#)), (false, false));
        assert_eq!(repeats(&answer(400, &[], r#"{"code": "A", "message": "Throttling"}"#)), (false, false));
        assert_eq!(repeats(&answer(400, &[], "<p>Throttling")), (false, false));
    }

    #[test]
    fn faults_are_repeated_where_nothing_was_sent() {
        use TransportErrorKind::{Broken, Connect, ConnectTimeout, Request, Setup, TooLong, TooManyHeaders};
        for (kind, expected) in [
            (Connect, (true, true)),
            (ConnectTimeout, (true, true)),
            (Broken, (true, false)),
            (TooLong, (false, false)),
            (TooManyHeaders, (false, false)),
            (Request, (false, false)),
            (Setup, (false, false)),
        ] {
            assert_eq!(repeats(&Err(Error::Transport(TransportError::new(kind, "x")))), expected, "{kind:?}");
        }
        let timeout = |kind| Err(Error::Timeout(Timeout { kind, limit: Duration::ZERO, attempts: 1 }));
        assert_eq!(repeats(&timeout(TimeoutKind::Attempt)), (true, false));
        assert_eq!(repeats(&timeout(TimeoutKind::Operation)), (false, false));
    }

    /// What the error of a call says, in place of what an attempt gave.
    fn as_error(result: Result<HttpResponse, Error>) -> Error {
        let response = match result {
            Ok(response) => response,
            Err(error) => return error,
        };
        let headers = response.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let reply = ReplyParts { status: response.status, headers, content_type: None, body: response.body };
        Error::Service(Box::new(ServiceError::read("x", &SHAPE, reply)))
    }

    #[test]
    fn errors_say_the_same_as_the_rules() {
        use TransportErrorKind::{Broken, Connect, ConnectTimeout, Request, Setup, TooLong, TooManyHeaders};
        let statuses = (400..=599).map(|status| answer(status, &[], ""));
        let throttled = answer(400, &[], r#"{"code": "Throttling.Api"}"#);
        let faults = [Broken, Connect, ConnectTimeout, Request, Setup, TooLong, TooManyHeaders]
            .map(|kind| Err(Error::Transport(TransportError::new(kind, "x"))));
        let timeout = Timeout { kind: TimeoutKind::Attempt, limit: Duration::ZERO, attempts: 1 };
        for result in statuses.chain([throttled, Err(Error::Timeout(timeout))]).chain(faults) {
            let (if_idempotent, _) = repeats(&result);
            let error = as_error(result);
            assert_eq!(error.is_retryable(), if_idempotent, "{error}");
        }
    }
}
