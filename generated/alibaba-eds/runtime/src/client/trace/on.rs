//! Spans as `tracing` knows them.

use std::borrow::Cow;
use std::time::Duration;

use tracing::Instrument as _;
use tracing::field::Empty;

use super::super::endpoint::Endpoint;
use super::super::error::request_id_header;
use super::super::{Api, Error, Headers, HttpResponse, TimeoutKind, TransportErrorKind};
use crate::{Operation, shown};

/// What a span says that ends because its future was dropped.
const CANCELLED: &str = "cancelled";

/// The span of a call, from the first attempt to the decoded answer.
pub(in crate::client) struct CallSpan {
    span: tracing::Span,
    has_ended: bool,
}

impl CallSpan {
    pub(in crate::client) fn begin(api: &Api, endpoint: &Endpoint, operation: &Operation) -> Self {
        let span = tracing::info_span!(
            "api_call",
            "otel.name" = format!("{} {}", operation.method.as_str(), operation.path),
            "otel.kind" = "client",
            "rpc.service" = api.name,
            "rpc.method" = operation.id,
            "api.tag" = operation.tag,
            "http.request.method" = operation.method.as_str(),
            "url.template" = operation.path,
            "url.scheme" = endpoint.scheme,
            "server.address" = endpoint.host_and_port().0,
            "server.port" = endpoint.host_and_port().1,
            "http.request.resend_count" = Empty,
            "http.response.status_code" = Empty,
            "request.id" = Empty,
            "error.type" = Empty,
        );
        Self { span, has_ended: false }
    }

    /// Does `work` within the span.
    pub(in crate::client) async fn around<T>(&self, work: impl Future<Output = T> + Send) -> T {
        work.instrument(self.span.clone()).await
    }

    /// There is an answer, which is still to be read.
    pub(in crate::client) fn answered(&mut self, status: u16, headers: &Headers, attempts: u32) {
        self.span.record("http.request.resend_count", attempts.saturating_sub(1));
        record_answer(&self.span, status, headers);
    }

    /// The call is over: without an error, it succeeded.
    pub(in crate::client) fn end(&mut self, error: Option<&Error>) {
        self.has_ended = true;
        let Some(error) = error else { return };
        if error.attempts() > 0 {
            self.span.record("http.request.resend_count", error.attempts() - 1);
        }
        let error_type = error_type(error);
        self.span.record("error.type", &*error_type);
        let code = error.service().and_then(|it| it.code.as_deref()).map(shown::text);
        tracing::info!(parent: &self.span, error.type = &*error_type, error.code = code, "call failed");
    }
}

impl Drop for CallSpan {
    fn drop(&mut self) {
        if !self.has_ended {
            self.span.record("error.type", CANCELLED);
        }
    }
}

/// The span of an attempt.
pub(in crate::client) struct AttemptSpan {
    span: tracing::Span,
    /// What came of it, if that is a failure; nothing before it ends.
    outcome: Option<Option<Cow<'static, str>>>,
}

impl AttemptSpan {
    pub(in crate::client) fn begin(number: u32) -> Self {
        let span = tracing::info_span!(
            "api_attempt",
            "attempt" = number,
            "http.request.resend_count" = number.saturating_sub(1),
            "http.response.status_code" = Empty,
            "request.id" = Empty,
            "error.type" = Empty,
        );
        Self { span, outcome: None }
    }

    /// Does `work` within the span.
    pub(in crate::client) async fn around<T>(&self, work: impl Future<Output = T> + Send) -> T {
        work.instrument(self.span.clone()).await
    }

    /// There is an answer, or there will be none.
    pub(in crate::client) fn end(&mut self, result: &Result<HttpResponse, Error>) {
        if self.span.is_disabled() {
            self.outcome = Some(None);
            return;
        }
        let failure = match result {
            Ok(response) => {
                record_answer(&self.span, response.status, &response.headers);
                (response.status >= 400).then(|| Cow::from(response.status.to_string()))
            }
            Err(error) => Some(error_type(error)),
        };
        if let Some(failure) = &failure {
            self.span.record("error.type", &**failure);
        }
        self.outcome = Some(failure);
    }

    /// The request will be sent again.
    pub(in crate::client) fn retry_in(&self, delay: Duration) {
        let reason = self.outcome.as_ref().and_then(|it| it.as_deref());
        let wait = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(parent: &self.span, retry.reason = reason, retry.wait_ms = wait, "attempt is repeated");
    }
}

impl Drop for AttemptSpan {
    fn drop(&mut self) {
        if self.outcome.is_none() {
            self.span.record("error.type", CANCELLED);
        }
    }
}

fn record_answer(span: &tracing::Span, status: u16, headers: &Headers) {
    span.record("http.response.status_code", status);
    if let Some(id) = request_id_header(headers) {
        span.record("request.id", shown::text(id));
    }
}

/// A word for each kind of failure; the status, if the service answered with one.
fn error_type(error: &Error) -> Cow<'static, str> {
    use TransportErrorKind::{Broken, Connect, ConnectTimeout, Request, TooLong, TooManyHeaders};
    Cow::Borrowed(match error {
        Error::Service(error) => return Cow::Owned(error.status.to_string()),
        Error::Timeout(timeout) if timeout.kind == TimeoutKind::Attempt => "attempt_timeout",
        Error::Timeout(_) => "timeout",
        Error::Transport(error) => match error.kind() {
            Connect => "connect",
            ConnectTimeout => "connect_timeout",
            Broken => "broken",
            TooLong => "too_long",
            TooManyHeaders => "too_many_headers",
            Request => "request",
            _ => "transport",
        },
        Error::Authentication(_) => "authentication",
        Error::Decode(_) => "undecodable",
        Error::Input(_) => "input",
        // What OpenTelemetry says where there is no word.
        _ => "_OTHER",
    })
}
