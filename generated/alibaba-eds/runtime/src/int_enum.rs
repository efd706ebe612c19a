//! Open enums of integers: known values are variants, unknown ones are kept and travel on.

use std::fmt;

use serde::de::{Deserialize, Deserializer};

/// An enum whose values are integers, as printed by the generator.
pub trait IntEnum: Sized {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// The known values in declared order; the index is what `known` speaks of.
    const VALUES: &'static [i64];

    /// The variant of a known value.
    fn known(index: usize) -> Option<Self>;

    /// The variant that keeps an unknown value.
    fn unknown(value: UnknownInt) -> Self;

    /// The value on the wire.
    fn value(&self) -> i64;
}

/// A value that the enum does not know; only reading makes one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownInt(i64);

impl UnknownInt {
    /// The value on the wire.
    #[must_use]
    pub const fn value(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The variant of a value, known or not.
pub fn int_enum_from<T: IntEnum>(value: i64) -> T {
    let known = T::VALUES.iter().position(|known| *known == value).and_then(T::known);
    known.unwrap_or_else(|| T::unknown(UnknownInt(value)))
}

/// Reads an enum.
///
/// # Errors
/// If the value is not a 64-bit integer.
pub fn read_int_enum<'de, T: IntEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    i64::deserialize(from).map(int_enum_from)
}

/// Ties a printed [`IntEnum`](crate::IntEnum) to serde, `Display`, `Debug` and the conversion from integers.
#[macro_export]
macro_rules! int_enum {
    ($ty:ty) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                to.serialize_i64($crate::IntEnum::value(self))
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::read_int_enum(from)
            }
        }

        impl $crate::Blank for $ty {
            fn blank() -> Self {
                $crate::int_enum_from(0)
            }
        }

        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::IntEnum::value(self), f)
            }
        }

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::IntEnum::value(self), f)
            }
        }

        impl ::core::convert::From<i64> for $ty {
            fn from(value: i64) -> Self {
                $crate::int_enum_from(value)
            }
        }
    };
}
