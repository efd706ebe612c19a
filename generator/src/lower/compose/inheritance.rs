//! Inheritance: a base type with a discriminator stands for any of its subtypes.
//!
//! `Pet` with `discriminator: petType` and `Cat: allOf [Pet, ...]`: wherever the spec says `Pet`, a cat may come.
//! The base's place becomes a union of the subtypes and of the base's own record.

use crate::ir::{Discriminator, Shape, Type, TypeId, TypeName, Types, Union, UnionKind, Use, Variant};

/// Turns every base that has subtypes into a union.
pub(super) fn open_bases(types: &mut Types) {
    let bases: Vec<(TypeId, Discriminator)> = types
        .iter()
        .filter_map(|(id, ty)| match &ty.shape {
            Shape::Record(record) => record.discriminator.clone().map(|it| (id, it)),
            _ => None,
        })
        .collect();
    for (base, discriminator) in bases {
        let children = children(types, base);
        if !children.is_empty() {
            open(types, base, &discriminator, &children);
        }
    }
}

/// The components that were merged with the base.
fn children(types: &Types, base: TypeId) -> Vec<TypeId> {
    let is_child = |ty: &Type| match &ty.shape {
        Shape::Record(record) => record.parents.contains(&base) && matches!(ty.name, TypeName::Component(_)),
        _ => false,
    };
    types.iter().filter(|(_, ty)| is_child(ty)).map(|(id, _)| id).collect()
}

fn open(types: &mut Types, base: TypeId, given: &Discriminator, children: &[TypeId]) {
    let model = types[base].clone();
    let own = super::add_part(types, base, "base", &model);
    let mut mapping = Vec::new();
    for &child in children.iter().chain([&base]) {
        let target = if child == base { own } else { child };
        let said: Vec<&String> = given.mapping.iter().filter(|(_, id)| *id == child).map(|(value, _)| value).collect();
        if said.is_empty() {
            mapping.push((super::word(types, child), target));
        }
        mapping.extend(said.into_iter().map(|value| (value.clone(), target)));
    }
    let variants = children.iter().copied().chain([own]);
    let variants = variants.map(|ty| Variant { ty: Use { ty, nullable: false }, title: None }).collect();
    let discriminator = Some(Discriminator { mapping, ..given.clone() });
    types.0[base.0].shape = Shape::Union(Union { kind: UnionKind::OneOf, variants, discriminator });
}
