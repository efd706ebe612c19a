//! serde for printed types, where a program asks for it: the feature `serde`.
//!
//! Nothing here needs it: calls read and write values by themselves. Values go through JSON values on their way.

/// Gives a printed type `Serialize` and `Deserialize`; not for printed code.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "serde")]
macro_rules! __serde {
    ($ty:ty) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::Serialize::serialize(&$crate::to_value(self), to)
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                let value = <$crate::Value as $crate::Deserialize>::deserialize(from)?;
                $crate::from_value(value).map_err($crate::custom_error)
            }
        }
    };
}

/// Without the feature, a printed type has nothing to do with serde.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "serde"))]
macro_rules! __serde {
    ($ty:ty) => {};
}

/// The error of a serde format; not for printed code.
#[doc(hidden)]
#[cfg(feature = "serde")]
pub fn custom_error<E: serde::de::Error>(error: crate::ValueError) -> E {
    E::custom(error)
}
