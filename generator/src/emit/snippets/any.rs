//! Values of any kind: JSON where the description leaves the type open.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Maker;
use crate::ir::Json;

impl Maker<'_, '_> {
    /// A JSON value as the expression that makes it.
    pub(super) fn any(&mut self, value: &Json) -> TokenStream {
        let ty = self.imports.name(&["runtime"], "Value");
        match value {
            Json::Null => quote!(#ty::Null),
            Json::Bool(value) => quote!(#ty::from(#value)),
            Json::Number(number) => {
                let literal = any_number(number);
                quote!(#ty::from(#literal))
            }
            Json::String(text) => quote!(#ty::from(#text)),
            Json::Array(items) if items.is_empty() => quote!(#ty::Array(Vec::new())),
            Json::Array(items) => {
                let items = items.iter().take(self.cut.items).map(|it| self.any(it)).collect::<Vec<_>>();
                quote!(#ty::from(Vec::from([#(#items),*])))
            }
            Json::Object(members) if members.is_empty() => quote!(#ty::Object(Default::default())),
            Json::Object(members) => {
                let members = members.iter().take(self.cut.optional).map(|(key, it)| {
                    let value = self.any(it);
                    quote!((#key, #value))
                });
                let members: Vec<_> = members.collect();
                quote!(#ty::from_iter([#(#members),*]))
            }
        }
    }
}

/// A number whose type follows from how it is written.
fn any_number(number: &serde_json::Number) -> Literal {
    match (number.as_i64(), number.as_u64()) {
        (Some(it), _) if i32::try_from(it).is_ok() => Literal::i64_unsuffixed(it),
        (Some(it), _) => Literal::i64_suffixed(it),
        (None, Some(it)) => Literal::u64_suffixed(it),
        (None, None) => Literal::f64_unsuffixed(number.as_f64().filter(|it| it.is_finite()).unwrap_or_default()),
    }
}
