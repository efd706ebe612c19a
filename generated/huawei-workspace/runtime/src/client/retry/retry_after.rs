//! Reads `Retry-After` and its kin: how long the service asks to be left alone.

use std::time::{Duration, SystemTime};

use crate::client::Headers;

/// The header in which Alibaba Cloud tells throttled callers to wait so many milliseconds.
const IN_MILLISECONDS: &str = "x-acs-retry-after";

/// What a service asks to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing that can be read.
    Nothing,
    /// At least this long (`Retry-After`).
    AtLeast(Duration),
    /// Exactly this long, in place of the growing wait (`x-acs-retry-after`).
    Exactly(Duration),
}

impl Asked {
    /// The wait before a repetition that would otherwise be `delay`.
    pub(super) fn apply(self, delay: Duration) -> Duration {
        match self {
            Self::Nothing => delay,
            Self::AtLeast(asked) => delay.max(asked),
            Self::Exactly(asked) => asked,
        }
    }
}

/// What the headers of an answer ask to wait.
pub(super) fn retry_after(headers: &Headers, now: impl FnOnce() -> SystemTime) -> Asked {
    if let Some(wait) = headers.get(IN_MILLISECONDS).and_then(milliseconds) {
        return Asked::Exactly(wait);
    }
    seconds_or_date(headers, now).map_or(Asked::Nothing, Asked::AtLeast)
}

/// A positive number of milliseconds; clients of that cloud take nothing else for a wait.
fn milliseconds(text: &str) -> Option<Duration> {
    text.trim().parse().ok().filter(|it| *it > 0).map(Duration::from_millis)
}

/// `Retry-After`, in seconds or as a date.
///
/// A date is compared with the answer's own `Date`, which is right also where the clock of this machine is not;
/// `now` counts where there is none.
fn seconds_or_date(headers: &Headers, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
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
