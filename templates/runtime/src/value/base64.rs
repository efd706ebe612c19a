//! Base64 text (`format: byte`) and its codec.
//!
//! Writes the standard alphabet with padding. Reads both alphabets, with or without padding, across line breaks:
//! services disagree, and the octets are the same.

use std::fmt;

use crate::{Decode, Encode, Reader, ValueError, Writer};

/// Octets that are base64 text on the wire.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

impl Base64 {
    /// The octets.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The octets, without a copy.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl From<&[u8]> for Base64 {
    fn from(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} octets>", self.0.len())
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(&self.0))
    }
}

impl Encode for Base64 {
    fn encode(&self, to: &mut Writer<'_>) {
        to.text(&encode(&self.0));
    }
}

impl Decode for Base64 {
    #[inline]
    fn blank() -> Self {
        Self::default()
    }

    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        let text = from.text("base64 text")?;
        decode(&text).map(Self).ok_or_else(|| ValueError::new("the text is not base64"))
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 text of `octets`, padded.
pub(crate) fn encode(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().div_ceil(3) * 4);
    for chunk in octets.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, octet| group << 8 | u32::from(*octet)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            if position > chunk.len() {
                text.push('=');
                continue;
            }
            let sextet = group >> (18 - 6 * position) & 63;
            text.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    text
}

/// The octets of base64 text, or `None` if it is not base64.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let body = text.trim_ascii_end().trim_end_matches('=');
    let mut octets = Vec::with_capacity(body.len() / 4 * 3 + 2);
    let mut group = 0u32;
    let mut n_bits = 0;
    for letter in body.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
        group = group << 6 | sextet(letter)?;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            octets.push((group >> n_bits & 0xff) as u8);
        }
    }
    // Six bits left over belong to no octet: a letter too many.
    (n_bits < 6).then_some(octets)
}

fn sextet(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(octets: &[u8], text: &str) {
        assert_eq!(encode(octets), text);
        assert_eq!(decode(text).as_deref(), Some(octets));
    }

    #[test]
    fn vectors_of_rfc_4648() {
        check(b"", "");
        check(b"f", "Zg==");
        check(b"fo", "Zm8=");
        check(b"foo", "Zm9v");
        check(b"foob", "Zm9vYg==");
        check(b"fooba", "Zm9vYmE=");
        check(b"foobar", "Zm9vYmFy");
    }

    #[test]
    fn reads_what_services_write() {
        assert_eq!(decode("Zm9v\r\nYg"), Some(b"foob".to_vec()));
        assert_eq!(decode("-_8="), Some(vec![0xfb, 0xff]));
        assert_eq!(decode("Z"), None);
        assert_eq!(decode("Zm9*"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn round_trip(octets: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&octets)), Some(octets));
        }
    }
}
