//! Jobs: what a call says about the job that it starts, as one constant and the input of polls.

use proc_macro2::TokenStream;
use quote::quote;

use super::Print;
use super::operations::inputs;
use super::pages::option;
use super::rust::{At, Presence, ident};
use crate::ir::{Api, Operation};
use crate::names::OperationNames;

/// The operation that tells the state of the job that an operation starts.
pub(super) fn polled<'a>(api: &'a Api, operation: &Operation) -> Option<(usize, &'a Operation)> {
    let waiter = operation.waiter.as_ref()?;
    api.operations.iter().enumerate().find(|(_, it)| it.id == waiter.operation)
}

impl Print<'_> {
    /// The `wait` of a call, if its operation starts a job.
    pub(super) fn wait(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let waiter = operation.waiter.as_ref()?;
        let (idx, polled) = polled(self.api(), operation)?;
        let polled_names = &self.names().operations[idx];
        let (call, input) = (ident(&names.call), self.operation_path(operation, &names.input));
        let poll = self.operation_path(polled, &polled_names.input);
        let start = self.blank_input(polled, polled_names, &poll);
        let parameters = waiter.parameters.iter().filter_map(|(name, field)| {
            let parameter = polled.parameters.iter().find(|it| it.name == *name)?;
            let place = format!("{}.{name}", parameter.location.as_str());
            Some(quote!((#place, #field)))
        });
        let (state, success, failure) = (&waiter.field, &waiter.success, &waiter.failure);
        let (code, message) = (option(waiter.error_code.as_ref()), option(waiter.error_message.as_ref()));
        let paging = match self.paging(polled) {
            Some(paging) => quote!(Some(#paging)),
            None => quote!(None),
        };
        Some(quote! {
            impl<'a> #call<'a> {
                #[doc = " Sends the request, then follows the job until it is done."]
                pub fn wait(self) -> rt::client::Wait<'a, #input, #poll> {
                    static WAITER: rt::client::Waiter = rt::client::Waiter {
                        parameters: &[#(#parameters),*],
                        state: #state,
                        success: &[#(#success),*],
                        failure: &[#(#failure),*],
                        error_code: #code,
                        error_message: #message,
                        paging: #paging,
                    };
                    rt::client::Wait::new(self.call, &WAITER, #start)
                }
            }
        })
    }

    /// An input with nothing in it yet.
    fn blank_input(&self, operation: &Operation, names: &OperationNames, path: &TokenStream) -> TokenStream {
        let fields = inputs(self, operation, names, At::Outside);
        let required = fields.iter().filter(|field| field.presence == Presence::Required);
        let values: Vec<TokenStream> =
            required.map(|field| if field.text { quote!("") } else { quote!(rt::blank()) }).collect();
        if values.is_empty() { quote!(Default::default()) } else { quote!(#path::new(#(#values),*)) }
    }
}
