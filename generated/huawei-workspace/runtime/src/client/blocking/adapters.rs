//! Streams as iterators, downloads as readers, waits as calls.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, Read};
use std::pin::Pin;

use futures_core::Stream;

use super::block_on;
use crate::client::streaming::kind_of;
use crate::client::waiting::{Wait, WaitError, WaitResult};
use crate::client::{Download, Error, Items, Pages};
use crate::{Bytes, Input};

/// A stream as an iterator that blocks the thread for each item. Between items nothing is under way.
#[must_use = "an iterator does nothing until it is asked"]
pub struct Blocking<S>(S);

impl<S, T> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, Error>> + Send + Unpin,
    T: Send,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = &mut self.0;
        block_on(poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx))).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.0).finish()
    }
}

impl<I: Input> Pages<'_, I> {
    /// The pages as an iterator that blocks the thread.
    pub const fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<I: Input, T> Items<'_, I, T> {
    /// The items as an iterator that blocks the thread.
    pub const fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<I: Input, P: Input> Wait<'_, I, P> {
    /// Sends the call and blocks the thread until its job is done.
    ///
    /// # Errors
    /// Those of the wait, and [`WaitError::Start`] if the runtime of blocking calls cannot be started.
    pub fn blocking(self) -> WaitResult<I, P> {
        block_on(self.into_future()).unwrap_or_else(|error| Err(WaitError::Start(error)))
    }
}

impl Download {
    /// The body as a reader that blocks the thread.
    pub const fn blocking(self) -> BlockingDownload {
        BlockingDownload { download: self, piece: Bytes(Vec::new()), n_read: 0 }
    }
}

/// A [`Download`] as a reader. A failure is an [`io::Error`] with the [`Error`] inside.
#[must_use = "dropping a download closes its connection"]
pub struct BlockingDownload {
    download: Download,
    piece: Bytes,
    /// How much of the piece was read.
    n_read: usize,
}

impl BlockingDownload {
    /// Status, headers and length.
    pub const fn get_ref(&self) -> &Download {
        &self.download
    }
}

impl Read for BlockingDownload {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        if self.n_read == self.piece.as_slice().len() {
            let failed = |error: Error| io::Error::new(kind_of(&error), error);
            let next = block_on(self.download.next()).map_err(failed)?;
            (self.piece, self.n_read) = (next.transpose().map_err(failed)?.unwrap_or_default(), 0);
        }
        let left = &self.piece.as_slice()[self.n_read..];
        let n_bytes = left.len().min(to.len());
        to[..n_bytes].copy_from_slice(&left[..n_bytes]);
        self.n_read += n_bytes;
        Ok(n_bytes)
    }
}

impl fmt::Debug for BlockingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingDownload").field(&self.download).finish()
    }
}
