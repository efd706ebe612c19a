//! Unions: the alternative that an example belongs to.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::ident;
use super::Maker;
use crate::ir::{Json, Shape, TypeId, Union, Use};

impl Maker<'_, '_> {
    /// A value of a union: the alternative that its tag names, or that knows most of it.
    pub(super) fn union(&mut self, id: TypeId, union: &Union, value: &Json) -> Option<TokenStream> {
        let mut order: Vec<usize> = tagged(union, value).into_iter().collect();
        let mut others: Vec<(usize, usize)> =
            union.variants.iter().enumerate().filter_map(|(idx, it)| Some((self.known(&it.ty, value)?, idx))).collect();
        // The sort is stable: of two that know as much, the first is meant.
        others.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
        order.extend(others.into_iter().map(|(_, idx)| idx));
        order.into_iter().find_map(|idx| self.attempt(|it| it.alternative(id, union, idx, value)))
    }

    fn alternative(&mut self, id: TypeId, union: &Union, idx: usize, value: &Json) -> Option<TokenStream> {
        let variant = union.variants.get(idx)?;
        let member = ident(self.print.names().types.get(&id)?.members.get(idx)?);
        let payload = self.placed(Some(id), &variant.ty, value, "value")?;
        let item = self.item(id)?;
        Some(quote!(#item::#member(#payload)))
    }

    /// How many fields of a value a type knows; `None` if the value is of another kind or lacks what it must have.
    fn known(&self, target: &Use, value: &Json) -> Option<usize> {
        let types = &self.print.api().types;
        let behind = types.behind_aliases(target);
        if value.is_null() {
            return behind.nullable.then_some(0);
        }
        let fits = |it: bool| it.then_some(0);
        match &types[behind.ty].shape {
            Shape::Any | Shape::Intersection(_) | Shape::Union(_) | Shape::Alias(_) => Some(0),
            Shape::Boolean => fits(value.is_boolean()),
            Shape::Integer { .. } => fits(value.is_i64() || value.is_u64()),
            Shape::Number { .. } => fits(value.is_number()),
            Shape::Text { values, .. } => {
                let text = value.as_str()?;
                fits(values.is_empty() || values.iter().any(|it| it.value == text))
            }
            Shape::List(_) => fits(value.is_array()),
            Shape::Record(record) => {
                let object = value.as_object()?;
                let required = record.fields.iter().filter(|it| it.required);
                let is_whole = required.into_iter().all(|it| object.contains_key(&it.name));
                is_whole.then(|| record.fields.iter().filter(|it| object.contains_key(&it.name)).count())
            }
        }
    }
}

/// The alternative that the value's tag names.
fn tagged(union: &Union, value: &Json) -> Option<usize> {
    let discriminator = union.discriminator.as_ref()?;
    let tag = value.get(&discriminator.property)?.as_str()?;
    let (_, target) = discriminator.mapping.iter().find(|(value, _)| value == tag)?;
    union.variants.iter().position(|it| it.ty.ty == *target)
}
