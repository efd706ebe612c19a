//! The constant that describes an operation to the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::media;
use super::super::rust::ident;
use super::Print;
use crate::ir::{Header, Location, Operation, Parameter, Response, Status, Style};
use crate::names::OperationNames;

impl Print<'_> {
    pub(super) fn description(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (input, output) = (ident(&names.input), ident(&names.output));
        let (id, path, deprecated) = (&operation.id, &operation.path, operation.deprecated);
        let tag = &self.api().tags[operation.tag].name;
        let method = method(operation);
        let params = operation.parameters.iter().map(param);
        let body = self.body_constant(operation);
        let responses = operation.responses.iter().map(|response| self.response_constant(response));
        let security = operation.security.iter().map(|requirement| {
            let uses = requirement.iter().map(|(scheme, scopes)| scheme_use(scheme, scopes));
            quote!(&[#(#uses),*])
        });
        let headers = operation.fixed_headers.iter().map(|header| {
            let (name, value) = (&header.name, &header.value);
            quote!((#name, #value))
        });
        // Most are not: what is the same everywhere need not be read everywhere.
        let rest = if operation.idempotent { quote!(idempotent: true) } else { quote!(..rt::Operation::PLAIN) };
        quote! {
            impl rt::Input for #input {
                const OPERATION: &'static rt::Operation = &rt::Operation {
                    id: #id,
                    tag: #tag,
                    method: #method,
                    path: #path,
                    params: &[#(#params),*],
                    body: #body,
                    responses: &[#(#responses),*],
                    security: &[#(#security),*],
                    fixed_headers: &[#(#headers),*],
                    deprecated: #deprecated,
                    #rest
                };
                type Output = #output;
            }
        }
    }

    fn body_constant(&self, operation: &Operation) -> TokenStream {
        let Some(body) = operation.body.as_ref().filter(|body| !body.media.is_empty()) else {
            return quote!(None);
        };
        let (required, media) = (body.required, media::spoken(&body.media, &self.api().types));
        quote!(Some(rt::Body { required: #required, media: &[#(#media),*] }))
    }

    fn response_constant(&self, response: &Response) -> TokenStream {
        let status = match response.status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(rt::Status::Code(#code))
            }
            Status::Range(class) => {
                let class = Literal::u8_unsuffixed(class);
                quote!(rt::Status::Range(#class))
            }
            Status::Default => quote!(rt::Status::Default),
        };
        let media = media::spoken(&response.media, &self.api().types);
        if let (Status::Code(code), true) = (response.status, response.headers.is_empty()) {
            let code = Literal::u16_unsuffixed(code);
            match media.as_slice() {
                [] => return quote!(rt::Response::empty(#code)),
                [only] if *only == "application/json" => return quote!(rt::Response::json(#code)),
                _ => {}
            }
        }
        let headers = response.headers.iter().map(header_param);
        quote!(rt::Response { status: #status, media: &[#(#media),*], headers: &[#(#headers),*] })
    }
}

fn scheme_use(scheme: &str, scopes: &[String]) -> TokenStream {
    match scopes.is_empty() {
        true => quote!(rt::SchemeUse::of(#scheme)),
        false => quote!(rt::SchemeUse { scheme: #scheme, scopes: &[#(#scopes),*] }),
    }
}

fn method(operation: &Operation) -> TokenStream {
    let name = operation.method.as_str();
    let variant = ident(&format!("{}{}", &name[..1], name[1..].to_lowercase()));
    quote!(rt::Method::#variant)
}

/// A parameter, in as few words as its defaults allow.
fn param(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let (start, usual_style, usual_explode) = match parameter.location {
        Location::Path => (quote!(rt::Param::path(#name)), Style::Simple, false),
        Location::Query => (quote!(rt::Param::query(#name)), Style::Form, true),
        Location::Header => (quote!(rt::Param::header(#name)), Style::Simple, false),
        Location::Cookie => (quote!(rt::Param::cookie(#name)), Style::Form, true),
    };
    let required = (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let unusual = parameter.style != usual_style || parameter.explode != usual_explode;
    let style = unusual.then(|| {
        let (style, explode) = (style(parameter.style), parameter.explode);
        quote!(.style(#style, #explode))
    });
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let client = parameter.client_level.then(|| quote!(.client_level()));
    quote!(#start #required #style #reserved #client)
}

fn header_param(header: &Header) -> TokenStream {
    let name = &header.name;
    let required = header.required.then(|| quote!(.required()));
    let style = if header.content.is_some() { Style::Json } else { Style::Simple };
    let unusual = style != Style::Simple || header.explode;
    let style = unusual.then(|| {
        let (style, explode) = (self::style(style), header.explode);
        quote!(.style(#style, #explode))
    });
    quote!(rt::Param::header(#name) #required #style)
}

fn style(style: Style) -> TokenStream {
    let name = match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Json => "Json",
        Style::Flat => "Flat",
    };
    let name = ident(name);
    quote!(rt::Style::#name)
}
