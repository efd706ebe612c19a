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

#[cfg(test)]
mod tests {
    use super::*;

    /// 1994-11-06 08:49:37 UTC, the date of the examples in RFC 9110.
    const EXAMPLE: u64 = 784_111_777;

    #[track_caller]
    fn check(headers: &[(&str, &str)], seconds: Option<u64>) {
        let now = || SystemTime::UNIX_EPOCH + Duration::from_secs(EXAMPLE - 30);
        let headers: Headers = headers.iter().copied().collect();
        let expected = seconds.map_or(Asked::Nothing, |it| Asked::AtLeast(Duration::from_secs(it)));
        assert_eq!(retry_after(&headers, now), expected, "{headers:?}");
    }

    #[test]
    fn milliseconds_win() {
        let read =
            |headers: &[(&str, &str)]| retry_after(&headers.iter().copied().collect(), || SystemTime::UNIX_EPOCH);
        let exactly = Asked::Exactly(Duration::from_millis(1500));
        assert_eq!(read(&[("Retry-After", "9"), ("X-Acs-Retry-After", "1500")]), exactly);
        assert_eq!(exactly.apply(Duration::from_secs(7)), Duration::from_millis(1500));
        for text in ["0", "-5", "1.5", "soon", ""] {
            assert_eq!(read(&[("x-acs-retry-after", text)]), Asked::Nothing, "{text}");
        }
    }

    #[test]
    fn reads_seconds() {
        check(&[("Retry-After", "120")], Some(120));
        check(&[("retry-after", " 0 ")], Some(0));
        check(&[("Retry-After", "99999999999999999999999")], Some(u64::MAX));
    }

    #[test]
    fn reads_all_forms_of_dates() {
        for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            check(&[("Retry-After", date)], Some(30));
        }
        check(&[("Retry-After", "Sun, 06 Nov 1994 08:49:00 GMT")], Some(0));
    }

    #[test]
    fn believes_the_clock_of_the_service() {
        let until = ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[until, ("Date", "Sun, 06 Nov 1994 08:49:30 GMT")], Some(7));
        check(&[until, ("Date", "yesterday")], Some(30));
    }

    #[test]
    fn leaves_out_what_it_cannot_read() {
        for text in ["", "soon", "-1", "1.5", "Sun, 99 Nov 1994 08:49:37 GMT", "\u{fc}"] {
            check(&[("Retry-After", text)], None);
        }
        check(&[], None);
    }
}
