//! The text of single values.

use crate::value::base64_encode;
use crate::{EncodeError, Tree};

/// The text of a single value: integers exact, floats in their shortest form.
pub(crate) fn text(subject: &str, tree: &Tree) -> Result<String, EncodeError> {
    match tree {
        Tree::Bool(value) => Ok(value.to_string()),
        Tree::Int(value) => Ok(value.to_string()),
        Tree::Float(value) if value.is_finite() => Ok(float(*value, value.abs())),
        Tree::Single(value) if value.is_finite() => Ok(float(*value, f64::from(value.abs()))),
        Tree::Text(text) => Ok(text.clone()),
        Tree::Octets(octets) => Ok(base64_encode(octets)),
        Tree::Float(_) | Tree::Single(_) => Err(EncodeError::new(subject, "the number is not finite")),
        Tree::Null => Err(EncodeError::new(subject, "null inside a list has no text")),
        Tree::List(_) | Tree::Map(_) => Err(EncodeError::new(subject, "its style has no text for nested values")),
    }
}

fn float(value: impl std::fmt::Display + std::fmt::LowerExp, magnitude: f64) -> String {
    if magnitude == 0.0 || (1e-5..1e16).contains(&magnitude) {
        return value.to_string();
    }
    format!("{value:e}")
}
