//! Values that need a type of their own: three-state fields, octets, base64 text.

mod base64;
mod bytes;
mod patch;

use std::collections::BTreeMap;

pub use base64::Base64;
pub(crate) use base64::{decode as base64_decode, encode as base64_encode};
pub use bytes::Bytes;
pub use patch::Patch;

/// An object with values of one type.
pub type Map<T> = BTreeMap<String, T>;
