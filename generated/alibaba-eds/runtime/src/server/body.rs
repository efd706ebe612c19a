//! Reads a whole body, up to a limit that is enforced while reading.

use std::pin::Pin;

use axum::body::{Body, HttpBody as _};

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// It is longer than the limit.
    TooLong,
    /// The connection broke.
    Broken,
}

/// Reads `body`, at most `limit` bytes of it.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, BodyFault> {
    // A length that is known in advance saves reading what will be refused.
    if body.size_hint().lower() > limit as u64 {
        return Err(BodyFault::TooLong);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Trailers are no part of the body.
        let Ok(data) = frame.map_err(|_| BodyFault::Broken)?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > limit {
            return Err(BodyFault::TooLong);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
