//! Reads `Retry-After`: how long the service asks to be left alone.

use std::time::{Duration, SystemTime};

use crate::client::Headers;

/// What a service asks to wait, given in seconds or as a date; nothing if it asks for nothing that can be read.
///
/// A date is compared with the answer's own `Date`, which is right also where the clock of this machine is not;
/// `now` counts where there is none.
pub(super) fn retry_after(headers: &Headers, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let text = headers.get("retry-after")?.trim();
    if !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit()) {
        // More digits than fit are a very long time all the same.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let sent = headers.get("date").and_then(|it| httpdate::parse_http_date(it.trim()).ok());
    // A date that has passed asks for no wait.
    Some(until.duration_since(sent.unwrap_or_else(now)).unwrap_or_default())
}
