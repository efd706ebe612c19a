//! Unions without a tag: the variant that keeps the most of what was read.
//!
//! Records skip what they do not know, so several variants may fit. Each candidate is written again, and the one
//! that lost the least is right; the first wins a tie.

use std::cell::Cell;

use super::UnknownUnion;
use crate::{Reader, Tree, Value, ValueError, Writer};

/// A union without a tag, as printed by the generator.
pub trait UntaggedUnion: Sized {
    /// How many variants there are; the index is what `read` speaks of.
    const VARIANTS: usize;

    /// Reads a variant.
    ///
    /// # Errors
    /// If the value does not fit.
    fn read(index: usize, value: &Value) -> Result<Self, ValueError>;

    /// The variant that keeps a value that no other fits.
    fn unknown(value: UnknownUnion) -> Self;

    /// The content.
    fn write(&self) -> Tree;
}

/// Reads a union by what fits.
///
/// # Errors
/// If the text is broken; a value that nothing fits is kept.
pub fn read_untagged<T: UntaggedUnion>(from: &mut Reader<'_>) -> Result<T, ValueError> {
    let readings = from.readings()?;
    let fitting = readings.iter().find_map(|value| with_fuel(value, best));
    Ok(fitting.unwrap_or_else(|| T::unknown(UnknownUnion(readings.into_iter().next().unwrap_or_default()))))
}

/// Writes a union.
pub fn write_untagged<T: UntaggedUnion>(union: &T, to: &mut Writer<'_>) {
    to.tree(union.write());
}

thread_local! {
    /// How much may still be tried inside the outermost union that is being read.
    static FUEL: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Unions inside unions multiply the candidates, so a stranger could send a value that takes forever.
/// The outermost union gives as much fuel as its value is large; what is not tried is kept as unknown.
fn with_fuel<T>(value: &Value, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
    const FUEL_PER_LEAF: usize = 256;
    if FUEL.get().is_some() {
        return read(value);
    }
    FUEL.set(Some(FUEL_PER_LEAF * (leaves(value) + 1)));
    let outermost = Outermost;
    let result = read(value);
    drop(outermost);
    result
}

/// Empties the tank, also if a candidate panics.
struct Outermost;

impl Drop for Outermost {
    fn drop(&mut self) {
        FUEL.set(None);
    }
}

fn burn(amount: usize) -> Option<()> {
    let left = FUEL.get()?.checked_sub(amount);
    FUEL.set(Some(left.unwrap_or(0)));
    left.map(drop)
}

fn best<T: UntaggedUnion>(value: &Value) -> Option<T> {
    let n_leaves = leaves(value);
    let mut best: Option<(usize, T)> = None;
    for index in 0..T::VARIANTS {
        if burn(n_leaves).is_none() {
            break;
        }
        let Ok(candidate) = T::read(index, value) else {
            continue;
        };
        let kept = survivors(value, &Value::from(candidate.write()));
        if kept == n_leaves {
            return Some(candidate);
        }
        if best.as_ref().is_none_or(|(most, _)| kept > *most) {
            best = Some((kept, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How much there is to lose: single values, and the objects and lists around them.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(leaves).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(leaves).sum::<usize>(),
        _ => 1,
    }
}

/// How much of `before` is still in `after`.
fn survivors(before: &Value, after: &Value) -> usize {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            1 + before.iter().zip(after).map(|(before, after)| survivors(before, after)).sum::<usize>()
        }
        (Value::Object(before), Value::Object(after)) => {
            let kept = before.iter().filter_map(|(name, value)| Some(survivors(value, after.get(name)?)));
            1 + kept.sum::<usize>()
        }
        _ => usize::from(before == after),
    }
}

/// Ties a printed [`UntaggedUnion`](crate::UntaggedUnion) to reading and writing, and `Debug`.
#[macro_export]
macro_rules! untagged_union {
    ($ty:ty) => {
        $crate::__union!($ty, UntaggedUnion, read_untagged, write_untagged);
    };
}
