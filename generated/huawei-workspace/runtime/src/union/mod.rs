//! Unions: values of one of several types, told apart by a tag or by what fits.
//!
//! Reading goes through a JSON value, writing through a [`Tree`](crate::Tree), which keeps masks and constraints of
//! the records inside. What no variant fits is kept as it came.

mod tagged;
mod untagged;

pub use tagged::{TaggedUnion, read_tagged, write_tagged};
pub use untagged::{UntaggedUnion, read_untagged, write_untagged};

use std::fmt;

use crate::{Encode, Value, Writer};

/// A value that no variant of its union fits; only reading makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownUnion(Value);

impl UnknownUnion {
    /// The placeholder of unions; not for printed code.
    #[doc(hidden)]
    #[must_use]
    pub const fn blank() -> Self {
        Self(Value::Null)
    }

    /// The value as it came.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for UnknownUnion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({})", self.0)
    }
}

impl Encode for UnknownUnion {
    fn encode(&self, to: &mut Writer<'_>) {
        self.0.encode(to);
    }
}
