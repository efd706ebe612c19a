//! Open enums of text: known values are variants, unknown ones are kept and travel on.
//!
//! Services add values without notice, so reading never fails on a value that is not known.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// An enum whose values are text, as printed by the generator.
pub trait TextEnum: Sized {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// The known values in declared order; the index is what `known` speaks of.
    const VALUES: &'static [&'static str];

    /// The variant of a known value.
    fn known(index: usize) -> Option<Self>;

    /// The variant that keeps an unknown value.
    fn unknown(text: UnknownText) -> Self;

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
    find(text).unwrap_or_else(|| T::unknown(UnknownText(text.to_owned())))
}

fn find<T: TextEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().position(|value| *value == text).and_then(T::known)
}

/// Reads an enum.
///
/// # Errors
/// If the value is not text.
pub fn read_text_enum<'de, T: TextEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(TextEnumVisitor(PhantomData))
}

struct TextEnumVisitor<T>(PhantomData<T>);

impl<T: TextEnum> Visitor<'_> for TextEnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text ({})", T::NAME)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(text_enum_from(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(find(&text).unwrap_or_else(|| T::unknown(UnknownText(text))))
    }
}

/// Ties a printed [`TextEnum`](crate::TextEnum) to serde, `Display`, `Debug` and the conversions from text.
#[macro_export]
macro_rules! text_enum {
    ($ty:ty) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                to.serialize_str($crate::TextEnum::as_str(self))
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::read_text_enum(from)
            }
        }

        impl $crate::Blank for $ty {
            fn blank() -> Self {
                $crate::text_enum_from("")
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

        impl ::core::str::FromStr for $ty {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok($crate::text_enum_from(text))
            }
        }

        impl ::core::convert::From<&str> for $ty {
            fn from(text: &str) -> Self {
                $crate::text_enum_from(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $ty {
            fn from(text: ::std::string::String) -> Self {
                $crate::text_enum_from(&text)
            }
        }

        impl ::core::convert::AsRef<str> for $ty {
            fn as_ref(&self) -> &str {
                $crate::TextEnum::as_str(self)
            }
        }
    };
}
