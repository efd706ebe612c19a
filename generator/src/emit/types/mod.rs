//! The `types` crate's models: one module per tag and one for what tags share.

mod enumeration;
mod errors;
mod record;
mod union;

pub(super) use record::{FieldPrint, Flag, RecordPrint};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Page};
use super::rust::{At, ident};
use super::{Module, Print, format};
use crate::ir::{Shape, Type, TypeId};
use crate::names::{Home, TypeNames, becomes_item};

/// The module of a home.
pub(super) fn module(print: &Print<'_>, home: Home) -> Module {
    let inhabitants = print.inhabitants(home).iter();
    let items = inhabitants.map(|id| print.item(*id, &print.api().types[*id], &print.names().types[id]));
    let items: Vec<TokenStream> = items.collect();
    let docs = match home {
        Home::Shared => vec!["Types that more than one tag needs.".to_owned()],
        Home::Tag(idx) => {
            let tag = &print.api().tags[idx];
            format::module_docs(&tag.docs, &format!("Types of `{}`.", tag.name))
        }
    };
    let import = (!items.is_empty()).then(|| {
        quote!(
            #[allow(unused_imports, reason = "aliases alone need nothing")]
            use runtime as rt;
        )
    });
    let tokens = quote!(#import #(#items)*);
    Module { path: format!("types/src/{}.rs", print.module_of(home)), docs, tokens }
}

impl Print<'_> {
    /// The item of a type with all its impls.
    fn item(&self, id: TypeId, ty: &Type, names: &TypeNames) -> TokenStream {
        let at = At::Types(names.home);
        if !becomes_item(ty) {
            return self.alias(ty, names, at);
        }
        match &ty.shape {
            Shape::Record(record) => self.record(id, ty, record, names, at),
            Shape::Text { values, .. } => {
                let catalogue = self.api().error_catalogue.as_ref().filter(|it| it.ty == id);
                let catalogue = catalogue.map(|it| self.error_catalogue(it, names));
                let item = self.text_enum(ty, values, names);
                quote!(#item #catalogue)
            }
            Shape::Integer { values, .. } => self.int_enum(ty, values, names),
            Shape::Union(union) => self.union(id, ty, union, names, at),
            _ => self.alias(ty, names, at),
        }
    }

    fn alias(&self, ty: &Type, names: &TypeNames, at: At) -> TokenStream {
        let docs = self.type_docs(ty, "Another name for its type.").attributes();
        let name = ident(&names.ident);
        let target = self.structural_type(ty, at);
        quote!(#docs pub type #name = #target;)
    }

    /// What is said about a type: the spec's words, limits, example, origin.
    fn type_docs(&self, ty: &Type, otherwise: &str) -> Page {
        let mut page = Page::of(&ty.docs, otherwise);
        if let Some(limits) = docs::limits(&ty.constraints) {
            page.paragraph(&limits);
        }
        let origin = docs::origin(&ty.origin, "");
        if !origin.is_empty() {
            page.paragraph(&origin);
        }
        page
    }

    /// The attribute of what should no longer be used.
    fn deprecated(&self, deprecated: bool) -> Option<TokenStream> {
        deprecated.then(|| quote!(#[doc = ""] #[doc = " **Deprecated.**"]))
    }
}
