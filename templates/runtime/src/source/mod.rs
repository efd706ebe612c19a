//! Sources: one serde format for everything that is not JSON text.
//!
//! Parameters, form bodies, octets, JSON values in memory: each printed type is compiled for this one format beside
//! JSON text, not for one format per kind of input. Text is read by the type that asks: `1` is a number for a number
//! and text for text. Errors carry the place.

mod access;
mod deserialize;

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use serde::de::{DeserializeSeed, MapAccess};
use serde::{Deserialize, de::DeserializeOwned};

use crate::style::{Found, Node};
use crate::{Value, ValueError};

/// Where a value is read from.
#[derive(Debug)]
pub(crate) enum Source<'a> {
    /// There is nothing.
    Absent {
        /// Whether "nothing" is an answer to an optional type.
        required: bool,
        /// Whether "nothing" is an empty list or an empty object.
        empty: bool,
    },
    /// A JSON value.
    Json(&'a Value),
    /// A JSON value that is used up.
    Owned(Value),
    /// A parameter, not yet split.
    Param(Found<'a>),
    /// Text that was split by names.
    Node(Node),
    /// The same; counts whether anybody wanted it.
    Counted(Node, Rc<Cell<usize>>),
    /// Text.
    Text(Cow<'a, str>),
    /// Text that is a number, a boolean or an object for those who do not ask, if it looks like one.
    Natural(Cow<'a, str>),
    /// A body of text or octets.
    Octets(&'a [u8]),
}

impl<'a> Source<'a> {
    /// What was found of a parameter.
    pub(crate) fn param(found: Found<'a>, required: bool) -> Self {
        if found.is_empty() {
            return Self::Absent { required, empty: !found.is_json() };
        }
        if found.is_json() {
            return Self::json_text(found);
        }
        Self::Param(if required { found } else { found.or_nothing() })
    }

    /// A JSON value.
    pub(crate) const fn owned(value: Value) -> Self {
        Self::Owned(value)
    }

    /// JSON in a parameter is small, so a value in between does not hurt; text that is no JSON reads as text,
    /// and the type that is asked for says what it expected.
    fn json_text(mut found: Found<'a>) -> Self {
        let text = found.scalar().unwrap_or_default();
        match serde_json::from_str(&text) {
            Ok(value) => Self::Owned(value),
            Err(_) => Self::Text(Cow::Owned(text)),
        }
    }
}

/// Reads a value from a JSON value.
///
/// # Errors
/// If the value does not fit the type.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, ValueError> {
    T::deserialize(Source::Owned(value))
}

/// Reads a value from a JSON value that is still needed.
///
/// # Errors
/// If the value does not fit the type.
pub fn from_value_ref<'a, T: Deserialize<'a>>(value: &'a Value) -> Result<T, ValueError> {
    T::deserialize(Source::Json(value))
}

/// A source, or JSON text, which has the faster reader.
#[derive(Debug)]
pub(crate) enum Origin<'a> {
    JsonText(&'a [u8]),
    Source(Source<'a>),
}

impl<'a> Origin<'a> {
    /// Reads a value.
    pub(crate) fn read<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, ValueError> {
        match self {
            Self::Source(source) => seed.deserialize(source),
            Self::JsonText(text) => {
                // One look at all octets is cheaper than the reader's look at each text.
                let text = std::str::from_utf8(text).map_err(|_| ValueError::new("the body is not UTF-8"))?;
                let mut reader = serde_json::Deserializer::from_str(text);
                let value = seed.deserialize(&mut reader).map_err(json_error)?;
                reader.end().map_err(json_error)?;
                Ok(value)
            }
        }
    }
}

/// What JSON text has instead of the expected. Of values, serde_json repeats what was found, so of its messages only
/// those are kept that are about the text, and our own about fields.
pub(crate) fn json_error(error: serde_json::Error) -> ValueError {
    let message = error.to_string();
    if error.classify() != serde_json::error::Category::Data || message.starts_with(crate::record::MISSING) {
        return serde::de::Error::custom(message);
    }
    match error.line() {
        0 => ValueError::new("the value does not fit its type"),
        line => ValueError::new(format!("a value does not fit its type at line {line} column {}", error.column())),
    }
}

/// The value of one field of a record, without the record around it.
#[derive(Debug)]
pub(crate) struct OneValue<'a>(Option<Origin<'a>>);

impl<'a> OneValue<'a> {
    /// A field that is read from a source.
    pub(crate) const fn new(source: Source<'a>) -> Self {
        Self(Some(Origin::Source(source)))
    }
}

impl<'a> From<Origin<'a>> for OneValue<'a> {
    fn from(origin: Origin<'a>) -> Self {
        Self(Some(origin))
    }
}

impl<'a> MapAccess<'a> for OneValue<'a> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, _: K) -> Result<Option<K::Value>, ValueError> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, ValueError> {
        self.0.take().ok_or_else(ValueError::absent)?.read(seed)
    }
}

#[cfg(test)]
mod tests;
