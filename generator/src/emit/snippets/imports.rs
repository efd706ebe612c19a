//! Imports: the names that a snippet brings into scope, and the `use` lines that do it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::ident;

/// The names that are in scope, each with the module that it comes from.
#[derive(Debug, Clone)]
pub(in crate::emit) struct Imports {
    krate: String,
    /// By name: paths of crate and module.
    names: BTreeMap<String, Vec<String>>,
}

impl Imports {
    /// Nothing yet; paths begin at this crate.
    pub(in crate::emit) fn new(krate: &str) -> Self {
        Self { krate: krate.to_owned(), names: BTreeMap::new() }
    }

    /// Brings a name from a module of the crate into scope, and gives it. Where the name is taken, gives the path to it.
    pub(in crate::emit) fn name(&mut self, module: &[&str], name: &str) -> TokenStream {
        let krate = self.krate.clone();
        self.name_of(&krate, module, name)
    }

    /// The same for a module of another crate.
    pub(in crate::emit) fn name_of(&mut self, krate: &str, module: &[&str], name: &str) -> TokenStream {
        let path: Vec<String> = [krate].iter().chain(module).map(|it| (*it).to_owned()).collect();
        let name_ident = ident(name);
        match self.names.get(name) {
            Some(known) if *known != path => {
                let segments = path.iter().map(|it| ident(it));
                quote!(#(#segments::)*#name_ident)
            }
            Some(_) => quote!(#name_ident),
            None => {
                self.names.insert(name.to_owned(), path);
                quote!(#name_ident)
            }
        }
    }

    /// The `use` lines, one per module.
    pub(in crate::emit) fn tokens(&self) -> TokenStream {
        let mut modules: BTreeMap<&[String], Vec<&String>> = BTreeMap::new();
        for (name, path) in &self.names {
            modules.entry(path).or_default().push(name);
        }
        let lines = modules.into_iter().map(|(path, names)| {
            let segments = path.iter().map(|it| ident(it));
            let names = names.into_iter().map(|it| ident(it));
            match names.len() {
                1 => quote!(use #(#segments::)*#(#names)*;),
                _ => quote!(use #(#segments::)*{#(#names),*};),
            }
        });
        quote!(#(#lines)*)
    }
}
