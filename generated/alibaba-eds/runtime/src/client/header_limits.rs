//! Bounds on the headers of answers, so that a service cannot fill the memory of its clients.

use super::{Builder, HttpResponse, TransportError};

/// How many headers an answer may have, and how long they may be together.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeaderLimits {
    pub(super) count: usize,
    bytes: usize,
}

/// The default of [`Builder::max_response_headers`], and what the transport over sockets takes by itself.
pub(super) const MAX_HEADERS: usize = 100;

/// The default of [`Builder::max_response_header_bytes`].
const MAX_HEADER_BYTES: usize = 64 * 1024;

impl HeaderLimits {
    pub(super) const fn new() -> Self {
        Self { count: MAX_HEADERS, bytes: MAX_HEADER_BYTES }
    }

    /// Refuses an answer whose headers are too many or too long.
    pub(super) fn check(&self, response: &HttpResponse) -> Result<(), TransportError> {
        let n_headers = response.headers.len();
        if n_headers > self.count {
            return Err(TransportError::too_many_headers(format!("more than {} headers", self.count)));
        }
        let n_bytes: usize = response.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        match n_bytes > self.bytes {
            true => Err(TransportError::too_many_headers(format!("headers of more than {} bytes", self.bytes))),
            false => Ok(()),
        }
    }
}

impl Builder {
    /// How many headers an answer may have before the call fails; 100 unless set.
    pub const fn max_response_headers(mut self, count: usize) -> Self {
        self.header_limits.count = count;
        self
    }

    /// How many bytes the names and values of an answer's headers may have together before the call fails; 64 KiB
    /// unless set. The transport over sockets takes no more than about 400 KiB.
    pub const fn max_response_header_bytes(mut self, bytes: usize) -> Self {
        self.header_limits.bytes = bytes;
        self
    }
}

/// The part of `client_builder!` that is about headers of answers.
#[doc(hidden)]
#[macro_export]
macro_rules! client_builder_headers {
    ($builder:ident) => {
        impl $builder {
            /// How many headers an answer may have before the call fails; 100 unless set.
            pub fn max_response_headers(self, count: usize) -> Self {
                Self { settings: self.settings.max_response_headers(count) }
            }

            /// How many bytes the names and values of an answer's headers may have together before the call fails;
            /// 64 KiB unless set. The transport over sockets takes no more than about 400 KiB.
            pub fn max_response_header_bytes(self, bytes: usize) -> Self {
                Self { settings: self.settings.max_response_header_bytes(bytes) }
            }
        }
    };
}
