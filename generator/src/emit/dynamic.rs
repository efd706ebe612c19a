//! Dynamic calls: every operation by name, on JSON values, behind the cargo feature `dynamic`.
//!
//! In the client they go through the printed setters, in the server through the printed traits, so that whoever
//! calls everything dynamically (the conformance test above all) uses the printed code and not a way around it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::client::{is_setter, setter_name};
use super::operations::inputs;
use super::rust::{At, Presence, ident};
use super::types::FieldPrint;
use super::{Module, Print};
use crate::ir::Operation;
use crate::names::OperationNames;

/// The dynamic half of the client.
pub(super) fn client(print: &Print<'_>) -> Module {
    let operations = print.api().operations.iter().zip(&print.names().operations);
    let descriptions = operations.clone().map(|(operation, names)| {
        let (feature, input) = (print.feature(operation), print.operation_path(operation, &names.input));
        quote!(#[cfg(feature = #feature)] <#input as rt::Input>::OPERATION)
    });
    let arms = operations.clone().map(|(operation, names)| {
        let (feature, id, function) = (print.feature(operation), &operation.id, function_of(names));
        quote!(#[cfg(feature = #feature)] #id => #function(self, input),)
    });
    let functions = operations.map(|(operation, names)| print.replay(operation, names));
    let tokens = quote! {
        use runtime as rt;
        use crate::Client;
        static OPERATIONS: &[&rt::Operation] = &[#(#descriptions),*];
        impl rt::client::Dynamic for Client {
            fn operations(&self) -> &'static [&'static rt::Operation] { OPERATIONS }
            fn call<'a>(&'a self, operation_id: &str, input: rt::Value) -> Sent<'a> {
                match operation_id {
                    #(#arms)*
                    _ => {
                        std::mem::drop(input);
                        rt::client::unknown_operation(operation_id)
                    }
                }
            }
        }
        #[doc = " A dynamic call under way."]
        type Sent<'a> = rt::client::Sending<'a, Result<rt::Value, rt::client::Error>>;
        #(#functions)*
    };
    Module {
        path: "client/src/dynamic.rs".to_owned(),
        docs: vec!["Calls by name with JSON values.".to_owned()],
        tokens,
    }
}

/// The function of an operation; the prefix keeps it apart from everything else in the module.
fn function_of(names: &OperationNames) -> Ident {
    ident(&format!("call_{}", names.method))
}

/// The dynamic half of the server.
pub(super) fn server(print: &Print<'_>) -> Module {
    let impls = print.names().tags.iter().enumerate().map(|(idx, tag)| {
        let (feature, module, name) = (&tag.feature, ident(&tag.module), ident(&tag.trait_));
        let operations = print.api().operations.iter().zip(&print.names().operations);
        let methods = operations.filter(|(operation, _)| operation.tag == idx).map(|(operation, names)| {
            let method = ident(&names.method);
            let input = print.operation_path(operation, &names.input);
            let output = print.operation_path(operation, &names.output);
            quote! {
                async fn #method(
                    &self,
                    context: rt::server::Context,
                    input: #input,
                ) -> Result<#output, rt::server::Failure> {
                    self.forward(context, input).await
                }
            }
        });
        quote! {
            #[cfg(feature = #feature)]
            impl<H: rt::server::Handle> crate::#module::#name for rt::server::Forward<H> { #(#methods)* }
        }
    });
    let tokens = quote!(use runtime as rt; #(#impls)*);
    Module {
        path: "server/src/dynamic.rs".to_owned(),
        docs: vec!["One handler for all operations, on JSON values.".to_owned()],
        tokens,
    }
}

impl Print<'_> {
    fn feature(&self, operation: &Operation) -> &str {
        &self.names().tags[operation.tag].feature
    }

    /// The function that plays an input through the printed call.
    fn replay(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (function, feature) = (function_of(names), self.feature(operation));
        let module = ident(&self.names().tags[operation.tag].module);
        let input = self.operation_path(operation, &names.input);
        let fields = inputs(self, operation, names, At::Outside);
        let (set, given): (Vec<&FieldPrint>, Vec<&FieldPrint>) =
            fields.iter().partition(|field| is_setter(operation, names, field));
        let given = given.iter().map(|field| {
            let name = ident(&field.name);
            quote!(input.#name)
        });
        let sets = set.iter().map(|field| {
            let (name, setter) = (ident(&field.name), ident(&setter_name(field)));
            match field.presence {
                Presence::Optional => quote! {
                    if let Some(value) = input.#name {
                        call = call.#setter(value);
                    }
                },
                _ => quote!(call = call.#setter(input.#name);),
            }
        });
        let mutable = (!set.is_empty()).then(|| quote!(mut));
        let method = ident(&names.method);
        let binding = if fields.is_empty() { quote!(_input) } else { quote!(input) };
        quote! {
            #[cfg(feature = #feature)]
            fn #function(client: &Client, input: rt::Value) -> Sent<'_> {
                match rt::client::read_input::<#input>(input) {
                    Ok(#binding) => {
                        let #mutable call = client.#module().#method(#(#given),*);
                        #(#sets)*
                        call.respond_json()
                    }
                    Err(error) => Box::pin(std::future::ready(Err(error))),
                }
            }
        }
    }
}
