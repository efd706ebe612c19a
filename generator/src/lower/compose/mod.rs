//! Compose: what composition amounts to, once every type is there.
//!
//! Intersections become records (or unions of records), base types with a discriminator become unions of their
//! subtypes, unions lose what is no alternative and learn what tells their alternatives apart.

mod inheritance;
mod intersection;
mod union;

use crate::diagnostic::Sink;
use crate::ir::{Type, TypeId, TypeName, Types};

/// Works out composition in place.
pub(super) fn compose(types: &mut Types, sink: &mut Sink) {
    intersection::merge_all(types, sink);
    inheritance::open_bases(types);
    union::simplify_all(types, sink);
}

/// Adds a type that the spec does not write out, as a part of `parent`.
fn add_part(types: &mut Types, parent: TypeId, word: &str, model: &Type) -> TypeId {
    let name = TypeName::Inline { parent: Some(parent), path: vec![word.to_owned()] };
    types.0.push(Type { name, rust_name: None, ..model.clone() });
    TypeId(types.0.len() - 1)
}

/// The words that a type's name gives to a name made from it.
fn word(types: &Types, id: TypeId) -> String {
    match &types[id].name {
        TypeName::Component(name) => name.clone(),
        TypeName::Inline { path, .. } => path.join(" "),
    }
}
