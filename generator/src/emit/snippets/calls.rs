//! Calls: what is required as arguments, what the description shows of the rest as setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::media::{Codec, chosen, codec};
use super::super::rust::{At, ident};
use super::Maker;
use crate::ir::{Body, Json, Operation, Parameter};
use crate::names::OperationNames;

/// A call that is ready to be sent.
pub(in crate::emit) struct CallParts {
    /// What has to stand before it.
    pub(in crate::emit) lets: TokenStream,
    /// The call itself.
    pub(in crate::emit) call: TokenStream,
}

impl Maker<'_, '_> {
    /// The call of an operation on `client`; further setters are given by the names of parameters.
    pub(in crate::emit) fn call(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        further: &[(&str, TokenStream)],
    ) -> Option<CallParts> {
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for (parameter, name) in operation.parameters.iter().zip(&names.parameters).filter(|(it, _)| !it.client_level) {
            let setter = ident(name);
            if parameter.required {
                arguments.push(self.parameter(parameter)?);
            } else if let Some((_, value)) = further.iter().find(|(wire, _)| *wire == parameter.name) {
                setters.push(quote!(.#setter(#value)));
            } else if setters.len() < self.cut.setters && is_shown(operation, parameter) {
                let value = self.parameter(parameter)?;
                setters.push(quote!(.#setter(#value)));
            }
        }
        let mut lets = TokenStream::new();
        if let Some(body) = &operation.body
            && self.print.body_type(&body.media, At::Outside).is_some()
        {
            let value = self.body(body)?;
            lets = quote!(let body = #value;);
            match body.required {
                true => arguments.push(quote!(body)),
                false => setters.push(quote!(.body(body))),
            }
        }
        let (tag, method) = (ident(&self.print.names().tags[operation.tag].module), ident(&names.method));
        Some(CallParts { lets, call: quote!(client.#tag().#method(#(#arguments),*)#(#setters)*) })
    }

    fn parameter(&mut self, parameter: &Parameter) -> Option<TokenStream> {
        let given: Vec<&Json> = parameter.examples.iter().map(|it| &it.value).collect();
        if self.print.is_string(&parameter.ty) {
            let text = match parameter.sensitive {
                true => super::expression::placeholder(&parameter.name),
                false => self.text_value(&parameter.ty, &given, &parameter.name)?,
            };
            return Some(quote!(#text));
        }
        self.plain_value(&parameter.ty, &given, &parameter.name)
    }

    fn body(&mut self, body: &Body) -> Option<TokenStream> {
        let types = &self.print.api().types;
        let media = chosen(&body.media, types)?;
        let mut given = media.examples.iter().map(|it| &it.value);
        match (codec(media, types), &media.ty) {
            (Codec::Json | Codec::Form, Some(ty)) => {
                let given: Vec<&Json> = given.collect();
                self.value(ty, &given, "body")
            }
            (Codec::Json | Codec::Form, None) => Some(self.any(given.next().unwrap_or(&Json::Null))),
            (Codec::Text, _) => {
                let text = given.find_map(Json::as_str).unwrap_or("text");
                Some(quote!(String::from(#text)))
            }
            (Codec::Bytes | Codec::None, _) => {
                let ty = self.imports.name(&["runtime"], "Bytes");
                Some(quote!(#ty::from("content")))
            }
        }
    }
}

/// Whether the description shows a value of an optional parameter; what moves pages moves by itself.
fn is_shown(operation: &Operation, parameter: &Parameter) -> bool {
    let moves = operation.pagination.as_ref().is_some_and(|it| it.position == parameter.name);
    !parameter.examples.is_empty() && !parameter.deprecated && !moves
}
