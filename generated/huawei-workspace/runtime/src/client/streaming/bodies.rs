//! What one call knows of its bodies: the source of the one that goes out, the stream of the one that comes in.
//!
//! Stands beside the loop of attempts, which sees requests and answers without bodies.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;

use super::ByteStream;
use super::upload::{Pieces, Source, SourceError, Upload};
use crate::client::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::{Bytes, Operation, media, message};

/// The bodies of one call, over all its attempts.
pub(in crate::client) struct Bodies {
    upload: Option<Arc<Outgoing>>,
    /// Successes of octets are given in pieces.
    receives: bool,
    opened: Mutex<Option<ByteStream>>,
    operation: &'static Operation,
    /// How long the service may take to answer after the last piece.
    answer_timeout: Duration,
}

impl Bodies {
    /// A call that sends `upload`, if there is one, and reads its answer as a whole.
    pub(super) fn sending(operation: &'static Operation, upload: Option<Upload>, answer_timeout: Duration) -> Self {
        let upload = upload.map(|it| Arc::new(Outgoing::new(it)));
        Self { upload, receives: false, opened: Mutex::new(None), operation, answer_timeout }
    }

    /// The same call, with successes of octets in pieces.
    pub(super) fn receiving(mut self) -> Self {
        self.receives = true;
        self
    }

    /// Sends one attempt; the body of an answer in pieces is put aside.
    pub(in crate::client) async fn send(
        &self,
        transport: &dyn Transport,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError> {
        let limit = request.max_response;
        let body = self.upload.as_ref().map(Outgoing::begin);
        let response = transport.send_streamed(request, body).await.map_err(|error| self.blame(error))?;
        let mut whole = HttpResponse { status: response.status, headers: response.headers, body: Vec::new() };
        match self.gives_in_pieces(response.status) {
            true => *lock(&self.opened) = Some(response.body),
            false => whole.body = response.body.collect(limit).await.map_err(|error| self.blame(error))?,
        }
        Ok(whole)
    }

    fn gives_in_pieces(&self, status: u16) -> bool {
        let answer = |status| message::choose_response(self.operation, status).map(|(_, it)| it);
        // Whoever asked for a range gets a part of what is documented as the whole.
        let documented = || answer(status).or_else(|| answer(200).filter(|_| status == 206))?.media.first();
        self.receives && (200..300).contains(&status) && documented().is_some_and(|it| media::may_be_octets(it))
    }

    /// Whether another attempt would have nothing to send: its body is used up.
    pub(in crate::client) fn is_spent(&self) -> bool {
        self.upload.as_ref().is_some_and(|it| !it.is_repeatable() && it.lock().begun)
    }

    /// The body that was put aside.
    pub(super) fn opened(&self) -> Option<ByteStream> {
        lock(&self.opened).take()
    }

    /// When the call has stalled, and by which limit, if nothing moves until then. Nothing without an upload.
    pub(in crate::client) fn stalls_at(&self) -> Option<(Instant, Duration)> {
        let upload = self.upload.as_ref()?;
        let state = upload.lock();
        let limit = if state.ended { self.answer_timeout } else { upload.stall_timeout };
        state.moved.checked_add(limit).map(|it| (it, limit))
    }

    /// Libraries wrap what the source said, or lose it.
    fn blame(&self, error: TransportError) -> TransportError {
        let fault = self.upload.as_ref().and_then(|it| it.lock().fault.take());
        match fault {
            Some(fault) => TransportError::new(TransportErrorKind::Body, "the body of the request could not be read")
                .with_source(fault),
            None => error,
        }
    }
}

/// A body on its way out, over all attempts.
struct Outgoing {
    length: Option<u64>,
    stall_timeout: Duration,
    again: Option<Box<dyn Fn() -> Pieces + Send + Sync>>,
    state: Mutex<State>,
}

struct State {
    /// The source; none where every attempt makes its own.
    once: Option<Pieces>,
    /// A piece was asked for.
    begun: bool,
    /// The last piece was given.
    ended: bool,
    /// When a piece was given last.
    moved: Instant,
    fault: Option<SourceError>,
}

impl Outgoing {
    fn new(upload: Upload) -> Self {
        let (once, again) = match upload.source {
            Source::Again(make) => (None, Some(make)),
            once => (Some(once.into_pieces()), None),
        };
        let state = State { once, begun: false, ended: false, moved: Instant::now(), fault: None };
        Self { length: upload.length, stall_timeout: upload.stall_timeout, again, state: Mutex::new(state) }
    }

    fn is_repeatable(&self) -> bool {
        self.again.is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The body for one attempt. It shares a source that is there once: if the attempt fails before it asks for a
    /// piece, the next one has everything.
    fn begin(self: &Arc<Self>) -> ByteStream {
        let own = self.again.as_ref().map(|make| make());
        let mut state = self.lock();
        (state.moved, state.ended) = (Instant::now(), false);
        drop(state);
        let stream = ByteStream::new(Attempted { outgoing: Arc::clone(self), own, n_bytes: 0, is_over: false });
        match self.length {
            Some(length) => stream.with_length(length),
            None => stream,
        }
    }
}

/// The body of one attempt.
struct Attempted {
    outgoing: Arc<Outgoing>,
    own: Option<Pieces>,
    n_bytes: u64,
    /// Sources need not be asked behind their end.
    is_over: bool,
}

impl Attempted {
    /// Counts a piece, or the end, against the length that was promised.
    fn count(&mut self, piece: Option<&Bytes>) -> Result<(), SourceError> {
        self.n_bytes += piece.map_or(0, |it| it.as_slice().len() as u64);
        let Some(length) = self.outgoing.length else { return Ok(()) };
        if self.n_bytes > length || (piece.is_none() && self.n_bytes < length) {
            let found = if piece.is_none() { "ended after" } else { "has at least" };
            return Err(format!("the source {found} {} bytes, but {length} were promised", self.n_bytes).into());
        }
        Ok(())
    }
}

impl Stream for Attempted {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.is_over {
            return Poll::Ready(None);
        }
        let outgoing = Arc::clone(&this.outgoing);
        let mut state = outgoing.lock();
        state.begun = true;
        let piece = match (&mut this.own, &mut state.once) {
            (Some(own), _) => ready!(own.as_mut().poll_next(cx)),
            (None, Some(once)) => ready!(once.as_mut().poll_next(cx)),
            (None, None) => return Poll::Ready(None),
        };
        state.moved = Instant::now();
        let piece = piece.transpose().and_then(|piece| this.count(piece.as_ref()).map(|()| piece));
        this.is_over = !matches!(piece, Ok(Some(_)));
        state.ended = this.is_over;
        Poll::Ready(match piece {
            Ok(piece) => piece.map(Ok),
            Err(error) => {
                state.fault = Some(error);
                Some(Err(TransportError::new(TransportErrorKind::Body, "the body of the request could not be read")))
            }
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What stands behind the lock is whole after every step, so a panic in a source spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
