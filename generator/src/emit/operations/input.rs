//! Inputs: a record whose fields are the parameters of an operation and its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::{self, Page};
use super::super::rust::{At, Presence};
use super::super::types::{FieldPrint, Flag, RecordPrint};
use super::Print;
use crate::ir::{Body, Operation, Parameter};
use crate::names::OperationNames;

/// The fields of an operation's input, as code at that place speaks of them.
pub(in crate::emit) fn inputs(
    print: &Print<'_>,
    operation: &Operation,
    names: &OperationNames,
    at: At,
) -> Vec<FieldPrint> {
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let mut fields: Vec<FieldPrint> =
        parameters.map(|(parameter, name)| print.parameter_field(parameter, name, at)).collect();
    fields.extend(operation.body.as_ref().and_then(|body| print.body_field(body, at)));
    fields
}

impl Print<'_> {
    pub(super) fn input(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let mut page = Page::default();
        page.paragraph(&format!("What `{}` takes.", operation.id));
        page.origin_of(operation);
        let record = RecordPrint {
            name: names.input.clone(),
            docs: page.attributes(),
            fields: inputs(self, operation, names, At::Operations),
            closed: false,
            rest: None,
        };
        let (item, constructor) = (record.tokens(), record.constructor());
        let description = self.description(operation, names);
        quote!(#item #constructor #description)
    }

    fn parameter_field(&self, parameter: &Parameter, name: &str, at: At) -> FieldPrint {
        let presence = if parameter.required { Presence::Required } else { Presence::Optional };
        let mut flags = Vec::new();
        if parameter.required {
            flags.push(Flag::Required);
        }
        if parameter.sensitive {
            flags.push(Flag::Secret);
        }
        let plain = self.plain_type(parameter.ty.ty, at);
        FieldPrint {
            name: name.to_owned(),
            wire: format!("{}.{}", parameter.location.as_str(), parameter.name),
            docs: self.parameter_docs(parameter),
            ty: if presence == Presence::Optional { quote!(Option<#plain>) } else { plain.clone() },
            inner: plain,
            presence,
            flags,
            check: self.check(&parameter.ty),
            text: self.is_string(&parameter.ty),
        }
    }

    /// What is said about a parameter.
    fn parameter_docs(&self, parameter: &Parameter) -> TokenStream {
        let place = parameter.location.as_str();
        let mut page = Page::of(&parameter.docs, &format!("`{}` in the {place}.", parameter.name));
        let types = &self.api().types;
        let behind = &types[types.behind_aliases(&parameter.ty).ty];
        if let Some(limits) = docs::limits(&behind.constraints) {
            page.paragraph(&limits);
        }
        if let Some(default) = &types[parameter.ty.ty].default {
            page.paragraph(&docs::default(default));
        }
        if parameter.client_level {
            page.paragraph("Taken from the client where it is empty.");
        }
        if parameter.deprecated {
            page.paragraph("**Deprecated.**");
        }
        page.attributes()
    }

    fn body_field(&self, body: &Body, at: At) -> Option<FieldPrint> {
        let ty = self.body_type(&body.media, at)?;
        let presence = if body.required { Presence::Required } else { Presence::Optional };
        Some(FieldPrint {
            name: "body".to_owned(),
            wire: "body".to_owned(),
            docs: Page::of(&body.docs, "The request body.").attributes(),
            ty: if body.required { ty.clone() } else { quote!(Option<#ty>) },
            inner: ty,
            presence,
            flags: if body.required { vec![Flag::Required] } else { Vec::new() },
            check: None,
            text: false,
        })
    }
}
