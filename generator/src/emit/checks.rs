//! Checks: the limits of a schema as constants that the runtime's checker reads.

use proc_macro2::TokenStream;
use quote::quote;

use super::Print;
use crate::ir::{Additional, Bound, Constraints, Shape, Use};

impl Print<'_> {
    /// `rt::Check { .. }`, where anything is limited.
    pub(super) fn check(&self, target: &Use) -> Option<TokenStream> {
        self.check_value(target, 0)
    }

    fn check_value(&self, target: &Use, depth: usize) -> Option<TokenStream> {
        // Lists of lists end somewhere; types that hold themselves through lists do not.
        const DEEPEST: usize = 8;
        let types = &self.api().types;
        let mut entries = Vec::new();
        let mut here = target.clone();
        for _ in 0..=types.0.len() {
            let ty = &types[here.ty];
            if entries.is_empty() {
                entries = limits(&ty.constraints);
            }
            match &ty.shape {
                Shape::Alias(next) => here = next.clone(),
                Shape::List(list) if depth < DEEPEST => {
                    let items = self.check_value(&list.items, depth + 1);
                    entries.extend(items.map(|it| quote!(items: Some(&#it))));
                    break;
                }
                Shape::Record(record) if depth < DEEPEST && crate::names::is_map(record) => {
                    if let Additional::Typed(values) = &record.additional {
                        let values = self.check_value(values, depth + 1);
                        entries.extend(values.map(|it| quote!(values: Some(&#it))));
                    }
                    break;
                }
                _ => break,
            }
        }
        (!entries.is_empty()).then(|| quote!(rt::Check { #(#entries,)* ..rt::Check::ANY }))
    }
}

fn limits(constraints: &Constraints) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    let counts = [
        (quote!(min_length), constraints.min_length),
        (quote!(max_length), constraints.max_length),
        (quote!(min_items), constraints.min_items),
        (quote!(max_items), constraints.max_items),
        (quote!(min_properties), constraints.min_properties),
        (quote!(max_properties), constraints.max_properties),
    ];
    for (name, value) in counts {
        if let Some(value) = value {
            let value = proc_macro2::Literal::u64_unsuffixed(value);
            entries.push(quote!(#name: Some(#value)));
        }
    }
    if let Some(pattern) = &constraints.pattern {
        entries.push(quote!(pattern: Some(#pattern)));
    }
    let bounds = [
        (quote!(minimum), constraints.minimum),
        (quote!(maximum), constraints.maximum),
        (quote!(multiple_of), constraints.multiple_of),
    ];
    for (name, value) in bounds {
        if let Some(value) = value {
            let value = bound(value);
            entries.push(quote!(#name: Some(#value)));
        }
    }
    let switches = [
        (quote!(exclusive_minimum), constraints.exclusive_minimum),
        (quote!(exclusive_maximum), constraints.exclusive_maximum),
        (quote!(unique_items), constraints.unique_items),
    ];
    entries.extend(switches.into_iter().filter(|(_, on)| *on).map(|(name, _)| quote!(#name: true)));
    entries
}

fn bound(value: Bound) -> TokenStream {
    match value {
        Bound::Integer(value) => {
            let value = proc_macro2::Literal::i64_unsuffixed(value);
            quote!(rt::Bound::Int(#value))
        }
        Bound::Float(value) => {
            let value = proc_macro2::Literal::f64_unsuffixed(value);
            quote!(rt::Bound::Float(#value))
        }
    }
}
