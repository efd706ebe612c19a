//! Trees: values that have lost their Rust type but not their meaning.
//!
//! Debug views, constraint checks, parameter styles and forms all need to look inside a value of any type.
//! A value is written into one tree, and everything else is ordinary code over trees.
//! Unlike a JSON value, a tree remembers which record an object came from, and with it masks and constraints.

#[cfg(feature = "client")]
mod mask;
mod render;
mod show;

#[cfg(feature = "client")]
pub(crate) use mask::{MASK, names_secret};
pub use show::debug_tree;

use crate::{Flags, Shape};

/// A value without its Rust type. Its debug view masks secrets.
#[derive(Clone, PartialEq)]
pub enum Tree {
    /// Null, or nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A floating-point number.
    Float(f64),
    /// A floating-point number of single precision, whose shortest text differs.
    Single(f32),
    /// Text.
    Text(String),
    /// Octets, base64 text in JSON.
    Octets(Vec<u8>),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Map(Members),
}

/// The members of an object.
#[derive(Clone, Default)]
pub struct Members {
    /// The record that the object came from, unless it is a map.
    pub shape: Option<&'static Shape>,
    /// The members in the order in which they were written.
    pub entries: Vec<(Key, Tree)>,
}

/// The name of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A field of the shape.
    Field(usize),
    /// Any other name.
    Other(String),
}

/// The names of the types do not count.
impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Members {
    /// The name of a member on the wire.
    #[must_use]
    pub fn name<'a>(&self, key: &'a Key) -> &'a str {
        match key {
            Key::Field(field) => self.shape.and_then(|shape| shape.fields.get(*field)).copied().unwrap_or_default(),
            Key::Other(name) => name,
        }
    }

    /// What is known about a field.
    #[must_use]
    pub fn flags(&self, field: usize) -> Flags {
        self.shape.map_or(crate::OPTIONAL, |shape| shape.flags(field))
    }

    /// The members with their names.
    pub fn named(&self) -> impl Iterator<Item = (&str, &Tree)> {
        self.entries.iter().map(|(key, value)| (self.name(key), value))
    }

    /// Sets a member, in its place if it is there.
    pub(crate) fn set(&mut self, name: &str, value: Tree) {
        let found = self.entries.iter().position(|(key, _)| self.name(key) == name);
        match found {
            Some(position) => self.entries[position].1 = value,
            None => self.entries.push((Key::Other(name.to_owned()), value)),
        }
    }
}
