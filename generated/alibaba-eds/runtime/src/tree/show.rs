//! Debug views: secrets masked, records with their names, absent fields left out.

use std::fmt::{self, Debug as _};

use super::{Key, Members, Tree};
use crate::{Encode, SECRET, to_tree};

/// Shows any value of the printed types; secrets are masked at every depth.
///
/// # Errors
/// Whatever the formatter reports.
pub fn debug_tree<T: Encode + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    to_tree(value).fmt(f)
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Single(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Octets(octets) => write!(f, "<{} octets>", octets.len()),
            Self::List(items) => items.fmt(f),
            Self::Map(members) => members.fmt(f),
        }
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(shape) = self.shape else {
            return f.debug_map().entries(self.named()).finish();
        };
        let mut view = f.debug_struct(shape.name);
        for (key, value) in &self.entries {
            if is_secret(self, key) {
                view.field(self.name(key), &format_args!("***"));
            } else {
                view.field(self.name(key), value);
            }
        }
        view.finish()
    }
}

fn is_secret(members: &Members, key: &Key) -> bool {
    match key {
        Key::Field(field) => members.flags(*field) & SECRET != 0,
        Key::Other(_) => false,
    }
}
