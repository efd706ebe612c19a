//! Open enums of integers: known values are variants, unknown ones are kept and travel on.

use std::fmt;

use crate::{Decode, Reader, ValueError};

/// An enum whose values are integers, as printed by the generator.
pub trait IntEnum: Sized {
    /// The known values in declared order; the index is what `of` speaks of.
    const VALUES: &'static [i64];

    /// The variant of a known value, by its index, or the one that keeps an unknown value.
    fn of(value: Result<usize, UnknownInt>) -> Self;

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
    T::of(T::VALUES.iter().position(|known| *known == value).ok_or(UnknownInt(value)))
}

/// Reads an enum.
///
/// # Errors
/// If the value is not a 64-bit integer.
pub fn read_int_enum<T: IntEnum>(from: &mut Reader<'_>) -> Result<T, ValueError> {
    i64::decode(from).map(int_enum_from)
}

/// Ties a printed [`IntEnum`](crate::IntEnum) to reading and writing, comparison, `Display`, `Debug` and the conversion from integers.
#[macro_export]
macro_rules! int_enum {
    ($ty:ty) => {
        impl $crate::Encode for $ty {
            fn encode(&self, to: &mut $crate::Writer<'_>) {
                $crate::Encode::encode(&$crate::IntEnum::value(self), to);
            }
        }

        impl $crate::Decode for $ty {
            fn blank() -> Self {
                $crate::int_enum_from(0)
            }

            fn decode(from: &mut $crate::Reader<'_>) -> ::core::result::Result<Self, $crate::ValueError> {
                $crate::read_int_enum(from)
            }
        }

        $crate::__serde!($ty);

        // Derived, these would be as long as the enum, and the compiler has hundreds to look at.
        impl ::core::cmp::PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                $crate::IntEnum::value(self) == $crate::IntEnum::value(other)
            }
        }

        impl ::core::cmp::Eq for $ty {}

        impl ::core::hash::Hash for $ty {
            fn hash<H: ::core::hash::Hasher>(&self, to: &mut H) {
                ::core::hash::Hash::hash(&$crate::IntEnum::value(self), to);
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
