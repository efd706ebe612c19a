//! Bodies in pieces: downloads and uploads that never stand in memory as a whole.
//!
//! A printed call whose answer is octets has `download()`, one whose request is octets has `body_stream()`. Both go
//! the same way as other calls (`retry` decides, the authenticator signs), but the transport is asked for
//! [`Transport::send_streamed`](super::Transport::send_streamed), and what bounds their time is not how long they take
//! in all, but how long nothing moves.
//!
//! In reading order: a body in pieces, what is uploaded, what is downloaded; what one call knows of its bodies; the
//! call itself.

mod byte_stream;
mod download;
mod upload;

mod bodies;
mod calls;

#[cfg(any(feature = "reqwest", feature = "server"))]
pub(super) mod frames;


pub use self::byte_stream::{ByteStream, StreamedResponse};
pub use self::download::Download;
#[cfg(feature = "blocking")]
pub(super) use self::download::kind_of;
pub use self::upload::Upload;

pub(super) use self::bodies::Bodies;

use std::time::Duration;

/// How long a body may stand still unless a call says otherwise.
const STALL_TIMEOUT: Duration = Duration::from_secs(60);
