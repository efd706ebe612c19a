//! A body in pieces, as transports take and give it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::Bytes;
use crate::client::{Headers, HttpResponse, TransportError};

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A body in pieces. Nothing comes after an error; dropping it before its end closes the connection.
#[must_use = "a stream does nothing until it is polled"]
pub struct ByteStream {
    pieces: Pieces,
    length: Option<u64>,
}

impl ByteStream {
    /// A body of unknown length.
    pub fn new(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { pieces: Box::pin(pieces), length: None }
    }

    /// The same body, whose length in bytes is known.
    pub const fn with_length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    /// How many bytes there are in all, if that is known.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece; none after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The whole body.
    ///
    /// # Errors
    /// The first error of a piece, or [`TooLong`](crate::client::TransportErrorKind::TooLong) for more than `limit`
    /// bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<u8>, TransportError> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if whole.len() + piece.as_slice().len() > limit {
                return Err(TransportError::too_long(limit));
            }
            whole.extend_from_slice(piece.as_slice());
        }
        Ok(whole)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.as_mut().poll_next(cx)
    }
}

/// A whole body as a single piece.
impl From<Vec<u8>> for ByteStream {
    fn from(body: Vec<u8>) -> Self {
        let length = body.len() as u64;
        Self::new(Once(Some(Bytes(body)).filter(|it| !it.0.is_empty()))).with_length(length)
    }
}

/// A stream of at most one piece.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("length", &self.length).finish_non_exhaustive()
    }
}

/// What a transport got back, with the body still on its way.
#[derive(Debug)]
pub struct StreamedResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: ByteStream,
}

impl From<HttpResponse> for StreamedResponse {
    fn from(response: HttpResponse) -> Self {
        Self { status: response.status, headers: response.headers, body: response.body.into() }
    }
}
