//! Unions: what is no real alternative goes, and what tells the others apart is found.

use std::collections::HashSet;

use crate::diagnostic::Sink;
use crate::ir::{Constraints, Discriminator, EnumValue, Field, Shape, TextFormat, TypeId, Types, Union, Use};

/// Simplifies every union in place.
pub(super) fn simplify_all(types: &mut Types, sink: &mut Sink) {
    for idx in 0..types.0.len() {
        let id = TypeId(idx);
        let Shape::Union(union) = &types[id].shape else { continue };
        let union = union.clone();
        if let [single] = union.variants.as_slice() {
            types.0[idx].shape = Shape::Alias(single.ty.clone());
        } else if let Some(text) = union_of_texts(types, &union) {
            note_lost_limits(types, id, &union, sink);
            types.0[idx].shape = text;
        } else if union.discriminator.is_none() {
            let found = infer_discriminator(types, &union);
            if let Shape::Union(union) = &mut types.0[idx].shape {
                union.discriminator = found;
            }
        }
    }
}

/// Alternatives that are all texts are one text with all their known values.
fn union_of_texts(types: &Types, union: &Union) -> Option<Shape> {
    let mut all: Vec<EnumValue<String>> = Vec::new();
    for variant in &union.variants {
        let target = types.behind_aliases(&variant.ty);
        let Shape::Text { format: TextFormat::Plain(_), values } = &types[target.ty].shape else { return None };
        // A value that stands alone is described by what is said about its alternative.
        let said = types[variant.ty.ty].docs.description.clone().filter(|_| values.len() == 1);
        for value in values {
            if !all.iter().any(|known| known.value == value.value) {
                let description = value.description.clone().or_else(|| said.clone());
                all.push(EnumValue { description, ..value.clone() });
            }
        }
    }
    Some(Shape::Text { format: TextFormat::Plain(None), values: all })
}

fn note_lost_limits(types: &Types, id: TypeId, union: &Union, sink: &mut Sink) {
    let limited = union.variants.iter().any(|variant| {
        let target = types.behind_aliases(&variant.ty).ty;
        types[target].constraints != Constraints::default()
    });
    if limited {
        sink.note(
            "limits-of-alternatives",
            types[id].origin.place,
            "the limits of the alternatives of a text are not checked",
        );
    }
}

/// Looks for a required property that has exactly one value in each alternative, and never the same one.
fn infer_discriminator(types: &Types, union: &Union) -> Option<Discriminator> {
    let first = record_fields(types, &union.variants.first()?.ty)?;
    let candidates = first.iter().filter(|field| single_value(types, field).is_some());
    candidates.into_iter().find_map(|field| {
        let mut seen = HashSet::new();
        let mut mapping = Vec::new();
        for variant in &union.variants {
            let fields = record_fields(types, &variant.ty)?;
            let value = single_value(types, fields.iter().find(|it| it.name == field.name)?)?;
            if !seen.insert(value.clone()) {
                return None;
            }
            mapping.push((value, variant.ty.ty));
        }
        Some(Discriminator { property: field.name.clone(), mapping, inferred: true })
    })
}

fn record_fields<'t>(types: &'t Types, target: &Use) -> Option<&'t [Field]> {
    match &types[types.behind_aliases(target).ty].shape {
        Shape::Record(record) => Some(&record.fields),
        _ => None,
    }
}

fn single_value(types: &Types, field: &Field) -> Option<String> {
    let target = types.behind_aliases(&field.ty).ty;
    match &types[target].shape {
        Shape::Text { values, .. } if field.required && values.len() == 1 => Some(values[0].value.clone()),
        _ => None,
    }
}
