//! Records: structs with named fields. Printed code says what is its own; everything else stands here once.
//!
//! A printed record says its fields as data, how field number *n* is read, and how its fields are written. Both
//! functions are about one concrete reader and one concrete writer: whatever is generic is compiled again for every
//! type, and there are hundreds of them.

mod read;

use std::fmt;

use crate::{Check, Decode, Encode, Fields, Reader, ValueError, Writer, to_tree, tree};

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

/// What a record tells about itself.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The name of the type, for messages and `Debug`.
    pub name: &'static str,
    /// The wire names of the fields in declared order; the index is what `read` and `write` speak of.
    pub fields: &'static [&'static str],
    /// The fields of which more is known than the name, by number.
    pub flags: &'static [(usize, Flags)],
    /// The fields whose values have constraints, by number.
    pub checks: &'static [(usize, &'static Check)],
    /// What becomes of unknown keys.
    pub unknown: Unknown,
}

impl Shape {
    /// Fields of which nothing is known but the name.
    pub const PLAIN: Self = Self { name: "", fields: &[], flags: &[], checks: &[], unknown: Unknown::Skip };

    /// What is known about a field beside its name.
    #[must_use]
    pub const fn flags(&self, field: usize) -> Flags {
        // Also used in constants, where there are no iterators.
        let mut at = 0;
        while at < self.flags.len() {
            if self.flags[at].0 == field {
                return self.flags[at].1;
            }
            at += 1;
        }
        OPTIONAL
    }

    /// The constraints of a field's value.
    #[must_use]
    pub fn check(&self, field: usize) -> Option<&'static Check> {
        self.checks.iter().find(|it| it.0 == field).map(|it| it.1)
    }
}

/// A struct with named fields, as printed by the generator.
pub trait Record: Sized + 'static {
    /// What the record tells about itself.
    const SHAPE: Shape;

    /// A record of blank fields.
    fn blank() -> Self;

    /// Reads the value of field number `field`.
    ///
    /// # Errors
    /// If the value does not fit.
    fn read(&mut self, field: usize, from: &mut Reader<'_>) -> Result<(), ValueError>;

    /// Reads the value of a key that is not in [`Shape::fields`]; called only where unknown keys are kept.
    ///
    /// # Errors
    /// If the value does not fit.
    fn read_rest(&mut self, key: String, from: &mut Reader<'_>) -> Result<(), ValueError> {
        let _ = key;
        from.skip()
    }

    /// Writes the fields in declared order.
    fn write(&self, to: &mut Fields<'_>);
}

/// Types that hold themselves do so in a box.
impl<T: Record> Record for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, field: usize, from: &mut Reader<'_>) -> Result<(), ValueError> {
        (**self).read(field, from)
    }

    fn read_rest(&mut self, key: String, from: &mut Reader<'_>) -> Result<(), ValueError> {
        (**self).read_rest(key, from)
    }

    fn write(&self, to: &mut Fields<'_>) {
        (**self).write(to);
    }
}

impl<T: Record> Encode for T {
    #[inline]
    fn encode(&self, to: &mut Writer<'_>) {
        to.object(Some(const { &T::SHAPE }), |to| self.write(to));
    }
}

impl<T: Record> Decode for T {
    #[inline]
    fn blank() -> Self {
        Record::blank()
    }

    #[inline]
    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        read::record(from)
    }
}

/// Shows a record; secrets are masked, absent fields left out.
///
/// # Errors
/// Whatever the formatter reports.
pub fn debug_record<T: Record>(record: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    tree::debug_tree(record, f)
}

/// Whether two records say the same: whether they are written alike.
#[must_use]
pub fn are_equal<T: Record>(one: &T, other: &T) -> bool {
    to_tree(one) == to_tree(other)
}

/// Ties a printed [`Record`](crate::Record) to `Debug` and comparison, and to serde where that feature is on.
#[macro_export]
macro_rules! record {
    ($ty:ty) => {
        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_record(self, f)
            }
        }

        // Derived, this would be as long as the record, and the compiler has hundreds to look at.
        impl ::core::cmp::PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                $crate::are_equal(self, other)
            }
        }

        $crate::__serde!($ty);
    };
}
