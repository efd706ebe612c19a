//! Texts against length, pattern and the formats that have a shape.

use super::Fit;
use crate::diagnostic::{Place, quote};
use crate::load::Node;

/// Longer texts are not matched against patterns.
const LONGEST_MATCHED: usize = 10_000;

impl Fit<'_> {
    pub(super) fn text(&mut self, schema: &Node, place: Place, text: &str) {
        self.size(schema, place, text.chars().count(), ("minLength", "maxLength"), "characters");
        if let Some(pattern) = schema.get_text("pattern")
            && text.len() <= LONGEST_MATCHED
            // The other engine, which knows all of ECMAScript, can take time that grows without bound. A pattern
            // that needs it is checked for being a pattern, but nothing is matched with it.
            && let Ok(regex) = regex_lite::Regex::new(pattern)
            && !regex.is_match(text)
        {
            self.misfit(place, format!("{} does not match the pattern {}", quote(text), quote(pattern)));
        }
        let fits = match schema.get_text("format") {
            Some("date") => is_date(text),
            Some("date-time") => is_date_time(text),
            _ => true,
        };
        if !fits {
            let format = quote(schema.get_text("format").unwrap_or_default());
            self.misfit(place, format!("{} does not have the format {format}", quote(text)));
        }
    }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |width: usize, most: u32| {
        parts.next().is_some_and(|it| {
            it.len() == width && it.bytes().all(|it| it.is_ascii_digit()) && it.parse().is_ok_and(|it: u32| it <= most)
        })
    };
    let is_date = number(4, 9999) && number(2, 12) && number(2, 31);
    is_date && parts.next().is_none()
}

/// A date, `T`, a time and an offset.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let time = time.strip_suffix(['Z', 'z']).or_else(|| {
        let at = time.rfind(['+', '-'])?;
        Some(&time[..at])
    });
    let is_time = time.is_some_and(|it| {
        let bytes = it.as_bytes();
        bytes.len() >= 8 && bytes[2] == b':' && bytes[5] == b':' && bytes[..2].iter().all(u8::is_ascii_digit)
    });
    is_date(date) && is_time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_a_shape() {
        assert!(is_date("2020-09-30"));
        assert!(!is_date("2020-9-30") && !is_date("30-09-2020") && !is_date("2020-09-30T00:00:00Z"));
        assert!(is_date_time("2020-09-30T12:00:00Z") && is_date_time("2020-09-30T12:00:00.5+02:00"));
        assert!(!is_date_time("2020-09-30") && !is_date_time("2020-09-30T12:00:00") && !is_date_time("now"));
    }
}
