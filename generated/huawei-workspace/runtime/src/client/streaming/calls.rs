//! Calls whose bodies go in pieces.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::{Bodies, ByteStream, Download, Upload};
use crate::client::call::{Call, read_success, service_error};
use crate::client::core::{Core, Overrides, Received};
use crate::client::error::{Error, InputError};
use crate::client::retry::{self, Timeout, TimeoutKind};
use crate::client::trace::CallSpan;
use crate::client::{Headers, HttpResponse, Sending};
use crate::{Input, Operation, RequestParts};

impl<'a, I: Input> Call<'a, I> {
    /// Sends a body from a source that is read while it is sent, in place of the body of the input.
    pub fn body_stream(mut self, upload: Upload) -> Self {
        // A body that is known to be empty is signed, and framed, like one that is not there.
        self.upload = Some(upload).filter(|it| it.length != Some(0));
        self.overrides.streamed = self.upload.is_some();
        self
    }

    /// Sends the request and gives the answer as soon as its head is there, if it is a success of octets.
    ///
    /// Every other answer is read whole and is the error that it is for [`Call::send`]; a success of another type is
    /// [`Error::Service`]. The time limits of the call bound the time until the head is there; then
    /// [`Download::stall_timeout`] takes over.
    #[must_use]
    pub fn download(self) -> Sending<'a, Result<Download, Error>> {
        if let Some(lacking) = self.lacking() {
            return self.complete(lacking, true, Self::download);
        }
        let core = self.core;
        let exchange = self.exchange_in_pieces(Bodies::receiving);
        Box::pin(async move {
            let (received, body) = exchange.await?;
            let Received { reply, attempts, mut span } = received;
            if let Some(body) = body {
                span.end(None);
                let headers: Headers = reply.headers.into_iter().collect();
                return Ok(Download::new(reply.status, headers, body, attempts));
            }
            let error = match read_success::<I>(core, reply.clone(), attempts) {
                Ok(_) => service_error::<I>(core, reply, attempts),
                Err(error) => error,
            };
            span.end(Some(&error));
            Err(error)
        })
    }

    /// Sends the body in pieces and reads the answer as a whole.
    pub(in crate::client) fn exchange_upload(self) -> Sending<'a, Result<Received, Error>> {
        let exchange = self.exchange_in_pieces(|it| it);
        Box::pin(async move { exchange.await.map(|(received, _)| received) })
    }

    fn exchange_in_pieces(mut self, set: fn(Bodies) -> Bodies) -> Sending<'a, Result<Streamed, Error>> {
        let answer_timeout = self.overrides.timeout.unwrap_or(self.core.0.timeout);
        let bodies = set(Bodies::sending(I::OPERATION, self.upload.take(), answer_timeout));
        self.hide_secrets();
        match self.request() {
            Ok(parts) if self.overrides.streamed && !parts.body.is_empty() => {
                let text = "the input has a body beside the stream that is sent in its place; leave it empty";
                self.refuse(Error::Input(InputError::Unsendable(text.to_owned())))
            }
            Ok(parts) => self.core.exchange_bodies(I::OPERATION, parts, self.overrides, Arc::new(bodies), self.span),
            Err(error) => self.refuse(error),
        }
    }
}

/// An answer, and its body if that comes in pieces.
type Streamed = (Received, Option<ByteStream>);

impl Core {
    fn exchange_bodies<'a>(
        &'a self,
        operation: &'static Operation,
        parts: RequestParts,
        overrides: Overrides,
        bodies: Arc<Bodies>,
        span: Option<CallSpan>,
    ) -> Sending<'a, Result<Streamed, Error>> {
        Box::pin(async move {
            let span = span.unwrap_or_else(|| CallSpan::begin(self.0.api, &self.0.endpoint, operation));
            let sent = span.around(self.send_bodies(operation, parts, overrides, &bodies)).await;
            Ok((Received::of(span, sent)?, bodies.opened()))
        })
    }

    async fn send_bodies(
        &self,
        operation: &'static Operation,
        parts: RequestParts,
        overrides: Overrides,
        bodies: &Arc<Bodies>,
    ) -> Result<(HttpResponse, u32), Error> {
        // How long an upload takes is a matter of its size, which the client's limits do not know.
        let limit =
            if overrides.streamed { overrides.timeout } else { Some(overrides.timeout.unwrap_or(self.0.timeout)) };
        let has_own_limits = overrides.streamed && overrides.attempt_timeout.is_none();
        let request = self.prepare(operation, parts, &overrides)?;
        let mut plan = self.plan(operation, overrides, limit.unwrap_or(Duration::MAX));
        if has_own_limits {
            plan.attempt_timeout = None;
        }
        plan.bodies = Some(Arc::clone(bodies));
        let mut attempts = 0;
        let until = plan.deadline.zip(limit);
        let running = retry::run(self, &plan, &request, &mut attempts);
        match unless_stalled(running, bodies, until).await {
            Ok(Ok(response)) => Ok((response, attempts)),
            Ok(Err(error)) => Err(error.after(attempts)),
            Err((kind, limit)) => Err(Error::Timeout(Timeout { kind, limit, attempts })),
        }
    }
}

/// Awaits a call until it is over, nothing moves any more, or the time of `until` has come.
async fn unless_stalled<T>(
    call: impl Future<Output = T>,
    bodies: &Bodies,
    until: Option<(Instant, Duration)>,
) -> Result<T, (TimeoutKind, Duration)> {
    let mut call = pin!(call);
    loop {
        let stall = bodies.stalls_at().map(|(at, limit)| (at, limit, TimeoutKind::Stall));
        let end = until.map(|(at, limit)| (at, limit, TimeoutKind::Operation));
        let Some((at, limit, kind)) = stall.into_iter().chain(end).min_by_key(|it| it.0) else {
            return Ok(call.await);
        };
        if let Ok(result) = timeout_at(at, call.as_mut()).await {
            return Ok(result);
        }
        let has_moved = || bodies.stalls_at().is_some_and(|it| it.0 > at);
        if kind == TimeoutKind::Operation || !has_moved() {
            return Err((kind, limit));
        }
    }
}

/// Gives a printed call whose answer is octets the method that takes them in pieces.
#[macro_export]
macro_rules! call_download {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Sends the request and gives the answer as soon as its head is there; the body comes in pieces.
            pub fn download(
                self,
            ) -> $crate::client::Sending<'a, ::std::result::Result<$crate::client::Download, $crate::client::Error>>
            {
                self.call.download()
            }
        }

        $crate::call_download_blocking!($name);
    };
}

/// Gives a printed call whose request is octets the setter of a body that is read while it is sent.
#[macro_export]
macro_rules! call_upload {
    ($name:ident) => {
        impl $name<'_> {
            /// Sends a body from a source that is read while it is sent. It stands in place of the input's body, which
            /// is left empty (`Default::default()` where it is an argument).
            pub fn body_stream(mut self, upload: $crate::client::Upload) -> Self {
                self.call = self.call.body_stream(upload);
                self
            }
        }
    };
}
