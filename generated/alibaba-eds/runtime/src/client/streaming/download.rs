//! What is downloaded: an answer whose body is read while it comes in.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::io::AsyncWrite;
use tokio::time::{Instant, Sleep, sleep};

use super::{ByteStream, STALL_TIMEOUT};
use crate::Bytes;
use crate::client::{Error, Headers, Timeout, TimeoutKind, TransportError, TransportErrorKind};

/// An answer whose body comes in pieces, at the pace at which they are taken.
///
/// It has no largest size unless one is set, and no time limit in all: what bounds it is how long the service sends
/// nothing. A body that breaks off is an error and never an end. Dropping it closes the connection.
///
/// ```
/// # use specwright_runtime as runtime;
/// # use runtime::client::{Download, Error};
/// # async fn example(download: Download) -> Result<(), Error> {
/// // let mut download = client.files().get_file("a.iso").download().await?;
/// # let mut download = download;
/// println!("{:?} bytes are coming", download.length());
/// while let Some(piece) = download.next().await {
///     println!("{} bytes", piece?.as_slice().len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "dropping a download closes its connection"]
pub struct Download {
    status: u16,
    headers: Headers,
    length: Option<u64>,
    /// None behind the end and behind an error.
    body: Option<ByteStream>,
    received: u64,
    max_length: u64,
    stall_timeout: Duration,
    /// Runs while a piece is awaited, made when one is awaited for the first time.
    stall: Option<Pin<Box<Sleep>>>,
    is_waiting: bool,
    attempts: u32,
}

impl Download {
    pub(super) const fn new(status: u16, headers: Headers, body: ByteStream, attempts: u32) -> Self {
        Self {
            status,
            headers,
            length: body.length(),
            body: Some(body),
            received: 0,
            max_length: u64::MAX,
            stall_timeout: STALL_TIMEOUT,
            stall: None,
            is_waiting: false,
            attempts,
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The headers, names in lower case.
    #[must_use]
    pub const fn headers(&self) -> &Headers {
        &self.headers
    }

    /// How many bytes the whole body has, if the service says so.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes have come in so far.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// How long to wait for the next piece, 60 seconds by default; then [`TimeoutKind::Stall`].
    pub const fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }

    /// How many bytes to take at most, without limit by default; then [`TransportErrorKind::TooLong`].
    pub const fn max_length(mut self, bytes: u64) -> Self {
        self.max_length = bytes;
        self
    }

    /// The next piece, never an empty one; none after the last one or after an error.
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// What is left of the body, in memory.
    ///
    /// # Errors
    /// The first error; what came before it is dropped.
    pub async fn collect(mut self) -> Result<Vec<u8>, Error> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await {
            whole.extend_from_slice(piece?.as_slice());
        }
        Ok(whole)
    }

    /// Writes what is left of the body to a writer, for instance a `tokio::fs::File`, and flushes it; gives the number
    /// of bytes.
    ///
    /// # Errors
    /// Those of the writer, and [`Error`] inside [`io::Error::get_ref`] where the download fails.
    pub async fn copy_to<W: AsyncWrite + Unpin + ?Sized>(&mut self, to: &mut W) -> io::Result<u64> {
        let mut n_bytes = 0;
        while let Some(piece) = self.next().await {
            let piece = piece.map_err(|error| io::Error::new(kind_of(&error), error))?;
            write_all(to, piece.as_slice()).await?;
            n_bytes += piece.as_slice().len() as u64;
        }
        poll_fn(|cx| Pin::new(&mut *to).poll_flush(cx)).await?;
        Ok(n_bytes)
    }

    /// Looks at what the body gave and at what was promised; an empty piece is none at all.
    fn take(&mut self, piece: Option<Result<Bytes, TransportError>>) -> Result<Option<Bytes>, TransportError> {
        match piece.transpose()? {
            Some(piece) => {
                self.received += piece.as_slice().len() as u64;
                match self.received > self.max_length {
                    true => {
                        let text = format!("the response is longer than {} bytes", self.max_length);
                        Err(TransportError::new(TransportErrorKind::TooLong, text))
                    }
                    false => Ok(Some(piece)),
                }
            }
            None => match self.length.filter(|it| *it > self.received) {
                Some(length) => {
                    let text = format!("the response broke off after {} of {length} bytes", self.received);
                    Err(TransportError::new(TransportErrorKind::Broken, text))
                }
                None => Ok(None),
            },
        }
    }

    /// Waits for nothing longer than the stall timeout.
    fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let timeout = self.stall_timeout;
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(timeout)));
        if !std::mem::replace(&mut self.is_waiting, true)
            && let Some(end) = Instant::now().checked_add(timeout)
        {
            stall.as_mut().reset(end);
        }
        ready!(stall.as_mut().poll(cx));
        Poll::Ready(Error::Timeout(Timeout { kind: TimeoutKind::Stall, limit: timeout, attempts: self.attempts }))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(body) = &mut self.body else { return Poll::Ready(None) };
            let Poll::Ready(piece) = Pin::new(body).poll_next(cx) else {
                let error = ready!(self.poll_stall(cx));
                self.body = None;
                return Poll::Ready(Some(Err(error)));
            };
            self.is_waiting = false;
            match self.take(piece) {
                Ok(Some(piece)) if piece.as_slice().is_empty() => {}
                Ok(Some(piece)) => return Poll::Ready(Some(Ok(piece))),
                end => {
                    self.body = None;
                    let error = end.err().map(|it| Err(Error::Transport(it).after(self.attempts)));
                    return Poll::Ready(error);
                }
            }
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// The kind of input error that an error of the download is.
pub(in crate::client) fn kind_of(error: &Error) -> io::ErrorKind {
    match error {
        _ if error.is_timeout() => io::ErrorKind::TimedOut,
        Error::Transport(it) if it.kind() == TransportErrorKind::Broken => io::ErrorKind::UnexpectedEof,
        _ => io::ErrorKind::Other,
    }
}

async fn write_all<W: AsyncWrite + Unpin + ?Sized>(to: &mut W, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match poll_fn(|cx| Pin::new(&mut *to).poll_write(cx, bytes)).await? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            n_written => bytes = &bytes[n_written..],
        }
    }
    Ok(())
}
