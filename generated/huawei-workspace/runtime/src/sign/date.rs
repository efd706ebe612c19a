//! Times as signatures write them: UTC with whole seconds, in the basic and the extended form of ISO 8601.

use std::time::{Duration, SystemTime};

const DAY: u64 = 86_400;

/// `20240416T095341Z`; times before 1970 are written as its beginning.
#[must_use]
pub fn format_basic(time: SystemTime) -> String {
    let [year, month, day, hour, minute, second] = parts(time);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// `2024-04-16T09:53:41Z`; times before 1970 are written as its beginning.
#[must_use]
pub fn format_extended(time: SystemTime) -> String {
    let [year, month, day, hour, minute, second] = parts(time);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Reads either form; [`None`] for anything else, and for days that do not exist or lie before 1970.
///
/// A fraction of a second is allowed in the extended form and is cut off.
#[must_use]
pub fn parse_date(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (date, time) = match date.len() {
        8 => (date.to_owned(), time.to_owned()),
        _ => (without(date, '-', [4, 7])?, without(whole_seconds(time)?, ':', [2, 5])?),
    };
    let is_number = |it: &str, len: usize| it.len() == len && it.bytes().all(|it| it.is_ascii_digit());
    if !is_number(&date, 8) || !is_number(&time, 6) {
        return None;
    }
    let number = |text: &str| text.parse::<u64>().ok();
    let (year, month, day) = (number(&date[..4])?, number(&date[4..6])?, number(&date[6..])?);
    let (hour, minute, second) = (number(&time[..2])?, number(&time[2..4])?, number(&time[4..])?);
    let days = days_from_civil(year, month, day)?;
    // A leap second is the first second of the next minute.
    if civil_from_days(days) != (year, month, day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(days * DAY + hour * 3600 + minute * 60 + second))
}

fn whole_seconds(time: &str) -> Option<&str> {
    match time.split_once('.') {
        Some((whole, fraction)) => fraction.bytes().all(|it| it.is_ascii_digit()).then_some(whole),
        None => Some(time),
    }
}

/// The text without a separator, which must stand at these places.
fn without(text: &str, separator: char, places: [usize; 2]) -> Option<String> {
    let found = text.match_indices(separator).map(|(place, _)| place);
    found.eq(places).then(|| text.replace(separator, ""))
}

fn parts(time: SystemTime) -> [u64; 6] {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (year, month, day) = civil_from_days(seconds / DAY);
    let second = seconds % DAY;
    [year, month, day, second / 3600, second / 60 % 60, second % 60]
}

/// The day of the calendar that is `days` after 1970-01-01.
///
/// Counts from a first of March, so that a leap day is the last day of its year, in eras of 400 years.
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// How many days after 1970-01-01 a day is; [`None`] before.
fn days_from_civil(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, year_of_era) = (year / 400, year % 400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}
