//! Text from outside, as errors show it: on one line, of bounded length, and JSON without its values.
//!
//! Answers hold passwords and keys wherever a service puts them, and end up in logs by way of errors. So an error names
//! the place and the kind of what is wrong; the value itself is only in the body, for those who ask for it.

use std::fmt::{self, Write as _};

use crate::Value;

/// How many letters an error shows of one text from outside.
pub(crate) const TEXT: usize = 300;

/// How many letters an error has in all.
pub(crate) const LINE: usize = 2000;

/// How many letters are shown of a body.
const SNIPPET: usize = 200;

/// Longer bodies are not looked into to show a part of them.
#[cfg(any(test, feature = "client"))]
const LONGEST_BODY: usize = 1024 * 1024;

/// Writes what an error says: one line of at most [`LINE`] letters.
pub(crate) fn line(f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>) -> fmt::Result {
    Line::new(f, LINE).write_fmt(text)
}

/// The beginning of a text from outside, on one line.
pub(crate) fn text(text: &str) -> String {
    cut(&text, TEXT)
}

/// At most `most` letters of what is to be shown, on one line.
pub(crate) fn cut(shown: &dyn fmt::Display, most: usize) -> String {
    collect(most, |to| write!(to, "{shown}"))
}

/// A body in few words: names and structure of JSON, the beginning of text.
// Only clients keep bodies that they cannot read.
#[cfg(any(test, feature = "client"))]
pub(crate) fn body(body: &[u8]) -> String {
    let start = body.trim_ascii_start();
    if start.is_empty() || body.len() > LONGEST_BODY {
        return size(body);
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => masked(&value),
        // Whatever looks like JSON and is none, as for want of its end, may hold values all the same.
        Err(_) if matches!(start[0], b'{' | b'[' | b'"' | b'-' | b'0'..=b'9') => size(body),
        // Four octets are the most that a letter takes, so nothing is converted in vain.
        Err(_) => text(&String::from_utf8_lossy(&body[..body.len().min(4 * TEXT + 4)])),
    }
}

/// How long a body is: all that is shown where nothing else may be.
pub(crate) fn size(body: &[u8]) -> String {
    format!("<{} bytes>", body.len())
}

/// JSON with names and structure, and kinds in place of values.
pub(crate) fn masked(value: &Value) -> String {
    collect(SNIPPET, |to| write_value(to, value))
}

/// The part of JSON that an error is about: the value at `pointer` if it holds others, else what stands around it from
/// there on.
pub(crate) fn around(body: &Value, pointer: &str) -> String {
    collect(SNIPPET, |to| match body.pointer(pointer) {
        Some(value @ (Value::Object(_) | Value::Array(_))) => write_value(to, value),
        _ => match enclosing(body, pointer) {
            Some((Value::Object(members), step)) => write_members(to, members, &step),
            Some((Value::Array(items), step)) => write_items(to, items, step.parse().unwrap_or(0)),
            _ => write_value(to, body),
        },
    })
}

/// At most `most` letters of what is written; what cannot be written (a `Display` that fails) ends it.
fn collect(most: usize, write: impl FnOnce(&mut Line<'_, String>) -> fmt::Result) -> String {
    let mut kept = String::new();
    match write(&mut Line::new(&mut kept, most)) {
        Ok(()) | Err(fmt::Error) => kept,
    }
}

/// What stands around `pointer`, and the step that leads from there towards it.
fn enclosing<'a>(body: &'a Value, pointer: &str) -> Option<(&'a Value, String)> {
    let (outer, step) = pointer.rsplit_once('/')?;
    match body.pointer(outer) {
        Some(value) => Some((value, step.replace("~1", "/").replace("~0", "~"))),
        None => enclosing(body, outer),
    }
}

/// A writer that keeps to one line, and to its length.
struct Line<'a, W> {
    to: &'a mut W,
    left: usize,
    is_cut: bool,
}

impl<'a, W: fmt::Write> Line<'a, W> {
    const fn new(to: &'a mut W, most: usize) -> Self {
        Self { to, left: most, is_cut: false }
    }
}

impl<W: fmt::Write> fmt::Write for Line<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            if self.is_cut {
                return Ok(());
            }
            if self.left == 0 {
                self.is_cut = true;
                return self.to.write_str("...");
            }
            self.left -= 1;
            self.to.write_char(if moves_the_cursor(letter) { ' ' } else { letter })?;
        }
        Ok(())
    }
}

/// Whether a letter would end the line, or reorder what stands on it.
fn moves_the_cursor(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn write_value<W: fmt::Write>(to: &mut Line<'_, W>, value: &Value) -> fmt::Result {
    match value {
        Value::Null => to.write_str("null"),
        Value::Bool(_) => to.write_str("<boolean>"),
        Value::Number(_) => to.write_str("<number>"),
        Value::String(_) => to.write_str("<string>"),
        Value::Array(items) => write_items(to, items, 0),
        Value::Object(members) => write_members(to, members, ""),
    }
}

/// The items from position `first` on.
fn write_items<W: fmt::Write>(to: &mut Line<'_, W>, items: &[Value], first: usize) -> fmt::Result {
    to.write_str(if first == 0 { "[" } else { "[.., " })?;
    for (position, item) in items.iter().skip(first).enumerate() {
        if to.is_cut {
            return Ok(());
        }
        to.write_str(if position == 0 { "" } else { ", " })?;
        write_value(to, item)?;
    }
    to.write_str("]")
}

/// The members from the one named `first` on; all of them, if there is none.
fn write_members<W: fmt::Write>(
    to: &mut Line<'_, W>,
    members: &serde_json::Map<String, Value>,
    first: &str,
) -> fmt::Result {
    let skipped = members.keys().position(|it| it == first).unwrap_or(0);
    to.write_str(if skipped == 0 { "{" } else { "{.., " })?;
    for (position, (name, member)) in members.iter().skip(skipped).enumerate() {
        if to.is_cut {
            return Ok(());
        }
        to.write_str(if position == 0 { "" } else { ", " })?;
        write!(to, "{name:?}: ")?;
        write_value(to, member)?;
    }
    to.write_str("}")
}
