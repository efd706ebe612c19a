//! Fields that tell "absent" from "null": optional and nullable at once.

use crate::{Decode, Encode, Reader, ValueError, Writer};

/// The three states of a field that is optional and nullable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// Not there: leave as it is.
    #[default]
    Absent,
    /// `null`: clear.
    Null,
    /// A value: set.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value by reference, if there is one.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The value to be changed, if there is one.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether the field is not there.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Encode> Encode for Patch<T> {
    fn encode(&self, to: &mut Writer<'_>) {
        match self {
            Self::Value(value) => value.encode(to),
            // Records leave an absent field out; elsewhere null comes closest.
            Self::Absent | Self::Null => to.null(),
        }
    }
}

impl<T: Decode> Decode for Patch<T> {
    #[inline]
    fn blank() -> Self {
        Self::Absent
    }

    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError> {
        Option::<T>::decode(from).map(|value| value.map_or(Self::Null, Self::Value))
    }
}
