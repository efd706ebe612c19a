//! Percent-encoding (RFC 3986): one set of letters that stay, for paths, queries, cookies and forms alike.

use std::borrow::Cow;

use crate::ValueError;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Appends `text`; letters, digits and `-_.~` stay, and so does what `stays` says.
pub(crate) fn append(target: &mut String, text: &str, stays: impl Fn(u8) -> bool) {
    append_octets(target, text.as_bytes(), stays);
}

/// Appends octets, which need not be text; `stays` must hold for ASCII alone.
pub(crate) fn append_octets(target: &mut String, octets: &[u8], stays: impl Fn(u8) -> bool) {
    for octet in octets.iter().copied() {
        if stays(octet) {
            target.push(char::from(octet));
            continue;
        }
        target.push('%');
        target.push(char::from(HEX[usize::from(octet >> 4)]));
        target.push(char::from(HEX[usize::from(octet & 15)]));
    }
}

/// Whether a letter never needs encoding.
pub(crate) const fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b'~')
}

/// The encoded text.
pub(crate) fn encode(text: &str) -> String {
    let mut target = String::with_capacity(text.len());
    append(&mut target, text, is_unreserved);
    target
}

/// The decoded text; `plus` says that `+` is a space. A `%` that begins no code stands for itself.
pub(crate) fn decode(text: &str, plus: bool) -> Result<Cow<'_, str>, ValueError> {
    match decode_octets(text, plus) {
        Cow::Borrowed(_) => Ok(Cow::Borrowed(text)),
        Cow::Owned(octets) => {
            String::from_utf8(octets).map(Cow::Owned).map_err(|_| ValueError::new("the text is not UTF-8"))
        }
    }
}

/// Like [`decode`], for codes that need not be text.
pub(crate) fn decode_octets(text: &str, plus: bool) -> Cow<'_, [u8]> {
    if !text.bytes().any(|octet| octet == b'%' || plus && octet == b'+') {
        return Cow::Borrowed(text.as_bytes());
    }
    let octets = text.as_bytes();
    let mut decoded = Vec::with_capacity(octets.len());
    let mut position = 0;
    while let Some(octet) = octets.get(position) {
        let code = octets.get(position + 1).zip(octets.get(position + 2)).filter(|_| *octet == b'%');
        if let Some(octet) = code.and_then(|(high, low)| Some(digit(*high)? << 4 | digit(*low)?)) {
            decoded.push(octet);
            position += 3;
            continue;
        }
        decoded.push(if plus && *octet == b'+' { b' ' } else { *octet });
        position += 1;
    }
    Cow::Owned(decoded)
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
