//! Writing and showing records.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Field, Record, Write};
use crate::tree::{self, Shape};

/// Writes a record as an object.
///
/// # Errors
/// Whatever the format reports.
#[inline]
pub fn write_record<T: Record, S: Serializer>(record: &T, to: S) -> Result<S::Ok, S::Error> {
    // Trees want to know the fields of the object that begins; text formats never ask.
    if !to.is_human_readable() {
        tree::announce(const { &Shape { name: T::NAME, fields: T::FIELDS } });
    }
    let mut sink = EntrySink { map: to.serialize_map(None)?, fields: T::FIELDS };
    record.write(&mut sink)?;
    sink.map.end()
}

/// Shows a record; secrets are masked, absent fields left out.
///
/// # Errors
/// Whatever the formatter reports.
pub fn debug_record<T: Record + Serialize>(record: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    tree::debug_tree(record, f)
}

struct EntrySink<M> {
    map: M,
    fields: &'static [Field],
}

impl<M: SerializeMap> Write for EntrySink<M> {
    type Error = M::Error;

    #[inline]
    fn required<T: Serialize + ?Sized>(&mut self, field: usize, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(self.fields[field].0, value)
    }

    #[inline]
    fn entry<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(key, value)
    }
}
