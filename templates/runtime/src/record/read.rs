//! Reading records: the one visitor of all of them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{Field, READ_ONLY, REQUIRED, Record, Unknown, WRITE_ONLY};
use crate::shown;

/// How the message about missing fields begins; errors that carry a rule know it by that.
pub(crate) const MISSING: &str = "missing required field";

/// Reads a record.
///
/// # Errors
/// If a value does not fit its field, a required field is missing, or an unknown key is rejected.
#[inline]
pub fn read_record<'de, T: Record, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(RecordVisitor(PhantomData))
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut record = T::blank();
        let mut seen = Seen::default();
        let mut keys = Keys::<T>::new();
        while map.next_key_seed(&mut keys)?.is_some() {
            match keys.found {
                Found::Field(field) => {
                    record.read(field, &mut map)?;
                    seen.mark(field);
                }
                Found::Skip => drop(map.next_value::<IgnoredAny>()?),
                Found::Keep => record.read_rest(std::mem::take(&mut keys.kept), &mut map)?,
            }
        }
        if !seen.has_low(const { demanded(T::FIELDS) }) || T::FIELDS.len() > 64 {
            seen.demand(T::NAME, T::FIELDS)?;
        }
        Ok(record)
    }
}

/// What a key turned out to be.
#[derive(Clone, Copy)]
enum Found {
    Field(usize),
    Skip,
    /// Its name is in [`Keys::kept`].
    Keep,
}

/// Looks keys up without allocating: answers come in declared order, so the field after the last one comes first.
///
/// What is found stays here and is no result, which would be handed on through memory twice per key. A type per record
/// lets the compiler put all of this into the loop above.
struct Keys<T> {
    /// At most the number of fields.
    expected: usize,
    found: Found,
    kept: String,
    record: PhantomData<T>,
}

impl<T: Record> Keys<T> {
    const fn new() -> Self {
        Self { expected: 0, found: Found::Skip, kept: String::new(), record: PhantomData }
    }
}

impl<'de, T: Record> DeserializeSeed<'de> for &mut Keys<T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<T: Record> Visitor<'_> for &mut Keys<T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        let is_expected = T::FIELDS.get(self.expected).is_some_and(|field| is_same(field.0, key));
        let field = if is_expected { Some(self.expected) } else { search(T::FIELDS, self.expected, key) };
        match (field, T::UNKNOWN) {
            (Some(field), _) => {
                self.found = Found::Field(field);
                self.expected = field + 1;
            }
            (None, Unknown::Skip) => self.found = Found::Skip,
            (None, Unknown::Keep) => {
                key.clone_into(&mut self.kept);
                self.found = Found::Keep;
            }
            (None, Unknown::Reject) => return Err(E::custom(format_args!("unknown field `{}`", shown::text(key)))),
        }
        Ok(())
    }
}

/// Whether two names are equal. Most have 8 to 16 octets and are compared in place; the rest are worth a call.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    match (one.first_chunk::<8>(), one.last_chunk::<8>()) {
        (Some(first), Some(last)) if one.len() <= 16 => {
            other.first_chunk() == Some(first) && other.last_chunk() == Some(last)
        }
        _ => one == other,
    }
}

/// Optional fields are left out, so a key is not far behind the expected one.
#[inline(never)]
fn search(fields: &[Field], expected: usize, key: &str) -> Option<usize> {
    let (before, behind) = fields.split_at(expected);
    let place = |fields: &[Field]| fields.iter().position(|field| field.0 == key);
    place(behind).map(|it| it + before.len()).or_else(|| place(before))
}

/// Which fields were read; the first 64 of them without allocating.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<bool>,
}

impl Seen {
    #[inline]
    fn mark(&mut self, field: usize) {
        if field < 64 {
            self.low |= 1 << field;
            return;
        }
        if self.high.len() <= field - 64 {
            self.high.resize(field - 63, false);
        }
        self.high[field - 64] = true;
    }

    #[inline]
    fn has_low(&self, mask: u64) -> bool {
        self.low & mask == mask
    }

    fn has(&self, field: usize) -> bool {
        if field < 64 {
            return self.low >> field & 1 == 1;
        }
        self.high.get(field - 64).copied().unwrap_or(false)
    }

    #[cold]
    fn demand<E: Error>(&self, name: &str, fields: &[Field]) -> Result<(), E> {
        let missing: Vec<String> = fields
            .iter()
            .enumerate()
            .filter(|(field, it)| is_demanded(it) && !self.has(*field))
            .map(|(_, it)| format!("`{}`", it.0))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let plural = if missing.len() > 1 { "s" } else { "" };
        Err(E::custom(format_args!("{MISSING}{plural} {} of {name}", missing.join(", "))))
    }
}

const fn is_demanded(field: &Field) -> bool {
    field.1 & (REQUIRED | READ_ONLY | WRITE_ONLY) == REQUIRED
}

const fn demanded(fields: &[Field]) -> u64 {
    let mut mask = 0;
    let mut field = 0;
    while field < fields.len() && field < 64 {
        if is_demanded(&fields[field]) {
            mask |= 1 << field;
        }
        field += 1;
    }
    mask
}
