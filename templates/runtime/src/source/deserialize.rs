//! The serde format over [`Source`].

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use serde::Deserializer;
use serde::de::{IntoDeserializer, Visitor};

use super::Source;
use super::access::{Items, borrowed_fields, borrowed_items, node_fields, nodes, owned_fields, owned_items};
use crate::union::UNION;
use crate::{Value, ValueError};

impl<'a> Source<'a> {
    /// The text of a single value.
    fn text(self) -> Result<Cow<'a, str>, ValueError> {
        match self {
            Self::Absent { .. } => Err(ValueError::absent()),
            Self::Param(mut found) => found.scalar().map(Cow::Owned),
            Self::Node(mut node) => node.scalar().map(Cow::Owned),
            Self::Text(text) | Self::Natural(text) => Ok(text),
            Self::Octets(octets) => {
                std::str::from_utf8(octets).map(Cow::Borrowed).map_err(|_| ValueError::new("the body is not UTF-8"))
            }
            Self::Counted(..) | Self::Json(_) | Self::Owned(_) => Err(ValueError::new("expected text")),
        }
    }

    /// Whoever asks for a value wants it.
    fn wanted(self) -> Self {
        match self {
            Self::Counted(node, count) => {
                count.set(count.get() + 1);
                Self::Node(node)
            }
            other => other,
        }
    }

    const fn is_json(&self) -> bool {
        matches!(self, Self::Json(_) | Self::Owned(_))
    }

    fn visit_text<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn parse<T: std::str::FromStr>(self, expected: &str) -> Result<T, ValueError> {
        let text = self.text()?;
        text.parse().map_err(|_| ValueError::new(format!("the text is not {expected}")))
    }
}

fn visit_json<'a, V: Visitor<'a>>(value: &'a Value, visitor: V) -> Result<V::Value, ValueError> {
    match value {
        Value::Null => visitor.visit_unit(),
        Value::Bool(value) => visitor.visit_bool(*value),
        Value::Number(number) => visit_number(number, visitor),
        Value::String(text) => visitor.visit_borrowed_str(text),
        Value::Array(items) => visitor.visit_seq(borrowed_items(items)),
        Value::Object(members) => visitor.visit_map(borrowed_fields(members)),
    }
}

fn visit_owned_json<'a, V: Visitor<'a>>(value: Value, visitor: V) -> Result<V::Value, ValueError> {
    match value {
        Value::Null => visitor.visit_unit(),
        Value::Bool(value) => visitor.visit_bool(value),
        Value::Number(number) => visit_number(&number, visitor),
        Value::String(text) => visitor.visit_string(text),
        Value::Array(items) => visitor.visit_seq(owned_items(items)),
        Value::Object(members) => visitor.visit_map(owned_fields(members)),
    }
}

fn visit_number<'a, V: Visitor<'a>>(number: &serde_json::Number, visitor: V) -> Result<V::Value, ValueError> {
    if let Some(value) = number.as_u64() {
        return visitor.visit_u64(value);
    }
    match number.as_i64() {
        Some(value) => visitor.visit_i64(value),
        None => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
    }
}

/// What text looks like to those who do not ask for a type; objects inside forms are JSON text.
fn visit_natural<'a, V: Visitor<'a>>(text: Cow<'a, str>, visitor: V) -> Result<V::Value, ValueError> {
    if text.starts_with('{')
        && let Ok(value) = serde_json::from_str(&text)
    {
        return visit_owned_json(value, visitor);
    }
    if let Ok(value) = text.parse::<i64>() {
        return visitor.visit_i64(value);
    }
    if let Ok(value) = text.parse::<bool>() {
        return visitor.visit_bool(value);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => visitor.visit_f64(value),
        _ => visitor.visit_string(text.into_owned()),
    }
}

/// An object among pairs that may belong to others: it is there if it wants at least one of them.
fn visit_spread<'a, V: Visitor<'a>>(found: crate::style::Found<'a>, visitor: V) -> Result<V::Value, ValueError> {
    let doubtful = found.is_doubtful();
    let count = Rc::new(Cell::new(0));
    let result = visitor.visit_map(node_fields(found.map()?, Some(&count)));
    if doubtful && count.get() == 0 {
        return Err(ValueError::absent());
    }
    result
}

macro_rules! deserialize_number {
    ($($method:ident $visit:ident $ty:ty, $expected:literal;)*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
            if self.is_json() {
                return self.deserialize_any(visitor);
            }
            visitor.$visit(self.wanted().parse::<$ty>($expected)?)
        }
    )*};
}

macro_rules! deserialize_float {
    ($($method:ident $visit:ident $ty:ty;)*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
            if self.is_json() {
                return self.deserialize_any(visitor);
            }
            let value = self.wanted().parse::<$ty>("a number")?;
            if !value.is_finite() {
                return Err(ValueError::new("the number is not finite"));
            }
            visitor.$visit(value)
        }
    )*};
}

impl<'a> Deserializer<'a> for Source<'a> {
    type Error = ValueError;

    fn is_human_readable(&self) -> bool {
        !matches!(self, Self::Octets(_))
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Json(value) => visit_json(value, visitor),
            Self::Owned(value) => visit_owned_json(value, visitor),
            Self::Natural(text) => visit_natural(text, visitor),
            Self::Param(found) if found.is_nested() => visit_spread(found, visitor),
            Self::Param(found) if found.n_texts() > 1 => visitor.visit_seq(nodes(found.list()?)),
            Self::Node(node) if !node.members.is_empty() => visitor.visit_map(node_fields(node.members, None)),
            Self::Node(node) if node.texts.len() > 1 => visitor.visit_seq(nodes(node.list()?)),
            other => other.visit_text(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.is_json() {
            return self.deserialize_any(visitor);
        }
        let text = self.wanted().text()?;
        // RPC clients in Python write `True`.
        match text.to_ascii_lowercase().as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(ValueError::new("the text is not true or false")),
        }
    }

    deserialize_number! {
        deserialize_i8 visit_i8 i8, "an 8-bit integer";
        deserialize_i16 visit_i16 i16, "a 16-bit integer";
        deserialize_i32 visit_i32 i32, "a 32-bit integer";
        deserialize_i64 visit_i64 i64, "a 64-bit integer";
        deserialize_i128 visit_i128 i128, "an integer";
        deserialize_u8 visit_u8 u8, "an unsigned 8-bit integer";
        deserialize_u16 visit_u16 u16, "an unsigned 16-bit integer";
        deserialize_u32 visit_u32 u32, "an unsigned 32-bit integer";
        deserialize_u64 visit_u64 u64, "an unsigned 64-bit integer";
        deserialize_u128 visit_u128 u128, "an unsigned integer";
        deserialize_char visit_char char, "a single letter";
    }

    deserialize_float! {
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.is_json() {
            return self.deserialize_any(visitor);
        }
        self.wanted().visit_text(visitor)
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Self::Octets(octets) => visitor.visit_borrowed_bytes(octets),
            other => other.deserialize_str(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Absent { required: true, .. } => Err(ValueError::absent()),
            Self::Absent { .. } | Self::Json(Value::Null) | Self::Owned(Value::Null) => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Absent { .. } => visitor.visit_unit(),
            Self::Octets([]) => visitor.visit_unit(),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let source = self.wanted();
        let single = match &source {
            Self::Param(found) => !found.is_nested() && found.n_texts() == 1,
            Self::Node(node) => node.members.is_empty() && node.texts.len() == 1,
            Self::Text(_) | Self::Octets(_) => true,
            _ => false,
        };
        if name != UNION || !single {
            return visitor.visit_newtype_struct(source);
        }
        // Text does not say what it is, so a union gets every reading of it.
        let text = source.text()?;
        let listed = Value::Array(vec![Value::String(text.to_string())]);
        let readings = vec![Self::Natural(text.clone()), Self::Text(text), Self::Owned(listed)];
        visitor.visit_seq(Items::new(readings.into_iter()))
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Absent { empty: true, .. } => visitor.visit_seq(nodes(Vec::new())),
            Self::Param(found) => visitor.visit_seq(nodes(found.list()?)),
            Self::Node(node) => visitor.visit_seq(nodes(node.list()?)),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Absent { empty: true, .. } => visitor.visit_map(node_fields([], None)),
            Self::Param(found) => visit_spread(found, visitor),
            Self::Node(mut node) if node.members.is_empty() => {
                // Members of forms that are objects themselves are JSON text.
                let text = node.scalar()?;
                match serde_json::from_str(&text) {
                    Ok(value @ Value::Object(_)) => visit_owned_json(value, visitor),
                    _ => visitor.visit_string(text),
                }
            }
            Self::Node(node) => visitor.visit_map(node_fields(node.members, None)),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        match self.wanted() {
            Self::Json(value) => value.deserialize_enum(name, variants, visitor).map_err(super::json_error),
            Self::Owned(value) => value.deserialize_enum(name, variants, visitor).map_err(super::json_error),
            other => visitor.visit_enum(other.text()?.into_deserializer()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }
}
