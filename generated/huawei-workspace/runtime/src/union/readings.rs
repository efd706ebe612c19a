//! The JSON values that a union may be read from: one, unless it is text in a parameter, which does not say what it is.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::Value;

/// The name by which a union asks a format for every reading of its text.
pub(crate) const UNION: &str = "every reading of a union";

/// Every reading of a value, the most telling one first.
pub(super) fn readings<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Value>, D::Error> {
    from.deserialize_newtype_struct(UNION, ReadingsVisitor)
}

struct ReadingsVisitor;

impl<'de> Visitor<'de> for ReadingsVisitor {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Vec<Value>, D::Error> {
        Value::deserialize(from).map(|value| vec![value])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<Value>, A::Error> {
        let mut readings = Vec::new();
        while let Some(value) = from.next_element()? {
            readings.push(value);
        }
        Ok(readings)
    }
}
