//! The pieces of JSON text (RFC 8259).

use crate::plain_text::plain_end;

/// Appends a number; what is not finite is null.
#[inline]
pub(super) fn number(text: &mut Vec<u8>, value: impl serde::Serialize) {
    // Shortest texts of numbers are an art of their own. Writing to memory cannot fail.
    drop(serde_json::to_writer(text, &value));
}

/// Appends the name of a member, after a comma if it is not the first.
#[inline]
pub(super) fn key(text: &mut Vec<u8>, is_first: &mut bool, name: &str) {
    if !std::mem::take(is_first) {
        text.push(b',');
    }
    string(text, name);
    text.push(b':');
}

/// Appends text.
#[inline]
pub(super) fn string(text: &mut Vec<u8>, value: &str) {
    let value = value.as_bytes();
    // With room for a comma before and a colon behind.
    text.reserve(value.len() + 4);
    text.push(b'"');
    let end = plain_end(value, 0);
    text.extend_from_slice(&value[..end]);
    if end < value.len() {
        escaped(text, &value[end..]);
    }
    text.push(b'"');
}

/// Appends the rest of a text that begins with an octet that cannot stand for itself.
#[cold]
fn escaped(text: &mut Vec<u8>, value: &[u8]) {
    let mut at = 0;
    while let Some(octet) = value.get(at) {
        escape(text, *octet);
        let end = plain_end(value, at + 1);
        text.extend_from_slice(&value[at + 1..end]);
        at = end;
    }
}

fn escape(text: &mut Vec<u8>, octet: u8) {
    let letter = match octet {
        b'"' | b'\\' => octet,
        0x08 => b'b',
        0x0c => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return text.extend_from_slice(format!("\\u{octet:04x}").as_bytes()),
    };
    text.extend_from_slice(&[b'\\', letter]);
}
