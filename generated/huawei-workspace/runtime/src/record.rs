//! Records: how a struct with named fields is read, written, shown and checked.
//!
//! Deriving serde for a thousand structs is what makes generated crates slow to compile.
//! A printed struct therefore says only what is its own: the list of its fields, how field number `n` is read,
//! and how its fields are written. Everything else, the visitor, the search for keys, the report of missing
//! fields, masking of secrets, stands here once, and [`record!`](crate::record!) ties both together.

mod read;
mod write;

pub(crate) use read::MISSING;
pub use read::read_record;
pub use write::{debug_record, write_record};

use serde::de::MapAccess;
use serde::ser::Serialize;

use crate::{Blank, Check, Patch};

/// One field of a record: wire name, flags, constraints.
#[derive(Debug, Clone, Copy)]
pub struct Field(
    /// The name on the wire.
    pub &'static str,
    /// What is known beside the name.
    pub Flags,
    /// The constraints of the value, if there are any.
    pub Option<&'static Check>,
);

/// What is known about a field beside its name; a set of bits.
pub type Flags = u8;

/// The field may be absent.
pub const OPTIONAL: Flags = 0;
/// The field must be present.
pub const REQUIRED: Flags = 1;
/// The value is masked wherever records are shown.
pub const SECRET: Flags = 2;
/// The field occurs in answers only. Reading does not demand it: a record does not know which way it travels.
pub const READ_ONLY: Flags = 4;
/// The field occurs in requests only. Reading does not demand it either.
pub const WRITE_ONLY: Flags = 8;

/// What becomes of keys that a record does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// They are skipped, so that a service can add fields.
    Skip,
    /// They are an error (`additionalProperties: false`).
    Reject,
    /// They are kept in the record's map of additional properties.
    Keep,
}

/// A struct with named fields, as printed by the generator.
pub trait Record: Blank {
    /// Name of the type, for messages and `Debug`.
    const NAME: &'static str;
    /// The fields in declared order; the index is what `read` and `write` speak of.
    const FIELDS: &'static [Field];
    /// What becomes of unknown keys.
    const UNKNOWN: Unknown = Unknown::Skip;

    /// Reads the value of field number `field`.
    ///
    /// # Errors
    /// Whatever the format reports for the value.
    fn read<'de, A: MapAccess<'de>>(&mut self, field: usize, from: &mut A) -> Result<(), A::Error>;

    /// Reads the value of a key that is not in [`Record::FIELDS`]; called only where unknown keys are kept.
    ///
    /// # Errors
    /// Whatever the format reports for the value.
    fn read_rest<'de, A: MapAccess<'de>>(&mut self, key: String, from: &mut A) -> Result<(), A::Error> {
        let _ = key;
        from.next_value::<serde::de::IgnoredAny>().map(drop)
    }

    /// Writes the fields in declared order.
    ///
    /// # Errors
    /// Whatever the sink reports.
    fn write<W: Write>(&self, to: &mut W) -> Result<(), W::Error>;
}

/// Where a record writes its fields: a JSON object, a tree, a request.
pub trait Write {
    /// What can go wrong in this sink.
    type Error;

    /// Takes the value of field number `field`.
    ///
    /// # Errors
    /// Whatever the sink reports.
    fn required<T: Serialize + ?Sized>(&mut self, field: usize, value: &T) -> Result<(), Self::Error>;

    /// Takes the value of a field if it is present.
    ///
    /// # Errors
    /// Whatever the sink reports.
    #[inline]
    fn optional<T: Serialize>(&mut self, field: usize, value: &Option<T>) -> Result<(), Self::Error> {
        match value {
            Some(value) => self.required(field, value),
            None => Ok(()),
        }
    }

    /// Takes the value of a field that tells absent from null.
    ///
    /// # Errors
    /// Whatever the sink reports.
    #[inline]
    fn patch<T: Serialize>(&mut self, field: usize, value: &Patch<T>) -> Result<(), Self::Error> {
        match value {
            Patch::Absent => Ok(()),
            Patch::Null => self.required(field, &()),
            Patch::Value(value) => self.required(field, value),
        }
    }

    /// Takes an additional property.
    ///
    /// # Errors
    /// Whatever the sink reports.
    fn entry<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), Self::Error>;
}

/// Ties a printed [`Record`](crate::Record) to serde and `Debug`.
#[macro_export]
macro_rules! record {
    ($ty:ty) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::write_record(self, to)
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::read_record(from)
            }
        }

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_record(self, f)
            }
        }
    };
}
