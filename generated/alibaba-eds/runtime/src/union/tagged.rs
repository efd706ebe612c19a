//! Unions whose objects say which variant they are (`discriminator`).

use super::UnknownUnion;
use crate::{Reader, Tree, Value, ValueError, Writer};

/// A union with a tag, as printed by the generator.
pub trait TaggedUnion: Sized {
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
    fn write(&self) -> (&'static [&'static str], Tree);
}

/// Reads a union by its tag.
///
/// # Errors
/// If the content does not fit the variant that its tag names.
pub fn read_tagged<T: TaggedUnion>(from: &mut Reader<'_>) -> Result<T, ValueError> {
    let mut readings = from.readings()?;
    let found = readings.iter().enumerate().find_map(|(position, value)| Some((position, tag::<T>(value)?)));
    let (position, tag) = found.map_or((0, None), |(position, tag)| (position, Some(tag)));
    let value = if readings.is_empty() { Value::Null } else { readings.swap_remove(position) };
    match tag {
        Some(index) => T::read(index, value),
        None => Ok(T::unknown(UnknownUnion(value))),
    }
}

fn tag<T: TaggedUnion>(value: &Value) -> Option<usize> {
    let tag = value.get(T::TAG)?.as_str()?;
    T::VALUES.iter().position(|known| *known == tag)
}

/// Writes a union; the tag is put in where it is missing, or names another variant.
pub fn write_tagged<T: TaggedUnion>(union: &T, to: &mut Writer<'_>) {
    let (tags, mut content) = union.write();
    if let (Some(preferred), Tree::Map(members)) = (tags.first(), &mut content) {
        let present = members.named().find(|(name, _)| *name == T::TAG).map(|(_, value)| value);
        let fits = matches!(present, Some(Tree::Text(tag)) if tags.contains(&tag.as_str()));
        if !fits {
            members.set(T::TAG, Tree::Text((*preferred).to_owned()));
        }
    }
    to.tree(content);
}

/// Ties a printed [`TaggedUnion`](crate::TaggedUnion) to reading and writing, and `Debug`.
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
        impl $crate::Encode for $ty {
            fn encode(&self, to: &mut $crate::Writer<'_>) {
                $crate::$write(self, to);
            }
        }

        impl $crate::Decode for $ty {
            fn blank() -> Self {
                <Self as $crate::$kind>::unknown($crate::UnknownUnion::blank())
            }

            fn decode(from: &mut $crate::Reader<'_>) -> ::core::result::Result<Self, $crate::ValueError> {
                $crate::$read(from)
            }
        }

        // The runtime cannot say this of all boxes: those of records are records.
        impl $crate::Encode for ::std::boxed::Box<$ty> {
            fn encode(&self, to: &mut $crate::Writer<'_>) {
                $crate::Encode::encode(&**self, to);
            }
        }

        impl $crate::Decode for ::std::boxed::Box<$ty> {
            fn blank() -> Self {
                ::std::boxed::Box::new($crate::blank())
            }

            fn decode(from: &mut $crate::Reader<'_>) -> ::core::result::Result<Self, $crate::ValueError> {
                <$ty as $crate::Decode>::decode(from).map(::std::boxed::Box::new)
            }
        }

        $crate::__serde!($ty);

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_tree(self, f)
            }
        }
    };
}
