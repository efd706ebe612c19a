//! Secrets in JSON of which nothing is known but the names of its members.
//!
//! For requests that were not made of a typed input, and for text that may break off: it is never read as a whole.

use crate::tree::{MASK, names_secret};

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
