//! Homes: which module a type lives in, from which tags reach it.
//!
//! A type that the operations of one tag alone reach lives in that tag's module, behind its cargo feature;
//! every other type lives in `shared`, which is always there. So no feature ever lacks a type that it needs.

use std::collections::HashMap;

use crate::ir::{Api, TypeId, TypeName};

/// The module of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// `shared`.
    Shared,
    /// The module of the tag with this index.
    Tag(usize),
}

/// The home of every type that components or operations reach.
pub(super) fn homes(api: &Api) -> HashMap<TypeId, Home> {
    let mut homes: HashMap<TypeId, Home> = HashMap::new();
    for tag in 0..api.tags.len() {
        let mut seen = vec![false; api.types.0.len()];
        let operations = api.operations.iter().filter(|operation| operation.tag == tag);
        let mut waiting: Vec<TypeId> = operations.flat_map(|operation| operation.uses()).collect();
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut seen[id.0], true) {
                continue;
            }
            homes.entry(id).and_modify(|home| *home = Home::Shared).or_insert(Home::Tag(tag));
            waiting.extend(api.types.children(id));
        }
    }
    unreached_components(api, &mut homes);
    homes
}

/// Components that no operation reaches are part of the API all the same.
fn unreached_components(api: &Api, homes: &mut HashMap<TypeId, Home>) {
    let components = api.types.iter().filter(|(_, ty)| matches!(ty.name, TypeName::Component(_)));
    let mut waiting: Vec<TypeId> = components.map(|(id, _)| id).filter(|id| !homes.contains_key(id)).collect();
    while let Some(id) = waiting.pop() {
        // What an unreached type in `shared` needs has to be there whatever the features.
        match homes.insert(id, Home::Shared) {
            Some(Home::Shared) => {}
            Some(Home::Tag(_)) | None => waiting.extend(api.types.children(id)),
        }
    }
}
