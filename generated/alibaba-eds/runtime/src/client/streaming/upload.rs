//! What is uploaded: a source of pieces that is read while it is sent.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::STALL_TIMEOUT;
use crate::Bytes;

/// Why a source gave no piece.
pub(super) type SourceError = Box<dyn Error + Send + Sync>;
/// The pieces of a source.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, SourceError>> + Send>>;

/// A request body that is read from its source while it is sent.
///
/// With a [`length`](Upload::length) it goes out with `Content-Length`, without one in chunks, which not every service
/// takes. The call is not sent again once the source was read from; a [`repeatable`](Upload::repeatable) source is read
/// anew for every attempt.
///
/// Signatures cannot cover what nobody has read yet. `SDK-HMAC-SHA256` (Huawei) knows unsigned bodies and signs the
/// rest of the request; `ACS3-HMAC-SHA256` (Alibaba) does not, and the call ends with an error before it is sent.
///
/// ```
/// # use specwright_runtime as runtime;
/// use runtime::client::Upload;
///
/// let lines = (1..=1000).map(|number| format!("line {number}\n"));
/// let upload = Upload::from_iter(lines);
///
/// let upload = Upload::repeatable(|| Upload::from_iter(["the same ", "every time"])).length(19);
/// ```
#[must_use = "an upload does nothing until its call is sent"]
pub struct Upload {
    pub(super) source: Source,
    pub(super) length: Option<u64>,
    pub(super) stall_timeout: Duration,
}

/// Where the pieces come from. The lock only makes calls shareable between threads; nobody ever waits for it.
pub(super) enum Source {
    Once(Mutex<Pieces>),
    Again(Box<dyn Fn() -> Pieces + Send + Sync>),
}

impl Source {
    pub(super) fn into_pieces(self) -> Pieces {
        match self {
            Self::Once(pieces) => pieces.into_inner().unwrap_or_else(PoisonError::into_inner),
            Self::Again(make) => make(),
        }
    }
}

impl Upload {
    /// A body from a stream of pieces, for instance of `Vec<u8>` or `bytes::Bytes`.
    pub fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Vec<u8>>,
        E: Into<SourceError>,
    {
        Self::of(Source::Once(Mutex::new(Box::pin(Converted(Box::pin(stream))))))
    }

    /// A body whose source can be made again, so that the call can be repeated; the settings are those of this one.
    pub fn repeatable(make: impl Fn() -> Self + Send + Sync + 'static) -> Self {
        Self::of(Source::Again(Box::new(move || make().source.into_pieces())))
    }

    /// A body from pieces that are made one by one; making them should not block.
    #[expect(clippy::should_implement_trait, reason = "the pieces must be free to go to another thread")]
    pub fn from_iter<I>(pieces: I) -> Self
    where
        I: IntoIterator<Item: Into<Vec<u8>> + 'static, IntoIter: Send + 'static>,
    {
        Self::new(Listed(Box::new(pieces.into_iter().map(Into::into))))
    }

    /// A body from a reader, for instance a `tokio::fs::File`.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::new(Reading { reader: Box::pin(reader), buffer: vec![0; READ] })
    }

    const fn of(source: Source) -> Self {
        Self { source, length: None, stall_timeout: STALL_TIMEOUT }
    }

    /// How many bytes there are in all. A source with more or fewer is an error of the call.
    pub const fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// How long nothing may move before the call fails, 60 seconds by default: neither the source gives a piece nor
    /// the connection takes one. After the last piece, the client's timeout bounds the wait for the answer.
    pub const fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("repeatable", &matches!(self.source, Source::Again(_)))
            .field("length", &self.length)
            .field("stall_timeout", &self.stall_timeout)
            .finish_non_exhaustive()
    }
}

/// Pieces that are made one by one and never fail.
struct Listed(Box<dyn Iterator<Item = Vec<u8>> + Send>);

impl Stream for Listed {
    type Item = Result<Vec<u8>, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// A stream whose pieces and errors become ours.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Vec<u8>>,
    E: Into<SourceError>,
{
    type Item = Result<Bytes, SourceError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(piece.map(|it| it.map(|piece| Bytes(piece.into())).map_err(Into::into)))
    }
}

/// How many bytes are read at a time.
const READ: usize = 32 * 1024;

struct Reading<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead> Stream for Reading<R> {
    type Item = std::io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        let mut buffer = ReadBuf::new(buffer);
        Poll::Ready(match ready!(reader.as_mut().poll_read(cx, &mut buffer)) {
            Ok(()) => Some(buffer.filled().to_vec()).filter(|it| !it.is_empty()).map(Ok),
            Err(error) => Some(Err(error)),
        })
    }
}
