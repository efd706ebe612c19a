//! How values that need no printed type are read.

use std::collections::BTreeMap;

use super::{Decode, Reader};
use crate::{Value, ValueError};

macro_rules! decode_integers {
    ($($ty:ty: $expected:literal,)*) => {$(
        impl Decode for $ty {
            #[inline]
            fn blank() -> Self {
                0
            }

            #[inline]
            fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
                from.integer($expected)
            }
        }
    )*};
}

decode_integers! {
    i8: "an 8-bit integer",
    i16: "a 16-bit integer",
    i32: "a 32-bit integer",
    i64: "a 64-bit integer",
    i128: "an integer",
    u8: "an unsigned 8-bit integer",
    u16: "an unsigned 16-bit integer",
    u32: "an unsigned 32-bit integer",
    u64: "an unsigned 64-bit integer",
    u128: "an unsigned integer",
}

macro_rules! decode_scalars {
    ($($ty:ty: $blank:expr, $method:ident($($expected:literal)?) $(.$then:ident())?;)*) => {$(
        impl Decode for $ty {
            #[inline]
            fn blank() -> Self {
                $blank
            }

            #[inline]
            fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
                let value = from.$method($($expected)?)?;
                Ok(value$(.$then())?)
            }
        }
    )*};
}

decode_scalars! {
    (): (), nothing();
    bool: false, bool();
    f32: 0.0, float();
    f64: 0.0, float();
    String: String::new(), text("text").into_owned();
    Value: Value::Null, value();
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }

    #[inline]
    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        if from.is_some()? { T::decode(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        let mut items = Self::new();
        from.list(|from| {
            items.push(T::decode(from)?);
            Ok(())
        })?;
        Ok(items)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        let mut members = Self::new();
        from.object("a map", |name, from| {
            let value = T::decode(from).map_err(|error| error.inside(&*name))?;
            members.insert(name.into_owned(), value);
            Ok(())
        })?;
        Ok(members)
    }
}
