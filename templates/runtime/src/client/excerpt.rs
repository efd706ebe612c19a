//! Text from outside as errors and logs may show it: short, on one line, without what looks like a secret.
//!
//! The whole text stays in the error; this is only what `Display` and `Debug` make of it. A service that means harm
//! can put anything into its answers: megabytes, control characters of terminals, letters that turn the direction
//! of writing.

use std::fmt;

use super::Headers;
use crate::tree::{MASK, names_secret};

/// How many characters of a text are shown.
const SHOWN: usize = 300;

/// How many headers are shown.
const SHOWN_HEADERS: usize = 50;

/// Cuts a text and keeps it on one line.
pub(super) fn bounded(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).map(|it| if is_plain(it) { it } else { ' ' }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    shown
}

/// The beginning of a body as text on one line; values of members whose name says that they are secret are masked.
pub(super) fn excerpt(body: &[u8]) -> String {
    // Four bytes are the most that a character takes; a cut inside one shows as a replacement character at the end.
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * SHOWN + 4)]);
    bounded(&without_secrets(&text))
}

/// Whether a character neither controls terminals nor ends lines nor turns the direction of writing.
fn is_plain(it: char) -> bool {
    !it.is_control()
        && !matches!(it, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Masks values of JSON members whose name says that they are secret; a text that breaks off is no hindrance.
pub(super) fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let (name, behind) = string_at(&rest[start..]);
        shown.push_str(&rest[..start]);
        shown.push_str(&rest[start..rest.len() - behind.len()]);
        rest = behind;
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
        if let Some(value) = value.filter(|_| names_secret(name)) {
            shown.push_str(&rest[..rest.len() - value.len()]);
            shown.push('"');
            shown.push_str(MASK);
            shown.push('"');
            rest = behind_value(value);
        }
    }
    shown.push_str(rest);
    shown
}

/// The content of the JSON string that a text begins with, and what comes behind it.
fn string_at(text: &str) -> (&str, &str) {
    let mut is_escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return (&text[1..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text.get(1..).unwrap_or_default(), "")
}

/// What comes behind the JSON value that a text begins with.
fn behind_value(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        match next {
            '"' => rest = string_at(rest).1,
            ']' | '}' | ',' if depth == 0 => return rest,
            ']' | '}' => {
                depth -= 1;
                rest = &rest[1..];
            }
            '[' | '{' => {
                depth += 1;
                rest = &rest[1..];
            }
            other => rest = &rest[other.len_utf8()..],
        }
    }
    rest
}

/// Headers of an answer, each of them bounded.
pub(super) struct ShownHeaders<'a>(pub(super) &'a Headers);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        for (name, value) in self.0.shown().take(SHOWN_HEADERS) {
            shown.entry(&bounded(name), &bounded(value));
        }
        if let more @ 1.. = self.0.len().saturating_sub(SHOWN_HEADERS) {
            shown.entry(&"...", &format_args!("{more} more"));
        }
        shown.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(without_secrets(text), expected);
    }

    #[test]
    fn values_of_secret_members_are_masked() {
        check(r#"{"name": "a", "password": "hush", "n": 1}"#, r#"{"name": "a", "password": "***", "n": 1}"#);
        check(r#"{"accessToken" : {"a": ["]", "hush"]}, "b": 2}"#, r#"{"accessToken" : "***", "b": 2}"#);
        check(r#"{"secret":17,"a":"say \"token\": no"}"#, r#"{"secret":"***","a":"say \"token\": no"}"#);
        check(r#"[{"token":null},{"x":"password"}]"#, r#"[{"token":"***"},{"x":"password"}]"#);
    }

    #[test]
    fn text_that_breaks_off_or_is_no_json_is_no_hindrance() {
        check(r#"{"password": "hus"#, r#"{"password": "***""#);
        check(r#"{"password": "hush\"#, r#"{"password": "***""#);
        check(r#"{"password":"#, r#"{"password":"***""#);
        check(r#"{"passw"#, r#"{"passw"#);
        check(r#"<p class="password">x</p>"#, r#"<p class="password">x</p>"#);
        check("ü\"", "ü\"");
        check("", "");
    }

    #[test]
    fn texts_are_short_and_on_one_line() {
        assert_eq!(bounded("a\u{1b}[31m\r\nb\u{202e}c\u{2028}d"), "a [31m  b c d");
        assert_eq!(bounded(&"ü".repeat(1000)), format!("{}...", "ü".repeat(SHOWN)));
        assert_eq!(excerpt(&vec![0xff; 10_000]).chars().count(), SHOWN + 3);
        let many: Headers = (0..200).map(|it| (format!("x-{it}"), "\u{7}".repeat(1000))).collect();
        let shown = format!("{:?}", ShownHeaders(&many));
        assert!(shown.len() < 20_000 && shown.contains("150 more") && !shown.contains("\\u{7}"), "{shown}");
    }
}
