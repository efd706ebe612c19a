//! From trees back to formats: any serde format, and JSON values.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Members, Tree, announce, to_tree};
use crate::value::base64_encode;
use crate::{Value, ValueError};

/// The JSON value of a value.
///
/// # Errors
/// As [`to_tree`].
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, ValueError> {
    to_tree(value).map(Value::from)
}

impl From<Tree> for Value {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Bool(value) => Self::Bool(value),
            Tree::Int(value) => integer(value),
            Tree::Float(value) => Self::from(value),
            // The shortest text of single precision, not the same number with more digits.
            Tree::Single(value) => value.to_string().parse::<f64>().map_or(Self::Null, Self::from),
            Tree::Text(text) => Self::String(text),
            Tree::Octets(octets) => Self::String(base64_encode(&octets)),
            Tree::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Tree::Map(members) => object(members),
        }
    }
}

fn integer(value: i128) -> Value {
    if let Ok(value) = i64::try_from(value) {
        return Value::from(value);
    }
    u64::try_from(value).map_or_else(|_| Value::from(value as f64), Value::from)
}

fn object(members: Members) -> Value {
    let shape = members.shape;
    let name = |key| match key {
        super::Key::Field(field) => shape.map_or_else(String::new, |shape| shape.fields[field].0.to_owned()),
        super::Key::Other(name) => name,
    };
    Value::Object(members.entries.into_iter().map(|(key, value)| (name(key), Value::from(value))).collect())
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Int(value) => {
                if let Ok(value) = i64::try_from(*value) {
                    return to.serialize_i64(value);
                }
                match u64::try_from(*value) {
                    Ok(value) => to.serialize_u64(value),
                    Err(_) => to.serialize_i128(*value),
                }
            }
            Self::Float(value) => to.serialize_f64(*value),
            Self::Single(value) => to.serialize_f32(*value),
            Self::Text(text) => to.serialize_str(text),
            Self::Octets(octets) if to.is_human_readable() => to.serialize_str(&base64_encode(octets)),
            Self::Octets(octets) => to.serialize_bytes(octets),
            Self::List(items) => to.collect_seq(items),
            Self::Map(members) => members.serialize(to),
        }
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Some(shape) = self.shape
            && !to.is_human_readable()
        {
            announce(shape);
        }
        let mut map = to.serialize_map(Some(self.entries.len()))?;
        for (name, value) in self.named() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
