//! Blank values: the placeholder that decoding fills.
//!
//! A record is read into a blank one, field by field. A required field that stays unread is an error,
//! so a blank value is never seen outside. `Default` would not do: it would promise users a meaning.

use std::collections::BTreeMap;

use crate::Value;

/// A type that has a placeholder.
pub trait Blank: Sized {
    /// The placeholder; cheap, and without meaning.
    fn blank() -> Self;
}

macro_rules! blank_by_default {
    ($($ty:ty),* $(,)?) => {$(
        impl Blank for $ty {
            #[inline]
            fn blank() -> Self {
                <$ty>::default()
            }
        }
    )*};
}

blank_by_default!((), bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, f32, f64, String, Value);

impl<T> Blank for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }
}

impl<K, V> Blank for BTreeMap<K, V> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
