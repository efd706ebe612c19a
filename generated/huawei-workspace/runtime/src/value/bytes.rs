//! Octets: the content of a body that is not text.

use std::fmt;

use crate::{Decode, Encode, Reader, ValueError, Writer};

/// The octets of a body. In JSON forms (dynamic calls, mocks) they are base64 text.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
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

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(octets: Bytes) -> Self {
        octets.0
    }
}

impl From<&[u8]> for Bytes {
    fn from(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} octets>", self.0.len())
    }
}

impl Encode for Bytes {
    fn encode(&self, to: &mut Writer<'_>) {
        to.octets(&self.0);
    }
}

impl Decode for Bytes {
    #[inline]
    fn blank() -> Self {
        Self::default()
    }

    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        if let Some(octets) = from.octets() {
            return Ok(Self(octets.to_vec()));
        }
        let text = from.text("octets, or base64 text")?;
        super::base64_decode(&text).map(Self).ok_or_else(|| ValueError::new("the text is not base64"))
    }
}
