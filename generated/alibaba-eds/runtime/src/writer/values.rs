//! How values that need no printed type are written.

use std::collections::BTreeMap;

use super::{Encode, Writer};
use crate::{Tree, Value};

macro_rules! encode_scalars {
    ($($method:ident: $($ty:ty),*;)*) => {$($(
        impl Encode for $ty {
            #[inline]
            fn encode(&self, to: &mut Writer<'_>) {
                to.$method(*self);
            }
        }
    )*)*};
}

encode_scalars! {
    bool: bool;
    integer: i8, i16, i32, i64, i128, u8, u16, u32, u64, u128;
    single: f32;
    float: f64;
}

impl Encode for () {
    fn encode(&self, to: &mut Writer<'_>) {
        to.null();
    }
}

impl Encode for str {
    #[inline]
    fn encode(&self, to: &mut Writer<'_>) {
        to.text(self);
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, to: &mut Writer<'_>) {
        to.text(self);
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(&self, to: &mut Writer<'_>) {
        match self {
            Some(value) => value.encode(to),
            None => to.null(),
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, to: &mut Writer<'_>) {
        to.list(self);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, to: &mut Writer<'_>) {
        to.object(None, |to| to.entries(self));
    }
}

impl Encode for Value {
    fn encode(&self, to: &mut Writer<'_>) {
        match self {
            Self::Null => to.null(),
            Self::Bool(value) => to.bool(*value),
            Self::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => to.integer(value),
                (None, Some(value)) => to.integer(value),
                (None, None) => to.float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Self::String(text) => to.text(text),
            Self::Array(items) => to.list(items),
            Self::Object(members) => to.object(None, |to| {
                for (name, value) in members {
                    to.entry(name, value);
                }
            }),
        }
    }
}

impl Encode for Tree {
    fn encode(&self, to: &mut Writer<'_>) {
        match self {
            Self::Null => to.null(),
            Self::Bool(value) => to.bool(*value),
            Self::Int(value) => to.integer(*value),
            Self::Float(value) => to.float(*value),
            Self::Single(value) => to.single(*value),
            Self::Text(text) => to.text(text),
            Self::Octets(octets) => to.octets(octets),
            Self::List(items) => to.list(items),
            Self::Map(members) => to.object(members.shape, |to| {
                for (key, value) in &members.entries {
                    match key {
                        crate::Key::Field(field) => to.required(*field, value),
                        crate::Key::Other(name) => to.entry(name, value),
                    }
                }
            }),
        }
    }
}
