//! Writing: how every value becomes JSON text, or a [`Tree`] for all that must look inside a value.
//!
//! [`Writer`] hides which of them it is and is not generic, so that a printed type is compiled once, and not once per
//! format. Writing cannot fail: whatever a printed type can hold, JSON can say.

mod json;
mod values;

use crate::{Key, Members, Patch, Shape, Tree, Value};

/// A type whose values can be written.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, to: &mut Writer<'_>);
}

/// Where values are written to.
#[derive(Debug)]
pub struct Writer<'a>(Target<'a>);

#[derive(Debug)]
enum Target<'a> {
    Json(&'a mut Vec<u8>),
    Tree(&'a mut Tree),
}

/// The JSON text of a value.
///
/// ```
/// assert_eq!(specwright_runtime::to_json(&vec![Some(1), None]), b"[1,null]");
/// ```
#[must_use]
pub fn to_json<T: Encode + ?Sized>(value: &T) -> Vec<u8> {
    let mut text = Vec::new();
    value.encode(&mut Writer(Target::Json(&mut text)));
    text
}

/// The tree of a value.
#[must_use]
pub fn to_tree<T: Encode + ?Sized>(value: &T) -> Tree {
    let mut tree = Tree::Null;
    value.encode(&mut Writer(Target::Tree(&mut tree)));
    tree
}

/// The JSON value of a value.
#[must_use]
pub fn to_value<T: Encode + ?Sized>(value: &T) -> Value {
    Value::from(to_tree(value))
}

impl Writer<'_> {
    pub(crate) fn null(&mut self) {
        match &mut self.0 {
            Target::Json(text) => text.extend_from_slice(b"null"),
            Target::Tree(tree) => **tree = Tree::Null,
        }
    }

    pub(crate) fn bool(&mut self, value: bool) {
        match &mut self.0 {
            Target::Json(text) => text.extend_from_slice(if value { b"true" } else { b"false" }),
            Target::Tree(tree) => **tree = Tree::Bool(value),
        }
    }

    pub(crate) fn integer<T: Copy + serde::Serialize + TryInto<i128>>(&mut self, value: T) {
        match &mut self.0 {
            Target::Json(text) => json::number(text, value),
            // Greater than all that JSON readers agree about.
            Target::Tree(tree) => **tree = Tree::Int(value.try_into().unwrap_or(i128::MAX)),
        }
    }

    pub(crate) fn float(&mut self, value: f64) {
        match &mut self.0 {
            Target::Json(text) => json::number(text, value),
            Target::Tree(tree) => **tree = Tree::Float(value),
        }
    }

    pub(crate) fn single(&mut self, value: f32) {
        match &mut self.0 {
            Target::Json(text) => json::number(text, value),
            Target::Tree(tree) => **tree = Tree::Single(value),
        }
    }

    pub(crate) fn text(&mut self, value: &str) {
        match &mut self.0 {
            Target::Json(text) => json::string(text, value),
            Target::Tree(tree) => **tree = Tree::Text(value.to_owned()),
        }
    }

    /// Writes octets: base64 text in JSON.
    pub(crate) fn octets(&mut self, value: &[u8]) {
        match &mut self.0 {
            Target::Json(text) => json::string(text, &crate::value::base64_encode(value)),
            Target::Tree(tree) => **tree = Tree::Octets(value.to_vec()),
        }
    }

    pub(crate) fn list<'t, T: Encode + 't>(&mut self, items: impl IntoIterator<Item = &'t T>) {
        match &mut self.0 {
            Target::Json(text) => {
                text.push(b'[');
                for (position, item) in items.into_iter().enumerate() {
                    if position > 0 {
                        text.push(b',');
                    }
                    item.encode(&mut Writer(Target::Json(text)));
                }
                text.push(b']');
            }
            Target::Tree(tree) => **tree = Tree::List(items.into_iter().map(to_tree).collect()),
        }
    }

    /// Writes an object; `fill` writes its members.
    pub(crate) fn object(&mut self, shape: Option<&'static Shape>, fill: impl FnOnce(&mut Fields<'_>)) {
        match &mut self.0 {
            Target::Json(text) => {
                text.push(b'{');
                fill(&mut Fields { shape, to: To::Json { text, is_first: true } });
                text.push(b'}');
            }
            Target::Tree(tree) => {
                let mut entries = Vec::new();
                fill(&mut Fields { shape, to: To::Tree(&mut entries) });
                **tree = Tree::Map(Members { shape, entries });
            }
        }
    }

    /// Writes a tree; one of octets is text in JSON.
    pub(crate) fn tree(&mut self, value: Tree) {
        match &mut self.0 {
            Target::Tree(tree) => **tree = value,
            Target::Json(_) => value.encode(self),
        }
    }
}

/// Where a record writes its fields to: a JSON object, a tree, a request.
#[derive(Debug)]
pub struct Fields<'a> {
    shape: Option<&'static Shape>,
    to: To<'a>,
}

enum To<'a> {
    Json { text: &'a mut Vec<u8>, is_first: bool },
    Tree(&'a mut Vec<(Key, Tree)>),
    Each(&'a mut dyn FnMut(usize, &dyn Encode)),
}

impl std::fmt::Debug for To<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Json { .. } => "Json",
            Self::Tree(_) => "Tree",
            Self::Each(_) => "Each",
        })
    }
}

impl<'a> Fields<'a> {
    /// Hands over the fields one by one, with their numbers.
    pub(crate) fn each(take: &'a mut dyn FnMut(usize, &dyn Encode)) -> Self {
        Self { shape: None, to: To::Each(take) }
    }

    /// Takes the value of field number `field`.
    #[inline]
    pub fn required<T: Encode>(&mut self, field: usize, value: &T) {
        match &mut self.to {
            To::Json { text, is_first } => {
                let name = self.shape.and_then(|it| it.fields.get(field)).copied().unwrap_or_default();
                json::key(text, is_first, name);
                value.encode(&mut Writer(Target::Json(text)));
            }
            To::Tree(entries) => entries.push((Key::Field(field), to_tree(value))),
            To::Each(take) => take(field, value),
        }
    }

    /// Takes the value of a field if it is present.
    #[inline]
    pub fn optional<T: Encode>(&mut self, field: usize, value: &Option<T>) {
        if let Some(value) = value {
            self.required(field, value);
        }
    }

    /// Takes the value of a field that tells absent from null.
    #[inline]
    pub fn patch<T: Encode>(&mut self, field: usize, value: &Patch<T>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.required(field, &()),
            Patch::Value(value) => self.required(field, value),
        }
    }

    /// Takes additional properties.
    pub fn entries<T: Encode>(&mut self, entries: &crate::Map<T>) {
        for (key, value) in entries {
            self.entry(key, value);
        }
    }

    pub(crate) fn entry<T: Encode>(&mut self, key: &str, value: &T) {
        match &mut self.to {
            To::Json { text, is_first } => {
                json::key(text, is_first, key);
                value.encode(&mut Writer(Target::Json(text)));
            }
            To::Tree(entries) => entries.push((Key::Other(key.to_owned()), to_tree(value))),
            To::Each(_) => {}
        }
    }
}
