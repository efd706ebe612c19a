//! Enums: the known values of a text or number, and the unknown ones that a service adds later.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::super::docs::{Page, attributes};
use super::super::rust::ident;
use super::Print;
use crate::ir::{Docs, EnumValue, Type};
use crate::names::TypeNames;

impl Print<'_> {
    pub(super) fn text_enum(&self, ty: &Type, values: &[EnumValue<String>], names: &TypeNames) -> TokenStream {
        let wires: Vec<&str> = values.iter().map(|it| it.value.as_str()).collect();
        let docs = values.iter().map(|it| value_docs(&it.value, it.description.as_deref()));
        let item = self.enum_item(ty, names, docs.collect(), &quote!(rt::UnknownText));
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let of = of(names, &quote!(rt::UnknownText));
        let variants = names.members.iter().map(|it| ident(it));
        quote! {
            #item
            impl rt::TextEnum for #name {
                const VALUES: &'static [&'static str] = &[#(#wires),*];
                #of
                fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #wires,)*
                        Self::#rest(text) => text.as_str(),
                    }
                }
            }
            rt::text_enum!(#name);
        }
    }

    pub(super) fn int_enum(&self, ty: &Type, values: &[EnumValue<i64>], names: &TypeNames) -> TokenStream {
        let wires: Vec<Literal> = values.iter().map(|it| Literal::i64_unsuffixed(it.value)).collect();
        let docs = values.iter().map(|it| value_docs(&it.value.to_string(), it.description.as_deref()));
        let item = self.enum_item(ty, names, docs.collect(), &quote!(rt::UnknownInt));
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let of = of(names, &quote!(rt::UnknownInt));
        let variants = names.members.iter().map(|it| ident(it));
        quote! {
            #item
            impl rt::IntEnum for #name {
                const VALUES: &'static [i64] = &[#(#wires),*];
                #of
                fn value(&self) -> i64 {
                    match self {
                        #(Self::#variants => #wires,)*
                        Self::#rest(value) => value.value(),
                    }
                }
            }
            rt::int_enum!(#name);
        }
    }

    fn enum_item(&self, ty: &Type, names: &TypeNames, values: Vec<TokenStream>, unknown: &TokenStream) -> TokenStream {
        let docs = self.type_docs(ty, "One of several known values.").attributes();
        let deprecated = self.deprecated(ty.deprecated);
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let variants = names.members.iter().map(|it| ident(it));
        quote! {
            #docs
            #deprecated
            #[derive(Clone)]
            pub enum #name {
                #(#values #variants,)*
                #[doc = " A value that the description does not know."]
                #rest(#unknown),
            }
        }
    }
}

/// The function from the index of a known value, or an unknown one, to its variant.
fn of(names: &TypeNames, unknown: &TokenStream) -> TokenStream {
    let rest = ident(&names.rest);
    let arms = names.members.iter().enumerate().map(|(idx, name)| {
        // The runtime gives no other index, so the last one needs no number.
        let is_last = idx + 1 == names.members.len();
        let idx = if is_last { quote!(_) } else { Literal::usize_unsuffixed(idx).to_token_stream() };
        let name = ident(name);
        quote!(Ok(#idx) => Self::#name,)
    });
    quote! {
        fn of(value: Result<usize, #unknown>) -> Self {
            match value { #(#arms)* Err(unknown) => Self::#rest(unknown) }
        }
    }
}

fn value_docs(wire: &str, description: Option<&str>) -> TokenStream {
    let wire = wire.replace('`', "'").replace(['\n', '\r'], " ");
    let wire = if wire.trim().is_empty() { "the empty text".to_owned() } else { format!("`{wire}`") };
    let Some(description) = description else {
        return attributes(&[wire]);
    };
    let words = Docs { title: None, description: Some(description.to_owned()), external: None };
    let mut lines = Page::of(&words, "").lines();
    if let Some(first) = lines.first_mut() {
        *first = format!("{wire}: {first}");
    }
    attributes(&lines)
}
