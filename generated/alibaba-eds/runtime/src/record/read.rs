//! Reading records.

use super::{READ_ONLY, REQUIRED, Record, Shape, Unknown, WRITE_ONLY};
use crate::{Reader, ValueError, shown};

/// Reads a record.
pub(super) fn record<T: Record>(from: &mut Reader<'_>) -> Result<T, ValueError> {
    let mut record = T::blank();
    let mut seen = Seen::default();
    let mut expected = 0;
    from.object(T::SHAPE.name, |key, from| {
        let result = match find(T::SHAPE.fields, expected, &key) {
            Some(field) => {
                seen.mark(field);
                expected = field + 1;
                record.read(field, from)
            }
            None => match T::SHAPE.unknown {
                Unknown::Skip => from.skip(),
                Unknown::Keep => record.read_rest(key.clone().into_owned(), from),
                Unknown::Reject => return Err(unknown(&key)),
            },
        };
        result.map_err(|error| error.inside(&*key))
    })?;
    if !seen.has_low(const { demanded(&T::SHAPE) }) || T::SHAPE.fields.len() > 64 {
        seen.demand(const { &T::SHAPE })?;
    }
    Ok(record)
}

/// Looks a key up: answers come in declared order, so the field after the last one comes first.
#[inline]
fn find(fields: &[&str], expected: usize, key: &str) -> Option<usize> {
    match fields.get(expected) {
        Some(name) if is_same(name, key) => Some(expected),
        _ => search(fields, expected, key),
    }
}

#[cold]
fn unknown(key: &str) -> ValueError {
    ValueError::new(format!("unknown field `{}`", shown::text(key)))
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
fn search(fields: &[&str], expected: usize, key: &str) -> Option<usize> {
    let (before, behind) = fields.split_at(expected);
    let place = |fields: &[&str]| fields.iter().position(|name| *name == key);
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
    fn demand(&self, shape: &Shape) -> Result<(), ValueError> {
        let missing = (0..shape.fields.len()).filter(|field| is_demanded(shape, *field) && !self.has(*field));
        let missing: Vec<String> = missing.map(|field| format!("`{}`", shape.fields[field])).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let plural = if missing.len() > 1 { "s" } else { "" };
        Err(ValueError::missing(format!("missing required field{plural} {} of {}", missing.join(", "), shape.name)))
    }
}

const fn is_demanded(shape: &Shape, field: usize) -> bool {
    shape.flags(field) & (REQUIRED | READ_ONLY | WRITE_ONLY) == REQUIRED
}

const fn demanded(shape: &Shape) -> u64 {
    let mut mask = 0;
    let mut field = 0;
    while field < shape.fields.len() && field < 64 {
        if is_demanded(shape, field) {
            mask |= 1 << field;
        }
        field += 1;
    }
    mask
}
