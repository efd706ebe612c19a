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
        let mut expected = 0;
        while let Some(key) = map.next_key_seed(KeySeed { fields: T::FIELDS, expected, unknown: T::UNKNOWN })? {
            match key {
                Key::Field(field) => {
                    record.read(field, &mut map)?;
                    seen.mark(field);
                    expected = field + 1;
                }
                Key::Skip => drop(map.next_value::<IgnoredAny>()?),
                Key::Keep(key) => record.read_rest(key, &mut map)?,
            }
        }
        if !seen.has_low(const { demanded(T::FIELDS) }) || T::FIELDS.len() > 64 {
            seen.demand(T::NAME, T::FIELDS)?;
        }
        Ok(record)
    }
}

/// What a key turned out to be.
enum Key {
    Field(usize),
    Skip,
    Keep(String),
}

/// Looks a key up without allocating: answers come in declared order, so the field after the last one comes first.
#[derive(Clone, Copy)]
struct KeySeed {
    fields: &'static [Field],
    expected: usize,
    unknown: Unknown,
}

impl KeySeed {
    fn find(self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.0 == key)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        if let Some(field) = self.fields.get(self.expected)
            && field.0 == key
        {
            return Ok(Key::Field(self.expected));
        }
        if let Some(field) = self.find(key) {
            return Ok(Key::Field(field));
        }
        match self.unknown {
            Unknown::Skip => Ok(Key::Skip),
            Unknown::Keep => Ok(Key::Keep(key.to_owned())),
            Unknown::Reject => Err(E::custom(format_args!("unknown field `{}`", shown::text(key)))),
        }
    }
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
