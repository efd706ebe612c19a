//! Sources: everything but JSON text that values are read from.
//!
//! Parameters, form bodies, octets, JSON values in memory. Text is read by the type that asks: `1` is a number for a
//! number and text for text.

mod read;

pub(crate) use read::{Float, finite, integer, is_some, json, misfit, take};

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use crate::style::{Found, Node};
use crate::{Decode, Reader, Value, ValueError};

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
pub fn from_value<T: Decode>(value: Value) -> Result<T, ValueError> {
    T::decode(&mut Reader::source(Source::Owned(value)))
}

/// Reads a value from a JSON value that is still needed.
///
/// # Errors
/// If the value does not fit the type.
pub fn from_value_ref<T: Decode>(value: &Value) -> Result<T, ValueError> {
    T::decode(&mut Reader::source(Source::Json(value)))
}

#[cfg(test)]
mod tests;
