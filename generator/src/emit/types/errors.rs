//! The error catalogue: what is known about each value of the enum of error codes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::rust::ident;
use super::Print;
use crate::ir::{ErrorCatalogue, ErrorEntry};
use crate::names::TypeNames;

impl Print<'_> {
    /// What is printed beside the enum.
    pub(super) fn error_catalogue(&self, catalogue: &ErrorCatalogue, names: &TypeNames) -> TokenStream {
        let name = ident(&names.ident);
        let entries = catalogue.entries.iter().map(entry);
        let statuses = catalogue.statuses.iter().map(|(status, meaning)| {
            let status = Literal::u16_unsuffixed(*status);
            quote!((#status, #meaning))
        });
        quote! {
            impl rt::ErrorCatalogue for #name {
                const ENTRIES: &'static [rt::ErrorEntry] = &[#(#entries),*];
                const STATUSES: &'static [(u16, &'static str)] = &[#(#statuses),*];
            }
            rt::error_catalogue!(#name);
        }
    }
}

fn entry(entry: &ErrorEntry) -> TokenStream {
    let statuses = entry.statuses.iter().map(|it| Literal::u16_unsuffixed(*it));
    let meaning = &entry.meaning;
    let remedy = match &entry.remedy {
        Some(remedy) => quote!(Some(#remedy)),
        None => quote!(None),
    };
    quote!(rt::ErrorEntry::new(&[#(#statuses),*], #meaning, #remedy))
}
