//! Trees: values that have lost their Rust type but not their meaning.
//!
//! Debug views, constraint checks, parameter styles and forms all need to look inside a value of any type.
//! If each brought its own serde format, each printed type would be compiled once per format.
//! So a value is built into one tree, and everything else is ordinary code over trees.
//! Unlike a JSON value, a tree remembers which record an object came from, and with it masks and constraints.

mod build;
#[cfg(feature = "client")]
mod mask;
mod render;
mod show;

pub(crate) use build::announce;
pub use build::to_tree;
#[cfg(feature = "client")]
pub(crate) use mask::{MASK, names_secret};
pub use render::to_value;
pub use show::debug_tree;

use crate::Field;

/// A value without its Rust type. Its debug view masks secrets.
#[derive(Clone)]
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

/// What a record tells about itself.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The name of the type.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

impl Members {
    /// The name of a member on the wire.
    #[must_use]
    pub fn name<'a>(&self, key: &'a Key) -> &'a str {
        match key {
            Key::Field(field) => self.field(*field).map_or("", |field| field.0),
            Key::Other(name) => name,
        }
    }

    /// What is known about a field.
    #[must_use]
    pub fn field(&self, field: usize) -> Option<&'static Field> {
        self.shape.and_then(|shape| shape.fields.get(field))
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
