//! Unions: one of several types, told apart by a property or by what fits best.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::super::rust::{At, ident};
use super::Print;
use crate::ir::{Discriminator, Type, TypeId, Union, Use};
use crate::names::TypeNames;

impl Print<'_> {
    pub(super) fn union(&self, id: TypeId, ty: &Type, union: &Union, names: &TypeNames, at: At) -> TokenStream {
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let docs = self.type_docs(ty, "One of several types.").attributes();
        let variants = union.variants.iter().zip(&names.members).map(|(variant, member)| {
            let payload = self.payload(id, &variant.ty, at);
            let (member, docs) = (ident(member), self.variant_docs(&variant.ty));
            quote!(#docs #member(#payload))
        });
        let behaviour = match union.discriminator.as_ref().and_then(|it| tags(union, it)) {
            Some((property, tags)) => self.tagged(names, property, &tags),
            None => self.untagged(names),
        };
        quote! {
            #docs
            #[derive(Clone, PartialEq)]
            pub enum #name {
                #(#variants,)*
                #[doc = " A value that fits none of the types that the description knows."]
                #rest(rt::UnknownUnion),
            }
            #behaviour
        }
    }

    fn payload(&self, owner: TypeId, target: &Use, at: At) -> TokenStream {
        let plain = self.plain_type(target.ty, at);
        let behind = self.api().types.behind_aliases(target).ty;
        let plain = if self.boxes.needed(owner, behind) { quote!(Box<#plain>) } else { plain };
        if self.nullable(target) { quote!(Option<#plain>) } else { plain }
    }

    fn variant_docs(&self, target: &Use) -> TokenStream {
        let ty = &self.api().types[target.ty];
        super::super::docs::Page::of(&ty.docs, "One of the types.").attributes()
    }

    fn tagged(&self, names: &TypeNames, property: &str, tags: &[(String, usize)]) -> TokenStream {
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let values = tags.iter().map(|(value, _)| value);
        let reads = tags.iter().enumerate().map(|(idx, (_, variant))| {
            let member = ident(&names.members[*variant]);
            // The runtime gives no other index, so the last one needs no number.
            let idx = if idx + 1 == tags.len() { quote!(_) } else { Literal::usize_unsuffixed(idx).to_token_stream() };
            quote!(#idx => Self::#member(rt::from_value(value)?),)
        });
        let writes = names.members.iter().enumerate().map(|(variant, member)| {
            let member = ident(member);
            let tags = tags.iter().filter(|(_, which)| *which == variant).map(|(value, _)| value);
            quote!(Self::#member(it) => (&[#(#tags),*], rt::to_tree(it)),)
        });
        quote! {
            impl rt::TaggedUnion for #name {
                const TAG: &'static str = #property;
                const VALUES: &'static [&'static str] = &[#(#values),*];
                fn read(index: usize, value: rt::Value) -> Result<Self, rt::ValueError> {
                    Ok(match index { #(#reads)* })
                }
                fn unknown(value: rt::UnknownUnion) -> Self { Self::#rest(value) }
                fn write(&self) -> (&'static [&'static str], rt::Tree) {
                    match self {
                        #(#writes)*
                        Self::#rest(it) => (&[], rt::to_tree(it.value())),
                    }
                }
            }
            rt::tagged_union!(#name);
        }
    }

    fn untagged(&self, names: &TypeNames) -> TokenStream {
        let (name, rest) = (ident(&names.ident), ident(&names.rest));
        let count = Literal::usize_unsuffixed(names.members.len());
        let members: Vec<_> = names.members.iter().map(|it| ident(it)).collect();
        let last = names.members.len().saturating_sub(1);
        let indexes = (0..names.members.len()).map(|idx| match idx == last {
            true => quote!(_),
            false => Literal::usize_unsuffixed(idx).to_token_stream(),
        });
        quote! {
            impl rt::UntaggedUnion for #name {
                const VARIANTS: usize = #count;
                fn read(index: usize, value: &rt::Value) -> Result<Self, rt::ValueError> {
                    Ok(match index {
                        #(#indexes => Self::#members(rt::from_value_ref(value)?),)*
                    })
                }
                fn unknown(value: rt::UnknownUnion) -> Self { Self::#rest(value) }
                fn write(&self) -> rt::Tree {
                    match self {
                        #(Self::#members(it) => rt::to_tree(it),)*
                        Self::#rest(it) => rt::to_tree(it.value()),
                    }
                }
            }
            rt::untagged_union!(#name);
        }
    }
}

/// The property and its values with the variants that they stand for; none if a variant has no value.
fn tags<'u>(union: &Union, discriminator: &'u Discriminator) -> Option<(&'u str, Vec<(String, usize)>)> {
    let mut tags = Vec::new();
    for (value, target) in &discriminator.mapping {
        if let Some(idx) = union.variants.iter().position(|variant| variant.ty.ty == *target) {
            tags.push((value.clone(), idx));
        }
    }
    let covered: HashSet<usize> = tags.iter().map(|(_, idx)| *idx).collect();
    (covered.len() == union.variants.len()).then_some((discriminator.property.as_str(), tags))
}
