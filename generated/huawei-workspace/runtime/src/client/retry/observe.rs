//! Hooks before and after each attempt: for metrics, logs, traces.
//!
//! They see what happened and never what was said: no address, header or body.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::Operation;
use crate::client::error::request_id_header;
use crate::client::trace::AttemptSpan;
use crate::client::{Error, HttpResponse, TransportErrorKind};

/// Is told of every attempt to send a request.
///
/// Called between the steps of a call, so an implementation should not block.
///
/// ```
/// # use specwright_runtime as runtime;
/// use runtime::client::{AttemptEnd, Observe};
///
/// struct Log;
///
/// impl Observe for Log {
///     fn attempt_finished(&self, end: &AttemptEnd<'_>) {
///         println!("{} #{}: {:?} after {:?}", end.operation.id, end.number, end.outcome, end.duration);
///     }
/// }
/// ```
pub trait Observe: Send + Sync + 'static {
    /// An attempt begins: the request will be authenticated and sent.
    fn attempt_started(&self, start: &AttemptStart) {
        let _ = start;
    }

    /// An attempt is over; exactly once for each that began, also when the call was dropped.
    fn attempt_finished(&self, end: &AttemptEnd<'_>) {
        let _ = end;
    }
}

impl<T: Observe + ?Sized> Observe for Arc<T> {
    fn attempt_started(&self, start: &AttemptStart) {
        (**self).attempt_started(start);
    }

    fn attempt_finished(&self, end: &AttemptEnd<'_>) {
        (**self).attempt_finished(end);
    }
}

/// The beginning of an attempt.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptStart {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The number of the attempt within its call, beginning with 1.
    pub number: u32,
}

/// The end of an attempt.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptEnd<'a> {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The number of the attempt within its call, beginning with 1.
    pub number: u32,
    /// How long it took, authentication included.
    pub duration: Duration,
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// What the service calls the request, if a header of the answer says so.
    pub request_id: Option<&'a str>,
    /// How long the call now waits before the next attempt; nothing if this was the last.
    pub retry_in: Option<Duration>,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// The service answered with this status.
    Answered(u16),
    /// There was no response.
    Failed(TransportErrorKind),
    /// There was no answer within the attempt timeout.
    TimedOut,
    /// There were no credentials; nothing was sent.
    Unauthenticated,
    /// What authentication made of the request cannot be sent.
    Unsendable,
    /// The call was dropped, or ended by the operation timeout.
    Cancelled,
}

impl AttemptOutcome {
    const fn of(result: &Result<HttpResponse, Error>) -> Self {
        match result {
            Ok(response) => Self::Answered(response.status),
            Err(Error::Transport(error)) => Self::Failed(error.kind()),
            Err(Error::Timeout(_)) => Self::TimedOut,
            Err(Error::Authentication(_)) => Self::Unauthenticated,
            Err(_) => Self::Unsendable,
        }
    }
}

/// An attempt that is watched; its end is told when it is dropped, so that no way out of a call leaves one open.
pub(super) struct Watch<'a> {
    observers: &'a [Arc<dyn Observe>],
    start: AttemptStart,
    begun: Instant,
    ended: Option<(Duration, AttemptOutcome)>,
    request_id: Option<String>,
    retry_in: Option<Duration>,
    span: AttemptSpan,
}

impl<'a> Watch<'a> {
    pub(super) fn start(observers: &'a [Arc<dyn Observe>], operation: &'static Operation, number: u32) -> Self {
        let start = AttemptStart { operation, number };
        for it in observers {
            it.attempt_started(&start);
        }
        let span = AttemptSpan::begin(number);
        Self { observers, start, begun: Instant::now(), ended: None, request_id: None, retry_in: None, span }
    }

    /// Sends the request, within the span of the attempt.
    pub(super) async fn around<T>(&self, work: impl Future<Output = T> + Send) -> T {
        self.span.around(work).await
    }

    /// Notes what came of the attempt.
    pub(super) fn record(&mut self, result: &Result<HttpResponse, Error>) {
        self.ended = Some((self.begun.elapsed(), AttemptOutcome::of(result)));
        self.span.end(result);
        if let (Ok(response), false) = (result, self.observers.is_empty()) {
            self.request_id = request_id_header(&response.headers).map(str::to_owned);
        }
    }

    /// Tells the end, and that another attempt follows.
    pub(super) fn retry_in(mut self, delay: Duration) {
        self.retry_in = Some(delay);
        self.span.retry_in(delay);
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        // A second panic would end the process.
        if std::thread::panicking() {
            return;
        }
        let (duration, outcome) = self.ended.unwrap_or_else(|| (self.begun.elapsed(), AttemptOutcome::Cancelled));
        let AttemptStart { operation, number } = self.start;
        let request_id = self.request_id.as_deref();
        let end = AttemptEnd { operation, number, duration, outcome, request_id, retry_in: self.retry_in };
        for it in self.observers {
            it.attempt_finished(&end);
        }
    }
}
