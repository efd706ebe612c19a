//! Open enums of text: known values are variants, unknown ones are kept and travel on.
//!
//! Services add values without notice, so reading never fails on a value that is not known.

use std::fmt;

use crate::{Reader, ValueError};

/// An enum whose values are text, as printed by the generator.
pub trait TextEnum: Sized {
    /// The known values in declared order; the index is what `of` speaks of.
    const VALUES: &'static [&'static str];

    /// The variant of a known value, by its index, or the one that keeps an unknown value.
    fn of(value: Result<usize, UnknownText>) -> Self;

    /// The value on the wire.
    fn as_str(&self) -> &str;
}

/// A value that the enum does not know.
///
/// Only reading makes one, so a release that knows the value later breaks no code that made its own.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownText(String);

impl UnknownText {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The variant of a value, known or not.
pub fn text_enum_from<T: TextEnum>(text: &str) -> T {
    T::of(find::<T>(text).ok_or_else(|| UnknownText(text.to_owned())))
}

fn find<T: TextEnum>(text: &str) -> Option<usize> {
    T::VALUES.iter().position(|value| *value == text)
}

/// Reads an enum.
///
/// # Errors
/// If the value is not text.
pub fn read_text_enum<T: TextEnum>(from: &mut Reader<'_>) -> Result<T, ValueError> {
    let text = from.text("text")?;
    Ok(T::of(find::<T>(&text).ok_or_else(|| UnknownText(text.into_owned()))))
}

/// Ties a printed [`TextEnum`](crate::TextEnum) to reading and writing, comparison, `Display`, `Debug` and the conversion from text.
#[macro_export]
macro_rules! text_enum {
    ($ty:ty) => {
        impl $crate::Encode for $ty {
            fn encode(&self, to: &mut $crate::Writer<'_>) {
                $crate::Encode::encode($crate::TextEnum::as_str(self), to);
            }
        }

        impl $crate::Decode for $ty {
            fn blank() -> Self {
                $crate::text_enum_from("")
            }

            fn decode(from: &mut $crate::Reader<'_>) -> ::core::result::Result<Self, $crate::ValueError> {
                $crate::read_text_enum(from)
            }
        }

        $crate::__serde!($ty);

        // Derived, these would be as long as the enum, and the compiler has hundreds to look at.
        impl ::core::cmp::PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                $crate::TextEnum::as_str(self) == $crate::TextEnum::as_str(other)
            }
        }

        impl ::core::cmp::Eq for $ty {}

        impl ::core::hash::Hash for $ty {
            fn hash<H: ::core::hash::Hasher>(&self, to: &mut H) {
                ::core::hash::Hash::hash(&$crate::TextEnum::as_str(self), to);
            }
        }

        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::TextEnum::as_str(self))
            }
        }

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt($crate::TextEnum::as_str(self), f)
            }
        }

        impl ::core::convert::From<&str> for $ty {
            fn from(text: &str) -> Self {
                $crate::text_enum_from(text)
            }
        }
    };
}
