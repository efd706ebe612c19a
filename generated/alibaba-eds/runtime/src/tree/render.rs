//! From trees to JSON values.

use super::{Key, Members, Tree};
use crate::Value;
use crate::value::base64_encode;

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
        Key::Field(field) => shape.map_or("", |shape| shape.fields[field]).to_owned(),
        Key::Other(name) => name,
    };
    Value::Object(members.entries.into_iter().map(|(key, value)| (name(key), Value::from(value))).collect())
}
