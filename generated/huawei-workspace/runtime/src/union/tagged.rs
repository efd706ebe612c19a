//! Unions whose objects say which variant they are (`discriminator`).

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::UnknownUnion;
use super::readings::readings;
use crate::{Tree, Value, ValueError};

/// A union with a tag, as printed by the generator.
pub trait TaggedUnion: Sized {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// Name of the member that holds the tag.
    const TAG: &'static str;
    /// The known tags; several may stand for one variant. The index is what `read` speaks of.
    const VALUES: &'static [&'static str];

    /// Reads the variant of a tag.
    ///
    /// # Errors
    /// If the value does not fit.
    fn read(index: usize, value: Value) -> Result<Self, ValueError>;

    /// The variant that keeps a value with an unknown tag, or without any.
    fn unknown(value: UnknownUnion) -> Self;

    /// The content, and the tags that stand for its variant, the preferred one first; none for unknown values.
    ///
    /// # Errors
    /// If the content cannot be written.
    fn write(&self) -> Result<(&'static [&'static str], Tree), ValueError>;
}

/// Reads a union by its tag.
///
/// # Errors
/// If the content does not fit the variant that its tag names.
pub fn read_tagged<'de, T: TaggedUnion, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut readings = readings(from)?;
    let found = readings.iter().enumerate().find_map(|(position, value)| Some((position, tag::<T>(value)?)));
    let (position, tag) = found.map_or((0, None), |(position, tag)| (position, Some(tag)));
    let value = if readings.is_empty() { Value::Null } else { readings.swap_remove(position) };
    match tag {
        Some(index) => T::read(index, value).map_err(|error| D::Error::custom(format_args!("{}: {error}", T::NAME))),
        None => Ok(T::unknown(UnknownUnion(value))),
    }
}

fn tag<T: TaggedUnion>(value: &Value) -> Option<usize> {
    let tag = value.get(T::TAG)?.as_str()?;
    T::VALUES.iter().position(|known| *known == tag)
}

/// Writes a union; the tag is put in where it is missing, or names another variant.
///
/// # Errors
/// Whatever the format reports.
pub fn write_tagged<T: TaggedUnion, S: Serializer>(union: &T, to: S) -> Result<S::Ok, S::Error> {
    let (tags, mut content) = union.write().map_err(S::Error::custom)?;
    if let (Some(preferred), Tree::Map(members)) = (tags.first(), &mut content) {
        let present = members.named().find(|(name, _)| *name == T::TAG).map(|(_, value)| value);
        let fits = matches!(present, Some(Tree::Text(tag)) if tags.contains(&tag.as_str()));
        if !fits {
            members.set(T::TAG, Tree::Text((*preferred).to_owned()));
        }
    }
    content.serialize(to)
}

/// Ties a printed [`TaggedUnion`](crate::TaggedUnion) to serde and `Debug`.
#[macro_export]
macro_rules! tagged_union {
    ($ty:ty) => {
        $crate::__union!($ty, TaggedUnion, read_tagged, write_tagged);
    };
}

/// What both kinds of unions have in common; not for printed code.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($ty:ty, $kind:ident, $read:ident, $write:ident) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::$write(self, to)
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::$read(from)
            }
        }

        impl $crate::Blank for $ty {
            fn blank() -> Self {
                <Self as $crate::$kind>::unknown($crate::Blank::blank())
            }
        }

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_tree(self, f)
            }
        }
    };
}
