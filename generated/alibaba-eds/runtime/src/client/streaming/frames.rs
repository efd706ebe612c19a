//! Bodies as HTTP libraries know them: frames of a `http_body::Body`, to and from pieces.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};

use super::ByteStream;
use crate::Bytes;
use crate::client::TransportError;

/// The pieces of a library's body; `blame` says what its errors are.
pub(in crate::client) fn received<B>(body: B, blame: fn(B::Error) -> TransportError) -> ByteStream
where
    B: Body<Data = bytes::Bytes> + Send + Unpin + 'static,
{
    let length = body.size_hint().exact();
    let stream = ByteStream::new(Received { body, blame });
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

struct Received<B: Body> {
    body: B,
    blame: fn(B::Error) -> TransportError,
}

impl<B: Body<Data = bytes::Bytes> + Unpin> Stream for Received<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                // Trailers are no part of the body.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(Bytes(data.into())))),
                    Err(_) => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err((self.blame)(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// A body of pieces as libraries send it.
pub(in crate::client) struct Sent {
    // Libraries want to share bodies between threads, though they never do; nobody waits for the lock.
    pieces: Mutex<ByteStream>,
    length: Option<u64>,
    n_sent: u64,
}

impl Sent {
    pub(in crate::client) fn new(pieces: ByteStream) -> Self {
        Self { length: pieces.length(), pieces: Mutex::new(pieces), n_sent: 0 }
    }
}

impl Body for Sent {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<bytes::Bytes>, TransportError>>> {
        let pieces = self.pieces.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(Pin::new(pieces).poll_next(cx));
        let piece = piece.map(|it| it.map(|piece| bytes::Bytes::from(piece.into_vec())));
        if let Some(Ok(piece)) = &piece {
            self.n_sent += piece.len() as u64;
        }
        Poll::Ready(piece.map(|it| it.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, |it| SizeHint::with_exact(it.saturating_sub(self.n_sent)))
    }
}
